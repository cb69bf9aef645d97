"""In which form an organisation reports on execution, and how that was recognised."""

from __future__ import annotations

from dataclasses import dataclass

from models.lists import DocumentSoort


@dataclass(frozen=True, slots=True)
class Vorm:
    """What a paper is as a report on execution, told from its content.

    ``soort`` is the form (a Stand, a knelpuntenbrief, a jaarverslag, …). ``aanbieding`` marks a
    covering letter: the paper only brings reports of that form along. ``methode`` names the rules
    that agreed, ``score`` is their weight together, 0 to 1. ``organisaties`` are ids of the list
    of organisations; ``domein`` is a field named instead of organisations (the id of a ministry,
    or ``sociale-zekerheid``). ``jaar`` is the reporting year as the title says it, ``None`` where
    it says none.
    """

    soort: DocumentSoort
    methode: str
    score: float
    aanbieding: bool = False
    organisaties: tuple[str, ...] = ()
    domein: str | None = None
    jaar: int | None = None
