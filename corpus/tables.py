"""Everything about the published tables, said once.

A row is a frozen dataclass; each field is ``Annotated[type, Column("Dutch description", …)]``.
The docstring of a row class and the descriptions of its columns are published text, hence Dutch.
The SQLite schema, Datasette's metadata and ``docs/tabellen.md`` are all derived from here, so
they cannot disagree. A table stands in :data:`TABLES` after the tables it refers to.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, cached_property
from operator import attrgetter
from types import UnionType
from typing import Annotated, Any

from models.lists import (
    ALL_LISTS,
    AppreciatieOntbreekt,
    ClosedList,
    DocumentSoort,
    Eenheid,
    Hardheid,
    Herkomst,
    KnelpuntSoort,
    LinkStatus,
    MotieSoort,
    PassageSoort,
    StatusBewijs,
    StatusKabinet,
    StatusKamer,
    Thema,
    Totaal,
    Uitspraak,
    VerwijzingSoort,
    WieZegt,
)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column means (Dutch) and what is done with it.

    ``refers_to`` names the table whose id it holds, enforced; ``search`` puts it in the table's
    full-text index; ``facet`` offers it as a filter with counts; ``index`` makes looking up by it
    fast; ``key`` marks a part of the primary key (without any, ``id`` is the key).
    """

    description: str
    refers_to: str | None = None
    search: bool = False
    facet: bool = False
    index: bool = False
    key: bool = False


_BBOX = "Plaats op de pagina: [x0, boven, x1, onder] in punten vanaf linksboven (JSON)."
_PAGINA = "Pagina waar het begint, geteld vanaf 1; leeg zonder papier."
_METHODE = "De regel of het model dat dit vond."
_SCORE = "Zekerheid van de vondst, 0 tot 1."
_VOLGORDE = "Plaats in de volgorde, vanaf 1."
_STUK = "Het stuk waarin het staat."
_PASSAGE = "De passage waarin het staat."
_VASTE_ID = "Vast kenmerk, gemaakt van de inhoud; gelijk bij elke run."

Id = Annotated[str, Column(_VASTE_ID, key=True)]
Pagina = Annotated[int | None, Column(_PAGINA)]
Bbox = Annotated[str | None, Column(_BBOX)]
Methode = Annotated[str, Column(_METHODE, facet=True)]
Score = Annotated[float, Column(_SCORE)]
Volgorde = Annotated[int, Column(_VOLGORDE, key=True)]
StukId = Annotated[str, Column(_STUK, refers_to="documenten")]
StukOfNiets = Annotated[str | None, Column(_STUK, refers_to="documenten")]
PassageOfNiets = Annotated[str | None, Column(_PASSAGE, refers_to="passages")]


@dataclass(frozen=True, slots=True)
class _NaamRij:
    """Een naam waarnaar andere tabellen verwijzen."""

    id: Annotated[str, Column("Vast kenmerk.", key=True)]
    naam: Annotated[str, Column("De naam voluit.", search=True)]
    aliassen: Annotated[str, Column("Andere schrijfwijzen (JSON-lijst).")] = "[]"
    geldig_van: Annotated[date | None, Column("Eerste dag dat de naam geldt.")] = None
    geldig_tot: Annotated[date | None, Column("Laatste dag dat de naam geldt.")] = None


@dataclass(frozen=True, slots=True)
class Ministerie(_NaamRij):
    """Ministeries, ook onder hun vroegere namen."""


@dataclass(frozen=True, slots=True)
class Organisatie(_NaamRij):
    """Organisaties in de uitvoering, toezicht en advies."""


@dataclass(frozen=True, slots=True)
class Fractie(_NaamRij):
    """Fracties in de Kamer."""


@dataclass(frozen=True, slots=True)
class Wet(_NaamRij):
    """Wetten met hun BWB-kenmerk."""


@dataclass(frozen=True, slots=True)
class ThemaRij(_NaamRij):
    """Thema's van knelpunten: de naaste oorzaak die de zin noemt."""

    definitie: Annotated[str, Column("Wanneer dit thema geldt.")] = ""


@dataclass(frozen=True, slots=True)
class Persoon(_NaamRij):
    """Kamerleden zoals het register van de Tweede Kamer hen kent, en wie verder moties indiende."""

    fractie: Annotated[str | None, Column("Laatst bekende fractie.", facet=True)] = None


@dataclass(frozen=True, slots=True)
class Dossier(_NaamRij):
    """Kamerstukdossiers; de naam is de titel van het dossier waar die bekend is."""


@dataclass(frozen=True, slots=True)
class Begrip:
    """Elk woord van elke gesloten lijst, met zijn betekenis."""

    lijst: Annotated[str, Column("Naam van de lijst.", key=True, facet=True)]
    waarde: Annotated[str, Column("Het woord zoals het in de tabellen staat.", key=True)]
    definitie: Annotated[str, Column("Wat het betekent.")]


