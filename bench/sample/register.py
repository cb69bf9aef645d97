"""The open data of the Tweede Kamer about the fictional papers: raw rows, navigations nested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from bench.sample.ids import (
    Paper,
    changed,
    guid,
    midnight,
    motie_title,
    paper_date,
    paper_id,
    paper_title,
    parents,
    vergaderjaar,
)
from bench.sample.shapes import Bijlage, Brief, Handeling, MotiePaper, Stuk, Vote, Vragen
from bench.sample.world import (
    BEWINDSPERSONEN,
    DOSSIERS,
    FRACTIES,
    LEDEN,
    NAMED,
    Fractie,
    Lid,
    lid,
)

Row = dict[str, Any]

# every so many members one is absent at a roll-call vote
_ABSENT = 25
_SENTINEL = "0001-01-01T00:00:00Z"


def _stamp(day: date, key: str, deleted: bool = False) -> Row:
    """The three fields that every row ends with."""
    local, shown = changed(day, int(guid("salt", key)[:6], 16))
    return {"GewijzigdOp": local, "ApiGewijzigdOp": shown, "Verwijderd": deleted}


def _sid(key: str) -> str:
    return f"S-1-0-99-{int(guid('sid', key)[:8], 16)}"


def persoon_row(member: Lid, number: int) -> Row:
    """A member as the register knows them."""
    return {
        "Id": guid("persoon", member.roepnaam or member.initialen, member.naam),
        "Nummer": 99000 + number,
        "Titels": None,
        "Initialen": member.initialen,
        "Tussenvoegsel": member.tussenvoegsel or None,
        "Achternaam": member.achternaam,
        "Voornamen": member.roepnaam or None,
        "Roepnaam": member.roepnaam or None,
        "Geslacht": member.geslacht,
        "Functie": "Tweede Kamerlid",
        "Geboortedatum": None,
        "Geboorteplaats": None,
        "Geboorteland": None,
        "Overlijdensdatum": None,
        "Overlijdensplaats": None,
        "Woonplaats": None,
        "Land": None,
        "ContentType": None,
        "ContentLength": None,
        **_stamp(date(2023, 12, 6), f"persoon{number}"),
        "Fractielabel": member.fractie,
        "FractieZetelPersoon": [_seat(member, number)] if member in NAMED else [],
    }


def _seat(member: Lid, number: int) -> Row:
    """The seat a member holds, with the fractie it belongs to."""
    day = date(2023, 12, 6)
    zetel = guid("zetel", number)
    return {
        "Id": guid("zetelpersoon", number),
        "FractieZetel_Id": zetel,
        "Persoon_Id": persoon_id(member),
        "Functie": "Lid",
        "Van": midnight(day),
        "TotEnMet": None,
        **_stamp(day, f"zetelpersoon{number}"),
        "FractieZetel": {
            "Id": zetel,
            "Gewicht": number,
            "Fractie_Id": guid("fractie", member.fractie),
            **_stamp(day, f"zetel{number}"),
            "Fractie": {"Id": guid("fractie", member.fractie), "Afkorting": member.fractie},
        },
    }


def persoon_id(member: Lid) -> str:
    """The register's identifier of a member."""
    return guid("persoon", member.roepnaam or member.initialen, member.naam)


def fractie_row(fractie: Fractie, number: int) -> Row:
    """A fractie with its seats."""
    return {
        "Id": guid("fractie", fractie.afkorting),
        "Nummer": 99900 + number,
        "Afkorting": fractie.afkorting,
        "NaamNL": fractie.naam,
        "NaamEN": None,
        "AantalZetels": fractie.zetels,
        "AantalStemmen": None,
        "DatumActief": "2023-12-06T00:00:00+01:00",
        "DatumInactief": None,
        "ContentType": None,
        "ContentLength": None,
        **_stamp(date(2023, 12, 6), f"fractie{number}"),
    }


