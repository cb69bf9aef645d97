"""`extract` and `explain`: what is found in a file, and which rule found it. Nothing is stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flows.beeld import draw_pictures, pictures_of
from flows.console import out, say, show_problems, show_table
from flows.findings_json import findings_json, unreadable_json
from flows.glance import Glanced, Outcome, glance
from flows.local import find_files
from flows.settings import Settings
from models.document import Document, Span
from models.problems import Problem, UsageError

KINDS = (
    "moties",
    "motie_vermeldingen",
    "toezeggingen",
    "opvolgingen",
    "knelpunten",
    "verwijzingen",
)

# pictures of one paper
MOST_PICTURES = 100


def _outcomes(paths: Sequence[Path], datum: date | None) -> Iterator[tuple[str, Outcome]]:
    files, problems = find_files(paths)
    if not files and problems:
        raise UsageError("; ".join(f"{one.subject}: {one.melding}" for one in problems))
    yield from ((problem.subject, problem) for problem in problems)
    for file, outcome in glance([Glanced(path) for path in files], datum):
        yield str(file.path), outcome


def show_findings(paths: Sequence[Path], *, as_json: bool, datum: date | None) -> int:
    """Print what is found, one JSON object per file and line or one table per file."""
    problems = []
    for name, outcome in _outcomes(paths, datum):
        if isinstance(outcome, Problem):
            problems.append(outcome)
            values = unreadable_json(outcome, name)
        else:
            values = findings_json(*outcome, name)
        if as_json:
            _print_json(values)
        elif not isinstance(outcome, Problem):
            _print_tables(values)
    show_problems(problems)
    return 1 if problems else 0


def _print_json(values: dict[str, Any]) -> None:
    out.file.write(json.dumps(values, ensure_ascii=False) + "\n")


def _print_tables(values: dict[str, Any]) -> None:
    paper = values["document"]
    title = paper["titel"] or paper["id"]
    say(f"{paper['bestand']}: {paper['soort']}, {paper['datum'] or 'zonder datum'}: {title}")
    for kind in KINDS:
        rows = [(one["pagina"], _short(one["tekst"]), one["methode"]) for one in values[kind]]
        if rows:
            show_table(kind, ("blz", "citaat", "regel of model"), rows)


def _short(text: str, width: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"


def explain(settings: Settings, subject: str, folder: Path | None) -> int:
    """Print each finding under the rule that made it, in order of place.

    ``subject`` is a file, or the identifier of a paper or a finding of the current release. Where
    ``folder`` is given, each page with a finding is drawn in it, with the quote marked.
    """
    path = Path(subject)
    if path.exists():
        files, problems = find_files([path])
        if problems:
            raise UsageError(f"{path}: {problems[0].melding}")
        return _explain(Glanced(files[0]), frozenset(), folder)
    from flows.held import find_held  # brings the libraries of linking: seconds

    held = find_held(settings, subject)
    with TemporaryDirectory(prefix="kamerspoor-") as room:
        kept = Path(room) / "stuk"
        kept.write_bytes(held.data)
        return _explain(Glanced(kept, held.raw), held.meant, folder)


def _explain(file: Glanced, meant: frozenset[str], folder: Path | None) -> int:
    """Explain one file: the findings of these identifiers, where none are given all of them."""
    ((_, outcome),) = glance([file])
    if isinstance(outcome, Problem):
        show_problems([outcome])
        return 1
    values = findings_json(*outcome, file.name)
    fired = sorted(_fired(values, meant), key=lambda row: (row[0], row[2]))
    for (kind, rule), rows in groupby(fired, key=lambda row: (row[0], row[1])):
        found = [row[2:] for row in rows]
        show_table(f"{kind}: {rule}", ("van", "tot", "blz", "score", "citaat"), found)
    say("Wat elke regel zoekt, met voorbeeld en bijna-treffer, staat in docs/regels.md.")
    if folder is None:
        return 0
    places = ((kind, Span(van, tot)) for kind, _, van, tot, *_ in fired)
    return show_pictures(file.path, outcome[0], places, folder)


def show_pictures(
    paper: Path, document: Document, places: Iterable[tuple[str, Span]], folder: Path
) -> int:
    """Draw the pages on which the places (kind and span) of a paper stand; say how many."""
    if not document.lines:
        say("Dit stuk heeft geen papier (het is geen pdf met tekst): er is niets te tekenen.")
        return 0
    wanted = list(pictures_of(document, places, folder))
    problems = draw_pictures(paper, wanted[:MOST_PICTURES])
    show_problems(problems)
    drawn = min(len(wanted), MOST_PICTURES) - len(problems)
    more = f"; alleen de eerste {MOST_PICTURES} van {len(wanted)}" if len(wanted) > drawn else ""
    say(f"{drawn} {'beeld' if drawn == 1 else 'beelden'} in {folder}{more}.")
    return 1 if problems else 0


def _fired(values: dict[str, Any], meant: frozenset[str]) -> Iterator[tuple[Any, ...]]:
    for kind in KINDS:
        for one in values[kind]:
            if not meant or one.get("id") in meant:
                place = (one["van"], one["tot"], one["pagina"])
                yield (kind, one["methode"], *place, one["score"], _short(one["tekst"], 100))
