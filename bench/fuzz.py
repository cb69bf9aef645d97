"""Whether damaged papers are read or refused, and nothing else, within the limits of a worker.

    python -m bench.fuzz --inputs 20000 --seconds 900 --seed 1

Damages the real PDFs and XML beside the checkout (bits turned, cut off, spliced with another,
pieces left out, objects repeated), reads each in the workers of the real run and puts what comes
out on a shelf and back. Input number n of a seed is always the same bytes; ``--only n`` writes
them to standard output. Exits with 1 where anything else than a Document or an UnreadableError
came out, where a document does not survive the shelf, and where the run itself stops or hangs.
What a limit cost is told, and is no fault.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import NoReturn

from corpus.shelf import document_shelf
from flows.read import read
from flows.workers import Limits, Loss, each_done
from models.paper import RawFile
from models.problems import KamerspoorError, UnreadableError

PAPERS = Path(__file__).parents[2] / "shared" / "data"
# larger ones take seconds each
_MOST_BYTES = 500_000
# a damaged small paper takes a fraction of a second
LIMITS = Limits(seconds=30.0)
# of so many inputs of a kind the numbers are printed
_SHOWN = 5

_OBJECT = re.compile(rb"\d+ 0 obj.{0,4000}?endobj|<(\w+)[ >][^<]{0,2000}</\1>", re.DOTALL)


def _turn(data: bytes, chance: random.Random, other: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 30, 300))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random, other: bytes) -> bytes:
    return data[: chance.randrange(1, len(data))]


def _splice(data: bytes, chance: random.Random, other: bytes) -> bytes:
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def _leave_out(data: bytes, chance: random.Random, other: bytes) -> bytes:
    for _ in range(chance.choice((1, 5))):
        start = chance.randrange(len(data))
        data = data[:start] + data[start + chance.choice((1, 16, 256, 4096)) :] or b"%"
    return data


def _repeat(data: bytes, chance: random.Random, other: bytes) -> bytes:
    found = list(_OBJECT.finditer(data))
    if not found:
        return data * 2
    piece, at = chance.choice(found).group(), chance.choice(found).start()
    return data[:at] + piece * chance.choice((1, 2, 100)) + data[at:]


def _swap(data: bytes, chance: random.Random, other: bytes) -> bytes:
    """Another number where one stands: lengths, counts, references and sizes."""
    numbers = list(re.finditer(rb"\d+", data))
    for found in sorted(
        chance.sample(numbers, min(3, len(numbers))), key=re.Match.start, reverse=True
    ):
        number = chance.choice((b"0", b"-1", b"1", b"65536", b"2147483648", b"9" * 30))
        data = data[: found.start()] + number + data[found.end() :]
    return data


DAMAGES: tuple[Callable[[bytes, random.Random, bytes], bytes], ...] = (
    _turn,
    _cut,
    _splice,
    _leave_out,
    _repeat,
    _swap,
)


def damaged(papers: Sequence[Sequence[bytes]], seed: int, number: int) -> bytes:
    """Input ``number``: a paper of one of the kinds in ``papers``, damaged once or twice."""
    chance = random.Random(f"{seed}/{number}")
    kind = papers[number % len(papers)]
    data = chance.choice(kind)
    for _ in range(chance.choice((1, 1, 2))):
        # of a paper cut to nothing there is nothing left to damage
        if len(data) > 1:
            data = chance.choice(DAMAGES)(data, chance, chance.choice(kind))
    return data


@cache
def papers_in(folder: Path) -> tuple[tuple[bytes, ...], ...]:
    """The bytes of the small PDFs and of the XML in a folder."""
    kinds = []
    for pattern in ("*.pdf", "*.xml"):
        files = sorted(folder.rglob(pattern))
        found = tuple(f.read_bytes() for f in files if 0 < f.stat().st_size <= _MOST_BYTES)
        kinds += [found] if found else []
    return tuple(kinds)


def outcome_of(data: bytes, shelf_folder: Path) -> str:
    """What comes of reading ``data``: ``gelezen``, ``geweigerd: <soort>`` or ``FOUT: …``."""
    raw = RawFile("proef", "", "", "proef", None, "2026-01-01T00:00:00Z", "0" * 64)
    shelf = document_shelf(shelf_folder)
    try:
        document = read(raw, data)
        shelf.put(f"{os.getpid()}", document)
        if shelf.get(f"{os.getpid()}") != document:
            return "FOUT: komt niet heel van de plank"
    except UnreadableError as error:
        of = f" ({type(error.__cause__).__name__})" if error.soort == "onleesbaar" else ""
        return f"geweigerd: {error.soort}{of}"
    except MemoryError:
        raise
    except Exception as error:
        return f"FOUT: {type(error).__name__}: {error!s:.80}"
    return "gelezen"


def _try(papers: Path, notes: Path, seed: int, number: int) -> None:
    """What a worker does with one input: read it and write down what came of it."""
    outcome = outcome_of(damaged(papers_in(papers), seed, number), notes / "shelf")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    with (notes / f"{os.getpid()}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps([number, outcome, peak]) + "\n")


@dataclass(slots=True)
class Tally:
    """How many inputs came out how, some numbers of each, and the most memory used (MB)."""

    counts: Counter[str] = field(default_factory=Counter)
    numbers: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    peak: int = 0

    def add(self, number: int, outcome: str, peak: int = 0) -> None:
        """Count one input."""
        self.counts[outcome] += 1
        self.numbers[outcome].append(number)
        self.peak = max(self.peak, peak)

    def faults(self) -> int:
        """How many came out as they should not."""
        return sum(count for outcome, count in self.counts.items() if outcome.startswith("FOUT"))


def fuzz(
    papers: Path, inputs: int, seconds: float, seed: int, workers: int, limits: Limits = LIMITS
) -> Tally:
    """Read so many damaged papers, as far as the time goes.

    Raises :class:`TimeoutError` when the run does not end, :class:`KamerspoorError` when its
    processes keep ending.
    """
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder, _no_longer(seconds + 2 * limits.seconds):
        work = partial(_try, papers, Path(folder), seed)
        until = time.monotonic() + seconds
        for number, loss in each_done(work, range(inputs), workers, limits):
            if loss:
                tally.add(number, _LOST[loss])
            if time.monotonic() > until:
                break
        for file in Path(folder).glob("*.jsonl"):
            for line in file.read_text(encoding="utf-8").splitlines():
                tally.add(*json.loads(line))
    return tally


_LOST = {
    Loss.SLOW: "afgebroken: te traag",
    Loss.LARGE: "afgebroken: te veel geheugen",
    Loss.CRASHED: "werkproces viel om",
}


@contextmanager
def _no_longer(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: object) -> NoReturn:
        raise TimeoutError("the run hangs")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def main() -> int:
    """Run from the command line; 1 for a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=900)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", type=int, help="write this input to standard output")
    parser.add_argument("--papers", type=Path, default=PAPERS)
    chosen = parser.parse_args()
    if not papers_in(chosen.papers):
        print(f"no papers in {chosen.papers}")
        return 1
    if chosen.only is not None:
        sys.stdout.buffer.write(damaged(papers_in(chosen.papers), chosen.seed, chosen.only))
        return 0
    # a damaged scan is no other for tesseract, and seconds a page are not to be spent on it
    os.environ.setdefault("KAMERSPOOR_OCR", "uit")
    start = time.monotonic()
    try:
        tally = fuzz(chosen.papers, chosen.inputs, chosen.seconds, chosen.seed, chosen.workers)
    except (KamerspoorError, TimeoutError) as error:
        print(f"FOUT: {error}")
        return 1
    _show(tally, time.monotonic() - start)
    return 1 if tally.faults() else 0


def _show(tally: Tally, seconds: float) -> None:
    print(f"{tally.counts.total()} inputs in {seconds:.0f} s, peak memory {tally.peak} MB")
    for outcome, count in tally.counts.most_common():
        shown = "" if outcome == "gelezen" else f"   e.g. {sorted(tally.numbers[outcome])[:_SHOWN]}"
        print(f"{count:7} {outcome}{shown}")


if __name__ == "__main__":
    raise SystemExit(main())
