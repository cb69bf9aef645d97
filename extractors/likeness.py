"""How alike two subjects of moties are: words, pairs of words and runs of four letters.

The weight of a feature is learned once and stored (``models/trained/onderwerp_idf.npz``), so what
two subjects score depends on these two alone and not on what else is known that night.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt
import snowballstemmer
from sklearn.feature_extraction.text import strip_accents_unicode
from spacy.lang.nl.stop_words import STOP_WORDS

# how many places the weights of words and of letters have
WORDS = 2**18
LETTERS = 2**17

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int32]

_WORD = re.compile(r"\w\w+")
_STEMMER = snowballstemmer.stemmer("dutch")
# half of the likeness comes from the words, half from the letters
_HALF = float(np.sqrt(0.5))


@dataclass(frozen=True, slots=True)
class Weights:
    """What a feature counts for, by its place: the rarer, the more."""

    words: Floats
    letters: Floats


# every feature counts the same: for tests and for a register without subjects
EVEN = Weights(np.ones(WORDS, np.float32), np.ones(LETTERS, np.float32))


@dataclass(frozen=True, slots=True)
class Vector:
    """A subject as numbers: at which places, and what they weigh there; its length is 1."""

    at: Places
    weights: Floats


class Likeness:
    """Subjects as vectors, and how alike these are."""

    def __init__(self, weights: Weights = EVEN) -> None:
        self._weights = weights
        self._dense = np.zeros(WORDS + LETTERS, np.float32)
        self.vector = lru_cache(maxsize=100_000)(self._vector_of)
        self.words = lru_cache(maxsize=100_000)(self._words_of)

    def of(self, text: str, others: Iterable[str]) -> list[float]:
        """How alike the text is to each of the others, from 0 to 1."""
        asked = self.vector(text)
        self._dense[asked.at] = asked.weights
        found = [self._product(self.vector(other)) for other in others]
        self._dense[asked.at] = 0
        return found

    def _product(self, vector: Vector) -> float:
        return float(self._dense[vector.at] @ vector.weights)

    def rarest(self, text: str, count: int) -> tuple[str, ...]:
        """The stems of the words that tell this subject from others best, at most so many."""
        words = set(telling(text).split())
        ranked = sorted(words, key=lambda word: (-self._rarity(word), word))
        return tuple(dict.fromkeys(stem(word) for word in ranked))[:count]

    def _rarity(self, word: str) -> float:
        return float(self._weights.words[place(word, WORDS)])

    def _words_of(self, text: str) -> dict[str, float]:
        """What the stem of each telling word of a text weighs."""
        return {stem(word): self._rarity(word) for word in telling(text).split()}

    def _vector_of(self, text: str) -> Vector:
        words, letters = counts(text)
        parts = (_weighted(words, self._weights.words), _weighted(letters, self._weights.letters))
        places = [*words, *(WORDS + at for at in letters)]
        return Vector(np.array(places, np.int32), np.concatenate(parts))


def counts(text: str) -> tuple[Counter[int], Counter[int]]:
    """How often the words (and pairs of words) and the letters of a text occur, by place."""
    words = telling(text).split()
    pairs = (f"{one} {other}" for one, other in pairwise(words))
    runs = (run for word in words for run in _runs(f" {word} "))
    return (
        Counter(place(feature, WORDS) for feature in chain(words, pairs)),
        Counter(place(run, LETTERS) for run in runs),
    )


def place(feature: str, places: int) -> int:
    """Where the weight of a feature is: features may share a place, no feature is without."""
    return crc32(feature.encode()) % places


def _runs(word: str) -> Iterator[str]:
    """Every four letters on end, the spaces around the word included; a short word whole."""
    return (word[at : at + 4] for at in range(max(1, len(word) - 3)))


def _weighted(found: Counter[int], weights: Floats) -> Floats:
    """What each counts for, twice not being twice as much; as half of a vector of length 1."""
    places = np.fromiter(found.keys(), np.int32, len(found))
    often = np.fromiter(found.values(), np.float32, len(found))
    weighted = (1 + np.log(often)) * weights[places]
    length = float(np.sqrt((weighted**2).sum())) or 1.0
    return (_HALF / length * weighted).astype(np.float32)


def telling(text: str) -> str:
    """The words that tell subjects apart, in plain lower case: "van de" makes nothing alike."""
    words = _WORD.findall(text.lower())
    kept = " ".join(word for word in words if word not in STOP_WORDS)
    return str(strip_accents_unicode(kept))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a Dutch word."""
    found: str = _STEMMER.stemWord(word)
    return found


def stems(text: str) -> frozenset[str]:
    """The stems of the telling words of a subject."""
    return frozenset(stem(word) for word in telling(text).split())
