"""The truth on real papers has one form, and a line that breaks it fails by name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.reading.truth import TRUTH, TruthError, load_truth, parse_page

HASH = "0123456789abcdef"


def page(**changes: Any) -> dict[str, Any]:
    block = {
        "soort": "alinea",
        "top": 100.0,
        "bottom": 140.0,
        "tot": 1,
        "lengte": 80,
        "kaal": HASH,
        "gezet": HASH,
    }
    place = {"x0": 468.0, "top": 154.0, "x1": 560.0, "bottom": 162.0, "kaal": HASH}
    cells = [[row, column, HASH] for row in range(2) for column in range(2)]
    row = {
        "stuk": "brieven/verzonnen.pdf",
        "sha256": HASH * 4,
        "pagina": 1,
        "blokken": [block],
        "rand": [place],
        "vrij": [],
        "noten": [{"x": 200.0, "top": 120.0, "nummer": 1}],
        "tabellen": [{"top": 300.0, "cellen": cells}],
    }
    return row | changes


def within(part: str, **changes: Any) -> Callable[[dict[str, Any]], None]:
    def change(row: dict[str, Any]) -> None:
        row[part][0] |= changes

    return change


def spoil(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda row: row.update({key: value})


BROKEN = {
    "the text of a paper in it": within("blokken", tekst="Geachte voorzitter,"),
    "the text in place of its hash": within("blokken", kaal="Geachtevoorzitter,"),
    "a hash that is cut off": within("rand", kaal=HASH[:-1]),
    "a soort that does not exist": within("blokken", soort="paragraaf"),
    "furniture among the running text": within("blokken", soort="rand"),
    "a block upside down": within("blokken", top=150.0),
    "a block beneath the paper": within("blokken", bottom=5000.0),
    "a block that ends before it begins": within("blokken", tot=0),
    "a block without characters": within("blokken", lengte=0),
    "furniture from right to left": within("rand", x1=10.0),
    "a note without a number": within("noten", nummer=0),
    "a cell twice": within("tabellen", cellen=[[0, 0, HASH]] * 4),
    "a cell outside the table": within("tabellen", cellen=[[-1, n, HASH] for n in range(4)]),
    "a table of one cell": within("tabellen", cellen=[[0, 0, HASH]]),
    "a page before the first": spoil("pagina", 0),
    "a path out of the folder": spoil("stuk", "../elders.pdf"),
    "a checksum that is none": spoil("sha256", "onbekend"),
    "a key too many": spoil("opmerking", "nagekeken"),
}


def test_a_line_of_the_agreed_form_is_read() -> None:
    read = parse_page(json.dumps(page()))
    assert [block.soort for block in read.blokken] == ["alinea"]
    assert [mark.nummer for mark in read.noten] == [1]
    assert [len(grid.cellen) for grid in read.tabellen] == [4]


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_line_is_refused(what: str) -> None:
    row = page()
    BROKEN[what](row)
    with pytest.raises(TruthError):
        parse_page(json.dumps(row))


@pytest.mark.parametrize("line", ["", "{", "[]", "null", '"tekst"', "{}"])
def test_what_is_no_page_is_refused(line: str) -> None:
    with pytest.raises(TruthError):
        parse_page(line)


values = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.floats(), st.text(max_size=3), st.just([[]])
)


@given(st.sampled_from([*page()]), st.sampled_from(["", *page()["blokken"][0]]), values)
def test_whatever_stands_in_a_line_it_is_read_or_refused(part: str, key: str, value: Any) -> None:
    row = page()
    if key and part == "blokken":
        row["blokken"][0][key] = value
    else:
        row[part] = value
    try:
        read = parse_page(json.dumps(row))
    except TruthError:
        return
    assert read.pagina >= 1
    assert all(0 <= block.top < block.bottom for block in read.blokken)


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (page(), "pages in order, each once"),
        (page(pagina=2, sha256="f" * 64, blokken=[]), "one file, one checksum"),
        (page(pagina=2, blokken="niets"), ""),
    ],
)
def test_the_number_of_the_broken_line_is_told(
    tmp_path: Path, second: dict[str, Any], why: str
) -> None:
    file = tmp_path / "papier.jsonl"
    file.write_text(f"{json.dumps(page())}\n{json.dumps(second)}\n")
    with pytest.raises(TruthError, match=f"papier.jsonl, line 2: .*{why}"):
        load_truth(file)


def test_the_truth_that_ships_is_of_the_form_and_covers_what_it_says() -> None:
    papers = load_truth(TRUTH)
    blocks = [block for paper in papers for page in paper.pages for block in page.blokken]
    assert len(papers) == 6
    assert sum(len(paper.pages) for paper in papers) == 41
    assert len(blocks) == 404
    # every kind of thing has something to go wrong with
    assert {block.soort for block in blocks} == {"kop", "alinea", "opsomming", "noot", None}
    pages = [page for paper in papers for page in paper.pages]
    assert any(block.tot > page.pagina for page in pages for block in page.blokken)
    assert all(any(page.rand for page in paper.pages) for paper in papers)
    assert sum(len(grid.cellen) for page in pages for grid in page.tabellen) == 418
    assert sum(len(page.noten) for page in pages) == 56
