"""French addresses as people type them, read into what can be compared. Any text will do; nothing is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from db.values import street_words as words
from db.values.text import fold


class Where(NamedTuple):
    """An address as it is compared. What was not given is empty."""

    number: str  # '23', '23 bis', '23 b', '12/14'
    building: str  # 'b' of « bât. B »
    kind: str  # 'rue'; any, where it was left out
    street: tuple[str, ...]  # ('georges', 'lyvet'): without small words, titles and years
    of_things: bool  # « du Petit Bois »: nobody's name, so no first name was left out
    postcode: str
    city: tuple[str, ...]


LONGEST_RANGE = 40  # houses; more is a flat and a house
_LONGEST = 300  # characters that are looked at; the book keeps 80 of each line
_RANGE = re.compile(r"\b([0-9]{1,4})\s*[-‐‑–—/]\s*([0-9]{1,4})\b")
_NUMBER_SIGN = re.compile(r"\b(?:n\s*[°º]|n[or]\.?|num(?:éro|ero)?\.?)\s*(?=[0-9])", re.IGNORECASE)
_BREAKS = re.compile(r"[\n\r;:()|,]+|\s[-–—/]+\s")
_TOKEN = re.compile(r"[0-9]+/[0-9]+|c/o|[^\W_]+|,")
_GLUED = re.compile(r"([0-9]{1,4})([a-z]+)")
_NUMBER = re.compile(r"([0-9]{1,4}(?:/[0-9]{1,4})?)(bis|ter|quater|quinquies|[a-z])?")
_SUFFIX = re.compile(r"bis|ter|quater|quinquies|[a-z]")
_DOOR = re.compile(r"[a-z]?[0-9]{1,5}[a-z]?|[a-z]|[0-9]+/[0-9]+")
_POSTCODE = re.compile("[0-9]{5}")
_YEAR = re.compile("(?:1[5-9]|20)?[0-9]{2}")


def where(address1: str, address2: str, postcode: str, city: str) -> Where:
    """The address as it is compared. Any text will do."""
    tokens = _tokens(f"{address1[:_LONGEST]}, {address2[:_LONGEST]}")
    building = _without_doors(tokens)
    place = _tokens(city[:_LONGEST])
    cedex = "cedex" in (*place, *tokens)
    typed_postcode, typed_city = _without_town(tokens)
    town = _town(place) or _town(typed_city)
    digits = re.sub("[^0-9]", "", postcode[:_LONGEST])
    code = digits.zfill(5) if len(digits) in (4, 5) else typed_postcode
    if cedex:
        code = ""  # of a sorting office, not of a place
    number, kind, name = _street(tokens)
    name = _without_end(name, place)
    if number and len(name) > 1 and name[-2] not in words.NUMBERED | words.SMALL:
        if re.fullmatch("[a-z][0-9]{1,2}", name[-1]):
            building = building or name.pop()  # « rue des Pins D2 »
        elif words.ORDINAL.fullmatch(name[-1]):
            name.pop()  # its floor
    street, of_things = _name(name)
    return Where(number, building, kind, street, of_things, code, town)


def _tokens(text: str) -> list[str]:
    """Folded words and numbers, with `,` where a part of the address ends."""
    plain = _BREAKS.sub(" , ", _RANGE.sub(_range, _NUMBER_SIGN.sub(" ", text)))
    tokens: list[str] = []
    found = _TOKEN.findall(fold(plain))
    for at, token in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else ""
        glued = _GLUED.fullmatch(token)
        if glued and glued[2] in words.KINDS and (len(glued[2]) > 1 or following not in words.KINDS):
            tokens += [glued[1], glued[2]]  # 23rue, 23r
        elif tokens and (tokens[-1], token) in (("rond", "point"), ("rd", "pt")):
            tokens[-1] = "rondpoint"
        elif tokens and (tokens[-1], token) in (("notre", "dame"), ("n", "dame")):
            tokens[-1] = "notredame"
        elif tokens and (tokens[-1], token) == ("lieu", "dit"):
            tokens[-1] = ","
        else:
            tokens.append(token)
    return tokens


def _range(found: re.Match[str]) -> str:
    """« 12 - 14 » is one number, « appt 24 - 2 rue des Lilas » has two."""
    return (
        f"{found[1]}/{found[2]}" if 0 < int(found[2]) - int(found[1]) <= LONGEST_RANGE else f"{found[1]} , {found[2]}"
    )


def _without_doors(tokens: list[str]) -> str:
    """Strikes out buildings, stairs, flats and « chez … »; the building's letter, if one is given."""
    building = ""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        before = tokens[at - 1] if at else ","
        end = at + 1
        if token in ("chez", "c/o"):
            end = _end_of_words(tokens, end)
        elif token == "rdc" or tokens[at : at + 3] == ["rez", "de", "chaussee"]:
            end = at + (1 if token == "rdc" else 3)
        elif glued := re.fullmatch(r"bat([a-z][0-9]?|[0-9]{1,2})", token):
            building = building or glued[1]
        elif token in words.BUILDINGS | words.INSIDE and (
            token in words.NEVER_A_STREET or not (before in words.SMALL or before in words.KINDS)
        ):
            door = tokens[end] if end < len(tokens) and _DOOR.fullmatch(tokens[end]) else ""
            if not door and token in words.DOUBTFUL:
                at += 1
                continue
            if door:
                end += 1
                building = building or (door if token in words.BUILDINGS else "")
            elif token in words.BUILDINGS:
                end = _end_of_words(tokens, end)  # bâtiment Les Érables
            if token in ("etage", "etg") and words.ORDINAL.fullmatch(before):
                at, end = at - 1, at + 1
            if end < len(tokens) and tokens[end] in words.SIDES:
                end += 1
        else:
            at += 1
            continue
        tokens[at:end] = [","]
        at += 1
    return building


