"""The papers of the Tweede Kamer: what its rows say of them, whichever service they came by.

OData nests in a Document what it refers to; the SyncFeed lists the same as rows of their own. Here
both become the nested form first (:func:`gather`), so that both give the same paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from corpus.ledger import merge_rows
from corpus.register import kamerstuk_id, published_ids, read_date
from corpus.sources import FileAt, Held, Page, SourceItem
from models.document import Kenmerken
from models.lists import DocumentSoort

Row = Mapping[str, Any]

BRON = "tweedekamer"
SAME = "nummer van de Tweede Kamer"

_AMSTERDAM = ZoneInfo("Europe/Amsterdam")

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

_AANHANGSEL = re.compile(r"(?P<begin>[0-9]{2})(?P<eind>[0-9]{2})(?P<nummer>[0-9]{5})")
# of two digits: below it the year is of this century
_FIRST_YEAR = 50

# how an actor stands to the paper of which it is the sender, the clearest first
_SIGNED = ("Eerste ondertekenaar", "Afzender")


class Nothing:
    """What is held where nothing is: rows that carry everything nested need no more."""

    def row(self, entity: str, key: str) -> Row | None:
        """No row."""
        return None

    def rows_of(self, entity: str, key: str) -> Iterable[Row]:
        """No rows."""
        return ()


def complete(page: Page, held: Held, address: Callable[[str], str]) -> Page:
    """The page with the papers its rows are about; ``address`` gives where the bytes of one are.

    A version or publication that comes later than its Document says what that is called.
    """
    documents = [gather(row, held) for row in _documents(page, held)]
    gelijk = tuple(pair for row in documents for pair in _same(row))
    return replace(page, items=tuple(list_items(documents, address)), gelijk=gelijk)


def _documents(page: Page, held: Held) -> Iterator[Row]:
    """The Documents that the rows of a page are about, each once."""
    if page.entity == "Document":
        for row in page.rows:
            yield held.row("Document", row["Id"]) or row
        return
    keys: dict[str, None] = {}
    for told in page.rows:
        # a tombstone says nothing but who it is: what it belonged to is held
        row = held.row(page.entity or "", str(told.get("Id"))) or told
        versie: Row | None = row if page.entity == "DocumentVersie" else None
        if page.entity == "DocumentPublicatie" and row.get("DocumentVersie_Id"):
            versie = held.row("DocumentVersie", row["DocumentVersie_Id"])
        if versie and versie.get("Document_Id"):
            keys[versie["Document_Id"]] = None
    for key in keys:
        if document := held.row("Document", key):
            yield document


def gather(document: Row, held: Held) -> Row:
    """The Document with nested in it, as OData gives it, what stands in rows of its own."""
    if document.get("Verwijderd"):
        return document
    return {
        **document,
        "HuidigeDocumentVersie": _versie(document, held),
        "Kamerstukdossier": _joined("Kamerstukdossier", document.get("Kamerstukdossier"), held),
        "BronDocument": _joined("Document", document.get("BronDocument"), held),
        "DocumentActor": _with_apart(
            document.get("DocumentActor"), held.rows_of("DocumentActor", document["Id"])
        ),
    }


def _versie(document: Row, held: Held) -> Row | None:
    nested: Row | None = document.get("HuidigeDocumentVersie")
    key = document.get("HuidigeDocumentVersie_Id") or (nested or {}).get("Id")
    if not key:
        return nested
    if nested and nested.get("Id") != key:
        nested = None  # of the version before
    apart = held.row("DocumentVersie", key)
    versie = _latest(apart, nested)
    if versie is None:
        return None
    publicaties = held.rows_of("DocumentPublicatie", key)
    return {
        **versie,
        "DocumentPublicatie": _with_apart(versie.get("DocumentPublicatie"), publicaties),
    }


def _joined(entity: str, nested: Iterable[Row] | None, held: Held) -> list[Row]:
    """The living rows referred to, each as complete as it is known."""
    found = []
    for part in nested or ():
        apart = held.row(entity, part["Id"]) if part.get("Id") else None
        found.append(_latest(apart, part) or part)
    return [row for row in found if not row.get("Verwijderd")]


def _latest(apart: Row | None, nested: Row | None) -> Row | None:
    """What is known of a row; nested without a moment it is a mere reference."""
    if apart and nested and nested.get("ApiGewijzigdOp"):
        return merge_rows(apart, nested)
    return apart or nested


def _with_apart(nested: Iterable[Row] | None, apart: Iterable[Row]) -> list[Row]:
    """Nested rows and those that stand apart, one of each ``Id``, the living ones."""
    found: dict[str, Row] = {}
    unnamed: list[Row] = []
    for part in (*(nested or ()), *apart):
        if key := part.get("Id"):
            found[key] = merge_rows(found.get(key), part)
        else:
            unnamed.append(part)
    return [row for row in (*unnamed, *found.values()) if not row.get("Verwijderd")]


def list_items(documents: Iterable[Row], address: Callable[[str], str]) -> Iterator[SourceItem]:
    """The papers to fetch here: those of which KOOP has no XML, and those withdrawn.

    ``documents`` carry nested what they refer to.
    """
    for document in documents:
        if document.get("Verwijderd"):
            yield SourceItem(
                key=_key(document), bron=BRON, gewijzigd=_moment(document), ingetrokken=True
            )
        elif _number(document) and not _koop_has_xml(document):
            yield _item(document, address(document["Id"]))


def _same(document: Row) -> Iterator[tuple[str, str, str]]:
    if _number(document) and not document.get("Verwijderd"):
        first, *others = document_ids(document)
        yield from ((first, other, SAME) for other in others)


def _number(document: Row) -> str | None:
    return _text(document.get("DocumentNummer"))


def _text(value: Any) -> str | None:
    """A text, and nothing where the service has something else in its place."""
    return value if isinstance(value, str) and value else None


def _whole(value: Any) -> int | None:
    """A number above nothing: -1 and 0 stand for none."""
    return value if isinstance(value, int) and value > 0 else None


def _key(document: Row) -> str:
    return f"tweedekamer:{document['Id']}"


def _koop_has_xml(document: Row) -> bool:
    versie = document.get("HuidigeDocumentVersie") or {}
    return any(
        publicatie.get("DocumentType") == "Xml" and not publicatie.get("Verwijderd")
        for publicatie in versie.get("DocumentPublicatie") or ()
    )


def _item(document: Row, url: str) -> SourceItem:
    sources = [number for row in document.get("BronDocument") or () if (number := _number(row))]
    size = _whole(document.get("ContentLength"))
    first, *others = document_ids(document)
    return SourceItem(
        key=_key(document),
        bron=BRON,
        gewijzigd=f"{_moment(document)} {size or ''}".rstrip(),
        # the source's own word for the kind of file is often wrong: the bytes tell
        files=(FileAt(url, size=size),),
        id=first,
        naam=_number(document),
        kenmerken=_kenmerken(document),
        bijlage_bij=f"tk-{sources[0]}" if sources else None,
        aliassen=tuple(others),
    )


def _moment(document: Row) -> str:
    """When the source changed the row, written one way whichever service told it.

    One second may be told as local time without saying so, in UTC, or with an offset.
    """
    told = document.get("GewijzigdOp") or document.get("ApiGewijzigdOp") or ""
    try:
        moment = datetime.fromisoformat(told)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=_AMSTERDAM)
        return moment.astimezone(UTC).isoformat(timespec="microseconds")
    except (ValueError, OverflowError):
        return str(told)


def document_ids(document: Row) -> tuple[str, ...]:
    """The identifiers of a paper, the best first: KOOP's where known or certain to come.

    Its number within a dossier makes an identifier only where that leaves no doubt: of a paper in
    several dossiers the number belongs to one of them.
    """
    names = [name for name in published_ids(document) if _text(name)]
    if not names:
        number = _whole(document.get("Volgnummer"))
        dossiers = document.get("Kamerstukdossier") or ()
        found = (kamerstuk_id(dossier, number) for dossier in dossiers)
        names.extend(name for name in found if name)
        del names[1:]
    if name := _aanhangsel_id(_text(document.get("Aanhangselnummer"))):
        names.append(name)
    return tuple(dict.fromkeys((*names, f"tk-{document['DocumentNummer']}")))


def _aanhangsel_id(number: str | None) -> str | None:
    """``ah-tk-20242025-1244`` of ``242501244``: two years of two digits, a serial of five."""
    match = _AANHANGSEL.fullmatch(number or "")
    if not match:
        return None
    century = 1900 if int(match["begin"]) >= _FIRST_YEAR else 2000
    year, serial = century + int(match["begin"]), int(match["nummer"])
    ends_next_year = (year + 1) % 100 == int(match["eind"])
    return f"ah-tk-{year}{year + 1}-{serial}" if serial and ends_next_year else None


def document_id(document: Row) -> str:
    """The identifier a paper goes by; see :func:`document_ids`."""
    return document_ids(document)[0]


def _kenmerken(document: Row) -> Kenmerken:
    dossiers = [row for row in document.get("Kamerstukdossier") or () if row.get("Nummer")]
    dossier: Row = dossiers[0] if dossiers else {}
    number = _whole(document.get("Volgnummer"))
    parts = (dossier.get("Nummer"), dossier.get("Toevoeging"))
    return Kenmerken(
        soort=_soort(_text(document.get("Soort")) or ""),
        titel=_text(document.get("Onderwerp")) or _text(document.get("Titel")),
        datum=read_date(_text(document.get("Datum"))),
        kamer=_whole(document.get("Kamer")),
        vergaderjaar=_text(document.get("Vergaderjaar")),
        dossier_id="-".join(str(part) for part in parts if part) or None,
        dossier_titel=_text(dossier.get("Titel")),
        ondernummer=str(number) if number else None,
        afzender=_afzender(document),
    )


def _soort(soort: str) -> DocumentSoort:
    if soort.startswith("Verslag"):
        return DocumentSoort.VERSLAG
    if soort.startswith("Nota"):
        return DocumentSoort.NOTA
    return _SOORTEN.get(soort, DocumentSoort.OVERIG)


def _afzender(document: Row) -> str | None:
    """Who signed first; of several by ``Id``, for the services list them in different orders."""
    signed = [
        (_SIGNED.index(actor["Relatie"]), str(actor.get("Id")), naam)
        for actor in document.get("DocumentActor") or ()
        if (naam := _text(actor.get("ActorNaam"))) and actor.get("Relatie") in _SIGNED
    ]
    return min(signed)[2] if signed else None
