"""One answer of the Tweede Kamer's SyncFeed: an Atom feed into rows under the names of OData.

The feed writes ``naamNl`` where OData has ``NaamNL``, ``<zaak ref="…"/>`` where OData has a key or
a nested list, and a moment without time zone where OData says ``+01:00``. What is nested in an
OData row stands here as a reference (``{"Id": …}``) under the same name. Elements we do not know
are kept under their name with a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from models.problems import SourceError

Row = dict[str, Any]

ATOM = "http://www.w3.org/2005/Atom"
TK = "http://www.tweedekamer.nl/xsd/tkData/v1-0"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_AMSTERDAM = ZoneInfo("Europe/Amsterdam")

# What an entity has besides Id, moments and Verwijderd. After a name: ">" one row referred to, "*"
# any number of them, "+" likewise in only one of the shapes an entity has had; ":i" a whole
# number, ":b" yes or no, ":t" a moment, ":d" a day; all else is text.
FIELDS: Mapping[str, str] = {
    "Persoon": (
        "Nummer:i Titels Initialen Tussenvoegsel Achternaam Voornamen Roepnaam Geslacht Functie"
        " Geboortedatum:d Geboorteplaats Geboorteland Overlijdensdatum:d Overlijdensplaats"
        " Woonplaats Land Fractielabel"
    ),
    "Fractie": (
        "Nummer:i Afkorting NaamNL NaamEN AantalZetels:i AantalStemmen:i DatumActief:t"
        " DatumInactief:t"
    ),
    "FractieZetel": "Fractie> Gewicht:i",
    "FractieZetelPersoon": "FractieZetel> Persoon> Functie Van:t TotEnMet:t",
    "Commissie": (
        "Nummer:i Soort Afkorting NaamNL NaamEN NaamWebNL NaamWebEN Inhoudsopgave DatumActief:t"
        " DatumInactief:t"
    ),
    "Kamerstukdossier": (
        "Titel Citeertitel Alias Nummer:i Toevoeging HoogsteVolgnummer:i Afgesloten:b Kamer"
    ),
    "Activiteit": (
        "Voortouwcommissie> VoortgezetVanuit* VervangenVanuit* Soort Nummer Onderwerp DatumSoort"
        " Datum:t Aanvangstijd:t Eindtijd:t Locatie Besloten:b Status Vergaderjaar Kamer Noot"
        " VRSNummer SidVoortouw Voortouwnaam Voortouwafkorting Voortouwkortenaam Aanvraagdatum:t"
        " DatumVerzoekEersteVerlenging:t DatumMededelingEersteVerlenging:t"
        " DatumVerzoekTweedeVerlenging:t DatumMededelingTweedeVerlenging:t Vervaldatum:t"
    ),
    "Agendapunt": (
        "Activiteit> Nummer Onderwerp Aanvangstijd:t Eindtijd:t Volgorde:i Rubriek Noot Status"
    ),
    "Zaak": (
        "Kamerstukdossier* Activiteit* Agendapunt* GerelateerdVanuit* VervangenVanuit* Nummer"
        " Soort Onderwerp GestartOp:t Organisatie Titel Citeertitel Alias Grondslagvoorhang"
        " Termijn:t Vergaderjaar Volgnummer:i Status HuidigeBehandelstatus Afgedaan:b"
        " GrootProject:b Kabinetsappreciatie"
    ),
    "ZaakActor": (
        "Zaak> Persoon> Fractie> Commissie> ActorNaam ActorFractie ActorAfkorting Functie Relatie"
        " SidActor"
    ),
    "Besluit": (
        "Agendapunt> Zaak* StemmingsSoort BesluitSoort BesluitTekst Opmerking Status"
        " AgendapuntZaakBesluitVolgorde:i"
    ),
    "Stemming": (
        "Besluit> Persoon> Fractie> Soort FractieGrootte:i ActorNaam ActorFractie Vergissing:b"
        " SidActorLid SidActorFractie"
    ),
    "Toezegging": (
        "ToegezegdAanFractie+ ToegezegdAanPersoon+ ToegezegdAan+ IsHerhalingVan* IsAanvullingOp*"
        " IsWijzigingVan* Activiteit* Aanmaakdatum:t Nummer ActiviteitNummer Naam Achternaam"
        " Initialen Tussenvoegsel Voornaam Achtervoegsel Titulatuur Functie Status DatumNakoming:t"
        " KamerbriefNakoming Ministerie Tekst"
    ),
    "ToegezegdAan": "Toezegging> Fractie> Persoon>",
    "DocumentVersie": (
        "Document> Status Versienummer:i Bestandsgrootte:i Extensie Datum:t ExterneIdentifier"
    ),
    "DocumentPublicatie": (
        "DocumentVersie> Identifier DocumentType FileName Source ContentLength:i ContentType Url"
        " PublicatieDatum:t"
    ),
    "DocumentActor": (
        "Document> Persoon> Fractie> Commissie> ActorNaam ActorFractie Functie Relatie SidActor"
    ),
    "Document": (
        "HuidigeDocumentVersie> BronDocument* Activiteit* Agendapunt* Zaak* Kamerstukdossier* Soort"
        " DocumentNummer Titel Onderwerp Datum:t Volgnummer:i Vergaderjaar Kamer:i Citeertitel"
        " Alias DatumRegistratie:t DatumOntvangst:t Aanhangselnummer KenmerkAfzender Organisatie"
    ),
}
# entities that are a file as well: attributes tell its kind and size
_FILES = frozenset({"Persoon", "Fractie", "Document"})

_FIELD = re.compile(r"(?P<name>\w+)(?P<kind>:\w|[>*+])?")
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:T(?P<clock>\d\d:\d\d:\d\d)(?P<part>\.\d+)?"
    r"(?P<zone>Z|[+-]\d\d:\d\d)?)?"
)
_WORDS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an entity: its name in OData and its kind, as :data:`FIELDS` writes them."""

    name: str
    kind: str


