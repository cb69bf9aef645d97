"""Whether a night survives what goes wrong: random faults at the sources, and `kill -9`.

    python -m bench.faults --mixtures 200 --kills 200 --seed 1

Every mixture is a few nights of fetching while the replay server misbehaves, then one undisturbed.
Every kill is a night in a process of its own that is killed at a random moment, one to four times
in a row, then one that is left alone. What is held in the end must be what an undisturbed run
holds: the same papers with the same bytes, the same register, no queue, no problems of
fetching; after a kill also the same files in the store and the same rows in the database. Prints
a table and exits with 1 where one of them differs.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import multiprocessing
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.client import Client, Manners
from corpus.ledger import Ledger
from corpus.register import build_register
from corpus.replay import Fault, Replay, random_faults
from corpus.store import Store
from flows.demo import pointed_at
from flows.fetch import Fetched, fetch, make_sources, papers_of
from flows.settings import Settings
from models.register import Register

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"

# papers of each source in the small dataset: a night of it takes a few seconds
_KOOP, _TWEEDEKAMER, _OPENOVERHEID = 4, 2, 2
# nights with faults before the undisturbed one
_BAD_NIGHTS = 2
# what differs between two runs by nature: tables and columns
_OF_THE_MOMENT = frozenset({"runs", "dekking", "problemen"})
_MOMENTS = frozenset({"opgehaald_op", "op"})
# seconds after which a night that is left alone has hung
_HANGS = 300.0
# how much of a night is left after one that was killed halfway
_SHORTER = 0.7


def small_dataset(folder: Path) -> Path:
    """A few papers of each source of the sample, and the whole register."""
    folder.mkdir(parents=True)
    for name in ("papers", "resources", "rss"):
        if (SAMPLE / name).exists():
            (folder / name).symlink_to(SAMPLE / name)
    (folder / "odata").mkdir()
    for file in (SAMPLE / "odata").iterdir():
        if file.name != "Document.jsonl":
            (folder / "odata" / file.name).symlink_to(file)
    documents = [row for row in _read(SAMPLE / "odata" / "Document.jsonl") if _has_bytes(row)]
    _write(folder / "odata" / "Document.jsonl", documents[:_TWEEDEKAMER])
    records = [row for row in _read(SAMPLE / "koop" / "records.jsonl") if _is_plain(row)]
    _write(folder / "koop" / "records.jsonl", records[:_KOOP])
    others = SAMPLE / "openoverheid" / "documents.jsonl"
    if others.exists():
        _write(folder / "openoverheid" / "documents.jsonl", _read(others)[:_OPENOVERHEID])
        for file in others.parent.iterdir():
            if file != others:
                (folder / "openoverheid" / file.name).symlink_to(file)
    return folder


def _read(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _write(file: Path, rows: Sequence[dict[str, Any]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _has_bytes(row: dict[str, Any]) -> bool:
    versie = row.get("HuidigeDocumentVersie") or {}
    published = versie.get("DocumentPublicatie") or ()
    here = any((SAMPLE / "resources").glob(f"{row['Id']}.*"))
    return here and not row.get("Verwijderd") and not published


def _is_plain(record: dict[str, Any]) -> bool:
    return "xml" in record["manifestations"]


def settings_for(replay: Replay, data_dir: Path) -> Settings:
    """The settings of a run that has this replay server for the whole outside world."""
    return pointed_at(Settings(data_dir=data_dir, workers=1), replay.url)


def fetch_once(settings: Settings) -> Fetched:
    """One night of fetching by a client that does not wait."""
    manners = Manners(attempts=3, first_wait=0.01, longest_wait=0.1, timeout=2.0, deadline=5.0)
    replay = [f"http://{host}" for host in settings.extra_hosts]
    with (
        Ledger(settings.rooms.ledger) as ledger,
        Client(replay=replay, manners=manners, sleep=lambda seconds: None) as client,
    ):
        return fetch(Store(settings.rooms.store), ledger, client, make_sources(settings))


@dataclass(frozen=True, slots=True)
class State:
    """What is held: the papers and their bytes, the register, what waits and what failed."""

    papers: dict[str, tuple[str, bool]]
    rows: dict[str, str]
    waiting: tuple[str, ...]
    problems: tuple[str, ...]


def state_of(settings: Settings) -> State:
    """What is held after a run. Raises :class:`AssertionError` where the store is damaged."""
    store = Store(settings.rooms.store)
    damage = list(store.verify())
    if damage:
        raise AssertionError(f"de opslag is beschadigd: {damage[0]}")
    with Ledger(settings.rooms.ledger) as ledger:
        rows = _register(build_register(ledger.register()))
        waiting = [
            one.item.key
            for source in make_sources(settings)
            for one in ledger.queue(papers_of(source))
        ]
        problems = sorted(
            f"{one.subject}: {one.soort}" for one, _ in ledger.problems() if one.stap == "fetch"
        )
    papers = {key: (raw.sha256, raw.ingetrokken) for key, raw in store.current().items()}
    return State(papers, rows, tuple(waiting), tuple(problems))


def _register(register: Register) -> dict[str, str]:
    """What the register says, whichever service brought the rows and in whichever order."""
    found = {}
    for motie in register.moties:
        sorted_ = replace(
            motie,
            actoren=tuple(sorted(motie.actoren, key=repr)),
            stemmen=tuple(sorted(motie.stemmen, key=repr)),
        )
        found[f"motie {motie.zaak_id}"] = repr(sorted_)
    for toezegging in register.toezeggingen:
        found[f"toezegging {toezegging}"] = ""
    for persoon in register.personen:
        found[f"persoon {persoon}"] = ""
    return found


def difference(expected: State, found: State) -> str:
    """The first thing in which two states differ, in words; empty where they do not."""
    if found.waiting:
        return f"wacht nog: {found.waiting[:3]}, problemen: {found.problems[:3]}"
    if found.problems != expected.problems:
        return f"problemen: {found.problems[:3]}"
    for what, one, other in (
        ("stukken", expected.papers, found.papers),
        ("rijen", expected.rows, found.rows),
    ):
        keys = sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))
        if keys:
            return f"{len(keys)} {what} anders, zoals {keys[0]}"
    return ""


def unexplained(expected: State, settings: Settings) -> str:
    """A paper that is not here while nothing says so; empty where everything is accounted for."""
    found = state_of(settings)
    lost = expected.papers.keys() - found.papers.keys()
    return f"{sorted(lost)[0]} ontbreekt zonder probleem" if lost and not found.problems else ""


def survive(
    replay: Replay, data_dir: Path, faults: Sequence[Fault], expected: State, nights: int
) -> str:
    """Some nights with faults, then one without; returns in what the end is not as expected."""
    settings = settings_for(replay, data_dir)
    replay.faults.clear()
    replay.faults.add(*faults)
    try:
        for _ in range(nights):
            fetch_once(settings)
            if told := unexplained(expected, settings):
                return told
    finally:
        replay.faults.clear()
    fetch_once(settings)
    return difference(expected, state_of(settings))


def mixtures(replay: Replay, folder: Path, seeds: Sequence[int]) -> Iterator[tuple[str, str]]:
    """A mixture of faults per seed; yields its name and what went wrong."""
    undisturbed = settings_for(replay, folder / "ongestoord")
    fetch_once(undisturbed)
    expected = state_of(undisturbed)
    for seed in seeds:
        faults = random_faults(seed)
        try:
            wrong = survive(replay, folder / f"mengsel-{seed}", faults, expected, _BAD_NIGHTS)
        except Exception as error:  # a run that raises has not ended as it should
            wrong = f"{type(error).__name__}: {error}"
        yield f"mengsel {seed} ({', '.join(sorted({one.name for one in faults}))})", wrong


# `kill -9`


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a whole night leaves behind: the store to the byte, and the rows of the database."""

    lines: frozenset[tuple[str, str]]
    files: frozenset[tuple[str, str]]
    tables: dict[str, Counter[str]]


