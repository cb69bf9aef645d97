"""Papers of the Eerste Kamer: its half-yearly overview of promises, and a letter sent to both."""

from __future__ import annotations

from datetime import date

from bench.sample.brieven import GEGEVENS_2025
from bench.sample.shapes import Al, EersteKamerBrief, Tabel

_OVERZICHT = EersteKamerBrief(
    "99001",
    "A",
    date(2026, 7, 7),
    "OVERZICHT VAN OPENSTAANDE TOEZEGGINGEN VAN DE MINISTER VAN VOORBEELDZAKEN",
    "Overzicht van openstaande en deels voldane toezeggingen per 1 juli 2026",
    (
        Al("Aan de Minister van Voorbeeldzaken"),
        Al("Den Haag, 7 juli 2026"),
        Al(
            "Halfjaarlijks stuurt de commissie voor Voorbeeldzaken u een overzicht van de "
            "toezeggingen waarvan de termijn op 1 juli 2026 was verstreken en die nog niet of "
            "deels zijn voldaan. De commissie verzoekt u aan te geven wanneer u deze toezeggingen "
            "nakomt."
        ),
        Tabel(
            "Toezeggingen waarvan de termijn is verstreken",
            ("Nummer", "Toezegging", "Termijn", "Status"),
            (
                (
                    "T09901",
                    "De Kamer informeren over de bereikbaarheid van loketten voor ouderen",
                    "1 januari 2026",
                    "openstaand",
                ),
                (
                    "T09902",
                    "De Kamer een overzicht sturen van de gevolgen van de inkomenstoets voor "
                    "mantelzorgers",
                    "1 april 2026",
                    "deels voldaan",
                ),
                (
                    "T09903",
                    "De evaluatie van de proef met huisbezoek aan de Kamer zenden",
                    "1 juli 2026",
                    "openstaand",
                ),
            ),
            (0.12, 0.5, 0.2, 0.18),
        ),
        Al(
            "De commissie ziet uw reactie met belangstelling en bij voorkeur binnen vier weken "
            "tegemoet."
        ),
        Al("De voorzitter van de commissie voor Voorbeeldzaken,"),
        Al("Q. Bladspiegel"),
    ),
)

# the same letter went to both chambers
_AFSCHRIFT = EersteKamerBrief(
    GEGEVENS_2025.dossier,
    "A",
    GEGEVENS_2025.datum,
    "BRIEF VAN DE MINISTER VAN PROEFZAKEN EN DIENSTVERLENING",
    GEGEVENS_2025.onderwerp,
    brief=GEGEVENS_2025,
)

EERSTE_KAMER = (_OVERZICHT, _AFSCHRIFT)
