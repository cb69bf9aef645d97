"""In real papers too, what is printed under the regions of a passage is what the passage says."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.pdf import read_pdf
from tests.flows.test_beeld import check_place, document

DATA = Path(__file__).parents[2].parent / "shared" / "data"
PAPERS = sorted(DATA.rglob("*.pdf"))

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not PAPERS, reason=f"geen echte stukken in {DATA}"),
]


@pytest.mark.parametrize("file", PAPERS, ids=lambda file: file.stem[:24])
def test_every_passage_stands_where_it_says(file: Path) -> None:
    data = file.read_bytes()
    paper, pages = document(data), read_pdf(data)
    for passage in paper.passages:
        check_place(pages, paper, passage.span)
