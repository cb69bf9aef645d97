"""A long listing in little memory: 260,000 rows, then 50,000 old ones corrected in a day.

    python -m bench.listing [--data FOLDER]

The replay server (this process) serves all real Zaak rows beside the checkout. The fetch step runs
in a process of its own, whose seconds and memory are printed: the first listing, one with nothing
new, and one after 50,000 rows were touched. Exits with 1 where it needed more than 500 MB.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import re
import shutil
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from corpus.ledger import Ledger
from corpus.replay import Replay
from flows.demo import pointed_at
from flows.fetch import fetch_step
from flows.settings import Settings

SHARED = Path(__file__).parents[2] / "shared" / "data"
FILES = ("zaak_moties.jsonl.gz", "zaak_brieven.jsonl.gz", "zaak_overig.jsonl.gz")
MOST = 500.0  # MB
CORRECTED = 50_000


def dataset(folder: Path, data: Path) -> None:
    """All real Zaak rows as one dataset."""
    (folder / "odata").mkdir(parents=True)
    with (folder / "odata" / "Zaak.jsonl").open("wb") as rows:
        for name in FILES:
            with gzip.open(data / "odata" / name) as packed:
                shutil.copyfileobj(packed, rows)


def fetch(settings: Settings, name: str) -> None:
    """One fetch of the Zaak rows, in a process of its own; exits with 1 over the budget."""
    begun = time.perf_counter()
    done, problems = fetch_step(settings, sources=("tweedekamer",))
    with Ledger(settings.rooms.ledger) as ledger:
        held = ledger.entities().get("Zaak", 0)
    peak = _peak()
    print(
        f"{name}: {time.perf_counter() - begun:.1f} s, {peak:.0f} MB, {done.melding};"
        f" {held:,} rows held, {len(problems)} problems",
        flush=True,
    )
    sys.exit(peak > MOST)


def _peak() -> float:
    """The most memory this process held, in MB; `getrusage` would count that of its parent."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else float("nan")


def main() -> int:
    """Run the three listings; the exit code."""
    parser = argparse.ArgumentParser(description="A long listing in little memory.")
    parser.add_argument("--data", type=Path, default=SHARED)
    options = parser.parse_args()
    if not (options.data / "odata").is_dir():
        sys.exit(f"no real rows in {options.data}: nothing to measure")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "dataset"
        dataset(folder, options.data)
        with Replay(folder) as replay:
            settings = pointed_at(Settings(data_dir=Path(scratch) / "data"), replay.url)
            codes = [_in_process(settings, "first listing"), _in_process(settings, "nothing new")]
            replay.change.touch("Zaak", islice(replay.tables["Zaak"], CORRECTED))
            codes.append(_in_process(settings, f"{CORRECTED:,} rows corrected"))
    return int(any(codes))


def _in_process(settings: Settings, name: str) -> int:
    process = multiprocessing.get_context("spawn").Process(target=fetch, args=(settings, name))
    process.start()
    process.join()
    return process.exitcode or 0


if __name__ == "__main__":
    sys.exit(main())
