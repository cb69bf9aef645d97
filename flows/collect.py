"""What is published of what is held: the papers, one per document, and what is wrong with any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.ledger import Ledger
from corpus.linkstate import LinkState
from corpus.linkstate.views import papers_of
from corpus.shelf import document_shelf, findings_shelf
from flows.linking import open_state
from flows.prepare import document_key, findings_key
from flows.settings import Rooms
from models.document import Document
from models.findings import Findings
from models.links import Changes
from models.paper import Paper
from models.problems import Problem


@dataclass(slots=True)
class Holdings:
    """What is wrong with the papers held, those that did not change included."""

    problems: list[Problem] = field(default_factory=list)


def collect(rooms: Rooms) -> Holdings:
    """What the last link step found wrong with the papers; nothing where there was none yet."""
    if not rooms.ledger.exists() or not rooms.links.exists():
        return Holdings()
    with Ledger(rooms.ledger) as ledger, open_state(rooms, ledger) as state:
        return Holdings(state.papers.problems())


def papers(
    rooms: Rooms, ledger: Ledger, state: LinkState, changes: Changes | None
) -> Iterator[Paper]:
    """The papers that changed, or all, one at a time, in order of document id."""
    documents, found = document_shelf(rooms.documents), findings_shelf(rooms.findings)
    for _, key in papers_of(state, changes):
        raw = ledger.raw(key)
        document = documents.get(document_key(raw)) if raw else None
        if raw and isinstance(document, Document):
            findings = found.get(findings_key(raw))
            if not isinstance(findings, Findings):  # still published: what we could not search
                findings = Findings(document.id)
            yield Paper(raw, document, findings)
