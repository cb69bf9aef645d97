"""A document knows where its characters stand on paper."""

import pickle
from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.document import Box, Document, Edges, Kenmerken, Line, Passage, Region, Span
from models.lists import PassageSoort

TEXT = "Ik stuur uw Kamer een brief over het loket."
#       0         1         2         3         4

# three printed lines, the last one on the next page; ten points for each character
DOCUMENT = Document(
    id="kst-99001-1",
    text=TEXT,
    kenmerken=Kenmerken(),
    made_from="0" * 64,
    media_type="application/pdf",
    passages=(Passage(Span(0, 17), PassageSoort.KOP), Passage(Span(18, 43), PassageSoort.ALINEA)),
    lines=(
        Line(Span(0, 17), 1, 100, 112, Edges.of(10 * n for n in range(18))),
        Line(Span(18, 27), 1, 114, 126, Edges.of(10 * n for n in range(10))),
        Line(Span(28, 43), 2, 50, 62, Edges.of(10 * n for n in range(16))),
    ),
    pages=2,
    page_quality=(1.0, 0.5),
)

# the span, and the regions it covers
PLACES = [
    (Span(3, 8), [Region(1, Box(30, 100, 80, 112))]),
    (Span(12, 27), [Region(1, Box(120, 100, 170, 112)), Region(1, Box(0, 114, 90, 126))]),
    (Span(22, 32), [Region(1, Box(40, 114, 90, 126)), Region(2, Box(0, 50, 40, 62))]),
    (Span(17, 18), []),
]


@pytest.mark.parametrize(("span", "regions"), PLACES)
def test_a_span_is_found_on_paper(span: Span, regions: list[Region]) -> None:
    assert list(DOCUMENT.locate(span)) == regions
    assert DOCUMENT.page(span) == (regions[0].page if regions else None)


def test_a_box_goes_around_the_first_page_only() -> None:
    assert DOCUMENT.box(Span(12, 32)) == Box(0, 100, 170, 126)


@pytest.mark.parametrize(("offset", "passage"), [(0, 0), (16, 0), (17, None), (18, 1), (43, None)])
def test_a_character_lies_in_one_passage_or_none(offset: int, passage: int | None) -> None:
    assert DOCUMENT.passage_at(offset) == passage


def test_quality_is_the_mean_of_the_pages() -> None:
    assert DOCUMENT.quality == 0.75


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_runs_from_low_to_high(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="low to high"):
        Span(start, end)


HUNDREDTHS = st.lists(st.integers(-(2**31), 2**31 - 1), max_size=30)


@given(HUNDREDTHS, st.slices(30))
def test_edges_are_the_figures_they_were_made_of(hundredths: list[int], part: slice) -> None:
    points = [number / 100 for number in hundredths]
    edges = Edges.of(points)
    assert list(edges) == points
    assert [edges[at] for at in range(-len(edges), len(edges))] == points + points
    assert list(edges[part]) == points[part]
    assert edges[part] == Edges.of(points[part])
    assert hash(edges[part]) == hash(Edges.of(points[part]))
    assert pickle.loads(pickle.dumps(edges[part])) == edges[part]


@given(HUNDREDTHS, st.slices(30))
def test_edges_come_back_as_they_were_written(hundredths: list[int], part: slice) -> None:
    edges = Edges.of(number / 100 for number in hundredths)[part]
    assert Edges.read(edges.write()) == edges


@pytest.mark.parametrize("written", ["7,5", "70.0", "een", "1 2147483647", "99999999999"])
def test_what_are_no_edges_is_not_read(written: str) -> None:
    with pytest.raises(ValueError, match=r"edges|int"):
        Edges.read(written)


def test_edges_are_kept_to_a_hundredth_and_can_be_searched() -> None:
    edges = Edges.of([70.004, 75.555, 80])
    assert (list(edges), edges.write()) == ([70.0, 75.56, 80.0], "7000 556 444")
    assert bisect_left(edges, 75.56) == 1
    assert edges != (70.0, 75.56, 80.0)
    with pytest.raises(IndexError):
        edges[3]
