"""The unit of analysis: a sentence, heading, list item or table cell of the running text."""

from __future__ import annotations

from dataclasses import dataclass

from models.document import Span
from models.lists import PassageSoort
from models.view import View


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a document (see the annotation guide: the main clause decides).

    ``span`` is its place in ``Document.text``; ``view`` is its smoothed reading, whose origins
    point into ``Document.text``; ``passage`` is the index of the passage it lies in and ``soort``
    that passage's kind. ``heading`` is the text of the nearest heading above it.
    """

    span: Span
    view: View
    passage: int
    soort: PassageSoort
    heading: str | None = None

    @property
    def text(self) -> str:
        """The smoothed reading."""
        return self.view.text
