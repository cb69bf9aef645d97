"""A text with everything that points into it, before it has a name and a source."""

from __future__ import annotations

from dataclasses import dataclass

from models.document import Line, Link, NoteMarker, Passage, Table


@dataclass(frozen=True, slots=True)
class Composed:
    """A text and everything that points into it; fields as in ``models.document.Document``."""

    text: str
    passages: tuple[Passage, ...] = ()
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    markers: tuple[NoteMarker, ...] = ()
    links: tuple[Link, ...] = ()
