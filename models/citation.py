"""The kinds of citation: one class for each way of pointing at a paper.

Found as written first (``extractors.citations.find_citations``), settled later by what the same
document cited before (``extractors.citations.resolve``). ``rule`` names the rule that found it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.document import Span
from models.lists import VerwijzingSoort


@dataclass(frozen=True, slots=True)
class PageSpan:
    """The page or pages pointed at within the cited paper ("p. 13", "blz. 4-6")."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class FullCitation:
    """Names its paper in full: ``Kamerstukken II 2021/22, 35 387, nr. 12, p. 3``.

    ``target`` is the identifier (``kst-35387-12``), or ``None`` where the paper named cannot be
    written as one; ``incomplete`` says that number or dossier cannot be read from the text.
    ``chamber`` is 1 or 2 where written, ``year`` the vergaderjaar (``2021-2022``) where written.
    ``attachment`` holds where the text says "bijlage bij".
    """

    span: Span
    soort: VerwijzingSoort
    target: str | None
    rule: str
    chamber: int | None = None
    year: str | None = None
    pin: PageSpan | None = None
    incomplete: bool = False
    attachment: bool = False
    kind: Literal["full"] = "full"


@dataclass(frozen=True, slots=True)
class ShortCitation:
    """Leaves the dossier to be understood: ``nr. 24``."""

    span: Span
    number: str
    rule: str
    pin: PageSpan | None = None
    kind: Literal["short"] = "short"


@dataclass(frozen=True, slots=True)
class BackCitation:
    """Points at what was just cited: ``voornoemde motie``, ``genoemde brief``."""

    span: Span
    rule: str
    kind: Literal["back"] = "back"


Citation = FullCitation | ShortCitation | BackCitation


@dataclass(frozen=True, slots=True)
class Verwijzing:
    """A citation and what it turned out to point at.

    ``doel_id`` is the identifier or ``None`` where the text leaves a doubt; ``methode`` names the
    rule, ``score`` is 1.0 for a paper named in full and lower where it had to be understood.
    """

    citation: Citation
    doel_id: str | None
    methode: str
    score: float

    @property
    def span(self) -> Span:
        """Where the citation stands."""
        return self.citation.span

    @property
    def soort(self) -> VerwijzingSoort:
        """The kind of paper; short and back citations point at Kamerstukken."""
        if isinstance(self.citation, FullCitation):
            return self.citation.soort
        return VerwijzingSoort.KAMERSTUK
