import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.read_text import read_text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("coördinatie – proef".encode(), "coördinatie – proef"),
        ("coördinatie – proef".encode("cp1252"), "coördinatie – proef"),
        ("\ufeffBetreft".encode(), "Betreft"),
        ("Betreft één".encode("utf-16"), "Betreft één"),
        # white space and line ends are not ours to repair
        (b" Datum \r\n\r\n\tproef\x0c", " Datum \r\n\r\n\tproef\x0c"),
        # a byte that windows-1252 leaves open, beside one that it has
        (b"\x81\x80", "\x81€"),
    ],
)
def test_bytes_become_the_characters_they_stand_for(data: bytes, text: str) -> None:
    assert read_text(data) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_utf8_comes_back_unchanged(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert read_text(text.encode()) == text


@given(st.binary(max_size=200))
def test_any_bytes_become_text(data: bytes) -> None:
    assert isinstance(read_text(data), str)
