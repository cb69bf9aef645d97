"""open.overheid.nl: what ministries and their organisations publish themselves.

Searched for Standen van de uitvoering and what belongs to them. A search lists documents, the
detail of each tells its file with size and checksum, and its relations lead to the attachments
of a covering letter. The service needs no key: 401 is how it answers to a path it does not know.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from corpus.client import Client, StatusError
from corpus.sources import FileAt, Page, Seen, SourceItem, Window
from corpus.sources.rijksoverheid import is_retired
from corpus.sources.searches import SEARCHES, names_a_search
from corpus.sources.titles import soort_by_title
from models.document import Kenmerken
from models.identifiers import Dossier
from models.lists import DocumentSoort
from models.problems import Problem, SourceError

Row = Mapping[str, Any]

BASE = "https://open.overheid.nl/overheid/openbaarmakingen/api/v0"
NAME = "openoverheid"

# the service takes 10, 20 or 50, and answers 400 to anything else
_PAGE = 50
# search services of this kind refuse positions of ten thousand and beyond
_DEEPEST = 9_000
_MOST_ATTACHMENTS = 100
_HAS_ATTACHMENT = "https://identifier.overheid.nl/tooi/def/thes/kern/c_05f4a5f3"
_IS_ATTACHMENT = "https://identifier.overheid.nl/tooi/def/thes/kern/c_4d1ea9ba"
# the words of the same list of roles, should the service give those
_ROLES = {"heeft bijlage": _HAS_ATTACHMENT, "is bijlage bij": _IS_ATTACHMENT}
# after so many documents on end of which nothing was told, the service is down
_PATIENCE = 3
_GONE = (404, 410)
_UNKNOWN_PATH = 401

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# a uuid, or what the older collections were numbered with ("ronl-…"); "_2" is the version
_NAME = re.compile(
    rf"(?P<name>{_UUID.pattern}|(?:ronl|oep|plooi)-[0-9a-z-]{{1,80}})(?:_(?P<version>[0-9]{{1,6}}))?"
)
_SHA1 = re.compile(r"[0-9a-f]{40}")
_SECONDS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")

# the kinds of file that can be read now or later, best first; a zip or a sheet is no paper
_READABLE = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
    "application/msword",
    "application/rtf",
    "application/xml",
    "text/xml",
    "text/html",
    "text/plain",
)

# "36600, nr. 1 - Titel", "36600-XV, nr. 12 - Titel": how copies of Kamerstukken are titled
_KAMERSTUK = re.compile(
    r"\s*(?P<dossier>[0-9]{2}[ .]?[0-9]{3}(?:[ -]\(?[A-Z0-9]{1,8}\)?)?)\s*,\s*nr\.?\s*"
    r"(?P<nummer>[0-9]{1,5}[a-z]?|[A-Z]{1,3})\s*[-–—:]\s*(?P<titel>\S.*)",
    re.DOTALL,
)
_KAMERS = {"eerste kamer": 1, "tweede kamer": 2}

_SOORTEN = {
    "kamerbrief": DocumentSoort.BRIEF,
    "brief": DocumentSoort.BRIEF,
    "jaarverslag": DocumentSoort.JAARVERSLAG,
    "uitvoeringstoets": DocumentSoort.UITVOERINGSTOETS,
    "motie": DocumentSoort.MOTIE,
    "bijlage": DocumentSoort.BIJLAGE,
}


@dataclass(frozen=True, slots=True)
class OpenOverheid:
    """The service at ``base``; every search is a list of its own, ``page`` documents at a time."""

    base: str = BASE
    page: int = _PAGE
    name: str = NAME
    streams: tuple[str, ...] = tuple(SEARCHES)
    # documents are listed a while after the moment they say they changed
    overlap: timedelta = timedelta(days=2)

    def list_pages(self, client: Client, stream: str, window: Window) -> Iterator[Page]:
        """Documents that name what is searched for; see :class:`corpus.sources.Source`.

        Without an end, what changed since the window began, newest first. With one (a backfill)
        what was published on its days, oldest first; that list can be resumed.
        """
        reader = _Reader(client, self.base)
        if window.until is None and window.resume is None:
            for listing in self._changed(client, stream, window.since):
                if listing is None:
                    break
                yield reader.page(listing, window.since)
            else:
                reader.check()
                return
        # more than can be read from the newest on: by day of publication, then
        for listing in self._published(client, stream, window):
            days = [hit.datum for hit in listing.hits if hit.datum]
            # what was published on the last day may go on in the next answer: it is read again
            yield replace(reader.page(listing), resume=max(days).isoformat() if days else None)
        reader.check()

    def _changed(self, client: Client, stream: str, since: datetime) -> Iterator[Listing | None]:
        """What changed since a moment, newest first; ``None`` at the end if there is too much."""
        start = 0
        while start <= _DEEPEST:
            listing = self._search(client, stream, start, {"sort": "laatst-gewijzigd"})
            yield listing
            start += listing.rows
            if not listing.rows or start >= listing.total or _is_older(listing, since):
                return
        yield None

    def _published(self, client: Client, stream: str, window: Window) -> Iterator[Listing]:
        """What was published in the window, oldest first, begun anew before it gets too deep."""
        first = _day(window.resume) or window.since.date()
        start = 0
        while True:
            days = {"publicatiedatumVan": f"{first:%d-%m-%Y}"}
            if window.until:
                days["publicatiedatumTot"] = f"{window.until:%d-%m-%Y}"
            order = {"sort": "publicatiedatum", "order": "asc"}
            listing = self._search(client, stream, start, order | days)
            yield listing
            start += listing.rows
            if not listing.rows or start >= listing.total:
                return
            if start > _DEEPEST:
                reached = max((hit.datum for hit in listing.hits if hit.datum), default=first)
                if reached <= first:
                    raise SourceError(_TOO_MUCH.format(listing.total, SEARCHES[stream].words))
                first, start = reached, 0

    def _search(self, client: Client, stream: str, start: int, more: Mapping[str, str]) -> Listing:
        asked = {
            "zoektekst": SEARCHES[stream].words,
            "start": str(start),
            "aantalResultaten": str(self.page),
        }
        listing = read_listing(client.get(f"{self.base}/zoek", {**asked, **more}).data)
        if listing.total < start and not listing.rows:
            raise SourceError(
                f"open.overheid.nl vindt na {start} documenten ineens niets meer; de volgende run"
                " leest de lijst opnieuw."
            )
        return listing


_TOO_MUCH = (
    "open.overheid.nl vindt op één dag te veel documenten ({}) bij '{}'; kijk of de zoekdienst is"
    " veranderd."
)


class _Reader:
    """Asks for the details of what a list names, and gives up where the service keeps failing."""

    def __init__(self, client: Client, base: str) -> None:
        self._client = client
        self._base = base
        self._failed = 0
        # attachments by the letter that covers them, as far as letters were read
        self._letters: dict[str, str] = {}
        # a document that moves up while we read comes by twice
        self._done: set[str] = set()
        self._untold: list[str] = []

    def check(self) -> None:
        """Raises :class:`SourceError` where a document, or what belongs to it, was not told of.

        Called when all the rest is listed: what was found is kept, and the next run asks again.
        """
        if self._untold:
            raise SourceError(
                f"open.overheid.nl zegt van {len(self._untold)} documenten niet wat zij zijn of wat"
                f" erbij hoort (het eerste is {self._untold[0]}); de volgende run vraagt het"
                " opnieuw."
            )

    def page(self, listing: Listing, since: datetime | None = None) -> Page:
        """The papers, pages and problems in one answer, as far as they are about our subject.

        Of what did not change since ``since`` nothing is asked.
        """
        items: list[SourceItem] = []
        seen: list[Seen] = []
        problems: list[Problem] = []
        for hit in listing.hits:
            known = since and hit.moment and hit.moment < since
            if known or hit.name in self._done or not names_a_search(hit.titel, hit.omschrijving):
                continue
            self._done.add(hit.name)
            for found in self._papers(hit):
                if isinstance(found, SourceItem):
                    items.append(found)
                elif isinstance(found, Seen):
                    seen.append(found)
                else:
                    problems.append(found)
        return Page(
            None,
            items=tuple(items),
            newest=listing.newest,
            seen=tuple(seen),
            problems=tuple(problems),
        )

    def _papers(self, hit: Hit) -> Iterator[SourceItem | Seen | Problem]:
        """The paper of a hit, where it is also found, and the attachments that it covers."""
        detail = self._detail(hit)
        roles = detail.relations
        if not roles and not detail.item.ingetrokken:
            roles = self._relations(hit.name)
        parent = next((name for name, role in roles if role == _IS_ATTACHMENT), None)
        yield from _offered(detail, parent or self._letters.get(hit.name))
        attached = [name for name, role in roles if role == _HAS_ATTACHMENT]
        for name in attached[:_MOST_ATTACHMENTS]:
            self._letters[name] = hit.name
            yield from _offered(self._detail(Hit(name)), hit.name)

    def _detail(self, hit: Hit) -> Detail:
        """What the service tells of one document.

        Where the document is gone its paper is withdrawn; where the service fails for this one
        document, what the list says of it is enough to try the file.
        """
        try:
            answer = self._client.get(f"{self._base}/zoek/{hit.name}")
            detail = read_detail(answer.data, self._base)
        except StatusError as error:
            # for a name that is no uuid there may be no detail, though there is a document
            gone = error.status in _GONE and _UUID.fullmatch(hit.name)
            return Detail(_withdrawn(hit, self._base) if gone else _listed(hit, self._base))
        except SourceError:
            self._failed += 1
            if self._failed >= _PATIENCE:
                raise
            self._untold.append(hit.name)
            item = _listed(hit, self._base)
            # told in full later, it counts as changed
            return Detail(replace(item, gewijzigd=f"{item.gewijzigd} lijst".strip()))
        self._failed = 0
        return detail

    def _relations(self, name: str) -> tuple[tuple[str, str], ...]:
        """Which documents belong to this one: the detail often leaves them out."""
        parts = urlsplit(self._base)
        url = f"{parts.scheme}://{parts.netloc}/publicatie/{name}/_relaties"
        try:
            answer = self._client.get(url, {"types": f"{_HAS_ATTACHMENT},{_IS_ATTACHMENT}"})
            return read_relations(answer.data)
        except SourceError as error:
            # no such path (401 is how the service says so): no relations
            if not isinstance(error, StatusError) or error.status not in (*_GONE, _UNKNOWN_PATH):
                self._untold.append(name)
            return ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A document as a search lists it; ``gewijzigd`` is its change and version in one text.

    ``name`` is what the service calls it: a uuid, or for what was published before, ``ronl-…``.
    """

    name: str
    titel: str | None = None
    omschrijving: str | None = None
    datum: date | None = None
    publisher: str | None = None
    moment: datetime | None = None
    gewijzigd: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One answer to a search.

    ``total`` is how many documents the service finds, ours or not; ``rows`` how many are in this
    answer, readable or not.
    """

    total: int
    hits: tuple[Hit, ...]
    rows: int = 0

    @property
    def newest(self) -> datetime | None:
        """The latest change in this answer."""
        return max((hit.moment for hit in self.hits if hit.moment), default=None)


@dataclass(frozen=True, slots=True)
class Detail:
    """What the service tells of one document.

    ``relations`` are the other documents it names, each with the role it plays towards this one;
    ``weblocatie`` is the page of rijksoverheid.nl where the same paper stands. An item that is
    not withdrawn and has no ``files`` is a document without a file.
    """

    item: SourceItem
    relations: tuple[tuple[str, str], ...] = ()
    weblocatie: str | None = None


def read_listing(data: bytes) -> Listing:
    """The documents in one answer to a search.

    Raises :class:`SourceError` for anything that is not such an answer.
    """
    answer = _object(_json(data))
    total, found = answer.get("totaal"), answer.get("resultaten")
    if not isinstance(total, int) or not isinstance(found, list):
        raise SourceError(
            "open.overheid.nl antwoordt zonder resultaten ('totaal', 'resultaten'); kijk of de"
            " dienst is veranderd."
        )
    hits = tuple(hit for row in found if (hit := _hit(_object(row))))
    return Listing(total, hits, len(found))


def read_detail(data: bytes, base: str = BASE) -> Detail:
    """The document in an answer to a question for one.

    Raises :class:`SourceError` for anything that is not such an answer.
    """
    answer = _object(_json(data))
    document = _object(answer.get("document"))
    name = _name(document.get("pid"))
    if name is None:
        raise SourceError(
            "open.overheid.nl beschrijft een document zonder adres ('pid'); kijk of de dienst is"
            " veranderd."
        )
    version = _last_version(answer)
    status = _text(_object(answer.get("plooiIntern")).get("publicatiestatus"))
    published = [row for row in _objects(version.get("bestanden")) if _is_published(row)]
    withdrawn = (status or "gepubliceerd") != "gepubliceerd" or (
        bool(version.get("bestanden")) and not published
    )
    kenmerken, aliassen = _kenmerken(document, version)
    file = _readable(published)
    item = SourceItem(
        key=f"{NAME}:{name}",
        bron=NAME,
        gewijzigd=_change(version.get("mutatiedatumtijd"), version.get("nummer")),
        files=() if withdrawn or file is None else tuple(_addresses(file, name, base)),
        id=_id(name),
        naam=_text(_object(file).get("bestandsnaam")) or name,
        kenmerken=kenmerken,
        ingetrokken=withdrawn,
        aliassen=aliassen,
    )
    return Detail(
        item, _roles(answer.get("documentrelaties")), _address(document.get("weblocatie"))
    )


def read_relations(data: bytes) -> tuple[tuple[str, str], ...]:
    """The related documents in an answer, each with its role.

    Raises :class:`SourceError` for anything that is not JSON. Where the list stands in the answer
    is not documented: it is the answer itself or one of its fields.
    """
    answer = _json(data)
    if isinstance(answer, list):
        return _roles(answer)
    return tuple(role for value in _object(answer).values() for role in _roles(value))


def _offered(detail: Detail, parent: str | None) -> Iterator[SourceItem | Seen | Problem]:
    """A document as its paper, or as what is known to exist without one."""
    item = detail.item
    title = item.kenmerken.titel or item.naam or item.key
    if detail.weblocatie and not item.ingetrokken:
        yield Seen(NAME, detail.weblocatie, title, item.kenmerken.datum, item.key)
    if item.files or item.ingetrokken:
        yield replace(item, bijlage_bij=_id(parent) if parent else None)
        return
    url = f"https://open.overheid.nl/documenten/{item.key.partition(':')[2]}"
    yield Seen(NAME, url, title, item.kenmerken.datum, item.key)
    melding = f"open.overheid.nl biedt bij '{title[:100]}' geen leesbaar bestand; bekijk {url}."
    yield Problem(item.id or item.key, "fetch", "geen_bestand", melding)


def _listed(hit: Hit, base: str) -> SourceItem:
    """The paper of a hit as far as the list tells: without size and checksum."""
    return SourceItem(
        key=f"{NAME}:{hit.name}",
        bron=NAME,
        gewijzigd=hit.gewijzigd or "",
        files=(FileAt(f"{base}/attachment/{hit.name}"),),
        id=_id(hit.name),
        naam=hit.name,
        kenmerken=Kenmerken(titel=hit.titel, datum=hit.datum, ministerie=_ministry(hit.publisher)),
    )


def _withdrawn(hit: Hit, base: str) -> SourceItem:
    """The paper of a hit whose document is no more."""
    return replace(_listed(hit, base), files=(), ingetrokken=True)


def _is_older(listing: Listing, since: datetime | None) -> bool:
    """Whether a list with the newest first has come to what changed before ``since``.

    Only where the answer shows that it is in that order: else everything is read.
    """
    moments = [hit.moment for hit in listing.hits]
    known = [moment for moment in moments if moment]
    if since is None or len(known) < len(moments):
        return False
    return known == sorted(known, reverse=True) and known[0] < since


def _hit(row: Row) -> Hit | None:
    document = _object(row.get("document"))
    name = _name(document.get("id")) or _name(document.get("pid"))
    if name is None:
        return None
    changed = document.get("mutatiedatumtijd")
    version = _NAME.fullmatch((_text(document.get("id")) or "").lower())
    return Hit(
        name=name,
        titel=_text(document.get("titel")),
        omschrijving=_text(document.get("omschrijving")),
        datum=_day(document.get("openbaarmakingsdatum")),
        publisher=_text(document.get("publisher")),
        moment=_moment(changed),
        gewijzigd=_change(changed, version["version"] if version else None),
    )


def _change(changed: object, version: object) -> str:
    """When and to which version a document changed; list and detail give other fractions."""
    match = _SECONDS.match(changed) if isinstance(changed, str) else None
    return f"{match[0] if match else ''} {version or ''}".strip()


def _last_version(answer: Row) -> Row:
    """The version with the highest number; in which order they come is not documented."""
    return max(_objects(answer.get("versies")), key=_version_number, default={})


def _version_number(version: Row) -> int:
    number = version.get("nummer")
    return number if isinstance(number, int) else 0


def _is_published(file: Row) -> bool:
    return file.get("gepubliceerd") is not False


def _readable(files: list[Row]) -> Row | None:
    """The file we would rather read; ``None`` where all are of a kind that is no paper."""
    ranked = [
        (_READABLE.index(kind), at)
        for at, file in enumerate(files)
        if (kind := (_text(file.get("mime-type")) or "application/pdf").lower()) in _READABLE
    ]
    return files[min(ranked)[1]] if ranked else None


def _addresses(file: Row, name: str, base: str) -> Iterator[FileAt]:
    """Where one file can be had: as the document says, then by the service's own door."""
    size, sha1 = file.get("grootte"), (_text(file.get("hash")) or "").lower()
    known = FileAt(
        url=f"{base}/attachment/{name}",
        media_type=_media_type(file),
        size=size if isinstance(size, int) and size > 0 else None,
        sha1=sha1 if _SHA1.fullmatch(sha1) else None,
    )
    said = [_address(file.get("id")), known.url, _address(file.get("url"))]
    for url in dict.fromkeys(url for url in said if url):
        if not is_retired(url):
            yield replace(known, url=url)


