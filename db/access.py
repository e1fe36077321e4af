"""Signing in: who somebody says to be, whether the secret is theirs, and what a wrong one costs.

Three steps, because the middle one takes long and needs no book: `look_up` reads, `verify` computes (in a thread),
`settle` writes. An unknown name goes the same way as a known one and takes as long.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import NamedTuple

from db.accounts import members_called, person
from db.database import Book
from db.errors import Refusal, SignInRefused
from db.models import CodeGiven, CodeSecret, CodeUsed, Member, Membership, Throttle
from db.roles import needs_to_look_after
from db.statements import Statement, slot
from db.values.azerty import read_secret
from db.values.people import Person

CODE_LASTS = 600  # seconds
_FREE_FAILURES = 3  # after so many, each one is followed by a delay: 1, 2, 4 … 300 s
_LONGEST_DELAY = 300
_FORGET_AFTER = 86_400  # seconds without a failure, then counting starts again
_LONGEST_SECRET = 1_000  # signs; nobody types more, and hashing takes longer for more
_MOST_CANDIDATES = 4  # people of one family may share a phone

# argon2id: memory (KiB), passes, lanes. Volunteers and coordinators see other people's data: theirs cost more.
# OWASP's cheat sheet counts 7 MiB × 5 as strong as 19 MiB × 2; the less memory, the kinder to a small laptop.
_LIGHT = (7 * 1024, 5, 1)
_STRONG = (64 * 1024, 3, 1)
_STRONG_SIGN = "$m=65536,t=3,p=1$"
# What an unknown name is compared with. Nobody has these secrets: they were random and were not kept.
_NOBODY = "$argon2id$v=19$m=7168,t=5,p=1$U6Z7aFYRXii3wSDFnEQHRA$Ev5QsHiFnfReNU/slR8/RdZHbAx0HwLsnbk4gjPWQ+M"
_NOBODY_STRONG = "$argon2id$v=19$m=65536,t=3,p=1$SZo5/d3N51yR5afF/WREUA$cVSMldCi9PM9W1Ax5aX5fBP1ADd2CHnR0K/bu76kDyI"

# Letters only: digits need Shift on some keyboards. Without I and O, which are read as digits.
_RECOVERY_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_RECOVERY_LENGTH = 20  # 91 bits: needs no slow hash

_CANDIDATE = Statement(
    lambda: Member.select(Member.id, Member.secret_hash, Member.recovery_hash).where(Member.id == slot("member"))
)
_STAFF = Statement(
    lambda: (
        Membership.select(Membership.id)
        .where(Membership.member == slot("member"), Membership.role != "member")
        .limit(1)
    )
)
_LIVE_CODE = Statement(
    lambda: (
        CodeGiven.select(CodeGiven.id, CodeSecret.secret_hash)
        .join(CodeSecret, on=(CodeSecret.id == CodeGiven.id))
        .where(CodeGiven.member == slot("member"), CodeGiven.until > slot("now"))
        .order_by(CodeGiven.id.desc())
        .limit(1)
    )
)
_KEPT_CODES = Statement(
    lambda: (
        CodeGiven.select(CodeGiven.id)
        .join(CodeSecret, on=(CodeSecret.id == CodeGiven.id))
        .where(CodeGiven.member == slot("member"))
    )
)
_FORGET_CODE = Statement(lambda: CodeSecret.delete().where(CodeSecret.id == slot("code")))
_THROTTLE = Statement(
    lambda: Throttle.select(Throttle.id, Throttle.failures, Throttle.until).where(Throttle.key == slot("key"))
)
_SET_THROTTLE = Statement(
    lambda: Throttle.update({Throttle.failures: slot("failures"), Throttle.until: slot("until")}).where(
        Throttle.id == slot("id")
    )
)
_CLEAR_THROTTLE = Statement(lambda: Throttle.delete().where(Throttle.key == slot("key")))
_CLEAR_OLD_THROTTLES = Statement(lambda: Throttle.delete().where(Throttle.until < slot("before")))


class Candidate(NamedTuple):
    """Somebody the typed name may mean. `staff`: volunteer or coordinator somewhere."""

    member_id: int
    secret_hash: str
    recovery_hash: str
    code_id: int
    code_hash: str
    staff: bool


class Attempt(NamedTuple):
    """What `verify` needs. `wait` is in seconds: above 0 nothing is tried. A phone may be a whole family's."""

    key: str
    wait: int
    failures: int
    candidates: tuple[Candidate, ...]


