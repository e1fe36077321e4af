"""Registers: groups, places, members, and who belongs where."""

from __future__ import annotations

from db.models.base import BigIntegerField, ForeignKeyField, Row, TextField, one_of, yes_or_no


class Group(Row):
    name = TextField()
    name_key = TextField(index=True)  # folded
    welcome = TextField(default="")
    contact = TextField(default="")  # public, by the coordination's choice
    address_required = yes_or_no()
    self_reduction = yes_or_no()
    tolerance = BigIntegerField(default=10)  # percent
    contact_days = BigIntegerField(default=7)
    pending_grace = BigIntegerField(default=10)  # minutes
    default_tariff = TextField(default="A")

    class Meta:
        table_name = "groups"


class Tariff(Row):
    group = ForeignKeyField(Group, backref="+", index=False)
    letter = TextField()
    points = BigIntegerField()  # hundredths of a percent on the base price

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
    """A household: one account, one or two people."""

    number = TextField()  # « 12 », or « B12 » from a second laptop
    first_name = TextField()
    last_name = TextField()
    first_name2 = TextField(default="")
    last_name2 = TextField(default="")
    name_key = TextField(index=True)  # folded « first last »
    email = TextField(default="")
    email_key = TextField(default="", index=True)
    phone = TextField(default="", index=True)
    address1 = TextField(default="")
    address2 = TextField(default="")
    postcode = TextField(default="")
    city = TextField(default="")
    language = TextField(default="")
    secret_hash = TextField(default="")  # argon2id; empty until one is chosen
    recovery_hash = TextField(default="")  # the first coordinator's recovery code

    class Meta:
        indexes = ((("number",), False),)


class Membership(Row):
    member = ForeignKeyField(Member, backref="+", index=False)
    group = ForeignKeyField(Group, backref="+")
    role = TextField(default="member", constraints=one_of("role", "member", "volunteer", "coordinator"))
    tariff = TextField(default="")  # empty: the group's default
    tariff_until = BigIntegerField(null=True)  # UTC seconds; then the default again
    paid_until = BigIntegerField(null=True)

    class Meta:
        indexes = ((("member", "group"), False),)


class Note(Row):
    """Free text about a journal row, kept beside it so that it can be erased. `id` is that row's."""

    text = TextField()
