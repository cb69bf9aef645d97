"""Word text (docx) into a Document."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from lxml import etree

from corpus.docx_styles import (
    Numbering,
    Styles,
    attribute,
    child_of,
    name_of,
    outline_level,
    switched,
)
from corpus.list_labels import spell
from corpus.markup import link_target, local_name, number_of
from corpus.packed import Parts
from corpus.passage_writer import Entry, PassageWriter, Place
from models.document import Document, Kenmerken
from models.lists import PassageSoort
from models.paper import RawFile
from models.problems import Problem, UnreadableError

_S = PassageSoort
_MAIN = "word/document.xml"
# what was deleted or moved away, and what only says how something looks
_SKIPPED = frozenset({"del", "moveFrom", "pPr", "rPr", "sectPr", "sdtPr", "sdtEndPr", "tblPr"})
_SPACES = frozenset({"tab", "ptab", "br", "cr"})
# markers of notes and the part their notes stand in
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?:"([^"]{1,2000})"|([^\s\\"]{1,2000}))', re.IGNORECASE)
_NOTEREF = re.compile(r"\s*NOTEREF\s+(\S{1,100})", re.IGNORECASE)
_MOST_SPAN = 1000
_MOST_DEPTH = 8
_LONGEST_FIELD = 4000


def read_docx(data: bytes, raw: RawFile) -> Document:
    """The paper in a Word text.

    Deleted and hidden text is no text; inserted text is. Headers and footers are furniture, once
    each. Note markers are left out of the text and point with an empty span. A text box follows
    the paragraph it is fastened to. The document has no identifier of its own ("").

    Raises :class:`UnreadableError`: ``kapotte_docx``, ``onveilige_xml``, ``versleuteld`` and
    ``te_groot`` as in ``corpus.packed``.
    """
    package = _Package(Parts(data, "docx"))
    body = child_of(package.main, "body")
    writer = _Writer(package)
    writer.edges("header")
    if body is not None:
        writer.children(body)
    writer.edges("footer")
    writer.close()
    subject = raw.id or raw.naam or raw.key
    problems = () if writer.passages else (_empty(subject),)
    return writer.document("", Kenmerken(), raw, problems)


def _empty(subject: str) -> Problem:
    return Problem(subject, "read", "leeg", "De docx bevat geen tekst; bekijk de pdf.")


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    target: str
    outside: bool


class _Package:
    """The parts of a Word file and how they refer to each other."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        main = parts.tree(_MAIN)
        if main is None:
            raise UnreadableError(
                "kapotte_docx", "In deze docx ontbreekt de tekst; haal het stuk opnieuw op."
            )
        self.main = main
        self.relations = self.relations_of(_MAIN)
        self.settings = self.part("settings")

    def relations_of(self, path: str) -> dict[str, _Relation]:
        """What a part refers to, by the identifiers it uses."""
        folder, name = posixpath.split(path)
        root = self._parts.tree(f"{folder}/_rels/{name}.rels")
        found = {}
        for element in () if root is None else root:
            if local_name(element) == "Relationship":
                kind = attribute(element, "Type").rpartition("/")[2]
                outside = attribute(element, "TargetMode") == "External"
                relation = _Relation(kind, attribute(element, "Target"), outside)
                found[attribute(element, "Id")] = relation
        return found

    def paths(self, kind: str) -> list[str]:
        """Where the parts of a kind (``footnotes``, ``header``) stand."""
        inside = (r for r in self.relations.values() if r.kind == kind and not r.outside)
        return [posixpath.normpath(posixpath.join("/word", r.target)).lstrip("/") for r in inside]

    def part(self, kind: str) -> etree._Element | None:
        """The only part of a kind; ``None`` where there is none."""
        paths = self.paths(kind)
        return self._parts.tree(paths[0] if paths else f"word/{kind}.xml")

    def tree(self, path: str) -> etree._Element | None:
        """The part at a path."""
        return self._parts.tree(path)


@dataclass(slots=True)
class _Field:
    """A field we are in: first its instruction, then the result that is printed."""

    instruction: str = ""
    place: Place | None = None
    target: str | None = None
    silent: bool = True


@dataclass(slots=True)
class _Flow:
    """What one run of paragraphs carries along: notes and text boxes have their own."""

    relations: dict[str, _Relation]
    furniture: bool = False
    # the mark that ends the last paragraph is deleted: the next goes on in the same passage
    joins: bool = False
    fields: list[_Field] = field(default_factory=list)


