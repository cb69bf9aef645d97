"""Official XML of KOOP: a Kamerstuk, answered Kamervragen or Handelingen into a Document.

The bytes come from outside: no entity, no DTD and no network is ever used. What the paper says
of itself (dossier, number, date, kind) is read by ``corpus.xml_kenmerken``.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from corpus.xml_kenmerken import plain_text, read_id, read_kenmerken
from models.document import Cell, Document, Link, NoteMarker, Passage, Span, Table
from models.lists import PassageSoort
from models.paper import RawFile
from models.problems import Problem, UnreadableError

_ROOT = "officiele-publicatie"
# real papers are about 12 deep; the parser itself allows far more than Python's stack
_DEEPEST = 100

# nothing of these is text of the paper
_SKIPPED = frozenset({"metadata", "plaatje", "colspec", "spanspec"})
# one line of furniture each
_EDGE = frozenset(
    {
        "tekstregel",
        "dossiernummer",
        "stuknr",
        "kamervraagnummer",
        "vergadering-nummer",
        "vergaderdatum",
        "vergadertijd",
    }
)
# one paragraph each, whatever stands in them
_PARAGRAPH = frozenset({"al", "noot.al", "datumtekst", "functie", "naam", "deze"})
# headings with a level of their own
_HEADING = {"item-titel": 1, "kamervraagomschrijving": 2, "spreker": 3}
_TITLE_LEVEL = {"dossier": 1, "stuk": 2}
# the looks of a tussenkop that stand one below the others
_LIGHT = frozenset({"cur", "rom", "ondlijn"})
# break the paragraph they stand in
_BLOCK = frozenset({"al", "al-groep", "lijst", "li", "table", "tussenkop", "divisie", "motie"})
# printed apart from what follows, though the source often writes no space
_SPACED = frozenset({"voornaam", "voorvoegsels", "li.nr", "nr", "lidnr"})

_NO_SPACE_BEFORE = frozenset(".,;:!?)»”")
_NO_SPACE_AFTER = frozenset("(«“")


def read_xml(data: bytes, raw: RawFile) -> Document:
    """The paper that official XML spells.

    Note markers are left out of the text and point with an empty span; list labels are kept in
    ``Passage.label`` only. What ``raw.kenmerken`` says fills in what the paper itself leaves open.

    Raises :class:`UnreadableError`: ``onveilige_xml`` for a declared or unknown entity,
    ``kapotte_xml`` for broken markup, ``onbekend_formaat`` for any other kind of XML.
    """
    root = _parse(data)
    kenmerken = read_kenmerken(root, raw.kenmerken)
    document_id = read_id(root, kenmerken) or raw.id or f"lokaal-{raw.sha256[:12]}"
    writer = _Writer()
    writer.block(root)
    writer.close()
    problems = () if writer.passages else (_empty(document_id),)
    return Document(
        id=document_id,
        text="".join(writer.parts),
        kenmerken=kenmerken,
        made_from=raw.sha256,
        media_type=raw.media_type,
        passages=tuple(writer.passages),
        tables=tuple(writer.tables),
        markers=writer.note_markers(),
        links=tuple(sorted(writer.links, key=lambda link: link.span)),
        problems=problems,
    )


def _parse(data: bytes) -> etree._Element:
    if b"<!ENTITY" in data.replace(b"\0", b""):
        raise _unsafe()
    # one parser each: lxml parsers are not shared between threads
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(
            "kapotte_xml",
            f"De XML is niet welgevormd ({_line(error)}); haal het stuk opnieuw op.",
        ) from error
    # declared in an encoding the look above cannot see through, or elsewhere
    if next(root.iter(etree.Entity), None) is not None:
        raise _unsafe()
    if root.tag != _ROOT:
        raise UnreadableError(
            "onbekend_formaat",
            f"Dit is geen officiële publicatie van KOOP: het hoofdelement heet '{root.tag!s:.60}'; "
            "bied het stuk als pdf, docx of tekst aan.",
        )
    return root


def _line(error: Exception) -> str:
    """The parser's complaint on one line."""
    return " ".join(str(error).split())[:200]


