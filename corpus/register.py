"""Rows of the Tweede Kamer's open data into the register: moties, votes, promises, members.

Rows may carry what they refer to nested inside them (as the OData answer expands it), or it may
stand in rows of its own, or both; then the newest row holds. A row the source has deleted
(``Verwijderd`` true) takes what is nested elsewhere with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from corpus.ledger import merge_rows
from models.lists import AppreciatieOntbreekt, StatusKamer
from models.register import (
    Persoon,
    Register,
    RegisterActor,
    RegisterMotie,
    RegisterToezegging,
    Stem,
    Zetel,
)

Row = Mapping[str, Any]

_AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_SENTINEL = 1
# kst-35387-16, kst-36200-XV-12, kst-21501-20-1996; not the dossierless kst-1268678
_KST = re.compile(r"kst-(?P<dossier>\d{5}(?:-[0-9A-Z()]{1,8})?)-(?P<nummer>\d{1,5})")

# BesluitSoort, after "Stemmen - " where that stands before it
_STATUS = {
    "Ingediend": StatusKamer.INGEDIEND,
    "aangenomen": StatusKamer.AANGENOMEN,
    "zonder stemming aannemen": StatusKamer.AANGENOMEN,
    "verworpen": StatusKamer.VERWORPEN,
    "niet aangenomen": StatusKamer.VERWORPEN,
    "aangehouden": StatusKamer.AANGEHOUDEN,
    "aangehouden (al tijdens debat)": StatusKamer.AANGEHOUDEN,
    "ingetrokken": StatusKamer.INGETROKKEN,
    "ingetrokken (al tijdens debat)": StatusKamer.INGETROKKEN,
    "vervallen": StatusKamer.VERVALLEN,
    "Overgenomen": StatusKamer.OVERGENOMEN,
}
_VOTE = "Stemmen - "
# the vote was put off or undecided: what held before it still holds
_NO_OUTCOME = {"uitstellen", "gestaakt"}
_NOT_DECIDED = {"Voorstel", "Concept voorstel"}


# what stands in the place of the cabinet's opinion where there is none
_ONTBREEKT = {
    "Niet beschikbaar bij moties en/of amendementen vóór 1 april 2019": (
        AppreciatieOntbreekt.NIET_BIJGEHOUDEN
    ),
    "Niet beschikbaar bij gewijzigde moties en/of amendementen": (
        AppreciatieOntbreekt.GEWIJZIGDE_MOTIE
    ),
    "Geen (expliciete) appreciatie": AppreciatieOntbreekt.NIET_GEGEVEN,
    "Nog te ontvangen": AppreciatieOntbreekt.VOLGT,
    "Nog niet bekend": AppreciatieOntbreekt.VOLGT,
}


def read_appreciatie(text: str | None) -> tuple[str | None, AppreciatieOntbreekt | None]:
    """The cabinet's opinion as the register writes it, or why there is none.

    >>> read_appreciatie("Ontraden")
    ('Ontraden', None)
    """
    if not text or not text.strip():
        return None, AppreciatieOntbreekt.LEEG
    reason = _ONTBREEKT.get(text)
    return (None, reason) if reason else (text, None)


def build_register(rows: Mapping[str, Iterable[Row]]) -> Register:
    """The register in ``rows``, which maps the name of an entity to its rows.

    Read are ``Zaak`` (those of Soort Motie), ``Toezegging`` and ``Persoon``, and beside them
    ``ZaakActor``, ``Kamerstukdossier``, ``Besluit``, ``Stemming``, ``Document``,
    ``DocumentVersie``, ``DocumentPublicatie``, ``Agendapunt``, ``Activiteit``, ``Fractie``,
    ``FractieZetel`` and ``FractieZetelPersoon`` where they stand in rows of their own. The order
    of the result is that of ``Id``.
    """
    tables = _tables(rows)
    apart = _Apart(tables)
    moties = list(_distinct(_moties(tables, apart)))
    return Register(
        moties=tuple(_with_chain(moties)),
        toezeggingen=tuple(
            _toezegging(row) for row in _living(tables.get("Toezegging", {})) if row.get("Nummer")
        ),
        personen=tuple(
            _persoon(row, apart)
            for row in _living(tables.get("Persoon", {}))
            if row.get("Achternaam")
        ),
    )


def build_moties(rows: Mapping[str, Iterable[Row]]) -> tuple[RegisterMotie, ...]:
    """The moties in ``rows``, each made of its own rows only: two may go by one ``id``.

    ``vervangt`` are here the Ids of Zaken, whether these are known or not.
    """
    tables = _tables(rows)
    return tuple(_moties(tables, _Apart(tables)))


def build_toezegging(row: Row) -> RegisterToezegging | None:
    """A promise of the register; ``None`` where the row is deleted or has no number."""
    return None if row.get("Verwijderd") or not row.get("Nummer") else _toezegging(row)


def _tables(rows: Mapping[str, Iterable[Row]]) -> dict[str, dict[str, Row]]:
    return {entity: _unique(of_entity) for entity, of_entity in rows.items()}


def _moties(tables: Mapping[str, Mapping[str, Row]], apart: _Apart) -> Iterator[RegisterMotie]:
    for zaak in _living(tables.get("Zaak", {})):
        if zaak.get("Soort") == "Motie":
            yield _motie(zaak, apart)


class _Apart:
    """The rows that stand apart, by what they belong to, and their say over nested ones."""

    def __init__(self, tables: Mapping[str, Mapping[str, Row]]) -> None:
        self._tables = tables
        self._actors = _by(tables.get("ZaakActor", {}), "Zaak_Id")
        self._stemmen = _by(tables.get("Stemming", {}), "Besluit_Id")
        self._besluiten = _by_zaak(tables.get("Besluit", {}))
        self._documents = _by_zaak(tables.get("Document", {}))
        self._publicaties = _by(tables.get("DocumentPublicatie", {}), "DocumentVersie_Id")
        self._zetels = _by(tables.get("FractieZetelPersoon", {}), "Persoon_Id")

    def actors(self, zaak: Row) -> list[Row]:
        return self._join("ZaakActor", zaak.get("ZaakActor"), self._actors.get(zaak["Id"]))

    def besluiten(self, zaak: Row) -> list[Row]:
        return self._join("Besluit", zaak.get("Besluit"), self._besluiten.get(zaak["Id"]))

    def dossiers(self, zaak: Row) -> list[Row]:
        return self._join("Kamerstukdossier", zaak.get("Kamerstukdossier"), None)

    def documents(self, zaak: Row) -> list[Row]:
        """The documents of a Zaak, each with its version and publications nested in it."""
        documents = self._join("Document", zaak.get("Document"), self._documents.get(zaak["Id"]))
        return [{**row, "HuidigeDocumentVersie": self._versie(row)} for row in documents]

    def _versie(self, document: Row) -> Row:
        key = document.get("HuidigeDocumentVersie_Id")
        versie = self._one("DocumentVersie", document.get("HuidigeDocumentVersie"), key)
        publicaties = self._publicaties.get(str(versie.get("Id")))
        if publicaties is None:
            return versie
        held = versie.get("DocumentPublicatie")
        return {**versie, "DocumentPublicatie": self._join("DocumentPublicatie", held, publicaties)}

    def zetels(self, persoon: Row) -> Iterator[Zetel]:
        """The seats a member holds or held, each with the fractie it is of."""
        nested = persoon.get("FractieZetelPersoon")
        for held in self._join("FractieZetelPersoon", nested, self._zetels.get(persoon["Id"])):
            zetel = self._one("FractieZetel", held.get("FractieZetel"), held.get("FractieZetel_Id"))
            fractie = self._one("Fractie", zetel.get("Fractie"), zetel.get("Fractie_Id"))
            yield Zetel(
                fractie.get("Afkorting"),
                read_date(held.get("Van")),
                read_date(held.get("TotEnMet")),
            )

    def stemmen(self, besluit: Row) -> list[Row]:
        return self._join("Stemming", besluit.get("Stemming"), self._stemmen.get(besluit["Id"]))

    def datum(self, besluit: Row) -> date | None:
        """The day of the meeting that took this decision."""
        punt = self._one("Agendapunt", besluit.get("Agendapunt"), besluit.get("Agendapunt_Id"))
        activiteit = self._one("Activiteit", punt.get("Activiteit"), punt.get("Activiteit_Id"))
        return read_date(activiteit.get("Datum"))

    def _one(self, entity: str, nested: Row | None, key: str | None) -> Row:
        return self._tables.get(entity, {}).get(key or "") or nested or {}

    def _join(self, entity: str, nested: list[Row] | None, apart: list[Row] | None) -> list[Row]:
        joined: dict[str, Row] = {}
        table = self._tables.get(entity, {})
        for row in (*(nested or ()), *(apart or ())):
            key = str(row.get("Id"))
            held = joined.get(key) or table.get(key)
            joined[key] = merge_rows(held, row) if held else row
        return [row for row in joined.values() if not row.get("Verwijderd")]


def _unique(rows: Iterable[Row]) -> dict[str, Row]:
    """One row per ``Id``, the newest, in order of ``Id``."""
    unique: dict[str, Row] = {}
    for row in rows:
        if key := row.get("Id"):
            unique[key] = merge_rows(unique.get(key), row)
    return dict(sorted(unique.items()))


def _living(table: Mapping[str, Row]) -> Iterator[Row]:
    """The rows the source has not deleted."""
    return (row for row in table.values() if not row.get("Verwijderd"))


def _by(table: Mapping[str, Row], key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in table.values():
        if row.get(key):
            found[row[key]].append(row)
    return found


def _by_zaak(table: Mapping[str, Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in table.values():
        for zaak in row.get("Zaak") or ():
            found[zaak["Id"]].append(row)
    return found


def read_date(value: str | None) -> date | None:
    """The Dutch day of a moment; ``None`` for nothing, the year 1 (no date) and what is no date.

    >>> read_date("2026-11-02T23:30:00Z")
    datetime.date(2026, 11, 3)
    """
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if moment.year == _SENTINEL:
        return None
    return moment.astimezone(_AMSTERDAM).date() if moment.tzinfo else moment.date()


def kamerstuk_id(dossier: Row, volgnummer: int | None) -> str | None:
    """``kst-36200-XV-12`` of a Kamerstukdossier and a number within it (-1 and 0 are none)."""
    if not dossier.get("Nummer") or not volgnummer or volgnummer < 1:
        return None
    parts = ("kst", dossier["Nummer"], dossier.get("Toevoeging"), volgnummer)
    return "-".join(str(part) for part in parts if part)


# moties


def _motie(zaak: Row, apart: _Apart) -> RegisterMotie:
    documents = [row for row in apart.documents(zaak) if str(row.get("Soort")).startswith("Motie")]
    numbers = tuple(row["DocumentNummer"] for row in documents if row.get("DocumentNummer"))
    ids = _ids(zaak, documents, numbers, apart.dossiers(zaak))
    dossier = _KST.fullmatch(ids[0])
    appreciatie, ontbreekt = read_appreciatie(zaak.get("Kabinetsappreciatie"))
    motie = RegisterMotie(
        id=ids[0],
        zaak_id=zaak["Id"],
        zaak_nummer=zaak.get("Nummer") or "",
        dossier_titel=zaak.get("Titel"),
        onderwerp=zaak.get("Onderwerp") or "",
        datum=read_date(zaak.get("GestartOp")),
        vergaderjaar=zaak.get("Vergaderjaar"),
        nummer=_number(zaak.get("Volgnummer")),
        dossier_id=dossier["dossier"] if dossier else None,
        aliassen=ids[1:],
        vervangt=tuple(row["Id"] for row in zaak.get("VervangenVanuit") or ()),
        kabinetsappreciatie=appreciatie,
        appreciatie_ontbreekt=ontbreekt,
        actoren=tuple(_actor(row) for row in apart.actors(zaak)),
        document_nummers=numbers,
    )
    return _decided(motie, apart.besluiten(zaak), apart)


def _distinct(moties: Iterable[RegisterMotie]) -> Iterator[RegisterMotie]:
    """The moties; of two Zaken that name one Kamerstuk the second goes by its Zaak."""
    taken: set[str] = set()
    for motie in moties:
        if motie.id in taken:
            name = f"zaak-{motie.zaak_nummer or motie.zaak_id}"
            others = tuple(other for other in motie.aliassen if other != name)
            motie = replace(motie, id=name, aliassen=others)
        taken.add(motie.id)
        yield motie


def _number(value: int | None) -> int | None:
    return value if value and value > 0 else None


def _ids(
    zaak: Row, documents: list[Row], numbers: Iterable[str], dossiers: list[Row]
) -> tuple[str, ...]:
    """All names of a motie, the one it goes by first.

    The publisher's identifier comes first: of a motie that stands in several dossiers it says
    under which one it was printed.
    """
    names = [name for row in documents for name in published_ids(row) if _KST.fullmatch(name)]
    for dossier in dossiers:
        if name := kamerstuk_id(dossier, zaak.get("Volgnummer")):
            names.append(name)
    names.append(f"zaak-{zaak.get('Nummer') or zaak['Id']}")
    names.extend(f"tk-{number}" for number in numbers)
    return tuple(dict.fromkeys(names))


def published_ids(document: Row) -> Iterator[str]:
    """The identifiers under which KOOP publishes a document."""
    versie = document.get("HuidigeDocumentVersie") or {}
    if versie.get("ExterneIdentifier"):
        yield versie["ExterneIdentifier"]
    for publicatie in versie.get("DocumentPublicatie") or ():
        if publicatie.get("Identifier"):
            yield publicatie["Identifier"]


def _actor(row: Row) -> RegisterActor:
    return RegisterActor(
        naam=row.get("ActorNaam") or "",
        fractie=row.get("ActorFractie"),
        relatie=row.get("Relatie") or "",
        persoon_id=row.get("Persoon_Id"),
    )


def _decided(motie: RegisterMotie, besluiten: list[Row], apart: _Apart) -> RegisterMotie:
    """The motie with what the Chamber decided last."""
    last: Row | None = None
    for besluit in sorted(besluiten, key=lambda row: _order(row, apart)):
        if _settles(besluit):
            last = besluit
    if last is None:
        return motie
    soort = last["BesluitSoort"]
    stemmen = _stemmen(last, apart)
    return replace(
        motie,
        status=_STATUS.get(soort.removeprefix(_VOTE), StatusKamer.ONBEKEND),
        status_tekst=soort,
        stemming_datum=apart.datum(last) if stemmen or soort.startswith(_VOTE) else None,
        stemmen=stemmen,
    )


def _order(besluit: Row, apart: _Apart) -> tuple[bool, date, int, str]:
    """Handing in comes first, whatever the day of the decision that follows, if it has one."""
    return (
        besluit.get("BesluitSoort") != "Ingediend",
        apart.datum(besluit) or date.min,
        besluit.get("AgendapuntZaakBesluitVolgorde") or 0,
        besluit.get("GewijzigdOp") or "",
    )


def _settles(besluit: Row) -> bool:
    """Whether a decision changes where a motie stands; most only say where it is sent."""
    soort = besluit.get("BesluitSoort") or ""
    if besluit.get("Status") in _NOT_DECIDED or soort.removeprefix(_VOTE) in _NO_OUTCOME:
        return False
    return soort in _STATUS or soort.startswith(_VOTE)


def _stemmen(besluit: Row, apart: _Apart) -> tuple[Stem, ...]:
    """The votes of a decision; every voter counts once.

    A vote cast by mistake (``Vergissing``) keeps its row, and so does one that stands there
    twice; they stand for no seats where the same voter has a row that holds.
    """
    rows = apart.stemmen(besluit)
    holds = {_voter(row): row["Id"] for row in sorted(rows, key=_weight)}
    datum = apart.datum(besluit)
    roll_call = besluit.get("StemmingsSoort") == "Hoofdelijk"
    stemmen = []
    for row in rows:
        by_member = roll_call or bool(row.get("Persoon_Id") or row.get("SidActorLid"))
        seats = 1 if by_member else row.get("FractieGrootte") or 0
        stemmen.append(
            Stem(
                datum=datum,
                fractie=row.get("ActorFractie"),
                soort=row.get("Soort") or "",
                zetels=seats if holds[_voter(row)] == row["Id"] else 0,
                vergissing=bool(row.get("Vergissing")),
                lid=row.get("ActorNaam") if by_member else None,
            )
        )
    return tuple(stemmen)


def _voter(row: Row) -> str | None:
    return row.get("Persoon_Id") or row.get("ActorNaam") or row.get("ActorFractie")


def _weight(row: Row) -> tuple[bool, str, str]:
    """Of several votes of one voter the last of these holds: without mistake, then the newest."""
    return not row.get("Vergissing"), row.get("GewijzigdOp") or "", row["Id"]


def _with_chain(moties: list[RegisterMotie]) -> Iterator[RegisterMotie]:
    """The moties, each with the ones that the register says it replaces, by the id these go by."""
    ids = {motie.zaak_id: motie.id for motie in moties}
    for motie in moties:
        replaced = tuple(ids[zaak_id] for zaak_id in motie.vervangt if zaak_id in ids)
        yield replace(motie, vervangt=replaced)


# promises and members


def _toezegging(row: Row) -> RegisterToezegging:
    return RegisterToezegging(
        id=row["Nummer"],
        nummer=row["Nummer"],
        tekst=row.get("Tekst") or "",
        naam=row.get("Naam") or row.get("Achternaam"),
        functie=row.get("Functie"),
        ministerie=row.get("Ministerie"),
        status=row.get("Status"),
        gedaan_op=read_date(row.get("Aanmaakdatum")),
        nakoming=read_date(row.get("DatumNakoming")),
        activiteit_nummer=row.get("ActiviteitNummer"),
    )


def _persoon(row: Row, apart: _Apart) -> Persoon:
    voornaam = row.get("Roepnaam") or row.get("Voornamen")
    parts = (voornaam or row.get("Initialen"), row.get("Tussenvoegsel"), row["Achternaam"])
    zetels = tuple(sorted(apart.zetels(row), key=lambda zetel: zetel.van or date.min))
    now = (zetel.fractie for zetel in reversed(zetels) if not zetel.tot and zetel.fractie)
    return Persoon(
        id=row["Id"],
        naam=" ".join(part for part in parts if part),
        achternaam=row["Achternaam"],
        tussenvoegsel=row.get("Tussenvoegsel"),
        voornaam=voornaam,
        fractie=row.get("Fractielabel") or next(now, None),
        initialen=row.get("Initialen"),
        zetels=zetels,
    )