def _end_of_words(tokens: Sequence[str], at: int) -> int:
    """Where a part ends that is words only: at a comma, a number, or a whole word for a street."""
    while at < len(tokens) and not (
        tokens[at] == "," or tokens[at][0].isdigit() or (len(tokens[at]) > 2 and tokens[at] in words.KINDS)
    ):
        at += 1
    return at


def _without_town(tokens: list[str]) -> tuple[str, list[str]]:
    """Strikes out « 31500 Toulouse » and returns both."""
    if "cedex" in tokens:
        at = tokens.index("cedex")
        tokens[at : at + 1 + (tokens[at + 1 : at + 2] != [","])] = [","]
    for at, token in enumerate(tokens):
        if _POSTCODE.fullmatch(token):
            end = _end_of_words(tokens, at + 1)
            town = tokens[at + 1 : end]
            tokens[at:end] = [","]
            return token, town
    return "", []


def _without_end(name: list[str], place: list[str]) -> list[str]:
    """« rue Georges Lyvet Toulouse »: the town typed once more. « rue de Toulouse » keeps it."""
    left = len(name) - len(place)
    if place and left > 0 and name[left:] == place and name[left - 1] not in words.SMALL:
        return name[:left]
    return name


def _street(tokens: list[str]) -> tuple[str, str, list[str]]:
    """Number, kind and the words of the name, as they stand."""
    for kinds in (words.KINDS, words.ESTATES):
        found = [_typed(tokens, at, kinds) for at, token in enumerate(tokens) if token in kinds]
        streets = [street for street in found if street and street[2]]
        if streets:
            return next((street for street in streets if street[0]), streets[0])
    return _untyped(tokens)


def _typed(tokens: list[str], at: int, kinds: dict[str, str]) -> tuple[str, str, list[str]] | None:
    """The street whose kind stands `at`, unless that word is part of a name."""
    start = at
    while start and words.SAME.get(tokens[start - 1], tokens[start - 1]) in words.QUALITIES:
        start -= 1  # Grande Rue, Vieux Chemin
    before = tokens[start - 1] if start else ","
    if before in ("la", "le", "les") and (
        start == 1 or tokens[start - 2] == "," or _read_number(tokens[start - 2 :][:1])
    ):
        start -= 1
        before = tokens[start - 1] if start else ","
    number = _number_before(tokens, start)
    if not number and before != "," and (len(tokens[at]) < 4 or before in words.SMALL):
        return None
    kind, end = kinds[tokens[at]], at + 1
    while end < len(tokens) and tokens[end] != "," and (end == at + 1 or not _is_another_part(tokens, end)):
        end += 1
    name = [token for token in tokens[start:at] if token not in words.SMALL] + tokens[at + 1 : end]
    if kind == "rue" and len(name) > 1 and words.SAME.get(name[0]) == "faubourg":
        kind, name = "faubourg", name[1:]
    if kind == "rue" and name[:2] == ["du", "faubourg"] and len(name) > 2:
        kind, name = "faubourg", name[2:]
    if not number:
        name, number = _number_after(name, tokens[end:])
    return number, kind, name


