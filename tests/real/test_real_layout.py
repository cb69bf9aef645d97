"""What the real letters, answers and the nota fall into; every page was held beside its picture.

Only numbers and checksums stand here, no text.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from flows.read import read
from models.document import Document
from models.lists import PassageSoort
from models.paper import RawFile

DATA = Path(__file__).parents[2].parent / "shared" / "data"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not (DATA / "brieven").is_dir(), reason=f"geen echte stukken in {DATA}"),
]

# of each paper: headings, paragraphs, list items, notes, tables
PAPERS = {
    "brieven/ienw-2023-verzamelbrief-luchtvaart.pdf": (10, 36, 4, 13, 0),
    "brieven/ocw-2018-leerlingendaling.pdf": (20, 50, 0, 11, 1),
    "kamerstukken/nota-36154-bedrag-ineens.pdf": (67, 226, 20, 65, 6),
    "kamervragen/01b2bcad-7296-43bb-bc44-e727fc69b23f.pdf": (20, 18, 0, 5, 0),
    "kamervragen/1a529d02-ba4d-418b-8d6a-5400a4ac07bc.pdf": (26, 40, 3, 17, 0),
    "kamervragen/1b26915f-b542-4707-8495-b5c21f0edfe1.pdf": (14, 27, 3, 8, 0),
}
SOORTEN = (
    PassageSoort.KOP,
    PassageSoort.ALINEA,
    PassageSoort.OPSOMMING,
    PassageSoort.NOOT,
    PassageSoort.TABEL,
)
# what the margins, heads and feet of these papers print
FURNITURE = re.compile(
    r"Onze referentie|\bKenmerk\b|IENW/BSK|1400405|Retouradres|Pagina \d+ van|ISSN|Aanhangsel$"
)


@cache
def paper(name: str) -> Document:
    data = (DATA / name).read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    naam = name.rsplit("/", 1)[-1]
    return read(RawFile(name, sha256, "", "lokaal", None, "2027-03-05T03:00:00Z", naam=naam), data)


@pytest.mark.parametrize("name", PAPERS)
def test_a_real_paper_falls_into_its_passages(name: str) -> None:
    counts = Counter(passage.soort for passage in paper(name).passages)
    assert tuple(counts[soort] for soort in SOORTEN) == PAPERS[name]


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_of_the_margin_stands_in_the_running_text(name: str) -> None:
    document = paper(name)
    found = [
        passage
        for passage in document.running()
        if FURNITURE.search(document.quote(passage.span)) and passage.soort is not PassageSoort.NOOT
    ]
    assert found == []
    assert any(FURNITURE.search(document.quote(p.span)) for p in document.passages) or (
        "nota" in name
    )


@pytest.mark.parametrize("name", PAPERS)
def test_every_note_has_its_marker_and_every_marker_its_note(name: str) -> None:
    document = paper(name)
    labels = [p.label for p in document.passages if p.soort is PassageSoort.NOOT]
    assert labels == [str(number) for number in range(1, len(labels) + 1)]
    assert [document.passages[marker.note].label for marker in document.markers] == labels
    for marker in document.markers:
        # the marker stands on the page of its note, or on the one before
        page = document.page(document.passages[marker.note].span)
        before = max(line.page for line in document.lines if line.span.start < marker.span.start)
        assert page is not None
        assert page - before in (0, 1)


# the words that run over a line end, in order: how many, and a checksum of how they are read
BROKEN = {
    "brieven/ienw-2023-verzamelbrief-luchtvaart.pdf": (2, "864242e110647ffa"),
    "brieven/ocw-2018-leerlingendaling.pdf": (8, "fbdaea87fd6ab44d"),
    "kamerstukken/nota-36154-bedrag-ineens.pdf": (16, "2b7bf23902af9338"),
    "kamervragen/01b2bcad-7296-43bb-bc44-e727fc69b23f.pdf": (9, "791712e59fe57cee"),
    "kamervragen/1a529d02-ba4d-418b-8d6a-5400a4ac07bc.pdf": (14, "1c39981a28092054"),
    "kamervragen/1b26915f-b542-4707-8495-b5c21f0edfe1.pdf": (17, "168ef50bf8d43240"),
}


def broken(document: Document) -> list[str]:
    """Each word whose parts stand on two lines, as it is read."""
    words = []
    for one, other in pairwise(document.lines):
        if one.span.end == other.span.start and (one.page, one.top) != (other.page, other.top):
            before = re.search(r"\S*$", document.text[: one.span.end])
            after = re.match(r"\S*", document.text[one.span.end :])
            assert before is not None
            assert after is not None
            words.append(before[0] + after[0])
    return words


@pytest.mark.parametrize("name", PAPERS)
def test_a_word_broken_at_the_line_end_is_read_as_was_checked_by_hand(name: str) -> None:
    words = broken(paper(name))
    checksum = hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
    assert (len(words), checksum) == BROKEN[name]