def _fields(entity: str) -> dict[str, Field]:
    """The fields of an entity by the name of their element in small letters."""
    found = (_FIELD.fullmatch(word) for word in FIELDS.get(entity, "").split())
    fields = (Field(match["name"], match["kind"] or "") for match in found if match)
    return {field.name.lower(): field for field in fields}


_BY_ENTITY = {entity: _fields(entity) for entity in FIELDS}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the row in it (``None`` for one of another entity) and the token after it."""

    row: Row | None
    changed: datetime | None
    token: int | None


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of the feed.

    ``next`` is the token of the page after it, ``resume`` the token to ask for later where there
    is no such page. ``cut`` says that the answer was broken off; ``entries`` are then those that
    came in whole.
    """

    entries: tuple[Entry, ...]
    next: int | None = None
    resume: int | None = None
    cut: bool = False

    @property
    def last(self) -> int | None:
        """The token after all entries of this page."""
        tokens = [entry.token for entry in self.entries]
        of_page = self.resume if self.next is None else self.next
        if of_page is not None and not self.cut:
            return of_page
        return max((token for token in tokens if token is not None), default=None)


def read_feed(entity: str, data: bytes, base: str) -> Feed:
    """The answer of the feed at ``base`` for one entity.

    Raises :class:`SourceError` for what is no feed, and for a link that leads elsewhere.
    """
    # a pull parser hands over the entries that came in whole before an answer was broken off
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=(f"{{{ATOM}}}feed", f"{{{ATOM}}}entry"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    )
    cut = False
    try:
        parser.feed(data)
        parser.close()
    except etree.XMLSyntaxError:
        cut = True
    root: etree._Element | None = None
    entries: list[Entry] = []
    for event, element in parser.read_events():
        if not isinstance(element, etree._Element):
            continue
        if event == "start":
            root = element if root is None else root
        elif element.tag == f"{{{ATOM}}}entry":
            entries.append(_entry(entity, element, base))
    if root is None or root.tag != f"{{{ATOM}}}feed" or root.getroottree().docinfo.internalDTD:
        raise SourceError(_NO_FEED.format(entity))
    return Feed(tuple(entries), _link(root, "next", base), _link(root, "resume", base), cut)


_NO_FEED = (
    "De SyncFeed antwoordt voor {} met iets anders dan een feed; probeer het later opnieuw en kijk"
    " of de dienst is veranderd."
)


def _entry(entity: str, entry: etree._Element, base: str) -> Entry:
    updated = entry.findtext(f"{{{ATOM}}}updated") or ""
    inside = entry.iterfind(f"{{{ATOM}}}content/*")
    element = next((part for part in inside if isinstance(part.tag, str)), None)
    row = None
    if element is not None and etree.QName(element).localname.lower() == entity.lower():
        row = read_row(entity, element, updated.strip())
    return Entry(row, _read_moment(updated.strip()), _link(entry, "next", base))


def _link(element: etree._Element, rel: str, base: str) -> int | None:
    """The token in the link ``rel`` of a feed or entry; ``None`` where it has no such link.

    Raises :class:`SourceError` where the link does not lead to the feed itself.
    """
    for link in element.iterchildren(f"{{{ATOM}}}link"):
        if link.get("rel") == rel:
            return read_token(link.get("href") or "", base)
    return None


