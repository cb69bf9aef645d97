"""Reads and takes apart the official XML of moties, and compares with the register's own record.

    python bench/moties.py [DATA] [--write]

``DATA`` holds ``moties/xml`` and ``moties/gold.jsonl.gz`` (by default the folder ``shared/data``
beside the checkout). ``--write`` puts the scores where every release publishes them
(``corpus/gold/evaluatie.jsonl``). Prints the figures, then every miss with what is known of it.
The gold has rows that are themselves faulty; they are left out of one figure only, each with a
reason that can be checked in the row.
"""

from __future__ import annotations

import hashlib
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.titles import rows
from corpus.evaluations import interval, write_evaluations
from corpus.read_xml import read_xml
from corpus.tables import Evaluatie
from extractors.moties import find_moties
from flows.version import program_version
from models.document import Document
from models.findings import Motie
from models.lists import MotieSoort
from models.paper import RawFile

DATA = Path(__file__).parents[2] / "shared" / "data"

_INITIALS = re.compile(r"^(?:[A-Z][a-z]{0,2}\.)+\s*(?:\([^)]*\)\s*)?")
_TITLE_CHAIN = re.compile(r"t\.?v\.?v\.? ?(\d{5})[- ]((?:[A-Z]+|\d\d)[- ])?(\d+)")
_KOP_CHAIN = re.compile(r"VERVANGING VAN DIE GEDRUKT ONDER NR\.\s?(\d+)")
_METADATA = re.compile(rb"<metadata>.*?</metadata>", re.DOTALL)

Gold = dict[str, Any]


