"""The Standen as a collection, from what is held, what papers link to and what sources showed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from corpus.standen import Collection, HeldPaper, SeenPage, collect_standen, load_register
from extractors.vorm import named_domein, named_organisaties, read_jaar, read_titel
from models.document import Kenmerken
from models.lexicon import Lexicon
from models.paper import RawFile
from models.weblink import StandLink


def standen(
    papers: Iterable[tuple[str, Kenmerken, RawFile]],
    links: Iterable[tuple[str, StandLink]],
    pages: Iterable[SeenPage],
    lexicon: Lexicon,
    today: date,
) -> Collection:
    """The collection as of today.

    ``papers`` are all papers held that have a form (``kenmerken.vorm``), by the id they are
    published under; ``links`` are those of papers that lead to Standen, each with the paper it
    stands in; ``pages`` what sources showed (:func:`read_page`).
    """
    return collect_standen(
        load_register(),
        _held(papers, lexicon),
        (*pages, *(_linked(document_id, link) for document_id, link in links)),
        until=today.year - 1,
        namen={naam.id: naam.naam for naam in lexicon.organisaties},
        ministeries={naam.id: naam.ministerie or "" for naam in lexicon.organisaties},
    )


def read_page(
    bron: str, url: str, titel: str, datum: date | None, lexicon: Lexicon
) -> SeenPage | None:
    """What a page that a source showed promises by its title; ``None`` where no report."""
    soort = read_titel(titel)
    if soort is None:
        return None
    organisaties = named_organisaties(titel, lexicon.organisaties)
    domein = None if organisaties else named_domein(titel, lexicon.ministeries)
    return SeenPage(bron, url, soort, organisaties, domein, read_jaar(titel), datum)


def _held(
    papers: Iterable[tuple[str, Kenmerken, RawFile]], lexicon: Lexicon
) -> Iterator[HeldPaper]:
    spellings = {
        spelling.casefold(): naam.id
        for naam in lexicon.organisaties
        for spelling in (naam.id, naam.naam, *naam.aliassen)
    }
    for document_id, kenmerken, raw in papers:
        if kenmerken.vorm and not raw.ingetrokken:
            yield HeldPaper(
                document_id,
                kenmerken,
                raw.bron,
                raw.bron_url,
                raw.bijlage_bij,
                spellings.get((kenmerken.organisatie or "").casefold()),
            )


def _linked(document_id: str, link: StandLink) -> SeenPage:
    return SeenPage(
        document_id,
        link.url,
        link.soort,
        link.organisaties,
        link.domein,
        link.jaar,
        link.datum,
        link.aantal,
    )
