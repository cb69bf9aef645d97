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

from corpus.database import open_read_only
from corpus.ledger import Ledger
from corpus.register import build_register
from corpus.trail import Row, Trail, read_trail
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
from models.links import KnownMotie, Links, Resolution
from models.lists import PassageSoort
from models.problems import UsageError
from models.register import RegisterMotie

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
    trail = _published(settings.data_dir / "current" / "kamer.db", wanted)
    trail = trail or _from_register(settings, wanted)
    if trail is None:
        raise UsageError(f"{subject} komt niet voor; zoek eerst met `kamerspoor serve`.")
    if as_json:
        out.file.write(json.dumps(asdict(trail), ensure_ascii=False, default=str) + "\n")
    else:
        _print_trail(trail)
    return 0


def _published(database: Path, wanted: str) -> Trail | None:
    """The trail in the current release; none where there is no release."""
    if not database.exists():
        return None
    with closing(open_read_only(database)) as db:
        try:
            return read_trail(db, wanted)
        except sqlite3.OperationalError as error:
            old = "De uitgave is van een oudere versie; maak een nieuwe met `kamerspoor publish`."
            raise UsageError(old) from error


def _print_trail(trail: Trail) -> None:
    say(f"Spoor van {trail.soort} {trail.id}: {_flat(trail.titel) or 'niet in het register'}")
    if len(trail.keten) > 1:
        versions = (f"{one['id']} ({one['datum_ingediend']})" for one in trail.keten)
        say(f"Keten van wijzigingen: {' → '.join(versions)}")
    for step in trail.stappen:
        _print_step(step, trail)
    _print_standing(trail)
    for one in trail.weggelaten:
        say(f"\nNiet genoemd in de statustabel van {one['document_id']}: {one['vergeleken']}.")
    _print_searched(trail)


def _print_step(step: Row, trail: Trail) -> None:
    place = step["document_id"] or ""
    if step["pagina"]:
        place = f"{place}, blz. {step['pagina']}"
    if step["stuk_soort"]:
        place = f"{place} ({_word(step['stuk_soort'])})"
    version = f" [{step['versie_id']}]" if len(trail.keten) > 1 else ""
    say(f"\n{step['datum'] or 'dag onbekend'}  {_word(step['gebeurtenis'])}{version}  {place}")
    if step["citaat"]:
        say(f"    “{_flat(step['citaat'])}”")
    if step["ook_bij"]:
        say(f"    Zwak bewijs: in dit stuk staat (bijna) dezelfde tekst ook bij {step['ook_bij']}.")
    if step["gevraagd"]:
        said = f"{step['gedeeld']} van de {step['gevraagd']} woorden"
        say(f"    Van het verzoek staan {said} ook in dit antwoord; dat bewijst niets.")
    say(f"    {step['methode']}, score {step['score']:.2f}")


def _print_standing(trail: Trail) -> None:
    standing = trail.standen
    cabinet = _said(standing["kabinet"], "niets gevonden")
    evidence = _said(standing["bewijs"], "niet gezocht")
    since = f" ({standing['kabinet_op']})" if standing["kabinet_op"] else ""
    about = f" van {standing['versie_id']}" if len(trail.keten) > 1 else ""
    show_table(
        f"\nStand van zaken{about}",
        ("Kamer legde vast", "kabinet zegt", "bewijs"),
        [[_said(standing["kamer"], "niets vastgelegd"), cabinet + since, evidence]],
    )


def _said(word: object, nothing: str) -> str:
    return nothing if word in (None, "geen") else _word(word)


