"""References on real papers: against a truth checked by hand, and how fast they are found.

    python -m bench.citations [--speed] [--misses]

Without ``--speed``: precision and recall per kind over the papers of ``corpus/gold/
verwijzingen.jsonl`` (ten answered questions, two letters, a nota of 39 pages and the two founding
letters), and the share of the identifiers of the open data that are read and written back.
With it: megabytes (UTF-8) a second of ``find_citations`` and ``resolve``, process time of one
core, best of five, over the documents of the agency and the papers of the truth; reading the
papers is not counted. ``--misses`` lists each fault by page, place and target.

The truth has one paper a line, without its text: ``stuk`` (path under ``shared``), ``sha256``,
and ``verwijzingen``: ``pagina`` (null in plain text), ``begin`` and ``eind`` in the text as it was
read when checked, ``kaal`` (the first sixteen digits of the sha256 of what is cited as printed,
white space left out), ``soort`` and ``doel`` (null where the text does not tell, which is then the
only right answer). It began as what our finder gave in November 2026; every passage with anything
like a reference (numbers, abbreviations, laws, articles) was then read for what was wrong or
missing. The rules were then mended on these same papers: the scores say that they hold, not how
they do on papers nobody looked at. A found reference is right when page, cited text, kind and
target all agree.

What counts: papers, acts and judgments by number, laws by name where the list of laws has them.
A benefit that carries the name of its law does not, nor an article without a law ("artikel 20").
``buiten`` holds the laws, bills and regulations named that our list lacks: nobody is asked to
find them, and finding something there is a fault.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from corpus.evaluations import interval
from extractors.citations import find_citations, resolve
from flows.lexicon import load_lexicon
from flows.read import read
from models.document import Document
from models.identifiers import parse_identifier
from models.paper import RawFile

SHARED = Path(__file__).parents[2] / "shared"
TRUTH = Path(__file__).parents[1] / "corpus" / "gold" / "verwijzingen.jsonl"

_SPACE = re.compile(r"\s+")
_RUNS = 5


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """What a reference comes down to: where, what is cited as a hash, and what is meant."""

    pagina: int
    kaal: str
    soort: str
    doel: str


@dataclass(slots=True)
class Score:
    """Of one kind: found and right, found, and to be found."""

    right: int = 0
    found: int = 0
    true: int = 0

    def add(self, right: int, found: int, true: int) -> None:
        """Counts one paper."""
        self.right += right
        self.found += found
        self.true += true


@dataclass(slots=True)
class Result:
    """Scores by kind ("alle" is the sum), and the faults with the paper they are in."""

    scores: dict[str, Score] = field(default_factory=dict)
    false: list[tuple[str, Reference]] = field(default_factory=list)
    missed: list[tuple[str, Reference]] = field(default_factory=list)

    def add(self, stuk: str, found: Counter[Reference], true: Counter[Reference]) -> None:
        """Counts one paper."""
        self.false += [(stuk, each) for each in sorted((found - true).elements())]
        self.missed += [(stuk, each) for each in sorted((true - found).elements())]
        for each in found.keys() | true.keys():
            right = min(found[each], true[each])
            for soort in (each.soort, "alle"):
                score = self.scores.setdefault(soort, Score())
                score.add(right, found[each], true[each])


def load_truth(file: Path = TRUTH) -> list[dict[str, Any]]:
    """The papers of the truth, each as it stands in the file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@cache
def read_paper(path: Path) -> Document:
    """One paper as the program reads it."""
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    return read(RawFile(path.name, sha256, "", "bench", None, "", naam=path.name), data)


def hashed(text: str) -> str:
    """The hash of a cited text, white space left out."""
    return hashlib.sha256(_SPACE.sub("", text).encode()).hexdigest()[:16]


