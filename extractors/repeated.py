"""Text that is printed twice: in a box or an infographic, and again in the text beside it.

What is found in it would be counted twice. Only whole passages of some length count, on one page
or on facing pages; a text that comes back later is repeated by its writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.quality import named_pages
from models.document import Document, Passage, Span
from models.lists import PassageSoort
from models.problems import Problem
from models.view import smooth

# titles of tables differ in their number alone
_MARKS = re.compile(r"[\W_]+")
_RUNNING = (PassageSoort.ALINEA, PassageSoort.OPSOMMING)
_FEW_WORDS = 12
# fewer words in all are a turn of phrase
_FEW_IN_ALL = 25
# without pages: two pages of text, in characters
_FACING = 6000


def find_repeated(document: Document) -> Iterator[Problem]:
    """One problem where a paper prints a text twice side by side, with the pages."""
    pairs = repeated_passages(document)
    if pairs:
        pages = {document.page(span) for pair in pairs for span in pair}
        found = sorted(page for page in pages if page is not None)
        where = f"{named_pages(found)}: dezelfde tekst" if found else "Dezelfde tekst"
        times = f"staat er twee keer ({len(pairs)} maal): tel wat erin gevonden is één keer."
        yield Problem(document.id, "extract", "dubbele_tekst", f"{where} {times}")


def repeated_passages(document: Document) -> tuple[tuple[Span, Span], ...]:
    """Passages with the passage before them that says the same, word for word."""
    last: dict[str, Passage] = {}
    pairs: list[tuple[Span, Span]] = []
    words = 0
    for passage in document.passages:
        if passage.soort not in _RUNNING:
            continue
        text = smooth(document.text, passage.span, document.torn).text
        if text.count(" ") < _FEW_WORDS - 1:
            continue
        letters = _MARKS.sub("", text).lower()
        before = last.get(letters)
        if before is not None and _is_facing(document, before.span, passage.span):
            pairs.append((before.span, passage.span))
            words += text.count(" ") + 1
        last[letters] = passage
    return tuple(pairs) if words >= _FEW_IN_ALL else ()


def _is_facing(document: Document, one: Span, other: Span) -> bool:
    first, second = document.page(one), document.page(other)
    if first is None or second is None:
        return other.start - one.start <= _FACING
    return second - first <= 1