def _unsafe() -> UnreadableError:
    return UnreadableError(
        "onveilige_xml",
        "De XML verklaart of gebruikt eigen entiteiten en wordt daarom niet gelezen; "
        "haal het stuk op bij de officiële bron.",
    )


def _empty(document_id: str) -> Problem:
    return Problem(document_id, "read", "leeg", "De XML bevat geen tekst; bekijk de pdf.")


class _Writer:
    """Writes the text of a paper passage by passage, and keeps what points into it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.passages: list[Passage] = []
        self.tables: list[Table] = []
        self.links: list[Link] = []
        self._length = 0
        # white space to be written before the next word: "", " ", or "\n" (from the layout)
        self._gap = ""
        # nothing is written yet after this offset, so no gap may stand there
        self._edge = 0
        self._open: Passage | None = None
        self._label: str | None = None
        self._nesting = 0
        self._sections = 0
        self._lists = 0
        self._in_cell = False
        self._waiting: list[tuple[str, etree._Element]] = []
        self._marked: list[tuple[int, str]] = []
        self._notes: dict[str, int] = {}

    # passages

    def open(self, soort: PassageSoort, level: int = 0) -> None:
        """Begins a passage; a label read before goes with it."""
        self.close()
        if self.parts:
            self._raw("\n")
        self._open = Passage(Span(self._length, self._length), soort, level, self._label)
        self._label = None
        self._edge, self._gap = self._length, ""

    def close(self) -> None:
        """Ends the passage, if it holds text, and puts down the notes it cites."""
        passage, self._open = self._open, None
        if passage is not None:
            if self._length > passage.span.start:
                span = Span(passage.span.start, self._length)
                self.passages.append(Passage(span, passage.soort, passage.level, passage.label))
            elif self.parts:
                self._length -= len(self.parts.pop())
        waiting, self._waiting = self._waiting, []
        for note_id, note in waiting:
            self._note(note_id, note)

    def _note(self, note_id: str, note: etree._Element) -> None:
        number = note.find("noot.nr")
        self._label = plain_text(number) or None if number is not None else None
        self.open(PassageSoort.NOOT)
        for paragraph in note.iter("noot.al"):
            self._space()
            self.inline(paragraph)
        before = len(self.passages)
        self.close()
        if len(self.passages) > before:
            self._notes[note_id] = before

    def note_markers(self) -> tuple[NoteMarker, ...]:
        """The markers of notes that hold text, in order."""
        return tuple(
            NoteMarker(Span(offset, offset), self._notes[note_id])
            for offset, note_id in sorted(self._marked)
            if note_id in self._notes
        )

    # characters

    def _raw(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)

    def _space(self) -> None:
        self._gap = " "

    def write(self, chunk: str | None) -> None:
        """Adds text to the open passage, every run of white space as one space."""
        if not chunk:
            return
        words = " ".join(chunk.split())
        if not words:
            self._widen(chunk)
            return
        self._widen(chunk[: len(chunk) - len(chunk.lstrip())])
        if self._gap and self._length > self._edge and not self._is_layout(words[0]):
            self._raw(" ")
        self._raw(words)
        self._gap = ""
        self._widen(chunk[len(chunk.rstrip()) :])

    def _widen(self, white: str) -> None:
        if white:
            is_layout = "\n" in white and self._gap in ("", "\n")
            self._gap = "\n" if is_layout else " "

    def _is_layout(self, following: str) -> bool:
        """Whether the white space is there only because the source puts elements on lines."""
        return self._gap == "\n" and (
            following in _NO_SPACE_BEFORE or self.parts[-1][-1] in _NO_SPACE_AFTER
        )

    # what stands within a paragraph

    def inline(self, element: etree._Element) -> None:
        """Adds the text of an element and all in it."""
        self._descend()
        self.write(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self._inline_child(child)
            self.write(child.tail)
        self._nesting -= 1

    def _inline_child(self, child: etree._Element) -> None:
        if child.tag == "noot":
            self._mark(child.get("id") or f"#{len(self._marked)}", child)
        elif child.tag == "nootref":
            self._mark(child.get("refid") or "", None)
        elif child.tag in _BLOCK:
            self._block_within(child)
        elif child.tag not in _SKIPPED:
            self._linked(child)
            if child.tag in _SPACED:
                self._widen(" ")

    def _mark(self, note_id: str, note: etree._Element | None) -> None:
        self._marked.append((self._length, note_id))
        if note is not None:
            self._waiting.append((note_id, note))

    def _linked(self, element: etree._Element) -> None:
        first, start, passage = len(self.parts), self._length, self._open
        self.inline(element)
        target = element.get("doc") or element.get("dossier")
        # a link that holds a list or table has no words of its own to point at
        if target and self._length > start and self._open is passage:
            start += self.parts[first] == " "
            self.links.append(Link(Span(start, self._length), target))

    def _block_within(self, element: etree._Element) -> None:
        """A list or table within a paragraph: the paragraph goes on after it."""
        if self._in_cell:
            self._space()
            self.inline(element)
            self._space()
            return
        passage = self._open
        self.block(element)
        if passage is not None:
            self.open(passage.soort, passage.level)

    # what paragraphs stand in

    def _descend(self) -> None:
        self._nesting += 1
        if self._nesting > _DEEPEST:
            raise UnreadableError(
                "onbekend_formaat",
                f"De XML is meer dan {_DEEPEST} elementen diep; haal het stuk opnieuw op.",
            )

    def block(self, element: etree._Element) -> None:
        """Adds an element as the passage or passages it is."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            return
        self._descend()
        if tag in _EDGE:
            self._passage(element, PassageSoort.RAND)
        elif tag in _PARAGRAPH:
            self._paragraph(element)
        elif not self._heading(element, tag):
            self._container(element, tag)
        self._nesting -= 1

    def _passage(self, element: etree._Element, soort: PassageSoort, level: int = 0) -> None:
        self.open(soort, level)
        self.inline(element)
        self.close()

    def _paragraph(self, element: etree._Element) -> None:
        soort = PassageSoort.OPSOMMING if self._lists else PassageSoort.ALINEA
        self._passage(element, soort, self._lists)

    def _heading(self, element: etree._Element, tag: str) -> bool:
        """Adds a heading; false where the element is none."""
        level = _HEADING.get(tag)
        if tag == "titel":
            level = _TITLE_LEVEL.get(_parent(element), self._sections + 3)
        elif tag == "kop":
            level = self._sections + 2
        elif tag == "tussenkop":
            level = self._sections + 3 + (element.get("kopopmaak") in _LIGHT)
        elif tag == "nr" and _parent(element) in ("vraag", "antwoord"):
            level = 3
        if level is None:
            return False
        is_sentence = element.get("kopopmaak") == "rom" and plain_text(element).endswith((".", ";"))
        if is_sentence:
            self._passage(element, PassageSoort.ALINEA)
        else:
            self._passage(element, PassageSoort.KOP, level)
        return True

    def _container(self, element: etree._Element, tag: str) -> None:
        if tag == "table":
            self._table(element)
        elif tag in ("li.nr", "lidnr"):
            self._label = plain_text(element) or None
        elif tag == "nr":
            self._passage(element, PassageSoort.RAND)
        elif tag == "noot":
            # a note that stands by itself: there is no marker to keep
            self._note(element.get("id") or "", element)
        elif _is_mixed(element):
            self._paragraph(element)
        else:
            self._children(element, tag)

    def _children(self, element: etree._Element, tag: str) -> None:
        self._sections += tag in ("divisie", "motie")
        self._lists += tag == "lijst"
        for child in element:
            self.block(child)
        self._lists -= tag == "lijst"
        self._sections -= tag in ("divisie", "motie")
        if tag in ("li", "lid"):
            self._label = None

    # tables

    def _table(self, element: etree._Element) -> None:
        rows = list(_rows(element))
        if not any(plain_text(entry) for row, _, _ in rows for entry in row.iterchildren("entry")):
            # empty, or not made as tables are: its words, if any, are kept as paragraphs
            self._children(element, "")
            return
        title = self._table_title(element)
        self.open(PassageSoort.TABEL)
        start = self._length
        self._in_cell = True
        cells: list[Cell] = []
        for number, (row, heading, grid) in enumerate(rows):
            if number:
                self._between_cells("\n")
            cells.extend(self._row(row, number, heading, grid))
        self._in_cell = False
        self.tables.append(Table(Span(start, self._length), tuple(cells), title))
        self.close()

    def _table_title(self, element: etree._Element) -> Span | None:
        title = element.find("title")
        if title is None or not plain_text(title):
            return None
        self._passage(title, PassageSoort.KOP, self._sections + 3)
        headings = [p for p in self.passages if p.soort is PassageSoort.KOP]
        return headings[-1].span

    def _row(self, row: etree._Element, number: int, heading: bool, grid: _Grid) -> Iterator[Cell]:
        for place, entry in enumerate(row.iterchildren("entry")):
            if place:
                self._between_cells("\t")
            start = self._length
            self.inline(entry)
            self._gap = ""
            column, columns, rows = grid.place(entry)
            yield Cell(Span(start, self._length), number, column, heading, columns, rows)
        grid.end_row()

    def _between_cells(self, separator: str) -> None:
        self._raw(separator)
        self._edge, self._gap = self._length, ""


