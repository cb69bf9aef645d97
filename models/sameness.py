"""The words of a letter as a set of fingerprints, to see whether two papers are one letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

# so many fingerprints of a paper are kept to look others up by
SAMPLE = 16


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a paper says, sentence by sentence: ``zinnen`` maps a digest to its letters."""

    document_id: str
    datum: date | None
    kamer: int | None
    zinnen: Mapping[str, int]

    @property
    def letters(self) -> int:
        """How many letters the sentences have together."""
        return sum(self.zinnen.values())

    @property
    def sample(self) -> tuple[str, ...]:
        """The lowest digests: two papers with the same words have nearly the same sample."""
        return tuple(sorted(self.zinnen)[:SAMPLE])
