"""`docs/keys.md`, read from the one table of actions that the footer, the help and the palette use too."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import screens
from i18n import language
from i18n.language import _
from widgets.actions import GLOBAL, Action
from widgets.page import Page

FILE = Path(__file__).parent / "keys.md"
# What a person calls each screen, in the order in which one meets them.
TITLES = {
    "SetUp": "Un livre neuf",
    "NoBook": "Le livre ne s'ouvre pas",
    "SignIn": "Se connecter",
    "SignUp": "S'inscrire",
    "Forgotten": "Code oublié",
    "ChooseSecret": "Choisir un code secret",
    "Groups": "Les groupes",
    "Distributions": "Commandes",
    "Shop": "Les produits",
    "BasketPage": "Mon panier",
    "Payment": "Paiement",
    "Confirmation": "Confirmer la commande",
    "Recorded": "Commande enregistrée",
    "Way": "Comment part ma commande",
    "Slots": "Quand je viens : les créneaux",
    "OrderPage": "Ma commande",
    "AskCorrection": "Demander une correction",
    "Neighbours": "Livrer des voisins",
    "WhoComes": "Qui apporte ma commande",
    "NeighbourContact": "La personne que je livre",
    "ReleaseOrder": "Rendre une commande",
    "Limits": "Mes limites",
    "PrintPage": "Imprimer",
    "Printers": "Les imprimantes de cet ordinateur",
    "ChoosePrinter": "Choisir une imprimante",
    "PastDistributions": "Distributions passées",
    "WhichBasket": "Le reçu de qui ?",
    "MyOrders": "Toutes mes commandes",
    "Account": "Mon compte",
    "Movements": "Détails paiements",
    "Details": "Modifier mes coordonnées",
    "Plan": "Proposer un partage des livraisons",
    "Calls": "À prévenir",
    "ContactViews": "Qui a vu quelles coordonnées",
    "Desk": "Comptoir des bénévoles",
    "Arrivals": "Arrivée",
    "ShareOut": "Partager ce qui manque",
    "NewPrice": "Un autre prix pour tout le monde",
    "Weigh": "Peser : quel produit",
    "WeighStand": "Peser un produit",
    "Lacking": "Rien à donner à quelqu'un",
    "Serve": "Servir : qui est là",
    "ServeOne": "Servir une personne",
    "ServeAdd": "Ajouter de ce qui reste",
    "ServeLess": "Retirer, remplacer : combien",
    "Choose": "Une question et ses réponses",
    "ServeTo": "Remettre à quelqu'un d'autre",
    "ServeLater": "Une partie aujourd'hui",
    "ServeRound": "Les commandes qu'un voisin apporte",
    "ServeBack": "Des produits rapportés",
    "PrintMenu": "Imprimer pour une distribution",
    "WhichDeliverer": "Le bon de livraison de qui",
    "Deliveries": "Livraisons entre voisins, pour l'équipe",
    "DeliveryRequest": "Une demande de livraison",
    "Assign": "Attribuer une demande",
    "NoteAgreement": "Noter un accord",
    "Contact": "Coordonnées d'une personne",
    "OrderDesk": "Permanence",
    "OrderEntry": "Commander pour quelqu'un",
    "WalkIn": "Sans commande",
    "WalkInEntry": "Vendre ce qui reste",
    "WhoseOrder": "Pour qui",
    "NewMemberPage": "Inscrire une personne",
    "TakeFee": "L'adhésion",
    "AnswerRequest": "Une correction demandée",
    "MakeCorrection": "Corriger une commande",
    "CodePage": "Un code pour se connecter",
    "ProgressTab": "Où on en est",
    "WhatBecomes": "Une commande que personne n'a retirée",
    "TillTab": "Caisse",
    "WhoOwes": "Qui doit",
    "WhoDidWhat": "Qui a fait quoi",
    "WhichFolder": "Où enregistrer",
    "Why": "Pourquoi",
    "FindMember": "Trouver une personne",
    "RegisterDelivery": "Noter une demande ou une proposition",
    "RegisterForm": "Noter pour quelqu'un d'autre",
    "WhichDistribution": "Quelle distribution",
    "SlotsBoard": "Créneaux de la distribution",
    "SlotSettings": "Réglages des créneaux",
    "Languages": "Langue",
    "Locked": "Écran verrouillé",
}


def text() -> str:
    """The whole page, in French."""
    language.use("fr")
    rows = [
        "# Les touches",
        "",
        "Cette page est faite par `make docs` à partir du programme ; ne pas la modifier à la main.",
        "",
    ]
    rows += ["## Partout", "", *_table(GLOBAL)]
    for page in pages():
        rows += ["", f"## {TITLES[page.__name__]}", "", _(page.HELP).split("\n")[0], ""]
        rows += _table([action for action in page.ACTIONS if action not in GLOBAL])
    return "\n".join(rows) + "\n"


def pages() -> list[type[Page[object]]]:
    """Every screen that a person can be on, in the order of TITLES; KeyError for one that has no title yet."""
    found = []
    for module in sorted(pkgutil.iter_modules(screens.__path__), key=lambda each: each.name):
        loaded = importlib.import_module(f"screens.{module.name}")
        for thing in vars(loaded).values():
            if (
                isinstance(thing, type)
                and issubclass(thing, Page)
                and thing.__module__ == loaded.__name__
                and thing.HELP
            ):
                found.append(thing)
    order = {name: place for place, name in enumerate(TITLES)}
    return sorted(found, key=lambda page: order[page.__name__])


def _table(actions: tuple[Action, ...] | list[Action]) -> list[str]:
    rows = ["| touche | ce qu'elle fait | |", "|---|---|---|"]
    for action in actions:
        key = action.key_name().replace("|", "\\|")
        rows.append(f"| {key} | {_(action.label)} | {_(action.tip) if action.tip else ''} |")
    return rows
