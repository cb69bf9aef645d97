"""What open.overheid.nl and rijksoverheid.nl hold of the fictional government."""

from __future__ import annotations

from datetime import date
from typing import Any

from bench.sample.ids import guid
from bench.sample.shapes import Al, Bijlage, Kop, Lijst

# published here and nowhere else
ALLEEN_HIER = Bijlage(
    "schetsarchief-2026",
    "",
    "Stand van de uitvoering 2026 Schetsarchief",
    "Schetsarchief",
    2026,
    (
        Al(
            "Het Schetsarchief bewaart de dossiers van de Voorbeelddienst en het Proefregister. "
            "Dit is onze eerste stand van de uitvoering."
        ),
        Kop("1. Wat goed gaat", 2),
        Al("Wie zijn eigen dossier opvraagt, krijgt het gemiddeld binnen negen dagen."),
        Kop("2. Knelpunten", 2),
        Al(
            "De Archiefwet 1995 verplicht ons dossiers op papier te bewaren, ook als zij digitaal "
            "zijn ontstaan. Daardoor printen medewerkers per jaar 80.000 bladzijden die niemand "
            "leest."
        ),
        Al(
            "Onze systemen kunnen de bestanden van de Voorbeelddienst niet lezen. Nabestaanden "
            "wachten daardoor maanden op een dossier dat er wel is."
        ),
        Kop("3. Oplossingen", 2),
        Al("Wij vragen de minister digitaal bewaren als hoofdregel in de wet op te nemen."),
        Kop("4. Onze top drie", 2),
        Lijst(
            (
                "Verplicht papier kost tijd en ruimte.",
                "Bestanden zijn na tien jaar niet meer te lezen.",
                "Nabestaanden wachten te lang.",
            ),
            mark="1",
        ),
    ),
)
DAG = date(2026, 10, 22)
BESTAND = "openoverheid/stand-van-de-uitvoering-2026-schetsarchief.pdf"

_PAGINA = "/documenten/rapporten/2026/10/22/stand-van-de-uitvoering-2026-schetsarchief"


def _document(name: str, titel: str, day: str, **facts: Any) -> dict[str, Any]:
    return {
        "id": guid("openoverheid", name),
        "titel": titel,
        "openbaarmakingsdatum": day,
        "mutatiedatumtijd": f"{day}T15:00:00.123456789Z",
        "versie": 1,
        "verantwoordelijke": "ministerie van Voorbeeldzaken",
        "publisher": "ministerie van Voorbeeldzaken",
        "aanbieder": "fictief-platform",
        "documentsoorten": ["rapport"],
        "informatiecategorieen": ["onderzoeksrapporten"],
        "publicatiebestemming": ["rijksoverheid.nl"],
        **facts,
    }


_ZONDER_BESTAND = _document(
    "proefregister-2026",
    "Stand van de uitvoering 2026 Proefregister",
    "2026-01-27",
    omschrijving="Het rapport volgt.",
)

DOCUMENTEN: tuple[dict[str, Any], ...] = (
    _document(
        "schetsarchief-2026",
        ALLEEN_HIER.titel,
        str(DAG),
        omschrijving="Eerste stand van de uitvoering van het Schetsarchief.",
        bestandsnaam="stand-van-de-uitvoering-2026-schetsarchief.pdf",
        weblocatie=f"https://www.rijksoverheid.nl{_PAGINA}",
        bestand=BESTAND,
    ),
    # the very bytes that are an attachment to a letter, too
    _document(
        "voorbeelddienst-2026",
        "Stand van de uitvoering 2026 Voorbeelddienst",
        "2026-01-27",
        bestandsnaam="stand-van-de-uitvoering-2026-voorbeelddienst.pdf",
        bestand="papers/blg-9900105.pdf",
        relaties=[{"role": "is bijlage bij", "id": guid("openoverheid", "aanbiedingsbrief")}],
    ),
    # a copy of a paper of the Tweede Kamer
    _document(
        "verzamelbrief-2026",
        "99001, nr. 24 - Verzamelbrief uitvoering voorbeeldregelingen, najaar 2026",
        "2026-10-13",
        verantwoordelijke="Tweede Kamer",
        publisher="Tweede Kamer",
        documentsoorten=["kamerstuk"],
        informatiecategorieen=["vergaderstukken Staten-Generaal"],
        publicatiebestemming=["officielebekendmakingen.nl"],
        omschrijving="Brief over onder meer de standen van de uitvoering.",
        bestand="papers/kst-99001-24.pdf",
    ),
    _ZONDER_BESTAND,
)

# the paper without a file gets one: the same bytes as an attachment to a letter
LATER: tuple[dict[str, Any], ...] = (
    {
        **_ZONDER_BESTAND,
        "mutatiedatumtijd": "2026-11-06T10:00:00.123456789Z",
        "versie": 2,
        "omschrijving": "Rapport van het Proefregister.",
        "bestand": "papers/blg-9900106.pdf",
    },
)

RSS: tuple[dict[str, Any], ...] = (
    {
        "title": ALLEEN_HIER.titel,
        "description": "Het Schetsarchief vertelt wat in de uitvoering goed gaat en waar de wet "
        "knelt.",
        "date": str(DAG),
        "link": _PAGINA,
    },
)