def references(document: Document) -> Iterator[tuple[int, int, Reference]]:
    """Begin, end and what is meant of each reference found."""
    for found in resolve(document, find_citations(document, load_lexicon())):
        span = found.span
        kaal, page = hashed(document.quote(span)), document.page(span) or 0
        yield span.start, span.end, Reference(page, kaal, found.soort.value, found.doel_id or "")


def measure(truth: Sequence[dict[str, Any]]) -> Result:
    """The scores over all papers of the truth.

    Raises ``ValueError`` where a paper is not the one that was checked.
    """
    result = Result()
    for paper in truth:
        path = SHARED / paper["stuk"]
        if hashlib.sha256(path.read_bytes()).hexdigest() != paper["sha256"]:
            raise ValueError(f"{paper['stuk']} is not the paper that was checked")
        true = Counter(
            Reference(each["pagina"] or 0, each["kaal"], each["soort"], each["doel"] or "")
            for each in paper["verwijzingen"]
        )
        found = Counter(reference for _, _, reference in references(read_paper(path)))
        result.add(paper["stuk"], found, true)
    return result


def round_trips(file: Path) -> tuple[int, list[str]]:
    """How many identifiers there are, and those that are not written back as they were read."""
    lines = gzip.decompress(file.read_bytes()).decode().split()
    return len(lines), [line for line in lines if not _comes_back(line)]


def _comes_back(text: str) -> bool:
    try:
        return str(parse_identifier(text)) == text
    except ValueError:
        return False


def speed(documents: Sequence[Document], runs: int = _RUNS) -> tuple[float, float, int]:
    """Megabytes, seconds of process time (the best of ``runs``), references found."""
    lexicon = load_lexicon()
    size = sum(len(document.text.encode()) for document in documents) / 1e6
    best, count = float("inf"), 0
    for _ in range(runs):
        begun = time.process_time()
        count = sum(len(resolve(each, find_citations(each, lexicon))) for each in documents)
        best = min(best, time.process_time() - begun)
    return size, best, count


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="References on real papers.")
    parser.add_argument("--speed", action="store_true", help="only how fast")
    parser.add_argument("--misses", action="store_true", help="list every fault")
    options = parser.parse_args()
    if not (SHARED / "data").is_dir():
        sys.exit(f"no real papers at {SHARED}: nothing to measure")
    truth = load_truth()
    if options.speed:
        paths = [SHARED / paper["stuk"] for paper in truth]
        paths += sorted((SHARED / "data" / "uwv").glob("*.md"))
        size, seconds, count = speed([read_paper(path) for path in paths])
        print(f"{size:.2f} MB in {seconds:.2f} s: {size / seconds:.1f} MB/s; {count} references")
        return
    _print_scores(measure(truth), options.misses)
    outside = sum(len(paper["buiten"]) for paper in truth)
    print(f"laws, bills and regulations named that the list of laws lacks: {outside}")
    count, failed = round_trips(SHARED / "data" / "identifiers.txt.gz")
    print(f"identifiers written back as read: {count - len(failed)} of {count}", *failed[:20])


def _print_scores(result: Result, misses: bool) -> None:
    print(f"{'kind':16}{'found':>6}{'true':>6}  precision (95 %)          recall (95 %)")
    for soort, score in sorted(result.scores.items(), key=lambda item: (-item[1].true, item[0])):
        precision = _share(score.right, score.found)
        print(f"{soort:16}{score.found:6}{score.true:6}  {precision}  "
              f"{_share(score.right, score.true)}")  # fmt: skip
    for name, faults in (("false", result.false), ("missed", result.missed)):
        for stuk, each in faults if misses else ():
            print(f"{name}: {stuk}, p. {each.pagina}, {each.soort} {each.doel or '-'}, {each.kaal}")


def _share(right: int, total: int) -> str:
    low, high = interval(right, total)
    share = right / total if total else float("nan")
    return f"{share:.4f} ({low:.4f}-{high:.4f})"


if __name__ == "__main__":
    main()
