"""Printed lines of the running text into blocks: headings, paragraphs, list items.

A line break that the typesetter did not need (the next word would have fitted) is one the writer
made; that, the distance between lines, the type and the list markers say where a block ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.columns import Column, same_row, x0, x1
from extractors.layout import QUESTION_HEADING
from models.document import PrintedLine
from models.lists import PassageSoort

_MARKER = re.compile(
    r"(?P<bullet>[•▪◦○■□➢►·*‒–—-])\s+(?=\S)"
    r"|(?P<number>\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|[A-Z]\)|\d{1,2}\.\d{1,2}[.)]?)\s+(?=\S)"
)
_NUMBERED_HEADING = re.compile(
    r"(?P<label>\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,4}\.|[A-Z]\.)\s+[^\W\d]"
)
_DATE_LINE = re.compile(r"Datum:?\s+\d{1,2}[- ]\S{1,9}[- ]\d{4}")
_SUBJECT = re.compile(r"(?:Betreft|Onderwerp)\b:?")
# the two that open an Aanhangsel: who asks whom what, and who answers
_QUESTIONS = re.compile(
    r"Vragen van (?:het lid|de leden) .{5,1500}\(ingezonden .{6,40}\)"
    r"|(?:Mededeling|Antwoord) van (?:de )?(?:Minister|Staatssecretaris).{5,600}"
    r"\(ontvangen .{6,40}\)"
)
_LONE_NUMBER = re.compile(r"\d{1,3}(?:(?:, | en | t/m )\d{1,3})*\.")
_COUNTED = re.compile(r"\((\d|[b-h])\) ")
# what the parts of a motie begin with
_RECITAL = re.compile(
    r"(?:constaterende|overwegende|verzoekt|van mening|van oordeel|spreekt uit|roept"
    r"|en gaat over)\b"
)
_STOP = (".", "?", "!", ":", ";", "»", "”", "’", ")")
_MOST_HEADING = 220
# so many lines back "(1)" may stand before a line that begins with "(2)"
_NEAR = 30


@dataclass(slots=True)
class Block:
    """Lines that make one passage; ``label`` is its marker or number as printed.

    ``column`` is the one its last line stands in; furniture and notes have none.
    """

    lines: list[PrintedLine]
    soort: PassageSoort
    level: int = 0
    label: str | None = None
    column: Column | None = None

    @property
    def text(self) -> str:
        """The lines with a space between them: to judge by, not to publish."""
        return " ".join(line.text for line in self.lines)


def find_blocks(lines: Sequence[PrintedLine], column: Column) -> list[Block]:
    """The lines of one column, from top to bottom, as blocks."""
    groups: list[list[PrintedLine]] = []
    for line in lines:
        if groups and not _breaks(groups[-1], line, column):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [replace(_block(group, column), column=column) for group in groups]


def continues(block: Block, following: Block) -> bool:
    """Whether ``following``, the next on paper, goes on where ``block`` ended.

    It may stand in the next column, on the next page, or below a box.
    """
    if block.soort not in (PassageSoort.ALINEA, PassageSoort.OPSOMMING) or block.column is None:
        return False
    last, first = block.lines[-1], following.lines[0]
    if following.soort is not PassageSoort.ALINEA and not _is_counted(block, first):
        return False
    if abs(last.size - first.size) > 0.06 * last.size or last.bold != first.bold:
        return False
    if first.text[:1].islower() or _end(last).endswith(("-", ",")):
        return True
    return not _end(last).endswith(_STOP) and not _is_short(last, block.column)


def is_interrupted(block: Block) -> bool:
    """Whether a block stops in the middle of a sentence, at the end of a line."""
    if block.soort not in (PassageSoort.ALINEA, PassageSoort.OPSOMMING) or block.column is None:
        return False
    last = block.lines[-1]
    return not _end(last).endswith(_STOP) and not _is_short(last, block.column)


def _is_short(line: PrintedLine, column: Column) -> bool:
    return column.right - x1(line) >= 0.35 * column.width


def _is_counted(block: Block, line: PrintedLine) -> bool:
    """Whether ``line`` goes on counting within a sentence: "… (1) dit, en" and then "(2) dat"."""
    marker = _COUNTED.match(line.text)
    if marker is None or block.soort is not PassageSoort.ALINEA:
        return False
    number = marker[1]
    before = str(int(number) - 1) if number.isdigit() else chr(ord(number) - 1)
    return f" ({before}) " in Block(block.lines[-_NEAR:], block.soort).text


def _breaks(group: list[PrintedLine], line: PrintedLine, column: Column) -> bool:
    """Whether ``line`` begins a new block after the lines of ``group``."""
    last = group[-1]
    if same_row(last, line):
        return False
    if _SUBJECT.match(line.text) and len(group) < 3 and last.text.startswith("Datum"):
        return True
    if line.top < last.top - 2 or abs(line.size - last.size) > 0.06 * last.size:
        return True
    if line.top - last.top > 1.27 * max(column.pitch, 1.05 * line.size):
        return True
    if _changes_weight(last, line, column) or _begins_item(group, line, column):
        return True
    return _ends(group, line, column)


def _end(line: PrintedLine) -> str:
    """How a line ends, the number of a note left out."""
    if line.raised and line.raised[-1].end == len(line.text):
        return line.text[: line.raised[-1].start].rstrip()
    return line.text


def _changes_weight(last: PrintedLine, line: PrintedLine, column: Column) -> bool:
    """A heading and the text under it; not a paragraph that is bold for a line or so."""
    if last.bold == line.bold:
        return False
    return not (line.text[:1].islower() and not _fits(last, line, column))


def _begins_item(group: list[PrintedLine], line: PrintedLine, column: Column) -> bool:
    marker = _MARKER.match(line.text)
    if not marker:
        return False
    last = group[-1]
    if _is_counted(Block(group, PassageSoort.ALINEA), line):
        return False
    if marker["bullet"]:
        # a dash within a sentence may be wrapped to the front of a line
        listed = _MARKER.match(group[0].text) is not None
        dash = marker["bullet"] in "‒–—-"
        return not dash or listed or _end(last).endswith(_STOP) or _fits(last, line, column)
    return _end(last).endswith((*_STOP, ",")) or _fits(last, line, column)


def _ends(group: list[PrintedLine], line: PrintedLine, column: Column) -> bool:
    """Whether the block is over because its last line is short, or the margin changes."""
    last = group[-1]
    if QUESTION_HEADING.fullmatch(line.text) or QUESTION_HEADING.fullmatch(last.text):
        return True
    marker = _MARKER.match(group[0].text)
    if marker and x0(line) < x0(group[0]) - 4:
        return True
    if len(group) > 1 and same_row(group[-2], last) and not line.text[:1].islower():
        # a row of a table without rules
        return True
    if _end(last).endswith(";") and _RECITAL.match(line.text):
        return True
    if not _fits(last, line, column):
        return False
    slack = (column.right - x1(last)) / column.width
    if _end(last).endswith((".", "?", "!", ":", ";")) or line.text[:1].isupper():
        return True
    if line.text[:1].islower():
        # an office over two short lines: "De Minister van Proef" and "en Voorbeeld,"
        return slack > 0.2 and _end(last).endswith(",")
    # a hard space may keep more together than one word: "1 juli 2030", "(< 5 kg)"
    return slack > 0.2


def _fits(last: PrintedLine, line: PrintedLine, column: Column) -> bool:
    """Whether the first word of ``line`` would have fitted at the end of ``last``.

    A word with a hyphen is only broken there where the sentence must go on.
    """
    ends = _end(last).endswith(_STOP)
    end = re.search(r"[\s-]" if ends else r"\s", line.text)
    word = line.edges[end.start() if end else len(line.text)] - x0(line)
    right = column.right
    if x0(last) > right:
        right = x1(last)
    return right - x1(last) > word + 0.5 * line.size


def _block(lines: list[PrintedLine], column: Column) -> Block:
    text = " ".join(line.text for line in lines)
    if _DATE_LINE.fullmatch(text):
        return Block(lines, PassageSoort.RAND)
    if _SUBJECT.match(text) and not text.endswith("."):
        return Block(lines, PassageSoort.KOP, 1)
    if _QUESTIONS.match(text):
        return Block(lines, PassageSoort.KOP, 1)
    if _is_heading(lines, text, column):
        number = None if _LONE_NUMBER.fullmatch(text) else _NUMBERED_HEADING.match(text)
        return Block(lines, PassageSoort.KOP, 1, number["label"] if number else None)
    marker = _MARKER.match(text)
    if marker:
        level = 1 + max(0, round((x0(lines[0]) - column.left) / 18.0))
        return Block(lines, PassageSoort.OPSOMMING, level, marker[0].strip())
    return Block(lines, PassageSoort.ALINEA)


def _is_heading(lines: list[PrintedLine], text: str, column: Column) -> bool:
    if QUESTION_HEADING.fullmatch(text) or _LONE_NUMBER.fullmatch(text):
        return True
    if len(text) > _MOST_HEADING or not any(char.isalpha() for char in text):
        return False
    if text.endswith((";", ",")) or (text.endswith(".") and len(text) > 60):
        return False
    if all(line.bold for line in lines) or lines[0].size > 1.08 * column.size:
        return True
    return _is_slanted_heading(lines, text, column)


def _is_slanted_heading(lines: list[PrintedLine], text: str, column: Column) -> bool:
    """A short line in italics, without the stop that a sentence ends with."""
    return (
        len(lines) == 1
        and lines[0].italic
        and len(text) < 90
        and text.lstrip("(«‘“'")[:1].isupper()
        and not text.endswith((".", ":", "?", "!"))
        and x1(lines[0]) < column.left + 0.85 * column.width
    )


def rank_headings(blocks: Sequence[Block]) -> None:
    """Give each heading its level: by what it is or its numbering, else by how it is set."""
    headings = [block for block in blocks if block.soort is PassageSoort.KOP]
    answers = any(_QUESTIONS.match(block.text) for block in headings)
    free = [block for block in headings if not _rank(block, answers=answers)]
    styles = sorted({_weight(block) for block in free}, reverse=True)
    for block in free:
        # within an answer headings stand below its question
        block.level = styles.index(_weight(block)) + (4 if answers else 1)
        if block.label and block.label[0].isdigit():
            block.level = max(block.level, block.label.strip(".").count(".") + 1)


def _rank(block: Block, *, answers: bool) -> bool:
    """Give a heading its level where that is certain, as in the XML of the same paper."""
    text = block.text
    if _SUBJECT.match(text):
        block.level = 1
    elif answers and _QUESTIONS.match(text):
        block.level = 2
    elif answers and QUESTION_HEADING.fullmatch(text):
        block.level = 3
    else:
        return False
    return True


def _weight(block: Block) -> tuple[float, bool, bool]:
    line = block.lines[0]
    return round(line.size), line.bold, not line.italic