@dataclass(frozen=True, slots=True)
class Document:
    """Stukken: moties, brieven, antwoorden, Standen van de Uitvoering en de rest."""

    id: Annotated[str, Column("Kenmerk van het stuk (kst-…, blg-…, ah-tk-…, h-tk-…).", key=True)]
    soort: Annotated[DocumentSoort, Column("Soort stuk.", facet=True)]
    titel: Annotated[str | None, Column("Titel van het stuk.", search=True)]
    kop: Annotated[str | None, Column("Het opschrift zoals gedrukt.", search=True)]
    datum: Annotated[date | None, Column("Datum van het stuk.", index=True)]
    kamer: Annotated[int | None, Column("1 Eerste, 2 Tweede, 3 beide Kamers.", facet=True)]
    vergaderjaar: Annotated[str | None, Column("Vergaderjaar, zoals 2021-2022.", facet=True)]
    dossier_id: Annotated[str | None, Column("Het dossier.", refers_to="dossiers")]
    dossier_titel: Annotated[str | None, Column("De titel van het dossier volgens dit stuk.")]
    ondernummer: Annotated[str | None, Column("Nummer binnen het dossier.")]
    ministerie: Annotated[str | None, Column("Ministerie van de afzender.", facet=True)]
    afzender: Annotated[str | None, Column("Wie het stuk stuurt, zoals gedrukt.", search=True)]
    ondertekenaars: Annotated[str, Column("Wie tekenen: ambt en naam (JSON-lijst).")]
    organisatie_id: Annotated[
        str | None, Column("De organisatie die rapporteert.", refers_to="organisaties", facet=True)
    ]
    jaar: Annotated[int | None, Column("Het jaar waarover het gaat.")]
    taal: Annotated[str, Column("Taal van het stuk.")]
    bron: Annotated[str, Column("De bron waar het vandaan komt.", facet=True)]
    bron_url: Annotated[str | None, Column("Het stuk bij de bron.")]
    bijlage_bij: Annotated[str | None, Column("Het stuk waar dit een bijlage bij is.", index=True)]
    media_type: Annotated[str, Column("Soort bestand.")]
    sha256: Annotated[str, Column("Controlegetal van de ruwe bytes.")]
    paginas: Annotated[int, Column("Aantal pagina's; 0 zonder papier (XML, tekst).")]
    paginalabels: Annotated[
        str | None,
        Column("Hoe de pdf elke pagina noemt (JSON-lijst); leeg als dat de telling is."),
    ]
    ocr_paginas: Annotated[
        int, Column("Aantal pagina's waarvan de tekst met OCR van het beeld is gelezen.")
    ]
    tekens: Annotated[int, Column("Lengte van de tekst in tekens.")]
    tekst_kwaliteit: Annotated[
        float,
        Column(
            "Deel van de tekens dat leesbare woorden vormt, gemiddeld over de pagina's; bij OCR"
            " maal de zekerheid van de woorden."
        ),
    ]
    opgehaald_op: Annotated[str, Column("Wanneer het is opgehaald (UTC).")]
    ingetrokken: Annotated[bool, Column("1 als de bron het stuk heeft ingetrokken.")]
    vervangen_door: Annotated[str | None, Column("Het stuk dat dit stuk vervangt.")]


@dataclass(frozen=True, slots=True)
class DocumentAlias:
    """Andere kenmerken waaronder een stuk bekend is of was."""

    alias: Annotated[str, Column("Het andere kenmerk.", key=True)]
    document_id: Annotated[str, Column("Het stuk zoals het hier staat.", refers_to="documenten")]
    reden: Annotated[str, Column("Waarom het hetzelfde stuk is.", facet=True)]


@dataclass(frozen=True, slots=True)
class Passage:
    """Koppen, alinea's, punten, noten, tabellen en randregels van elk stuk.

    Doorzoek ze op de zoekpagina; die kent Nederlandse woordvormen.
    """

    id: Annotated[str, Column("Het stuk en de plaats daarin.", key=True)]
    document_id: StukId
    volgorde: Annotated[int, Column(_VOLGORDE)]
    pagina: Pagina
    soort: Annotated[PassageSoort, Column("Soort passage.", facet=True)]
    sectie: Annotated[str | None, Column("De dichtstbijzijnde kop erboven.")]
    tekst: Annotated[str, Column("De tekst, letterlijk.")]
    bbox: Bbox


@dataclass(frozen=True, slots=True)
class Verwijzing:
    """Verwijzingen naar andere stukken, zoals geschreven."""

    id: Id
    document_id: StukId
    passage_id: PassageOfNiets
    pagina: Pagina
    tekst: Annotated[str, Column("De verwijzing, letterlijk.")]
    soort: Annotated[VerwijzingSoort, Column("Soort stuk waarnaar verwezen wordt.", facet=True)]
    doel_id: Annotated[str | None, Column("Het stuk dat bedoeld is; leeg bij twijfel.", index=True)]
    doel_in_corpus: Annotated[bool, Column("1 als dat stuk in deze database staat.", facet=True)]
    pagina_pin: Annotated[str | None, Column("De genoemde pagina('s) in dat stuk.")]
    onvolledig: Annotated[bool, Column("1 als dossier of nummer niet te lezen is.", facet=True)]
    bbox: Bbox
    methode: Methode
    score: Score


