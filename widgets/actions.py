"""One declaration per action. Bindings, footer, help, palette and `docs/keys.md` are all read from it."""

from __future__ import annotations

from typing import NamedTuple

from i18n.language import N_, _


class Action(NamedTuple):
    """What a key does.

    `label`, `tip` and `key_label` are message ids, translated when they are painted. `method` names a method without
    arguments of the page, or else of the application; empty for a key that the part in focus takes itself.
    """

    id: str
    key: str
    method: str
    label: str
    tip: str = ""
    shown: bool = True  # in the footer
    key_label: str = ""  # when the key has no name of its own: « + - », « 1 2 »

    def key_name(self) -> str:
        """The key as the footer writes it, in the language of this moment."""
        if self.key_label:
            return _(self.key_label)
        return key_name(self.key.split(",")[0])


KEY_NAMES = {
    "enter": N_("Enter"),
    "escape": N_("Esc"),
    "space": N_("Space"),
    "delete": N_("Del"),
    "tab": N_("Tab"),
    "backspace": N_("Backspace"),
    "pageup": N_("PgUp"),
    "pagedown": N_("PgDn"),
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "plus": "+",
    "minus": "-",
}


def key_name(key: str) -> str:
    """« Entrée » for 'enter', « Ctrl+P » for 'ctrl+p', « F8 » for 'f8', « v » for 'v'."""
    if key in KEY_NAMES:
        return _(KEY_NAMES[key])
    if key.startswith("ctrl+"):
        return _("Ctrl+") + key[5:].upper()
    if len(key) > 1 and key[0] == "f" and key[1:].isdigit():
        return key.upper()
    return key


# The keys that mean the same everywhere. A page shows some of them in its footer by naming them in ACTIONS, with its
# own label if it has a better one: `VALIDATE._replace(label=N_("Finish"))`.
HELP = Action("help", "f1", "action_help", N_("Help"), N_("What this screen does, and its keys."))
ORDERS = Action("orders", "f2", "show_orders", N_("Orders"), N_("The distributions, and my order in each."))
SEARCH = Action("search", "f3", "show_search", N_("Search"), N_("Find a product by its name."))
ACCOUNT = Action("account", "f4", "show_account", N_("My account"), N_("My details, my orders and my payments."))
GROUP = Action("group", "f5", "change_group", N_("Group"), N_("Change to another group."))
BASKET = Action("basket", "f6", "show_basket", N_("Basket"), N_("See and change my basket."))
DESK = Action("desk", "f7", "show_desk", N_("Counter"), N_("The volunteers' desk."))
VALIDATE = Action("validate", "f8", "validate", N_("Validate"), N_("Go on with this basket."))
LANGUAGE = Action("language", "f9", "change_language", N_("Language"), N_("French, English, German."))
SIGN_OUT = Action("sign_out", "f12", "sign_out", N_("Sign out"), N_("Leave, so that the next person can start."))
PRINT = Action("print", "ctrl+p", "print_page", N_("Print"), N_("Print this, or keep it as a file."))
PALETTE = Action("palette", "ctrl+o", "action_palette", N_("All actions"), N_("Everything that can be done here."))
UNDO = Action("undo", "ctrl+z", "undo", N_("Undo"), N_("Take back the last gesture."))
QUIT = Action("quit", "ctrl+q", "ask_quit", N_("Quit"), N_("Close Comptoir."))

GLOBAL = (
    HELP,
    ORDERS,
    SEARCH,
    ACCOUNT,
    GROUP,
    BASKET,
    DESK,
    VALIDATE,
    LANGUAGE,
    SIGN_OUT,
    PRINT,
    PALETTE,
    UNDO,
    QUIT,
)

BACK = Action("back", "escape", "go_back", N_("Back"), N_("To the screen before. Nothing is lost."))
NEXT_FIELD = Action("next_field", "tab", "focus_following", N_("Next field"), N_("Go to the next field."))
