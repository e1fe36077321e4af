"""The first tables of the book. A frozen copy of the models of that day, on purpose: it never changes again."""

from __future__ import annotations

from typing import Any

from peewee import BigIntegerField, BooleanField, Check, ForeignKeyField, Model, TextField

from db.journals import guard
from db.migrations.run import make_tables


def one_of(column: str, *codes: str) -> list[Any]:
    return [Check(f"{column} IN ({', '.join(repr(code) for code in codes)})")]


def yes_or_no() -> BooleanField:
    return BooleanField(default=False)


class Row(Model):
    id = BigIntegerField(primary_key=True)

    class Meta:
        legacy_table_names = False


class BookTable(Row):
    uid = TextField()
    demo = yes_or_no()
    made_at = BigIntegerField()

    class Meta:
        table_name = "book"


class Laptop(Row):
    seq = BigIntegerField()
    series = TextField(unique=True)


class Revision(Row):
    register = TextField()
    row_id = BigIntegerField()
    state = TextField()
    at = BigIntegerField()
    by_id = BigIntegerField()

    class Meta:
        indexes = ((("register", "row_id"), False),)


class Group(Row):
    name = TextField()
    name_key = TextField(index=True)
    welcome = TextField(default="")
    contact = TextField(default="")
    address_required = yes_or_no()
    self_reduction = yes_or_no()
    tolerance = BigIntegerField(default=10)
    contact_days = BigIntegerField(default=7)
    pending_grace = BigIntegerField(default=10)
    default_tariff = TextField(default="A")

    class Meta:
        table_name = "groups"


class Tariff(Row):
    group = ForeignKeyField(Group, backref="+", index=False)
    letter = TextField()
    points = BigIntegerField()

    class Meta:
        indexes = ((("group", "letter"), False),)


class Place(Row):
    group = ForeignKeyField(Group, backref="+")
    name = TextField()
    address = TextField()
    postcode = TextField()
    city = TextField()
    timezone = TextField()


class Member(Row):
    number = TextField()
    first_name = TextField()
    last_name = TextField()
    first_name2 = TextField(default="")
    last_name2 = TextField(default="")
    name_key = TextField(index=True)
    email = TextField(default="")
    email_key = TextField(default="", index=True)
    phone = TextField(default="", index=True)
    address1 = TextField(default="")
    address2 = TextField(default="")
    postcode = TextField(default="")
    city = TextField(default="")
    language = TextField(default="")
    secret_hash = TextField(default="")
    recovery_hash = TextField(default="")

    class Meta:
        indexes = ((("number",), False),)


class Membership(Row):
    member = ForeignKeyField(Member, backref="+", index=False)
    group = ForeignKeyField(Group, backref="+")
    role = TextField(default="member", constraints=one_of("role", "member", "volunteer", "coordinator"))
    tariff = TextField(default="")
    tariff_until = BigIntegerField(null=True)
    paid_until = BigIntegerField(null=True)

    class Meta:
        indexes = ((("member", "group"), False),)


class Note(Row):
    text = TextField()


class CodeGiven(Row):
    member = ForeignKeyField(Member, backref="+")
    until = BigIntegerField()
    at = BigIntegerField()
    by_id = BigIntegerField()


class CodeUsed(Row):
    code = ForeignKeyField(CodeGiven, backref="+")
    at = BigIntegerField()
    by_id = BigIntegerField()


class CodeSecret(Row):
    secret_hash = TextField()


class Throttle(Row):
    key = TextField(unique=True)
    failures = BigIntegerField()
    until = BigIntegerField()


class Distribution(Row):
    group = ForeignKeyField(Group, backref="+", index=False)
    place = ForeignKeyField(Place, backref="+", index=False)
    starts_at = BigIntegerField()
    ends_at = BigIntegerField()
    opens_at = BigIntegerField()
    closes_at = BigIntegerField()

    class Meta:
        indexes = ((("group", "starts_at"), False),)


class Product(Row):
    group = ForeignKeyField(Group, backref="+", index=False)
    reference = TextField()
    name = TextField()
    category = TextField()
    producer = TextField()
    unit = TextField(constraints=one_of("unit", "kg", "L", "piece"))
    base_price = BigIntegerField()
    vat = BigIntegerField()
    minimum = BigIntegerField()
    step = BigIntegerField()
    pack = BigIntegerField()
    labels = TextField(default="")
    allergens = TextField(default="")
    available = yes_or_no()
    rank = BigIntegerField(default=0)
    search = TextField()

    class Meta:
        indexes = (
            (("group", "reference"), False),
            (("group", "rank"), False),
            (("group", "category", "rank"), False),
        )


class Offer(Row):
    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    product = ForeignKeyField(Product, backref="+", index=False)
    quantity = BigIntegerField()

    class Meta:
        indexes = ((("distribution", "product"), True),)


