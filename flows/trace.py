"""`trace` and `resolve`: the trail of one subject, and which motie a phrase means.

Both work on the register in the data directory as soon as it is loaded, also before a first
publish: what has not been published is worked out on the spot.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from corpus.ledger import Ledger
from corpus.register import build_register
from extractors.citations import find_citations
from extractors.citations import resolve as find_references
from extractors.known import HeldMoties
from extractors.link import link
from extractors.onderwerp import read_onderwerp
from extractors.ranking import Mention
from extractors.resolve import MotieIndex
from extractors.vermeldingen import find_vermeldingen
from flows.console import out, say, show_table
from flows.settings import Settings
from flows.trained import load_ranking
from models.document import Document, Kenmerken, Passage, Span
from models.lexicon import Lexicon
from models.links import KnownMotie, Resolution
from models.lists import PassageSoort
from models.problems import UsageError

Event = dict[str, Any]

_NUMBER = re.compile(r"(?:kst-)?(\d{5}(?:-[IVXLA-Z\d]+)*-\d+[a-z]?)", re.IGNORECASE)
_ZAAK = re.compile(r"(?:zaak-)?(\d{4}Z\d{5})", re.IGNORECASE)


def subject_id(text: str) -> str:
    """The identifier meant by what a user typed.

    >>> subject_id("35387-16"), subject_id("2022z05828"), subject_id("toezegging-0123456789ab")
    ('kst-35387-16', 'zaak-2022Z05828', 'toezegging-0123456789ab')
    """
    text = text.strip()
    if match := _ZAAK.fullmatch(text):
        return f"zaak-{match[1].upper()}"
    if match := _NUMBER.fullmatch(text):
        return f"kst-{match[1].upper()}"
    return text


def show_trace(settings: Settings, subject: str, *, as_json: bool) -> int:
    """Print the trail of a motie, toezegging or knelpunt.

    Raises :class:`UsageError` where nothing goes by that identifier.
    """
    wanted = subject_id(subject)
    events = list(_published(settings.data_dir / "current" / "kamer.db", wanted))
    if not events:
        events = list(_from_register(settings, wanted))
    if not events:
        raise UsageError(f"{subject} komt niet voor; zoek eerst met `kamerspoor serve`.")
    if as_json:
        for event in events:
            out.file.write(json.dumps(event, ensure_ascii=False, default=str) + "\n")
    else:
        _print_trail(events)
    return 0


def _print_trail(events: list[Event]) -> None:
    first = events[0]
    say(f"Spoor van {first['onderwerp_soort']} {first['onderwerp_id']}")
    columns = ("datum", "gebeurtenis", "stuk", "blz", "citaat")
    names = ("datum", "gebeurtenis", "document_id", "pagina", "citaat")
    show_table("", columns, [[event[name] for name in names] for event in events])


def _published(database: Path, wanted: str) -> Iterator[Event]:
    """The rows of view ``spoor`` in the current release; none where there is no release."""
    if not database.exists():
        return
    uri = f"file:{database.resolve()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        alias = connection.execute(
            "select motie_id from motie_aliassen where id = ?", (wanted,)
        ).fetchone()
        rows = connection.execute(
            "select * from spoor where onderwerp_id = ? order by volgorde",
            (alias["motie_id"] if alias else wanted,),
        )
        yield from (dict(row) for row in rows)


def _known_moties(settings: Settings) -> tuple[KnownMotie, ...]:
    if not settings.rooms.ledger.exists():
        raise UsageError("Er is nog geen register; laad het met `kamerspoor load-register`.")
    with Ledger(settings.rooms.ledger) as ledger:
        return tuple(link(build_register(ledger.register()), ()).moties)


def _from_register(settings: Settings, wanted: str) -> Iterator[Event]:
    for known in _known_moties(settings):
        official = known.register
        if official is None or wanted not in (known.id, *official.aliassen):
            continue
        event: Event = {"onderwerp_soort": "motie", "onderwerp_id": known.id, "document_id": None}
        event |= {"pagina": None, "bron_url": None, "methode": "register", "score": 1.0}
        yield event | _step(1, official.datum, "ingediend", official.onderwerp)
        if official.stemming_datum:
            status = official.status_tekst or official.status.value
            yield event | _step(2, official.stemming_datum, official.status.value, status)
        return


def _step(volgorde: int, datum: date | None, gebeurtenis: str, citaat: str) -> Event:
    return {
        "volgorde": volgorde,
        "datum": str(datum) if datum else None,
        "gebeurtenis": gebeurtenis,
        "citaat": citaat,
    }


def resolve_lines(settings: Settings, lines: Iterable[str], *, as_json: bool) -> int:
    """Answer each line ``reference TAB date`` with a motie or with doubt."""
    index = MotieIndex(HeldMoties(_known_moties(settings)), load_ranking())
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        phrase, _, day = line.rstrip("\r\n").partition("\t")
        answer = resolve_phrase(index, phrase, _date(day, number))
        if as_json:
            out.file.write(json.dumps(asdict(answer), ensure_ascii=False) + "\n")
        else:
            # as it is: a console would fold the line and make spaces of the tabs
            found = (answer.motie_id or "twijfel", f"{answer.score:.3f}", answer.reden)
            out.file.write("\t".join(found) + "\n")
    return 0


def _date(text: str, number: int) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10]) if text.strip() else None
    except ValueError:
        raise UsageError(f"Regel {number}: {text!r} is geen datum; schrijf jjjj-mm-dd.") from None


def resolve_phrase(index: MotieIndex, phrase: str, day: date | None) -> Resolution:
    """The motie a line means: by the first mention in it, else by the line as a subject."""
    line = Document(
        id="regel",
        text=phrase,
        kenmerken=Kenmerken(datum=day),
        made_from="",
        media_type="text/plain",
        passages=(Passage(Span(0, len(phrase)), PassageSoort.ALINEA),),
    )
    verwijzingen = find_references(line, find_citations(line, Lexicon()))
    for mention in find_vermeldingen(line, verwijzingen):
        if mention.nummer or mention.onderwerp:
            meant = Mention(mention.namen, mention.onderwerp, day)
            return index.resolve(meant, mention.nummer, mention.soort)
    if "motie" not in phrase.casefold():
        return Resolution(None, None, 0.0, "geen_vermelding", "De regel noemt geen motie.")
    read = read_onderwerp(phrase)
    return index.resolve(Mention(read.namen, read.kern, day), None, read.soort)