def _is_another_part(tokens: list[str], at: int) -> bool:
    """« rue des Lilas résidence du Parc », « rue des Lilas face à la poste »: no longer the street's name."""
    before = words.SAME.get(tokens[at - 1], tokens[at - 1])
    return tokens[at] in words.ENDS and before not in words.SMALL | words.QUALITIES and before not in words.NUMBERS


def _untyped(tokens: list[str]) -> tuple[str, str, list[str]]:
    """« 23 Georges Lyvet », « Le Bourg »."""
    parts = [part.split() for part in " ".join(tokens).split(",") if part.strip()]
    for at in range(len(parts) - 1):
        if len(parts[at]) == 1 and _NUMBER.fullmatch(parts[at][0]):
            parts[at + 1][:0] = parts[at]  # 23, Georges Lyvet
            parts[at] = []
    candidates = []
    for part in parts:
        size = 1 if part and _NUMBER.fullmatch(part[0]) and not words.ORDINAL.fullmatch(part[0]) else 0
        if size and len(part) > 2 and len(part[1]) > 1 and _SUFFIX.fullmatch(part[1]):
            size = 2
        number, name = _read_number(part[:size]), part[size:]
        if not number:
            name, number = _number_after(name, [])
        if name:
            candidates.append((number, "", name))
    return next((street for street in candidates if street[0]), candidates[0] if candidates else ("", "", []))


def _number_before(tokens: list[str], at: int) -> str:
    while at and tokens[at - 1] == ",":
        at -= 1
    found = tokens[max(0, at - 3) : at]
    if len(found) == 3 and found[1] in ("a", "et") and found[0].isdecimal() and found[2].isdecimal():
        return f"{found[0]}/{found[2]}"
    extended = len(found) == 3 and len(found[2]) == 1 and _read_number(found[:2])  # 3 bis A
    return _read_number(found[-1:]) or _read_number(found[-2:]) or extended or ""


def _number_after(name: list[str], rest: list[str]) -> tuple[list[str], str]:
    """« rue des Lilas, 12 bis », « rue des Lilas 12 ». « rue du 8 mai 1945 » has none."""
    following = [token for token in rest[:4] if token != ","]
    if rest and following and (number := _read_number(following[:2]) or _read_number(following[:1])):
        return name, number
    for size in (2, 1):
        kept = name[:-size]
        if kept[-1:] == ["au"]:
            kept.pop()
        number = _read_number(name[-size:])
        if number and any(token not in words.SMALL for token in kept) and kept[-1] not in words.NUMBERED | words.SMALL:
            return kept, number
    return name, ""


def _read_number(tokens: list[str]) -> str:
    """« 23 », « 23 bis », « 23bis », « 12/14 »; empty for all else."""
    found = _NUMBER.fullmatch(tokens[0]) if tokens else None
    if found is None or not int(found[1].partition("/")[0]):
        return ""
    if len(tokens) == 1:
        return " ".join(filter(None, (found[1].lstrip("0"), found[2])))
    if len(tokens) == 2 and not found[2] and _SUFFIX.fullmatch(tokens[1]):
        return f"{found[1].lstrip('0')} {tokens[1]}"
    return ""


def _name(tokens: list[str]) -> tuple[tuple[str, ...], bool]:
    """The words that tell one street from another, and whether an article comes before them."""
    plain = words.with_digits([words.SAME.get(token, token) for token in tokens])
    kept: list[str] = []
    of_things = False
    saint = ""
    for at, token in enumerate(plain):
        if token in words.SMALL and not (len(token) == 1 == len("".join(plain[at + 1 : at + 2]))):  # D.B. is no article
            continue
        if kept and kept[-1] in words.MONTHS and _YEAR.fullmatch(token):
            continue  # 8 mai 1945
        if token in words.TITLES and any(other not in words.SMALL | words.TITLES for other in plain[at + 1 :]):
            continue
        if token in ("saint", "sainte", "saints") and any(other not in words.SMALL for other in plain[at + 1 :]):
            saint = "saint"
            continue
        if not kept:
            before = plain[:at]
            of_things = before[-1:] in (["du"], ["des"], ["au"], ["aux"]) or before[-2:] in (["de", "la"], ["de", "l"])
        kept.append(saint + token)
        saint = ""
    return tuple(kept or plain), of_things


def _town(tokens: list[str]) -> tuple[str, ...]:
    """« Saint-Orens », « ST ORENS »; « Lyon 3e » and « Lyon Cedex 03 » are Lyon."""
    words_of = [words.SAME.get(token, token) for token in tokens]
    return tuple(
        token
        for token in words_of
        if token not in words.SMALL and token not in ("cedex", "arrondissement", "arr", ",") and not token[0].isdigit()
    )
