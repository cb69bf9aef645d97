"""`extract` and `explain`: what is found in a file, and which rule found it. Nothing is stored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from corpus.sniff import sniff
from extractors.extract import Tools, make_tools
from flows.console import fail, out, say, show_problems, show_table
from flows.findings_json import findings_json, unreadable_json
from flows.lexicon import load_lexicon
from flows.local import LocalFile, find_files, read_files
from flows.prepare import extract_one, read_one
from models.document import Document
from models.findings import Findings
from models.paper import RawFile
from models.problems import Problem, UnreadableError, UsageError

KINDS = (
    "moties",
    "motie_vermeldingen",
    "toezeggingen",
    "opvolgingen",
    "knelpunten",
    "verwijzingen",
)

Outcome = tuple[Document, Findings] | Problem


def raw_of(file: LocalFile) -> RawFile:
    """What we know of a file of the user's own before it is read."""
    sha256 = hashlib.sha256(file.data).hexdigest()
    try:
        media_type = sniff(file.data, file.name)
    except UnreadableError:
        media_type = "application/octet-stream"  # kept all the same; reading says what is wrong
    return RawFile(
        key=f"lokaal:{sha256}",
        sha256=sha256,
        media_type=media_type,
        bron="lokaal",
        bron_url=None,
        opgehaald_op="",
        naam=Path(file.name).name,
    )


def find_all(file: LocalFile, tools: Tools, datum: date | None = None) -> Outcome:
    """The document in a file and what is found in it, or why there is none.

    ``datum`` is the date of the paper where it names none itself.
    """
    document = read_one(raw_of(file), file.data)
    if isinstance(document, Problem):
        return document
    if datum and document.kenmerken.datum is None:
        document = replace(document, kenmerken=replace(document.kenmerken, datum=datum))
    findings = extract_one(document, tools)
    return findings if isinstance(findings, Problem) else (document, findings)


def _outcomes(paths: Sequence[Path], datum: date | None) -> Iterator[tuple[str, Outcome]]:
    files, problems = find_files(paths)
    if not files and problems:
        raise UsageError("; ".join(f"{one.subject}: {one.melding}" for one in problems))
    yield from ((problem.subject, problem) for problem in problems)
    tools = make_tools(load_lexicon())
    for path, file in zip(files, read_files(files), strict=True):
        yield str(path), file if isinstance(file, Problem) else find_all(file, tools, datum)


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


def explain_file(path: Path) -> int:
    """Print each finding under the rule that made it, in order of place."""
    (_, outcome), *_ = list(_outcomes([path], None))
    if isinstance(outcome, Problem):
        fail(f"{outcome.subject}: {outcome.melding} [{outcome.stap}/{outcome.soort}]")
        return 1
    values = findings_json(*outcome, str(path))
    fired = sorted(_fired(values), key=lambda row: (row[0], row[2]))
    for (kind, rule), rows in groupby(fired, key=lambda row: (row[0], row[1])):
        found = [row[2:] for row in rows]
        show_table(f"{kind}: {rule}", ("van", "tot", "blz", "score", "citaat"), found)
    say("Wat elke regel zoekt, met voorbeeld en bijna-treffer, staat in docs/regels.md.")
    return 0


def _fired(values: dict[str, Any]) -> Iterable[tuple[Any, ...]]:
    for kind in KINDS:
        for one in values[kind]:
            place = (one["van"], one["tot"], one["pagina"])
            yield (kind, one["methode"], *place, one["score"], _short(one["tekst"], 100))