def commissie_row(ministerie: str, afkorting: str, number: int) -> Row:
    """The standing committee that follows a ministry."""
    return {
        "Id": guid("commissie", afkorting),
        "Nummer": 99800 + number,
        "Soort": "Vaste commissie",
        "Afkorting": afkorting,
        "NaamNL": f"vaste commissie voor {ministerie}",
        "NaamEN": None,
        "NaamWebNL": ministerie,
        "NaamWebEN": None,
        "Inhoudsopgave": "Vaste commissies",
        "DatumActief": "2023-12-06T00:00:00+01:00",
        "DatumInactief": None,
        **_stamp(date(2023, 12, 6), f"commissie{afkorting}"),
    }


def _dossier_row(dossier: str, papers: Iterable[Paper], day: date) -> Row:
    facts = DOSSIERS[dossier]
    highest = max(
        p.nummer
        for p in papers
        if isinstance(p, MotiePaper | Brief | Stuk) and p.dossier == dossier
    )
    return {
        "Id": guid("dossier", dossier),
        "Titel": facts.titel,
        "Citeertitel": None,
        "Alias": None,
        "Nummer": facts.nummer,
        "Toevoeging": facts.hoofdstuk or facts.raadnr,
        "HoogsteVolgnummer": highest,
        "Afgesloten": False,
        "Kamer": "Tweede Kamer",
        **_stamp(day, f"dossier{dossier}"),
    }


def _vote_row(vote: Vote, key: str, name: str, fractie: str, against: bool) -> Row:
    seats = next(f.zetels for f in FRACTIES if f.afkorting == fractie)
    return {
        "Id": guid("stemming", key, name),
        "Besluit_Id": guid("besluit", key),
        "Soort": "Tegen" if against else "Voor",
        "FractieGrootte": seats,
        "ActorNaam": name,
        "ActorFractie": fractie,
        "Vergissing": False,
        "SidActorLid": None,
        "SidActorFractie": _sid(fractie),
        "Persoon_Id": None,
        "Fractie_Id": guid("fractie", fractie),
        **_stamp(vote.datum, f"stem{key}{name}"),
    }


def _hands(vote: Vote, key: str) -> list[Row]:
    """One row per fractie."""
    against = vote.tegen or ()
    return [
        _vote_row(vote, key, f.afkorting, f.afkorting, f.afkorting in against) for f in FRACTIES
    ]


def _roll_call(vote: Vote, key: str) -> list[Row]:
    """One row per member: some absent, one who voted by mistake."""
    against = vote.tegen or ()
    rows = []
    for number, member in enumerate(LEDEN):
        row = _vote_row(vote, key, member.in_lijst, member.fractie, member.fractie in against)
        row |= {"SidActorLid": _sid(member.in_lijst), "Persoon_Id": persoon_id(member)}
        row["Id"] = guid("stemming", key, persoon_id(member))
        if number % _ABSENT == _ABSENT - 1:
            row["Soort"] = "Niet deelgenomen"
        if member.naam == "Formulier":
            row["Soort"] = "Tegen" if row["Soort"] == "Voor" else "Voor"
            row["Vergissing"] = True
        rows.append(row)
    return rows


def _activiteit(soort: str, onderwerp: str, day: date, key: str) -> Row:
    number = int(guid("activiteit", key)[:5], 16) % 9000
    return {
        "Id": guid("activiteit", key),
        "Soort": soort,
        "Nummer": f"{day.year}A9{number:04d}",
        "Onderwerp": onderwerp,
        "DatumSoort": "Dag",
        "Datum": midnight(day),
        "Aanvangstijd": None,
        "Eindtijd": None,
        "Locatie": None,
        "Besloten": False,
        "Status": "Uitgevoerd",
        "Vergaderjaar": vergaderjaar(day),
        "Kamer": "Tweede Kamer",
        "Noot": None,
        "Voortouwnaam": "vaste commissie voor Voorbeeldzaken",
        "Voortouwafkorting": "VBZ",
        "Voortouwcommissie_Id": guid("commissie", "VBZ"),
        **_stamp(day, f"activiteit{key}"),
    }


