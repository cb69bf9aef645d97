"""The learned parameters that the extractors are given; see ``models/trained``."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

import numpy as np

from extractors.likeness import LETTERS, WORDS, Likeness, Weights

TRAINED = Path(__file__).parents[1] / "models" / "trained"


@cache
def load_likeness() -> Likeness:
    """What tells how alike two subjects of moties are."""
    with np.load(TRAINED / "onderwerp_idf.npz", allow_pickle=False) as stored:
        words, letters = (stored[name].astype(np.float32) for name in ("words", "letters"))
    if words.shape != (WORDS,) or letters.shape != (LETTERS,):
        raise ValueError("onderwerp_idf.npz past niet bij deze versie: python -m bench.learn_idf")
    return Likeness(Weights(words, letters))


@cache
def load_words() -> frozenset[str]:
    """The words of the language, in small letters: by them torn words are told."""
    packed = (TRAINED / "woorden.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode("utf-8").split("\n"))