@dataclass(frozen=True, slots=True)
class Motie:
    """Moties, met drie statussen die nooit samenvallen: Kamer, kabinet en bewijs."""

    id: Annotated[str, Column("Kenmerk van de motie (kst-…).", key=True)]
    document_id: StukOfNiets
    dossier_id: Annotated[str | None, Column("Het dossier.", refers_to="dossiers")]
    dossier_titel: Annotated[str | None, Column("De titel van het dossier volgens het register.")]
    nummer: Annotated[str | None, Column("Nummer binnen het dossier.")]
    vergaderjaar: Annotated[str | None, Column("Vergaderjaar, zoals 2021-2022.", facet=True)]
    titel: Annotated[str | None, Column("Titel van de motie.", search=True)]
    onderwerp: Annotated[str | None, Column("Het onderwerp, zonder indieners.")]
    soort: Annotated[MotieSoort, Column("Eerste, gewijzigde of nader gewijzigde.", facet=True)]
    vervangt_id: Annotated[str | None, Column("De motie die deze vervangt.", index=True)]
    keten_id: Annotated[str, Column("De eerste motie van de keten van wijzigingen.", index=True)]
    datum_ingediend: Annotated[date | None, Column("Dag van indiening.", index=True)]
    indieners: Annotated[str | None, Column("Wie de motie indienen.", search=True)]
    verzoek: Annotated[str | None, Column("Wat gevraagd wordt, alle verzoeken.", search=True)]
    status_kamer: Annotated[StatusKamer, Column("Wat de Kamer ermee deed.", facet=True)]
    status_kamer_tekst: Annotated[str | None, Column("Het besluit zoals de bron het schrijft.")]
    stemming_datum: Annotated[date | None, Column("Dag van de stemming.")]
    zetels_voor: Annotated[int | None, Column("Zetels voor, vergissingen niet meegeteld.")]
    zetels_tegen: Annotated[int | None, Column("Zetels tegen, vergissingen niet meegeteld.")]
    kabinetsappreciatie: Annotated[
        str | None, Column("Oordeel van het kabinet vóór de stemming.", facet=True)
    ]
    appreciatie_ontbreekt: Annotated[
        AppreciatieOntbreekt | None,
        Column("Waarom dat oordeel leeg is; leeg als er een is of als de bron de motie niet kent."),
    ]
    status_kabinet: Annotated[
        StatusKabinet, Column("Wat het kabinet er het laatst over zegt.", facet=True)
    ]
    status_kabinet_op: Annotated[date | None, Column("Wanneer het kabinet dat zei.")]
    status_bewijs: Annotated[StatusBewijs, Column("Wat uit stukken zelf blijkt.", facet=True)]
    vermeldingen: Annotated[int, Column("Aantal plaatsen die deze motie noemen.")]
    opvolgingen: Annotated[
        int, Column("Aantal plaatsen die zeggen wat ervan kwam; alleen genoemd telt niet.")
    ]
    zaak_nummer: Annotated[str | None, Column("Zaaknummer bij de Tweede Kamer.", index=True)]
    pagina: Pagina
    bbox: Bbox
    methode: Annotated[str, Column("register, of de regel die de motie in het stuk vond.")]
    score: Score


@dataclass(frozen=True, slots=True)
class MotieAlias:
    """Andere kenmerken waaronder een motie bekend is of was."""

    id: Annotated[str, Column("Het andere kenmerk.", key=True)]
    motie_id: Annotated[str, Column("De motie.", refers_to="moties")]


@dataclass(frozen=True, slots=True)
class MotieIndiener:
    """Wie een motie indient, in volgorde van ondertekening."""

    motie_id: Annotated[str, Column("De motie.", refers_to="moties", key=True)]
    volgorde: Volgorde
    persoon_id: Annotated[str | None, Column("Het Kamerlid.", refers_to="personen")]
    naam: Annotated[str, Column("De naam zoals gedrukt of geregistreerd.", index=True)]
    registernaam: Annotated[str | None, Column("De naam volgens het register.")]
    fractie: Annotated[
        str | None, Column("De fractie volgens het register, op de dag van de motie.", facet=True)
    ]
    relatie: Annotated[str | None, Column("Indiener of medeindiener.", facet=True)]


@dataclass(frozen=True, slots=True)
class MotieOverweging:
    """Overwegingen van een motie, één per zinsdeel."""

    motie_id: Annotated[str, Column("De motie.", refers_to="moties", key=True)]
    volgorde: Volgorde
    tekst: Annotated[str, Column("De overweging, letterlijk.")]
    pagina: Pagina
    bbox: Bbox


@dataclass(frozen=True, slots=True)
class MotieVerzoek:
    """Wat een motie vraagt of uitspreekt, één rij per verzoek."""

    motie_id: Annotated[str, Column("De motie.", refers_to="moties", key=True)]
    volgorde: Volgorde
    tekst: Annotated[str, Column("Het verzoek, letterlijk.")]
    werkwoord: Annotated[str, Column("Waarmee gevraagd wordt.", facet=True)]
    termijn_tekst: Annotated[str | None, Column("De termijn zoals geschreven.")]
    termijn_van: Annotated[date | None, Column("Eerste dag die voldoet.")]
    termijn_tot: Annotated[date | None, Column("Laatste dag die voldoet.")]
    pagina: Pagina
    bbox: Bbox


@dataclass(frozen=True, slots=True)
class Stemming:
    """Stemmen op moties: per fractie, of per lid bij een hoofdelijke stemming."""

    motie_id: Annotated[str, Column("De motie.", refers_to="moties", key=True)]
    volgorde: Volgorde
    datum: Annotated[date | None, Column("Dag van de stemming.")]
    fractie: Annotated[str | None, Column("De fractie.", facet=True)]
    lid: Annotated[str | None, Column("Het lid, bij een hoofdelijke stemming.")]
    soort: Annotated[str, Column("Voor, Tegen of Niet deelgenomen.", facet=True)]
    zetels: Annotated[
        int,
        Column("Zetels waar deze stem voor staat; 0 als een andere rij van deze stemmer geldt."),
    ]
    vergissing: Annotated[bool, Column("1 als bij vergissing gestemd.", facet=True)]


