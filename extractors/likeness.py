"""How alike two subjects of moties are: words, pairs of words and runs of four letters.

The weight of a feature is learned once and stored (``models/trained/onderwerp_idf.npz``), so what
two subjects score depends on these two alone and not on what else is known that night.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import snowballstemmer
from sklearn.feature_extraction.text import HashingVectorizer, strip_accents_unicode
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
        self._parts = tuple(
            zip(counters(), (0, WORDS), (weights.words, weights.letters), strict=True)
        )
        self._dense = np.zeros(WORDS + LETTERS, np.float32)
        self.vector = lru_cache(maxsize=100_000)(self._vector_of)
        self._rarity = lru_cache(maxsize=100_000)(self._rarity_of)

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

    def _vector_of(self, text: str) -> Vector:
        parts = [_weighted(counter, text, at, weights) for counter, at, weights in self._parts]
        return Vector(
            np.concatenate([part.at for part in parts]),
            np.concatenate([part.weights for part in parts]),
        )

    def _rarity_of(self, word: str) -> float:
        counter, _, weights = self._parts[0]
        found = counter.transform([word])
        return float(weights[found.indices].max()) if found.nnz else 0.0


def counters() -> tuple[HashingVectorizer, HashingVectorizer]:
    """What counts the words and the letters of a text, each at the place of its weight."""
    settings = {"norm": None, "alternate_sign": False, "dtype": np.float32}
    return (
        HashingVectorizer(ngram_range=(1, 2), n_features=WORDS, preprocessor=telling, **settings),
        HashingVectorizer(
            analyzer="char_wb",
            ngram_range=(4, 4),
            n_features=LETTERS,
            preprocessor=telling,
            **settings,
        ),
    )


def _weighted(counter: HashingVectorizer, text: str, at: int, weights: Floats) -> Vector:
    found = counter.transform([text])
    weighted = (1 + np.log(found.data)) * weights[found.indices]
    length = float(np.sqrt((weighted**2).sum())) or 1.0
    return Vector(found.indices + at, (_HALF / length * weighted).astype(np.float32))


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
