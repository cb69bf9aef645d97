"""What is searched for at sources that hold far more than papers for us: the words, and why.

Used with open.overheid.nl and with rijksoverheid.nl, which both answer with everything that
resembles the words; what names none of them is left out (:func:`names_a_search`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Search:
    """Words to search for; ``reason`` says what they find that the others do not."""

    words: str
    reason: str


# by the name of the list they give, which keeps a watermark of its own
SEARCHES: Mapping[str, Search] = {
    "stand_van_de_uitvoering": Search(
        "stand van de uitvoering",
        "the yearly report of one organisation, and the letter that covers it",
    ),
    "standen_van_de_uitvoering": Search(
        "standen van de uitvoering",
        "the letter of a ministry that covers the reports of several organisations",
    ),
    "staat_van_de_uitvoering": Search(
        "staat van de uitvoering",
        "the picture of all organisations together, and the reaction of the cabinet",
    ),
    "knelpuntenbrief": Search(
        "knelpuntenbrief",
        "an organisation's letter on what hinders it in laws; often attached to a Stand",
    ),
}

_NAMED = re.compile(
    r"\b(?:stand|standen|staat)\s+van\s+de\s+uitvoering\b|\bknelpuntenbrie(?:f|ven)\b",
    re.IGNORECASE,
)


def names_a_search(*texts: str | None) -> bool:
    """Whether a title or description names what is searched for, in so many words.

    >>> names_a_search("Kamerbrief bij de Standen van de Uitvoering 2025", None)
    True
    >>> names_a_search("De stand van zaken bij de uitvoering", "Over knelpunten")
    False
    """
    return any(_NAMED.search(text) for text in texts if text)
