"""How far a text is from the truth: what the reading bench counts, on lines of our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from bench.reading.distance import error_rate, in_order, loose_rate, trimmed

ONE = "De minister stuurt een brief over het veer."
TWO = "De Kamer vraagt om een nieuwe steiger bij het dorp."
THREE = "Het college heeft daar geen geld voor."
TRUTH = [ONE, TWO, THREE]

texts = st.text("abc d\n", max_size=30)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("\n".join(TRUTH), 0),
        ("   ".join(TRUTH), 0),
        ("\n".join(TRUTH).replace("minister", "mi nister"), 1),
        ("\n".join(TRUTH).replace("steiger", "stei- ger"), 2),
        ("Blad 3\n" + "\n".join(TRUTH), 7),
    ],
)
def test_every_wrong_character_counts_once(text: str, faults: int) -> None:
    truth = "\n".join(TRUTH)
    assert error_rate(truth, text) * len(truth) == pytest.approx(faults)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("\n".join(reversed(TRUTH)), 0),
        ("Kenmerk 12\n" + "\nBlad 3\n".join(TRUTH), 0),
        ("\n".join(TRUTH).replace("minister", "mi nister"), 1),
        ("\n".join(TRUTH).replace("een nieuwe", "Kenmerk een nieuwe"), 8),
    ],
)
def test_order_and_what_stands_between_paragraphs_cost_nothing_loosely(
    text: str, faults: int
) -> None:
    assert loose_rate(TRUTH, text) * sum(map(len, TRUTH)) == pytest.approx(faults)


@given(texts, texts)
def test_the_loose_rate_is_that_of_the_nearest_piece(needle: str, text: str) -> None:
    needle, text = " ".join(needle.split()), " ".join(text.split())
    pieces = {text[i:j] for i in range(len(text) + 1) for j in range(i, len(text) + 1)}
    nearest = min(Levenshtein.distance(needle, piece) for piece in pieces)
    assert loose_rate([needle], text) * max(len(needle), 1) == pytest.approx(nearest)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("\n".join(TRUTH), 2),
        ("\n".join([TWO, THREE, ONE]), 1),
        ("\n".join([THREE, TWO, ONE]), 0),
        ("\n".join([ONE, "Iets anders.", TWO, THREE]), 2),
        ("\n".join([ONE, THREE]), 0),
    ],
)
def test_neighbours_stand_right_or_not(text: str, right: int) -> None:
    assert in_order(TRUTH, text) == (right, 2)


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("32 001 Het veer\nNr. 7 MOTIE", "Het veer\nMOTIE"),
        ("Tweede Kamer, vergaderjaar 2030–2031, 32 001, nr. 7 2", ""),
        ("kst-32001-7\nISSN 0921 - 7371\n’s-Gravenhage 2031\nGeld", "Geld"),
        ("een nieuwe stei-\nger bij het dorp", "een nieuwe steiger bij het dorp"),
        ("een nieuwe stei\ufffe\r\nger", "een nieuwe steiger"),
        ("de wet-\nEn regel", "de wet-\nEn regel"),
        ("12\nTwaalf mensen kregen nr. 7", "Twaalf mensen kregen nr. 7"),
    ],
)
def test_a_peer_is_given_a_fair_chance(page: str, left: str) -> None:
    assert trimmed([page], ["32 001", "Nr. 7", "2"]) == left