@dataclass(frozen=True, slots=True)
class MotieVermelding:
    """Plaatsen die een motie noemen, met de motie of met de twijfel."""

    id: Id
    document_id: StukId
    passage_id: PassageOfNiets
    pagina: Pagina
    tekst: Annotated[str, Column("De vermelding, letterlijk.")]
    motie_id: Annotated[
        str | None, Column("De motie die bedoeld is; leeg bij twijfel.", refers_to="moties")
    ]
    namen: Annotated[str, Column("Genoemde leden (JSON-lijst).")]
    onderwerp: Annotated[str | None, Column("Het genoemde onderwerp.")]
    reden: Annotated[str, Column("Waarom deze motie, of waarom twijfel.")]
    kandidaten: Annotated[str, Column("Moties die het kunnen zijn, beste eerst (JSON-lijst).")]
    bbox: Bbox
    methode: Methode
    score: Score


@dataclass(frozen=True, slots=True)
class Toezegging:
    """Toezeggingen van bewindspersonen, uit brieven, register en Handelingen."""

    id: Id
    herkomst: Annotated[Herkomst, Column("Waar de toezegging is gedaan.", facet=True)]
    document_id: StukOfNiets
    passage_id: PassageOfNiets
    pagina: Pagina
    citaat: Annotated[str, Column("De toezegging, letterlijk.", search=True)]
    bewindspersoon: Annotated[
        str | None, Column("Wie ervoor staat: ambt of naam.", facet=True, search=True)
    ]
    ministerie: Annotated[str | None, Column("Het ministerie.", facet=True)]
    aan: Annotated[str | None, Column("Aan wie het is toegezegd.")]
    inhoud: Annotated[str, Column("Wat is toegezegd.")]
    gedaan_op: Annotated[date | None, Column("Dag van de toezegging.", index=True)]
    termijn_tekst: Annotated[str | None, Column("De termijn zoals geschreven.")]
    termijn_van: Annotated[date | None, Column("Eerste dag die voldoet.")]
    termijn_tot: Annotated[date | None, Column("Laatste dag die voldoet.", index=True)]
    terugkerend: Annotated[str | None, Column("Hoe vaak het terugkeert.", facet=True)]
    hardheid: Annotated[Hardheid, Column("Zal, of streeft ernaar.", facet=True)]
    voorwaarde: Annotated[str | None, Column("De voorwaarde, letterlijk.")]
    anker: Annotated[str | None, Column("Gebeurtenis waar de termijn aan hangt.")]
    herhaalt_id: Annotated[
        str | None, Column("De eerdere toezegging die dit herhaalt.", index=True)
    ]
    wijzigt_id: Annotated[str | None, Column("De eerdere toezegging die dit wijzigt.", index=True)]
    status_kabinet: Annotated[
        StatusKabinet, Column("Wat het kabinet er het laatst over zegt.", facet=True)
    ]
    status_kabinet_op: Annotated[date | None, Column("Wanneer het kabinet dat zei.")]
    status_kamer: Annotated[str | None, Column("Status in het register van de Kamer.", facet=True)]
    status_bewijs: Annotated[StatusBewijs, Column("Wat uit stukken zelf blijkt.", facet=True)]
    opvolgingen: Annotated[
        int, Column("Aantal plaatsen die zeggen wat ervan kwam; alleen genoemd telt niet.")
    ]
    register_nummer: Annotated[str | None, Column("Nummer in het register.", index=True)]
    bbox: Bbox
    methode: Methode
    score: Score


@dataclass(frozen=True, slots=True)
class ToezeggingBewindspersoon:
    """Alle bewindspersonen die voor een toezegging tekenden."""

    toezegging_id: Annotated[str, Column("De toezegging.", refers_to="toezeggingen", key=True)]
    volgorde: Volgorde
    functie: Annotated[str, Column("Het ambt zoals gedrukt.")]
    naam: Annotated[str, Column("De naam zoals gedrukt.")]


@dataclass(frozen=True, slots=True)
class KnelpuntCluster:
    """Eén probleem, gevolgd over jaren en organisaties."""

    id: Id
    label: Annotated[str, Column("Korte aanduiding.", search=True)]
    eerste_jaar: Annotated[int | None, Column("Eerste jaar waarin het gemeld is.")]
    laatste_jaar: Annotated[int | None, Column("Laatste jaar waarin het gemeld is.")]
    jaren: Annotated[int, Column("Aantal verschillende jaren.")]
    organisaties: Annotated[int, Column("Aantal organisaties dat het meldt.")]
    meldingen: Annotated[int, Column("Aantal meldingen.")]
    slepend: Annotated[bool, Column("1 bij drie jaren op rij of drie organisaties.", facet=True)]