class _Grid:
    """Where the cells of one CALS ``tgroup`` fall, counting what earlier rows still cover."""

    def __init__(self, group: etree._Element) -> None:
        names = [spec.get("colname") or "" for spec in group.iter("colspec")]
        self._columns = {name: number for number, name in enumerate(names) if name}
        self._covered: dict[int, int] = {}
        self._filled: dict[int, int] = {}
        self._next = 0

    def place(self, entry: etree._Element) -> tuple[int, int, int]:
        """The column of an entry, how many columns and how many rows it spans."""
        first = self._columns.get(entry.get("namest") or entry.get("colname") or "")
        column = self._free() if first is None else first
        last = self._columns.get(entry.get("nameend") or "", column)
        columns = max(last - column, 0) + 1
        more = entry.get("morerows") or ""
        rows = 1 + (int(more) if more.isascii() and more.isdigit() and len(more) < 5 else 0)
        for covered in range(column, column + columns):
            self._filled[covered] = rows
        self._next = column + columns
        return column, columns, rows

    def _free(self) -> int:
        column = self._next
        while self._covered.get(column, 0) > 0:
            column += 1
        return column

    def end_row(self) -> None:
        """Counts down what earlier rows cover and adds what this row does."""
        left = {column: rows - 1 for column, rows in self._covered.items() if rows > 1}
        below = {column: rows - 1 for column, rows in self._filled.items() if rows > 1}
        self._covered = left | below
        self._filled = {}
        self._next = 0


def _rows(table: etree._Element) -> Iterator[tuple[etree._Element, bool, _Grid]]:
    """The rows from top to bottom, whether each is a heading, and the grid it falls in."""
    for group in table.iterchildren("tgroup"):
        grid = _Grid(group)
        # the source writes the foot before the body it stands under
        for part in ("thead", "tbody", "tfoot"):
            for rows in group.iterchildren(part):
                for row in rows.iterchildren("row"):
                    yield row, part == "thead", grid


def _parent(element: etree._Element) -> str:
    parent = element.getparent()
    return str(parent.tag) if parent is not None else ""


def _is_mixed(element: etree._Element) -> bool:
    """Whether the element itself holds words, not only other elements."""
    if element.text and element.text.strip():
        return True
    return any(child.tail and child.tail.strip() for child in element)
