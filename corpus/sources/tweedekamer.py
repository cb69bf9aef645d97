"""The Tweede Kamer's open data (OData): register rows, and the papers KOOP does not bring.

Everything is asked for by what changed (``ApiGewijzigdOp``) and without a filter on ``Verwijderd``
or on kind: a deleted row has lost all other fields, so any such filter would hide the deletion.
The names of the fields are those of v4/2.0; what v5 calls otherwise is brought back to them here
(:data:`RENAMED`) and nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from corpus.client import Client
from corpus.register import kamerstuk_id, published_ids, read_date
from corpus.sources import FileAt, Page, SourceItem, Window
from models.document import Kenmerken
from models.lists import DocumentSoort
from models.problems import SourceError

Row = Mapping[str, Any]

BASE = "https://gegevensmagazijn.tweedekamer.nl/OData/v4/2.0"

# what is asked for, and what comes nested in it; persons first, so that names are there early
STREAMS: Mapping[str, str] = {
    "Persoon": "FractieZetelPersoon($expand=FractieZetel($expand=Fractie))",
    "Fractie": "",
    "Zaak": (
        "ZaakActor,Kamerstukdossier,VervangenVanuit($select=Id,Nummer),"
        "Document($expand=HuidigeDocumentVersie($expand=DocumentPublicatie)),"
        "Besluit($expand=Stemming,Agendapunt($expand=Activiteit))"
    ),
    "Besluit": "Zaak($select=Id,Nummer),Stemming,Agendapunt($expand=Activiteit)",
    "Stemming": "",
    "Toezegging": "",
    "Document": (
        "Zaak($select=Id,Nummer),Kamerstukdossier,BronDocument($select=Id,DocumentNummer),"
        "DocumentActor,HuidigeDocumentVersie($expand=DocumentPublicatie)"
    ),
}

# the names of v5, by entity, and what v4/2.0 calls the same
RENAMED: Mapping[str, Mapping[str, str]] = {
    "Document": {"Nummer": "DocumentNummer", "Ondernummer": "Volgnummer"},
    "Activiteit": {"VoortouwCommissieNaam": "Voortouwnaam"},
    "Kamerstukdossier": {"AantalDocumenten": "HoogsteVolgnummer"},
}

# a row nested under this name is one of that entity
_NESTED = {"BronDocument": "Document", "BijlageDocument": "Document"}

# fields that only rows of this entity have, all of one set; the first entity that fits is it
_SIGNATURES: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (entity, frozenset(fields.split()))
    for entity, fields in (
        ("Zaak", "Nummer Soort Onderwerp GestartOp"),
        ("Toezegging", "Nummer Aanmaakdatum DatumNakoming"),
        ("Document", "DocumentNummer Onderwerp ContentLength"),
        ("Document", "Nummer Ondernummer ContentLength"),
        ("Activiteit", "Nummer DatumSoort"),
        ("Agendapunt", "Nummer Rubriek Volgorde"),
        ("Besluit", "BesluitSoort BesluitTekst"),
        ("Stemming", "FractieGrootte Vergissing"),
        ("Persoon", "Achternaam Roepnaam"),
        ("Fractie", "NaamNL AantalZetels"),
        ("FractieZetel", "Gewicht"),
        ("FractieZetelPersoon", "Functie Van TotEnMet"),
        ("Commissie", "NaamNL NaamWebNL"),
        ("Kamerstukdossier", "Nummer HoogsteVolgnummer"),
        ("Kamerstukdossier", "Nummer AantalDocumenten"),
        ("Vergadering", "VergaderingNummer Sluiting"),
        ("Verslag", "Soort Status ContentLength"),
        ("DocumentVersie", "Versienummer Bestandsgrootte"),
        ("DocumentPublicatie", "Identifier DocumentType PublicatieDatum"),
        ("ZaakActor", "ActorNaam ActorAfkorting Relatie"),
        ("ActiviteitActor", "ActorNaam Spreektijd Relatie"),
        ("DocumentActor", "ActorNaam Functie Relatie"),
    )
)

_SOORTEN = {
    "Motie": DocumentSoort.MOTIE,
    "Motie (gewijzigd/nader)": DocumentSoort.MOTIE,
    "Brief regering": DocumentSoort.BRIEF,
    "Antwoord schriftelijke vragen": DocumentSoort.ANTWOORD_KAMERVRAGEN,
    "Stenogram": DocumentSoort.HANDELINGEN,
    "Voorstel van wet": DocumentSoort.WETSVOORSTEL,
    "Memorie van toelichting": DocumentSoort.NOTA,
    "Jaarverslag": DocumentSoort.JAARVERSLAG,
    "Bijlage": DocumentSoort.BIJLAGE,
}

_PAGE = 250
# rows asked for twice, so that a row that changes while we page does not push another out of sight
_OVERLAP = 10


@dataclass(frozen=True, slots=True)
class TweedeKamer:
    """The open data at ``base`` (v4/2.0, or a replay of it); ``page`` rows at a time."""

    base: str = BASE
    page: int = _PAGE
    name: str = "tweedekamer"
    streams: tuple[str, ...] = tuple(STREAMS)
    # rows appear a little out of order
    overlap: timedelta = timedelta(hours=1)

    def list_pages(self, client: Client, stream: str, window: Window) -> Iterator[Page]:
        """Rows of ``stream`` in the window, oldest change first; see :class:`Source`."""
        skip = 0
        last: str | None = None
        seen: set[tuple[str, str | None]] = set()
        while True:
            answer = client.get(f"{self.base}/{stream}", self._question(stream, window.since, skip))
            page = read_page(stream, answer.data, self.base)
            ids = [str(row["Id"]) for row in page.rows]
            if last is not None and last not in ids:
                raise SourceError(
                    f"De lijst {stream} van de Tweede Kamer verschoof tijdens het lezen; de"
                    " volgende run leest haar opnieuw."
                )
            yield replace(page, rows=tuple(row for row in page.rows if _version(row) not in seen))
            seen = {_version(row) for row in page.rows}
            if len(ids) < self.page:
                return
            last = ids[-1]
            skip += self.page - min(_OVERLAP, self.page // 2)

    def _question(self, stream: str, since: datetime, skip: int) -> dict[str, str]:
        moment = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        question = {
            "$filter": f"ApiGewijzigdOp ge {moment}",
            "$orderby": "ApiGewijzigdOp asc,Id asc",
            "$top": str(self.page),
            "$skip": str(skip),
            "$count": "true",
        }
        if STREAMS[stream]:
            question["$expand"] = STREAMS[stream]
        return question


def _version(row: Row) -> tuple[str, str | None]:
    return str(row["Id"]), row.get("ApiGewijzigdOp")


def read_page(entity: str, data: bytes, base: str = BASE) -> Page:
    """One answer of the OData service: its rows, under the names of v4, and the papers in it.

    Raises :class:`SourceError` where it is not such an answer.
    """
    payload = read_payload(data)
    rows = tuple(
        as_v4(entity, row) for row in payload["value"] if isinstance(row, dict) and row.get("Id")
    )
    items = tuple(list_items(rows, base)) if entity == "Document" else ()
    moments = [moment for row in rows if (moment := read_moment(row.get("ApiGewijzigdOp")))]
    return Page(entity, rows, items, max(moments, default=None), payload.get("@odata.count"))


def read_payload(data: bytes) -> dict[str, Any]:
    """An OData answer with a list of rows in ``value``.

    Raises :class:`SourceError` where it is not such an answer.
    """
    try:
        payload = json.loads(data)
    except ValueError as error:
        raise SourceError(
            "De Tweede Kamer antwoordt met iets anders dan JSON; kijk of de dienst is verhuisd."
        ) from error
    if not isinstance(payload, dict) or not isinstance(payload.get("value"), list):
        raise SourceError(
            "De Tweede Kamer antwoordt zonder rijen ('value'); kijk of de dienst is veranderd."
        )
    return payload


def as_v4(entity: str, row: Row) -> Row:
    """The row under the names of v4/2.0, nested rows included."""
    names = RENAMED.get(_NESTED.get(entity, entity), {})
    renamed: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, list):
            value = [as_v4(name, part) if isinstance(part, dict) else part for part in value]
        elif isinstance(value, dict):
            value = as_v4(name, value)
        renamed[names.get(name, name)] = value
    return renamed


def entity_of(row: Row) -> str | None:
    """Which entity a row belongs to, told by its fields; ``None`` for a kind we do not know."""
    fields = row.keys()
    for entity, signature in _SIGNATURES:
        if signature <= fields:
            return entity
    return None


def read_moment(value: str | None) -> datetime | None:
    """An ``ApiGewijzigdOp`` as a moment with time zone; ``None`` where there is none."""
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def list_items(documents: tuple[Row, ...], base: str = BASE) -> Iterator[SourceItem]:
    """The papers to fetch here: those of which KOOP has no XML, and those withdrawn."""
    for document in documents:
        if document.get("Verwijderd"):
            yield SourceItem(
                key=_key(document),
                bron="tweedekamer",
                gewijzigd=document.get("ApiGewijzigdOp") or "",
                ingetrokken=True,
            )
        elif document.get("DocumentNummer") and not _koop_has_xml(document):
            yield _item(document, base)


def _key(document: Row) -> str:
    return f"tweedekamer:{document['Id']}"


def _koop_has_xml(document: Row) -> bool:
    versie = document.get("HuidigeDocumentVersie") or {}
    return any(
        publicatie.get("DocumentType") == "Xml" and not publicatie.get("Verwijderd")
        for publicatie in versie.get("DocumentPublicatie") or ()
    )


def _item(document: Row, base: str) -> SourceItem:
    sources = [row for row in document.get("BronDocument") or () if row.get("DocumentNummer")]
    return SourceItem(
        key=_key(document),
        bron="tweedekamer",
        gewijzigd=document.get("ApiGewijzigdOp") or "",
        # the source's own word for the kind of file is often wrong: the bytes tell
        files=(FileAt(f"{base}/Document({document['Id']})/resource"),),
        id=document_id(document),
        naam=document["DocumentNummer"],
        kenmerken=_kenmerken(document),
        bijlage_bij=f"tk-{sources[0]['DocumentNummer']}" if sources else None,
    )


def document_id(document: Row) -> str:
    """The identifier of a paper: KOOP's where it is known or certain to come, else our own."""
    for published in published_ids(document):
        return published
    for dossier in document.get("Kamerstukdossier") or ():
        if name := kamerstuk_id(dossier, document.get("Volgnummer")):
            return name
    return f"tk-{document['DocumentNummer']}"