@dataclass(frozen=True, slots=True)
class Knelpunt:
    """Signalen uit de uitvoering: knelpunten, dilemma's, oplossingen en wat goed gaat."""

    id: Id
    document_id: StukId
    passage_id: PassageOfNiets
    pagina: Pagina
    citaat: Annotated[str, Column("Het signaal, letterlijk.", search=True)]
    soort: Annotated[KnelpuntSoort, Column("Soort signaal.", facet=True)]
    thema: Annotated[str | None, Column("Hoofdthema.", refers_to="themas", facet=True)]
    gevolg: Annotated[str | None, Column("Het gevolg dat genoemd wordt.", facet=True)]
    richting: Annotated[str | None, Column("Handhaving te streng of te zwak.")]
    organisatie_id: Annotated[
        str | None, Column("De organisatie die het meldt.", refers_to="organisaties", facet=True)
    ]
    jaar: Annotated[int | None, Column("Jaar van de melding.", facet=True)]
    doelgroep: Annotated[str | None, Column("Wie het treft.", search=True)]
    wetten: Annotated[str, Column("Wetten die de zin noemt (JSON-lijst).")]
    ernst: Annotated[int | None, Column("1 licht, 2 hindert een groep, 3 raakt rechten.")]
    rang: Annotated[int | None, Column("Plaats in de rangorde van de bron; leeg zonder.")]
    geadresseerde: Annotated[str | None, Column("Wie moet handelen.")]
    oplossing_id: Annotated[str | None, Column("De oplossing in hetzelfde stuk.")]
    cluster_id: Annotated[
        str | None, Column("Het doorlopende probleem.", refers_to="knelpunt_clusters")
    ]
    bbox: Bbox
    methode: Methode
    score: Score


@dataclass(frozen=True, slots=True)
class Opvolging:
    """Plaatsen die zeggen wat er van een motie of toezegging kwam."""

    id: Id
    van_soort: Annotated[str, Column("motie, toezegging of knelpunt.", facet=True)]
    van_id: Annotated[
        str | None,
        Column(
            "Waar het over gaat; leeg bij twijfel. Een motie die het register niet kent, staat er"
            " met het nummer dat het stuk noemt.",
            index=True,
        ),
    ]
    document_id: StukId
    passage_id: PassageOfNiets
    pagina: Pagina
    citaat: Annotated[str, Column("De uitspraak, letterlijk.", search=True)]
    datum: Annotated[date | None, Column("Dag van de uitspraak.", index=True)]
    uitspraak: Annotated[Uitspraak, Column("Wat ervan gezegd wordt.", facet=True)]
    wie_zegt: Annotated[WieZegt, Column("Wie het zegt.", facet=True)]
    gelijk_aan: Annotated[
        str | None,
        Column(
            "De eerste opvolging in dit stuk met (bijna) dezelfde tekst over een andere motie;"
            " overgenomen tekst is zwak bewijs. Leeg als de tekst bij één motie staat."
        ),
    ]
    bbox: Bbox
    methode: Methode
    score: Score


@dataclass(frozen=True, slots=True)
class Tabelfeit:
    """Cellen van tabellen die ertoe doen: bedragen en statussen."""

    id: Id
    document_id: StukId
    passage_id: PassageOfNiets
    pagina: Pagina
    tabel: Annotated[int, Column("Nummer van de tabel in het stuk, vanaf 1.")]
    rij: Annotated[str, Column("De rijkop.")]
    kolom: Annotated[str, Column("De kolomkop.")]
    waarde: Annotated[
        str, Column("Getal met decimale punt, dag, n.v.t. of p.m., of de tekst van een status.")
    ]
    eenheid: Annotated[
        Eenheid | None, Column("Waarin de waarde telt; leeg als dat niet gezegd is.", facet=True)
    ]
    jaar_van: Annotated[int | None, Column("Eerste jaar waarover het gaat.", facet=True)]
    jaar_tot: Annotated[int | None, Column("Laatste jaar; leeg bij een open eind (e.v.).")]
    structureel: Annotated[bool, Column("1 als het voorgoed is (struct.).", facet=True)]
    totaal: Annotated[
        Totaal | None, Column("Of een gedrukt totaal de som van zijn delen is.", facet=True)
    ]
    berekend: Annotated[str | None, Column("De som van de delen, precies, als die is nagerekend.")]
    bbox: Bbox


@dataclass(frozen=True, slots=True)
class Stand:
    """Per organisatie en jaar: welke Stand of knelpuntenbrief verwacht is, en wat er is."""

    organisatie_id: Annotated[
        str, Column("De organisatie.", refers_to="organisaties", key=True, facet=True)
    ]
    jaar: Annotated[int, Column("Het jaar waarover het gaat.", key=True, facet=True)]
    vorm: Annotated[str, Column("Stand, jaarverslag, brief: de vorm ervan.", key=True, facet=True)]
    verwacht: Annotated[bool, Column("1 als het verwacht wordt.", facet=True)]
    document_id: Annotated[
        str | None, Column("Het stuk; leeg als het er niet is.", refers_to="documenten")
    ]
    gevonden_bij: Annotated[str | None, Column("De bron waar het is gevonden.", facet=True)]
    url: Annotated[str | None, Column("Waar het te vinden is of hoort te staan.")]
    opmerking: Annotated[str | None, Column("Wat erbij te zeggen is.")]


@dataclass(frozen=True, slots=True)
class Link:
    """Links die in stukken staan: waar zij heen gaan en wat daar is gevonden."""

    id: Id
    document_id: StukId
    passage_id: PassageOfNiets
    pagina: Pagina
    tekst: Annotated[str | None, Column("De tekst waar de link op staat.")]
    url: Annotated[str, Column("Waar de link heen gaat, zoals het er staat.", index=True)]
    status: Annotated[LinkStatus, Column("Wat er van de link bekend is.", facet=True)]
    http_status: Annotated[int | None, Column("Wat de server het laatst antwoordde.", facet=True)]
    media_type: Annotated[str | None, Column("Soort bestand achter de link.")]
    sha256: Annotated[str | None, Column("Controlegetal van wat is bewaard; leeg zonder kopie.")]
    gearchiveerd_op: Annotated[str | None, Column("Wanneer dat is bewaard (UTC).")]
    doel_id: Annotated[
        str | None, Column("Het stuk waar de link heen gaat; leeg als onbekend.", index=True)
    ]


