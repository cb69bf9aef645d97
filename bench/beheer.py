"""The tables of ``docs/beheer.md`` that are written from the code: settings and alarms.

The words are here, in Dutch; the names, defaults and what to do come from the code. A setting or
alarm without words stops the writing, so the page cannot fall behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from flows.settings import Settings

SETTINGS: Mapping[str, str] = {
    "data_dir": "waar alles staat",
    "store": "waar de stukken staan, als dat niet in de gegevensmap is: een map of `s3://emmer/map`",
    "workers": "processen die tegelijk lezen en zoeken",
    "ocr": "`auto`: lees bladzijden zonder bruikbare tekst met OCR waar dat er is; `uit`: nooit",
    "keep_releases": "zoveel uitgaven blijven bewaard",
    "tweedekamer_url": "open data van de Tweede Kamer (OData)",
    "syncfeed_url": "wijzigingen van de Tweede Kamer (SyncFeed)",
    "koop_url": "officiële bekendmakingen (SRU)",
    "openoverheid_url": "open.overheid.nl",
    "rijksoverheid_url": "zoekfeed van rijksoverheid.nl",
    "extra_hosts": "host:poort van een naspeelserver die ook gevraagd mag worden (JSON-lijst)",
    "links_per_night": "zoveel links uit stukken worden per nacht gevolgd; 0 is geen",
    "link_recheck_days": "na zoveel dagen wordt een gevolgde link opnieuw bekeken",
    "alarm_webhook": "adres dat elk alarm als JSON krijgt",
    "alarm_mail_to": "wie elk alarm per mail krijgt",
    "alarm_mail_from": "afzender van die mail",
    "smtp_host": "mailserver",
    "smtp_port": "poort van de mailserver",
    "smtp_tls": "begint met STARTTLS",
    "smtp_user": "gebruiker bij de mailserver",
    "smtp_password": "wachtwoord bij de mailserver",
}
ALARMS: Mapping[str, str] = {
    "bron_ligt_eruit": "Een bron antwoordt niet of weigert.",
    "bron_veranderd": "Een bron antwoordt in een vorm die wij niet kennen.",
    "bron_stil": "Een bron noemt al enkele werkdagen niets nieuws (in een reces langer).",
    "stukken_ontbreken": "Een bron noemt stukken die hier al dagen niet binnenkomen.",
    "controle_mislukt": "Een nieuwe uitgave klopte niet en is niet gepubliceerd.",
    "nacht_afgebroken": "Een nacht hield halverwege op door iets dat niemand voorzag.",
    "opslag_beschadigd": "Bewaarde bytes zijn veranderd of weg.",
    "adres_geweigerd": "Er is verwezen naar een adres dat niet op de lijst staat.",
    "lijst_staat_stil": "Een lijst van een bron is al dagen niet tot het einde gelezen.",
    "klok_loopt_scheef": "Een bron dateert iets in de toekomst, of onze klok loopt achter.",
}
_ALARM_MODULE = "flows.alarm"


def beheer_page(page: Path) -> str:
    """The page with its tables as the code is now; the words around them stay as they are."""
    text = page.read_text(encoding="utf-8")
    for name, lines in (("instellingen", settings_table()), ("alarmen", alarms_table())):
        text = _between(text, name, "\n".join(("", *lines, "")))
    return text


def _between(text: str, name: str, table: str) -> str:
    """The text with ``table`` between the marks of ``name``; ``ValueError`` without those."""
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    text, found = marks.subn(lambda match: f"{match[1]}{table}\n{match[2]}", text)
    if found != 1:
        raise ValueError(f"beheer.md mist de merktekens van {name!r}")
    return text


def settings_table() -> Iterator[str]:
    """Every setting with its meaning and default. Raises ``KeyError`` for one without words."""
    yield "| instelling | betekenis | standaard |"
    yield "|---|---|---|"
    for name, field in Settings.model_fields.items():
        yield f"| `KAMERSPOOR_{name.upper()}` | {SETTINGS[name]} | {_default(field)} |"


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is None or value == ():
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return f"`{value}`"


def alarms_table() -> Iterator[str]:
    """Every alarm, what it means and what to do. Raises ``KeyError`` for one without words."""
    yield "| alarm | niveau | betekenis | wat te doen |"
    yield "|---|---|---|---|"
    for rule in _alarm_rules():
        yield f"| `{rule.naam}` | {rule.niveau} | {ALARMS[rule.naam]} | {rule.doen} |"


def _alarm_rules() -> tuple[Any, ...]:
    if find_spec(_ALARM_MODULE) is None:
        return ()
    return tuple(import_module(_ALARM_MODULE).RULES)