def _kenmerken(document: Row) -> Kenmerken:
    soort = document.get("Soort") or ""
    dossiers = [row for row in document.get("Kamerstukdossier") or () if row.get("Nummer")]
    dossier: Row = dossiers[0] if dossiers else {}
    number = document.get("Volgnummer") or -1
    parts = (dossier.get("Nummer"), dossier.get("Toevoeging"))
    return Kenmerken(
        soort=_soort(soort),
        titel=document.get("Onderwerp") or document.get("Titel"),
        datum=read_date(document.get("Datum")),
        kamer=document.get("Kamer"),
        vergaderjaar=document.get("Vergaderjaar"),
        dossier_id="-".join(str(part) for part in parts if part) or None,
        dossier_titel=dossier.get("Titel"),
        ondernummer=str(number) if number > 0 else None,
        afzender=_afzender(document),
    )


def _soort(soort: str) -> DocumentSoort:
    if soort.startswith("Verslag"):
        return DocumentSoort.VERSLAG
    if soort.startswith("Nota"):
        return DocumentSoort.NOTA
    return _SOORTEN.get(soort, DocumentSoort.OVERIG)


def _afzender(document: Row) -> str | None:
    signed = [
        actor["ActorNaam"]
        for actor in document.get("DocumentActor") or ()
        if actor.get("ActorNaam") and actor.get("Relatie") in ("Eerste ondertekenaar", "Afzender")
    ]
    return signed[0] if signed else None