@dataclass(frozen=True, slots=True)
class Dekking:
    """Per bron, soort en periode: hoeveel stukken verwacht, hoeveel aanwezig."""

    bron: Annotated[str, Column("De bron.", key=True, facet=True)]
    soort: Annotated[str, Column("De soort of de lijst van die bron.", key=True, facet=True)]
    periode: Annotated[str, Column("De periode (jaar of maand).", key=True)]
    verwacht: Annotated[int | None, Column("Zoveel noemt de bron er; leeg als onbekend.")]
    aanwezig: Annotated[int, Column("Zoveel staan er in deze database.")]
    ontbrekend: Annotated[int | None, Column("Het verschil; leeg als onbekend.")]
    laatst_gezien: Annotated[str | None, Column("Wanneer de bron het laatst is bekeken (UTC).")]


@dataclass(frozen=True, slots=True)
class Gezocht:
    """Waarin gezocht is: per dag hoeveel gelezen stukken van die dag of later zijn."""

    datum: Annotated[date, Column("De dag.", key=True)]
    stukken: Annotated[int, Column("Zoveel gelezen stukken zijn van deze dag of later.")]


@dataclass(frozen=True, slots=True)
class Probleem:
    """Wat niet opgehaald, gelezen of begrepen kon worden."""

    id: Id
    document_id: StukOfNiets
    uit_stuk: Annotated[bool, Column("1 als het bij het lezen van het stuk bleek.", facet=True)]
    onderwerp: Annotated[str, Column("Het stuk, bestand of de bron waar het om gaat.")]
    stap: Annotated[str, Column("De stap waarin het misging.", facet=True)]
    soort: Annotated[str, Column("Soort probleem, één woord.", facet=True)]
    melding: Annotated[str, Column("Wat er is en wat te doen.")]
    op: Annotated[str, Column("Wanneer (UTC).")]


@dataclass(frozen=True, slots=True)
class Correctie:
    """Correcties van een mens; ze gelden opnieuw bij elke run."""

    doel_soort: Annotated[str, Column("De tabel.", key=True, facet=True)]
    doel_id: Annotated[str, Column("Het kenmerk van de rij.", key=True)]
    veld: Annotated[str, Column("De kolom.", key=True)]
    waarde: Annotated[str | None, Column("De juiste waarde; leeg maakt het veld leeg.")]
    reden: Annotated[str, Column("Waarom.")]
    wie: Annotated[str, Column("Wie het vaststelde.")]
    op: Annotated[str, Column("Wanneer.")]


@dataclass(frozen=True, slots=True)
class Evaluatie:
    """Gemeten kwaliteit per onderdeel, met onzekerheid.

    Een onderdeel "correcties: …" telt wat mensen verbeterden: beter dan die precisie is het niet.
    """

    onderdeel: Annotated[str, Column("Wat gemeten is.", key=True, facet=True)]
    precisie: Annotated[float | None, Column("Deel van de vondsten dat klopt.")]
    recall: Annotated[float | None, Column("Deel van het aanwezige dat gevonden is.")]
    f1: Annotated[float | None, Column("Harmonisch gemiddelde van beide.")]
    laag: Annotated[float | None, Column("Ondergrens van het 95%-interval van f1.")]
    hoog: Annotated[float | None, Column("Bovengrens van het 95%-interval van f1.")]
    n: Annotated[int, Column("Aantal gouden annotaties.")]
    gold_versie: Annotated[str, Column("Versie van de annotaties.", key=True)]
    versie: Annotated[str, Column("Versie van het programma.", key=True)]
    op: Annotated[str, Column("Wanneer gemeten.")]


@dataclass(frozen=True, slots=True)
class Run:
    """Runs van het programma."""

    id: Annotated[str, Column("Kenmerk van de run.", key=True)]
    begonnen: Annotated[str, Column("Begonnen op (UTC).")]
    geeindigd: Annotated[str | None, Column("Geëindigd op (UTC); leeg als afgebroken.")]
    stap: Annotated[str, Column("Welke stap.", facet=True)]
    aantal: Annotated[int, Column("Hoeveel stukken.")]
    fouten: Annotated[int, Column("Hoeveel mislukten.")]
    versie: Annotated[str, Column("Versie van het programma.")]


@dataclass(frozen=True)
class Field:
    """A column as the registry knows it: name, Python type (without ``None``), meaning."""

    name: str
    kind: type
    optional: bool
    column: Column

    @property
    def closed_list(self) -> type[ClosedList] | None:
        """The closed list its values come from, if any."""
        return self.kind if issubclass(self.kind, ClosedList) else None


