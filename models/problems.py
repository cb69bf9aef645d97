"""A thing to report about one paper or source, and the exceptions of the program.

What could not be read is data: every :class:`Problem` becomes a row of ``problemen``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong where. ``stap`` is the step of the nightly run (fetch, read, …).

    ``subject`` names the paper, file or source; ``soort`` is one word that never changes
    (``leeg``, ``onbekend_formaat``, …); ``melding`` is one line for a person, saying what to do.
    """

    subject: str
    stap: str
    soort: str
    melding: str


class KamerspoorError(Exception):
    """Something a person can act on; its text is one clear line. ``soort`` as in Problem."""

    soort = "fout"


class UnreadableError(KamerspoorError):
    """The bytes are not a paper we can read."""

    def __init__(self, soort: str, melding: str) -> None:
        super().__init__(melding)
        self.soort = soort


class SourceError(KamerspoorError):
    """A source is down, refuses, or changed its shape."""

    soort = "bron"


class ShapeError(SourceError):
    """A source answers in a way that we were not made for: it is up, and it has changed."""

    soort = "vorm"


class UsageError(KamerspoorError):
    """The command was given something it cannot work with (exit code 2)."""

    soort = "gebruik"


class CheckFailedError(KamerspoorError):
    """A required check before publishing failed; yesterday's release stays."""

    soort = "controle"
