"""The real papers that were checked by eye come out as they were checked.

``python -m bench.read truth pairs`` prints what is missed; the floors are what is reached today.
"""

from __future__ import annotations

import pytest

from bench.reading.checked import Score, score_paper
from bench.reading.distance import error_rate
from bench.reading.engines import OURS, read_document, running_text
from bench.reading.official import read_official
from bench.reading.papers import DATA, Pair, real_pairs
from bench.reading.truth import TRUTH, load_truth

PAPERS = {paper.stuk: paper for paper in load_truth(TRUTH)}
# of each paper: blocks exactly as checked, of how many
BLOCKS = {
    "brieven/ienw-2023-verzamelbrief-luchtvaart.pdf": (63, 63),
    "brieven/ocw-2018-leerlingendaling.pdf": (81, 81),
    "kamervragen/01b2bcad-7296-43bb-bc44-e727fc69b23f.pdf": (41, 43),
    "kamervragen/1b26915f-b542-4707-8495-b5c21f0edfe1.pdf": (49, 52),
    "kamervragen/1bd47dc8-229e-4a1a-a405-8e2672436e1f.pdf": (33, 33),
    "kamerstukken/nota-36154-bedrag-ineens.pdf": (129, 132),
}

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not (DATA / "brieven").is_dir(), reason=f"geen echte stukken in {DATA}"),
]


@pytest.fixture(scope="module", params=BLOCKS)
def score(request: pytest.FixtureRequest) -> tuple[str, Score]:
    stuk = str(request.param)
    return stuk, score_paper(PAPERS[stuk])


def test_the_blocks_come_out_as_checked(score: tuple[str, Score]) -> None:
    stuk, found = score
    floor, total = BLOCKS[stuk]
    assert found.blocks[1] == total
    assert found.blocks[0] >= floor, found.misses
    assert found.kinds[0] >= found.kinds[1] - 2, found.misses


def test_no_furniture_stands_in_the_running_text(score: tuple[str, Score]) -> None:
    _, found = score
    assert (found.furniture, found.fragments[OURS]) == (0, 0), found.misses


def test_every_note_marker_points_at_its_note(score: tuple[str, Score]) -> None:
    _, found = score
    assert found.notes[0] == found.notes[1], found.misses


def test_the_cells_of_the_ruled_tables_are_exact(score: tuple[str, Score]) -> None:
    stuk, found = score
    # the letter of 2018 has a table without upright rules
    floor = 390 if "nota" in stuk else 0
    assert found.cells[0] >= floor, found.misses


@pytest.mark.parametrize("pair", [*real_pairs()], ids=lambda pair: pair.id)
def test_the_pdf_has_the_official_text_to_the_letter(pair: Pair) -> None:
    document = read_document(pair.pdf.read_bytes(), pair.pdf.name)
    text = "\n".join(running_text(document))
    assert error_rate(read_official(pair.xml).text, text) == 0.0
