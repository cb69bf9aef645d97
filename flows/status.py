"""`status` and `verify`: what is held, what ran, what needs a person."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from corpus.database import open_read_only
from corpus.ledger import Ledger
from corpus.store import STEP as STORE_STEP
from corpus.store import Store
from corpus.tables import TABLES
from flows.console import (
    SHOWN,
    progress_bar,
    say,
    show_alarms,
    show_missing,
    show_problems,
    show_table,
)
from flows.fetch import MENDS_ITSELF
from flows.listing import BACKFILL
from flows.lock import alone
from flows.settings import Settings
from models.problems import UsageError


def table_counts(database: Path) -> list[tuple[str, int]]:
    """The published tables of a release and how many rows each has."""
    with closing(open_read_only(database)) as connection:
        return [
            (name, connection.execute(f"select count(*) from [{name}]").fetchone()[0])
            for name in TABLES
        ]


def show_status(settings: Settings) -> int:
    """How things stand; exit code 1 when something needs a person."""
    if not settings.rooms.ledger.exists():
        raise UsageError(
            f"In {settings.data_dir} staat nog niets; begin met `kamerspoor nightly` of `add`."
        )
    with Ledger(settings.rooms.ledger) as ledger:
        _show_held(ledger)
        _show_sources(ledger)
        _show_runs(ledger)
        counts: list[tuple[object, ...]] = [*ledger.problems_per_kind()]
        alarms, missing = ledger.alarms(), ledger.absent()
    database = settings.data_dir / "current" / "kamer.db"
    counts += _show_release(database)
    _show_problems(counts)
    show_alarms(alarms)
    show_missing(missing)
    needs = [row for row in counts if row[1] not in MENDS_ITSELF]
    return 1 if needs or alarms or missing else 0


def _show_held(ledger: Ledger) -> None:
    show_table("Register", ("soort rij", "aantal"), sorted(ledger.entities().items()))
    show_table(
        "Dekking",
        ("bron", "soort", "verwacht", "aanwezig", "ontbreekt"),
        ledger.coverage_per_kind(),
    )
    if gaps := ledger.gaps(SHOWN + 1):
        show_table("Hier ontbreekt iets", ("bron", "soort", "periode", "aantal"), gaps[:SHOWN])
        if len(gaps) > SHOWN:
            say("… en nog meer; zie tabel dekking.")


def _show_sources(ledger: Ledger) -> None:
    now = datetime.now(UTC)
    lists = [one for one in ledger.listings() if not one.naam.startswith(BACKFILL)]
    show_table(
        "Lijsten van de bronnen",
        ("lijst", "nieuwste wijziging (UTC)", "dagen oud", "ten einde gelezen (UTC)"),
        [
            (
                one.naam,
                (one.nieuwste or "")[:16],
                (now - datetime.fromisoformat(one.nieuwste)).days if one.nieuwste else None,
                (one.gelezen or "nee")[:16],
            )
            for one in lists
        ],
    )
    if waiting := ledger.waiting():
        columns = ("bron", "stukken", "eerder mislukt", "oudste sinds (UTC)")
        show_table("Wachtrij", columns, [(*row[:3], row[3][:16]) for row in waiting])


def _show_runs(ledger: Ledger) -> None:
    show_table(
        "Laatste runs",
        ("begonnen", "stap", "aantal", "fouten", "klaar"),
        [
            (run.begonnen, run.stap, run.aantal, run.fouten, "ja" if run.geeindigd else "nee")
            for run in ledger.runs(SHOWN)
        ],
    )


def _show_problems(rows: list[tuple[object, ...]]) -> None:
    if rows:
        columns = ("stap", "soort", "aantal", "bijvoorbeeld", "wat en wat te doen")
        show_table("Problemen", columns, rows[:SHOWN])


def _show_release(database: Path) -> list[tuple[object, ...]]:
    """What the release holds; returns its problems with papers, by step and kind."""
    if not database.exists():
        say("Er is nog geen uitgave; maak er een met `kamerspoor publish`.")
        return []
    show_table("Uitgave", ("tabel", "rijen"), table_counts(database))
    with closing(open_read_only(database)) as connection:
        (doubt,) = connection.execute("select count(*) from twijfel").fetchone()
        standen = _standen(connection)
        # what fetching met is in the ledger, where it heals as soon as it is over
        problems = connection.execute(
            "select stap, soort, count(*), min(onderwerp), melding from problemen"
            " where stap in ('read', 'extract', 'link') group by stap, soort order by count(*) desc"
        ).fetchall()
    if standen:
        _show_standen(standen)
    say(f"In twijfel: {doubt} vermeldingen van een motie (view twijfel).")
    return [tuple(problem) for problem in problems]


def _standen(connection: sqlite3.Connection) -> list[tuple[str, int, str]]:
    """Per organisation and year how many Standen and brieven are held of those expected."""
    return connection.execute(
        "select organisatie_id, jaar, sum(document_id is not null) || '/' || sum(verwacht)"
        " || iif(sum(document_id is null and gevonden_bij is not null), '*', '') from standen"
        " group by organisatie_id, jaar order by organisatie_id, jaar"
    ).fetchall()


def _show_standen(standen: list[tuple[str, int, str]]) -> None:
    years = sorted({year for _, year, _ in standen})
    cells: dict[str, dict[int, str]] = {}
    for organisation, year, held in standen:
        cells.setdefault(organisation, {})[year] = held
    show_table(
        "Standen per uitvoerder en jaar: aanwezig/verwacht",
        ("uitvoerder", *map(str, years)),
        [(name, *(of.get(year) for year in years)) for name, of in cells.items()],
    )
    if any(held.endswith("*") for _, _, held in standen):
        say("* elders gezien en niet in huis; zie tabel standen voor het adres.")


def verify_store(settings: Settings) -> int:
    """Reread every file and every line of the manifest; exit code 1 when something is wrong.

    What is wrong stays a problem, and an alarm, until a later ``verify`` finds it mended.
    """
    store = Store(settings.rooms.store)
    with alone(settings), Ledger(settings.rooms.ledger) as ledger:
        ledger.follow(store)
        count = ledger.count_papers()
        with progress_bar("nakijken", count) as progress:
            problems = list(store.verify(progress))
        ledger.heal_step(STORE_STEP)
        ledger.report(problems)
    show_problems(problems)
    say(f"{count} stukken nagekeken, {len(problems)} problemen.")
    return 1 if problems else 0
