"""Learn what the words and letters of a motie's subject weigh: the rarer, the more.

    python -m bench.learn_idf [--data FILE] [--out FILE]

Reads the rows of Soort Motie of the open data and writes ``models/trained/onderwerp_idf.npz``.
The outcome depends on the rows alone, not on their order.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from bench.titles import rows
from extractors.likeness import LETTERS, WORDS, counts
from extractors.onderwerp import read_onderwerp

DATA = Path(__file__).parents[2] / "shared" / "data" / "odata" / "zaak_moties.jsonl.gz"
OUT = Path(__file__).parents[1] / "models" / "trained" / "onderwerp_idf.npz"


def subjects(file: Path) -> Iterator[str]:
    """The subject after "over" of every motie in a bulk file."""
    for row in rows(file):
        yield read_onderwerp(row["Onderwerp"] or "").kern or ""


def learn(texts: list[str]) -> dict[str, Any]:
    """The weights of words and letters, each as half-precision numbers by place."""
    holding = {"words": np.zeros(WORDS), "letters": np.zeros(LETTERS)}
    for text in texts:
        for held, found in zip(holding.values(), counts(text), strict=True):
            held[list(found)] += 1
    return {
        name: (np.log((1 + len(texts)) / (1 + held)) + 1).astype(np.float16)
        for name, held in holding.items()
    }


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description="Weights of the subjects of moties.")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    if not options.data.is_file():
        sys.exit(f"no real records at {options.data}: nothing to learn from")
    texts = list(subjects(options.data))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(options.out, **learn(texts))
    print(f"{len(texts):,} subjects: {options.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