def _agendapunt(soort: str, onderwerp: str, day: date, key: str, volgorde: int) -> Row:
    return {
        "Id": guid("agendapunt", key),
        "Nummer": f"{day.year}P9{int(guid('punt', key)[:5], 16) % 9000:04d}",
        "Onderwerp": onderwerp,
        "Aanvangstijd": None,
        "Eindtijd": None,
        "Volgorde": volgorde,
        "Rubriek": soort,
        "Noot": None,
        "Status": "Vrijgegeven",
        "Activiteit_Id": guid("activiteit", soort, day),
        **_stamp(day, f"agendapunt{key}"),
        "Activiteit": _activiteit(soort, onderwerp, day, f"{soort}/{day}"),
    }


def _decided(vote: Vote, votes: Sequence[Row]) -> str:
    """The text of a decision; a roll call names its result."""
    if not vote.hoofdelijk:
        return vote.tekst
    count = {s: sum(row["Soort"] == s for row in votes) for s in ("Voor", "Tegen")}
    return f"{vote.tekst.split()[0]} ({count['Voor']}-{count['Tegen']})"


def _besluit(vote: Vote, title: str, key: str, order: int) -> Row:
    ingediend = vote.soort == "Ingediend"
    votes: list[Row] = []
    if vote.tegen is not None:
        votes = _roll_call(vote, key) if vote.hoofdelijk else _hands(vote, key)
    raised = "Hoofdelijk" if vote.hoofdelijk else "Met handopsteken"
    soort = "Tweeminutendebat" if ingediend else "Stemmingen"
    return {
        "Id": guid("besluit", key),
        "Agendapunt_Id": guid("agendapunt", key),
        "StemmingsSoort": raised if votes else None,
        "BesluitSoort": vote.soort,
        "BesluitTekst": _decided(vote, votes),
        "Opmerking": None,
        "Status": "Besluit",
        "AgendapuntZaakBesluitVolgorde": order,
        **_stamp(vote.datum, f"besluit{key}"),
        "Stemming": votes,
        "Agendapunt": _agendapunt(soort, title, vote.datum, key, order),
    }


@dataclass(frozen=True, slots=True)
class Registered:
    """A paper with the numbers under which the open data knows it."""

    paper: Paper
    serial: int
    day: date
    attachments: tuple[Registered, ...] = ()
    koop: tuple[str, ...] = ()
    size: int | None = None

    @property
    def id(self) -> str:
        """The identifier of the paper itself."""
        return paper_id(self.paper)

    @property
    def zaak_nummer(self) -> str:
        """``2024Z90012``."""
        return f"{self.day.year}Z9{self.serial:04d}"

    @property
    def document_nummer(self) -> str:
        """``2024D90012``."""
        return f"{self.day.year}D9{self.serial:04d}"

    @property
    def document_id(self) -> str:
        """The GUID of the Document row; names the file of its bytes."""
        return guid("document", self.id)


_SOORTEN: dict[type, tuple[str, str]] = {
    Brief: ("Brief regering", "Brief regering"),
    Vragen: ("Schriftelijke vragen", "Antwoord schriftelijke vragen"),
    Bijlage: ("Overig", "Bijlage"),
    Handeling: ("Overig", "Stenogram"),
}


def _soorten(paper: Paper) -> tuple[str, str]:
    """The kinds of Zaak and Document."""
    match paper:
        case MotiePaper():
            return "Motie", paper.soort
        case Stuk(soort=soort):
            return ("Wetgeving" if soort == "Voorstel van wet" else "Overig"), soort
        case _:
            return _SOORTEN[type(paper)]


def _publicatie(known: Registered, form: str) -> Row:
    media = {"xml": "application/xml", "pdf": "application/pdf"}[form]
    day = known.day + timedelta(days=1)
    return {
        "Id": guid("publicatie", known.id, form),
        "Identifier": known.id,
        "DocumentType": form.capitalize(),
        "FileName": f"{known.id}.{form}",
        "Source": "Koop",
        "ContentLength": None,
        "ContentType": media,
        "Url": None,
        "PublicatieDatum": f"{day}T08:12:05.12+01:00",
        **_stamp(known.day, f"publicatie{known.id}{form}"),
        "DocumentVersie_Id": guid("versie", known.id),
    }


