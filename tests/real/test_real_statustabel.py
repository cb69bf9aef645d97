"""The status table of the second founding letter against the register of the Tweede Kamer.

Which motie each row means was checked by eye against the register: members, subject, day.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from corpus.register import build_register
from extractors.link import link
from flows.trained import load_ranking
from models.links import Links
from models.lists import Uitspraak
from tests.real.test_real_tabellen import OPRICHTING, SHARED, findings_of, paper

ZAKEN = SHARED / "data/odata/zaak_moties.jsonl.gz"
# the day the letter was registered
DAG = date(2022, 7, 4)

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not ZAKEN.exists(), reason="het register en de brief zijn hier niet"),
]

# row, the motie it means, what it says of it
ROWS = [
    (1, "zaak-2022Z05828", Uitspraak.IN_UITVOERING),
    (2, "kst-35387-12", Uitspraak.GENOEMD),
    (3, "zaak-2022Z05709", Uitspraak.IN_UITVOERING),
    (4, "zaak-2022Z05708", Uitspraak.IN_UITVOERING),
    (5, "zaak-2022Z05706", Uitspraak.IN_UITVOERING),
    (6, "zaak-2021Z07220", Uitspraak.LATER_BERICHT),
    (7, "zaak-2021Z15526", Uitspraak.IN_UITVOERING),
    # a quickscan was carried out, not what the motie asks
    (8, "zaak-2021Z13092", Uitspraak.IN_UITVOERING),
    (9, "zaak-2022Z00771", Uitspraak.IN_UITVOERING),
]


@cache
def linked() -> Links:
    """The letter against the moties of half a year before the first of its table to its own day.

    All 55,676 give the same answers (see the figures of issue 5) in two minutes.
    """
    with gzip.open(ZAKEN, "rt", encoding="utf-8") as lines:
        held = [
            row for row in map(json.loads, lines) if "2020-10" < row["GestartOp"] <= "2022-07-05"
        ]
    document = paper(OPRICHTING)
    known = replace(document.kenmerken, datum=DAG)
    register = build_register({"Zaak": held})
    return link(register, [(document.id, known, findings_of(OPRICHTING))], load_ranking())


@pytest.mark.parametrize(("row", "motie", "uitspraak"), ROWS)
def test_each_row_says_one_thing_of_its_motie(row: int, motie: str, uitspraak: Uitspraak) -> None:
    document, said = paper(OPRICHTING), findings_of(OPRICHTING).opvolgingen
    cells = [c.span for c in document.tables[1].cells if (c.row, c.column) == (row, 1)]
    (one,) = [o for o in said if o.span.overlaps(cells[0])]
    assert (linked().targets[one.id], one.uitspraak) == (motie, uitspraak)
    # the quote is the whole status: from the first cell to the end of what a note interrupts
    assert (one.span.start, one.span.end) == (cells[0].start, cells[-1].end)


def test_the_table_says_nothing_else() -> None:
    said = [o for o in findings_of(OPRICHTING).opvolgingen if o.methode.startswith("statustabel/")]
    assert len(said) == len(ROWS)


def test_one_text_stands_under_three_moties() -> None:
    copied = [o for o in findings_of(OPRICHTING).opvolgingen if o.gelijk_aan]
    assert len({o.gelijk_aan for o in copied}) == 1
    assert {linked().targets[o.id] for o in copied} == {
        "zaak-2022Z05708",
        "zaak-2022Z05706",
        "zaak-2022Z00771",
    }
