"""What each entity of the Tweede Kamer's OData has: its fields, and what may be nested in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# What an entity has besides Id, moments and Verwijderd, as v4/2.0 calls it. After a name: ">" one
# row, "*" a list of them, and of which entity where that is not its name. Of an entity that is
# not here we do not know what it has.
_ENTITIES: Mapping[str, str] = {
    "Zaak": "Nummer Soort Titel Citeertitel Alias Status Onderwerp GestartOp Organisatie"
    " Grondslagvoorhang Termijn Vergaderjaar Volgnummer HuidigeBehandelstatus Afgedaan"
    " GrootProject Kabinetsappreciatie ZaakActor* Activiteit* Agendapunt* Besluit* Document*"
    " Kamerstukdossier* VervangenDoor*Zaak VervangenVanuit*Zaak GerelateerdNaar*Zaak"
    " GerelateerdVanuit*Zaak",
    "ZaakActor": "Zaak_Id ActorNaam ActorFractie ActorAfkorting Functie Relatie SidActor Persoon_Id"
    " Fractie_Id Commissie_Id Zaak> Persoon> Fractie> Commissie>",
    "Document": "Soort DocumentNummer Titel Onderwerp Datum Vergaderjaar Kamer Volgnummer"
    " Citeertitel Alias DatumRegistratie DatumOntvangst Aanhangselnummer KenmerkAfzender"
    " Organisatie ContentType ContentLength HuidigeDocumentVersie_Id DocumentActor*"
    " DocumentVersie* HuidigeDocumentVersie>DocumentVersie Activiteit* Agendapunt*"
    " BijlageDocument*Document BronDocument*Document Kamerstukdossier* Zaak*",
    "DocumentActor": "Document_Id ActorNaam ActorFractie Functie Relatie SidActor Persoon_Id"
    " Fractie_Id Commissie_Id Document> Persoon> Fractie> Commissie>",
    "DocumentVersie": "Status Versienummer Bestandsgrootte Extensie Datum Document_Id"
    " ExterneIdentifier Document> DocumentPublicatie* DocumentPublicatieMetadata*",
    "DocumentPublicatie": "Identifier DocumentType FileName Source ContentLength ContentType Url"
    " PublicatieDatum DocumentVersie_Id DocumentVersie>",
    "DocumentPublicatieMetadata": "Identifier DocumentType FileName Source ContentLength"
    " ContentType Url PublicatieDatum DocumentVersie_Id DocumentVersie>",
    "Kamerstukdossier": "Titel Citeertitel Alias Nummer Toevoeging HoogsteVolgnummer Afgesloten"
    " Kamer Document* Zaak*",
    "Toezegging": "Aanmaakdatum Nummer ActiviteitNummer Naam Achternaam Initialen Voornaam"
    " Tussenvoegsel Achtervoegsel Titulatuur Functie Status DatumNakoming Ministerie Tekst"
    " Activiteit* IsHerhalingVan*Toezegging IsWijzigingVan*Toezegging IsAanvullingOp*Toezegging"
    " IsAangevuldVanuit*Toezegging IsHerhaaldDoor*Toezegging IsGewijzigdDoor*Toezegging",
    "ToegezegdAan": "Toezegging_Id Fractie_Id Persoon_Id Toezegging> Fractie> Persoon>",
    "Activiteit": "Soort Nummer Onderwerp DatumSoort Datum Aanvangstijd Eindtijd Locatie Besloten"
    " Status Vergaderjaar Kamer Noot VRSNummer SidVoortouw Voortouwnaam Voortouwafkorting"
    " Voortouwkortenaam Voortouwcommissie_Id Aanvraagdatum DatumVerzoekEersteVerlenging"
    " DatumMededelingEersteVerlenging DatumVerzoekTweedeVerlenging DatumMededelingTweedeVerlenging"
    " Vervaldatum Voortouwcommissie>Commissie ActiviteitActor* Agendapunt*"
    " VoortgezetIn*Activiteit VoortgezetVanuit*Activiteit VervangenDoor*Activiteit"
    " VervangenVanuit*Activiteit Document* Reservering* Toezegging* Zaak*",
    "ActiviteitActor": "Activiteit_Id ActorNaam ActorFractie Relatie Volgorde Functie Spreektijd"
    " SidActor Persoon_Id Fractie_Id Commissie_Id Activiteit> Persoon> Fractie> Commissie>",
    "Agendapunt": "Nummer Onderwerp Aanvangstijd Eindtijd Volgorde Rubriek Noot Status"
    " Activiteit_Id Activiteit> Besluit* Document* Zaak*",
    "Besluit": "Agendapunt_Id StemmingsSoort BesluitSoort BesluitTekst Opmerking Status"
    " AgendapuntZaakBesluitVolgorde Agendapunt> Stemming* Zaak*",
    "Stemming": "Besluit_Id Soort FractieGrootte ActorNaam ActorFractie Vergissing SidActorLid"
    " SidActorFractie Persoon_Id Fractie_Id Besluit> Persoon> Fractie>",
    "Persoon": "Nummer Titels Initialen Tussenvoegsel Achternaam Voornamen Roepnaam Geslacht"
    " Functie Geboortedatum Geboorteplaats Geboorteland Overlijdensdatum Overlijdensplaats"
    " Woonplaats Land ContentType ContentLength Fractielabel ZaakActor* DocumentActor*"
    " ActiviteitActor* Stemming* Toezegging* FractieZetelPersoon*",
    "Fractie": "Nummer Afkorting NaamNL NaamEN AantalZetels AantalStemmen DatumActief"
    " DatumInactief ContentType ContentLength FractieZetel* Stemming* ZaakActor* DocumentActor*"
    " ActiviteitActor* Toezegging*",
    "FractieZetel": "Gewicht Fractie_Id Fractie> FractieZetelPersoon*",
    "FractieZetelPersoon": "FractieZetel_Id Persoon_Id Functie Van TotEnMet FractieZetel> Persoon>",
    "Commissie": "Nummer Soort Afkorting NaamNL NaamEN NaamWebNL NaamWebEN Inhoudsopgave"
    " DatumActief DatumInactief Activiteit* ActiviteitActor* ZaakActor* DocumentActor*"
    " CommissieZetel*",
    "Vergadering": "Soort Titel Zaal Vergaderjaar VergaderingNummer Datum Aanvangstijd Sluiting"
    " Kamer Verslag*",
    "Verslag": "Soort Status ContentType ContentLength Vergadering_Id Vergadering>",
}
# what a Toezegging had besides in 2025, and has since
_IN_2025 = "KamerbriefNakoming ToegezegdAanFractie*Fractie ToegezegdAanPersoon*Persoon"
_IN_2026 = "Notities KamerbriefNakoming*Document ToegezegdAan*"

_OF_ALL = ("Id", "GewijzigdOp", "ApiGewijzigdOp", "Verwijderd")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an entity. ``mark``: "" for a value, ">" for one row, "*" for a list of them.

    ``entity`` is what those rows are.
    """

    name: str
    mark: str = ""
    entity: str = ""


def _fields(words: str) -> dict[str, Field]:
    """Fields by their name in small letters: the service does not mind capitals."""
    found = {}
    for word in words.split():
        mark = next((sign for sign in ">*" if sign in word), "")
        name, _, entity = word.partition(mark or " ")
        found[name.lower()] = Field(name, mark, entity or name)
    return found


_FIELDS = {entity: _fields(" ".join((*_OF_ALL, words))) for entity, words in _ENTITIES.items()}
_PROMISES = {
    shape: {**_FIELDS["Toezegging"], **_fields(words)}
    for shape, words in ((2025, _IN_2025), (2026, _IN_2026))
}


def fields_of(entity: str, shape: int = 2026) -> Mapping[str, Field] | None:
    """The fields of an entity by name in small letters; ``None`` where we do not know them.

    ``shape`` is the year of the shape of a Toezegging.
    """
    return _PROMISES[shape] if entity == "Toezegging" else _FIELDS.get(entity)
