"""The command line. Every command is a thin call; heavy libraries are imported when needed.

Exit codes: 0 good, 1 finished with problems that need a person, 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from flows.settings import Settings

GOOD, PROBLEMS, USAGE = 0, 1, 2

app = typer.Typer(
    name="kamerspoor",
    help="Moties, toezeggingen en knelpunten uit Kamerstukken, en wat ervan kwam.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", envvar="KAMERSPOOR_DATA_DIR", help="Waar alles staat (./data)."),
]
Paths = Annotated[list[Path], typer.Argument(help="Bestanden of mappen.")]
Port = Annotated[int, typer.Option(help="Poort op dit apparaat.", min=0, max=65535)]
Plain = Annotated[bool, typer.Option("--plain", help="Zonder Prefect, met hetzelfde resultaat.")]
Datum = Annotated[str | None, typer.Option(help="Datum van het stuk als het er zelf geen noemt.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON in plaats van een tabel.")]


@app.callback()
def main_options(context: typer.Context, data_dir: DataDir = None) -> None:
    """Moties, toezeggingen en knelpunten uit Kamerstukken, en wat ervan kwam."""
    context.obj = data_dir


def _settings(context: typer.Context, data_dir: Path | None) -> Settings:
    """The settings, with the data directory of the command, of the program, of the environment."""
    from pydantic import ValidationError

    from flows.settings import Settings
    from models.problems import UsageError

    chosen = data_dir or context.obj
    try:
        return Settings(data_dir=chosen) if chosen else Settings()
    except ValidationError as error:
        wrong = "; ".join(
            f"KAMERSPOOR_{'_'.join(map(str, one['loc'])).upper()}: {one['msg']}"
            for one in error.errors(include_url=False, include_input=False)
        )
        raise UsageError(f"Deze instellingen kloppen niet: {wrong}.") from None


@app.command()
def demo(
    context: typer.Context,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Daarna de site tonen.")] = True,
    port: Port = 8001,
    data_dir: DataDir = None,
) -> None:
    """De hele keten op de meegeleverde, verzonnen steekproef; daarna de site."""
    from flows.demo import run_demo

    run_demo(_settings(context, data_dir or context.obj or Path("demo")), serve=serve, port=port)


@app.command()
def nightly(
    context: typer.Context,
    since: Annotated[str | None, typer.Option(help="Vanaf deze dag (jjjj-mm-dd).")] = None,
    source: Annotated[
        list[str] | None, typer.Option(help="Alleen deze bron; mag vaker voorkomen.")
    ] = None,
    plain: Plain = False,
    data_dir: DataDir = None,
) -> None:
    """Wat sinds de vorige keer veranderde: ophalen, lezen, zoeken, verbinden, publiceren."""
    from flows.nightly import run_nightly

    settings = _settings(context, data_dir)
    raise typer.Exit(run_nightly(settings, _day(since), source or [], plain=plain))


@app.command()
def backfill(
    context: typer.Context,
    first: Annotated[str, typer.Option("--from", help="Eerste dag (jjjj-mm-dd).")],
    last: Annotated[str, typer.Option("--to", help="Laatste dag (jjjj-mm-dd), inbegrepen.")],
    source: Annotated[
        list[str] | None, typer.Option(help="Alleen deze bron; mag vaker voorkomen.")
    ] = None,
    plain: Plain = False,
    data_dir: DataDir = None,
) -> None:
    """Hetzelfde als nightly over een periode, maand voor maand, hervatbaar."""
    from flows.backfill import run_backfill

    begin, end = _given_day(first), _given_day(last)
    settings = _settings(context, data_dir)
    raise typer.Exit(run_backfill(settings, begin, end, source or [], plain=plain))


@app.command()
def schedule(
    context: typer.Context,
    cron: Annotated[str, typer.Option(help="Wanneer, als cron in Nederlandse tijd.")] = "0 3 * * *",
    source: Annotated[list[str] | None, typer.Option(help="Alleen deze bron.")] = None,
    data_dir: DataDir = None,
) -> None:
    """De nachtelijke run als Prefect-deployment, tot dit programma wordt gestopt."""
    from flows.schedule import run_schedule

    raise typer.Exit(run_schedule(_settings(context, data_dir), cron, source or []))


@app.command()
def add(
    context: typer.Context, paths: Paths, datum: Datum = None, data_dir: DataDir = None
) -> None:
    """Eigen bestanden (pdf, xml, html, docx, odt, txt, md) door dezelfde keten."""
    from flows.add import run_add

    raise typer.Exit(run_add(_settings(context, data_dir), paths, _day(datum)))


@app.command("load-register")
def load_register(context: typer.Context, paths: Paths, data_dir: DataDir = None) -> None:
    """Rijen uit de open data van de Tweede Kamer (json, jsonl, .gz) in het register."""
    from flows.load_register import run_load_register

    raise typer.Exit(run_load_register(_settings(context, data_dir), paths))


@app.command()
def extract(
    paths: Paths,
    as_json: AsJson = False,
    datum: Datum = None,
) -> None:
    """Alle vondsten in bestanden op het scherm; er wordt niets bewaard."""
    from flows.show import show_findings

    raise typer.Exit(show_findings(paths, as_json=as_json, datum=_day(datum)))


@app.command()
def explain(
    context: typer.Context,
    subject: Annotated[
        str, typer.Argument(metavar="BESTAND|ID", help="Eén bestand, een stuk of een vondst.")
    ],
    folder: Annotated[
        Path | None, typer.Argument(metavar="[MAP]", help="Waar de beelden komen (./beeld).")
    ] = None,
    beeld: Annotated[
        bool, typer.Option("--beeld", help="Teken elke bladzijde met het citaat gemarkeerd.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Welke regel of welk model waar aansloeg, en waarom."""
    from flows.show import explain as explain_subject

    if folder and not beeld:
        raise typer.BadParameter(f"{folder}: een map hoort bij --beeld")
    where = folder or Path("beeld") if beeld else None
    raise typer.Exit(explain_subject(_settings(context, data_dir), subject, where))


