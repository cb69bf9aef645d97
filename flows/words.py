"""The words of the language that reading is given; see ``models/trained/woorden.md``."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).parents[1] / "models" / "trained" / "woorden.txt.gz"


@cache
def load_words() -> frozenset[str]:
    """The words of the language, in small letters: by them torn words are told."""
    return frozenset(gzip.decompress(_WORDS.read_bytes()).decode("utf-8").split("\n"))
