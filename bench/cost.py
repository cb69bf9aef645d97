"""What a night costs: 200 papers into a small corpus and into a large one, side by side.

    python -m bench.cost [--papers 1000 100000] [--new 200] [--data FOLDER] [--keep DIR]

The corpora are made of the real moties beside the checkout, renumbered into dossiers that do not
exist, in a temporary folder. Each is prepared by the program's own steps; then the same night is
run three times over a replay server: new papers, the same papers changed, and nothing new. Every
night has a process of its own, as in real life, of which only the steps are timed (process and
Prefect start left out). Prints the seconds of every step, the memory, and the ratios. A folder
given with ``--keep`` that holds a prepared corpus is gone on with.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch

from corpus.store import Store
from flows.links import links_step
from flows.nightly import run_steps
from flows.settings import Settings
from flows.steps import Done, extract_step, link_step, publish_step, read_step
from models.document import Kenmerken
from models.lists import DocumentSoort
from models.paper import RawFile

SHARED = Path(__file__).parents[2] / "shared" / "data"
# dossiers of the real moties lie between 19637 and 36999; these do not exist
FIRST_DOSSIER = 40_000

_DOSSIER = re.compile(r"<dossiernr>\s*([^<]+?)\s*</dossiernr>")
_TITLE = re.compile(r"(<dossier>.*?<titel>[^<]*)</titel>", re.DOTALL)
_SUFFIX = re.compile(r"<(begrotingshoofdstuk|raadnr|rijkswetnr)>[^<]*</\1>")
_NUMBER = re.compile(r'<ondernummer kamer="2">\s*([^<]+?)\s*</ondernummer>')
_DAY = re.compile(r'isodatum="(\d{4}-\d\d-\d\d)"')
_CLOSE = "<al>en gaat over tot de orde van de dag"


@dataclass(frozen=True, slots=True)
class Made:
    """A renumbered motie: its identifier, dossier, number, day and XML."""

    id: str
    dossier: str
    nummer: str
    datum: str
    xml: str


def renumbered(sources: Sequence[Path], count: int, first: int = 0) -> Iterator[Made]:
    """``count`` moties, copies of the real ones in turn, from the ``first`` on."""
    for at in range(first, first + count):
        source = sources[at % len(sources)]
        text = source.read_text(encoding="utf-8-sig")
        # a hundred papers to a dossier, as in real life
        dossier, nummer = str(FIRST_DOSSIER + at // 100), str(at % 100 + 1)
        text = _DOSSIER.sub(f"<dossiernr>{dossier[:2]} {dossier[2:]}</dossiernr>", text, count=1)
        text = _SUFFIX.sub("", text)
        # no two dossiers have one title, as in real life: it may tell which dossier is meant
        text = _TITLE.sub(rf"\1 ({dossier})</titel>", text, count=1)
        text = _NUMBER.sub(f'<ondernummer kamer="2">{nummer}</ondernummer>', text, count=1)
        text = text.replace(source.stem, f"kst-{dossier}-{nummer}")
        day = _DAY.search(text)
        datum = day[1] if day else "2025-01-01"
        yield Made(f"kst-{dossier}-{nummer}", dossier, nummer, datum, text)


def changed(made: Made) -> Made:
    """The same motie with one more consideration: other bytes, other text, the same name."""
    extra = "<al>overwegende dat dit stuk opnieuw is opgemaakt;</al>"
    return replace(made, xml=made.xml.replace(_CLOSE, extra + _CLOSE, 1) + "\n")


def fill(settings: Settings, papers: Iterator[Made]) -> None:
    """Put papers in the store as the nightly run would have done."""
    store = Store(settings.rooms.store, index=lambda key: None)
    for made in papers:
        store.keep(
            made.xml.encode(),
            RawFile(
                key=f"officielebekendmakingen:{made.id}",
                sha256="",
                media_type="application/xml",
                bron="officielebekendmakingen",
                bron_url=None,
                opgehaald_op="2026-11-01T00:00:00+00:00",
                id=made.id,
                naam=f"{made.id}.xml",
                kenmerken=Kenmerken(soort=DocumentSoort.MOTIE, dossier_id=made.dossier),
            ),
        )


def write_dataset(folder: Path, papers: Sequence[Made], modified: str) -> None:
    """A dataset for the replay server that lists just these papers."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "odata").mkdir(parents=True)
    (folder / "koop").mkdir()
    (folder / "papers").mkdir()
    with (folder / "koop" / "records.jsonl").open("w", encoding="utf-8") as records:
        for made in papers:
            (folder / "papers" / f"{made.id}.xml").write_text(made.xml, encoding="utf-8")
            records.write(json.dumps(record(made, modified)) + "\n")


