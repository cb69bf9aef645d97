"""A document knows where its characters stand on paper."""

import pytest

from models.document import Box, Document, Kenmerken, Line, Passage, Region, Span
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
        Line(Span(0, 17), 1, 100, 112, tuple(float(10 * n) for n in range(18))),
        Line(Span(18, 27), 1, 114, 126, tuple(float(10 * n) for n in range(10))),
        Line(Span(28, 43), 2, 50, 62, tuple(float(10 * n) for n in range(16))),
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