def _media_type(file: Row) -> str | None:
    """The kind of file as promised; other words for XML and text differ too much to hold it to."""
    kind = (_text(file.get("mime-type")) or "").lower()
    return kind if kind in _READABLE[:5] else None


def _kenmerken(document: Row, version: Row) -> tuple[Kenmerken, tuple[str, ...]]:
    """What the document says of itself, and its identifier where it is a copy of a Kamerstuk."""
    title = _text(_object(document.get("titelcollectie")).get("officieleTitel"))
    sender = _text(_object(document.get("verantwoordelijke")).get("label"))
    known = Kenmerken(
        soort=_soort(document, title),
        titel=title,
        datum=_day(version.get("openbaarmakingsdatum")),
        ministerie=_ministry(sender),
        afzender=sender,
    )
    kamer = next(
        (kamer for name, kamer in _KAMERS.items() if (sender or "").lower().startswith(name)), None
    )
    match = _KAMERSTUK.fullmatch(title or "") if kamer else None
    if match is None:
        return replace(known, kamer=kamer), ()
    try:
        dossier = str(Dossier.parse(match["dossier"]))
    except ValueError:
        return replace(known, kamer=kamer), ()
    copy = replace(
        known,
        titel=match["titel"].strip(),
        kamer=kamer,
        dossier_id=dossier,
        ondernummer=match["nummer"],
    )
    return copy, (f"kst-{dossier}-{match['nummer']}",)


