"""Reading paper, side by side: speed, faithfulness, passages, order, and the hand-checked truth.

    python -m bench.read [SECTION…] [--sample 200] [--all] [--seed 1] [--runs 3] [--json FILE]
                         [--worst 10] [--show]

Sections: ``speed`` on all real PDFs; ``pairs``, the real papers that exist in XML and PDF, which
decide; ``kst``, Kamerstukken printed anew from the XML moties by two independent renderers;
``columns``, Handelingen printed anew in two columns; ``truth``, the real papers that were checked
by eye (``corpus/gold/papier.jsonl``); ``memory``, a file of a thousand pages. All of them when
none is named.

Every reader's text is compared as it comes ("raw"), as a simple rule that knows the paper's
furniture leaves it ("trimmed"; ours is not touched), and paragraph by paragraph wherever each
stands ("loose"): the first minus the second is furniture and broken words, the second minus the
third is order and what stands between paragraphs, the third is spelling.

Peers that are not installed are named with what to install; what needs them is left out and told.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bench.reading.checked import Score, score_paper
from bench.reading.engines import OURS, missing, peers
from bench.reading.faithful import (
    MOST_PARAGRAPHS,
    Compared,
    compare_all,
    compare_pair,
    total,
)
from bench.reading.papers import DATA, handelingen, real_pairs, real_pdfs, sample_moties
from bench.reading.render import renderers
from bench.reading.speed import BOXES, PASSAGES, RAWDICT, RAWDICT_TEXT, Timed, time_files, totals
from bench.reading.truth import TRUTH, load_truth
from corpus.pdf import iter_pages

_Item = TypeVar("_Item")
# the tables are wide: a narrow terminal wraps lines rather than words
_SCREEN = Console(highlight=False, width=max(Console().width, 150))
_PROGRESS = Console(stderr=True)

_GOALS = {"pdfplumber": 8.0, RAWDICT: 0.7, RAWDICT_TEXT: 0.7}


def main() -> None:
    """Measure what was asked and print it."""
    options = _options()
    if not DATA.is_dir():
        sys.exit(f"no real papers at {DATA}: nothing to measure")
    begun = time.monotonic()
    for name, what in missing().items():
        _SCREEN.print(f"{name} is not here and is left out; to have it: {what}", style="yellow")
    result: dict[str, Any] = {"seed": options.seed, "missing": sorted(missing())}
    for section in options.section or SECTIONS:
        result[section] = SECTIONS[section](options)
    elapsed, spent = time.monotonic() - begun, sum(os.times()[:4])
    _SCREEN.print(f"\n{elapsed:.0f} s in all; {spent:.0f} s of process time")
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Reading paper, side by side.")
    parser.add_argument("section", nargs="*", help=", ".join(SECTIONS))
    parser.add_argument("--sample", type=int, default=200, help="XML moties per renderer")
    parser.add_argument("--all", action="store_true", help="all XML moties")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3, help="the best of so many, for speed")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument(
        "--worst", type=int, default=10, help="so many papers of each kind of fault"
    )
    parser.add_argument("--show", action="store_true", help="what differs in them, in words")
    options = parser.parse_args()
    unknown = [section for section in options.section if section not in SECTIONS]
    if unknown:
        parser.error(f"no such section: {', '.join(unknown)}")
    return options


def _track(items: Iterable[_Item], what: str, count: int) -> Iterable[_Item]:
    return track(items, what, total=count, console=_PROGRESS)


# speed


def _speed(options: argparse.Namespace) -> dict[str, Any]:
    paths = real_pdfs()
    timed = time_files(paths, options.runs, _pages)
    rows = list(_track(timed, "speed", len(paths)))
    names = list(rows[0].seconds)
    table = Table("paper", "pages", *names, title=f"ms of process time, best of {options.runs}")
    for row in rows:
        shown = ("-" if s is None else f"{1000 * s:.1f}" for s in row.seconds.values())
        table.add_row(row.name[:34], str(row.pages), *shown)
    sums = totals(rows)
    table.add_section()
    table.add_row("all", "", *(f"{1000 * sums[name]:.0f}" for name in names))
    _SCREEN.print(table)
    return {"files": [asdict(row) for row in rows], "seconds": sums, "ratios": _ratios(rows)}


def _pages(data: bytes) -> int:
    return sum(1 for _ in iter_pages(data))


def _ratios(rows: list[Timed]) -> dict[str, float]:
    """How many times as fast as a peer; the goals of the issue stand beside.

    One paper can cost a peer more than all others (MuPDF 1.28 takes two seconds a page of one
    letter), so the figure without the paper it spends most on is printed as well.
    """
    ratios: dict[str, float] = {}
    sums = totals(rows)
    for ours in (BOXES, PASSAGES):
        for peer in [name for name in sums if name not in (BOXES, PASSAGES)]:
            most = max(rows, key=lambda row: row.seconds[peer] or 0.0)
            rest = totals([row for row in rows if row is not most])
            name = f"{ours} against {peer}"
            ratios[name] = sums[peer] / sums[ours]
            ratios[f"{name}, one left out"] = rest[peer] / rest[ours]
            goal = f"; goal {_GOALS[peer]}" if ours == BOXES and peer in _GOALS else ""
            without = f"{ratios[f'{name}, one left out']:.2f} without {most.name[:20]}"
            _SCREEN.print(f"{name}: {ratios[name]:.2f} times as fast ({without}{goal})")
    return ratios


def _memory(options: argparse.Namespace) -> dict[str, Any]:
    """What a file of a thousand pages needs: ``bench.long_pdf`` says, in a process of its own."""
    if importlib.util.find_spec("bench.long_pdf") is None:
        _SCREEN.print("memory: bench/long_pdf.py is not here", style="yellow")
        return {}
    done = subprocess.run(
        [sys.executable, "-m", "bench.long_pdf"], capture_output=True, text=True, check=False
    )
    _SCREEN.print(done.stdout + done.stderr, markup=False)
    return {"exit_code": done.returncode, "said": done.stdout}


# faithfulness


def _pairs(options: argparse.Namespace) -> dict[str, Any]:
    found = list(real_pairs())
    rows = list(_track((compare_pair(pair) for pair in found), "pairs", len(found)))
    return _compared(rows, "real papers in XML and PDF: these decide", options)


def _kst(options: argparse.Namespace) -> dict[str, Any]:
    papers = sample_moties(None if options.all else options.sample, options.seed)
    return _rendered(papers, None, "Kamerstukken printed anew", options)


def _columns(options: argparse.Namespace) -> dict[str, Any]:
    title = f"Handelingen in two columns, at most {MOST_PARAGRAPHS} paragraphs of each"
    return _rendered(handelingen(), MOST_PARAGRAPHS, title, options)


def _rendered(
    papers: Sequence[Path], most: int | None, title: str, options: argparse.Namespace
) -> dict[str, Any]:
    printers = list(renderers())
    if not printers:
        _SCREEN.print(f"{title}: nothing to measure, no printer is here", style="yellow")
        return {}
    compared = compare_all(papers, printers, most)
    rows = list(_track(compared, title, len(papers) * len(printers)))
    return _compared(rows, title, options)


def _compared(rows: list[Compared], title: str, options: argparse.Namespace) -> dict[str, Any]:
    by_printer: dict[str, list[Compared]] = defaultdict(list)
    for row in rows:
        by_printer[row.printer].append(row)
    sums: dict[str, Any] = {}
    for printer, found in by_printer.items():
        sums[printer] = _printer_table(found, f"{title}; {printer}")
    _worst([row for row in rows if row.fault or not row.same_passages], options)
    return {"papers": [row.as_json() for row in rows], "totals": sums}


def _printer_table(rows: list[Compared], title: str) -> dict[str, Any]:
    columns = ("CER raw", "CER trimmed", "CER loose", "order", "papers without a fault")
    table = Table("reader", *columns, title=f"{title}: {len(rows)} papers")
    sums = {reader: total(rows, reader) for reader in rows[0].rates}
    for reader, figures in sums.items():
        rates = (f"{100 * rate:.3f} %" for rate in (figures.raw, figures.trimmed, figures.loose))
        table.add_row(reader, *rates, f"{figures.order:.4f}", f"{figures.perfect:.3f}")
    _SCREEN.print(table)
    ours = sums[OURS].trimmed
    closer = [reader for reader, figures in sums.items() if figures.trimmed < ours]
    _SCREEN.print(f"closer than ours, when trimmed: {', '.join(closer) or 'none'}")
    same = sum(row.same_passages for row in rows) / len(rows)
    exact = sum(row.exact_passages for row in rows) / len(rows)
    _SCREEN.print(f"passages: the same from XML and PDF {same:.4f}; the official ones {exact:.4f}")
    return {
        "readers": {reader: asdict(figures) for reader, figures in sums.items()},
        "same_passages": same,
        "exact_passages": exact,
    }


def _worst(rows: list[Compared], options: argparse.Namespace) -> None:
    kinds: dict[str, list[Compared]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: -row.rates[OURS].raw):
        kinds[row.fault or "the XML gives other passages"].append(row)
    for kind, found in kinds.items():
        _SCREEN.print(f"{kind}: {len(found)} papers, the worst {min(options.worst, len(found))}")
        for row in found[: options.worst]:
            rate = f"{100 * row.rates[OURS].raw:.3f} %"
            _SCREEN.print(f"  {row.id} ({row.printer}, {row.pages} p.) {rate}")
            for line in row.shown[:10] if options.show else ():
                _SCREEN.print(f"      {line}", markup=False)


# the truth


def _truth(options: argparse.Namespace) -> dict[str, Any]:
    papers = load_truth(TRUTH)
    scores = list(_track((score_paper(paper, peers()) for paper in papers), "truth", len(papers)))
    names = list(scores[0].figures())
    table = Table("paper", *names, title="real papers checked by eye")
    for score in scores:
        table.add_row(score.name, *score.figures().values())
    table.add_section()
    table.add_row("all", *Score.sum(scores).figures().values())
    _SCREEN.print(table)
    for score in scores:
        for line in score.misses[: options.worst]:
            _SCREEN.print(f"  {score.name}: {line}", markup=False)
    fragments = Score.sum(scores).fragments
    _SCREEN.print(
        "margin fragments inside paragraphs: "
        + ", ".join(f"{reader} {count}" for reader, count in fragments.items())
    )
    return {"papers": [score.as_json() for score in scores], "fragments": fragments}


SECTIONS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "pairs": _pairs,
    "truth": _truth,
    "kst": _kst,
    "columns": _columns,
    "speed": _speed,
    "memory": _memory,
}

if __name__ == "__main__":
    main()