def outcome_of(data_dir: Path) -> Outcome:
    """What stands in a data directory after a night."""
    lines = [json.loads(line) for line in _manifest(data_dir / "store")]
    files = {
        (str(file.relative_to(data_dir / "store")), _digest(file))
        for file in (data_dir / "store").rglob("*")
        if file.is_file() and file.name != "manifest.jsonl" and not file.name.startswith(".")
    }
    return Outcome(
        frozenset((line["key"], line["sha256"]) for line in lines),
        frozenset(files),
        _tables(data_dir / "current" / "kamer.db"),
    )


def _manifest(store: Path) -> list[str]:
    return (store / "manifest.jsonl").read_text(encoding="utf-8").splitlines()


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _tables(database: Path) -> dict[str, Counter[str]]:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        names = [
            name
            for (name,) in connection.execute(
                "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
            )
        ]
        return {
            name: Counter(
                json.dumps(
                    {key: row[key] for key in row.keys() if key not in _MOMENTS},  # noqa: SIM118
                    default=repr,
                )
                for row in connection.execute(f"select * from [{name}]")
            )
            for name in names
            if name not in _OF_THE_MOMENT and "_fts" not in name
        }


def compare(expected: Outcome, found: Outcome) -> str:
    """The first thing in which two outcomes differ, in words; empty where they do not."""
    if expected.lines != found.lines:
        return f"manifest: {sorted(expected.lines ^ found.lines)[:2]}"
    if expected.files != found.files:
        return f"bestanden: {sorted(expected.files ^ found.files)[:2]}"
    for name in sorted(expected.tables.keys() | found.tables.keys()):
        one, other = expected.tables.get(name, Counter()), found.tables.get(name, Counter())
        if one != other:
            rows = list((one - other) + (other - one))
            return f"tabel {name}: {rows[:2]}"
    return ""


