"""Printed papers: PDFs in the departmental layout and as reports, with notes and ruled tables.

A layout of our own on top of fpdf2, because what makes these papers hard to read is exactly the
layout: a margin column beside the text, notes at the foot of the page where they are cited, words
torn at line ends, tables that go on over the page. Streams are not compressed, so that the bytes
do not depend on the zlib of the machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from fpdf import FPDF
from PIL import Image

from bench.sample.ids import dutch
from bench.sample.shapes import NOTICE, Al, Bijlage, Block, Brief, Kop, Lijst, Tabel
from bench.sample.world import BEWINDSPERSONEN

_MARKUP = re.compile(r"\[\^(\d+)\]|\{[^|{}]+\|([^{}]+)\}|\*\*(.+?)\*\*")
_FONT = "Helvetica"
_SIZE, _LEADING = 9.0, 12.5
_NOTE_SIZE, _NOTE_LEADING = 6.5, 8.5
_PAGE_WIDTH, _PAGE_HEIGHT = 595.28, 841.89
_BOTTOM = _PAGE_HEIGHT - 74
_RULE = 8.0
_PAD = 3.5

# where a word may be torn at the end of a line
_TORN = [
    "aan-vraag-formulier",
    "aan-vragers",
    "achter-standen",
    "be-reik-baarheid",
    "be-slis-termijn",
    "be-woners",
    "contact-persoon",
    "dienst-verlening",
    "ge-gevens",
    "in-komens-gegevens",
    "in-komens-toets",
    "in-vorderings-kosten",
    "mede-werkers",
    "onder-steuning",
    "over-heids-organisaties",
    "partner-toets",
    "proef-vergoeding",
    "proef-register",
    "register-gegevens",
    "samen-werking",
    "staats-secretaris",
    "systeem",
    "terug-vordering",
    "terug-vorderingen",
    "toe-zegging",
    "toe-zeggingen",
    "uit-keringen",
    "uit-voering",
    "uit-voerings-organisatie",
    "uit-voerings-organisaties",
    "uit-voerings-toets",
    "vergoeding-en",
    "voorbeeld-dienst",
    "voorbeeld-regelingen",
    "voor-bereiding",
    "voor-zieningen",
    "wet-geving",
    "wets-voorstel",
    "wijzigings-verzoeken",
]
_BREAKS = {word.replace("-", ""): word.split("-") for word in _TORN}

# a piece of text and how it is set: "" plain, "B" bold, "^" a raised note marker
Piece = tuple[str, str]


@dataclass(slots=True)
class _Line:
    pieces: list[Piece] = field(default_factory=list)
    width: float = 0.0

    @property
    def markers(self) -> list[str]:
        return [text for text, style in self.pieces if style == "^"]


def _words(text: str) -> list[list[Piece]]:
    """The words of a text, each in pieces of one style."""
    runs: list[Piece] = []
    last = 0
    for match in _MARKUP.finditer(text):
        runs.append((text[last : match.start()], ""))
        number, label, bold = match.groups()
        runs.append((number, "^") if number else (label, "") if label else (bold, "B"))
        last = match.end()
    runs.append((text[last:], ""))
    words: list[list[Piece]] = [[]]
    for run, style in runs:
        for n, part in enumerate(run.split(" ")):
            if n:
                words.append([])
            if part:
                words[-1].append((part, style))
    return [word for word in words if word]


class _Sheet:
    """A paper being printed: the place on the page, and the notes the page still owes."""

    def __init__(
        self, day: date, title: str, left: float, width: float, top: float, notes: tuple[str, ...]
    ) -> None:
        self.pdf = FPDF(unit="pt", format="A4")
        self.pdf.set_compression(False)
        self.pdf.core_fonts_encoding = "windows-1252"
        self.pdf.set_creation_date(datetime.combine(day, time(9), UTC))
        self.pdf.set_title(title)
        self.pdf.set_producer(NOTICE)
        self.pdf.set_auto_page_break(False)
        self.left, self.width, self.top = left, width, top
        self.notes = {str(n): text for n, text in enumerate(notes, 1)}
        self.on_page: Callable[[int], None] = lambda number: None
        self._foot: list[list[_Line]] = []
        self._reserved = 0.0
        self.y = 0.0
        self.new_page()

    # places

    def new_page(self) -> None:
        """Finish the page with its notes and begin another."""
        if self.pdf.page:
            self._print_notes()
        self.pdf.add_page()
        self.y = self.top
        self.on_page(self.pdf.page)

    def room(self, height: float) -> bool:
        """Whether ``height`` still fits above the notes of this page."""
        return self.y + height <= _BOTTOM - self._reserved

    def write(self, x: float, y: float, text: str, size: float = _SIZE, style: str = "") -> None:
        """One string with its baseline at ``y``."""
        self.pdf.set_font(_FONT, style, size)
        self.pdf.text(x, y, text)

    def _wide(self, text: str, style: str, size: float) -> float:
        if style == "^":
            self.pdf.set_font(_FONT, "", size * 0.65)
        else:
            self.pdf.set_font(_FONT, style, size)
        return float(self.pdf.get_string_width(text))

    # lines

    def wrap(self, text: str, width: float, size: float = _SIZE, bold: bool = False) -> list[_Line]:
        """The lines of a text set ``width`` wide; long words may be torn at their joints."""
        lines = [_Line()]
        for word in _words(text):
            pieces = [(part, style or ("B" if bold else "")) for part, style in word]
            self._add_word(lines, pieces, width, size)
        return lines

    def _add_word(self, lines: list[_Line], word: list[Piece], width: float, size: float) -> None:
        line = lines[-1]
        space = self._wide(" ", "", size) if line.pieces else 0.0
        wide = sum(self._wide(text, style, size) for text, style in word)
        if line.width + space + wide <= width or not line.pieces:
            self._put(line, word, space + wide)
            return
        rest = self._tear(line, word, width - line.width - space, size)
        lines.append(_Line())
        self._put(lines[-1], rest, sum(self._wide(t, s, size) for t, s in rest))

    @staticmethod
    def _put(line: _Line, word: list[Piece], width: float) -> None:
        for n, (text, style) in enumerate(word):
            lead = " " if n == 0 and line.pieces else ""
            if line.pieces and line.pieces[-1][1] == style and style != "^":
                line.pieces[-1] = (line.pieces[-1][0] + lead + text, style)
            else:
                line.pieces.append((lead + text, style))
        line.width += width

    def _tear(self, line: _Line, word: list[Piece], room: float, size: float) -> list[Piece]:
        """Put what fits of a torn word on ``line``; what goes to the next line is returned."""
        text, style = word[0]
        core = text.rstrip(".,;:)")
        joints = _BREAKS.get(core.lower())
        for cut in range(len(joints or ()) - 1, 0, -1):
            length = sum(map(len, (joints or ())[:cut]))
            head = f"{text[:length]}-"
            if self._wide(head, style, size) <= room:
                self._put(line, [(head, style)], room)
                return [(text[length:], style), *word[1:]]
        return word

    def print_line(self, line: _Line, x: float, y: float, size: float = _SIZE) -> None:
        """Set a wrapped line with its baseline at ``y``."""
        for text, style in line.pieces:
            raised = style == "^"
            if raised:
                self.write(x, y - size * 0.35, text, size * 0.65)
            else:
                self.write(x, y, text, size, style)
            x += self._wide(text, style, size)

    # notes

    def _claim(self, lines: Iterable[_Line]) -> tuple[list[list[_Line]], float]:
        """The notes that ``lines`` cite for the first time, and the room they take."""
        fresh = []
        for number in [marker for line in lines for marker in line.markers]:
            if number in self.notes:
                body = self.notes[number]
                fresh.append(self.wrap(f"[^{number}] {body}", self.width, _NOTE_SIZE))
        height = sum(len(note) for note in fresh) * _NOTE_LEADING
        return fresh, height + (_RULE if fresh and not self._foot else 0)

    def _keep(self, lines: Iterable[_Line]) -> None:
        """Owe the notes of ``lines`` to this page."""
        cited = list(lines)
        fresh, height = self._claim(cited)
        self._foot += fresh
        self._reserved += height
        for line in cited:
            for number in line.markers:
                self.notes.pop(number, None)

    def _print_notes(self) -> None:
        y = _BOTTOM - self._reserved + _RULE
        if self._foot:
            self.pdf.set_line_width(0.5)
            self.pdf.line(self.left, y - _RULE + 2, self.left + 130, y - _RULE + 2)
        for note in self._foot:
            for line in note:
                y += _NOTE_LEADING
                self.print_line(line, self.left, y - 2, _NOTE_SIZE)
        self._foot, self._reserved = [], 0.0

    # blocks

    def paragraph(
        self, text: str, indent: float = 0.0, bold: bool = False, size: float = _SIZE
    ) -> None:
        """A paragraph; a line goes to the next page when its notes do not fit on this one."""
        leading = _LEADING * size / _SIZE
        for line in self.wrap(text, self.width - indent, size, bold):
            if not self.room(leading + self._claim([line])[1]):
                self.new_page()
            self._keep([line])
            self.y += leading
            self.print_line(line, self.left + indent, self.y, size)

    def block(self, block: Block) -> None:
        """Any block, with the white above and below it."""
        match block:
            case Al(text):
                self.paragraph(text)
                self.y += _LEADING * 0.7
            case Kop(text, level):
                self._heading(text, level)
            case Lijst():
                self._list(block)
            case Tabel():
                self._table(block)

    def _heading(self, text: str, level: int) -> None:
        size = {1: 14.0, 2: 11.0}.get(level, _SIZE)
        if not self.room(5 * _LEADING):
            self.new_page()
        if level == 1 and self.y > self.top + 40:
            self.y += _LEADING
        self.paragraph(text, bold=True, size=size)
        self.y += {1: 8.0, 2: 4.0}.get(level, 0.0)

    def _list(self, block: Lijst) -> None:
        for number, item in enumerate(block.items, 1):
            if not self.room(2 * _LEADING):
                self.new_page()
            mark = f"{number}." if block.mark == "1" else block.mark
            self.write(self.left + 4, self.y + _LEADING, mark)
            self.paragraph(item, indent=20)
        self.y += _LEADING * 0.7

    # tables

    def _table(self, table: Tabel) -> None:
        if not self.room(7 * _LEADING):
            self.new_page()
        self.paragraph(table.title, bold=True)
        self.y += 4
        self._row(table, table.head, bold=True)
        for row in table.rows:
            self._row(table, row)
        if table.foot:
            self._row(table, table.foot, bold=True)
        self.y += _LEADING

    def _row(self, table: Tabel, row: tuple[str, ...], bold: bool = False) -> None:
        """A ruled row; where it does not fit it begins the next page, under the head again."""
        size, leading = 8.5, 11.0
        widths = [share * self.width for share in table.widths]
        cells = [
            self.wrap(cell, width - 2 * _PAD, size, bold)
            for cell, width in zip(row, widths, strict=True)
        ]
        height = max(map(len, cells)) * leading + 2 * _PAD
        lines = [line for cell in cells for line in cell]
        if not self.room(height + self._claim(lines)[1]):
            self.new_page()
            if row is not table.head:
                self._row(table, table.head, bold=True)
        self._keep(lines)
        x = self.left
        self.pdf.set_line_width(0.5)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            self.pdf.rect(x, self.y, width, height)
            for n, line in enumerate(cell):
                right = table.numbers and column > 0
                at = x + width - _PAD - line.width if right else x + _PAD
                self.print_line(line, at, self.y + _PAD + (n + 1) * leading - 2, size)
            x += width
        self.y += height

    def finish(self, number: Callable[[int, int], None]) -> bytes:
        """The PDF; ``number`` prints the foot of each page, given its number and the last."""
        self._print_notes()
        last = self.pdf.page
        for page in range(1, last + 1):
            self.pdf.page = page
            number(page, last)
        self.pdf.page = last
        return bytes(self.pdf.output())


# letters

_LETTER_LEFT, _LETTER_WIDTH, _MARGIN = 64.0, 318.0, 420.0


def _margin_text(letter: Brief, page: int) -> list[tuple[str, str]]:
    """The margin column as (style, line): all facts on the first page, the key ones on others."""
    ministry = BEWINDSPERSONEN[letter.afzenders[0]].ministerie
    lines: list[Piece] = [
        ("B", "Ministerie van"),
        *(("B", part) for part in ministry.split(" en ")),
    ]
    if page == 1:
        lines += [("", "Papierplein 1"), ("", "9900 XX Proefstad"), ("", "")]
        lines += [("B", "Onze referentie"), ("", letter.kenmerk), ("", "")]
        if letter.uw_kenmerk:
            lines += [("B", "Uw referentie"), ("", letter.uw_kenmerk), ("", "")]
        return lines
    return [
        *lines,
        ("", ""),
        ("B", "Datum"),
        ("", dutch(letter.datum)),
        ("", ""),
        ("B", "Onze referentie"),
        ("", letter.kenmerk),
    ]


def _margin_column(sheet: _Sheet, letter: Brief, page: int) -> None:
    y = 150.0 if page == 1 else 110.0
    for style, line in _margin_text(letter, page):
        if line:
            sheet.write(_MARGIN, y, line, 7.0, style)
        y += 9.0


def _letterhead(sheet: _Sheet, letter: Brief) -> None:
    ministry = BEWINDSPERSONEN[letter.afzenders[0]].ministerie
    sheet.write(255, 62, f"Ministerie van {ministry}", 11)
    sheet.write(64, 126, "> Retouradres Postbus 99001 9900 XX Proefstad", 6.5)
    for n, address in enumerate(
        (
            "De voorzitter van de Tweede Kamer",
            "der Staten-Generaal",
            "Postbus 20018",
            "2500 EA DEN HAAG",
        )
    ):
        sheet.write(64, 152 + n * 12, address)
    sheet.write(64, 238, "Datum")
    sheet.write(116, 238, dutch(letter.datum))
    sheet.write(64, 251, "Betreft")
    sheet.y = 251 - _LEADING
    for line in sheet.wrap(letter.onderwerp, _LETTER_WIDTH - 52):
        sheet.y += _LEADING
        sheet.print_line(line, 116, sheet.y)
    sheet.y += 34


def _signatures(sheet: _Sheet, letter: Brief) -> None:
    """Who signs, side by side where there are two."""
    if not sheet.room(110):
        sheet.new_page()
    sheet.y += 8
    sheet.paragraph("Hoogachtend,")
    sheet.y += 24
    top = sheet.y
    for n, key in enumerate(letter.afzenders):
        person = BEWINDSPERSONEN[key]
        sheet.y = top
        x = sheet.left + n * 165
        for line in sheet.wrap(f"De {person.functie},", 150):
            sheet.y += _LEADING
            sheet.print_line(line, x, sheet.y)
        sheet.write(x, top + 78, person.naam)
    sheet.y = top + 80


def letter_pdf(letter: Brief) -> bytes:
    """A letter in the departmental layout, with the margin column on every page."""
    sheet = _Sheet(letter.datum, letter.onderwerp, _LETTER_LEFT, _LETTER_WIDTH, 100.0, letter.noten)
    sheet.on_page = lambda number: _margin_column(sheet, letter, number)
    sheet.on_page(1)
    _letterhead(sheet, letter)
    sheet.paragraph("Geachte voorzitter,")
    sheet.y += _LEADING
    for block in letter.blocks:
        sheet.block(block)
    _signatures(sheet, letter)

    def number(page: int, last: int) -> None:
        sheet.write(_LETTER_LEFT, _PAGE_HEIGHT - 40, NOTICE, 6.5)
        sheet.write(_MARGIN, _PAGE_HEIGHT - 40, f"Pagina {page} van {last}", 7.0)

    return sheet.finish(number)


# reports


def report_pdf(report: Bijlage, day: date) -> bytes:
    """A report: a title, then chapters; organisation and page at the foot."""
    sheet = _Sheet(day, report.titel, 72.0, 440.0, 72.0, report.noten)
    sheet.y = 110
    sheet.paragraph(report.titel, bold=True, size=18)
    sheet.y += 6
    sheet.paragraph(f"{report.organisatie}, {dutch(day)}", size=10)
    sheet.y += 26
    for block in report.blocks:
        sheet.block(block)

    def number(page: int, last: int) -> None:
        foot = f"{report.organisatie} | {NOTICE}"
        sheet.write(72, _PAGE_HEIGHT - 40, foot, 7.0)
        sheet.write(500, _PAGE_HEIGHT - 40, str(page), 7.0)

    return sheet.finish(number)


def cut_off(data: bytes) -> bytes:
    """The first part of a PDF, as when a connection breaks."""
    return data[: len(data) * 3 // 5]


# a picture of a page


def _packed(row: bytes) -> bytes:
    """A row of bytes in the run-length form of PDF (literal runs and repeats, without its end)."""
    out = bytearray()
    at = 0
    while at < len(row):
        run = 1
        while at + run < len(row) and run < 128 and row[at + run] == row[at]:
            run += 1
        if run > 1:
            out += bytes((257 - run, row[at]))
        else:
            out += bytes((0, row[at]))
        at += run
    return bytes(out)


def scan_pdf(picture: Path, title: str) -> bytes:
    """A page that holds only a picture: no text, no fonts.

    Written out by hand in run-length form, so that no compressor decides about its bytes.
    """
    with Image.open(picture) as image:
        width, height = image.size
        pixels = image.convert("1").tobytes()
    data = _packed(pixels) + b"\x80"
    drawing = f"q {_PAGE_WIDTH} 0 0 {_PAGE_HEIGHT} 0 0 cm /Im0 Do Q".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_PAGE_WIDTH} {_PAGE_HEIGHT}] /Contents 4 0 R"
        " /Resources << /XObject << /Im0 5 0 R >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray"
        f" /BitsPerComponent 1 /Filter /RunLengthDecode /Length {len(data)} >>".encode()
        + b"\nstream\n"
        + data
        + b"\nendstream",
        f"<< /Title ({title}) /Producer ({NOTICE}) >>".encode("cp1252"),
    )
    return _assembled(objects)


def _assembled(objects: tuple[bytes, ...]) -> bytes:
    """A PDF of numbered objects: the first is the catalog, the last says what it is."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(objects),
        start,
    )
    return bytes(out)