def _versie(known: Registered) -> Row:
    return {
        "Id": guid("versie", known.id),
        "Status": "Vrijgegeven",
        "Versienummer": 3,
        "Bestandsgrootte": 37,
        "Extensie": ".pdf",
        "Datum": midnight(known.day),
        **_stamp(known.day, f"versie{known.id}"),
        "Document_Id": known.document_id,
        "ExterneIdentifier": known.id if known.koop else None,
        "DocumentPublicatie": [_publicatie(known, form) for form in known.koop],
    }


def _aanhangsel(paper: Paper) -> str | None:
    if not isinstance(paper, Vragen):
        return None
    first, second = paper.vergaderjaar.split("-")
    return f"{first[2:]}{second[2:]}{paper.nummer:05d}"


def document_row(known: Registered) -> Row:
    """A Document with its current version."""
    paper = known.paper
    dossier = getattr(paper, "dossier", None)
    number = getattr(paper, "nummer", -1) if dossier else -1
    row: Row = {
        "Id": known.document_id,
        "Soort": _soorten(paper)[1],
        "DocumentNummer": known.document_nummer,
        "Titel": DOSSIERS[dossier].titel if dossier else paper_title(paper),
        "Onderwerp": paper_title(paper),
        "Datum": midnight(known.day),
        "Vergaderjaar": vergaderjaar(known.day),
        "Kamer": 2,
        "Volgnummer": number,
        "Citeertitel": None,
        "Alias": None,
        "DatumRegistratie": midnight(known.day),
        "DatumOntvangst": midnight(known.day) if isinstance(paper, Brief) else None,
        "Aanhangselnummer": _aanhangsel(paper),
        "KenmerkAfzender": (paper.kenmerk or None) if isinstance(paper, Brief) else None,
        "Organisatie": "Tweede Kamer",
        "ContentType": "application/pdf",
        "ContentLength": known.size,
    }
    row |= _stamp(known.day, f"document{known.id}")
    row["HuidigeDocumentVersie_Id"] = guid("versie", known.id)
    row["HuidigeDocumentVersie"] = _versie(known)
    return row


def document_rows(all_known: Sequence[Registered]) -> list[Row]:
    """Every Document in a row of its own, with its relations."""
    papers = [known.paper for known in all_known]
    by_id = {known.id: known for known in all_known}
    return [_with_relations(known, papers, by_id) for known in all_known]


def _with_relations(
    known: Registered, papers: Sequence[Paper], by_id: Mapping[str, Registered]
) -> Row:
    paper = known.paper
    owner = by_id[paper.bij] if isinstance(paper, Bijlage) else known
    dossier = getattr(owner.paper, "dossier", None)
    zaak = {"Id": guid("zaak", owner.id), "Nummer": owner.zaak_nummer}
    return document_row(known) | {
        "Zaak": [zaak],
        "Kamerstukdossier": [_dossier_row(dossier, papers, known.day)] if dossier else [],
        "BronDocument": [_reference(owner)] if owner is not known else [],
        "BijlageDocument": [_reference(attached) for attached in known.attachments],
        "DocumentActor": _document_actors(known),
    }


def _reference(known: Registered) -> Row:
    return {"Id": known.document_id, "DocumentNummer": known.document_nummer}


def _document_actors(known: Registered) -> list[Row]:
    """Who signed a letter, as the Document knows them."""
    if not isinstance(known.paper, Brief):
        return []
    return [
        {
            "Id": guid("documentactor", known.id, order),
            "Document_Id": known.document_id,
            "ActorNaam": BEWINDSPERSONEN[key].naam,
            "ActorFractie": None,
            "Functie": BEWINDSPERSONEN[key].functie,
            "Relatie": "Medeondertekenaar" if order else "Eerste ondertekenaar",
            "SidActor": _sid(f"{known.id}{order}"),
            "Persoon_Id": None,
            "Fractie_Id": None,
            "Commissie_Id": None,
            **_stamp(known.day, f"documentactor{known.id}{order}"),
        }
        for order, key in enumerate(known.paper.afzenders)
    ]


