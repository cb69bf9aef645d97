"""Which half year an overview of toezeggingen closes."""

from datetime import date

import pytest

from corpus.sources import SourceItem
from corpus.sources.eerstekamer import overview_period
from models.document import Kenmerken

JULY, MARCH = date(2026, 7, 9), date(2026, 3, 4)

# title, day of the paper, half year
OVERVIEWS = [
    ("Halfjaarlijks overzicht van openstaande en deels voldane toezeggingen", JULY, "2026-H1"),
    ("Halfjaarlijks overzicht van openstaande en deels voldane toezeggingen", MARCH, "2025-H2"),
    ("Rappel toezeggingen Voorbeeldzaken", date(2026, 12, 31), "2026-H1"),
    ("Toezeggingenrappel", date(2026, 1, 1), "2025-H2"),
    ("Openstaande toezeggingen waarvan de termijn op 1 juli 2026 is verstreken", None, "2026-H1"),
    ("Overzicht toezeggingen; peildatum 1 januari 2026", JULY, "2025-H2"),
    ("Overzicht toezeggingen eerste helft van 2026", date(2026, 11, 2), "2026-H1"),
    ("Rappel toezeggingen tweede halfjaar 2025", None, "2025-H2"),
    # no day and no date: not known
    ("Rappel toezeggingen", None, None),
    # one promise, or something else
    ("Rappel toezegging over de monitor", JULY, None),
    ("Brief over de toezeggingen in het debat", JULY, None),
    ("Motie over een half jaar uitstel", JULY, None),
    ("", JULY, None),
]


@pytest.mark.parametrize(("title", "day", "period"), OVERVIEWS)
def test_the_half_year_of_an_overview(title: str, day: date | None, period: str | None) -> None:
    paper = Kenmerken(titel=title, datum=day, kamer=1)
    assert overview_period(SourceItem("k", "bron", "1", kenmerken=paper)) == period


def test_the_other_chamber_has_no_such_overview() -> None:
    paper = Kenmerken(titel="Halfjaarlijks rappel toezeggingen", datum=JULY, kamer=2)
    assert overview_period(SourceItem("k", "bron", "1", kenmerken=paper)) is None
