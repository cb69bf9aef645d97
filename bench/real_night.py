"""Nights on the real moties: everything held, nothing fetched twice, one change fetched once.

    python -m bench.real_night [--data FOLDER]

The replay server serves the 2,077 real moties beside the checkout with their OData rows, and the
fictional sample with them. Four nights are run: the first, one without changes, one after a paper
changed, and one more without. Prints what each asked for and did, and exits with 1 where something
is missing, or more was fetched than changed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from corpus.ledger import Ledger
from corpus.replay import Replay
from corpus.replay.dataset import make_dataset
from corpus.store import Store
from flows.demo import pointed_at
from flows.nightly import Night, run_steps
from flows.settings import Settings

SHARED = Path(__file__).parents[2] / "shared" / "data"
SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"
_GROUPED = ("/frbr/", "/resource", "/Resources/", "/documenten/", "/attachment/")


def combine(folder: Path, data: Path) -> int:
    """A dataset of the real moties and the sample; the number of real papers in it."""
    shutil.copytree(SAMPLE, folder)
    real = folder / "real"
    count = make_dataset(
        real,
        papers=data / "moties" / "xml",
        rows=data / "odata" / "zaak_met_documenten.jsonl.gz",
        gold=data / "moties" / "gold.jsonl.gz",
    )
    for part in ("koop/records.jsonl", "odata/Zaak.jsonl"):
        with (folder / part).open("ab") as kept, (real / part).open("rb") as more:
            shutil.copyfileobj(more, kept)
    return count


def night(replay: Replay, settings: Settings, name: str) -> tuple[Night, int]:
    """Run one night; what it did, and how many papers it asked for."""
    asked = len(replay.asked)
    begun = time.perf_counter()
    done = run_steps(settings)
    papers = [path for path in replay.asked[asked:] if any(one in path for one in _GROUPED)]
    steps = "  ".join(f"{one.stap} {one.aantal}" for one in done.done)
    print(
        f"{name}: {time.perf_counter() - begun:.1f} s, {len(replay.asked) - asked} requests,"
        f" {len(papers)} for papers; {steps}; missing {done.watched.missing or 'nothing'}",
        flush=True,
    )
    return done, len(papers)


def main() -> int:
    """Run the nights; the exit code."""
    parser = argparse.ArgumentParser(description="Nights on the real moties.")
    parser.add_argument("--data", type=Path, default=SHARED)
    options = parser.parse_args()
    if not (options.data / "moties" / "xml").is_dir():
        sys.exit(f"no real moties in {options.data}: nothing to measure")
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        dataset = Path(scratch) / "dataset"
        count = combine(dataset, options.data)
        with Replay(dataset) as replay:
            settings = pointed_at(Settings(data_dir=Path(scratch) / "data"), replay.url)
            first, _ = night(replay, settings, "first night")
            wrong += _not_held(replay, settings, first)
            _, again = night(replay, settings, "second night")
            if again:
                wrong.append(f"the second night asked for {again} papers")
            _change(replay, options.data)
            _, changed = night(replay, settings, "one paper changed")
            if changed != 1:
                wrong.append(f"one paper changed and {changed} were asked for")
            _, after = night(replay, settings, "and again nothing")
            if after:
                wrong.append(f"the last night asked for {after} papers")
    print(f"{count} real moties; " + ("; ".join(wrong) or "all as it should be"))
    return 1 if wrong else 0


def _not_held(replay: Replay, settings: Settings, done: Night) -> list[str]:
    """What KOOP lists and the store does not hold."""
    listed = {str(record["identifier"]) for record in replay.records}
    with Ledger(settings.rooms.ledger) as ledger:
        held = {raw.id for raw, _ in ledger.raws_since()}
    absent = sorted(listed - {str(one) for one in held})
    damaged = [problem.melding for problem in Store(settings.rooms.store).verify()]
    missing = [f"not held: {name}" for name in absent[:5]]
    return [*missing, *damaged, *(f"missing: {one}" for one in done.watched.missing)]


def _change(replay: Replay, data: Path) -> None:
    """A real motie is printed anew with one more line."""
    path = sorted((data / "moties" / "xml").glob("*.xml"))[7]
    replay.change.paper(path.stem, "xml", path.read_bytes() + b"<!-- opnieuw opgemaakt -->\n")


if __name__ == "__main__":
    sys.exit(main())
