"""What titles make certain, and what they name."""

import pytest

from corpus.sources.searches import SEARCHES, names_a_search
from corpus.sources.titles import soort_by_title

# title, kind of paper
TITLES = [
    ("Stand van de Uitvoering 2025 Proefdienst", "stand_van_de_uitvoering"),
    ("Bijlage 2 - Stand van de uitvoering Proefdienst", "stand_van_de_uitvoering"),
    ("Bijlage: stand van de  uitvoering", "stand_van_de_uitvoering"),
    ("2. Stand van de uitvoering Proefdienst", "stand_van_de_uitvoering"),
    ("Staat van de Uitvoering 2026", "staat_van_de_uitvoering"),
    ("Knelpuntenbrief Proefdienst 2025", "knelpuntenbrief"),
    ("Proefdienst Knelpuntenbrief 2023", "knelpuntenbrief"),
    ("Uitvoeringstoets Wet voorbeeldregelingen", "uitvoeringstoets"),
    ("Jaarverslag 2025 Proefdienst", "jaarverslag"),
    # about such a paper
    ("Beslisnota bij Stand van de uitvoering 2025", None),
    ("Beleidsreactie Stand van de Uitvoering Proefdienst 2025", None),
    ("Kabinetsreactie op Staat van de Uitvoering 2026", None),
    ("Aanbieding Stand van de uitvoering", None),
    ("Rectificatie rapport Stand van de uitvoering", None),
    # of several organisations: a letter that covers them
    ("Standen van de Uitvoering 2025", None),
    ("Jaarplan 2026, de Stand van de uitvoering 2025 en de monitor", None),
    ("De stand van zaken van de uitvoering", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("title", "soort"), TITLES)
def test_the_kind_of_paper_by_its_title(title: str | None, soort: str | None) -> None:
    found = soort_by_title(title)
    assert (found.value if found else None) == soort


# title, description, whether it names what is searched for
NAMED = [
    ("Kamerbrief bij de Standen van de Uitvoering", None, True),
    ("Rapport Proefdienst", "Met de  stand van de\nuitvoering over 2025", True),
    ("Reactie op de knelpuntenbrieven", None, True),
    ("Knelpuntenbrief III", None, True),
    ("Stand van zaken uitvoering", "Knelpunten in de uitvoering", False),
    (None, None, False),
]


@pytest.mark.parametrize(("title", "description", "named"), NAMED)
def test_what_names_a_search(title: str | None, description: str | None, named: bool) -> None:
    assert names_a_search(title, description) is named


def test_every_search_finds_itself_and_says_why() -> None:
    assert all(names_a_search(search.words) for search in SEARCHES.values())
    assert all(len(search.reason) > 20 for search in SEARCHES.values())
