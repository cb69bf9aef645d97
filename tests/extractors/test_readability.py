"""Which texts read as language and which do not; every sentence is made up."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.readability import find_damage, judge

DUTCH = (
    "De regering stuurt de Kamer voor de zomer een brief over de proef met het loket. Daarin staat "
    "hoe vaak mensen langer dan zes weken wachten op een antwoord en wat de dienst eraan doet. De "
    "minister bespreekt dit met de gemeenten en komt voor het einde van het jaar met een voorstel."
)
ENGLISH = (
    "The agency reports that applicants have been waiting longer than six weeks for a decision. It "
    "expects the number of pending requests to fall before the summer, once the new system works."
)
FRENCH = (
    "Le service constate que les demandeurs attendent souvent plus de six semaines une réponse. Il "
    "espère que le nombre de dossiers diminuera avant l'été, lorsque le système fonctionnera bien."
)
TABLE = (
    "Artikel 1 1.204,5 1.198,0 -/- 6,5 0,5% Artikel 2 88,1 90,4 +2,3 2,6% n.v.t. – – – Totaal "
    "1.292,6 1.288,4 (4,2) 0,3% € 12.000 € 13.500 2027 2028 2029 p.m. 4=1+2+3 ja nee x • ☐"
)
NAMES = (
    "A. van den Voorbeeld-Proefstra, J.C.M. Schetsenaar, drs. K. Przybylski, mr. Ö. Yıldırım, "
    "B. Ngô Thị Bích, Ph.D. T. O'Callaghan, S. El Khattabi, F. Vandenbroucke, W. Krzysztofiak, "
    "L. Szczepański, M. Þorsteinsdóttir, R. Hernández, H. Dijkstra, N. Quist, P. Vrij"
)
WEB = (
    "https://voorbeeld.invalid/stukken/2027/03/d41d8cd98f00b204/proef.pdf?id=2027D00001&did=XKCD "
    "loket@voorbeeld.invalid www.voorbeeld.invalid/wx-qz-jk "
) * 4
LAW = (
    "Art. 6:162, eerste lid, onder a, BW jo. art. 3.12c, lid 4a, Wvp (Stb. 2027, 12; Stcrt. 2027, "
    "9876); zie BWBR0000000, ECLI:NL:HR:2027:1, T-123/27 en kst-99001-8-b1 (IENW/BSK-2027/1234)."
)
CONTENTS = (
    "1. Inleiding ............................ 4\n2.1 Uitkomsten........................... 12"
)


@pytest.mark.parametrize(
    "text", [DUTCH, DUTCH.upper(), ENGLISH, FRENCH, TABLE, NAMES, WEB, LAW, CONTENTS]
)
def test_what_people_write_reads(text: str) -> None:
    assert judge(text).share > 0.93


def moved(text: str, by: int) -> str:
    """Each character so many places further, as a wrong table of a font does."""
    return "".join(char if char == " " else chr(ord(char) + by) for char in text)


LONG = (DUTCH + " ") * 2


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("", 0.0),
        ("\ufffd" * 60, 0.0),
        (moved(LONG, 1), 0.1),
        (moved(LONG, 3), 0.1),
        (moved(LONG, -29), 0.4),
        ("12/26,A.-/A0,,/3 .>:/3, 0,2/-:;9 .,02-6,-/,@::6 " * 9, 0.1),
        ("#$% &*@ {}| ~^` " * 30, 0.1),
        ("H\ufffdt l\ufffdk\ufffdt v\ufffdrsch\ufffdl\ufffd\ufffdt d\ufffd b\ufffd", 0.2),
        (".,', ;:,, >_= _~ (;' ,' .' ;:; ,.' " * 5, 0.1),
    ],
)
def test_what_no_one_writes_does_not(text: str, most: float) -> None:
    assert judge(text).share <= most


def test_swapped_letters_are_no_language() -> None:
    rng = random.Random(4)
    for _ in range(300):
        letters = list(string.ascii_lowercase)
        rng.shuffle(letters)
        swap = str.maketrans(string.ascii_lowercase, "".join(letters))
        assert judge(LONG.lower().translate(swap)).share < 0.5, letters


def test_half_a_page_of_rubbish_lies_between() -> None:
    assert 0.1 < judge(DUTCH + " " + moved(DUTCH, 3)).share < 0.8


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # utf-8 read as windows-1252 or latin-1
        ("de coÃ¶rdinatie", ["Ã¶"]),
        ("€ 12 of â‚¬ 12", ["â‚¬"]),
        ("het loketâ€™s doel", ["â€™"]),
        ("Ã«n of Ã\u00a0", ["Ã«", "Ã\u00a0"]),
        ("\u00e2\u0080\u0099s avonds", ["\u00e2\u0080\u0099"]),
        # a letter lost, or a control in its place
        ("be\ufffdindigd", ["\ufffd"]),
        ("co\u0093rdinatie", ["\u0093"]),
        # what looks like it
        ("São Paulo, Âge d'or, Ångström, naïef, één, ÇA, Ã", []),
        ("\ufffd losse bullet", []),
        ("de «proef» – ‘zo’ “is” het…", []),
        ("Â\u00a7", ["Â\u00a7"]),
    ],
)
def test_mistaken_characters_are_found(text: str, found: list[str]) -> None:
    assert [span.of(text) for span in find_damage(text)] == found


LETTERS = "àáâäçèéêëíîïñóôöúûüÀÉËÖÜß€–‘’“”…"


@given(st.text(alphabet=LETTERS + string.ascii_letters + " ", min_size=1))
def test_text_read_in_the_wrong_encoding_is_found_wherever_it_shows(text: str) -> None:
    wrong = text.encode().decode("latin-1")
    lost = sum(not char.isascii() for char in text)
    assert len([span for span in find_damage(wrong) if len(span) > 1]) == lost


@given(st.text(max_size=300))
def test_any_text_is_judged(text: str) -> None:
    reading = judge(text)
    assert 0 <= reading.share <= 1
    assert all(0 <= span.start < span.end <= len(text) for span in find_damage(text))