@dataclass(frozen=True)
class Table:
    """A published table: its name, its row class, how Datasette sorts and labels it.

    ``of`` names the tables whose rows its own rows come and go with (a passage with its paper);
    without any, the table is about the release as a whole. ``sort`` and ``label`` are column
    names; ``sort`` begins with ``-`` for newest first. ``shown`` are the columns of the list of
    rows (all where empty); a row's page shows all. ``together`` are columns that are looked up by
    together.
    """

    name: str
    row: type
    of: tuple[str, ...] = ()
    label: str | None = None
    sort: str | None = None
    shown: tuple[str, ...] = ()
    together: tuple[str, ...] = ()

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The columns in order."""
        hints = typing.get_type_hints(self.row, include_extras=True)
        return tuple(_field(f.name, hints[f.name]) for f in fields(self.row))

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The names of the primary key columns."""
        return tuple(f.name for f in self.fields if f.column.key)

    @cached_property
    def owners(self) -> tuple[tuple[str, str], ...]:
        """(table, column of this table) for each table that :attr:`of` names."""
        return tuple((owner, self._column_of(owner)) for owner in self.of)

    def _column_of(self, owner: str) -> str:
        if owner == self.name:
            return self.key[0]
        return next(f.name for f in self.fields if f.column.refers_to == owner)

    @property
    def description(self) -> str:
        """The published description (Dutch), on one line."""
        return " ".join((self.row.__doc__ or "").split())

    @property
    def search(self) -> tuple[str, ...]:
        """The columns of the full-text index."""
        return tuple(f.name for f in self.fields if f.column.search)

    @property
    def facets(self) -> tuple[str, ...]:
        """The columns offered as filters with counts."""
        return tuple(f.name for f in self.fields if f.column.facet)


def _field(name: str, hint: Any) -> Field:
    """Read one ``Annotated`` field; ``TypeError`` where its description is missing."""
    kind, *extras = typing.get_args(hint) if typing.get_origin(hint) is Annotated else (hint,)
    columns = [extra for extra in extras if isinstance(extra, Column)]
    if not columns:
        raise TypeError(f"column {name} is not explained")
    optional = isinstance(kind, UnionType)
    types = [t for t in typing.get_args(kind) if t is not type(None)] if optional else [kind]
    return Field(name, types[0], optional, columns[-1])


def _registry(*tables: Table) -> dict[str, Table]:
    return {table.name: table for table in tables}


# a table follows the tables it refers to
TABLES: Mapping[str, Table] = _registry(
    Table("ministeries", Ministerie, label="naam"),
    Table("organisaties", Organisatie, label="naam"),
    Table("fracties", Fractie, label="naam"),
    Table("wetten", Wet, label="naam"),
    Table("themas", ThemaRij, label="naam"),
    Table("personen", Persoon, label="naam"),
    Table("dossiers", Dossier, label="naam"),
    Table("begrippen", Begrip),
    Table(
        "documenten",
        Document,
        of=("documenten",),
        label="titel",
        sort="-datum",
        shown=("id", "datum", "soort", "titel", "ministerie", "organisatie_id", "paginas"),
    ),
    Table("document_aliassen", DocumentAlias, of=("documenten",)),
    Table(
        "passages",
        Passage,
        of=("documenten",),
        shown=("id", "document_id", "pagina", "soort", "tekst"),
    ),
    Table(
        "verwijzingen",
        Verwijzing,
        of=("documenten",),
        shown=("id", "document_id", "pagina", "tekst", "soort", "doel_id", "doel_in_corpus"),
    ),
    Table(
        "moties",
        Motie,
        of=("moties",),
        label="titel",
        sort="-datum_ingediend",
        shown=(
            "id",
            "datum_ingediend",
            "titel",
            "status_kamer",
            "kabinetsappreciatie",
            "status_kabinet",
            "status_bewijs",
            "opvolgingen",
        ),
    ),
    Table("motie_aliassen", MotieAlias, of=("moties",)),
    Table(
        "motie_indieners",
        MotieIndiener,
        of=("moties",),
        together=("persoon_id", "motie_id", "volgorde"),
    ),
    Table("motie_overwegingen", MotieOverweging, of=("moties",)),
    Table("motie_verzoeken", MotieVerzoek, of=("moties",)),
    Table("stemmingen", Stemming, of=("moties",)),
    Table(
        "motie_vermeldingen",
        MotieVermelding,
        of=("documenten",),
        shown=("id", "document_id", "pagina", "tekst", "motie_id", "reden", "score"),
    ),
    Table(
        "toezeggingen",
        Toezegging,
        of=("toezeggingen", "documenten"),
        label="citaat",
        sort="-gedaan_op",
        shown=(
            "id",
            "gedaan_op",
            "citaat",
            "bewindspersoon",
            "termijn_tot",
            "hardheid",
            "status_kabinet",
            "status_kamer",
        ),
    ),
    Table("toezegging_bewindspersonen", ToezeggingBewindspersoon, of=("toezeggingen",)),
    Table("knelpunt_clusters", KnelpuntCluster, label="label", sort="-meldingen"),
    Table(
        "knelpunten",
        Knelpunt,
        of=("documenten",),
        label="citaat",
        sort="-jaar",
        shown=("id", "jaar", "organisatie_id", "citaat", "soort", "thema", "ernst"),
    ),
    Table(
        "opvolgingen",
        Opvolging,
        of=("documenten",),
        label="citaat",
        sort="-datum",
        shown=(
            "id",
            "datum",
            "van_soort",
            "van_id",
            "citaat",
            "uitspraak",
            "wie_zegt",
            "document_id",
        ),
    ),
    Table("tabelfeiten", Tabelfeit, of=("documenten",)),
    Table("standen", Stand, sort="-jaar"),
    Table(
        "links",
        Link,
        of=("documenten",),
        shown=("id", "document_id", "pagina", "tekst", "url", "status", "doel_id"),
    ),
    Table("dekking", Dekking),
    Table("gezocht", Gezocht, sort="-datum"),
    Table("problemen", Probleem, sort="-op"),
    Table("correcties", Correctie, sort="-op"),
    Table("evaluatie", Evaluatie),
    Table("runs", Run, sort="-begonnen"),
)


