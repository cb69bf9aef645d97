"""Names of members as written in many ways: what of them has to agree.

"Inge van Dijk", "Van Dijk" and "van Dijk" may be one member; "Jasper van Dijk" is another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

from rapidfuzz import fuzz

# fmt: off
_TUSSENVOEGSELS = frozenset((
    "van", "von", "de", "den", "der", "des", "te", "ten", "ter", "het", "in", "t", "s", "el", "al",
    "bin", "op", "aan", "d",
))
# fmt: on
_WORD = re.compile(r"[^\s\-‑’'.]+")
# two spellings of one surname: Cegerek and Çegerec, not Bakker and Becker
_SAME_SPELLING = 88.0
_SHORTEST_MISSPELT = 5


@lru_cache(maxsize=50_000)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name that identify, in plain lower case: first names and surnames."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    words = [word for word in _WORD.findall(plain) if word not in _TUSSENVOEGSELS]
    return tuple(words)


@lru_cache(maxsize=200_000)
def same_member(one: str, other: str) -> bool:
    """Whether two names as written may be one member.

    The words of the shorter name must all be in the longer, the last of them the same.
    """
    short, long = sorted((name_words(one), name_words(other)), key=len)
    if not short:
        return False
    if not _same_word(short[-1], long[-1]):
        # "Wit" for "Wit-Proef": only a double surname may lose its last part
        return len(short) == 1 and _same_word(short[0], long[0]) and _is_double(one, other)
    return all(any(_same_word(word, candidate) for candidate in long) for word in short)


def share_a_member(names: Iterable[str], others: Collection[str]) -> bool:
    """Whether a member may be among both."""
    return any(same_member(one, other) for one in names for other in others)


def all_among(names: Iterable[str], others: Collection[str]) -> bool:
    """Whether every member of ``names`` may be among the others."""
    return all(any(same_member(one, other) for other in others) for one in names)


def _is_double(one: str, other: str) -> bool:
    return "-" in max(one, other, key=lambda name: len(name_words(name)))


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST_MISSPELT:
        return False
    return fuzz.ratio(one, other) >= _SAME_SPELLING
