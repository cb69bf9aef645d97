"""Torn, glued and broken words; every paper here is made up."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.words import Words
from flows.trained import TRAINED
from flows.words import load_words
from models.document import PrintedLine, Span
from models.view import smooth

KNOWN = load_words()


def line(text: str, space: float = 3.0, narrow: str = "") -> PrintedLine:
    """A line of characters five points wide; the spaces within ``narrow`` are half a point."""
    tight = range(text.find(narrow), text.find(narrow) + len(narrow)) if narrow else range(0)
    edges = [80.0]
    for index, char in enumerate(text):
        width = 5.0 if char != " " else 0.5 if index in tight else space
        edges.append(edges[-1] + width)
    return PrintedLine(text, 1, 100.0, 109.0, tuple(edges), 9.0)


def mended(text: str, narrow: str = "") -> str:
    return Words([text], KNOWN).mend(line(text, narrow=narrow)).text


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        # neither half is a word, the whole is
        ("Ministerie van Inf rastructuur en proeven", "Ministerie van Infrastructuur en proeven"),
        ("De T oezegging van de minister", "De Toezegging van de minister"),
        ("aan een b eoordeling onderworpen", "aan een beoordeling onderworpen"),
        # both halves are words, or may be: the writer put the space there
        ("in achtneming van de regels", "in achtneming van de regels"),
        ("een kwestie van eindig en oneindig", "een kwestie van eindig en oneindig"),
        ("de sociale zekerheidswetgeving geldt", "de sociale zekerheidswetgeving geldt"),
        ("korte afstandsvluchten en treinen", "korte afstandsvluchten en treinen"),
        ("een brief van de dienst verleners", "een brief van de dienst verleners"),
        # initials, abbreviations and numbers are no halves
        ("het kabinet Proef I voor een akkoord", "het kabinet Proef I voor een akkoord"),
        ("Commissie Opvang t.b.v. een overleg", "Commissie Opvang t.b.v. een overleg"),
        # a name printed against the word before it
        ("het lid vanProefman vraagt", "het lid van Proefman vraagt"),
        ("aanmelden met DigiD of eHerkenning", "aanmelden met DigiD of eHerkenning"),
        ("op www.voorbeeld.example/deProef staat", "op www.voorbeeld.example/deProef staat"),
    ],
)
def test_a_word_is_made_whole_and_two_words_stay_two(printed: str, read: str) -> None:
    assert mended(printed) == read


def test_a_space_too_narrow_for_one_is_dropped_where_the_whole_is_a_word() -> None:
    text = "de raad van publieke dienst verleners in het land"
    assert mended(text, narrow="dienst verleners") == text.replace(
        "dienst verleners", "dienstverleners"
    )
    # however narrow, two words stay two
    text = "de raad van de sociale zekerheid in het land"
    assert mended(text, narrow="sociale zekerheid") == text


def test_a_mended_line_keeps_the_place_of_each_character() -> None:
    printed = line("De T oezegging vanProefman")
    read = Words([printed.text], KNOWN).mend(printed)
    assert read.text == "De Toezegging van Proefman"
    where = {printed.edges[i] for i, char in enumerate(printed.text) if char != " "}
    assert [read.edges[i] for i, char in enumerate(read.text) if char != " "] == sorted(where)
    assert len(read.edges) == len(read.text) + 1
    assert list(read.edges) == sorted(read.edges)


@given(st.lists(st.sampled_from(sorted(KNOWN)[::97]), min_size=2, max_size=8))
def test_words_of_the_list_are_never_joined(words: list[str]) -> None:
    text = " ".join(words)
    assert mended(text) == text
    assert list(Words([], KNOWN).torn(text)) == []


@given(st.text(alphabet="abdeinT vo.-'1", max_size=60))
def test_mending_moves_no_letter(text: str) -> None:
    assert mended(text).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("de departe  mentale proef", "de departementale proef"),
        ("en dienst verleners\ndoen mee", "en dienstverleners doen mee"),
        ("met samenwerkings principes en proeven", "met samenwerkingsprincipes en proeven"),
        ("prenatale screenings tegen proeven", "prenatale screenings tegen proeven"),
        ("de regels gelden", "de regels gelden"),
    ],
)
def test_the_text_of_a_file_stays_and_is_read_otherwise(text: str, read: str) -> None:
    torn = tuple(Words([text], KNOWN).torn(text))
    view = smooth(text, Span(0, len(text)), torn)
    assert view.text == read
    assert view.back(Span(0, len(read))) == Span(0, len(text))


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [
        ("zie www.voorbeeld.example/een-", "twee-drie", ""),
        ("zie https://voorbeeld.example/", "brief?id=1 voor meer", ""),
        ("zie https://voorbeeld.example/2030/12", "/01/brief.pdf", ""),
        ("zie https://voorbeeld.example/Proef", "eiking%20brief.pdf", ""),
        ("zie https://voorbeeld.example/proef", "en de brief", " "),
        ("zie https:// ", "www.voorbeeld.example", " "),
        ("een proef met", "brieven/en nota's", " "),
        ("de proef -", "en meer", " "),
    ],
)
def test_an_address_broken_at_the_line_end_is_made_whole(
    before: str, after: str, between: str
) -> None:
    assert Words([]).join(before, after) == between


def test_the_list_of_words_is_small_and_holds_no_names() -> None:
    file = TRAINED / "woorden.txt.gz"
    assert file.stat().st_size < 300_000
    words = gzip.decompress(file.read_bytes()).decode().split("\n")
    assert words == sorted(set(words))
    assert all(word == word.lower() and word.isalpha() for word in words)
    assert {"toezegging", "infrastructuur", "dienstverleners"} <= set(words)
