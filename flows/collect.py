"""What is held: the papers on the shelf, one per document, and all that went wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.shelf import document_shelf, findings_shelf
from extractors.clusters import Signal
from flows.prepare import document_key, findings_key
from flows.settings import Rooms
from models.document import Document, Kenmerken
from models.findings import Findings
from models.lists import KnelpuntSoort
from models.paper import Paper, RawFile
from models.problems import Problem

# where one paper is held in several forms, the richest form is published
_PREFERENCE = ("application/xml", "text/html", "application/pdf")


@dataclass(slots=True)
class Holdings:
    """The papers held: one raw file per document, what linking needs, and the problems.

    ``signals`` are the reported problems of execution, by document.
    """

    chosen: dict[str, RawFile] = field(default_factory=dict)
    linkable: dict[str, tuple[Kenmerken, Findings]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    signals: dict[str, tuple[Signal, ...]] = field(default_factory=dict)

    def to_link(self) -> Iterator[tuple[str, Kenmerken, Findings]]:
        """What the link step is given, in order of document."""
        for document_id in sorted(self.linkable):
            kenmerken, findings = self.linkable[document_id]
            yield document_id, kenmerken, findings


def collect(rooms: Rooms, raws: Sequence[RawFile]) -> Holdings:
    """Go through the shelf once. A document held twice counts once, in its richest form."""
    documents, found = document_shelf(rooms.documents), findings_shelf(rooms.findings)
    held = Holdings()
    for raw in raws:
        document, findings = documents.get(document_key(raw)), found.get(findings_key(raw))
        held.problems += [one for one in (document, findings) if isinstance(one, Problem)]
        if not isinstance(document, Document):
            continue
        held.problems += document.problems
        if not isinstance(findings, Findings):
            findings = Findings(document.id)  # still published: what we could not search is data
        held.problems += findings.problems
        rival = held.chosen.get(document.id)
        if rival is None or _richness(raw) > _richness(rival):
            held.chosen[document.id] = raw
            held.linkable[document.id] = (document.kenmerken, findings)
            held.signals[document.id] = _signals(document, findings)
    held.problems = list(dict.fromkeys(held.problems))  # a paper held twice has its problem twice
    return held


def _signals(document: Document, findings: Findings) -> tuple[Signal, ...]:
    """The problems a paper reports, as clustering sees them."""
    known = document.kenmerken
    year = known.jaar or (known.datum.year if known.datum else None)
    return tuple(
        Signal(one.id, document.quote(one.span), one.thema, known.organisatie, year)
        for one in findings.knelpunten
        if one.soort in (KnelpuntSoort.KNELPUNT, KnelpuntSoort.DILEMMA)
    )


def papers(rooms: Rooms, held: Holdings) -> Iterator[Paper]:
    """Every paper held, one at a time, in order of document id."""
    documents, found = document_shelf(rooms.documents), findings_shelf(rooms.findings)
    for document_id in sorted(held.chosen):
        raw = held.chosen[document_id]
        document, findings = documents.get(document_key(raw)), found.get(findings_key(raw))
        if isinstance(document, Document):
            if not isinstance(findings, Findings):
                findings = Findings(document.id)
            yield Paper(raw, document, findings)


def _richness(raw: RawFile) -> tuple[bool, int, str]:
    """Papers still in force first, then the richer form, then what was fetched last."""
    forms = _PREFERENCE
    form = len(forms) - forms.index(raw.media_type) if raw.media_type in forms else 0
    return (not raw.ingetrokken, form, raw.opgehaald_op)
