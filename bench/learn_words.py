"""Learn which words there are: those that stand in several papers, in small letters.

    python -m bench.learn_words [--data DIR] [--out FILE]

Reads moties, debates, titles and papers of agencies and writes ``models/trained/woorden.txt.gz``:
one word a line, sorted. The outcome depends on the papers alone, not on their order.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.titles import rows

DATA = Path(__file__).parents[2] / "shared" / "data"
OUT = Path(__file__).parents[1] / "models" / "trained" / "woorden.txt.gz"
# a word in fewer papers may be a torn or misspelt one
FEW = 3
# two or three letters are often an abbreviation, or half a word: so they count later
SHORT = 3
FEW_SHORT = 10
# names are written with a capital and stay out
_WORD = re.compile(r"(?<![\w'’-])[a-zà-öø-ÿ]{2,40}(?![\w'’-])")
_TAG = re.compile(r"<[^>]*>")


def papers(data: Path) -> Iterator[str]:
    """The text of each paper, and each title."""
    for file in sorted([*data.glob("moties/xml/*.xml"), *data.glob("handelingen/*.xml")]):
        yield _TAG.sub(" ", file.read_text(encoding="utf-8", errors="replace"))
    for file in sorted(data.glob("uwv/*.md")):
        yield file.read_text(encoding="utf-8", errors="replace")
    for file in sorted(data.glob("odata/zaak_*.jsonl.gz")):
        for row in rows(file):
            yield f"{row.get('Onderwerp') or ''}\n{row.get('Titel') or ''}"


def learn(texts: Iterator[str]) -> list[str]:
    """The words that stand in at least ``FEW`` papers, short ones in ``FEW_SHORT``."""
    held: Counter[str] = Counter()
    for text in texts:
        held.update(set(_WORD.findall(text)))
    return sorted(
        word for word, count in held.items() if count >= (FEW if len(word) > SHORT else FEW_SHORT)
    )


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description="The words of the papers.")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    if not options.data.is_dir():
        sys.exit(f"no real papers at {options.data}: nothing to learn from")
    words = learn(papers(options.data))
    # without the moment in its head the file is the same each time
    packed = gzip.compress("\n".join(words).encode(), 9, mtime=0)
    options.out.write_bytes(packed)
    print(f"{len(words):,} words: {len(packed):,} bytes")


if __name__ == "__main__":
    main()
