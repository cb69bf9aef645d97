"""Every identifier form reads and prints without loss."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.identifiers import (
    BladId,
    Dossier,
    Identifier,
    KamerstukId,
    PublicatieNummer,
    Vergaderjaar,
    VergaderstukId,
    WetId,
    parse_identifier,
)

DATA = Path(__file__).parents[2].parent / "shared" / "data"

READ = [
    ("kst-99001-3", KamerstukId(Dossier("99001"), "3")),
    ("kst-99002-XV-12", KamerstukId(Dossier("99002", "XV"), "12")),
    ("kst-99003-02-1182", KamerstukId(Dossier("99003", "02"), "1182")),
    ("kst-99004-V", KamerstukId(Dossier("99004"), "V")),
    ("kst-19971998-99005-XII-204c", KamerstukId(Dossier("99005", "XII"), "204c", "19971998")),
    ("kst-99006-XIII-12-h1", KamerstukId(Dossier("99006", "XIII"), "12", None, "h1")),
    ("kst-99006-E-b9", KamerstukId(Dossier("99006"), "E", None, "b9")),
    ("kst-CLVI-A-n1", KamerstukId(Dossier("CLVI"), "A", None, "n1")),
    # a running number, not dossier 12686 nr. 78
    ("kst-1268678", PublicatieNummer("kst", "1268678")),
    ("blg-1007826", PublicatieNummer("blg", "1007826")),
    ("ah-tk-20202021-3235", VergaderstukId("ah", ("3235",), "tk", "20202021")),
    ("h-tk-20172018-70-5", VergaderstukId("h", ("70", "5"), "tk", "20172018")),
    ("stb-2021-123", BladId("stb", "2021", "123")),
    ("BWBR0005537", WetId("BWBR0005537")),
    ("BWBR0005537-artikel-4:84", WetId("BWBR0005537", "4:84")),
]


@pytest.mark.parametrize(("text", "identifier"), READ)
def test_reads_and_prints(text: str, identifier: Identifier) -> None:
    assert parse_identifier(text) == identifier
    assert str(identifier) == text


@pytest.mark.parametrize(
    "text",
    [
        "kv-tk-2018Z04999",
        "kv-2000106340",
        "nds-tk-2020D52817",
        "nds-fin0400158-b1",
        "tk-2022D12345",
        "zaak-2022Z05828",
        "ro-00000000-0000-4000-8000-0000000000e1",
        "lokaal-0123456789ab",
        "TZ202603-130",
        "T02867",
        "ECLI:NL:RVS:2022:285",
        "CELEX:32016R0679",
    ],
)
def test_every_other_form_prints_as_read(text: str) -> None:
    assert str(parse_identifier(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kst-",
        "35387-16",
        "kst-35387-16 ",
        "BWBR123",
        "lokaal-XYZ",
        "stb-21-1",
        "zaak-2022-05828",
    ],
)
def test_refuses_what_is_no_identifier(text: str) -> None:
    with pytest.raises(ValueError, match="geen bekend kenmerk"):
        parse_identifier(text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2021/22", "2021-2022"),
        ("2021-2022", "2021-2022"),
        ("2021–2022", "2021-2022"),
        ("20212022", "2021-2022"),
        ("2021/2022", "2021-2022"),
        ("1999/00", "1999-2000"),
        ("2021-22", "2021-2022"),
    ],
)
def test_vergaderjaar_is_read_from_many_spellings(text: str, printed: str) -> None:
    assert str(Vergaderjaar.parse(text)) == printed


@pytest.mark.parametrize("text", ["2021", "2021-2023", "2021/20", "21/22", "2021 en 2022"])
def test_years_that_do_not_follow_are_no_vergaderjaar(text: str) -> None:
    with pytest.raises(ValueError, match=r"vergaderjaar|jaren"):
        Vergaderjaar.parse(text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("99 001", "99001"),
        ("99.001", "99001"),
        ("99001", "99001"),
        ("99 002 XV", "99002-XV"),
        ("99002-XV", "99002-XV"),
        ("99 002 (XV)", "99002-XV"),
        ("99 002 - XV", "99002-XV"),
        ("99003-02", "99003-02"),
        ("99 004 IXB", "99004-IXB"),
        ("CXXIV", "CXXIV"),
    ],
)
def test_dossier_is_read_from_many_spellings(text: str, printed: str) -> None:
    assert str(Dossier.parse(text)) == printed


@pytest.mark.parametrize("text", ["9 001", "144 572 621", "99 001 nr", "dossier"])
def test_no_dossier(text: str) -> None:
    with pytest.raises(ValueError, match="geen dossiernummer"):
        Dossier.parse(text)


NUMMER = st.from_regex(r"[1-9][0-9]{0,3}[a-c]?", fullmatch=True)
TOEVOEGING = st.sampled_from([None, "XV", "IXB", "02", "A", "VIII"])
KAMERSTUKKEN = st.builds(
    KamerstukId,
    st.builds(Dossier, st.from_regex(r"[0-9]{5}", fullmatch=True), TOEVOEGING),
    NUMMER,
    st.sampled_from([None, "19971998", "20082009"]),
    st.sampled_from([None, "b1", "n12", "h1"]),
)
IDENTIFIERS = st.one_of(
    KAMERSTUKKEN,
    st.builds(WetId, st.from_regex(r"BWBR[0-9]{7}", fullmatch=True), st.none() | NUMMER),
    st.builds(
        VergaderstukId,
        st.just("h"),
        st.lists(NUMMER.filter(str.isdigit), min_size=1, max_size=3).map(tuple),
        st.sampled_from(["tk", "ek"]),
        st.just("20172018"),
    ),
)


@given(IDENTIFIERS)
def test_what_is_printed_reads_back(identifier: Identifier) -> None:
    assert parse_identifier(str(identifier)) == identifier


@given(st.integers(1814, 2999))
def test_vergaderjaar_reads_back(begin: int) -> None:
    jaar = Vergaderjaar(begin)
    assert Vergaderjaar.parse(str(jaar)) == Vergaderjaar.parse(jaar.sessie) == jaar


@given(st.text(max_size=40))
def test_any_text_reads_or_is_refused(text: str) -> None:
    try:
        identifier = parse_identifier(text)
    except ValueError:
        return
    assert str(identifier) == text


@pytest.mark.real
def test_all_real_identifiers_come_back_unchanged() -> None:
    path = DATA / "identifiers.txt.gz"
    if not path.exists():
        pytest.skip("de echte kenmerken zijn hier niet")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [line.strip() for line in lines if line.strip()]
    assert len(texts) > 20_000
    assert [text for text in texts if str(parse_identifier(text)) != text] == []