class _Writer(PassageWriter):
    """Writes the elements of a text as the passages they are."""

    def __init__(self, package: _Package) -> None:
        super().__init__()
        self._package = package
        self._styles = Styles(package.part("styles"))
        self._numbering = Numbering(package.part("numbering"))
        self._noted = {kind: _notes(package.part(f"{kind}s"), kind) for kind in _NOTES.values()}
        self._note_relations = {
            kind: package.relations_of((package.paths(f"{kind}s") or [f"word/{kind}s.xml"])[0])
            for kind in _NOTES.values()
        }
        self._how = {
            "footnote": _note_format(package, "footnotePr", "decimal"),
            "endnote": _note_format(package, "endnotePr", "lowerRoman"),
        }
        self._cited = dict.fromkeys(_NOTES.values(), 0)
        self._bookmarked = _bookmarks(package.main)
        self._flow = _Flow(package.relations)
        self._hidden = False

    def edges(self, kind: str) -> None:
        """The headers or footers of the pages as furniture, each text once."""
        seen = set()
        for path in self._package.paths(kind):
            root = self._package.tree(path)
            words = "" if root is None else " ".join("".join(map(str, root.itertext())).split())
            if root is not None and words and words not in seen:
                seen.add(words)
                with self._aside(_Flow(self._package.relations_of(path), furniture=True)):
                    self.children(root)
                    self.close()

    @contextmanager
    def _aside(self, flow: _Flow) -> Iterator[None]:
        """What stands apart from the paragraph that leads to it."""
        before = self._flow, self._hidden
        self._flow, self._hidden = flow, False
        yield
        self._flow, self._hidden = before

    # what paragraphs stand in

    def children(self, element: etree._Element) -> None:
        """Adds all that stands in an element."""
        for child in element:
            self.block(child)

    def block(self, element: etree._Element) -> None:
        """Adds an element as the passage or passages it is."""
        name = name_of(element)
        if name in _SKIPPED:
            return
        if name == "p":
            self._paragraph(element)
        elif name == "tbl":
            self._table(element)
        elif name == "mc:AlternateContent":
            self.children(_choice(element))
        elif name:
            self.children(element)

    def _paragraph(self, element: etree._Element) -> None:
        properties = child_of(element, "pPr")
        style_id = attribute(child_of(properties, "pStyle"), "val") or self._styles.default
        style = self._styles.of(style_id)
        before, self._hidden = self._hidden, bool(style.hidden)
        said = outline_level(properties)
        level = (style.level if said is None else said) or 0
        label, depth = self._label(properties, style.num_id, style.depth)
        if self.is_flat:
            self.run_on(label, lambda: self.inline(element))
        else:
            if not (self._flow.joins and self.opened is not None):
                self._begin(properties, level, label, depth)
            self.inline(element)
            self._end_instructions()
            self._flow.joins = _joins_next(properties)
            if not self._flow.joins:
                self.close()
        self._hidden = before

    def _begin(
        self, properties: etree._Element | None, level: int, label: str | None, depth: int
    ) -> None:
        frame = child_of(properties, "framePr")
        if self._flow.furniture or (frame is not None and not attribute(frame, "dropCap")):
            self.open(_S.RAND, 0, label)
        elif level:
            # as in the XML, the number of a heading is part of its words
            self.open(_S.KOP, level)
            if label and _has_words(properties):
                self.write(label)
                self.space()
        elif label:
            self.open(_S.OPSOMMING, depth + 1, label)
        else:
            self.open(_S.ALINEA)

    def _label(
        self, properties: etree._Element | None, num_id: str, depth: int
    ) -> tuple[str | None, int]:
        """The label of a numbered paragraph and its depth in the list, from 0."""
        numbered = child_of(properties, "numPr")
        num_id = attribute(child_of(numbered, "numId"), "val") or num_id
        said = attribute(child_of(numbered, "ilvl"), "val")
        depth = min(number_of(said, depth), _MOST_DEPTH)
        return (self._numbering.label(num_id, depth) if num_id else None), depth

    # what stands within a paragraph

    def inline(self, element: etree._Element) -> None:
        """Adds the text of all runs in an element."""
        for child in element:
            name = name_of(child)
            if name == "r":
                self._run(child)
            elif name == "hyperlink":
                relation = self._flow.relations.get(attribute(child, "id"))
                outside = relation is not None and relation.outside
                target = link_target(relation.target) if relation and outside else None
                self.link(target, partial(self.inline, child))
            elif name == "fldSimple":
                self._simple_field(child)
            elif name == "mc:AlternateContent":
                self.inline(_choice(child))
            elif name == "m:t":
                self.write(child.text)
            elif name not in _SKIPPED:
                self.inline(child)

    def _run(self, run: etree._Element) -> None:
        properties = child_of(run, "rPr")
        hidden = switched(properties, "vanish")
        if hidden is None:
            hidden = self._styles.of(attribute(child_of(properties, "rStyle"), "val")).hidden
        if not (self._hidden if hidden is None else hidden):
            self._run_pieces(run)

    def _run_pieces(self, run: etree._Element) -> None:
        for piece in run:
            name = name_of(piece)
            if name in ("fldChar", "instrText"):
                self._field(piece, name)
            elif self._is_silent():
                continue
            elif name in _NOTES:
                if self._note(piece, _NOTES[name], run):
                    return
            elif name == "mc:AlternateContent":
                self._run_pieces(_choice(piece))
            elif not self._character(piece, name):
                self._drawing(piece)

    def _character(self, piece: etree._Element, name: str) -> bool:
        """Adds a piece of a run that is text; false for any other piece."""
        if name == "t":
            self.write(piece.text)
        elif name in _SPACES:
            self.space()
        elif name == "noBreakHyphen":
            self.write("-")
        elif name == "sym":
            self._symbol(piece)
        else:
            return False
        return True

    def _is_silent(self) -> bool:
        """Whether we are in the instruction of a field, or in a result that is no text."""
        return any(one.silent for one in self._flow.fields)

    def _symbol(self, element: etree._Element) -> None:
        """A character by its number; in a symbol font it has no meaning we know."""
        code = attribute(element, "char")
        if re.fullmatch("[0-9A-Fa-f]{4}", code) and not 0xD800 <= int(code, 16) <= 0xF8FF:
            self.write(chr(int(code, 16)))

    def _drawing(self, element: etree._Element) -> None:
        """The text boxes in a drawing."""
        name = name_of(element)
        if name == "txbxContent":
            if self.is_flat:
                self.children(element)
            else:
                self.later(partial(self._box, element, self._flow))
        elif name == "mc:AlternateContent":
            self._drawing(_choice(element))
        elif name not in _SKIPPED:
            for child in element:
                self._drawing(child)

    def _box(self, element: etree._Element, flow: _Flow) -> None:
        with self._aside(_Flow(flow.relations, flow.furniture)):
            self.children(element)
            self.close()

    # fields

    def _field(self, piece: etree._Element, name: str) -> None:
        """A field in pieces: begin, instruction, separate, result, end."""
        fields = self._flow.fields
        step = attribute(piece, "fldCharType")
        if name == "instrText":
            if fields and fields[-1].place is None:
                asked = fields[-1].instruction + (piece.text or "")
                fields[-1].instruction = asked[:_LONGEST_FIELD]
        elif step == "begin":
            fields.append(_Field())
        elif step == "separate" and fields:
            self._result(fields[-1])
        elif step == "end" and fields:
            ended = fields.pop()
            if ended.place is None:
                self._result(ended)
            elif not self._is_silent():
                self.end_link(ended.place, ended.target)

    def _end_instructions(self) -> None:
        """An instruction ends with its paragraph: where its end is deleted, no text is lost."""
        for one in self._flow.fields:
            if one.place is None:
                one.silent = False

    def _simple_field(self, element: etree._Element) -> None:
        one = _Field(attribute(element, "instr"))
        self._flow.fields.append(one)
        place = self._result(one)
        self.inline(element)
        self._flow.fields.pop()
        self.end_link(place, one.target)

    def _result(self, one: _Field) -> Place:
        """The result of a field begins: the words of a link, or a marker that is no text."""
        noted = _NOTEREF.match(one.instruction)
        note_id = self._bookmarked.get(noted[1]) if noted else None
        if note_id is not None:
            self.mark(note_id)
        link = _HYPERLINK.match(one.instruction)
        one.target = link_target(link[1] or link[2]) if link else None
        one.silent = note_id is not None
        one.place = self.place()
        return one.place

    # notes

    def _note(self, piece: etree._Element, kind: str, run: etree._Element) -> bool:
        """A marker; true where the rest of the run is the marker as printed."""
        note_id = attribute(piece, "id")
        note = self._noted[kind].get(note_id)
        own = attribute(piece, "customMarkFollows") not in ("", "0", "false", "off")
        if note is None:
            return own
        if own:
            label = "".join(e.text or "" for e in run if name_of(e) == "t").strip() or None
        else:
            self._cited[kind] += 1
            label = spell(self._cited[kind], self._how[kind])
        self.mark(f"{kind} {note_id}", partial(self._put_note, kind, note_id, label, note))
        return own

    def _put_note(self, kind: str, note_id: str, label: str | None, note: etree._Element) -> None:
        with self._aside(_Flow(self._note_relations[kind])):
            self.note(f"{kind} {note_id}", label, partial(self.children, note))

    # tables

    def _table(self, element: etree._Element) -> None:
        rows = [_cells(row) for row in _wrapped(element, "tr") if not _is_gone(row)]
        if self._flow.furniture or self.is_flat:
            for cells in rows:
                for cell in cells:
                    self.children(cell.element)
            return
        headings = [_is_heading(row) for row in _wrapped(element, "tr") if not _is_gone(row)]
        covered = _covered(rows)
        self.table(
            self._row(cells, covered[number], headings[number]) for number, cells in enumerate(rows)
        )

    def _row(
        self, cells: list[_WordCell], covered: dict[int, int], heading: bool
    ) -> Iterator[Entry]:
        for cell in cells:
            if not cell.goes_on:
                rows = covered.get(cell.column, 1)
                fill = partial(self.children, cell.element)
                yield Entry(fill, cell.column, cell.columns, rows, heading)