class Proof(NamedTuple):
    """What `verify` found. `how`: '' when nothing fits, 'secret', 'code' or 'recovery'."""

    how: str = ""
    member_id: int = 0
    code_id: int = 0
    rehashed: str = ""  # the secret, hashed as the member's role now asks

    @property
    def must_choose(self) -> bool:
        """Signed in without the secret: a new one must be chosen at once."""
        return self.how in ("code", "recovery")


def look_up(book: Book, typed: str) -> Attempt:
    """Who `typed` may be: an e-mail, a phone or a member number. Reads only."""
    now = book.clock.now()
    key, found = members_called(book, typed)
    key = hashlib.blake2b(key.encode(), key=book.uid.encode(), digest_size=16).hexdigest()
    failures, wait = 0, 0
    if throttle := book.one(_THROTTLE, key=key):
        _, failures, until = throttle
        # Longer than any delay is a clock that was set back: nobody is locked out until it has caught up.
        wait = max(until - now, 0) if until - now <= _LONGEST_DELAY else 0
    return Attempt(key, wait, failures, tuple(_candidate(book, one, now) for one in found[:_MOST_CANDIDATES]))


def _candidate(book: Book, member_id: int, now: int) -> Candidate:
    [(_, secret_hash, recovery_hash)] = book.all(_CANDIDATE, member=member_id)
    code_id, code_hash = book.one(_LIVE_CODE, member=member_id, now=now) or (0, "")
    staff = book.value(_STAFF, member=member_id) is not None
    return Candidate(member_id, secret_hash, recovery_hash, code_id, code_hash, staff)


def verify(attempt: Attempt, secret: str) -> Proof:
    """Whose `secret` it is. Computes for up to half a second and touches no book: run it in a thread.

    All failures take the time of one light and one strong hash (and of a light one more for six digits), so that
    neither a name nor a role can be told from them. Another person on the same phone costs one hash more.
    """
    if attempt.wait:
        return Proof()
    typed = _plain(secret)
    looks_like_code = re.fullmatch("[0-9]{6}", typed) is not None
    recovery = hash_recovery(typed)
    light, strong = 0, 0
    for one in attempt.candidates:
        if one.recovery_hash and hmac.compare_digest(one.recovery_hash, recovery):
            return Proof("recovery", one.member_id)
        if one.secret_hash:
            is_strong = _STRONG_SIGN in one.secret_hash
            strong, light = strong + is_strong, light + (not is_strong)
            if _fits(one.secret_hash, typed):
                rehashed = _hash(typed, _STRONG) if one.staff and not is_strong else ""
                return Proof("secret", one.member_id, 0, rehashed)
        if looks_like_code and one.code_hash:
            light += 1
            if _fits(one.code_hash, typed):
                return Proof("code", one.member_id, one.code_id)
    for _ in range(light, 1 + looks_like_code):
        _fits(_NOBODY, typed)
    if not strong:
        _fits(_NOBODY_STRONG, typed)
    return Proof()


def settle(book: Book, attempt: Attempt, proof: Proof) -> Person:
    """Let the member in, or count the failure.

    A code counts as used. Refuses with SignInRefused, whose `wait` (seconds) says when one may try again.
    """
    if attempt.wait:
        raise SignInRefused(wait=attempt.wait)
    if not proof.how:
        raise SignInRefused(wait=_count_failure(book, attempt))
    # A stopped book lets people in all the same, to confirm the hour; but a code that stays unused lets nobody in.
    if proof.code_id or (book.stopped is None and (attempt.failures or proof.rehashed)):
        with book.write(proof.member_id) as write:
            write.run(_CLEAR_THROTTLE, key=attempt.key)
            if proof.code_id:
                if not write.run(_FORGET_CODE, code=proof.code_id):
                    raise SignInRefused(wait=0)  # somebody else was faster
                write.add(CodeUsed, code_id=proof.code_id)
            if proof.rehashed:
                write.revise(Member, proof.member_id, secret_hash=proof.rehashed)
    return person(book, proof.member_id)