@dataclass
class Score:
    """How many of how many, and what was missed (identifier and what is known of it)."""

    right: int = 0
    total: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The share that is right; 0 of nothing."""
        return self.right / self.total if self.total else 0.0

    def add(self, is_right: bool, miss: str) -> None:
        """Counts one case."""
        self.total += 1
        self.right += is_right
        if not is_right:
            self.misses.append(miss)


@dataclass
class Result:
    """All figures of one run; speeds in papers per second."""

    scores: dict[str, Score]
    left_out: list[str]
    read_speed: float
    find_speed: float


def measure(data: Path = DATA) -> Result:
    """Reads every paper in ``data`` once and compares."""
    gold = {row["kst"]: row for row in rows(data / "moties" / "gold.jsonl.gz")}
    papers = [(path.stem, path.read_bytes()) for path in sorted((data / "moties/xml").iterdir())]
    started = time.perf_counter()
    documents = [(name, read_motie(paper)) for name, paper in papers]
    read = time.perf_counter()
    found = [(name, document, find_moties(document)) for name, document in documents]
    done = time.perf_counter()

    result = Result({}, [], len(papers) / (read - started), len(papers) / (done - read))
    for name, paper in papers:
        bare = read_motie(_METADATA.sub(b"<metadata/>", paper))
        _score(result, "identifier without metadata").add(bare.id == name, f"{name}: {bare.id}")
    for name, document, moties in found:
        _score(result, "identifier").add(document.id == name, f"{name}: {document.id}")
        _score(result, "one motie").add(len(moties) == 1, f"{name}: {len(moties)}")
        if len(moties) == 1:
            _compare(result, gold[name], moties[0])
    return result


def read_motie(paper: bytes) -> Document:
    """The document in the official XML of a paper, without what a source says of it."""
    sha = hashlib.sha256(paper).hexdigest()
    return read_xml(paper, RawFile(sha, sha, "application/xml", "bench", None, ""))


def _score(result: Result, name: str) -> Score:
    return result.scores.setdefault(name, Score())


def _compare(result: Result, row: Gold, motie: Motie) -> None:
    name = row["kst"]
    for what, check in _CHECKS.items():
        for is_right, miss in check(row, motie):
            _score(result, what).add(is_right, f"{name}: {miss}")
    if reason := _fault(row):
        result.left_out.append(f"{name}: {reason}")


def _fault(row: Gold) -> str | None:
    """Why the signatures of a gold row cannot be compared with; visible in the row itself."""
    printed = row["ondertekenaars"]
    if not printed:
        return "gold has no signature at all"
    joined = [name for name in printed if "," in name.rstrip(" ,.;")]
    return f"gold has two names in one: {joined[0]!r}" if joined else None


def _indieners(row: Gold, motie: Motie) -> Iterator[tuple[bool, str]]:
    if _fault(row) is None:
        names = [one.naam for one in motie.indieners]
        printed = [name.rstrip(" ,.;") for name in row["ondertekenaars"]]
        yield names == printed, f"{names} but gold {printed}"


def _surnames(row: Gold, motie: Motie) -> Iterator[tuple[bool, str]]:
    official = row["indieners_official"]
    if official:
        names = sorted(_plain(one.naam) for one in motie.indieners)
        surnames = [_plain(_INITIALS.sub("", name)) for name in official]
        covered = all(
            any(name == surname or name.endswith(f" {surname}") for name in names)
            for surname in surnames
        )
        is_right = covered and len(names) == len(surnames)
        yield is_right, f"{names} but the record says {sorted(surnames)}"


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFD", name.casefold())
    return "".join(char for char in folded if not unicodedata.combining(char))


def _verzoek(row: Gold, motie: Motie) -> Iterator[tuple[bool, str]]:
    yield bool(motie.verzoeken), "no request"


def _soort(row: Gold, motie: Motie) -> Iterator[tuple[bool, str]]:
    subject = row["onderwerp"].lower()
    expected = MotieSoort.MOTIE
    if subject.startswith("nader gewijzigde"):
        expected = MotieSoort.NADER_GEWIJZIGD
    elif subject.startswith("gewijzigde"):
        expected = MotieSoort.GEWIJZIGD
    yield motie.soort is expected, f"{motie.soort.value} but subject {row['onderwerp'][:60]!r}"


def _chain_printed(row: Gold, motie: Motie) -> Iterator[tuple[bool, str]]:
    match = _KOP_CHAIN.search(row["kop"])
    expected = f"{row['kst'].rpartition('-')[0]}-{match[1]}" if match else None
    yield motie.vervangt_id == expected, f"{motie.vervangt_id} but heading {row['kop']!r}"


def _chain_record(row: Gold, motie: Motie) -> Iterator[tuple[bool, str]]:
    match = _TITLE_CHAIN.search(row["onderwerp"])
    expected = None
    if match:
        expected = f"kst-{match[1]}-{(match[2] or '').replace(' ', '-')}{match[3]}"
    yield motie.vervangt_id == expected, f"{motie.vervangt_id} as printed, record says {expected}"


_CHECKS: dict[str, Callable[[Gold, Motie], Iterator[tuple[bool, str]]]] = {
    "indieners exact, in order": _indieners,
    "indieners against the record (surnames)": _surnames,
    "at least one verzoek": _verzoek,
    "soort against the subject": _soort,
    "vervangt_id against the heading": _chain_printed,
    "vervangt_id against the subject": _chain_record,
}


# what is published, under its Dutch name: every motie has exactly one right answer here, so the
# share that is right is precision and recall at once; the rules were made on these same papers
_PUBLISHED = {
    "motie: indieners (geen hold-out)": "indieners exact, in order",
    "motie: minstens een verzoek (geen hold-out)": "at least one verzoek",
    "motie: soort (geen hold-out)": "soort against the subject",
    "motie: vervangt (geen hold-out)": "vervangt_id against the heading",
}


def published(result: Result, data: Path) -> Iterator[Evaluatie]:
    """The scores as rows of table ``evaluatie``; the gold is named by a digest of its file."""
    gold = hashlib.sha256((data / "moties" / "gold.jsonl.gz").read_bytes()).hexdigest()[:12]
    today = datetime.now(UTC).date().isoformat()
    for onderdeel, name in _PUBLISHED.items():
        score = result.scores[name]
        share = round(score.ratio, 4)
        low, high = (round(bound, 4) for bound in interval(score.right, score.total))
        yield Evaluatie(
            onderdeel, share, share, share, low, high, score.total, gold, program_version(), today
        )


def main() -> None:
    """Prints the table of figures and the list of misses."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--write"]
    data = Path(arguments[0]) if arguments else DATA
    result = measure(data)
    if "--write" in sys.argv:
        write_evaluations(published(result, data))
    for name, score in result.scores.items():
        print(f"{name:<42} {score.ratio:7.4f}  {score.right:>5} of {score.total}")
    print(f"{'read, papers per second':<42} {result.read_speed:7.0f}")
    print(f"{'find_moties, papers per second':<42} {result.find_speed:7.0f}")
    for name, score in result.scores.items():
        for miss in score.misses:
            print(f"miss  {name}: {miss}")
    for reason in result.left_out:
        print(f"left out of indieners exact  {reason}")


if __name__ == "__main__":
    main()
