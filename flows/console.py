"""What the command line says: tables, progress bars, one-line errors. Dutch, for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from models.problems import Problem

if TYPE_CHECKING:
    from corpus.ledger import StandingAlarm
    from flows.steps import Done

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

# more lines than this say less: the rest is in the table `problemen`
SHOWN = 20


def say(text: str) -> None:
    """A line on standard output, as it is."""
    out.print(escape(text))


def fail(text: str) -> None:
    """One clear line on standard error."""
    err.print(f"[bold red]fout:[/] {escape(' '.join(text.split()))}", soft_wrap=True)


def show_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table; whatever is a number stands to the right."""
    table = Table(title=title, title_justify="left", title_style="bold")
    numeric = [
        all(isinstance(row[at], int | float) for row in rows) if rows else False
        for at in range(len(columns))
    ]
    for column, right in zip(columns, numeric, strict=True):
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(escape("" if cell is None else str(cell)) for cell in row))
    out.print(table)


def show_problems(problems: Sequence[Problem]) -> None:
    """What needs a person, one line each."""
    for problem in problems[:SHOWN]:
        fail(f"{problem.subject}: {problem.melding} [{problem.stap}/{problem.soort}]")
    if len(problems) > SHOWN:
        fail(f"… en nog {len(problems) - SHOWN}; zie `kamerspoor status` of tabel problemen.")


def show_alarms(alarms: Sequence[StandingAlarm]) -> None:
    """What sounds, a line each, with what to do about it."""
    for alarm in alarms:
        what = f"{alarm.regel} ({alarm.onderwerp}, sinds {alarm.sinds[:10]})"
        err.print(
            f"[bold red]alarm:[/] {escape(f'{what}: {alarm.melding} {alarm.doen}')}",
            soft_wrap=True,
        )


def show_missing(missing: Mapping[str, int]) -> None:
    """The last word on a run: everything is there, or how much of what is not."""
    if missing:
        per_source = ", ".join(f"{bron} {count}" for bron, count in missing.items())
        say(f"Er ontbreken {sum(missing.values())} stukken ({per_source}); zie tabel dekking.")
    else:
        say("Van wat de bronnen noemden ontbreekt niets.")


def show_steps(done: Sequence[Done]) -> None:
    """What each step did, a row each."""
    show_table(
        "Overzicht",
        ("stap", "gedaan", "mislukt", "al klaar", "seconden", ""),
        [
            (one.stap, one.aantal, one.fouten, one.bekend, round(one.seconden, 1), one.melding)
            for one in done
        ],
    )
    for line in (line for one in done for line in one.opmerkingen):
        out.print(f"[yellow]let op:[/] {escape(line)}", soft_wrap=True)


@contextmanager
def progress_bar(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error; the caller says how many more were done.

    Where the total is not known (``None`` or 0) it shows that work goes on, and how much was done.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=not err.is_terminal) as bar:
        task = bar.add_task(what, total=total or None)
        yield lambda done: bar.advance(task, done)
