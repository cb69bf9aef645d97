"""Every reader's text of a paper against the official text of the same paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from statistics import fmean

from bench.reading.distance import bare, error_rate, in_order, loose_rate, squeezed, trimmed
from bench.reading.engines import OURS, peers, read_document, running_text
from bench.reading.official import Official, read_official
from bench.reading.papers import Pair
from bench.reading.render import Renderer, is_debate, renderers, short_title

# the longest debates take minutes and teach no more
MOST_PARAGRAPHS = 60
# spelling alone is never as far off within paragraphs
_MIXED = 0.05


@dataclass(frozen=True, slots=True)
class Rates:
    """How far one reader is off: as it comes, trimmed by a simple rule, within paragraphs.

    ``order`` is how many neighbours stand right, and of how many. Ours is not trimmed: the two
    figures are the same.
    """

    raw: float
    trimmed: float
    loose: float
    order: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Compared:
    """One paper as every reader reads it; ``printer`` is who printed it.

    ``same_passages``: our reader gives the same running passages from the XML and from the PDF;
    ``exact_passages``: those of the PDF are the paragraphs of the official text. ``fault`` says
    what kind of thing is wrong with ours, empty where nothing is.
    """

    id: str
    printer: str
    length: int
    pages: int
    rates: dict[str, Rates]
    same_passages: bool
    exact_passages: bool
    fault: str = ""
    shown: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, object]:
        """Figures and identifiers; no text of the paper."""
        row = asdict(self)
        del row["shown"]
        return row


def compare_pair(pair: Pair) -> Compared:
    """A real paper in both forms."""
    return _compare(read_official(pair.xml), pair.xml, pair.pdf.read_bytes(), "official")


def compare_rendered(xml: Path, printer: str, most: int | None = None) -> Compared:
    """A paper printed anew; of a debate the first ``most`` paragraphs."""
    paper = read_official(xml)
    if most is not None and len(paper.paragraphs) > most:
        paper = replace(paper, paragraphs=paper.paragraphs[:most])
    return _compare(paper, xml if most is None else None, _renderer(printer)(paper), printer)


def compare_all(
    papers: Sequence[Path], printers: Iterable[str], most: int | None = None, workers: int = 2
) -> Iterator[Compared]:
    """Every paper by every printer, in this order."""
    with ProcessPoolExecutor(workers) as pool:
        for printer in printers:
            task: Callable[[Path], Compared] = partial(compare_rendered, printer=printer, most=most)
            yield from pool.map(task, papers, chunksize=4 if most is None else 1)


@cache
def _renderer(name: str) -> Renderer:
    return renderers()[name]


def _compare(paper: Official, xml: Path | None, pdf: bytes, printer: str) -> Compared:
    truth = [paragraph.text for paragraph in paper.paragraphs]
    document = read_document(pdf, f"{paper.id}.pdf")
    ours = running_text(document)
    extra = [paper.id, f"Tweede Kamer, {short_title(paper)}"] if is_debate(paper) else []
    rates = {OURS: _rates(paper, truth, "\n".join(ours), "\n".join(ours))}
    for peer in peers():
        pages = peer.pages(pdf)
        cut = trimmed(pages, paper.furniture, extra)
        rates[peer.name] = _rates(paper, truth, "\n".join(pages), cut)
    printed = [squeezed(text) for text in ours]
    official = [squeezed(text) for text in truth]
    from_xml = official
    if xml is not None:
        read = running_text(read_document(xml.read_bytes(), xml.name))
        from_xml = [squeezed(text) for text in read]
    return Compared(
        id=paper.id,
        printer=printer,
        length=len(squeezed(paper.text)),
        pages=document.pages,
        rates=rates,
        same_passages=printed == from_xml,
        exact_passages=printed == official,
        fault=_fault(official, printed, [*paper.furniture, *extra], rates[OURS].loose),
        shown=tuple(_differences(official, printed)),
    )


def _rates(paper: Official, truth: Sequence[str], raw: str, cut: str) -> Rates:
    return Rates(
        raw=error_rate(paper.text, raw),
        trimmed=error_rate(paper.text, cut),
        loose=loose_rate(truth, cut),
        order=in_order(truth, raw),
    )


def _fault(
    truth: Sequence[str], ours: Sequence[str], furniture: Sequence[str], loose: float
) -> str:
    """The first of these that holds; every paper that is not exact has one."""
    if truth == ours:
        return ""
    if loose > _MIXED:
        return "lines that do not belong together mixed"
    flat, wanted = bare("".join(ours)), bare("".join(truth))
    if flat == wanted:
        return _same_letters(truth, ours)
    if sorted(flat) == sorted(wanted):
        return "order"
    if flat.replace("-", "") == wanted.replace("-", ""):
        return "hyphen kept or dropped"
    if any(bare(line) in map(bare, ours) for line in furniture) or len(flat) > len(wanted) + 4:
        return "furniture in the running text"
    return "running text taken for furniture" if len(flat) < len(wanted) - 4 else "other characters"


def _same_letters(truth: Sequence[str], ours: Sequence[str]) -> str:
    """What is wrong where all letters are there and in order."""
    if squeezed(" ".join(ours)) != squeezed(" ".join(truth)):
        return "spaces within words or between them"
    return "paragraphs joined or cut" if len(truth) != len(ours) else "paragraphs cut elsewhere"


def _differences(truth: Sequence[str], ours: Sequence[str]) -> Iterator[str]:
    """What is missing and what is too much, for the terminal only."""
    for sign, has, lacks in (("-", truth, ours), ("+", ours, truth)):
        yield from (f"{sign} {text}" for text in has if text not in lacks)


@dataclass(frozen=True, slots=True)
class Total:
    """One reader over many papers: rates weighted by length, and papers without a fault."""

    raw: float
    trimmed: float
    loose: float
    order: float
    perfect: float


def total(rows: Sequence[Compared], reader: str) -> Total:
    """The figures of ``reader`` over ``rows``, which must not be empty."""
    length = sum(row.length for row in rows)
    right = sum(row.rates[reader].order[0] for row in rows)
    pairs = sum(row.rates[reader].order[1] for row in rows)

    def weighted(rate: Callable[[Rates], float]) -> float:
        return sum(rate(row.rates[reader]) * row.length for row in rows) / length

    return Total(
        raw=weighted(lambda rates: rates.raw),
        trimmed=weighted(lambda rates: rates.trimmed),
        loose=weighted(lambda rates: rates.loose),
        order=right / pairs if pairs else 1.0,
        perfect=fmean(row.rates[reader].trimmed == 0 for row in rows),
    )
