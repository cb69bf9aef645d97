"""The links of a paper as rows of the published table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from corpus import tables
from models.document import Document
from models.findings import number_ids
from models.lists import LinkStatus
from models.weblink import LinkFound, LinkOutcome

StateOf = Callable[[str], LinkOutcome | None]


def not_followed(url: str) -> LinkOutcome | None:
    """Nothing is known of any address."""
    return None


def link_rows(
    document: Document, links: Sequence[LinkFound], state_of: StateOf
) -> Iterator[tables.Link]:
    """One row per link in order; ``state_of`` tells what came of following an address.

    A link that was not to be followed keeps what the paper itself tells: that it is empty, or
    which paper it names.
    """
    ids = number_ids("link", document.id, [f"{link.url} {link.tekst}" for link in links])
    for link, row_id in zip(links, ids, strict=True):
        followed = link.status is LinkStatus.NIET_GEVOLGD
        state = (state_of(link.url) if followed else None) or LinkOutcome(link.url, link.status)
        index = document.passage_at(link.span.start)
        yield tables.Link(
            id=row_id,
            document_id=document.id,
            passage_id=None if index is None else f"{document.id}-p{index + 1}",
            pagina=document.page(link.span),
            tekst=link.tekst or None,
            url=link.url,
            status=state.status,
            http_status=state.http_status,
            media_type=state.media_type,
            sha256=state.sha256,
            gearchiveerd_op=state.bewaard_op,
            doel_id=link.doel_id,
        )
