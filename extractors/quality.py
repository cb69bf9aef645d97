"""How good the text of a printed page is, which pages need OCR, and what to tell of the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from extractors.readability import find_damage, judge
from models.document import PrintedPage
from models.problems import Problem

# below this a page is not read but reported; text by OCR below SURE is read and reported
READABLE = 0.5
SURE = 0.8
# a picture over this share of a page, with no more text than a stamp or a title
_WHOLE_PAGE = 0.85
_STAMP = 300


def page_quality(page: PrintedPage) -> float:
    """From 0 to 1 the share of the page's visible characters that are readable words or numbers.

    On a page read by OCR times the mean over its words of how sure that was; where the font does
    not say what its characters are, and they do not make language either, times the share it does
    say. A page with nothing on it is fine.
    """
    text = _text(page)
    if not text.strip():
        return 0.0 if page.drawn else 1.0
    reading = judge(text)
    share = reading.share if reading.proven else reading.share * (1 - page.unmapped)
    return round(share if page.ocr is None else share * page.ocr, 3)


def needs_ocr(page: PrintedPage, quality: float) -> bool:
    """Whether the picture of a page may tell more than its text."""
    return quality < READABLE or is_doubtful(page, quality) or is_scan_with_stamp(page)


def is_better(read: PrintedPage, page: PrintedPage, quality: float) -> bool:
    """Whether a page read by OCR goes before the page as it was, which had this quality."""
    found = page_quality(read)
    if found < READABLE or not read.lines:
        return False
    if is_scan_with_stamp(page) and quality >= READABLE:
        return len(_text(read)) > 2 * len(_text(page))
    return found > quality


def is_doubtful(page: PrintedPage, quality: float) -> bool:
    """Whether the text is OCR, ours or laid under a scan by another, that is none too sure."""
    by_ocr = page.ocr is not None or page.hidden > 0.5
    return by_ocr and READABLE <= quality < SURE


def is_scan_with_stamp(page: PrintedPage) -> bool:
    """Whether one picture fills the page and there is hardly text: a stamped scan, or a cover."""
    if page.ocr is not None or page.hidden > 0.5:
        return False
    return page.picture > _WHOLE_PAGE and len(_text(page)) < _STAMP


def page_problems(
    subject: str,
    pages: Sequence[PrintedPage],
    quality: Sequence[float],
    tried: Collection[int] = (),
    advice: str = "laat de scan door OCR omzetten",
) -> tuple[Problem, ...]:
    """What to tell of the pages of a paper, one problem for each kind, with the pages in it.

    ``tried`` are the numbers of the pages that OCR has looked at; ``advice`` says what to do about
    the others that need it. ``geen_tekstlaag``: a scan; ``onleesbaar``: text that is no language;
    ``slechte_ocr``: text by OCR that may be wrong; ``tekenschade``: single characters mistaken or
    lost; ``te_groot``: more text than we read.
    """
    found = {
        "geen_tekstlaag": _bare(pages, quality, tried, advice),
        "onleesbaar": _garbled(pages, quality, tried, advice),
        "slechte_ocr": _doubtful(pages, quality),
        "tekenschade": _damaged(pages, quality),
        "te_groot": _cut(pages),
    }
    return tuple(
        Problem(subject, "read", soort, melding) for soort, melding in found.items() if melding
    )


def _text(page: PrintedPage) -> str:
    lines = [line.text for line in page.lines]
    lines += [line.text for table in page.tables for cell in table.cells for line in cell.lines]
    return "\n".join(lines)


def _bare(
    pages: Sequence[PrintedPage], quality: Sequence[float], tried: Collection[int], advice: str
) -> str:
    bare = [page for page, share in _poor(pages, quality) if not _text(page).strip()]
    stamped = [page for page in pages if is_scan_with_stamp(page) and page not in bare]
    if len(bare) + len(stamped) > len(pages) / 2:
        # illustrations in a report are no news, a paper full of them is
        bare = sorted([*bare, *stamped], key=lambda page: page.number)
    return _said(
        (_rest(bare, tried), f"zonder tekstlaag (scan): {advice}."),
        (
            _of(bare, tried),
            "zonder tekstlaag; ook OCR vond er geen leesbare tekst: bekijk het beeld zelf.",
        ),
    )


def _garbled(
    pages: Sequence[PrintedPage], quality: Sequence[float], tried: Collection[int], advice: str
) -> str:
    poor = [page for page, share in _poor(pages, quality) if _text(page).strip()]
    unmapped = [page for page in poor if page.unmapped > 0.5]
    other = [page for page in poor if page.unmapped <= 0.5]
    font = "met tekst in een lettertype dat niet zegt welke tekens het zijn"
    return _said(
        (_rest(unmapped, tried), f"{font}: {advice} of vraag een andere versie."),
        (_rest(other, tried), f"met onleesbare tekst: {advice} of vraag een andere versie."),
        (
            _of(poor, tried),
            "met onleesbare tekst, ook voor OCR: vraag een andere versie.",
        ),
    )


def _doubtful(pages: Sequence[PrintedPage], quality: Sequence[float]) -> str:
    found = [page for page, share in _with(pages, quality) if is_doubtful(page, share)]
    return _said((found, "door OCR gelezen en onzeker: controleer citaten op het beeld."))


def _damaged(pages: Sequence[PrintedPage], quality: Sequence[float]) -> str:
    """Told, not repaired: what stands in the paper is what we quote."""
    found = [
        (page, count)
        for page, share in _with(pages, quality)
        if share >= READABLE and (count := len(find_damage(_text(page))))
    ]
    times = sum(count for _, count in found)
    said = f"met {times} {'plek' if times == 1 else 'plekken'} waar tekens verminkt zijn"
    return _said(
        ([page for page, _ in found], f"{said} (zoals Ã« voor ë): zoek ook zonder accent.")
    )


def _cut(pages: Sequence[PrintedPage]) -> str:
    found = [page for page in pages if page.cut]
    return _said((found, "met te veel tekst: alleen het begin is gelezen; bekijk de rest."))


def _with(
    pages: Sequence[PrintedPage], quality: Sequence[float]
) -> Iterable[tuple[PrintedPage, float]]:
    return zip(pages, quality, strict=True)


def _poor(
    pages: Sequence[PrintedPage], quality: Sequence[float]
) -> Iterable[tuple[PrintedPage, float]]:
    return ((page, share) for page, share in _with(pages, quality) if share < READABLE)


def _of(pages: Sequence[PrintedPage], numbers: Collection[int]) -> list[PrintedPage]:
    return [page for page in pages if page.number in numbers]


def _rest(pages: Sequence[PrintedPage], numbers: Collection[int]) -> list[PrintedPage]:
    return [page for page in pages if page.number not in numbers]


def _said(*sentences: tuple[Sequence[PrintedPage], str]) -> str:
    """A sentence for each group of pages that is not empty."""
    return " ".join(f"{_named(pages)} {said}" for pages, said in sentences if pages)


def _named(pages: Sequence[PrintedPage]) -> str:
    return named_pages([page.number for page in pages])


def named_pages(numbers: Sequence[int]) -> str:
    """Page numbers, which rise, as a sentence begins with them.

    >>> named_pages([3]), named_pages([1, 2, 3, 4, 9])
    ('Pagina 3', "Pagina's 1-4, 9")
    """
    starts = [0, *(at + 1 for at, (one, other) in enumerate(pairwise(numbers)) if other > one + 1)]
    runs = [numbers[start:stop] for start, stop in pairwise([*starts, len(numbers)])]
    said = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
    return f"Pagina {said}" if len(numbers) == 1 else f"Pagina's {said}"