def record(made: Made, modified: str) -> dict[str, object]:
    """What KOOP's service would list of a paper."""
    return {
        "identifier": made.id,
        "title": f"Dossier {made.dossier}; Motie; Motie",
        "type": "Kamerstuk",
        "creator": "Tweede Kamer der Staten-Generaal",
        "modified": modified,
        "date": made.datum,
        "issued": made.datum,
        "content_area": f"officielepublicaties/kst/{made.dossier}",
        "documentstatus": "Opgemaakt na onopgemaakt",
        "publicatienaam": "Kamerstuk",
        "dossiernummer": made.dossier,
        "ondernummer": made.nummer,
        "subrubriek": "Motie",
        "manifestations": {"xml": f"papers/{made.id}.xml"},
    }


@contextmanager
def replay(dataset: Path) -> Iterator[str]:
    """The replay server in a process of its own; its address."""
    command = [sys.executable, "-m", "corpus.replay", str(dataset)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        line = server.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if not found:
            sys.exit(f"the replay server did not start: {line!r}")
        try:
            yield found[0]
        finally:
            server.terminate()


def pointed_at(settings: Settings, url: str) -> Settings:
    """The settings with the replay server as the world outside."""
    return settings.model_copy(
        update={"koop_url": f"{url}/sru", "extra_hosts": (url.removeprefix("http://"),)}
    )


def night(settings: Settings, dataset: Path) -> tuple[Done, ...]:
    """One night over what the dataset lists."""
    with replay(dataset) as url:
        return run_steps(pointed_at(settings, url), None, ("officielebekendmakingen",)).done


def prepare(settings: Settings, sources: Sequence[Path], papers: int) -> tuple[Done, ...]:
    """A corpus of so many papers, made by the program's own steps."""
    # a hundred thousand waits for the disk would tell nothing about a night
    with patch("os.fsync", lambda descriptor: None):
        fill(settings, renumbered(sources, papers))
        done = [read_step(settings), extract_step(settings), links_step(settings)[0]]
        linked_done, linked = link_step(settings)
        published, _ = publish_step(settings, linked)
    if published.aantal != papers:
        raise RuntimeError(f"{published.aantal} papers are published of {papers}")
    return (*done, linked_done, published)


def show(name: str, work: Callable[..., tuple[Done, ...]], *given: object) -> float:
    """Do it in a process of its own and print the seconds of each step; their sum."""
    with ProcessPoolExecutor(1, get_context("spawn")) as own:
        done = own.submit(work, *given).result()
        memory = own.submit(peak).result()
    total = sum(one.seconden for one in done)
    steps = "  ".join(f"{one.stap} {one.seconden:.2f} ({one.aantal})" for one in done)
    print(f"  {name}: {total:.2f} s   {steps}   {memory:.0f} MB", flush=True)
    return total


def measure(root: Path, sources: Sequence[Path], papers: int, new: int) -> dict[str, float]:
    """Prepare a corpus of so many papers, run the nights; seconds of each night in all."""
    # links in the papers lead outside, where a measurement has no business
    settings = Settings(data_dir=root / f"data-{papers}", keep_releases=2, links_per_night=0)
    print(f"corpus of {papers:,} papers", flush=True)
    if not settings.data_dir.exists():
        show("set-up", prepare, settings, sources, papers)
    dataset = root / "dataset"
    fresh = list(renumbered(sources, new, 5_900_000 - FIRST_DOSSIER * 100))
    totals = {}
    for name, listed, modified in (
        (f"{new} new papers", fresh, "2026-11-24"),
        (f"{new} changed papers", [changed(made) for made in fresh], "2026-11-25"),
        ("nothing new", [], "2026-11-25"),
    ):
        write_dataset(dataset, listed, modified)
        totals[name] = show(name, night, settings, dataset)
    size = (settings.data_dir / "current" / "kamer.db").stat().st_size
    print(f"  kamer.db: {size / 1e6:,.0f} MB\n", flush=True)
    return totals


def peak() -> float:
    """The most memory this process or one of its children has held, in MB."""
    usage = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(who).ru_maxrss for who in usage) / 1024


def main() -> None:
    """Measure every corpus asked for and print the ratios to the first."""
    parser = argparse.ArgumentParser(description="What a night costs.")
    parser.add_argument("--papers", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--new", type=int, default=200)
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--keep", type=Path, help="use and keep this folder")
    options = parser.parse_args()
    sources = sorted((options.data / "moties" / "xml").glob("*.xml"))
    if not sources:
        sys.exit(f"no real moties in {options.data}: nothing to measure")
    with tempfile.TemporaryDirectory() as scratch:
        root = options.keep or Path(scratch)
        totals = [measure(root, sources, papers, options.new) for papers in options.papers]
    for papers, measured in zip(options.papers[1:], totals[1:], strict=True):
        for name, seconds in measured.items():
            ratio = seconds / totals[0][name]
            print(f"{name}, {papers:,} against {options.papers[0]:,} papers: {ratio:.2f} x")


if __name__ == "__main__":
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    main()
