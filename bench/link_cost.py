"""What a night costs: 200 changed papers into a corpus of so many, step by step.

    python -m bench.link_cost [--papers N …] [--changed N] [--data FOLDER]

The corpus is made of the real motie papers, each as often as needed under another number, with a
row of the register for each. The seconds are those of the steps as the nightly run notes them;
the start of the program is left out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from corpus.ledger import Ledger
from corpus.store import Store
from extractors.onderwerp import read_onderwerp
from flows.read import read
from flows.settings import Settings
from flows.steps import Done, extract_step, link_step, publish_step, read_step
from models.document import Kenmerken
from models.paper import RawFile

DATA = Path(__file__).parents[2] / "shared" / "data" / "moties" / "xml"
_FIRST_DAY = date(2010, 1, 1)


def titles(files: Sequence[Path]) -> list[str]:
    """The title of each paper."""
    found = []
    for file in files:
        raw = RawFile("x", "", "application/xml", "bench", None, "")
        known = read(raw, file.read_bytes()).kenmerken
        found.append(known.titel or known.kop or "Motie")
    return found


def fill(settings: Settings, files: Sequence[Path], names: Sequence[str], ids: range) -> None:
    """Put papers and their rows in the data directory; an id that is there is changed."""
    store = Store(settings.rooms.store)
    for number in ids:
        id_ = f"kst-{number // 1000 + 60000}-{number % 1000 + 1}"
        day = _FIRST_DAY + timedelta(days=number % 5000)
        held = store.current().get(f"bench:{id_}")
        known = Kenmerken(datum=day, vergaderjaar="gewijzigd" if held else None)
        raw = RawFile(f"bench:{id_}", "", "application/xml", "bench", None, str(day), id_)
        raw = replace(raw, kenmerken=known)
        store.keep(files[number % len(files)].read_bytes(), raw)
    with Ledger(settings.rooms.ledger) as ledger:
        ledger.put_rows("Zaak", _rows(names, ids))


def _rows(names: Sequence[str], ids: range) -> Iterator[dict[str, object]]:
    for number in ids:
        title = names[number % len(names)]
        dossier = {"Id": f"d{number // 1000}", "Nummer": number // 1000 + 60000}
        yield {
            "Id": f"z{number:08}",
            "Nummer": f"2030Z{number:05}",
            "Soort": "Motie",
            "Titel": f"Dossier {number // 1000}",
            "Onderwerp": title if read_onderwerp(title).namen else f"Motie over {title}",
            "GestartOp": f"{_FIRST_DAY + timedelta(days=number % 5000)}T00:00:00",
            "Vergaderjaar": "2029-2030",
            "Volgnummer": number % 1000 + 1,
            "Kamerstukdossier": [dossier],
        }


def night(settings: Settings, *, publish: bool) -> list[Done]:
    """The steps of a night after fetching."""
    done = [read_step(settings), extract_step(settings)]
    linked_done, linked = link_step(settings)
    done.append(linked_done)
    if publish:
        done.append(publish_step(settings, linked)[0])
    return done


def measure(papers: int, changed: int, data: Path, *, publish: bool) -> None:
    """Fill a corpus, let one night pass over it, then measure the next."""
    files = sorted(data.glob("*.xml"))
    names = titles(files)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        fill(settings, files, names, range(papers))
        show(f"{papers:,} papers, first night", night(settings, publish=publish))
        fill(settings, files, names, range(papers - changed // 2, papers + changed - changed // 2))
        show(f"{papers:,} papers, {changed} changed", night(settings, publish=publish))


def show(what: str, done: Sequence[Done]) -> None:
    """Print the seconds of each step."""
    steps = ", ".join(f"{one.stap} {one.seconden:.2f} ({one.aantal})" for one in done)
    print(f"{what}: {steps}; together {sum(one.seconden for one in done):.2f} s", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What a night costs.")
    parser.add_argument("--papers", type=int, nargs="+", default=[1000, 20_000])
    parser.add_argument("--changed", type=int, default=200)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--publish", action="store_true")
    options = parser.parse_args()
    if not options.data.is_dir():
        sys.exit(f"no real papers at {options.data}: nothing to measure")
    for papers in options.papers:
        measure(papers, options.changed, options.data, publish=options.publish)


if __name__ == "__main__":
    main()