def _print_searched(trail: Trail) -> None:
    """What was searched: with it "nothing found" says something."""
    follow_ups = any(step["uitspraak"] for step in trail.stappen)
    said = "" if follow_ups else "Niets gevonden over wat ervan kwam. "
    if not trail.gezocht:
        say(f"{said}Er is nog geen stuk gelezen van deze dag of later.")
        return
    kinds = (
        f"{one['aantal']} × {_word(one['soort'])} ({one['van']} tot en met {one['tot']})"
        for one in trail.gezocht
    )
    say(f"{said}Gezocht in: {', '.join(kinds)}.")
    for one in trail.dekking:
        of = "" if one["verwacht"] is None else f" van {one['verwacht']}"
        say(
            f"  {one['bron']}, {one['van']} tot en met {one['tot']}: {one['aanwezig']}{of} aanwezig"
        )


def _word(value: object) -> str:
    return str(value).replace("_", " ")


def _flat(value: object) -> str:
    return " ".join(str(value or "").split())


def _register_links(settings: Settings) -> Links:
    if not settings.rooms.ledger.exists():
        raise UsageError("Er is nog geen register; laad het met `kamerspoor load-register`.")
    with Ledger(settings.rooms.ledger) as ledger:
        return link(build_register(ledger.register()), ())


def _from_register(settings: Settings, wanted: str) -> Trail | None:
    """What the register alone tells, of the whole chain."""
    links = _register_links(settings)
    moties, id_ = links.moties, links.aliases.get(wanted, wanted)
    asked = next((one for one in moties if one.id == id_ and one.register), None)
    if asked is None:
        return None
    chain = sorted(
        (one for one in moties if one.keten_id == asked.keten_id and one.register),
        key=lambda one: (str(_official(one).datum), one.id),
    )
    official = _official(asked)
    return Trail(
        soort="motie",
        id=asked.id,
        titel=official.onderwerp,
        keten=[
            {
                "id": one.id,
                "soort": one.soort.value,
                "datum_ingediend": _day(_official(one).datum),
                "titel": _official(one).onderwerp,
                "status_kamer": _official(one).status.value,
                "verzoek": None,
            }
            for one in chain
        ],
        standen={
            "versie_id": chain[-1].id,
            "kamer": _official(chain[-1]).status.value,
            "kabinet": None,
            "kabinet_op": None,
            "bewijs": None,
        },
        stappen=[
            step | {"onderwerp_soort": "motie", "onderwerp_id": asked.id, "volgorde": number}
            for number, step in enumerate((s for one in chain for s in _steps(one)), start=1)
        ],
        weggelaten=(),
        gezocht=(),
        dekking=(),
    )


def _official(known: KnownMotie) -> RegisterMotie:
    assert known.register is not None
    return known.register


def _steps(known: KnownMotie) -> Iterator[Row]:
    official = _official(known)
    became = f"ingediend in plaats van {known.vervangt_id}" if known.vervangt_id else "ingediend"
    yield _step(known.id, official.datum, became, "kamer", official.onderwerp)
    if official.kabinetsappreciatie:
        said = official.kabinetsappreciatie
        yield _step(known.id, None, "oordeel van het kabinet", "kabinet", said)
    if official.stemming_datum:
        status = official.status.value
        said = official.status_tekst or status
        yield _step(known.id, official.stemming_datum, status, "kamer", said)


def _step(
    version: str, datum: date | None, gebeurtenis: str, wie_zegt: str, citaat: str | None
) -> Row:
    empty = ("document_id", "stuk_soort", "pagina", "uitspraak", "ook_bij", "bron_url",
             "gedeeld", "gevraagd")  # fmt: skip
    return {
        **dict.fromkeys(empty),
        "datum": _day(datum),
        "gebeurtenis": gebeurtenis,
        "wie_zegt": wie_zegt,
        "versie_id": version,
        "citaat": citaat,
        "methode": "register",
        "score": 1.0,
    }


def _day(datum: date | None) -> str | None:
    return datum.isoformat() if datum else None


def resolve_lines(settings: Settings, lines: Iterable[str], *, as_json: bool) -> int:
    """Answer each line ``reference TAB date`` with a motie or with doubt."""
    links = _register_links(settings)
    index = MotieIndex(HeldMoties(links.moties).also(links.aliases), load_ranking())
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
