"""The words of a paper: what a line end broke, what a stray space tore, what was printed as one.

A space is dropped only where what stands around it is no word and the whole is one; two real
words are never joined.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from statistics import median

from models.document import PrintedLine, PrintedPage, PrintedTable, Span

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PIECE = re.compile(r"\S+")
_MARKS = "«»“”„‘’'\"().,;:?!"
_NO_MARKS = str.maketrans("", "", _MARKS)
_CAMEL = re.compile(r"[a-z][A-Z]")
# what only begins a compound: "samenwerkings" stands nowhere alone
_LINKS = ("ings", "heids", "teits", "schaps")
_SPACES = range(1, 4)
# short words that are found printed against a name: "vanDijk"
_GLUED = re.compile(
    r"(?<![\w'’/.@-])(?:van|den?|der|het|ten|ter|en)(?=[A-Z][a-zà-ÿ]{2,}(?![\w@/]))"
)
# an address, or the middle of one: four words or more with hyphens between them
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S*$|\S+\.(?:nl|eu|com|org)/\S*$|(?<!\S)\w+(?:-\w+){3,}-$", re.IGNORECASE
)
_OF_ADDRESS = re.compile(r"\S*[/%=?#_]|\S+\.(?:pdf|html?|nl|com|eu)\b|www\.")
# two vowels that Dutch keeps apart with a hyphen when a compound brings them together
_CLASH = frozenset(
    ("aa", "ae", "ai", "au", "ee", "ei", "eu", "ie", "ii", "ij", "oe", "oi", "oo", "ou", "ui", "uu")
)
_SHORT = 3
_FEW_SPACES = 4
# a line of print has no more words than this
_MOST = 40
_LONG_LINK = 8
# a space this much narrower than the others of its line is none
_NARROW = 0.6


class Words:
    """The words of a paper beside those of the language (``known``, in small letters)."""

    def __init__(self, texts: Iterable[str], known: Collection[str] = frozenset()) -> None:
        self.known = known
        self.seen: Counter[str] = Counter()
        self.lines = self.broken = 0
        for text in texts:
            self.seen.update(word.lower() for word in _WORD.findall(text))
            self.lines += len(text) > 40
            self.broken += len(text) > 40 and text.endswith("-")

    @property
    def hyphenates(self) -> bool:
        """Whether this paper breaks words at line ends as a habit."""
        return self.broken > 0.02 * max(self.lines, 1)

    def join(self, before: str, after: str) -> str:
        """What stands between two lines of a block: a space, nothing, or nothing and no hyphen.

        Returned is what takes the place of the line end: ``" "``, ``""`` (the hyphen stays) or
        ``"\\b"`` (the hyphen goes too). An address is broken anywhere and keeps its hyphens.
        """
        address = _ADDRESS.search(before)
        if address and (address[0].endswith("/") or _OF_ADDRESS.match(after)):
            return ""
        if not before.endswith("-") or before.endswith((" -", "--")):
            return " "
        head = _last_word(before[:-1])
        tail = _WORD.match(after)
        if not head or re.match(r"(?:en|of|dan wel|tot|noch)\b", after):
            return " "
        if address or tail is None or after[0].isupper() or not head[-1].isalpha():
            return ""
        return "\b" if self._is_broken(head, tail[0]) else ""

    def _is_broken(self, head: str, tail: str) -> bool:
        """Whether the hyphen between two parts was only put there by the line end."""
        joined, hyphenated = (head + tail).lower(), f"{head}-{tail}".lower()
        if self.seen[joined] != self.seen[hyphenated]:
            return self.seen[joined] > self.seen[hyphenated]
        last = head.rsplit("-", 1)[-1]
        if any(char.isupper() for char in last[1:]) or not re.search(r"[aeiouy]", last.lower()):
            return False
        if (last[-1] + tail[0]).lower() in _CLASH:
            return False
        return self.hyphenates

    def torn(self, text: str) -> Iterator[Span]:
        """The spaces of a text that seem to stand within a word: for reading it otherwise.

        ``dienst verleners`` is one, where only the whole and one half are words: that the writer
        put the space there himself is as likely.
        """
        for space in self._doubtful(text):
            halves = _around(text, space)
            if all(halves) and (self._is_split(*halves) or self._is_apart(*halves)):
                yield space

    def _doubtful(self, text: str) -> Iterator[Span]:
        """The spaces of a text between what together may be a word: quick, and few."""
        last, end = "", 0
        for match in _PIECE.finditer(text):
            piece, start = match[0].strip(_MARKS).lower(), match.start()
            near = last and start - end in _SPACES and "\n" not in text[end:start]
            if near and (last + piece in self.known or last.endswith(_LINKS)):
                yield Span(end, start)
            last, end = piece, match.end()

    def _is_split(self, first: str, second: str) -> bool:
        """Whether a word was torn: the whole is a word, neither half is."""
        halves = (first.lower(), second.lower())
        return (
            second.islower()
            and len(first + second) > _SHORT + 1
            and "".join(halves) in self.known
            and not any(map(self._is_word, halves))
        )

    def _is_whole(self, first: str, second: str) -> bool:
        """Whether the whole is a word, and not both of its halves."""
        halves = (first.lower(), second.lower())
        whole = second.islower() and "".join(halves) in self.known
        return whole and not all(map(self._is_word, halves))

    def _is_apart(self, first: str, second: str) -> bool:
        """Whether the parts of a compound were put apart: the whole is a word, one half is not."""
        if not (first.islower() and second.islower()) or min(len(first), len(second)) <= _SHORT:
            return False
        if len(first) > _LONG_LINK and first.endswith(_LINKS) and first not in self.known:
            # a shorter word may be one that follows an English plural: "screenings tegen"
            return first[:-1] in self.known and second in self.known and len(second) > 2 * _SHORT
        return self._is_whole(first, second)

    def _is_word(self, word: str) -> bool:
        """Whether a word of the language, or made up of two of them."""
        if len(word) == 1:
            return word == "u"
        if word in self.known:
            return True
        return any(
            word[at:] in self.known
            and (word[:at] in self.known or (word[at - 1] == "s" and word[: at - 1] in self.known))
            for at in range(4, len(word) - 3)
        )

    def mend(self, line: PrintedLine) -> PrintedLine:
        """A printed line with its torn words whole and its glued words apart."""
        if not self.known:
            return line
        for span in reversed(list(islice(self._spaces(line), _MOST))):
            line = _without(line, span)
        if not _CAMEL.search(line.text):
            return line
        for match in reversed(list(islice(_GLUED.finditer(line.text), _MOST))):
            line = _with_space(line, match.end())
        return line

    def _spaces(self, line: PrintedLine) -> Iterator[Span]:
        """The spaces of a line that tear a word, and those too narrow to be one."""
        pieces = line.text.lower().translate(_NO_MARKS).split()
        if not any(one + other in self.known for one, other in pairwise(pieces)):
            return
        for space in islice(self._doubtful(line.text), _MOST):
            first, second = _around(line.text, space)
            if not (first and second):
                continue
            width = line.edges[space.end] - line.edges[space.start]
            narrow = width < _NARROW * _usual_space(line)
            if self._is_split(first, second) or (narrow and self._is_whole(first, second)):
                yield space


def _usual_space(line: PrintedLine) -> float:
    """How wide the spaces of a line mostly are, in points; 0 where it has few."""
    widths = [
        line.edges[at + 1] - line.edges[at] for at, char in enumerate(line.text) if char == " "
    ]
    return median(widths) if len(widths) >= _FEW_SPACES else 0.0


def _around(text: str, space: Span) -> tuple[str, str]:
    """The bare words before and after a space; empty where there is something else."""
    before = re.search(r"(?<![\w'’/.@-])[^\W\d_]+$", text[max(0, space.start - 40) : space.start])
    after = re.match(r"[^\W\d_]+(?![\w'’/@-]|\.\w)", text[space.end : space.end + 40])
    return before[0] if before else "", after[0] if after else ""


def _without(line: PrintedLine, span: Span) -> PrintedLine:
    """A line without the characters of ``span``; what follows keeps its place."""
    gone = len(span)
    return replace(
        line,
        text=line.text[: span.start] + line.text[span.end :],
        edges=(*line.edges[: span.start], *line.edges[span.end :]),
        raised=tuple(mark.shift(-gone) if mark.start >= span.end else mark for mark in line.raised),
    )


def _with_space(line: PrintedLine, at: int) -> PrintedLine:
    """A line with a space of no width before the character at ``at``."""
    return replace(
        line,
        text=f"{line.text[:at]} {line.text[at:]}",
        edges=(*line.edges[: at + 1], *line.edges[at:]),
        raised=tuple(mark.shift(1) if mark.start >= at else mark for mark in line.raised),
    )


def _last_word(text: str) -> str:
    match = re.search(r"[\w-]+$", text)
    return match[0] if match else ""


def all_lines(pages: Sequence[PrintedPage]) -> Iterator[PrintedLine]:
    """The lines of all pages, those in tables too."""
    for page in pages:
        yield from page.lines
        for table in page.tables:
            for cell in table.cells:
                yield from cell.lines


def mend(pages: Sequence[PrintedPage], words: Words) -> list[PrintedPage]:
    """The pages with their words mended."""

    def mended(table: PrintedTable) -> PrintedTable:
        cells = tuple(
            replace(cell, lines=tuple(words.mend(line) for line in cell.lines))
            for cell in table.cells
        )
        return replace(table, cells=cells)

    return [
        replace(
            page,
            lines=tuple(words.mend(line) for line in page.lines),
            tables=tuple(mended(table) for table in page.tables),
        )
        for page in pages
    ]