def withdrawn_rows(all_known: Sequence[Registered], day: date) -> list[Row]:
    """What is left of the Documents that are withdrawn on a later day: an identity."""
    gone = [k for k in all_known if isinstance(k.paper, Brief) and k.paper.withdrawn]
    return [tombstone(document_row(k), day) | {"Id": k.document_id} for k in gone]


def _actor(known: Registered, order: int, **facts: str | None) -> Row:
    row: Row = {
        "Id": guid("actor", known.id, order),
        "Zaak_Id": guid("zaak", known.id),
        "ActorNaam": None,
        "ActorFractie": None,
        "ActorAfkorting": None,
        "Functie": None,
        "Relatie": "Indiener",
        "SidActor": _sid(f"{known.id}{order}"),
        "Persoon_Id": None,
        "Fractie_Id": None,
        "Commissie_Id": None,
    }
    return row | facts | _stamp(known.day, f"actor{known.id}{order}")


def _member_actor(known: Registered, order: int, naam: str) -> Row:
    member = lid(naam)
    return _actor(
        known,
        order,
        ActorNaam=member.volledig,
        ActorFractie=member.fractie,
        Functie="Tweede Kamerlid",
        Relatie="Medeindiener" if order else "Indiener",
        Persoon_Id=persoon_id(member),
    )


def _cabinet_actor(known: Registered, order: int, key: str) -> Row:
    person = BEWINDSPERSONEN[key]
    return _actor(known, order, ActorNaam=person.naam, ActorAfkorting="VBZ", Functie=person.functie)


def _actors(known: Registered) -> list[Row]:
    match known.paper:
        case MotiePaper(indieners=signed):
            return [_member_actor(known, n, naam) for n, naam in enumerate(signed)]
        case Brief(afzenders=senders):
            return [_cabinet_actor(known, n, key) for n, key in enumerate(senders)]
        case Vragen(steller=asked):
            return [_member_actor(known, 0, asked)]
        case Stuk(afzender=str(sender)):
            return [_cabinet_actor(known, 0, sender)]
        case _:
            return []


def _besluiten(known: Registered) -> list[Row]:
    if not isinstance(known.paper, MotiePaper):
        return []
    title = motie_title(known.paper)
    tabled = Vote(known.paper.datum, "Ingediend", "Ingediend.")
    votes = (tabled, *known.paper.besluiten)
    return [_besluit(vote, title, f"{known.id}/{n}", n + 1) for n, vote in enumerate(votes)]


def zaak_row(known: Registered, papers: Sequence[Paper]) -> Row:
    """A Zaak with everything that hangs on it."""
    paper = known.paper
    dossier = getattr(paper, "dossier", None)
    motie = paper if isinstance(paper, MotiePaper) else None
    besluiten = _besluiten(known)
    last = motie.besluiten[-1].datum if motie and motie.besluiten else known.day
    title = DOSSIERS[dossier].titel if dossier else paper_title(paper)
    return {
        "Id": guid("zaak", known.id),
        "Nummer": known.zaak_nummer,
        "Soort": _soorten(paper)[0],
        "Titel": title,
        "Citeertitel": None,
        "Alias": None,
        "Status": "Vrijgegeven",
        "Onderwerp": paper_title(paper),
        "GestartOp": midnight(known.day),
        "Organisatie": "Tweede Kamer",
        "Grondslagvoorhang": None,
        "Termijn": None,
        "Vergaderjaar": vergaderjaar(known.day),
        "Volgnummer": getattr(paper, "nummer", -1) if dossier else -1,
        "HuidigeBehandelstatus": None,
        "Afgedaan": len(besluiten) > 1,
        "GrootProject": False,
        **_stamp(last, f"zaak{known.id}"),
        "Kabinetsappreciatie": motie.appreciatie if motie else None,
        "ZaakActor": _actors(known),
        "Kamerstukdossier": [_dossier_row(dossier, papers, known.day)] if dossier else [],
        "Document": [document_row(known)],
        "Besluit": besluiten,
        "VervangenVanuit": _replaced(motie, known.day),
    }