@app.command()
def resolve(context: typer.Context, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Regels "verwijzing TAB datum" van standaardinvoer: welke motie is bedoeld?"""
    from flows.trace import resolve_lines

    raise typer.Exit(resolve_lines(_settings(context, data_dir), sys.stdin, as_json=as_json))


@app.command()
def trace(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(metavar="ID", help="35387-16, 2022Z05828, …")],
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Het spoor van een motie, toezegging of knelpunt."""
    from flows.trace import show_trace

    raise typer.Exit(show_trace(_settings(context, data_dir), subject, as_json=as_json))


@app.command()
def fetch(
    context: typer.Context,
    since: Annotated[str | None, typer.Option(help="Vanaf deze dag (jjjj-mm-dd).")] = None,
    source: Annotated[list[str] | None, typer.Option(help="Alleen deze bron.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Alleen ophalen."""
    from flows.nightly import run_one

    settings = _settings(context, data_dir)
    raise typer.Exit(run_one(settings, "fetch", since=_day(since), sources=source or []))


@app.command()
def read(context: typer.Context, data_dir: DataDir = None) -> None:
    """Alleen lezen en doorzoeken wat nog niet gelezen of doorzocht is."""
    from flows.nightly import run_one

    raise typer.Exit(run_one(_settings(context, data_dir), "read", "extract"))


@app.command()
def link(context: typer.Context, data_dir: DataDir = None) -> None:
    """Verbinden zonder publiceren; toont hoeveel vermeldingen een motie vonden."""
    from flows.nightly import run_one

    raise typer.Exit(run_one(_settings(context, data_dir), "read", "extract", "link"))


@app.command()
def publish(
    context: typer.Context,
    allow_shrink: Annotated[
        bool, typer.Option("--allow-shrink", help="Ook als er veel minder rijen zijn dan eerst.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Een nieuwe uitgave bouwen, controleren en in één keer in de plaats zetten."""
    from flows.nightly import run_one

    # what is on the shelf costs nothing; what a changed rule touches must not be left out
    steps = ("read", "extract", "link", "publish")
    settings = _settings(context, data_dir)
    raise typer.Exit(run_one(settings, *steps, allow_shrink=allow_shrink))


@app.command()
def serve(context: typer.Context, port: Port = 8001, data_dir: DataDir = None) -> None:
    """Datasette op de huidige uitgave."""
    from flows.serve import serve as serve_site

    serve_site(_settings(context, data_dir).data_dir, port)


@app.command()
def verify(context: typer.Context, data_dir: DataDir = None) -> None:
    """Alles wat bewaard is herlezen: elke controlesom, elke regel van het manifest."""
    from flows.status import verify_store

    raise typer.Exit(verify_store(_settings(context, data_dir)))


@app.command()
def status(context: typer.Context, data_dir: DataDir = None) -> None:
    """Dekking, runs, problemen en de rij met twijfelgevallen."""
    from flows.status import show_status

    raise typer.Exit(show_status(_settings(context, data_dir)))


def _not_built(name: str, purpose: str) -> None:
    """A command of the contract that has no working code yet says so and fails."""

    def command(context: typer.Context) -> None:
        from flows.console import fail

        fail(f"`kamerspoor {name}` is in deze versie nog niet gebouwd; zie CHANGELOG.md.")
        raise typer.Exit(USAGE)

    command.__doc__ = f"{purpose} (nog niet gebouwd)"
    options = {"ignore_unknown_options": True, "allow_extra_args": True}
    app.command(name, context_settings=options)(command)


for _name, _purpose in {
    "train": "Modellen leren van de annotaties.",
    "evaluate": "Scores tegen de ondergrenzen.",
    "compare": "Wat twee versies verschillend vinden.",
    "export": "Een gedateerde momentopname met controlesommen.",
}.items():
    _not_built(_name, _purpose)


def _day(text: str | None) -> date | None:
    """A day as typed, ``jjjj-mm-dd``."""
    return None if text is None else _given_day(text)


def _given_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is geen datum; schrijf jjjj-mm-dd") from None


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; whatever goes wrong is one clear line."""
    from models.problems import KamerspoorError, UsageError

    try:
        app(args=list(arguments) if arguments is not None else None)
    except KamerspoorError as error:
        _give_up(str(error), USAGE if isinstance(error, UsageError) else PROBLEMS)
    except KeyboardInterrupt:
        _give_up("Afgebroken; wat klaar was, is bewaard.", 130)
    except BrokenPipeError:
        os._exit(GOOD)  # the reader of our output has seen enough
    except Exception as error:
        if os.environ.get("KAMERSPOOR_DEBUG"):
            raise
        _give_up(f"Onverwacht: {type(error).__name__}: {error} (KAMERSPOOR_DEBUG=1 toont waar).", 1)


def _give_up(text: str, code: int) -> None:
    from flows.console import fail

    fail(text)
    sys.exit(code)


if __name__ == "__main__":
    main()
