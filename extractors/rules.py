"""A rule: a named pattern that carries its own proof.

Every rule has an example that fires it and a near miss that does not; a test holds both, the
published list of rules (``docs/regels.md``) is written from them, and every finding names the
rule that made it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over the smoothed text of one unit.

    ``words`` are lower-case strings of which at least one must occur in the text before the
    pattern is tried at all (empty: always tried); they are looked for as substrings.
    ``score`` is the confidence of what the rule finds, 0 to 1.
    """

    name: str
    pattern: re.Pattern[str]
    example: str
    near_miss: str
    words: tuple[str, ...] = ()
    score: float = 1.0

    def finditer(self, text: str, lowered: str | None = None) -> Iterator[re.Match[str]]:
        """The matches in ``text``; ``lowered`` is its lower case where the caller has it."""
        if self.words:
            lowered = text.lower() if lowered is None else lowered
            for word in self.words:  # a loop: faster than any() over as few as these
                if word in lowered:
                    break
            else:
                return iter(())
        return self.pattern.finditer(text)

    def search(self, text: str, lowered: str | None = None) -> re.Match[str] | None:
        """The first match in ``text``, or ``None``."""
        return next(self.finditer(text, lowered), None)
