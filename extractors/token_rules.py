"""A rule over words instead of characters, for what stands far apart in a Dutch sentence.

"Ik zal … de Kamer … informeren": subject, verb and infinitive in either order with anything in
between. spaCy's Matcher spells that; a :class:`TokenRule` carries its own proof like any rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import spacy
from spacy.matcher import Matcher

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Token = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class TokenRule:
    """A named pattern of tokens (the orders it may come in), with an example and a near miss.

    ``score`` is the confidence of what the rule finds, 0 to 1.
    """

    name: str
    orders: tuple[list[Token], ...]
    example: str
    near_miss: str
    score: float = 1.0

    def search(self, text: str) -> str | None:
        """The first words that match in ``text``, or ``None``."""
        doc = read_words(text)
        for _, start, end in _matcher((self,))(doc):
            return doc[start:end].text
        return None


def words(*spellings: str) -> Token:
    """One token that is any of the spellings, in whatever case."""
    return {"LOWER": {"IN": list(spellings)}}


def anything(*but: str) -> Token:
    """Any number of tokens of the same clause, none of them one of ``but``."""
    return {"LOWER": {"NOT_IN": [";", ":", *but]}, "OP": "*"}


def few(most: int, *but: str) -> list[Token]:
    """Up to ``most`` tokens of the same clause, none of them one of ``but``."""
    return [{"LOWER": {"NOT_IN": [";", ":", *but]}, "OP": "?"}] * most


@cache
def _language() -> Language:
    return spacy.blank("nl")


def read_words(text: str) -> Doc:
    """The words of a text."""
    return _language().make_doc(text)


@cache
def _matcher(rules: tuple[TokenRule, ...]) -> Matcher:
    matcher = Matcher(_language().vocab)
    for rule in rules:
        matcher.add(rule.name, list(rule.orders), greedy="FIRST")
    return matcher


def first_match(rules: tuple[TokenRule, ...], text: str) -> TokenRule | None:
    """The first rule of the list, in its order, that matches ``text``."""
    vocab = _language().vocab
    found = {vocab.strings[match[0]] for match in _matcher(rules)(read_words(text))}
    return next((rule for rule in rules if rule.name in found), None)
