"""The collection out of papers, links and pages; papers and addresses are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from corpus.standen import SeenPage
from flows.lexicon import load_lexicon
from flows.standen import read_page, standen
from models.document import Kenmerken
from models.lists import DocumentSoort
from models.paper import RawFile
from models.vorm import Vorm
from models.weblink import StandLink
from tests.factories import raw

LEXICON = load_lexicon()
STAND = DocumentSoort.STAND_VAN_DE_UITVOERING
PAGE = "https://voorbeeld.example/2027/03/05/stand"
TODAY = date(2027, 3, 9)


@pytest.mark.parametrize(
    ("titel", "seen"),
    [
        (
            "Stand van de Uitvoering DUO 2026",
            SeenPage("rijksoverheid", PAGE, STAND, ("duo",), None, 2026, TODAY),
        ),
        (
            "Bijlage 3 - Stand van de uitvoering sociale zekerheid",
            SeenPage("rijksoverheid", PAGE, STAND, (), "sociale-zekerheid", None, TODAY),
        ),
        ("Beslisnota bij Stand van de Uitvoering DUO 2026", None),
        ("Kamerbrief over proeven", None),
    ],
)
def test_a_page_promises_by_its_title(titel: str, seen: SeenPage | None) -> None:
    assert read_page("rijksoverheid", PAGE, titel, TODAY, LEXICON) == seen


def held(doc_id: str, organisaties: tuple[str, ...], jaar: int) -> tuple[str, Kenmerken, RawFile]:
    vorm = Vorm(STAND, "vorm/proef", 0.9, organisaties=organisaties, jaar=jaar)
    return doc_id, Kenmerken(soort=STAND, vorm=vorm), raw(f"proef:{doc_id}", doc_id)


def test_held_linked_and_missing_in_one_table() -> None:
    withdrawn = held("blg-9900102", ("duo",), 2025)
    papers = [
        held("blg-9900101", ("duo",), 2026),
        (withdrawn[0], withdrawn[1], replace(withdrawn[2], ingetrokken=True)),
    ]
    link = StandLink(PAGE, STAND, ("belastingdienst",), jaar=2026)
    found = standen(papers, [("kst-99001-3", link)], [], LEXICON, TODAY)
    rows = {(row.organisatie_id, row.jaar): row for row in found.rows if row.vorm == STAND.value}
    assert rows["duo", 2026].document_id == "blg-9900101"
    assert rows["duo", 2025].document_id is None
    assert rows["belastingdienst", 2026].url == PAGE
    assert rows["belastingdienst", 2026].gevonden_bij == "kst-99001-3"
    # every year until the last that is over, from the first in which a report came
    assert {jaar for org, jaar in rows if org == "douane"} == {2023, 2024, 2025, 2026}
    assert ("Dienst Uitvoering Onderwijs", "2026", 1) in {
        (one.soort, one.periode, one.aanwezig) for one in found.dekking
    }


def test_an_organisation_that_only_the_source_names() -> None:
    doc_id, kenmerken, where = held("blg-9900101", (), 2026)
    named = replace(kenmerken, organisatie="Centraal Justitieel Incassobureau")
    found = standen([(doc_id, named, where)], [], [], LEXICON, TODAY)
    assert ("cjib", "blg-9900101") in {(row.organisatie_id, row.document_id) for row in found.rows}
