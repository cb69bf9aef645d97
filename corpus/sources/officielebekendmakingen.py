"""KOOP's repository of official publications, listed through its SRU service.

A list is one query for what changed in a window of days. It is read in order of identifier and
begins again after the last one before the service's limit of ten thousand records is reached.

A paper may come twice: under a running number and as a PDF only, days later under its own number
and in all its forms. Each is an item; where a record tells the other number it is among the
``aliassen``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from lxml import etree

from corpus.client import Answer, Client
from corpus.markup import xml_parser
from corpus.sources import FileAt, Page, SourceItem, Window
from corpus.sources.aliases import document_number, is_numeric, is_one_paper
from corpus.sources.titles import soort_by_title
from models.document import Kenmerken
from models.identifiers import Dossier, Vergaderjaar, parse_identifier
from models.lists import DocumentSoort
from models.problems import Problem, SourceError

BASE = "https://repository.overheid.nl/sru"
NAME = "officielebekendmakingen"

_PAGE = 100
# the service answers 504 at positions of ten thousand and beyond
_DEEPEST = 9_000
# a page of records is a few hundred kilobytes
_MOST_BYTES = 32 * 1024 * 1024

# no condition on documentstatus: "Onopgemaakt" is how a paper first appears, and a status we do
# not know would hide what has it
_PAPERS = 'c.product-area==officielepublicaties AND w.organisatietype=="staten generaal"'
STREAMS: Mapping[str, str] = {
    "stukken": _PAPERS,
    # the half-yearly overviews, back to the beginning even where the other list begins late; by
    # title, because a search in the full text takes the service longer than we wait for an answer;
    # whole words, so each compound is a word of its own
    "toezeggingen_ek": (
        'c.product-area==officielepublicaties AND dt.creator=="Eerste Kamer der Staten-Generaal"'
        ' AND (dt.title="toezeggingen" OR dt.title="toezegging" OR dt.title="rappel"'
        ' OR dt.title="toezeggingenrappel" OR dt.title="toezeggingenoverzicht")'
    ),
}
_ORDER = "sortBy dt.identifier/sort.ascending"

# what we would rather read first; metadata are no paper
_MANIFESTATIONS = {
    "xml": "application/xml",
    "pdf": "application/pdf",
    "html": "text/html",
    "odt": "application/vnd.oasis.opendocument.text",
}

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

# it becomes part of keys, file names and the next question
_IDENTIFIER = re.compile(r"[A-Za-z]{1,8}-[0-9A-Za-z.-]{1,80}")
_COUNT = re.compile(r"[0-9]{1,9}")
_RESUME = re.compile(r"(?P<listed>[0-9]{1,9}) (?P<after>\S{1,90})")
# the elements in which a record may name the other number of the same paper
_OTHER_NUMBERS = ("isReplacedBy", "replaces", "hasVersion", "isVersionOf")
_CHAMBERS = {1: "ek", 2: "tk"}

_STUCK = (
    "De lijst van officielebekendmakingen komt niet verder dan record {}; probeer het later"
    " opnieuw."
)


@dataclass(frozen=True, slots=True)
class OfficieleBekendmakingen:
    """The repository whose SRU service is at ``base``; ``page`` records at a time."""

    base: str = BASE
    page: int = _PAGE
    name: str = NAME
    streams: tuple[str, ...] = tuple(STREAMS)
    # the service knows the day of a change, not the moment
    overlap: timedelta = timedelta(days=1)

    def list_pages(self, client: Client, stream: str, window: Window) -> Iterator[Page]:
        """Papers changed on the days of the window; see :class:`corpus.sources.Source`."""
        condition = f'{STREAMS[stream]} AND dt.modified>="{window.since.astimezone(UTC):%Y-%m-%d}"'
        if window.until:
            condition += f' AND dt.modified<"{_day_after(window.until):%Y-%m-%d}"'
        listed, after = read_resume(window.resume)
        for listing in self._listings(client, condition, after):
            expected = listed + listing.number
            yield Page(
                None,
                items=listing.items,
                newest=listing.newest,
                expected=expected,
                resume=f"{listed + listing.passed} {listing.last}" if listing.last else None,
                problems=listing.problems,
            )

    def list_attachments(self, client: Client, kst_id: str) -> tuple[SourceItem, ...]:
        """All attachments of one paper, to see whether those held are complete.

        Raises ``ValueError`` for what is no identifier and :class:`SourceError` where the service
        does not answer.
        """
        if not _IDENTIFIER.fullmatch(kst_id):
            raise ValueError(f"geen kenmerk: {kst_id!r}")
        condition = f'c.product-area==officielepublicaties AND w.hoofddocument=="{kst_id}"'
        return tuple(
            item for listing in self._listings(client, condition, None) for item in listing.items
        )

    def _listings(self, client: Client, condition: str, after: str | None) -> Iterator[Listing]:
        """Every answer to one query, each told how many records went before its end."""
        position = 1
        before = 0
        number: int | None = None
        promised = False
        while True:
            answer = client.get(self.base, self._question(condition, after, position))
            listing = read_listing(answer.data)
            if promised and not listing.records:
                # a service that holds nothing all of a sudden: not the end of the list
                raise SourceError(_STUCK.format(before + position))
            number = listing.number if number is None else number
            passed = before + position - 1 + listing.records
            yield replace(listing, number=number, passed=passed)
            following = _next_position(listing, position, self.page)
            if following is None:
                return
            position, promised = following, listing.next_position is not None
            if position > _DEEPEST and listing.last:
                if listing.last == after:
                    raise SourceError(_STUCK.format(listing.last))
                after, position, before = listing.last, 1, passed

    def _question(self, condition: str, after: str | None, position: int) -> dict[str, str]:
        later = f' AND dt.identifier>"{after}"' if after else ""
        return {
            "operation": "searchRetrieve",
            "version": "2.0",
            "query": f"{condition}{later} {_ORDER}",
            "startRecord": str(position),
            "maximumRecords": str(self.page),
        }


def _next_position(listing: Listing, position: int, page: int) -> int | None:
    """Where to go on after the answer that began at ``position``; ``None`` at the end.

    The number of records is an estimate that changes from answer to answer: it ends nothing.
    """
    reached = position + listing.records
    if listing.next_position is None:
        # a full answer that leaves out where to go on, though the service knows of more
        return reached if page <= listing.records and reached <= listing.number else None
    if listing.next_position <= position or not listing.records:
        raise SourceError(_STUCK.format(position))
    return listing.next_position


def _day_after(until: datetime) -> date:
    """The first day that lies wholly outside a window ending at ``until``."""
    moment = until.astimezone(UTC)
    whole = moment.time() == time.min
    return moment.date() if whole else moment.date() + timedelta(days=1)


def read_resume(resume: str | None) -> tuple[int, str | None]:
    """How many records went before, and after which identifier to go on; the beginning if none."""
    match = _RESUME.fullmatch(resume or "")
    if match is None or not _IDENTIFIER.fullmatch(match["after"]):
        return 0, None
    return int(match["listed"]), match["after"]


@dataclass(frozen=True, slots=True)
class Listing:
    """One answer of the SRU service.

    ``number`` is how many records match (an estimate of the service), ``last`` the identifier of
    the last record, ``next_position`` where the service says to go on. ``records`` counts what is
    in this answer, readable or not; ``passed`` what was listed up to its end.
    """

    number: int
    items: tuple[SourceItem, ...]
    last: str | None
    newest: datetime | None
    next_position: int | None
    records: int = 0
    passed: int = 0
    problems: tuple[Problem, ...] = ()


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
    number = _text(root, "numberOfRecords") or ""
    if etree.QName(root).localname != "searchRetrieveResponse" or not _COUNT.fullmatch(number):
        raise SourceError(
            "De zoekdienst van officielebekendmakingen antwoordt in een onbekende vorm; kijk of de"
            " dienst is veranderd."
        )
    records = list(root.iter("{*}record"))
    read = [read_record(record) for record in records]
    position = _text(root, "nextRecordPosition") or ""
    days = [day for record in records if (day := _date(_text(record, "modified")))]
    return Listing(
        number=int(number),
        items=tuple(item for item in read if isinstance(item, SourceItem)),
        # any record of the last page will do to go on after: none that comes later is passed over
        last=next((name for record in reversed(records) if (name := _identifier(record))), None),
        newest=datetime.combine(max(days), time.min, UTC) if days else None,
        next_position=int(position) if _COUNT.fullmatch(position) else None,
        records=len(records),
        passed=len(records),
        problems=tuple(problem for problem in read if isinstance(problem, Problem)),
    )


def read_record(record: etree._Element) -> SourceItem | Problem:
    """The paper a record describes; a problem where it offers no file or has no identifier."""
    identifier = _identifier(record)
    if identifier is None:
        written = (_text(record, "identifier") or "")[:100]
        return Problem(
            # not the name of the source: what is against that is over when its papers are in
            f"{NAME}: {written!r}",
            "fetch",
            "onbekend_kenmerk",
            f"Een record heeft een onleesbaar kenmerk ({written!r}); bekijk het bij de bron.",
        )
    files = tuple(_files(record))
    if not files:
        return Problem(
            identifier,
            "fetch",
            "geen_bestand",
            f"De bron biedt van {identifier} geen bestand aan; de volgende wijziging wordt"
            " opgehaald.",
        )
    changed = _text(record, "datumTijdstipWijzigingExpression") or _text(record, "modified")
    kind = next(name for name, type_ in _MANIFESTATIONS.items() if type_ == files[0].media_type)
    return SourceItem(
        key=f"{NAME}:{identifier}",
        bron=NAME,
        files=files,
        # a paper that gains its XML later is to be fetched again
        gewijzigd=f"{changed} {kind}",
        id=identifier,
        naam=f"{identifier}.{kind}",
        kenmerken=_kenmerken(record, identifier),
        bijlage_bij=_text(record, "hoofddocument"),
        aliassen=tuple(_aliases(record, identifier)),
    )


def is_missing_page(answer: Answer) -> bool:
    """Whether an answer with status 200 is the portal's page for what does not exist.

    The portal redirects to ``…/Errors/404.htm``, the older mirror to a page named ``fout404``.
    """
    path = urlsplit(answer.url).path.lower()
    if path.endswith("/errors/404.htm") or "fout404" in path:
        return True
    head = answer.data[:2048].lower()
    return b"<html" in head and (b"fout404" in head or b"errors/404" in head)


def _files(record: etree._Element) -> Iterator[FileAt]:
    """The forms a paper is offered in, the one we would rather read first."""
    addresses = {
        item.get("manifestation"): (item.text or "").strip() for item in record.iter("{*}itemUrl")
    }
    for name, media_type in _MANIFESTATIONS.items():
        if address := addresses.get(name):
            yield FileAt(address, media_type)


def _identifier(record: etree._Element) -> str | None:
    found = _text(record, "identifier")
    return found if found and _IDENTIFIER.fullmatch(found) else None


def _aliases(record: etree._Element, identifier: str) -> Iterator[str]:
    """The other identifiers of this very paper, each once."""
    candidates = [_own_number(record, identifier), document_number(identifier)]
    candidates += [other for other in _named(record) if is_one_paper(identifier, other)]
    yield from dict.fromkeys(
        name for name in candidates if name and name != identifier and _is_identifier(name)
    )


def _named(record: etree._Element) -> Iterator[str]:
    """Identifiers in the elements that point at other versions, as text or as address."""
    for name in _OTHER_NUMBERS:
        for element in record.iter(f"{{*}}{name}"):
            for value in (element.get("resourceIdentifier"), element.text):
                last = (value or "").strip().rpartition("/")[2]
                yield last.removesuffix(".html").removesuffix(".xml").removesuffix(".pdf")


def _own_number(record: etree._Element, identifier: str) -> str | None:
    """The number a paper with a running number will get, where the record holds its parts."""
    if not is_numeric(identifier) or _is_attachment(record):
        return None
    soort, _, running = identifier.partition("-")
    if soort == "kst":
        return _kst_number(record)
    chamber = _CHAMBERS.get(_KAMERS.get(_text(record, "creator") or "") or 0)
    fields, with_session = _NUMBERED_BY.get(soort, ((), False))
    parts = [_only(record, name) for name in fields]
    session = _session(record) if with_session else ""
    # old questions have the running number for their only number
    if chamber is None or session is None or not parts or not {None, running}.isdisjoint(parts):
        return None
    return "-".join(part for part in (soort, chamber, session, *parts) if part)


# which fields make up a number, and whether the vergaderjaar goes before them
_NUMBERED_BY: Mapping[str, tuple[tuple[str, ...], bool]] = {
    "ah": (("aanhangselnummer",), True),
    "h": (("publicatienummer", "handelingenitemnummer"), True),
    "kv": (("vraagnummer",), False),
    "nds": (("publicatienummer",), False),
}


def _kst_number(record: etree._Element) -> str | None:
    dossier, number = _only(record, "dossiernummer"), _only(record, "ondernummer")
    return f"kst-{_dossier(dossier)}-{number}" if dossier and number else None


def _session(record: etree._Element) -> str | None:
    try:
        return Vergaderjaar.parse(_text(record, "vergaderjaar") or "").sessie
    except ValueError:
        return None


def _is_identifier(text: str) -> bool:
    try:
        parse_identifier(text)
    except ValueError:
        return False
    return True


def _is_attachment(record: etree._Element) -> bool:
    """An attachment carries the numbers of the paper it belongs to."""
    return "Bijlage" in _texts(record, "type") or bool(_text(record, "hoofddocument"))


def _kenmerken(record: etree._Element, identifier: str) -> Kenmerken:
    dossier = _text(record, "dossiernummer")
    number = _text(record, "ondernummer")
    title = _text(record, "documenttitel") or _text(record, "title")
    return Kenmerken(
        soort=_soort(record, title),
        titel=title,
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
        dossier_id=_dossier(dossier) if dossier else None,
        dossier_titel=_text(record, "dossiertitel"),
        ondernummer=None if _is_attachment(record) else number,
        afzender="; ".join(_texts(record, "indiener")) or None,
    )


def _dossier(written: str) -> str:
    """A dossier number written one way: ``36200-XV`` for ``36200 XV``."""
    try:
        return str(Dossier.parse(written))
    except ValueError:
        return written.replace(" ", "-")


def _soort(record: etree._Element, title: str | None) -> DocumentSoort:
    """The kind as the record says; where it says nothing more, as the title makes certain."""
    if "Bijlage" in _texts(record, "type"):
        return soort_by_title(title) or DocumentSoort.BIJLAGE
    publicatie = _PUBLICATIES.get(_text(record, "publicatienaam") or "")
    if publicatie:
        return publicatie
    rubriek = _text(record, "subrubriek") or ""
    if rubriek.startswith("Nota"):
        return DocumentSoort.NOTA
    return _SOORTEN.get(rubriek) or soort_by_title(title) or DocumentSoort.OVERIG


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
    if len(data) > _MOST_BYTES:
        raise SourceError(
            "Het antwoord van officielebekendmakingen is veel groter dan een lijst; het is niet"
            " gelezen."
        )
    try:
        return etree.fromstring(data, xml_parser())
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise SourceError(
            "De zoekdienst van officielebekendmakingen antwoordt met iets anders dan XML; probeer"
            " het later opnieuw."
        ) from error


def _texts(element: etree._Element, name: str) -> list[str]:
    found = (" ".join((part.text or "").split()) for part in element.iter(f"{{*}}{name}"))
    return [text for text in found if text]


def _text(element: etree._Element, name: str) -> str | None:
    return next(iter(_texts(element, name)), None)


def _only(element: etree._Element, name: str) -> str | None:
    """The text of an element that occurs once; several are a doubt, not a number."""
    found = set(_texts(element, name))
    return found.pop() if len(found) == 1 else None


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