class Stock(Row):
    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    product = ForeignKeyField(Product, backref="+", index=False)
    remaining = BigIntegerField()

    class Meta:
        indexes = ((("distribution", "product"), True),)


class Basket(Row):
    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    member = ForeignKeyField(Member, backref="+")
    laptop = BigIntegerField()
    number = BigIntegerField()
    label = TextField()
    at = BigIntegerField()
    by_id = BigIntegerField()

    class Meta:
        indexes = (
            (("distribution", "member", "laptop"), True),
            (("distribution", "laptop", "number"), True),
        )


class Orders(Row):
    basket = ForeignKeyField(Basket, backref="+")
    kind = TextField(constraints=one_of("kind", "order", "correction"))
    recording = TextField(unique=True)
    means = TextField()
    total = BigIntegerField()
    at = BigIntegerField()
    by_id = BigIntegerField()

    class Meta:
        table_name = "orders"


class OrderLine(Row):
    order = ForeignKeyField(Orders, backref="+")
    product = ForeignKeyField(Product, backref="+", index=False)
    name = TextField()
    reference = TextField()
    unit = TextField()
    tariff = TextField()
    price = BigIntegerField()
    vat = BigIntegerField()
    step = BigIntegerField()
    minimum = BigIntegerField()
    quantity = BigIntegerField()
    amount = BigIntegerField()
    reverses = ForeignKeyField("self", null=True, backref="+", index=False)

    class Meta:
        indexes = ((("product", "quantity", "amount"), False),)


class Posting(Row):
    member = ForeignKeyField(Member, backref="+", index=False)
    group = ForeignKeyField(Group, backref="+", index=False)
    basket = ForeignKeyField(Basket, null=True, backref="+")
    order = ForeignKeyField(Orders, null=True, backref="+", index=False)
    kind = TextField(constraints=one_of("kind", "order", "correction", "payment"))
    means = TextField(default="", constraints=one_of("means", "", "cash", "cheque", "card", "transfer"))
    amount = BigIntegerField()
    at = BigIntegerField()
    by_id = BigIntegerField()

    class Meta:
        indexes = ((("member", "group", "amount"), False),)


class WayChosen(Row):
    basket = ForeignKeyField(Basket, backref="+")
    way = TextField(constraints=one_of("way", "needs_delivery", "can_deliver", "pickup_only"))
    consent = yes_or_no()
    at = BigIntegerField()
    by_id = BigIntegerField()


class CorrectionAsked(Row):
    basket = ForeignKeyField(Basket, backref="+")
    at = BigIntegerField()
    by_id = BigIntegerField()


class CorrectionLine(Row):
    request = ForeignKeyField(CorrectionAsked, backref="+")
    product = ForeignKeyField(Product, backref="+", index=False)


class CorrectionAnswered(Row):
    request = ForeignKeyField(CorrectionAsked, backref="+")
    outcome = TextField(constraints=one_of("outcome", "done", "refused"))
    order = ForeignKeyField(Orders, null=True, backref="+", index=False)
    at = BigIntegerField()
    by_id = BigIntegerField()


class Draft(Row):
    member = ForeignKeyField(Member, backref="+", index=False)
    distribution = ForeignKeyField(Distribution, backref="+", index=False)
    state = TextField(constraints=one_of("state", "draft", "pending"))
    recording = TextField(default="")
    changed_at = BigIntegerField()

    class Meta:
        indexes = ((("member", "distribution"), True),)


class DraftLine(Row):
    draft = ForeignKeyField(Draft, backref="+", on_delete="CASCADE", index=False)
    product = ForeignKeyField(Product, backref="+", index=False)
    quantity = BigIntegerField()
    price = BigIntegerField()

    class Meta:
        indexes = ((("draft", "product"), True),)


class Unseen(Row):
    order = ForeignKeyField(Orders, backref="+", index=False)
    member = ForeignKeyField(Member, backref="+")


TABLES = [
    BookTable,
    Laptop,
    Revision,
    Group,
    Tariff,
    Place,
    Member,
    Membership,
    Note,
    CodeGiven,
    CodeUsed,
    CodeSecret,
    Throttle,
    Distribution,
    Product,
    Offer,
    Stock,
    Basket,
    Orders,
    OrderLine,
    Posting,
    WayChosen,
    CorrectionAsked,
    CorrectionLine,
    CorrectionAnswered,
    Draft,
    DraftLine,
    Unseen,
]
JOURNALS = (
    "basket",
    "orders",
    "order_line",
    "posting",
    "way_chosen",
    "correction_asked",
    "correction_line",
    "correction_answered",
    "code_given",
    "code_used",
)


def up(migrator: Any, db: Any) -> None:
    make_tables(db, TABLES)
    for table in JOURNALS:
        guard(db, table)
    db.execute_sql("PRAGMA user_version=1")
