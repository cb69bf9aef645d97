"""What the versions of the Tweede Kamer's OData service call things, and what we call them.

Rows are kept under the names of v4/2.0. What another version calls otherwise is brought back to
those names here (:class:`Version`) and nowhere else; a field a version has dropped is simply not
there, and a field we do not know is kept as it came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the service: where it is, how many rows it gives at a time, its names.

    ``renamed`` is by entity what this version calls a field, and what v4/2.0 calls it.
    """

    path: str
    page: int
    renamed: Names = field(default_factory=dict)


V4 = Version("/OData/v4/2.0", 250)
V5 = Version(
    "/OData/v5",
    100,
    {
        "Document": {"Nummer": "DocumentNummer", "Ondernummer": "Volgnummer"},
        "Activiteit": {"VoortouwCommissieNaam": "Voortouwnaam"},
        # the value is still the highest number, whatever it is called
        "Kamerstukdossier": {"AantalDocumenten": "HoogsteVolgnummer"},
    },
)
# the one whose fields we know best goes first
VERSIONS = (V4, V5)

# a row nested under this name is one of that entity
_NESTED: Mapping[str, str] = {
    "BronDocument": "Document",
    "BijlageDocument": "Document",
    "KamerbriefNakoming": "Document",
    "HuidigeDocumentVersie": "DocumentVersie",
    "VervangenVanuit": "Zaak",
    "VervangenDoor": "Zaak",
}

# fields that only rows of this entity have, all of one set; the first entity that fits is it
_SIGNATURES: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (entity, frozenset(fields.split()))
    for entity, fields in (
        ("Zaak", "Nummer Soort Onderwerp GestartOp"),
        ("Toezegging", "Nummer Aanmaakdatum DatumNakoming"),
        ("Toezegging", "Nummer Aanmaakdatum ActiviteitNummer"),
        ("ToegezegdAan", "Toezegging_Id Fractie_Id Persoon_Id"),
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


def as_v4(entity: str, row: Row, names: Names = V5.renamed) -> Row:
    """The row under the names of v4/2.0, nested rows included."""
    renamed = names.get(_NESTED.get(entity, entity), {})
    told: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, list):
            value = [as_v4(name, part, names) if isinstance(part, dict) else part for part in value]
        elif isinstance(value, dict):
            value = as_v4(name, value, names)
        told[renamed.get(name, name)] = value
    return told


def entity_of(row: Row) -> str | None:
    """Which entity a row belongs to, told by its fields; ``None`` for a kind we do not know."""
    fields = row.keys()
    for entity, signature in _SIGNATURES:
        if signature <= fields:
            return entity
    return None
