"""A delivery between neighbours, in a real terminal and with keys alone.

Asked, taken, agreed, released, given to somebody else by the team after orders closed, delivered. Everything the
program writes is searched for what must not be seen.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from tests.terminal import Terminal
from tests.test_story import (
    COORDINATION,
    Laptop,
    confirms,
    fills_a_basket,
    reads,
    signs_in,
    signs_up,
    waits_for,
)
from tests.test_story import laptop as laptop  # fixtures
from tests.test_story import made as made

pytestmark = pytest.mark.terminal

JEANNE, KARIM, AMINA = "jeanne.lopez@example.org", "karim.salem@example.org", "amina.haddad@example.org"
HER_PHONE, HIS_PHONE, AMINAS_PHONE = "06 39 98 11 11", "06 39 98 22 22", "06 39 98 33 33"
STREET, NOTE = "14 rue des Lilas", "troisieme etage"


def orders(terminal: Terminal, first: str, last: str, email: str) -> None:
    signs_up(terminal, first, last, email)
    fills_a_basket(terminal)
    confirms(terminal)
    terminal.press("enter")
    reads(terminal, "Comment récupérez-vous votre commande ?")


def can_deliver(terminal: Terminal, phone: str) -> None:
    terminal.press("2", "enter")
    waits_for(terminal, "Pour livrer")
    terminal.type(phone)
    terminal.press("enter")
    for _ in range(8):  # what is proposed there is taken: how many, how heavy, how, when
        if "> [ ] J'accepte" in terminal.text or ">[ ] J'accepte" in terminal.text:
            break
        terminal.press("enter")
        terminal.settle(quiet=0.2)
    terminal.press("space", "f8")
    reads(terminal, "Livrer des voisins")


def written(terminal: Terminal) -> str:
    """What reached the terminal, as one text: escape sequences and blanks out."""
    text = bytes(terminal.written).decode("utf-8", "replace")
    return re.sub(r"\x1b\[[0-9;?<>=]*[A-Za-z]|\s|\u00a0", "", text)


def squeezed(text: str) -> str:
    return text.replace(" ", "")


def test_a_neighbour_is_delivered(laptop: Laptop) -> None:
    with laptop.screen() as terminal:  # Jeanne asks
        orders(terminal, "Jeanne", "Lopez", JEANNE)
        terminal.press("1", "enter")
        waits_for(terminal, "Pour être livré")
        for text in (f"{STREET}, 31000 Toulouse", HER_PHONE, "samedi soir", NOTE):
            terminal.type(text)
            terminal.press("enter")
        terminal.press("space", "f8")
        reads(terminal, "C'est noté")
        terminal.press("f12")
        waits_for(terminal, "Code secret")

    with laptop.screen() as terminal:  # Karim takes it, agrees, and cannot after all
        orders(terminal, "Karim", "Salem", KARIM)
        can_deliver(terminal, HIS_PHONE)
        reads(terminal, "Jeanne L.")
        before = written(terminal)
        for secret in (HER_PHONE, STREET, NOTE, "LOPEZ"):
            assert squeezed(secret) not in before, f"{secret} was written before anything was taken"
        terminal.press("enter")
        reads(terminal, "● PRIS")
        reads(terminal, "1 commande sur")
        assert squeezed(HER_PHONE) not in written(terminal)
        terminal.press("c")
        reads(terminal, HER_PHONE)
        for words in (STREET, NOTE, "Jeanne LOPEZ", "1,53 €"):
            reads(terminal, words)
        held = date.today() + timedelta(days=6)
        terminal.type(f"{held.day}/{held.month} 19:00")
        waits_for(terminal, "19:00")
        terminal.press("f8")
        reads(terminal, "convenu")
        terminal.press("c")
        reads(terminal, "Rendre")
        terminal.press("tab", "tab")
        terminal.press("r")
        reads(terminal, "mot")
        terminal.type("Ma voiture est en panne")
        terminal.press("f8")
        reads(terminal, "sans livreur")
        terminal.press("f12")
        waits_for(terminal, "Code secret")

    with laptop.screen() as terminal:  # Amina only offers
        orders(terminal, "Amina", "Haddad", AMINA)
        can_deliver(terminal, AMINAS_PHONE)
        reads(terminal, "Jeanne L.")
        for secret in (HER_PHONE, HIS_PHONE, STREET, NOTE):
            assert squeezed(secret) not in written(terminal)

    laptop.command("distribution", "close", str(held), "--as", COORDINATION, "--secret-file", "-")

    with laptop.screen() as terminal:  # the team, after orders closed
        signs_in(terminal, COORDINATION)
        waits_for(terminal, "CLOSE")
        terminal.press("f7")
        reads(terminal, "1 demande n'a personne")
        terminal.press("8", "enter")
        reads(terminal, "! PERSONNE")
        terminal.press("a")
        reads(terminal, "Amina HADDAD")
        terminal.press("enter")
        reads(terminal, "Attribuer à Amina HADDAD")
        terminal.press("enter")
        reads(terminal, "● PRIS : Amina HADDAD")
        for secret in (HER_PHONE, HIS_PHONE, AMINAS_PHONE, STREET, NOTE):
            assert squeezed(secret) not in written(terminal), "names are enough to assign"
        terminal.press("escape")
        reads(terminal, "À prévenir")
        found = re.search(r"(\d) À prévenir", terminal.text)
        assert found is not None
        terminal.press(found[1], "enter")
        reads(terminal, "Jeanne LOPEZ")

    with laptop.screen() as terminal:  # Amina brings it
        signs_in(terminal, AMINA)
        waits_for(terminal, "CLOSE")
        terminal.press("enter")
        reads(terminal, "Livraison")
        terminal.press("l")
        reads(terminal, "● PRIS")
        terminal.press("c")
        reads(terminal, HER_PHONE)
        terminal.press("tab", "tab")
        terminal.press("l")
        reads(terminal, "LIVRÉE")

    with laptop.screen() as terminal:  # Jeanne reads it
        signs_in(terminal, JEANNE)
        waits_for(terminal, "CLOSE")
        terminal.press("enter")
        reads(terminal, "Livraison")
        terminal.press("l")
        reads(terminal, AMINAS_PHONE)
        reads(terminal, "● Livrée")
        assert squeezed(HIS_PHONE) not in written(terminal)
