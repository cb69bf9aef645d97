"""Speed of joining the real register, measured: rows to moties, moties linked, titles resolved.

    python -m bench.link [--data FOLDER] [--titles N]

Resolves the first N letter titles that name a motie against all registered moties.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from corpus.register import build_register, read_date
from extractors.link import link
from extractors.resolve import HeldMoties, MotieIndex
from flows.trace import resolve_phrase
from flows.trained import load_likeness

DATA = Path(__file__).parents[2] / "shared" / "data"


def rows(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a bulk file."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Speed of joining the real register.")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--titles", type=int, default=1000)
    options = parser.parse_args()
    if not options.data.is_dir():
        sys.exit(f"no real records at {options.data}: nothing to measure")
    begun = time.perf_counter()
    register = build_register({"Zaak": rows(options.data / "odata" / "zaak_moties.jsonl.gz")})
    built = time.perf_counter()
    moties = tuple(link(register, ()).moties)
    linked = time.perf_counter()
    print(f"rows to {len(register.moties):,} moties: {built - begun:.1f} s")
    print(f"linked: {linked - built:.1f} s")
    letters = rows(options.data / "odata" / "zaak_brieven.jsonl.gz")
    titles = (one for one in letters if "motie" in (one["Onderwerp"] or "").casefold())
    index = MotieIndex(HeldMoties(moties), load_likeness())
    answers = [
        resolve_phrase(index, one["Onderwerp"], read_date(one["GestartOp"]))
        for one in islice(titles, options.titles)
    ]
    answered = sum(answer.motie_id is not None for answer in answers)
    seconds = time.perf_counter() - linked
    print(
        f"{len(answers):,} titles resolved, {answered:,} answered: {seconds:.1f} s with the index"
    )


if __name__ == "__main__":
    main()
