"""References as a clerk of Parliament writes them, and what looks like one but is none."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.citations import find_citations, resolve
from extractors.patterns.citations import RULES
from extractors.plaintext import compose_plain
from extractors.rules import Rule
from models.citation import Citation, FullCitation, PageSpan
from models.document import Document, Kenmerken, Link, Passage, Span
from models.identifiers import parse_identifier
from models.lexicon import Lexicon, Naam
from models.lists import PassageSoort

LEXICON = Lexicon(
    wetten=(
        Naam("BWBR0005537", "Algemene wet bestuursrecht", ("Awb",)),
        Naam("BWBR0001840", "Grondwet"),
        Naam("BWBR0099001", "Wet op de proefregeling"),
        # two laws that share an abbreviation but for its case, and one that is also a benefit
        Naam("BWBR0099002", "Proefwet", ("Pfw",)),
        Naam("BWBR0099003", "Paardenfokwet", ("PFW",)),
        Naam("BWBR0002524", "Wet op de arbeidsongeschiktheidsverzekering", ("WAO",)),
        Naam("BWBR0099004", "Besluit veren 2099"),
    )
)


def make(
    text: str,
    soort: PassageSoort = PassageSoort.ALINEA,
    links: tuple[Link, ...] = (),
    dossier_id: str | None = None,
) -> Document:
    """A document with a passage for each part between empty lines."""
    spans = [Span(*m.span()) for m in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text)]
    passages = tuple(Passage(span, soort) for span in spans)
    kenmerken = Kenmerken(dossier_id=dossier_id)
    return Document("lokaal-0", text, kenmerken, "", "text/plain", passages, links=links)


def targets(document: Document) -> list[str | None]:
    found = resolve(document, find_citations(document, LEXICON))
    return [verwijzing.doel_id for verwijzing in found]


# what the text says                                        what it points at
RESOLVED = [
    ("Kamerstukken II, 2020-2021, 99 001, nr. 4.", ["kst-99001-4"]),
    ("Kamerstukken II 2022/23, 99 002 XV, nr. 12", ["kst-99002-XV-12"]),
    ("Kamerstukken II, 2020–2021, 99001, nr.4", ["kst-99001-4"]),
    ("Kamerstukken II, 2020-2021, 99 001 nr. 289.", ["kst-99001-289"]),
    ("Kamerstukken ll 2023/24, 99 002 XVI, nr. 160", ["kst-99002-XVI-160"]),
    ("Kamerstuk 99.001, nr 332", ["kst-99001-332"]),
    ("Kamerstuk 21 501-02, nr. 9998", ["kst-21501-02-9998"]),
    ("(Kamerstuk 99001-45)", ["kst-99001-45"]),
    ("(Kamerstuk 99002-XIV-45)", ["kst-99002-XIV-45"]),
    ("(Kamerstuk 99 004 A, nr. 67)", ["kst-99004-A-67"]),
    ("(99002, XVIII, nr. 48)", ["kst-99002-XVIII-48"]),
    ("(TK 2020-2021 99005 nr. 641)", ["kst-99005-641"]),
    ("Kamerstukken 99 006 / 99 007, nr. 5", ["kst-99006-5"]),
    ("Kamerstuk 99 008 (R2188), nr. 3", ["kst-99008-3"]),
    ("Kamerstukken I 2020/21, 99 009, H", ["kst-99009-H"]),
    ("Kamerstukken I 2020/21, 99 009, nr. H", ["kst-99009-H"]),
    # until 2010 papers of the Eerste Kamer carry their session
    ("Kamerstukken I 1997/98, 99 010 XII, nr. 204c", ["kst-19971998-99010-XII-204c"]),
    ("Kamerstukken II, 99 001, nrs. 3 en 4", ["kst-99001-3", "kst-99001-4"]),
    ("99 001, nr. 3; 99 002, nr. 5", ["kst-99001-3", "kst-99002-5"]),
    ("(Kamerstuk 99001-3 en 99002-5)", ["kst-99001-3", "kst-99002-5"]),
    ("(Kamerstuk 99001-3, 5, 7 en 9)", [f"kst-99001-{n}" for n in (3, 5, 7, 9)]),
    ("Kamerstukken II, 99 001, nr. 3, nr. 4 en 5.", [f"kst-99001-{n}" for n in (3, 4, 5)]),
    ("Kamerstukken II, 99 001, nrs. 3 t/m 6", [f"kst-99001-{n}" for n in (3, 4, 5, 6)]),
    ("Kamerstukken II, 99 001, nrs. 3-5", [f"kst-99001-{n}" for n in (3, 4, 5)]),
    ("(t.v.v. 99001-12)", ["kst-99001-12"]),
    ("zie https://zoek.officielebekendmakingen.nl/kst-99001-12.html", ["kst-99001-12"]),
    # chamber, year, spaces, dots and dashes in every mixture
    ("Kamerstukken II 2020–2021, 99.001, nr 4", ["kst-99001-4"]),
    ("kamerstuk 99001 nr. 4", ["kst-99001-4"]),
    ("Kamerstuknummer 99001-XV-4", ["kst-99001-XV-4"]),
    ("Tweede Kamer, vergaderjaar 2020–2021, 99 001, nr. 4", ["kst-99001-4"]),
    ("TK, 2020-2021, 99 001, nr. 4", ["kst-99001-4"]),
    ("EK 2020/21, 99 001, A", ["kst-99001-A"]),
    ("TK 2020 - 2021, 99 001, nr. 4, blz. 2-4", ["kst-99001-4"]),
    ("Kamerstukken II 99 001 XV, nr. 12", ["kst-99001-XV-12"]),
    ("99 001-XV, nr. 12", ["kst-99001-XV-12"]),
    ("Kamerstukken II 2010/11, 99 010 (R2101), nr. 6", ["kst-99010-6"]),
    ("99 010-(R2101), nr. 6", ["kst-99010-6"]),
    ("de uitvoering van de motie (99001-45)", ["kst-99001-45"]),
    ("(99 001 XV-2)", ["kst-99001-XV-2"]),
    ("(99 001-IV-25)", ["kst-99001-IV-25"]),
    # two dossiers at once: the paper is numbered in the first
    ("99 006 / 99 007, CK", ["kst-99006-CK"]),
    ("(Kamerstukken I 2020/21, 99 006/99 007, B)", ["kst-99006-B"]),
    ("Tweede Kamer, vergaderjaar 2020-2021, 99 006/99 007, nr. 390", ["kst-99006-390"]),
    # lists and ranges
    ("Kamerstukken II, 99 001, nrs. 3-6", [f"kst-99001-{n}" for n in (3, 4, 5, 6)]),
    ("Kamerstukken II, 99 001, nrs. 3 tot en met 5", [f"kst-99001-{n}" for n in (3, 4, 5)]),
    ("Kamerstukken 99001, nummers 3, 5 en 7.", [f"kst-99001-{n}" for n in (3, 5, 7)]),
    ("Kamerstukken II, 99 001, nr. 3, nr. 4 en nr. 5", [f"kst-99001-{n}" for n in (3, 4, 5)]),
    # short and back citations: by what was cited before in the same passage, else doubt
    ("Kamerstuk 99 001, nr. 312. Zie ook nr. 313.", ["kst-99001-312", "kst-99001-313"]),
    ("Kamerstuk 99 001, nr. 312; voornoemde motie vraagt", ["kst-99001-312", "kst-99001-312"]),
    ("99 001, nr. 3 en 99 002, nr. 5. Zie ook nr. 6.", ["kst-99001-3", "kst-99002-5", None]),
    ("99 001, nr. 3 en 99 002, nr. 5. Genoemde motie", ["kst-99001-3", "kst-99002-5", None]),
    ("Kamerstuk 99 001, nr. 3.\n\nZie ook nr. 4.", ["kst-99001-3", None]),
    (
        "Kamerstuk 99 001, nr. 3 (zie ook nr. 5) en later (nr. 7)",
        ["kst-99001-3", "kst-99001-5", "kst-99001-7"],
    ),
    ("Kamerstuk 99 001, nr. 3.\n\nIbidem, p. 4.", ["kst-99001-3", "kst-99001-3"]),
    ("Stb. 2021, 123.\n\n12 Idem.", ["stb-2021-123", "stb-2021-123"]),
    ("99 001, nr. 3 en Stb. 2021, 123.\n\nIbidem.", ["kst-99001-3", "stb-2021-123", None]),
    # other papers
    ("Handelingen II 2017/18, nr. 70, item 5", ["h-tk-20172018-70-5"]),
    ("Handelingen I 2017/18, nr. 7, item 5, p. 2", ["h-ek-20172018-7-5"]),
    ("Handelingen II 2017/18, 70-5-12", ["h-tk-20172018-70-5"]),
    # without the item the paper has no identifier; the day tells the year
    ("Handelingen II 2017/18, nr. 70", [None]),
    ("TK 85-5-7,25 mei 2099 TK", ["h-tk-20982099-85-5"]),
    ("TK 3-5-7, 21 september 2027", ["h-tk-20272028-3-5"]),
    ("TK 105-5-7, 20 september 2027", ["h-tk-20262027-105-5"]),
    ("TK 85-5-7", [None]),
    ("Aanhangsel Handelingen II 2020/21, 3235", ["ah-tk-20202021-3235"]),
    ("Aanhangsel van de Handelingen II 2020/21, nr. 3235", ["ah-tk-20202021-3235"]),
    ("Stcrt-2018-49440", ["stcrt-2018-49440"]),
    ("Staatscourant 2018, nr. 49440", ["stcrt-2018-49440"]),
    ("Staatsblad 2017 327", ["stb-2017-327"]),
    ("Toezegging TZ202309-010", ["TZ202309-010"]),
    ("T03456", ["T03456"]),
    ("zaak 2022Z10723", ["zaak-2022Z10723"]),
    # a bill by its dossier: which paper is left open
    ("Wet op de proefveren, 99 001.", [None]),
    ("het wetsvoorstel over veren (99 001 XV)", [None]),
    ("Handelingen II 2024/25, nr. 5, item 7, pag. 1-2", ["h-tk-20242025-5-7"]),
    ("Aanhangsel Handelingen, vergaderjaar 2023–2024, nr. 2147", ["ah-tk-20232024-2147"]),
    ("Stb. 2021, 123", ["stb-2021-123"]),
    ("Staatsblad 2021, nr. 123", ["stb-2021-123"]),
    ("Stcrt. 2021, 12345", ["stcrt-2021-12345"]),
    ("toezegging TZ202603-130 en T02867", ["TZ202603-130", "T02867"]),
    ("uw brief 2022D12345", ["tk-2022D12345"]),
    ("ECLI:NL:RVS:2099:285.", ["ECLI:NL:RVS:2099:285"]),
    ("Verordening (EU) 2099/679", ["CELEX:32099R0679"]),
    ("Richtlijn 2098/24/EU", ["CELEX:32098L0024"]),
    ("Richtlijn 95/46/EG", ["CELEX:31995L0046"]),
    ("EU-verordening 1008/2008", ["CELEX:32008R1008"]),
    ("Verordening (EG) nr. 883/2004", ["CELEX:32004R0883"]),
    ("verordening (EG) nr. 1998/2006", ["CELEX:32006R1998"]),
    ("Verordening (EU) nr. 2016/2031", ["CELEX:32031R2016"]),
    ("Verordening (EU) 2016/2031", ["CELEX:32016R2031"]),
    ("Uitvoeringsverordening (EU) 2097/12", ["CELEX:32097R0012"]),
    ("besluit (EU) 2098/1814", ["CELEX:32098D1814"]),
    ("artikel 5 AVG", ["CELEX:32016R0679"]),
    ("de Algemene Verordening Gegevensbescherming (AVG)", ["CELEX:32016R0679"]),
    # laws
    ("artikel 4:84 Awb", ["BWBR0005537-artikel-4:84"]),
    ("artikel 3, eerste lid, van de Grondwet", ["BWBR0001840-artikel-3"]),
    ("de Grondwet", ["BWBR0001840"]),
    ("in strijd met de Algemene Wet Bestuursrecht", ["BWBR0005537"]),
    ("Art. 4 lid 2 en 3 Awb", ["BWBR0005537-artikel-4"]),
    ("artikel 4a en artikel 5 lid 4 Awb", ["BWBR0005537-artikel-4a", "BWBR0005537-artikel-5"]),
    ("artikel 3, aanhef en onderdeel b, van de Grondwet", ["BWBR0001840-artikel-3"]),
    ("de Grondwet, artikel 3, eerste lid", ["BWBR0001840-artikel-3"]),
    ("de Grondwet, artikel 3 van de Awb", ["BWBR0001840", "BWBR0005537-artikel-3"]),
    (
        "artikel 4:84 Awb en 3, eerste lid, van de Grondwet",
        ["BWBR0005537-artikel-4:84", "BWBR0001840-artikel-3"],
    ),
    ("artikel 3 Pfw", [None]),
    ("de Proefwet. Artikel 3 Pfw.", ["BWBR0099002", "BWBR0099002-artikel-3"]),
    ("de Paardenfokwet. Artikel 3 Pfw.", ["BWBR0099003", "BWBR0099003-artikel-3"]),
    ("de Proefwet en de Paardenfokwet. Pfw.", ["BWBR0099002", "BWBR0099003", None]),
    (
        "de Proefwet (hierna: Pfw) en de Paardenfokwet. Pfw.",
        ["BWBR0099002", "BWBR0099003", "BWBR0099002"],
    ),
    ("artikel 3 WAO", ["BWBR0002524-artikel-3"]),
    ("recht op grond van de WAO", ["BWBR0002524"]),
    (
        "de Wet op de arbeidsongeschiktheidsverzekering (WAO). Met de WAO en een WAO.",
        ["BWBR0002524", "BWBR0002524"],
    ),
    ("artikel 2 van het Besluit veren 2099", ["BWBR0099004-artikel-2"]),
    ("artikelen 3 en 4 van de Grondwet", ["BWBR0001840-artikel-3", "BWBR0001840-artikel-4"]),
    (
        "de Wet op de proefregeling (Wpr). Artikel 5 Wpr geldt.",
        ["BWBR0099001", "BWBR0099001-artikel-5"],
    ),
]
# looks like one, is none
NOTHING = [
    "Dit besluit is eerder als Kamerstuk gedeeld.",
    "In 2022 kostte dit 99 001 euro.",
    "144 572 621 621",
    "€ 99 001 nr. 5",
    "bel 070-99001-12 of mail",
    "2500 EA Den Haag",
    "op 12 mei 2021",
    "bulletin nr. 24",
    "besluit nr. 2015001107",
    "de wet van 1998",
    "Aanhangsel 2020, 3235",
    "TK 85-5",
    "in 2017/18 waren er 70 items",
    "Stb. van 12 mei 2021",
    "stcrt-nummers",
    "verordening 5/12",
    "een richtlijn uit 2014/15",
    "De wet treft, naar schatting, 99 001 reizigers.",
    "€ 22 112 / 31 544, TK",
    "36 200 XV is een begroting",
    "documenten (nrs. 1 t/m 4)",
    "ibid",
    "de AVG-arts",
    "de 'grondwet' voor het bestuur",
    "een WAO van 900 euro en de WAO",
    "WAO-uitkering",
    "het Besluit uitvoering Grondwet",
    "de Invoeringswet Proefwet",
    "artikel 20 van het verdrag",
    "TZ2023-010",
    "99001-45 meldingen",
    "(99001-45 meldingen)",
    "(06-99001-45)",
    "T2345",
    "2022D1234",
    "ECLI:NL:RVS",
]


@pytest.mark.parametrize(("text", "expected"), RESOLVED)
def test_reads_what_is_meant(text: str, expected: list[str | None]) -> None:
    assert targets(make(text)) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_finds_nothing(text: str) -> None:
    assert targets(make(text)) == []


def test_a_doubt_has_no_target() -> None:
    assert targets(make("Zie nr. 24.")) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Uitvoering (2017), bijlage bij Kamerstukken II, 2016-2017,",
        "Kamerstukken I 2020/21, nr. I, bijlage.",
        "Kamerstukken II 2018/19, 99 001.",
    ],
)
def test_incomplete_is_said_and_never_guessed(text: str) -> None:
    (citation,) = find_citations(make(text), LEXICON)
    assert isinstance(citation, FullCitation)
    assert citation.incomplete
    assert citation.target is None


def test_year_chamber_pin_and_attachment_are_kept() -> None:
    text = "bijlage bij Kamerstukken II, 2019–2020, 99 001, nr. 284, pagina 13"
    (citation,) = find_citations(make(text), LEXICON)
    assert isinstance(citation, FullCitation)
    assert (citation.chamber, citation.year) == (2, "2019-2020")
    assert citation.pin == PageSpan(13, 13)
    assert citation.attachment
    assert citation.span.of(text) == text


def test_a_number_in_its_own_dossier() -> None:
    document = make("ter vervanging van die gedrukt onder nr. 12", dossier_id="99002-XV")
    assert targets(document) == ["kst-99002-XV-12"]


def test_a_link_of_the_source_is_merged_with_the_text_around_it() -> None:
    text = "de motie (Kamerstuk 99 001, nrs. 3 en 4) vraagt"
    at = text.index("4)")
    document = make(text, links=(Link(Span(at, at + 1), "kst-99001-4"),))
    found = find_citations(document, LEXICON)
    assert targets(document) == ["kst-99001-3", "kst-99001-4"]
    assert [citation.rule for citation in found][1] == "verwijzing.link"


def test_a_passage_is_read_for_what_is_broken_over_its_lines() -> None:
    assert targets(make("de Ka-\nmerstukken II 2020/21, 99 001,\nnr. 4")) == ["kst-99001-4"]
    assert targets(make("het Staats-\nblad 2021, 123")) == ["stb-2021-123"]
    assert targets(make("de Algemene wet be-\nstuursrecht")) == ["BWBR0005537"]


def test_an_abbreviation_learned_holds_in_the_whole_paper() -> None:
    text = "Artikel 5 Wpr.\n\nDe Wet op de proefregeling (hierna: de Wpr).\n\nDe Wpr geldt."
    expected = ["BWBR0099001-artikel-5", "BWBR0099001", "BWBR0099001"]
    assert targets(make(text)) == expected
    assert targets(make("Artikel 5 Wpr.")) == []


def test_the_day_of_a_meeting_tells_page_and_year() -> None:
    (citation,) = find_citations(make("TK 85-5-7, 25 mei 2099"), LEXICON)
    assert isinstance(citation, FullCitation)
    assert (citation.chamber, citation.year, citation.pin) == (2, "2098-2099", PageSpan(7, 7))


def test_digits_in_a_table_are_no_reference_but_words_are() -> None:
    document = make("99 001\t144 572\t99 001, nr. 4", PassageSoort.TABEL)
    assert targets(document) == ["kst-99001-4"]
    amounts = "99 001\t144 572 621\n2020\t12/34\t99 001-12"
    assert targets(make(amounts, PassageSoort.TABEL)) == []


def test_rows_of_plain_text_are_read_cell_by_cell() -> None:
    text = "2027 2028 2029\n\nKamerstukken II 99 001 12\n\nStaatsblad 2027 123 14\n"
    made = compose_plain(text)
    document = replace(make(text), passages=made.passages, tables=made.tables)
    assert len(made.tables) == 1
    assert find_citations(document, LEXICON) == ()
    # the same words in running text are a reference
    assert targets(make("Kamerstukken II 99 001, nr. 12")) == ["kst-99001-12"]


def test_a_reference_over_a_line_end_in_a_cell_is_whole() -> None:
    text = (
        "Motie Stand van zaken\n\nMotie-Proefman over veren\n\n"
        "Zie de brief (Kamerstukken II 2026/27,\n99 001, nr. 4).\n"
    )
    made = compose_plain(text)
    document = replace(make(text), passages=made.passages, tables=made.tables)
    (citation,) = find_citations(document, LEXICON)
    assert citation.span.of(text) == "Kamerstukken II 2026/27,\n99 001, nr. 4"


def test_page_furniture_is_passed_over() -> None:
    assert targets(make("Kamerstukken II 2020/21, 99 001, nr. 4", PassageSoort.RAND)) == []


def test_the_quote_is_what_stands_there_over_a_line_end() -> None:
    text = "zie Kamerstukken II, 2020-\n2021, 99 001,\nnr. 4."
    (citation,) = find_citations(make(text), LEXICON)
    assert citation.span.of(text) == "Kamerstukken II, 2020-\n2021, 99 001,\nnr. 4"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_proves_itself(rule: Rule) -> None:
    assert rule.search(rule.example)
    assert not rule.search(rule.near_miss)


PIECES = st.sampled_from(
    [
        "Kamerstukken II",
        "2020-2021",
        ", ",
        " ",
        "99 001",
        "nr. 4",
        " en ",
        "5",
        "-",
        "p. 3",
        "\n",
        "t/m",
        "nrs. 3",
        "XV",
        "(",
        ")",
        ";",
        "motie",
        "artikel 3",
        "Awb",
        "é",
        "99001-7",
        " / ",
        "-\n",
        "\n\n",
        "Ibidem",
        "genoemde motie",
        "Handelingen II",
        "TK 85-5-7",
        "25 mei 2099",
        "EU-verordening",
        "1008/2008",
        "lid 2",
        "van de",
        "Grondwet",
        "Proefwet (Pfw)",
        "Pfw",
        "Besluit ",
        "Wet op de proefregeling (Wpr)",
        "WAO",
        "AVG",
        "Stcrt-2018-49440",
        "2022D12345",
    ]
)


@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=25).map("".join)))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    document = make(text)
    found: tuple[Citation, ...] = find_citations(document, LEXICON)
    for citation in found:
        assert 0 <= citation.span.start < citation.span.end <= len(text)
    for one, other in pairwise(found):
        assert one.span == other.span or one.span.end <= other.span.start
    settled = resolve(document, found)
    assert [verwijzing.citation for verwijzing in settled] == list(found)
    for verwijzing in settled:
        assert verwijzing.doel_id is None or str(parse_identifier(verwijzing.doel_id))


# each is repeated until it is as long as a book of fifty pages
HOSTILE = [
    "99 001 / ",
    "9",
    "Kamerstukken II, 2020-2021, ",
    "(nr. 1 t/m ",
    "3, 4, 5, ",
    "99 001, nr. 1 Awb genoemde motie ",
    "artikel 1 lid 2 en 3, ",
    "artikel 1 en ",
    "Grondwet, artikel 3, ",
    "Grondwet (Abc) ",
    "Wet op de ",
    "wetsvoorstel a (",
    "-\na",
    "Ibid.\n\n",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_takes_no_more_than_its_length(piece: str) -> None:
    document = make("Kamerstuk 99 001, nrs. 1, " + piece * (100_000 // len(piece)))
    begun = time.process_time()
    resolve(document, find_citations(document, LEXICON))
    # a tenth of this is what it takes; where time grows with the square it takes minutes
    assert time.process_time() - begun < 10
