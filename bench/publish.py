"""What publishing costs, measured: a release from scratch, and the same changes on top of it.

    python -m bench.publish [--papers 1000 10000] [--passages 20] [--changed 200] [--keep DIR]

For each size of corpus: invented papers of so many passages are published from scratch; then some
of them change and others come, and the release goes on from the first. Prints the seconds of both,
of the copy that a night makes in the background, and the last column set against the first size.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from corpus.renew import KeptRows
from corpus.rows import Kept, ReleaseState, Row, rows
from flows.publish import DATABASE, base_release, prepare_next, publish
from flows.standby import Standby
from models.citation import FullCitation, Verwijzing
from models.document import Document, Kenmerken, Passage, Span
from models.findings import (
    Findings,
    MotieVermelding,
    Opvolging,
    Toezegging,
    finding_id,
)
from models.lexicon import Lexicon
from models.links import Changes, KnownMotie, Links, Resolution
from models.lists import (
    DocumentSoort,
    Hardheid,
    Herkomst,
    MotieSoort,
    PassageSoort,
    Uitspraak,
    VerwijzingSoort,
    WieZegt,
)
from models.paper import Paper, RawFile
from models.register import Register, RegisterMotie, Stem

_DAY = date(2010, 1, 1)
_STATE = ReleaseState("meting", datetime(2030, 1, 1, tzinfo=UTC))
_WORDS = ("loket", "brug", "bus", "wachttijd", "vergunning", "formulier", "archief", "gemaal")


class Corpus:
    """Invented papers, numbered; every second one is about a motie of the register."""

    def __init__(self, papers: int, passages: int) -> None:
        self.papers = papers
        self.passages = passages

    def motie(self, number: int) -> KnownMotie:
        """A motie of the register, with two votes."""
        day = _DAY + timedelta(number % 5000)
        id_ = f"kst-99{number % 900:03}-{number}"
        register = RegisterMotie(
            id_, id_, f"2010Z{number}", "Proefdossier", f"Motie over de {_word(number)}", day,
            "2009-2010", number, dossier_id=id_.split("-")[1],
            stemmen=tuple(
                Stem(day, name, name, 75, vergissing=False) for name in ("Voor", "Tegen")
            ),
        )  # fmt: skip
        return KnownMotie(id_, id_, MotieSoort.MOTIE, register=register)

    def paper(self, number: int, version: int = 0) -> Paper:
        """A letter that names a motie, says what became of it, and promises something."""
        doc_id = f"blg-{number}"
        lines = [
            f"Alinea {n} van stuk {number}, versie {version}: de {_word(number + n)} wordt langer,"
            f" en de {_word(number * n + 1)} volgt in een later stuk waarvan het nummer {n} is."
            for n in range(self.passages)
        ]
        text = "\n\n".join(lines)
        starts = [n * 2 + sum(map(len, lines[:n])) for n in range(len(lines))]
        spans = [Span(at, at + len(line)) for at, line in zip(starts, lines, strict=True)]
        about = Kenmerken(
            soort=DocumentSoort.BRIEF,
            titel=f"Brief {number} over de {_word(number)}",
            datum=_DAY + timedelta(number % 6000),
            dossier_id=f"99{number % 900:03}",
            dossier_titel="Proefdossier",
        )
        document = Document(
            doc_id, text, about, "0" * 64, "text/plain",
            passages=tuple(Passage(span, PassageSoort.ALINEA) for span in spans),
        )  # fmt: skip
        raw = RawFile(f"meting:{doc_id}", "0" * 64, "text/plain", "meting", None, "2030", doc_id)
        return Paper(raw, document, self._findings(doc_id, lines, spans))

    def _findings(self, doc_id: str, lines: list[str], spans: list[Span]) -> Findings:
        ids = [finding_id(kind, doc_id, lines[0]) for kind in ("vermelding", "opvolging", "toe")]
        number = int(doc_id.removeprefix("blg-"))
        cited = tuple(
            Verwijzing(
                FullCitation(spans[n], VerwijzingSoort.KAMERSTUK, target, "meting"),
                target, "meting", 1.0,
            )
            for n, target in enumerate((f"blg-{number // 2}", "BWBR0005537", f"blg-{number + 7}"))
        )  # fmt: skip
        return Findings(
            doc_id,
            verwijzingen=cited,
            vermeldingen=(MotieVermelding(ids[0], spans[0], (), None, None, "meting", 0.9),),
            opvolgingen=(
                Opvolging(
                    ids[1], spans[0], "motie", Uitspraak.AFGEDAAN, WieZegt.KABINET, "meting", 0.9
                ),
            ),
            toezeggingen=(
                Toezegging(ids[2], spans[1], spans[1], Hardheid.HARD, Herkomst.BRIEF, "m", 0.9),
            ),
        )

    def links(self, papers: range | list[int], moties: range | list[int]) -> Links:
        """What the papers given speak of; every fourth a motie that many others speak of."""
        resolutions: dict[str, Resolution] = {}
        targets: dict[str, str] = {}
        for number in papers:
            about = self.motie(number // 2 if number % 4 else number % 100).id
            found = self.paper(number).findings
            resolutions[found.vermeldingen[0].id] = Resolution(about, None, 0.9, "meting", "Zo.")
            targets[found.opvolgingen[0].id] = about
        return Links(tuple(map(self.motie, moties)), resolutions, targets, {})

    def all_rows(self) -> Iterator[Row]:
        """Every row of the corpus."""
        links = self.links(range(self.papers), range(self.papers // 2 + 1))
        papers = (self.paper(number) for number in range(self.papers))
        return rows(papers, Register(), links, Lexicon(), _STATE)

    def rows_of(self, numbers: list[int], kept: Kept) -> Iterator[Row]:
        """The rows of papers that changed or came."""
        links = self.links(numbers, [])
        papers = (self.paper(number, version=1) for number in numbers)
        return rows(papers, Register(), links, Lexicon(), _STATE, kept)


def _word(number: int) -> str:
    return _WORDS[number * 7919 % len(_WORDS)]


def go_on(data_dir: Path, corpus: Corpus, changed: int) -> tuple[float, float, float]:
    """Seconds: the copy beforehand, publishing with that copy, publishing without it."""
    begun = time.perf_counter()
    with prepare_next(data_dir) as standby:
        standby.wait()
        copied = time.perf_counter() - begun
        with_copy = _publish(data_dir, corpus, changed, standby)
    return copied, with_copy, _publish(data_dir, corpus, changed, None)


def _publish(data_dir: Path, corpus: Corpus, changed: int, standby: Standby | None) -> float:
    step = corpus.papers // changed * 4 // 3 or 1
    numbers = [*range(0, corpus.papers, step)][: changed * 3 // 4]
    numbers += range(corpus.papers, corpus.papers + changed - len(numbers))
    changes = Changes(frozenset(f"blg-{number}" for number in numbers))
    begun = time.perf_counter()
    base = base_release(data_dir)
    if base is None:
        raise SystemExit(f"no release of this program in {data_dir}")
    with KeptRows(base.path / DATABASE, changes) as kept:
        part = corpus.rows_of(numbers, kept)
        publish(data_dir, part, changes=changes, base=base, standby=standby, keep=1)
    return time.perf_counter() - begun


def measure(data_dir: Path, corpus: Corpus, changed: int) -> float:
    """Print what one size of corpus costs; the seconds of going on, copy made beforehand."""
    begun = time.perf_counter()
    if base_release(data_dir) is None:
        publish(data_dir, corpus.all_rows())
    scratch = time.perf_counter() - begun
    size = (data_dir / "current" / DATABASE).stat().st_size / 1e6
    copied, with_copy, without = go_on(data_dir, corpus, changed)
    print(
        f"{corpus.papers:>9,} {corpus.papers * corpus.passages:>11,} {size:>9,.0f} {scratch:>9.1f}"
        f" {copied:>7.1f} {with_copy:>9.2f} {without:>9.2f}",
        flush=True,
    )
    return with_copy


def main() -> None:
    """Measure every size that was asked for."""
    parser = argparse.ArgumentParser(description="What publishing costs, measured.")
    parser.add_argument("--papers", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--passages", type=int, default=20)
    parser.add_argument("--changed", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="use and keep the releases in this directory")
    options = parser.parse_args()
    print("   papers    passages  kamer MB   scratch    copy   go on  and copy (seconds)")
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        for papers in options.papers:
            room = (options.keep or Path(scratch)) / str(papers)
            found.append(measure(room, Corpus(papers, options.passages), options.changed))
    print(f"going on, last against first: {found[-1] / found[0]:.2f}")


if __name__ == "__main__":
    main()