def _night(settings: Settings) -> None:
    """A night in a process of its own; what it says is not shown."""
    from flows.nightly import run_steps

    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    run_steps(settings)


def _context() -> multiprocessing.context.ForkServerContext:
    """Processes forked off one that has imported everything: a night begins at once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["flows.nightly", "flows.prepare"])
    return context


def whole_night(settings: Settings) -> float:
    """A night that is left alone; returns its seconds.

    Raises :class:`AssertionError` for one that fails or does not end.
    """
    begun = time.monotonic()
    process = _context().Process(target=_night, args=(settings,))
    process.start()
    process.join(_HANGS)
    if process.exitcode is None:
        process.kill()
        process.join()
        raise AssertionError(f"de nacht hing na {_HANGS:.0f} seconden")
    if process.exitcode:
        raise AssertionError(f"de nacht eindigde met {process.exitcode}")
    return time.monotonic() - begun


def killed_night(settings: Settings, seconds: float) -> bool:
    """A night that is killed after so many seconds; returns whether it was still going on."""
    process = _context().Process(target=_night, args=(settings,))
    process.start()
    process.join(seconds)
    process.kill()
    process.join()
    return process.exitcode == -9


def kills(
    replay: Replay,
    folder: Path,
    number: int,
    chance: random.Random,
    in_a_row: tuple[int, int] = (1, 4),
) -> Iterator[tuple[str, str, int]]:
    """Chains of kills, so many together; yields a name, what went wrong, and how many kills hit.

    ``in_a_row`` is the least and the most kills in a chain.
    """
    undisturbed = settings_for(replay, folder / "ongestoord-nacht")
    whole_night(undisturbed)
    # the forkserver was starting during the first
    length = whole_night(settings_for(replay, folder / "ongestoord-nog-eens"))
    expected = outcome_of(undisturbed.data_dir)
    done = 0
    while done < number:
        settings = settings_for(replay, folder / f"dood-{done}")
        # what an earlier one did need not be done again: the next one is shorter
        moments = [
            chance.uniform(0.02, length * _SHORTER**nth)
            for nth in range(min(chance.randint(*in_a_row), number - done))
        ]
        try:
            hit = sum(killed_night(settings, moment) for moment in moments)
            whole_night(settings)
            wrong = compare(expected, outcome_of(settings.data_dir))
        except Exception as error:
            hit, wrong = 0, f"{type(error).__name__}: {error}"
        done += len(moments)
        said = ", ".join(f"{moment:.2f}" for moment in moments)
        yield f"gedood na {said} s van {length:.1f}", wrong, hit


def main() -> int:
    """Run both, print what happened, return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mixtures", type=int, default=200)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    failures: list[str] = []
    with tempfile.TemporaryDirectory(prefix="kamerspoor-") as name:
        folder = Path(name)
        with Replay(small_dataset(folder / "dataset")) as replay:
            begun = time.monotonic()
            seeds = range(asked.seed, asked.seed + asked.mixtures)
            for what, wrong in mixtures(replay, folder, seeds):
                failures += [f"{what}: {wrong}"] if wrong else []
            _row("mengsels van fouten", asked.mixtures, len(failures), begun)
            begun, before, hits = time.monotonic(), len(failures), 0
            for what, wrong, hit in kills(replay, folder, asked.kills, random.Random(asked.seed)):
                hits += hit
                failures += [f"{what}: {wrong}"] if wrong else []
            _row(f"kill -9 ({hits} raak)", asked.kills, len(failures) - before, begun)
    for failure in failures:
        print(f"MIS  {failure}")
    return 1 if failures else 0


def _row(what: str, number: int, wrong: int, begun: float) -> None:
    print(
        f"{what:28} {number:5} keer  {wrong:3} mis  {time.monotonic() - begun:7.1f} s", flush=True
    )


if __name__ == "__main__":
    sys.exit(main())