def _count_failure(book: Book, attempt: Attempt) -> int:
    """One failure more for this name; the seconds to wait. Counted again inside: others may try at the same time."""
    now = book.clock.now()
    wait = 0
    try:
        with book.write() as write:
            write.run(_CLEAR_OLD_THROTTLES, before=now - _FORGET_AFTER)
            row_id, failures, _ = write.one(_THROTTLE, key=attempt.key) or (0, 0, 0)
            failures += 1
            wait = delay(failures)
            if row_id:
                write.run(_SET_THROTTLE, id=row_id, failures=failures, until=now + wait)
            else:
                write.add(Throttle, key=attempt.key, failures=failures, until=now + wait)
    except Refusal:
        # A full disk or a stopped book: what matters to the person is still that the secret was wrong.
        return delay(attempt.failures + 1)
    return wait


def delay(failures: int) -> int:
    """Seconds to wait after so many failures in a row: 0, 0, 1, 2, 4 … 300. Never for ever."""
    beyond = failures - _FREE_FAILURES
    return 0 if beyond < 0 else min(2 ** min(beyond, 20), _LONGEST_DELAY)


def sign_in(book: Book, typed: str, secret: str) -> Person:
    """The three steps at once. Refuses with SignInRefused."""
    attempt = look_up(book, typed)
    return settle(book, attempt, verify(attempt, secret))


def hash_secret(secret: str, *, strong: bool = False) -> str:
    """The hash to keep of a secret that `db.values.secret.check_secret` accepted; `strong` for volunteers and
    coordinators. Computes for 40 to 250 ms: run it in a thread."""
    return _hash(_plain(secret), _STRONG if strong else _LIGHT)


def give_code(book: Book, by: int, member_id: int) -> str:
    """Six digits that let the member in once, within ten minutes. An earlier code stops working.

    A volunteer does it for members of the group, a coordinator of the group for its team too. Refuses with
    NotAllowed, Unknown.
    """
    code = f"{secrets.randbelow(1_000_000):06d}"
    code_hash = _hash(code, _LIGHT)
    with book.write(by) as write:
        needs_to_look_after(write, by, member_id)
        for (old,) in write.all(_KEPT_CODES, member=member_id):
            write.run(_FORGET_CODE, code=old)
            write.add(CodeUsed, code_id=old)
        code_id = write.add(CodeGiven, member_id=member_id, until=write.now + CODE_LASTS)
        write.add(CodeSecret, id=code_id, secret_hash=code_hash)
    return code


def new_recovery_code() -> str:
    """Twenty random letters in groups of five, shown once: « KQFTW-MXAZR-… ». Keep `hash_recovery` of it."""
    letters = "".join(secrets.choice(_RECOVERY_LETTERS) for _ in range(_RECOVERY_LENGTH))
    return "-".join(letters[at : at + 5] for at in range(0, _RECOVERY_LENGTH, 5))


def hash_recovery(code: str) -> str:
    """The hash to keep of a recovery code; case, spaces and hyphens do not count."""
    letters = re.sub("[^A-Z]", "", code.upper())
    return hashlib.blake2b(letters.encode(), person=b"recovery", digest_size=32).hexdigest()


def _plain(secret: str) -> str:
    return read_secret(secret[:_LONGEST_SECRET])


def _hash(plain: str, cost: tuple[int, int, int]) -> str:
    from argon2.low_level import Type, hash_secret

    memory, passes, lanes = cost
    return hash_secret(plain.encode(), secrets.token_bytes(16), passes, memory, lanes, 32, Type.ID).decode()


def _fits(known: str, plain: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError
    from argon2.low_level import Type, verify_secret

    try:
        return verify_secret(known.encode(), plain.encode(), Type.ID)
    except (VerificationError, InvalidHashError):
        return False
