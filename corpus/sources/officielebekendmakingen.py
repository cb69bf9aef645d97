"""KOOP's repository of official publications, listed through its SRU service.

A list is one query for what changed since a day. It is read in order of identifier and begins
again after the last one before the service's limit of ten thousand records is reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from lxml import etree

from corpus.client import Client
from corpus.sources import FileAt, Page, SourceItem, Window
from models.document import Kenmerken
from models.lists import DocumentSoort
from models.problems import SourceError

BASE = "https://repository.overheid.nl/sru"

_PAGE = 100
# the service answers 504 at positions of ten thousand and beyond
_DEEPEST = 9_000

_QUERY = (
    'c.product-area==officielepublicaties AND w.organisatietype=="staten generaal" AND '
    '(w.documentstatus==Opgemaakt OR w.documentstatus=="Opgemaakt na onopgemaakt" OR '
    'dt.type==Bijlage) AND dt.modified>="{since:%Y-%m-%d}"{after} '
    "sortBy dt.identifier/sort.ascending"
)

# what we would rather read first
_MANIFESTATIONS = {"xml": "application/xml", "pdf": "application/pdf", "html": "text/html"}

_SOORTEN = {
    "Motie": DocumentSoort.MOTIE,
    "Brief": DocumentSoort.BRIEF,
    "Verslag": DocumentSoort.VERSLAG,
    "Voorstel van wet": DocumentSoort.WETSVOORSTEL,
    "Memorie van toelichting": DocumentSoort.NOTA,
    "Jaarverslag": DocumentSoort.JAARVERSLAG,
}
_PUBLICATIES = {
    "Kamervragen (Aanhangsel)": DocumentSoort.ANTWOORD_KAMERVRAGEN,
    "Handelingen": DocumentSoort.HANDELINGEN,
}
_KAMERS = {"Eerste Kamer der Staten-Generaal": 1, "Tweede Kamer der Staten-Generaal": 2}


@dataclass(frozen=True, slots=True)
class OfficieleBekendmakingen:
    """The repository whose SRU service is at ``base``; ``page`` records at a time."""

    base: str = BASE
    page: int = _PAGE
    name: str = "officielebekendmakingen"
    streams: tuple[str, ...] = ("stukken",)
    # the service knows the day of a change, not the moment
    overlap: timedelta = timedelta(days=1)

    def list_pages(self, client: Client, stream: str, window: Window) -> Iterator[Page]:
        """Papers changed since the day the window begins; see :class:`corpus.sources.Source`."""
        after: str | None = None
        position = 1
        expected: int | None = None
        while True:
            answer = client.get(self.base, self._question(window.since, after, position))
            listing = read_listing(answer.data)
            expected = listing.number if expected is None else expected
            yield Page(None, (), listing.items, listing.newest, expected)
            if listing.next_position is None:
                return
            if listing.next_position <= position or not listing.items:
                raise SourceError(
                    "De lijst van officielebekendmakingen komt niet verder dan record"
                    f" {position}; probeer het later opnieuw."
                )
            position = listing.next_position
            if position > _DEEPEST:
                after, position = listing.last, 1

    def _question(self, since: datetime, after: str | None, position: int) -> dict[str, str]:
        later = f' AND dt.identifier>"{after}"' if after else ""
        return {
            "operation": "searchRetrieve",
            "version": "2.0",
            "query": _QUERY.format(since=since, after=later),
            "startRecord": str(position),
            "maximumRecords": str(self.page),
        }


@dataclass(frozen=True, slots=True)
class Listing:
    """One answer of the SRU service.

    ``number`` is how many records match (an estimate of the service), ``last`` the identifier of
    the last record, ``next_position`` where to go on, ``None`` at the end.
    """

    number: int
    items: tuple[SourceItem, ...]
    last: str | None
    newest: datetime | None
    next_position: int | None


def read_listing(data: bytes) -> Listing:
    """The papers in one answer of the SRU service.

    Raises :class:`SourceError` for a diagnostic (which comes with status 200) and for anything
    that is not an SRU answer.
    """
    root = _parse(data)
    for diagnostic in root.iter("{*}diagnostic"):
        raise SourceError(
            "De zoekdienst van officielebekendmakingen weigert de vraag:"
            f" {_text(diagnostic, 'message')} ({_text(diagnostic, 'details')})."
        )
    number = _text(root, "numberOfRecords")
    if etree.QName(root).localname != "searchRetrieveResponse" or not (number or "").isdigit():
        raise SourceError(
            "De zoekdienst van officielebekendmakingen antwoordt in een onbekende vorm; kijk of de"
            " dienst is veranderd."
        )
    records = list(root.iter("{*}record"))
    items = tuple(item for record in records if (item := read_record(record)))
    position = _text(root, "nextRecordPosition")
    days = [day for record in records if (day := _date(_text(record, "modified")))]
    return Listing(
        number=int(number or 0),
        items=items,
        last=_text(records[-1], "identifier") if records else None,
        newest=datetime.combine(max(days), time.min, UTC) if days else None,
        next_position=int(position) if position and position.isdigit() else None,
    )


def read_record(record: etree._Element) -> SourceItem | None:
    """The paper a record describes; ``None`` where it offers no file that can be read."""
    identifier = _text(record, "identifier")
    addresses = {
        item.get("manifestation"): (item.text or "").strip() for item in record.iter("{*}itemUrl")
    }
    kind = next((name for name in _MANIFESTATIONS if addresses.get(name)), None)
    if not identifier or kind is None:
        return None
    changed = _text(record, "datumTijdstipWijzigingExpression") or _text(record, "modified")
    return SourceItem(
        key=f"officielebekendmakingen:{identifier}",
        bron="officielebekendmakingen",
        files=(FileAt(addresses[kind], _MANIFESTATIONS[kind]),),
        # a paper that gains its XML later is to be fetched again
        gewijzigd=f"{changed} {kind}",
        id=identifier,
        naam=f"{identifier}.{kind}",
        kenmerken=_kenmerken(record, identifier),
        bijlage_bij=_text(record, "hoofddocument"),
    )


def _kenmerken(record: etree._Element, identifier: str) -> Kenmerken:
    dossier = _text(record, "dossiernummer")
    number = _text(record, "ondernummer")
    return Kenmerken(
        soort=_soort(record),
        titel=_text(record, "documenttitel") or _text(record, "title"),
        datum=next(
            (
                day
                for name in ("date", "issued", "available")
                if (day := _date(_text(record, name)))
            ),
            None,
        ),
        kamer=_kamer(record, identifier, number),
        vergaderjaar=_text(record, "vergaderjaar"),
        dossier_id=dossier.replace(" ", "-") if dossier else None,
        dossier_titel=_text(record, "dossiertitel"),
        # an attachment carries the number of the paper it belongs to
        ondernummer=None if _text(record, "hoofddocument") else number,
        afzender="; ".join(_texts(record, "indiener")) or None,
    )


def _soort(record: etree._Element) -> DocumentSoort:
    if _text(record, "type") == "Bijlage":
        return DocumentSoort.BIJLAGE
    publicatie = _PUBLICATIES.get(_text(record, "publicatienaam") or "")
    if publicatie:
        return publicatie
    rubriek = _text(record, "subrubriek") or ""
    if rubriek.startswith("Nota"):
        return DocumentSoort.NOTA
    return _SOORTEN.get(rubriek, DocumentSoort.OVERIG)


def _kamer(record: etree._Element, identifier: str, number: str | None) -> int | None:
    """The chamber: as said, or as the numbering shows (the Eerste Kamer numbers with letters)."""
    said = _KAMERS.get(_text(record, "creator") or "")
    if said:
        return said
    for mark, kamer in (("-ek-", 1), ("-tk-", 2)):
        if mark in identifier:
            return kamer
    if number and identifier.startswith(("kst-", "blg-")):
        return 2 if number.isdigit() else 1
    return None


def _parse(data: bytes) -> etree._Element:
    """The root of an XML answer; entities are not resolved and nothing is loaded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(
            "De zoekdienst van officielebekendmakingen antwoordt met iets anders dan XML; probeer"
            " het later opnieuw."
        ) from error


def _texts(element: etree._Element, name: str) -> list[str]:
    found = (" ".join((part.text or "").split()) for part in element.iter(f"{{*}}{name}"))
    return [text for text in found if text]


def _text(element: etree._Element, name: str) -> str | None:
    return next(iter(_texts(element, name)), None)


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
