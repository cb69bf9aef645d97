"""A cleaned reading always leads back to the untouched text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.document import Span
from models.view import View, smooth

# the text as it stands, and how rules read it
READ = [
    ("de dienst-\nverlening", "de dienstverlening"),
    ("de dienst-  \r\n  verlening", "de dienstverlening"),
    ("in- en uitvoer", "in- en uitvoer"),
    ("in-\nen uitvoer", "in- en uitvoer"),
    ("de VWS-\nbegroting", "de VWS- begroting"),
    ("in 2021-\n2022", "in 2021- 2022"),
    ("een  dubbele\t spatie", "een dubbele spatie"),
    ("vaste\u00a0spatie", "vaste spatie"),
    ("zacht\u00ad\nstreepje", "zachtstreepje"),
    ("één zin.", "één zin."),
    ("", ""),
]


@pytest.mark.parametrize(("text", "read"), READ)
def test_what_rules_read(text: str, read: str) -> None:
    assert smooth(text).text == read


def test_a_quote_is_what_stands_there() -> None:
    text = "over de dienst-\nverlening van het loket"
    view = smooth(text)
    at = view.text.index("dienstverlening")
    assert view.back(Span(at, at + len("dienstverlening"))).of(text) == "dienst-\nverlening"


def test_an_empty_span_reads_nothing() -> None:
    assert smooth("hier staat iets", Span(4, 4)).text == ""


def test_a_part_still_points_at_the_original() -> None:
    text = "eerste  zin. tweede  zin."
    part = smooth(text).part(Span(12, 23))
    assert part.back(Span(0, len(part.text))).of(text) == "tweede  zin."


@pytest.mark.parametrize("span", [Span(0, 3), Span(3, 3)])
def test_outside_the_view_is_an_error(span: Span) -> None:
    with pytest.raises(IndexError):
        View.of("ab").back(span)


@given(st.text(alphabet="ab- \n\t\u00ad.én", max_size=60), st.data())
def test_every_span_of_a_reading_comes_back_with_the_same_letters(
    text: str, data: st.DataObject
) -> None:
    view = smooth(text)
    assert list(view.origin) == sorted(set(view.origin))
    if not view.text:
        return
    start = data.draw(st.integers(0, len(view.text) - 1))
    end = data.draw(st.integers(start + 1, len(view.text)))
    back = view.back(Span(start, end))
    assert 0 <= back.start < back.end <= len(text)
    letters = re.compile(r"[^\W_]")
    read, stands = view.text[start:end], back.of(text)
    assert letters.findall(read) == letters.findall(stands)
