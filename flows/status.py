"""`status` and `verify`: what is held, what ran, what needs a person."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from corpus.ledger import Ledger
from corpus.store import Store
from corpus.tables import TABLES
from flows.collect import collect
from flows.console import SHOWN, say, show_problems, show_table
from flows.settings import Settings
from models.problems import UsageError


def table_counts(database: Path) -> list[tuple[str, int]]:
    """The published tables of a release and how many rows each has."""
    with closing(_open(database)) as connection:
        return [
            (name, connection.execute(f"select count(*) from [{name}]").fetchone()[0])
            for name in TABLES
        ]


def _open(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{database.resolve()}?mode=ro&immutable=1", uri=True)


def show_status(settings: Settings) -> int:
    """Coverage, runs, problems and doubt; exit code 1 when something needs a person."""
    if not settings.rooms.ledger.exists():
        raise UsageError(
            f"In {settings.data_dir} staat nog niets; begin met `kamerspoor nightly` of `add`."
        )
    with Ledger(settings.rooms.ledger) as ledger:
        entities, runs, coverage = ledger.entities(), ledger.runs(), ledger.coverage()
        problems = [problem for problem, _ in ledger.problems()]
    show_table("Register", ("soort rij", "aantal"), sorted(entities.items()))
    show_table(
        "Dekking",
        ("bron", "periode", "verwacht", "aanwezig", "ontbreekt"),
        [(one.bron, one.periode, one.verwacht, one.aanwezig, one.ontbrekend) for one in coverage],
    )
    show_table(
        "Laatste runs",
        ("begonnen", "stap", "aantal", "fouten", "klaar"),
        [
            (run.begonnen, run.stap, run.aantal, run.fouten, "ja" if run.geeindigd else "nee")
            for run in runs[:SHOWN]
        ],
    )
    _show_release(settings.data_dir / "current" / "kamer.db")
    problems += collect(settings.rooms).problems
    show_problems(list(dict.fromkeys(problems)))
    return 1 if problems or any(one.ontbrekend for one in coverage) else 0


def _show_release(database: Path) -> None:
    if not database.exists():
        say("Er is nog geen uitgave; maak er een met `kamerspoor publish`.")
        return
    show_table("Uitgave", ("tabel", "rijen"), table_counts(database))
    with closing(_open(database)) as connection:
        (doubt,) = connection.execute("select count(*) from twijfel").fetchone()
    say(f"In twijfel: {doubt} vermeldingen van een motie (view twijfel).")


def verify_store(settings: Settings) -> int:
    """Reread every file and every line of the manifest; exit code 1 when something is wrong."""
    store = Store(settings.rooms.store)
    problems = list(store.verify())
    show_problems(problems)
    say(f"{len(store.current())} stukken nagekeken, {len(problems)} problemen.")
    return 1 if problems else 0