def _replaced(motie: MotiePaper | None, day: date) -> list[Row]:
    """The Zaak of the motie this one replaces."""
    if motie is None or motie.vervangt is None:
        return []
    older = f"kst-{motie.dossier}-{motie.vervangt}"
    return [{"Id": guid("zaak", older), "Soort": "Motie", **_stamp(day, older)}]


def tombstone(row: Row, day: date) -> Row:
    """A deleted row: its identity and times, all else empty."""
    kept = {"Id": guid("verwijderd", row["Id"]), **_stamp(day, f"weg{row['Id']}", True)}
    empty: Row = {key: [] if isinstance(value, list) else None for key, value in row.items()}
    return {**empty, **kept}


def placeholder(row: Row) -> Row:
    """A row that is referred to before it was delivered: an identity and nothing else."""
    return {**dict.fromkeys(row), "Id": guid("nog leeg", row["Id"])}


def again(row: Row, day: date, **fields: Any) -> Row:
    """A row as it is after a later day, on which some of its fields changed."""
    return {**row, **_stamp(day, f"later{row['Id']}"), **fields}


def registered(
    papers: Sequence[Paper],
    koop: Mapping[str, tuple[str, ...]],
    sizes: Mapping[str, int] | None = None,
) -> list[Registered]:
    """Every paper with its numbers, in order of day; attachments with their letter.

    ``koop`` are the forms in which each is officially published, ``sizes`` the bytes of its PDF.
    """
    sizes = sizes or {}
    owners = parents(papers)
    days = {paper_id(p): paper_date(p, owners) for p in papers}
    ordered = sorted(papers, key=lambda p: (days[paper_id(p)], paper_id(p)))
    known = {
        paper_id(p): Registered(
            p, n, days[paper_id(p)], (), koop.get(paper_id(p), ()), sizes.get(paper_id(p))
        )
        for n, p in enumerate(ordered, 1)
    }
    attached: dict[str, list[Registered]] = {}
    for item in known.values():
        if isinstance(item.paper, Bijlage):
            attached.setdefault(item.paper.bij, []).append(item)
    return [replace(k, attachments=tuple(attached.get(k.id, ()))) for k in known.values()]


def toezegging_row(number: str, day: date, sender: str, text: str, **facts: Any) -> Row:
    """A promise in the Chamber's register; ``facts`` override and add fields."""
    person = BEWINDSPERSONEN[sender]
    initials, surname = person.naam.split(" ", 1)
    prefix, _, last = surname.rpartition(" ")
    row: Row = {
        "Id": guid("toezegging", number),
        "Aanmaakdatum": midnight(day),
        "Nummer": number,
        "ActiviteitNummer": f"{day.year}A9{int(guid('tz', number)[:5], 16) % 9000:04d}",
        "Naam": f"{last}, {initials} {prefix}".strip(),
        "Achternaam": last,
        "Initialen": initials,
        "Tussenvoegsel": prefix or None,
        "Voornaam": None,
        "Achtervoegsel": None,
        "Titulatuur": None,
        "Functie": person.functie,
        "Status": "Openstaand",
        "DatumNakoming": _SENTINEL,
        "KamerbriefNakoming": None,
        "Ministerie": person.ministerie,
        "Tekst": text,
    }
    return row | facts | _stamp(day, f"toezegging{number}")


def new_shape(aan: Sequence[str], brieven: Sequence[Registered] = ()) -> Row:
    """The fields as they have been since 2026: collections instead of strings."""
    return {
        "Notities": None,
        "KamerbriefNakoming": [
            {"Id": k.document_id, "DocumentNummer": k.document_nummer} for k in brieven
        ],
        "ToegezegdAan": [
            {
                "Id": guid("aan", naam),
                "Fractie_Id": guid("fractie", lid(naam).fractie),
                "Persoon_Id": persoon_id(lid(naam)),
            }
            for naam in aan
        ],
    }
