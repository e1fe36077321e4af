"""The words of French addresses and their short forms: those of the postal norm XP Z10-011, and of habit. Folded."""

from __future__ import annotations

import re


def _listed(text: str) -> dict[str, str]:
    """Each short form to the first word of its line, and that word to itself."""
    return {form: forms[0] for forms in map(str.split, text.strip().splitlines()) for form in forms}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KINDS = _listed("""
rue r rues
avenue av ave aven avn avenues
boulevard bd bld blv blvd bvd boul boulevards
place pl plc places
chemin ch che chem chm chemins
cheminement chemt
impasse imp
allee all allees al
square sq
route rte rt
faubourg fbg fg faub
cours crs cour
quai q
passage pas pass psg
sentier sent sente sentiers
ruelle rle
venelle ven
esplanade esp espl
promenade prom
montee mte
traverse tra
chaussee chs
rondpoint rpt rdpt
carrefour carr car
boucle bcle
parvis prv
galerie gal galeries
voie
mail
placette
coursive
rampe
corniche
digue
dreve
levee
""")
# What names an estate, and a street only where there is no better.
ESTATES = _listed("""
residence res resid rce residences
lotissement lot lots
cite
hameau ham
domaine dom
clos
villa
parc prc
quartier qua quart
tour
foyer
village vge
""")
# What follows the name of a street in one breath.
ENDS = (ESTATES.keys() - {"tour"}) | {"face", "derriere", "sonner"}

# Parts of a plot that are each a door of their own, and what is inside of one.
BUILDINGS = _words("bat batiment batim bt imm immeuble bloc tour")
INSIDE = _words(
    "entree ent escalier esc hall cage porte pte appt apt app apart appartement logement logt lgt etage etg niveau "
    "boite bal bp cs tsa code digicode interphone chambre"
)
# Of these, the ones that names of streets hold too: a number or one letter after them tells.
DOUBTFUL = _words("tour entree ent hall cage porte pte bloc code boite escalier chambre")
NEVER_A_STREET = _words("appt apt app apart appartement etage etg logt lgt digicode")
SIDES = _words("gauche droite face fond")

SMALL = _words("de du des la le les l d a au aux et en")
TITLES = _words(
    "general gal gen docteur dr marechal mal professeur prof pr president pdt pres abbe colonel col commandant cdt "
    "capitaine cne capt cap lieutenant lt sergent sgt amiral monseigneur mgr cardinal chanoine cure pere frere freres "
    "soeur soeurs mere maitre me madame mme monsieur m ingenieur ing adjudant caporal senateur depute"
)
SAME = _listed("""
saint st
sainte ste
saints sts
grand grande gd gde grd gr
petit petite pt pte
vieux vieille vieil vx
ancien ancienne anc
bas basse
haut haute
nouveau nouvelle
faubourg fbg fg
notredame nd
""")
# A word that tells two places apart, as no first name does.
QUALITIES = _words("grand petit vieux ancien bas haut nouveau neuf neuve croix pont saint sainte notre")
MONTHS = _words("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre")
# A number after these belongs to the name: route nationale 20.
NUMBERED = MONTHS | _words("departementale nationale communale rural rn rd cd d n dep route regiment")
NUMBERS = {
    word: value
    for value, words in {
        1: "un premier premiere",
        2: "deux deuxieme second seconde ii",
        3: "trois troisieme iii",
        4: "quatre quatrieme iv",
        5: "cinq cinquieme",
        6: "six vi",
        7: "sept vii",
        8: "huit viii",
        9: "neuf ix",
        10: "dix",
        11: "onze xi",
        12: "douze xii",
        13: "treize xiii",
        14: "quatorze xiv",
        15: "quinze xv",
        16: "seize xvi",
        20: "vingt vingts",
        30: "trente",
        40: "quarante",
        50: "cinquante",
        60: "soixante",
        100: "cent cents",
        1000: "mille mil",
    }.items()
    for word in words.split()
}
ORDINAL = re.compile(r"([0-9]+)(?:er|ere|re|e|eme|ieme|nd|nde)")


def with_digits(tokens: list[str]) -> list[str]:
    """« huit mai », « dix neuf mars », « quatre vingt », « 1er » in digits."""
    written: list[str] = []
    value: int | None = None
    for token in tokens:
        worth = NUMBERS.get(token)
        if worth is None:
            if value is not None:
                written.append(str(value))
                value = None
            ordinal = ORDINAL.fullmatch(token)
            written.append(ordinal[1] if ordinal else token)
        elif worth in (100, 1000) and value:
            value = value * worth if value < worth else value // 1000 * 1000 + value % 1000 * worth
        elif worth == 20 and value is not None and value % 100 == 4:
            value += 76
        else:
            value = worth + (value or 0)
    if value is not None:
        written.append(str(value))
    return written