@cache
def _dates(name: str) -> tuple[int, ...]:
    """The positions of the date columns of a table."""
    return tuple(i for i, f in enumerate(TABLES[name].fields) if f.kind is date)


@cache
def _getter(name: str) -> attrgetter[tuple[Any, ...]]:
    return attrgetter(*(f.name for f in TABLES[name].fields))


def values(name: str, row: object) -> tuple[Any, ...]:
    """A row as SQLite takes it, in the order of the columns: dates as ISO 8601 text.

    Words of closed lists are text and yes/no are numbers already. Raises ``AttributeError`` where
    the row is not one of table ``name``.
    """
    found = _getter(name)(row)
    if dates := _dates(name):
        found_list = list(found)
        for i in dates:
            if found_list[i] is not None:
                found_list[i] = found_list[i].isoformat()
        return tuple(found_list)
    return found


_SQL_KINDS = {int: "integer", float: "real", bool: "integer"}


def create_sql(name: str, place: str | None = None) -> str:
    """The statement that creates a table: keys, references, and what a column may hold.

    A column of a closed list takes words of that list and no other, whoever writes it. ``place``
    is the name of a table aside, of the same columns and key but without references.
    """
    table = TABLES[name]
    lines = [_column_sql(f) for f in table.fields]
    lines.append(f"primary key ({', '.join(f'[{column}]' for column in table.key)})")
    if place is None:
        lines += [
            f"foreign key ([{column}]) references [{other}] ([{other_column}])"
            for column, other, other_column in foreign_keys(name)
        ]
    return f"create table {place or f'[{name}]'} (\n  " + ",\n  ".join(lines) + "\n)"


def _column_sql(f: Field) -> str:
    sql = f"[{f.name}] {_SQL_KINDS.get(f.kind, 'text')}"
    sql += "" if f.optional else " not null"
    if f.closed_list:
        words = ", ".join(f"'{word.value}'" for word in f.closed_list)
        sql += f" check ([{f.name}] in ({words}))"
    return sql


def foreign_keys(name: str) -> list[tuple[str, str, str]]:
    """(column, table, column of that table) for every reference of a table."""
    return [
        (f.name, f.column.refers_to, TABLES[f.column.refers_to].key[0])
        for f in TABLES[name].fields
        if f.column.refers_to
    ]


def begrippen() -> Iterator[Begrip]:
    """Every word of every closed list, with its definition."""
    for closed in ALL_LISTS:
        for word in closed:
            yield Begrip(_snake(closed.__name__), word.value, word.definition)


def themas() -> Iterator[ThemaRij]:
    """The themes of knelpunten."""
    for thema in Thema:
        naam = thema.value.replace("_", " ").replace("ict ", "ICT ").capitalize()
        yield ThemaRij(thema.value, naam.replace("Ict", "ICT"), definitie=thema.definition)


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))


def fts_table(name: str) -> str:
    """The name of the full-text index of a table."""
    return f"{name}_fts"


def table_metadata(name: str) -> dict[str, Any]:
    """What Datasette shows of one table."""
    table = TABLES[name]
    found: dict[str, Any] = {
        "description": table.description,
        "columns": {f.name: f.column.description for f in table.fields},
        "facets": list(table.facets),
        "size": 50,
    }
    if table.label:
        found["label_column"] = table.label
    if table.sort:
        found["sort_desc" if table.sort.startswith("-") else "sort"] = table.sort.lstrip("-")
    if table.search:
        found |= {"fts_table": fts_table(name), "fts_pk": "rowid"}
    return found


def document() -> str:
    """``docs/tabellen.md``: every table and column, in Dutch."""
    lines = []
    for table in TABLES.values():
        lines += [f"## {table.name}", "", table.description, ""]
        lines += ["| kolom | soort | betekenis |", "|---|---|---|"]
        lines += [f"| {_name(table, f)} | {_kind(f)} | {_meaning(f)} |" for f in table.fields]
        lines.append("")
    lines += ["## Gesloten lijsten", ""]
    for closed in ALL_LISTS:
        lines += [f"### {_snake(closed.__name__)}", "", "| woord | betekenis |", "|---|---|"]
        lines += [f"| `{word.value}` | {word.definition} |" for word in closed]
        lines.append("")
    return "\n".join(lines)


def _name(table: Table, field: Field) -> str:
    return f"**`{field.name}`**" if field.name in table.key else f"`{field.name}`"


_KINDS = {str: "tekst", int: "getal", float: "getal", bool: "ja/nee", date: "datum"}


def _kind(field: Field) -> str:
    closed = field.closed_list
    return f"lijst `{_snake(closed.__name__)}`" if closed else _KINDS[field.kind]


def _meaning(field: Field) -> str:
    column = field.column
    notes = [f"Verwijst naar `{column.refers_to}`."] if column.refers_to else []
    notes += ["Doorzoekbaar."] if column.search else []
    return " ".join([column.description, *notes])
