"""The time phrases of the annotation guide, section 4, each with the days that keep the promise."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.patterns.termijnen import MONTHS, RULES
from extractors.rules import Rule
from extractors.termijnen import find_termijnen, prinsjesdag

# the paper is dated on a Wednesday in winter; "." is that day, "-" an open end
DATUM = date(2023, 2, 15)
TABLE = """
voor de zomer                                     | .          | 2023-06-30
voor de zomer van 2024                            | .          | 2024-06-30
vóór deze zomer                                   | .          | 2023-06-30
voor het zomerreces                               | .          | 2023-07-07
vóór het komende zomerreces                       | .          | 2023-07-07
voor het kerstreces                               | .          | 2023-12-20
voor de kerst                                     | .          | 2023-12-24
na de zomer                                       | 2023-09-01 | -
na het zomerreces                                 | 2023-09-01 | -
na het zomerreces van 2024                        | 2024-09-01 | -
rond de zomer                                     | 2023-06-01 | 2023-09-30
in het voorjaar                                   | 2023-03-21 | 2023-06-20
dit voorjaar                                      | 2023-03-21 | 2023-06-20
in het voorjaar van 2024                          | 2024-03-21 | 2024-06-20
deze zomer                                        | 2023-06-21 | 2023-09-20
in de zomer                                       | 2023-06-21 | 2023-09-20
dit najaar                                        | 2023-09-21 | 2023-12-20
komend najaar                                     | 2023-09-21 | 2023-12-20
aanstaand najaar                                  | 2023-09-21 | 2023-12-20
in de herfst                                      | 2023-09-21 | 2023-12-20
najaar 2024                                       | 2024-09-21 | 2024-12-20
deze winter                                       | .          | 2023-03-20
volgende winter                                   | 2023-12-21 | 2024-03-20
begin 2024                                        | 2024-01-01 | 2024-03-31
begin volgend jaar                                | 2024-01-01 | 2024-03-31
medio 2023                                        | 2023-05-01 | 2023-08-31
eind 2023                                         | 2023-10-01 | 2023-12-31
eind dit jaar                                     | 2023-10-01 | 2023-12-31
eind van het jaar                                 | 2023-10-01 | 2023-12-31
in de eerste helft van 2024                       | 2024-01-01 | 2024-06-30
in de eerste helft van dit jaar                   | .          | 2023-06-30
tweede helft van 2023                             | 2023-07-01 | 2023-12-31
in het tweede halfjaar                            | 2023-07-01 | 2023-12-31
in de eerste helft van mei                        | 2023-05-01 | 2023-05-15
Q3                                                | 2023-07-01 | 2023-09-30
Q1 2024                                           | 2024-01-01 | 2024-03-31
in het derde kwartaal                             | 2023-07-01 | 2023-09-30
in het eerste kwartaal                            | .          | 2023-03-31
in het eerste kwartaal van volgend jaar           | 2024-01-01 | 2024-03-31
in het 2e kwartaal van 2023                       | 2023-04-01 | 2023-06-30
volgend kwartaal                                  | 2023-04-01 | 2023-06-30
voor het einde van het jaar                       | .          | 2023-12-31
voor het eind van dit jaar                        | .          | 2023-12-31
voor eind 2024                                    | .          | 2024-12-31
voor het einde van het derde kwartaal             | .          | 2023-09-30
uiterlijk 1 april                                 | .          | 2023-04-01
uiterlijk op 1 april 2024                         | .          | 2024-04-01
uiterlijk in het tweede kwartaal                  | .          | 2023-06-30
uiterlijk eind 2023                               | .          | 2023-12-31
uiterlijk in mei                                  | .          | 2023-05-31
vóór 1 april                                      | .          | 2023-03-31
voor 1 januari 2024                               | .          | 2023-12-31
uiterlijk vóór 1 februari 2024                    | .          | 2024-01-31
vóór mei                                          | .          | 2023-04-30
vóór 2024                                         | .          | 2023-12-31
voor het najaar                                   | .          | 2023-09-20
vóór Prinsjesdag                                  | .          | 2023-09-18
met Prinsjesdag                                   | 2023-09-19 | 2023-09-19
op Prinsjesdag 2024                               | 2024-09-17 | 2024-09-17
bij de begroting                                  | 2023-09-19 | 2023-09-19
bij de begroting 2025                             | 2024-09-17 | 2024-09-17
bij de ontwerpbegroting voor 2024                 | 2023-09-19 | 2023-09-19
voor de begrotingsbehandeling                     | .          | 2023-12-31
bij de voorjaarsnota                              | .          | 2023-06-01
per 1 juli                                        | 2023-07-01 | 2023-07-01
op 25 februari                                    | 2023-02-25 | 2023-02-25
op donderdag 16 maart                             | 2023-03-16 | 2023-03-16
op 14 februari                                    | 2024-02-14 | 2024-02-14
op 01-07-2023                                     | 2023-07-01 | 2023-07-01
vanaf 1 juli                                      | 2023-07-01 | -
met ingang van 1 januari 2024                     | 2024-01-01 | -
vanaf 2025                                        | 2025-01-01 | -
na 1 juli                                         | 2023-07-02 | -
volgende week                                     | 2023-02-20 | 2023-02-26
deze week                                         | .          | 2023-02-19
half februari                                     | .          | 2023-02-20
half maart                                        | 2023-03-10 | 2023-03-20
begin maart                                       | 2023-03-01 | 2023-03-10
medio maart 2024                                  | 2024-03-11 | 2024-03-20
eind maart                                        | 2023-03-21 | 2023-03-31
eind februari                                     | 2023-02-21 | 2023-02-28
binnen zes weken                                  | .          | 2023-03-29
binnen 14 dagen                                   | .          | 2023-03-01
binnen drie maanden                               | .          | 2023-05-15
binnen een half jaar                              | .          | 2023-08-15
binnen een jaar                                   | .          | 2024-02-15
in maart                                          | 2023-03-01 | 2023-03-31
in februari                                       | .          | 2023-02-28
in januari                                        | 2024-01-01 | 2024-01-31
in de maand juni                                  | 2023-06-01 | 2023-06-30
in april 2025                                     | 2025-04-01 | 2025-04-30
volgende maand                                    | 2023-03-01 | 2023-03-31
in 2025                                           | 2025-01-01 | 2025-12-31
in de loop van 2023                               | .          | 2023-12-31
dit jaar                                          | .          | 2023-12-31
volgend jaar                                      | 2024-01-01 | 2024-12-31
de komende maanden                                | -          | -
op korte termijn                                  | -          | -
spoedig                                           | -          | -
zo snel mogelijk                                  | -          | -
zo spoedig mogelijk                               | -          | -
te zijner tijd                                    | -          | -
binnen enkele weken                               | -          | -
"""
ROWS = [tuple(part.strip() for part in line.split("|")) for line in TABLE.strip().splitlines()]


def day(written: str) -> date | None:
    if written == "-":
        return None
    return DATUM if written == "." else date.fromisoformat(written)


@pytest.mark.parametrize(("phrase", "van", "tot"), ROWS, ids=[row[0] for row in ROWS])
def test_the_table(phrase: str, van: str, tot: str) -> None:
    sentence = f"Ik stuur u het stuk {phrase}, met een nota."
    termijnen = find_termijnen(sentence, DATUM)
    assert [(t.span.of(sentence), t.van, t.tot) for t in termijnen] == [
        (phrase, day(van), day(tot))
    ]


@pytest.mark.parametrize(
    ("text", "anker"),
    [
        ("een jaar na inwerkingtreding", "inwerkingtreding"),
        ("na ommekomst van het advies", "ommekomst van het advies"),
        ("binnen zes weken na ontvangst", "ontvangst"),
        ("zodra het rapport gereed is", "zodra het rapport gereed is"),
        ("Wanneer het onderzoek is afgerond", "Wanneer het onderzoek is afgerond"),
    ],
)
def test_an_event_is_kept_as_anchor_without_days(text: str, anker: str) -> None:
    (termijn,) = find_termijnen(f"{text}, hoort u meer.", DATUM)
    assert (termijn.van, termijn.tot, termijn.anker) == (None, None, anker)


@pytest.mark.parametrize(
    "text",
    [
        "Op 6 september jl. is gevraagd naar de veren.",
        "In maart 2021 is het veer verkocht.",
        "Eerder dit jaar voer het veer nog.",
        "Begin dit jaar was dat al zo, op 3 januari 2023.",
        "Er is 12 mln. begroot voor 2024.",
        "De uiterlijke kenmerken van de eerste helft van de boten.",
        "Als het regent vaart het veer.",
        "Dossier 99 001, nr. 12.",
    ],
)
def test_near_misses(text: str) -> None:
    later = date(2023, 11, 1)
    assert find_termijnen(text, later) == ()


def test_a_day_that_does_not_exist_has_no_interval() -> None:
    (termijn,) = find_termijnen("op 31 februari 2099", DATUM)
    assert (termijn.van, termijn.tot) == (None, None)


def test_without_a_date_only_a_named_year_gives_days() -> None:
    found = find_termijnen("dit najaar, uiterlijk 1 april 2099 en binnen zes weken", None)
    assert [(t.van, t.tot) for t in found] == [
        (None, None),
        (None, date(2099, 4, 1)),
        (None, None),
    ]


def test_prinsjesdag_is_a_tuesday_in_the_third_week() -> None:
    for year in range(2000, 2100):
        found = prinsjesdag(year)
        assert found.weekday() == 1
        assert 15 <= found.day <= 21


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_finds_its_example_and_not_its_near_miss(rule: Rule) -> None:
    assert rule.search(rule.example)
    assert not rule.search(rule.near_miss)


WORDS = st.sampled_from(
    ["voor", "vóór", "uiterlijk", "in", "op", "na", "vanaf", "het", "de", "dit", "volgend",
     "1", "31", "2024", "jaar", "zomer", "najaar", "kwartaal", "derde", "eerste", "helft", "van",
     "binnen", "zes", "weken", "eind", "begin", "half", "reces", "kerst", "jl.", *MONTHS]
)  # fmt: skip


@given(st.lists(WORDS, max_size=12), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_spans_are_in_order_and_days_never_before_the_paper(words: list[str], datum: date) -> None:
    text = " ".join(words)
    found = find_termijnen(text, datum)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    for termijn in found:
        assert termijn.span.of(text).strip()
        assert termijn.van is None or termijn.van >= datum
        assert termijn.tot is None or termijn.van is None or termijn.tot >= termijn.van
        assert termijn.tot is None or termijn.tot - datum < timedelta(days=366 * 100)
