"""`comptoir member`: a member's part in a group, one-time codes, and one's own code."""

from __future__ import annotations

from argparse import Namespace

from db.errors import SecretsDiffer
from i18n.language import _
from tui.commands.desk import WHO, Desk, Stop
from tui.commands.parser import Parser, Subject, group_option
from tui.commands.times import end_of, read_day


def add(words: Subject) -> None:
    subject = words.subject("member", _("a member's role and tariff, or a code to come in with"))
    parser = subject.command(
        "set",
        _set,
        _(
            "Change what a member is in a group. The first coordinator of a book gets a recovery code, shown once:\n"
            "it serves as their code until they choose one."
        ),
        'member set "Sarah VARDA" --group BELLEFONTAINE --role volunteer --as coordination@example.org',
        "member set 12 --group BELLEFONTAINE --tariff B --until 2027-08-31 --as coordination@example.org",
        who=True,
    )
    _member(parser)
    group_option(parser)
    parser.add_argument("--role", choices=("member", "volunteer", "coordinator"), help=_("what they may do"))
    parser.add_argument("--tariff", metavar=_("LETTER"), help=_("their tariff; “default” is the group's"))
    parser.add_argument("--until", type=read_day, metavar=_("DAY"), help=_("the last day of this tariff"))
    parser.add_argument("--paid-until", type=read_day, metavar=_("DAY"), help=_("the last day of the paid fee"))
    parser = subject.command(
        "code",
        _code,
        _("A one-time code for a member, printed: six digits, good for ten minutes. For volunteers."),
        'member code "Sarah VARDA" --as benevole@example.org',
        who=True,
    )
    _member(parser)
    parser = subject.command(
        "secret",
        _secret,
        _("Choose one's own code, signed in with the old one, with a one-time code, or with the recovery code."),
        "member secret --as sarah.varda@example.org",
        "member secret --as 12 --secret-file old.txt --new-secret-file new.txt",
        who=True,
    )
    parser.add_argument(
        "--new-secret-file", metavar=_("FILE"), help=_("the new code is the first line of this file, not asked for")
    )


def _member(parser: Parser) -> None:
    parser.add_argument("member", metavar=_("MEMBER"), help=_("member number, name, e-mail, phone or id"))


def _set(desk: Desk, options: Namespace) -> None:
    from db import access, accounts, groups
    from db.roles import is_set_up

    book, by = desk.book, desk.who()
    member = accounts.find_member(book, options.member)
    group_id = groups.find(book, options.group).id
    zone = _zone(desk, group_id)
    first = options.role == "coordinator" and not is_set_up(book)
    recovery = access.new_recovery_code() if first else ""
    accounts.set_membership(
        book,
        by,
        member.id,
        group_id,
        role=options.role,
        tariff="" if options.tariff == "default" else options.tariff and options.tariff.upper(),
        tariff_until=end_of(options.until, zone) if options.until else None,
        paid_until=end_of(options.paid_until, zone) if options.paid_until else None,
        recovery_hash=access.hash_recovery(recovery) if first else "",
    )
    desk.say(_("{member} is set.").format(member=member.name))
    if first:
        _show_recovery(desk, member.name, recovery)


def _show_recovery(desk: Desk, name: str, recovery: str) -> None:
    desk.say(_("Recovery code of {member}. Write it down, it is not shown again:").format(member=name))
    desk.give(recovery)


def _code(desk: Desk, options: Namespace) -> None:
    from db.access import give_code
    from db.accounts import find_member

    by = desk.who()
    member = find_member(desk.book, options.member)
    code = give_code(desk.book, by, member.id)
    desk.say(_("Code of {member}, once, for ten minutes:").format(member=member.name))
    desk.give(code)


def _secret(desk: Desk, options: Namespace) -> None:
    from db import access, accounts
    from db.roles import roles
    from db.values.secret import check_secret

    if not options.who:
        raise Stop(WHO, _("Say who you are: --as followed by your e-mail, phone or member number."))
    book = desk.book
    member_id, proof = desk.sign_in(options.who)
    new = desk.first_line(options.new_secret_file) if options.new_secret_file else _ask_twice(desk)
    who = accounts.person(book, member_id)
    names = (who.first_name, who.last_name, who.first_name2, who.last_name2)
    new = check_secret(new, (*names, who.email, who.phone, who.address1, who.postcode))
    strong = any(role != "member" for role in roles(book, member_id).values())
    secret_hash = access.hash_secret(new, strong=strong)
    accounts.change_secret(book, member_id, member_id, secret_hash)
    # A one-time code is used up only now that another one is kept.
    if proof.how == "code":
        access.settle(book, access.look_up(book, options.who), proof)
    desk.say(_("Your new code is kept."))
    if proof.how == "recovery":  # it has been seen, so another one takes its place
        recovery = access.new_recovery_code()
        accounts.change_recovery(book, member_id, member_id, access.hash_recovery(recovery))
        _show_recovery(desk, who.name, recovery)


def _ask_twice(desk: Desk) -> str:
    new = desk.ask_secret(_("New code: "))
    if desk.ask_secret(_("New code, once more: ")) != new:
        raise SecretsDiffer()
    return new


def _zone(desk: Desk, group_id: int) -> str:
    from db.groups import DEFAULT_TIMEZONE, places

    found = places(desk.book, group_id)
    return found[0].timezone if found else DEFAULT_TIMEZONE