@dataclass(frozen=True, slots=True)
class _WordCell:
    """A cell in its row; ``goes_on`` where it only continues the cell above."""

    element: etree._Element
    column: int
    columns: int
    goes_on: bool


def _cells(row: etree._Element) -> list[_WordCell]:
    column = _bounded(child_of(row, "trPr", "gridBefore"), 0)
    cells = []
    for element in _wrapped(row, "tc"):
        properties = child_of(element, "tcPr")
        columns = max(_bounded(child_of(properties, "gridSpan"), 1), 1)
        merged = child_of(properties, "vMerge")
        goes_on = merged is not None and attribute(merged, "val") != "restart"
        if child_of(properties, "cellDel") is None:
            cells.append(_WordCell(element, column, columns, goes_on))
        column += columns
    return cells


def _covered(rows: list[list[_WordCell]]) -> list[dict[int, int]]:
    """For each row the number of rows that the cell in a column covers, from below upwards."""
    found: list[dict[int, int]] = []
    below: dict[int, int] = {}
    for cells in reversed(rows):
        here = {cell.column: below.get(cell.column, 0) + 1 for cell in cells}
        below = {cell.column: here[cell.column] for cell in cells if cell.goes_on}
        found.append(here)
    return found[::-1]


def _bounded(element: etree._Element | None, otherwise: int) -> int:
    return min(number_of(attribute(element, "val"), otherwise), _MOST_SPAN)


