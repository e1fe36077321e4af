"""Recording an order as one would write it for this one purpose: SQL by hand on the engine itself.

The same checks and the same rows as `db.ordering.record`, with the same driver and pragmas, and nothing else: no ORM,
no typed refusals, no memory of the laptop outside the book.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as engine

from db.opening import PRAGMAS
from db.values.money import line_amount, unit_price


class HandMade:
    def __init__(self, path: Path) -> None:
        self.connection = engine.connect(str(path), isolation_level=None)
        for name, value in PRAGMAS:
            self.connection.execute(f"PRAGMA {name}={value}").fetchall()
        [(self.laptop,)] = self._all("SELECT MAX(id) FROM laptop")
        [(self.series,)] = self._all("SELECT series FROM laptop WHERE id = ?", self.laptop)

    def _all(self, text: str, *values: Any) -> list[Any]:
        return list(self.connection.execute(text, values).fetchall())

    def record(self, member: int, distribution: int, recording: str) -> int:
        """The total, in cents, once it is durable."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            total = self._record(member, distribution, recording)
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")
        return total

    def _record(self, member: int, distribution: int, recording: str) -> int:
        now = int(time.time())
        [(sequence,)] = self._all("UPDATE laptop SET seq = seq WHERE id = ? RETURNING seq", self.laptop)
        key = (self.laptop << 32) + sequence + 1
        assert not self._all(
            "SELECT o.id, b.label, o.total, o.at, b.member_id, b.distribution_id FROM orders o"
            " JOIN basket b ON b.id = o.basket_id WHERE o.recording = ?",
            recording,
        )
        [(group, opens_at, closes_at, grace, default)] = self._all(
            "SELECT d.group_id, d.opens_at, d.closes_at, g.pending_grace, g.default_tariff FROM distribution d"
            " JOIN groups g ON g.id = d.group_id JOIN place p ON p.id = d.place_id WHERE d.id = ?",
            distribution,
        )
        assert opens_at <= now < closes_at + grace * 60
        [(draft, state, validated)] = self._all(
            "SELECT id, state, recording FROM draft WHERE member_id = ? AND distribution_id = ?", member, distribution
        )
        assert state == "pending"
        assert validated == recording
        lines = self._all(
            "SELECT p.id, p.name, p.reference, p.unit, l.price, l.quantity, p.step, p.minimum, p.base_price, p.vat,"
            " p.available, s.remaining FROM draft_line l JOIN product p ON p.id = l.product_id"
            " LEFT JOIN stock s ON s.product_id = p.id AND s.distribution_id = ? WHERE l.draft_id = ? ORDER BY l.id",
            distribution,
            draft,
        )
        assert lines
        [(letter, until)] = self._all(
            "SELECT tariff, tariff_until FROM membership WHERE member_id = ? AND group_id = ?", member, group
        )
        if not letter or (until is not None and until <= now):
            letter = default
        [(points,)] = self._all("SELECT points FROM tariff WHERE group_id = ? AND letter = ?", group, letter)
        before = dict(
            self._all(
                "SELECT l.product_id, SUM(l.quantity) FROM order_line l JOIN orders o ON o.id = l.order_id"
                " JOIN basket b ON b.id = o.basket_id WHERE b.distribution_id = ? AND b.member_id = ?"
                " GROUP BY l.product_id",
                distribution,
                member,
            )
        )
        for product, _, _, _, price, quantity, step, minimum, base, _, available, remaining in lines:
            assert available
            assert price == unit_price(base, points)
            assert quantity % step == 0
            assert quantity + before.get(product, 0) >= minimum
            if remaining is not None:
                taken = self.connection.execute(
                    "UPDATE stock SET remaining = remaining - ?"
                    " WHERE distribution_id = ? AND product_id = ? AND remaining >= ?",
                    (quantity, distribution, product, quantity),
                )
                assert taken.rowcount == 1
        own = self._all(
            "SELECT id FROM basket WHERE distribution_id = ? AND member_id = ? ORDER BY id LIMIT 1",
            distribution,
            member,
        )
        if own:
            basket = own[0][0]
        else:
            [(last,)] = self._all(
                "SELECT COALESCE(MAX(number), 0) FROM basket WHERE distribution_id = ? AND laptop = ?",
                distribution,
                self.laptop,
            )
            basket, key = key, key + 1
            label = f"{self.series}{last + 1}"
            self.connection.execute(
                "INSERT INTO basket (id, distribution_id, member_id, laptop, number, label, at, by_id)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (basket, distribution, member, self.laptop, last + 1, label, now, member),
            )
        amounts = [line_amount(line[5], line[4]) for line in lines]
        total = sum(amounts)
        order, key = key, key + 1
        self.connection.execute(
            "INSERT INTO orders (id, basket_id, kind, recording, means, total, at, by_id)"
            " VALUES (?, ?, 'order', ?, 'on_site', ?, ?, ?)",
            (order, basket, recording, total, now, member),
        )
        rows = []
        for line, amount in zip(lines, amounts, strict=True):
            product, name, reference, unit, price, quantity, step, minimum, _, vat, _, _ = line
            rows.append(
                (key, order, product, name, reference, unit, letter, price, vat, step, minimum, quantity, amount)
            )
            key += 1
        self.connection.executemany(
            "INSERT INTO order_line (id, order_id, product_id, name, reference, unit, tariff, price, vat, step,"
            " minimum, quantity, amount) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        self.connection.execute(
            "INSERT INTO posting (id, member_id, group_id, basket_id, order_id, kind, means, amount, at, by_id)"
            " VALUES (?, ?, ?, ?, ?, 'order', '', ?, ?, ?)",
            (key, member, group, basket, order, -total, now, member),
        )
        self.connection.execute("DELETE FROM draft WHERE id = ?", (draft,))
        self.connection.execute("INSERT INTO unseen (id, order_id, member_id) VALUES (?, ?, ?)", (order, order, member))
        self._all("SELECT COALESCE(SUM(amount), 0) FROM posting WHERE member_id = ? AND group_id = ?", member, group)
        self.connection.execute("UPDATE laptop SET seq = ? WHERE id = ?", (key - (self.laptop << 32), self.laptop))
        return total

    def close(self) -> None:
        self.connection.close()
