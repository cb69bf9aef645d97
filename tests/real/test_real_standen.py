"""Forms, links and copies on the real papers: floors under what was measured."""

from __future__ import annotations

import csv
import gzip
import json
from functools import cache
from pathlib import Path

import pytest

from extractors.citations import find_citations, resolve
from extractors.hyperlinks import find_links
from extractors.sameness import find_afschrift
from extractors.standenlinks import find_standenlinks
from extractors.vorm import find_vorm, read_jaar, read_titel
from flows.lexicon import load_lexicon
from flows.read import read
from models.document import Document
from models.lists import DocumentSoort, LinkStatus
from models.paper import RawFile

SHARED = Path(__file__).parents[2].parent / "shared"
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))
TITELS = SHARED / "data" / "namen" / "svdu_knelpunt_titles.csv"
LEXICON = load_lexicon()
STAND = DocumentSoort.STAND_VAN_DE_UITVOERING

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not TITELS.exists(), reason="de echte gegevens zijn hier niet"),
]


@cache
def paper(path: Path) -> Document:
    raw = RawFile(path.name, "", "", "proef", None, "", naam=path.name)
    return read(raw, path.read_bytes())


def founding(number: str) -> Document:
    (path,) = [path for path in SEEDS if path.name.startswith(number)]
    return paper(path)


def links(document: Document) -> tuple[tuple[LinkStatus, str, str], ...]:
    found = find_links(document, resolve(document, find_citations(document, LEXICON)))
    return tuple((link.status, link.url, link.tekst) for link in found)


def test_the_standen_links_of_the_founding_letter_are_each_tied_to_their_organisations() -> None:
    document = founding("003")
    found = find_standenlinks(document, find_links(document), LEXICON)
    # six lines, four addresses
    assert [(one.organisaties, one.domein, one.aantal, one.jaar) for one in found] == [
        (("duo",), None, 1, None),
        ((), "jenv", 5, None),
        (("uwv", "svb"), None, 2, 2021),
        (("belastingdienst",), None, 1, 2021),
    ]
    assert [one.datum.isoformat() for one in found if one.datum] == [
        "2022-06-13",
        "2022-06-10",
        "2021-12-16",
        "2022-01-31",
    ]


def test_the_links_to_nowhere_of_the_founding_letter_are_told_with_their_text() -> None:
    assert [tekst for status, _, tekst in links(founding("000")) if status is LinkStatus.LEEG] == [
        "Oordeel Burgers en Ondernemers over Overheidsdienstverlening 2020",
        "Oordeel Burgers en Ondernemers over Overheidsdienstverlening 2020",
        "Code goed openbaar bestuur",
    ]


def test_addresses_that_a_line_end_cuts_are_whole() -> None:
    document = paper(SHARED / "data" / "brieven" / "ocw-2018-leerlingendaling.pdf")
    urls = [url for _, url, _ in links(document)]
    assert sum(url.endswith("met-leerlingendaling") for url in urls) == 1
    assert sum(url.endswith("20school.pdf") for url in urls) == 1


@pytest.mark.parametrize(("number", "aan", "kamer"), [("000", 1, 3), ("003", None, 2)])
def test_the_covering_notes_of_the_founding_letters(
    number: str, aan: int | None, kamer: int
) -> None:
    document = founding(number)
    note = find_afschrift(document)
    assert note is not None
    assert (note.van, note.aan, note.met_brief) == (2, aan, True)
    assert document.kenmerken.kamer == kamer


def titles() -> list[dict[str, str]]:
    with TITELS.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_titles_that_name_a_form_and_titles_about_one() -> None:
    attachments = [row for row in titles() if row["Soort"] == "Bijlage"]
    reports = [row["Onderwerp"] for row in attachments if read_titel(row["Onderwerp"])]
    notes = [row["Onderwerp"] for row in attachments if row["Onderwerp"].startswith("Beslisnota")]
    # counted by hand in the list: 20 Standen and 6 knelpuntenbrieven, three without a year
    assert len(reports) == 26
    assert not set(reports) & set(notes)
    assert sum(read_jaar(titel) is not None for titel in reports) == 23


def test_no_motie_is_taken_for_a_report() -> None:
    taken = [row["Onderwerp"] for row in titles() if row["Soort"].startswith("Motie")]
    assert len(taken) > 150
    assert not [titel for titel in taken if read_titel(titel)]
    with gzip.open(SHARED / "data" / "odata" / "zaak_moties.jsonl.gz", "rt") as lines:
        subjects = [json.loads(line)["Onderwerp"] or "" for line in lines]
    wrong = [titel for titel in subjects if read_titel(titel)]
    assert len(wrong) / len(subjects) < 0.0001


@pytest.mark.parametrize(
    ("folder", "pattern", "least"),
    [("data/uwv", "*.md", 100), ("data/kamervragen", "*.pdf", 10), ("data/brieven", "*.pdf", 2)],
)
def test_papers_that_are_no_report_on_execution_are_not_taken_for_one(
    folder: str, pattern: str, least: int
) -> None:
    papers = sorted((SHARED / folder).glob(pattern))
    assert len(papers) >= least
    assert [path.name for path in papers if find_vorm(paper(path), LEXICON)] == []


def test_the_founding_letter_brings_standen_and_is_none() -> None:
    vorm = founding("003").kenmerken.vorm
    assert vorm is not None
    assert (vorm.soort, vorm.aanbieding) == (STAND, True)
    assert founding("003").kenmerken.soort is DocumentSoort.BRIEF
    assert founding("000").kenmerken.vorm is None
