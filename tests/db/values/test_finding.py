"""Somebody among the people of a day, found by a number or a few letters."""

from __future__ import annotations

import random

from db.values.finding import Wanted, matches, wanted

FIRST = """Amina Anne Béatrice Camille Catherine Cécile Chantal Chloé Christine Claire Colette Danielle Denise Élise Élodie
Emma Fatima Fatoumata Françoise Geneviève Ginette Hélène Inès Isabelle Jacqueline Jeanne Josette Julie Karima Khadija
Laure Léa Leïla Louise Lucie Madeleine Manon Marguerite Marie Marie-Claude Marine Martine Mathilde Michèle Monique Nadia
Naïma Nathalie Nicole Noémie Odette Odile Pauline Paulette Rachida Renée Rosa Salima Samira Sandrine Sarah Simone Solange
Sophie Suzanne Sylvie Thérèse Valérie Véronique Yasmina Yvette Yvonne Zohra Abdel Adrien Ahmed Alain Albert André Antoine
Bernard Bruno Christian Claude Daniel David Didier Émile Éric Étienne Farid Fernand François Gérard Guy Henri Hugo Ibrahim
Jacques Jean Jean-Pierre Julien Karim Kevin Laurent Léon Louis Lucas Marc Marcel Mathieu Maurice Mehdi Michel Mohamed
Moussa Nicolas Olivier Ousmane Pascal Patrick Paul Philippe Pierre Rachid Raymond René Robert Roger Samuel Serge Sébastien
Thierry Thomas Victor Vincent Xavier Yves""".split()
LAST = """Adam Albert Andre Antoine Aubert Bailly Barbier Baron Barre Benali Benoit Bernard Berger Bertin Bertrand Besson
Blanc Blanchard Bonnet Boucher Boulanger Bouvier Boyer Breton Brun Brunet Caron Carpentier Charles Chevalier Clement Colin
Collet Cousin Da Silva Daniel David De Oliveira Delacroix Deschamps Diallo Diarra Dufour Dumas Dumont Dupont Dupuis Durand
Duval Etienne Fabre Faure Fernandez Fleury Fontaine Fournier Francois Gaillard Garcia Garnier Gauthier Gautier Gerard
Germain Gilbert Girard Giraud Guerin Guillaume Guillot Haddad Henry Hubert Huet Humbert Jacquet Jean Joly Julien Klein
Konate Lacroix Laurent Le Gall Lebrun Leclerc Leclercq Lefebvre Lefevre Legrand Lemaire Lemoine Leroux Leroy Leveque Louis
Lucas Mallet Marchand Marie Martin Martinez Masson Mathieu Menard Mercier Meunier Meyer Michel Millet Moreau Morel Morin
Moulin Nguyen Nicolas Noel Olivier Paris Perez Perrin Perrot Petit Philippe Picard Pierre Poirier Renard Renaud Renault Rey
Reynaud Richard Riviere Robert Robin Roche Roger Rolland Rousseau Roussel Roux Roy Royer Sanchez Schmitt Simon Tessier
Thomas Traore Vasseur Vidal Vincent Weber
Abadie Achard Amiot Arnaud Bachelet Bazin Belhadj Bensaid Berthelot Billaud Bouchet Bourgeois Boutin Brochard Cadet
Camara Chauvin Cisse Cordier Coulibaly Courtois Couturier Dacosta Delmas Descamps Dia Doucet Drouet Ducros Dupuy Escoffier
Estève Favier Ferrand Ferreira Fofana Foucher Gaudin Gimenez Godard Gomez Gonçalves Grondin Guichard Hamdi Hervé Hoarau
Imbert Issa Jaoui Jourdan Kaba Kaddour Keita Khelifi Labbé Lagarde Lambert Langlois Lopez Maillard Mansouri Maréchal
Marques Mbaye Merle Mokrani Mounier Navarro Ndiaye Nicoleau Ouali Ouedraogo Pages Parent Pelletier Peyre Pineau Pons
Poulain Prevost Quéré Rahmani Ramos Raynal Ribeiro Rocher Rodriguez Rossi Saidi Salmon Sauvage Savary Sissoko Soulier
Sylla Tanguy Texier Thibault Touré Turpin Valentin Varda Verdier Vialle Voisin Wagner Yilmaz Zidi Ziani""".split()


def people(seed: int) -> list[Wanted]:
    """Two hundred invented people, no two of one name; one in five orders for two, as households do."""
    dice = random.Random(seed)
    names: dict[tuple[str, str], None] = {}
    while len(names) < 200:
        names[dice.choice(FIRST), dice.choice(LAST)] = None
    return [
        wanted(id_, str(id_), first, last, *([f"{dice.choice(FIRST)} {last}"] if dice.random() < 0.2 else []))
        for id_, (first, last) in enumerate(names, 1)
    ]


def letters(one: Wanted) -> list[str]:
    """The three letters somebody types: one of the first name and two of the last, or three of either."""
    first, last = one.words[0], one.words[-1] if len(one.words) < 4 else one.words[1]
    return [first[:1] + last[:2], last[:3], first[:3]]


def test_three_letters_and_enter_find_nine_in_ten_of_two_hundred_people() -> None:
    for seed in range(5):
        everybody = people(seed)
        places = {one.id: min(_place(everybody, one, typed) for typed in letters(one)) for one in everybody}
        at_once = sum(place == 0 for place in places.values())
        one_arrow = sum(place <= 1 for place in places.values())
        print(f"seed {seed}: {at_once / 2} % at once, {one_arrow / 2} % with one arrow")
        assert at_once >= 180
        assert one_arrow >= 198


def _place(everybody: list[Wanted], one: Wanted, typed: str) -> int:
    found = matches(everybody, typed)
    return found.index(one.id) if one.id in found else 999


def found(*typed: str) -> list[list[int]]:
    everybody = [
        wanted(1, "1", "Sarah", "Varda"),
        wanted(2, "12", "Jean-Pierre", "Da Silva", "Éva Lopes"),
        wanted(3, "13", "Élodie", "Martin"),
        wanted(4, "B1", "Martine", "Savary"),
    ]
    return [matches(everybody, one) for one in typed]


def test_a_number_is_that_basket_then_those_that_begin_so() -> None:
    assert found("1", "12", "b1", "B 1", "2", "99") == [[1, 2, 3], [2], [4], [4], [], []]


def test_letters_begin_a_name_of_either_of_a_household_with_or_without_accents() -> None:
    assert found("sva", "silva", "eva", "élo", "jp", "lopes") == [[1], [2], [2], [3], [2], [2]]


def test_letters_typed_apart_begin_a_name_each_in_any_order() -> None:
    assert found("va sa", "da je", "mar elo", "mar mar") == [[1], [2], [3], []]


def test_the_first_letter_and_the_last_name_come_before_a_name_that_only_begins_so() -> None:
    assert found("msa", "mar", "sa") == [[4], [3, 4], [4, 1]]


def test_nothing_typed_is_nobody_and_nonsense_neither() -> None:
    assert found("", "   ", "-", "%", "\\", "zzz") == [[], [], [], [], [], []]