def _wrapped(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children by that name, also those in a content control."""
    for child in element:
        found = name_of(child)
        if found == name:
            yield child
        elif found in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _wrapped(child, name)


def _is_gone(row: etree._Element) -> bool:
    """Whether a row is deleted or hidden."""
    properties = child_of(row, "trPr")
    return child_of(properties, "del") is not None or bool(switched(properties, "hidden"))


def _is_heading(row: etree._Element) -> bool:
    return bool(switched(child_of(row, "trPr"), "tblHeader"))


def _joins_next(properties: etree._Element | None) -> bool:
    """Whether the next paragraph goes on in this one: its mark is deleted, or it is an initial."""
    mark = child_of(properties, "rPr")
    gone = child_of(mark, "del") is not None or child_of(mark, "moveFrom") is not None
    initial = attribute(child_of(properties, "framePr"), "dropCap")
    return gone or initial in ("drop", "margin")


def _has_words(properties: etree._Element | None) -> bool:
    """Whether the paragraph of these properties holds any text."""
    paragraph = None if properties is None else properties.getparent()
    return paragraph is not None and any(
        name_of(element) == "t" and (element.text or "").strip()
        for element in paragraph.iter(etree.Element)
    )


def _choice(element: etree._Element) -> etree._Element:
    """Of two ways to draw the same the first; both hold the same words."""
    return next((child for child in element if name_of(child) == "mc:Choice"), element)


def _notes(root: etree._Element | None, kind: str) -> dict[str, etree._Element]:
    """The notes of a part by their numbers; the lines that part them from the text are none."""
    return {
        attribute(note, "id"): note
        for note in (() if root is None else root)
        if name_of(note) == kind and attribute(note, "type") in ("", "normal")
    }


def _note_format(package: _Package, name: str, otherwise: str) -> str:
    """How notes of a kind are numbered."""
    for root in (package.main, package.settings):
        for element in () if root is None else root.iter(etree.Element):
            if name_of(element) == name:
                how = attribute(child_of(element, "numFmt"), "val")
                if how:
                    return how
    return otherwise


def _bookmarks(main: etree._Element) -> dict[str, str]:
    """The bookmarks around the marker of a note, by name: other markers refer to them."""
    found: dict[str, str] = {}
    begun: dict[str, str] = {}
    for element in main.iter(etree.Element):
        name = name_of(element)
        if name == "bookmarkStart":
            begun[attribute(element, "id")] = attribute(element, "name")
        elif name == "bookmarkEnd":
            begun.pop(attribute(element, "id"), None)
        elif name in _NOTES:
            note_id = f"{_NOTES[name]} {attribute(element, 'id')}"
            found.update(dict.fromkeys(begun.values(), note_id))
            begun.clear()
    return found
