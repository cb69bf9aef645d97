"""The replay of the Tweede Kamer's SyncFeed 2.0: the rows of the dataset as an Atom feed.

Imitated are the habits that break naive clients: every entry has a ``next`` of its own, the order
of parameters in a link differs, the last page says ``resume`` and may be empty, an entity that
changes moves to the end, three entities come with a prefix, moments are written in three ways,
``True`` may have a capital, and a deleted entity may still be full.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zlib import crc32
from zoneinfo import ZoneInfo

from corpus.ledger import sortable_time
from corpus.replay.answer import Answer
from corpus.replay.table import Row, Table, Tables, moment_of

TK = "http://www.tweedekamer.nl/xsd/tkData/v1-0"
_ATOM = "http://www.w3.org/2005/Atom"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_AMSTERDAM = ZoneInfo("Europe/Amsterdam")

PAGE = 250

# the elements of an entity in the order of its schema; ">" marks a reference, "?" what is left
# out where there is nothing to say (all else is nil then)
_ELEMENTS: Mapping[str, str] = {
    "Zaak": "kamerstukdossier> activiteit> agendapunt> gerelateerdVanuit> vervangenVanuit> nummer?"
    " soort onderwerp? gestartOp? organisatie titel citeertitel alias grondslagvoorhang termijn"
    " vergaderjaar? volgnummer? status huidigeBehandelstatus afgedaan grootProject"
    " kabinetsappreciatie",
    "ZaakActor": "zaak> persoon> fractie> commissie> actorNaam actorFractie actorAfkorting functie"
    " relatie sidActor",
    "Document": "huidigeDocumentVersie> bronDocument> activiteit> agendapunt> zaak>"
    " kamerstukdossier> soort documentNummer? titel onderwerp? datum? volgnummer? vergaderjaar?"
    " kamer? citeertitel alias datumRegistratie datumOntvangst aanhangselnummer kenmerkAfzender"
    " organisatie?",
    "DocumentActor": "document> persoon> fractie> commissie> actorNaam actorFractie functie relatie"
    " sidActor",
    "DocumentVersie": "document> status versienummer bestandsgrootte extensie datum"
    " externeidentifier",
    "DocumentPublicatie": "documentVersie> identifier documentType fileName source contentLength"
    " contentType url publicatieDatum",
    "DocumentPublicatieMetadata": "documentVersie> identifier documentType fileName source"
    " contentLength contentType url publicatieDatum",
    "Kamerstukdossier": "titel citeertitel alias nummer? toevoeging hoogsteVolgnummer? afgesloten"
    " kamer",
    "Toezegging": "toegezegdAanFractie> toegezegdAanPersoon> toegezegdAan> isHerhalingVan>"
    " isAanvullingOp> isWijzigingVan> aanmaakdatum nummer activiteit> activiteitNummer naam"
    " achternaam initialen tussenvoegsel voornaam achtervoegsel titulatuur functie status"
    " datumNakoming kamerbriefNakoming ministerie tekst",
    "Activiteit": "voortouwcommissie> voortgezetVanuit> vervangenVanuit> soort nummer onderwerp"
    " datumSoort datum aanvangstijd eindtijd locatie besloten? status? vergaderjaar kamer? noot"
    " vrsNummer sidVoortouw voortouwnaam voortouwafkorting voortouwkortenaam aanvraagdatum"
    " datumVerzoekEersteVerlenging datumMededelingEersteVerlenging datumVerzoekTweedeVerlenging"
    " datumMededelingTweedeVerlenging vervaldatum",
    "ActiviteitActor": "activiteit> persoon> fractie> commissie> actorNaam actorFractie relatie"
    " volgorde functie spreektijd sidActor",
    "Agendapunt": "activiteit> nummer onderwerp aanvangstijd eindtijd volgorde rubriek noot status",
    "Besluit": "agendapunt> zaak> stemmingsSoort besluitSoort besluitTekst opmerking status"
    " agendapuntZaakBesluitVolgorde",
    "Stemming": "besluit> persoon> fractie> soort fractieGrootte actorNaam actorFractie vergissing"
    " sidActorLid sidActorFractie",
    "Persoon": "nummer titels initialen tussenvoegsel achternaam voornamen roepnaam geslacht"
    " functie geboortedatum geboorteplaats geboorteland overlijdensdatum overlijdensplaats"
    " woonplaats land fractielabel",
    "Fractie": "nummer afkorting naamNl naamEn aantalZetels aantalStemmen datumActief"
    " datumInactief",
    "FractieZetel": "fractie> gewicht",
    "FractieZetelPersoon": "fractieZetel> persoon> functie van totEnMet",
    "Commissie": "nummer soort afkorting naamNl naamEn naamWebNl naamWebEn inhoudsopgave"
    " datumActief datumInactief",
    "Vergadering": "soort titel zaal vergaderjaar vergaderingNummer datum aanvangstijd sluiting"
    " kamer",
    "Verslag": "vergadering> soort status",
}
# the field of a row where its name is not that of the element with a capital
_FIELDS: Mapping[str, str] = {
    "naamNl": "NaamNL",
    "naamEn": "NaamEN",
    "naamWebNl": "NaamWebNL",
    "naamWebEn": "NaamWebEN",
    "vrsNummer": "VRSNummer",
    "externeidentifier": "ExterneIdentifier",
}
_PREFIXED = frozenset({"Toezegging", "Vergadering", "Verslag"})
_CAPITAL_TRUE = frozenset({"Persoon"})
_DOWNLOADABLE = frozenset({"Document", "Verslag", "Persoon", "Fractie"})
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")


@dataclass(slots=True)
class Feed:
    """The feed over the tables. ``page`` is how many entries an answer holds.

    ``full`` are the rows as they were before they were deleted, by entity and ``Id``: of these
    the body is still filled.
    """

    tables: Tables
    url: str
    page: int = PAGE
    full: dict[tuple[str, str], Row] = field(default_factory=dict)

    def answer(self, path: str, params: Mapping[str, str]) -> Answer:
        """The answer to a question below ``/SyncFeed/2.0`` (``Resources`` excepted)."""
        if path == "/Feed":
            token = params.get("skiptoken", "0")
            if not token.isdigit():
                return error_500()
            return _atom(self._page(params.get("category"), int(token)))
        _, _, key = path.partition("/Entiteiten/")
        for entity, table in self.tables.items():
            if key in table:
                head = b'<?xml version="1.0" encoding="utf-8"?>\n'
                body = self._element(entity, table.peek(key) or {})
                return Answer(200, "application/xml; charset=utf-8", head + body.encode())
        return Answer(404, "text/html", b"<html><body>Niet gevonden</body></html>")

    def _page(self, category: str | None, token: int) -> str:
        page, more = self._entries(category, token)
        last = page[-1][0] if page else token
        here = self._href(category, token, False)
        lines = [
            '<?xml version="1.0" encoding="utf-8"?>',
            f'<feed xmlns="{_ATOM}">',
            f"<title>Gegevensmagazijn SyncFeed (category: {escape(category or '')})</title>",
            f"<id>{self.url}/SyncFeed/2.0/Feed</id>",
            f"<updated>{self._newest(category)}</updated>",
            "<author><name>Fictief parlement</name></author><rights>CC0</rights>",
            f'<link rel="self" href={here}/>',
            f'<link rel="{"next" if more else "resume"}" href={self._href(category, last, True)}/>',
            *(self._entry(category, *entry) for entry in page),
            "</feed>",
        ]
        return "\n".join(lines)

    def _newest(self, category: str | None) -> str:
        moments = [
            table.newest() for entity, table in self.tables.items() if category in (None, entity)
        ]
        return f"{max(moments, default='')[:19] or '2026-11-01T00:00:00'}Z"

    def _entries(self, category: str | None, token: int) -> tuple[list[tuple[int, str, str]], bool]:
        """Token, entity and id of the entries after ``token``, and whether there are more."""
        feeds = [
            self._after(entity, table, offset, token)
            for offset, (entity, table) in enumerate(sorted(self.tables.items()))
            if entity in _ELEMENTS and category in (None, entity)
        ]
        merged = heapq.merge(*feeds)
        page = [entry for entry, _ in zip(merged, range(self.page + 1), strict=False)]
        return page[: self.page], len(page) > self.page

    def _after(
        self, entity: str, table: Table, offset: int, token: int
    ) -> Iterator[tuple[int, str, str]]:
        feed = table.feed(offset)
        start = bisect_right(feed, (token, "\uffff"))
        return ((one, entity, key) for one, key in feed[start : start + self.page + 1])

    def _href(self, category: str | None, token: int, swapped: bool) -> str:
        parts = [f"category={category}"] if category else []
        parts.append(f"skiptoken={token}")
        if swapped:
            parts.reverse()
        return quoteattr(f"{self.url}/SyncFeed/2.0/Feed?{'&'.join(parts)}")

    def _entry(self, category: str | None, token: int, entity: str, key: str) -> str:
        row = self.tables[entity].peek(key) or {}
        base = f"{self.url}/SyncFeed/2.0"
        links = [f'<link rel="next" href={self._href(category, token, True)}/>']
        if entity == "Document" and not row.get("Verwijderd"):
            links.append(f'<link rel="enclosure" href="{base}/Resources/{key}"/>')
        return "\n".join(
            [
                f"<entry><title>{key}</title><id>{base}/Entiteiten/{key}</id>",
                "<author><name>Fictief parlement</name></author>",
                f"<updated>{moment_of(row)[:19]}Z</updated>",
                f'<category term="{entity.lower()}"/>',
                *links,
                f'<content type="application/xml">{self._element(entity, row)}</content></entry>',
            ]
        )

    def _element(self, entity: str, row: Row) -> str:
        prefix = "ns1:" if entity in _PREFIXED else ""
        deleted = bool(row.get("Verwijderd"))
        body = self.full.get((entity, str(row["Id"]))) if deleted else row
        inner = "".join(_children(entity, body, prefix)) if body else ""
        name = prefix + entity.lower()
        head = f"<{name} {_attributes(entity, row, prefix or 'tk:')}"
        return f"{head}>{inner}</{name}>" if inner else f"{head}/>"


def _attributes(entity: str, row: Row, prefix: str) -> str:
    spaces = f'xmlns:{prefix[:-1]}="{TK}" xmlns:xsi="{_XSI}"'
    if prefix == "tk:":
        spaces = f'xmlns="{TK}" {spaces}'
    key = str(row["Id"])
    word = "true" if row.get("Verwijderd") else "false"
    facts = {
        f"{prefix}bijgewerkt": _bijgewerkt(entity, row),
        f"{prefix}verwijderd": word.capitalize() if entity in _CAPITAL_TRUE else word,
    }
    if entity in _DOWNLOADABLE and row.get("ContentType"):
        facts[f"{prefix}contentType"] = row["ContentType"]
        if row.get("ContentLength") is not None:
            facts[f"{prefix}contentLength"] = str(row["ContentLength"])
    said = " ".join(f"{name}={quoteattr(value)}" for name, value in facts.items())
    return f"{spaces} id={quoteattr(key)} {said}"


def _bijgewerkt(entity: str, row: Row) -> str:
    """When the source changed the row: naive local time, or UTC, or with an offset."""
    moment = sortable_time(row.get("GewijzigdOp")) or moment_of(row)
    if not moment:
        return "0001-01-01T00:00:00"
    if entity in _PREFIXED:
        return _local(moment, offset=True)
    if entity in ("Persoon", "Fractie") or crc32(str(row["Id"]).encode()) % 4 == 0:
        return moment
    return _local(moment, offset=False)


def _local(moment: str, *, offset: bool) -> str:
    """A sortable moment in Dutch time, all seven digits kept."""
    second = datetime.fromisoformat(moment[:19] + "+00:00").astimezone(_AMSTERDAM)
    text = second.isoformat()
    return f"{text[:19]}{moment[19:-1]}{text[19:] if offset else ''}"


def _children(entity: str, row: Row, prefix: str) -> Iterator[str]:
    for word in _ELEMENTS[entity].split():
        name = word.rstrip(">?")
        held = _FIELDS.get(name, name[0].upper() + name[1:])
        value = row.get(held)
        if word.endswith(">") or isinstance(value, list):
            yield from _references(prefix + name, value, row.get(f"{held}_Id"))
        elif value is not None:
            text = escape(_NO_XML.sub("", _text(value, offset=bool(prefix))))
            yield f"<{prefix}{name}>{text}</{prefix}{name}>"
        elif not word.endswith("?"):
            yield f'<{prefix}{name} xsi:nil="true"/>'


def _references(name: str, value: Any, foreign: Any) -> Iterator[str]:
    """One element for each row referred to; an empty one where a list is there but empty."""
    parts = value if isinstance(value, list) else [value]
    keys = [part.get("Id") for part in parts if isinstance(part, dict)]
    if not keys and foreign:
        keys = [foreign]
    if not keys and value == [] and name.endswith("toegezegdAan"):
        yield f"<{name}/>"
    for key in dict.fromkeys(keys):
        yield f"<{name} ref={quoteattr(str(key))}/>"


def _text(value: Any, *, offset: bool) -> str:
    """A value as it stands in the feed: days and moments lose their offset, mostly."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return text[:19] if _MOMENT.match(text) and not offset else text


def _atom(text: str) -> Answer:
    return Answer(200, "application/atom+xml; charset=utf-8", text.encode(), chunked=True)


def error_500() -> Answer:
    """The service's way of saying that something is wrong."""
    body = b"<Error><Message>An error has occurred.</Message></Error>"
    return Answer(500, "application/xml; charset=utf-8", body)
