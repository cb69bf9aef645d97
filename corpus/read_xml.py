"""Official XML of KOOP: a Kamerstuk, answered Kamervragen or Handelingen into a Document.

The bytes come from outside: no entity, no DTD and no network is ever used. What the paper says
of itself (dossier, number, date, kind) is read by ``corpus.xml_kenmerken``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from corpus.markup import DEEPEST, xml_parser
from corpus.passage_writer import Entry, Grid, PassageWriter
from corpus.xml_kenmerken import plain_text, read_id, read_kenmerken
from models.document import Document, Span
from models.lists import PassageSoort
from models.paper import RawFile
from models.problems import Problem, UnreadableError

_ROOT = "officiele-publicatie"

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
    return writer.document(document_id, kenmerken, raw, problems)


def _parse(data: bytes) -> etree._Element:
    if b"<!ENTITY" in data.replace(b"\0", b""):
        raise _unsafe()
    try:
        root = etree.fromstring(data, xml_parser())
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


class _Writer(PassageWriter):
    """Writes the elements of a publication as the passages they are."""

    def __init__(self) -> None:
        super().__init__()
        self._label: str | None = None
        self._nesting = 0
        self._sections = 0
        self._lists = 0
        self._unnamed = 0

    def _begin(self, soort: PassageSoort, level: int = 0) -> None:
        """Begins a passage; a label read before goes with it."""
        # what ends may put down notes, and these take no label that is not theirs
        label, self._label = self._label, None
        self.open(soort, level, label)

    def _note(self, note_id: str, note: etree._Element) -> None:
        number = note.find("noot.nr")
        label = plain_text(number) or None if number is not None else None

        def fill() -> None:
            for paragraph in note.iter("noot.al"):
                self.space()
                self.inline(paragraph)

        self.note(note_id, label, fill)

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
            # a note without an identifier is pointed at once only
            self._unnamed += 1
            note_id = child.get("id") or f"#{self._unnamed}"
            self.mark(note_id, partial(self._note, note_id, child))
        elif child.tag == "nootref":
            self.mark(child.get("refid") or "")
        elif child.tag in _BLOCK:
            self._block_within(child)
        elif child.tag not in _SKIPPED:
            target = child.get("doc") or child.get("dossier")
            self.link(target, partial(self.inline, child))
            if child.tag in _SPACED:
                self.widen(" ")

    def _block_within(self, element: etree._Element) -> None:
        """A list or table within a paragraph: the paragraph goes on after it."""
        if self.in_cell:
            self.space()
            self.inline(element)
            self.space()
            return
        passage = self.opened
        self.block(element)
        if passage is not None:
            self._begin(passage.soort, passage.level)

    # what paragraphs stand in

    def _descend(self) -> None:
        self._nesting += 1
        if self._nesting > DEEPEST:
            raise UnreadableError(
                "onbekend_formaat",
                f"De XML is meer dan {DEEPEST} elementen diep; haal het stuk opnieuw op.",
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
        self._begin(soort, level)
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
        self.table((self._row(*row) for row in rows), title)

    def _table_title(self, element: etree._Element) -> Span | None:
        title = element.find("title")
        if title is None or not plain_text(title):
            return None
        self._passage(title, PassageSoort.KOP, self._sections + 3)
        headings = [p for p in self.passages if p.soort is PassageSoort.KOP]
        return headings[-1].span

    def _row(self, row: etree._Element, heading: bool, grid: _Grid) -> Iterator[Entry]:
        for entry in row.iterchildren("entry"):
            column, columns, rows = grid.place_entry(entry)
            yield Entry(partial(self.inline, entry), column, columns, rows, heading)
        grid.end_row()


class _Grid(Grid):
    """Where the cells of one CALS ``tgroup`` fall; its columns may have names."""

    def __init__(self, group: etree._Element) -> None:
        super().__init__()
        names = [spec.get("colname") or "" for spec in group.iter("colspec")]
        self._columns = {name: number for number, name in enumerate(names) if name}

    def place_entry(self, entry: etree._Element) -> tuple[int, int, int]:
        """The column of an entry, how many columns and how many rows it spans."""
        first = self._columns.get(entry.get("namest") or entry.get("colname") or "")
        more = entry.get("morerows") or ""
        rows = 1 + (int(more) if more.isascii() and more.isdigit() and len(more) < 5 else 0)
        column = self.free() if first is None else first
        last = self._columns.get(entry.get("nameend") or "", column)
        columns = max(last - column, 0) + 1
        self.place(columns, rows, column)
        return column, columns, rows


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
