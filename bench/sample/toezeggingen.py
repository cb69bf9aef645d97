"""The Chamber's own register of promises, in the shape of before and the shape since 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

from bench.sample.ids import midnight
from bench.sample.register import Registered, Row, new_shape, placeholder, toezegging_row, tombstone

# number, day, who, what, status, kept on
_OLD: tuple[tuple[str, date, str, str, str, date | None], ...] = (
    (
        "TZ202312-041",
        date(2023, 12, 14),
        "mvz",
        "De minister stuurt de Kamer in het eerste kwartaal van 2024 een verbeterplan voor de "
        "telefonische bereikbaarheid.",
        "Voldaan",
        date(2024, 3, 28),
    ),
    (
        "TZ202402-007",
        date(2024, 2, 6),
        "mvz",
        "De minister informeert de Kamer vóór de zomer over de achterstand bij bezwaren.",
        "Voldaan",
        date(2024, 6, 17),
    ),
    (
        "TZ202406-014",
        date(2024, 6, 5),
        "svz",
        "De staatssecretaris onderzoekt of het aanvraagformulier in eenvoudige stappen op een "
        "telefoon kan worden ingevuld (lid Komma).",
        "Voldaan",
        date(2024, 9, 12),
    ),
    (
        "TZ202410-022",
        date(2024, 10, 8),
        "svz",
        "De staatssecretaris stuurt de Kamer medio 2025 een voorstel voor één gezamenlijke "
        "betaalregeling.",
        "Deels Voldaan",
        None,
    ),
    (
        "TZ202503-009",
        date(2025, 3, 11),
        "mpd",
        "De minister zendt de Kamer vóór Prinsjesdag een wetsvoorstel over de levering van "
        "inkomensgegevens.",
        "Openstaand",
        None,
    ),
    (
        "TZ202506-031",
        date(2025, 6, 19),
        "svz",
        "De staatssecretaris bericht de Kamer over de effecten van bellen vóór het rekenen van "
        "invorderingskosten.",
        "Openstaand",
        None,
    ),
    (
        "TZ202511-018",
        date(2025, 11, 20),
        "mvz",
        "De minister laat onderzoeken of loketten in bibliotheken kunnen worden ondergebracht.",
        "Vervallen",
        None,
    ),
)

_NEW: tuple[tuple[str, date, str, str, str, tuple[str, ...]], ...] = (
    (
        "TZ202602-003",
        date(2026, 2, 12),
        "mvz",
        "De minister zendt de Kamer vóór 1 mei 2026 een overzicht per regio van de gevolgen van "
        "het aflopen van de middelen voor de loketten.",
        "Openstaand",
        ("Trema", "Voorbeeld"),
    ),
    (
        "TZ202606-017",
        date(2026, 6, 18),
        "svz",
        "De staatssecretaris stuurt de Kamer vóór het kerstreces een tijdpad voor het vooraf "
        "invullen van bekende gegevens.",
        "Openstaand",
        ("Bram Voorbeeld",),
    ),
    (
        "TZ202606-018",
        date(2026, 6, 18),
        "svz",
        "De staatssecretaris informeert de Kamer in het najaar over een spoedprocedure voor mensen "
        "zonder inkomen.",
        "In behandeling genomen",
        ("Punt",),
    ),
)


def toezegging_rows(known: list[Registered]) -> list[Row]:
    """All rows, with one deleted and one not yet delivered."""
    rows = []
    for number, day, sender, text, status, kept in _OLD:
        facts: dict[str, Any] = {"Status": status}
        if kept:
            facts["DatumNakoming"] = midnight(kept)
            letter = next((k for k in known if k.day == kept), None)
            facts["KamerbriefNakoming"] = letter.document_nummer if letter else None
        rows.append(toezegging_row(number, day, sender, text, **facts))
    for number, day, sender, text, status, members in _NEW:
        rows.append(toezegging_row(number, day, sender, text, Status=status, **new_shape(members)))
    return [*rows, tombstone(rows[0], date(2026, 11, 5)), placeholder(rows[0])]