def _soort(document: Row, title: str | None) -> DocumentSoort:
    """The kind as its label says, where it says more than 'rapport'; else as the title does."""
    kinds = _objects(_object(document.get("classificatiecollectie")).get("documentsoorten"))
    for kind in kinds:
        if found := _SOORTEN.get((_text(kind.get("label")) or "").lower()):
            return found
    return soort_by_title(title) or DocumentSoort.OVERIG


def _ministry(name: str | None) -> str | None:
    return name if name and name.lower().startswith("ministerie") else None


def _roles(value: object) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, _ROLES.get(role.lower(), role))
        for row in _objects(value)
        if (name := _name(row.get("relation"))) and (role := _text(row.get("role")))
    )


def _name(value: object) -> str | None:
    """What the service calls a document: the end of its address, or its id without version."""
    if not isinstance(value, str):
        return None
    match = _NAME.fullmatch(value.strip().rstrip("/").rpartition("/")[2].lower())
    return match["name"] if match else None


def _id(name: str) -> str | None:
    """The identifier of a paper; ``None`` where its name has no uuid (its text may tell)."""
    match = _UUID.search(name)
    return f"ro-{match[0]}" if match else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _moment(value: object) -> datetime | None:
    match = _SECONDS.match(value) if isinstance(value, str) else None
    try:
        return datetime.fromisoformat(match[0]).replace(tzinfo=UTC) if match else None
    except ValueError:
        return None


def _address(value: object) -> str | None:
    text = _text(value) or ""
    return text if text.startswith(("https://", "http://")) else None


def _text(value: object) -> str | None:
    """A text on one line; half a character (JSON can hold one) would not be storable."""
    if not isinstance(value, str):
        return None
    return " ".join(value.encode("utf-8", "replace").decode().split()) or None


def _object(value: object) -> Row:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[Row]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SourceError(
            "open.overheid.nl antwoordt met iets anders dan JSON; probeer het later opnieuw."
        ) from error