def read_token(href: str, base: str) -> int | None:
    """The ``skiptoken`` of a link within the feed at ``base``, whatever the order of its parts.

    Nothing else of the link is used. Raises :class:`SourceError` for a link to another address.
    """
    home = urlsplit(f"{base}/Feed")
    try:
        link = urlsplit(urljoin(f"{base}/Feed", href))
        same = (link.hostname, link.port, link.path) == (home.hostname, home.port, home.path)
        tokens = parse_qs(link.query, max_num_fields=20).get("skiptoken", [])
    except ValueError:
        same, tokens = False, []
    if not same:
        raise SourceError(
            f"De SyncFeed verwijst naar een ander adres ({href[:100]!r}); dat is niet gevolgd."
        )
    return int(tokens[0]) if tokens and re.fullmatch(r"[0-9]{1,18}", tokens[0]) else None


def read_row(entity: str, element: etree._Element, updated: str) -> Row | None:
    """The row in an element of ``entity``, published at ``updated``; ``None`` without ``id``.

    Of a deleted row nothing is left but that, whether or not its body is still filled.
    """
    key = element.get("id")
    if not key:
        return None
    bijgewerkt = element.get(f"{{{TK}}}bijgewerkt")
    row: Row = {
        "Id": key,
        "GewijzigdOp": _moment(bijgewerkt) if bijgewerkt else None,
        "ApiGewijzigdOp": _utc(updated),
        "Verwijderd": _WORDS.get((element.get(f"{{{TK}}}verwijderd") or "").strip().lower()),
    }
    if row["Verwijderd"]:
        return row
    fields = _BY_ENTITY.get(entity, {})
    for field in fields.values():
        if field.kind == "*":
            row[field.name] = []
        elif field.kind == ">":
            row[f"{field.name}_Id"] = None
        elif field.kind != "+":
            row[field.name] = None
    row.update(_told(element, fields))
    if entity in _FILES:
        row["ContentType"] = element.get(f"{{{TK}}}contentType")
        row["ContentLength"] = _number(element.get(f"{{{TK}}}contentLength") or "")
    return row


def _told(element: etree._Element, fields: Mapping[str, Field]) -> Iterator[tuple[str, Any]]:
    """What the children of an element say, by the name of the field."""
    by_name: dict[str, list[etree._Element]] = {}
    for child in element.iterchildren():
        if isinstance(child.tag, str):
            by_name.setdefault(etree.QName(child).localname, []).append(child)
    for name, children in by_name.items():
        field = fields.get(name.lower()) or Field(name[:1].upper() + name[1:], "")
        refs = [ref for child in children if (ref := child.get("ref"))]
        if field.kind == ">":
            yield f"{field.name}_Id", refs[0] if refs else None
        elif field.kind in ("*", "+") or refs:
            yield field.name, list(_references(children))
        else:
            values = [_value(field.kind, child) for child in children]
            yield field.name, values[0] if len(values) == 1 else values


def _references(children: list[etree._Element]) -> Iterator[Row]:
    """What is referred to; an empty element refers to nothing, and what is written out is kept."""
    for child in children:
        if ref := child.get("ref"):
            yield {"Id": ref}
        elif len(child):
            yield dict(_told(child, _BY_ENTITY["ToegezegdAan"]))


def _value(kind: str, element: etree._Element) -> Any:
    if (element.get(_NIL) or "").strip().lower() in ("true", "1"):
        return None
    text = "".join(str(part) for part in element.itertext())
    if not kind:
        return text
    text = text.strip()
    if not text:
        return None
    if kind == ":i":
        return _number(text) if _number(text) is not None else text
    if kind == ":b":
        return _WORDS.get(text.lower(), text)
    return _moment(text) if kind == ":t" else text


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,18}", text) else None


def _moment(text: str) -> str:
    """A moment as OData writes it: with its offset, which the feed mostly leaves out.

    Without one it is Dutch time; in the hour that comes twice, the first. What is no moment is
    left as it is.

    >>> _moment("2026-11-04T09:12:03.4100000")
    '2026-11-04T09:12:03.41+01:00'
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return text
    clock = match["clock"] or "00:00:00"
    part = (match["part"] or "").rstrip("0").rstrip(".")
    zone = match["zone"] or _offset(f"{match['day']}T{clock}")
    return f"{match['day']}T{clock}{part}{zone}"


def _offset(local: str) -> str:
    try:
        moment = datetime.fromisoformat(local)
    except ValueError:
        return ""
    if moment.year == 1:  # stands for no date; OData writes it in UTC
        return "Z"
    return moment.replace(tzinfo=_AMSTERDAM).isoformat()[19:]


def _read_moment(text: str) -> datetime | None:
    """When an entry was published, in UTC."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _utc(text: str) -> str | None:
    """The same, as OData writes ``ApiGewijzigdOp``."""
    if text.endswith("Z"):
        return text
    moment = _read_moment(text)
    return moment.isoformat().replace("+00:00", "Z") if moment else None
