"""What a long paper takes: seconds and memory to read, compose and keep 1,000 full pages.

    python -m bench.long_pdf [--pages 1000] [--seed 4]

The paper is made here of words that mean nothing: pages of fifty lines (some 4,200 characters,
a nota has 3,100) with a heading, a running head, a page number and a note now and then. Each step
includes those before it and has a process of its own; its memory is the most that this process
ever held, with that of an idle one (the program and its libraries) beside it.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from fpdf import FPDF

from corpus.pdf import read_pdf
from corpus.shelf import document_shelf
from extractors.passages import compose_pages
from flows.read import read
from models.document import Document
from models.paper import RawFile

_VOWELS, _CONSONANTS = "aeiou", "bdfgklmnprstvz"
_RAW = RawFile("lang", "0" * 64, "application/pdf", "bench", "", "2030-01-01T00:00:00+00:00")


def make_long_pdf(pages: int, seed: int = 4) -> bytes:
    """A PDF of so many full pages."""
    chance = random.Random(seed)
    pdf = FPDF(unit="pt", format=(595, 842))
    for number in range(1, pages + 1):
        pdf.add_page()
        _print_page(pdf, chance, number, pages)
    return bytes(pdf.output())


def _print_page(pdf: FPDF, chance: random.Random, number: int, pages: int) -> None:
    pdf.set_font("Helvetica", size=7)
    pdf.text(80, 40, "Verzonnen stuk om te meten")
    pdf.text(480, 800, f"Pagina {number} van {pages}")
    pdf.set_font("Helvetica", style="B", size=10)
    pdf.text(80, 70, f"{number}. {_line(chance, 30).capitalize()}")
    pdf.set_font("Helvetica", size=10)
    for row in range(50):
        pdf.text(80, 92 + 13.5 * row, _line(chance, 85))
    if number % 3 == 0:
        pdf.set_font("Helvetica", size=6)
        pdf.text(80 + pdf.get_string_width("m") * 70, 88, str(number // 3))
        pdf.text(80, 776, f"{number // 3} {_line(chance, 60).capitalize()}.")


def _line(chance: random.Random, length: int) -> str:
    """Words up to a length, here and there with the end of a sentence."""
    words: list[str] = []
    while sum(map(len, words)) + len(words) < length:
        syllables = range(chance.randint(1, 4))
        word = "".join(chance.choice(_CONSONANTS) + chance.choice(_VOWELS) for _ in syllables)
        begins = bool(words) and words[-1].endswith(".")
        words.append((word.capitalize() if begins else word) + "." * (chance.random() < 0.08))
    return " ".join(words)[:length]


def _idle(file: Path) -> None:
    file.stat()


def _read(file: Path) -> None:
    read_pdf(file.read_bytes())


def _compose(file: Path) -> None:
    compose_pages(read_pdf(file.read_bytes()))


def _document(file: Path) -> None:
    read(_RAW, file.read_bytes())


def _put(file: Path) -> None:
    document_shelf(file.parent).put("lang", read(_RAW, file.read_bytes()))


def _get(file: Path) -> None:
    kept = document_shelf(file.parent).get("lang")
    assert isinstance(kept, Document)
    assert kept.lines


STEPS: dict[str, Callable[[Path], None]] = {
    "idle": _idle,
    "read_pdf": _read,
    "compose_pages": _compose,
    "a Document": _document,
    "put on the shelf": _put,
    "taken from the shelf": _get,
}


def measure(step: Callable[[Path], None], file: Path) -> tuple[float, float]:
    """Seconds of one core, and the most MB its process held."""
    start = time.process_time()
    step(file)
    used = time.process_time() - start
    return used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_all(pages: int, seed: int) -> Iterator[tuple[str, float, float]]:
    """Each step with its seconds and MB, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lang.pdf"
        file.write_bytes(make_long_pdf(pages, seed))
        for name, step in STEPS.items():
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                yield name, *pool.submit(measure, step, file).result()


def main() -> None:
    """Print a row for each step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=4)
    chosen = parser.parse_args()
    print(f"{chosen.pages} pages")
    for name, seconds, megabytes in measure_all(chosen.pages, chosen.seed):
        print(f"{name:22}{seconds:8.1f} s{megabytes:8.0f} MB", flush=True)


if __name__ == "__main__":
    main()
