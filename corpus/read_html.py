"""The official HTML of a publication into a Document.

Only the paper itself is read, not the site around it. What is no official publication (an error
page, a page of rijksoverheid.nl) is refused: its layout is not known and is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from lxml import etree

from corpus.list_labels import spell
from corpus.markup import link_target, parse_page
from corpus.meta_kenmerken import read_meta
from corpus.passage_writer import Entry, Grid, PassageWriter
from models.document import Document, Kenmerken, Span
from models.lists import PassageSoort
from models.paper import RawFile
from models.problems import Problem, UnreadableError

_S = PassageSoort
_HEADING = re.compile(r"h([1-6])")
# what the printed paper puts above the two titles; all other headings follow their number
_TITLE_LEVEL = {"dossiertitel": 1, "kamervraagomschrijving_kop": 2}
# the looks of a tussenkop that stand one below the others
_LIGHT = re.compile(r"tussenkop_(?:cur|rom|ondlijn)")
# pieces of a heading that are furniture of the paper, as in its XML
_NUMBERS = frozenset({"dossiernummer", "stuknummer"})
# the number of a list item as printed
_LABELS = frozenset({"ol", "lidnr"})
_SKIPPED = frozenset(
    (
        *("script", "style", "head", "nav", "header", "footer", "form", "button", "noscript"),
        *("template", "svg", "img", "iframe", "object", "del", "select", "textarea"),
    )
)
_BLOCK = frozenset(
    (
        *("p", "div", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "section"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "article", "main", "aside", "figure", "hr"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
    )
)
_LIST = frozenset({"ul", "ol"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOTE_ID = "supernote-note-"
_MOST_SPAN = 1000

_NO_PAPER = (
    "Dit is geen officiële publicatie maar een andere webpagina; "
    "bied het stuk zelf aan als xml of pdf."
)


def read_html(data: bytes, raw: RawFile) -> Document:
    """The paper in the official HTML of a publication.

    Note markers are left out of the text and point with an empty span; a note follows the passage
    that cites it, as in XML. The document has the identifier its metadata name.

    Raises :class:`UnreadableError`: ``onbekend_formaat`` for any other page and for markup deeper
    than we walk.
    """
    root = parse_page(data)
    if root is None:
        raise UnreadableError("onbekend_formaat", _NO_PAPER)
    metas = ((e.get("name") or "", e.get("content") or "") for e in root.iter("meta"))
    document_id, kenmerken = read_meta(metas)
    body = _body(root)
    if document_id is None or body is None:
        raise UnreadableError("onbekend_formaat", _NO_PAPER)
    writer = _Writer(root)
    writer.edge(root, "kopregel")
    writer.block(body)
    writer.loose_notes()
    writer.edge(root, "voetregel")
    problems = () if writer.passages else (_empty(document_id),)
    return writer.document(document_id, _with_kop(kenmerken, body), raw, problems)


def _empty(document_id: str) -> Problem:
    return Problem(document_id, "read", "leeg", "De html bevat geen tekst; bekijk de pdf.")


def _body(root: etree._Element) -> etree._Element | None:
    """The element that holds the paper."""
    named = (e for e in root.iter("div", "section", "article", "main") if e.get("id"))
    for element in named:
        if element.get("id") == "broodtekst":
            return element
    papers = (e for e in root.iter("div") if "stuk" in _classes(e))
    return next(papers, None)


def _with_kop(kenmerken: Kenmerken, body: etree._Element) -> Kenmerken:
    """With the printed heading: what stands beside the number in the title of the paper."""
    for heading in body.iter("h1"):
        if "stuktitel" in _classes(heading):
            pieces = [heading.text or ""]
            for child in heading:
                if not _classes(child) & _NUMBERS:
                    pieces.extend(str(text) for text in child.itertext())
                pieces.append(child.tail or "")
            return replace(kenmerken, kop=" ".join("".join(pieces).split()) or None)
    return kenmerken


class _Writer(PassageWriter):
    """Writes the elements of a page as the passages they are."""

    def __init__(self, root: etree._Element) -> None:
        super().__init__()
        self._found = _notes(root)
        self._around = _around_blocks(root)
        self._put: set[int] = set()
        self._lists = 0
        self._label: str | None = None

    def edge(self, root: etree._Element, name: str) -> None:
        """The running header or footer, where the page has one beside the paper."""
        for element in root.iter("div"):
            if element.get("id") == name:
                self._passage(element, _S.RAND)

    def loose_notes(self) -> None:
        """The notes of the paper that nothing points at."""
        self.close()
        for note in self._found.values():
            self._note(note)

    # what paragraphs stand in

    def block(self, element: etree._Element) -> None:
        """Adds an element as the passage or passages it is."""
        if _is_skipped(element) or _is_note(element):
            return
        tag = str(element.tag)
        if tag == "table":
            self._table(element)
        elif level := _level(element):
            self._heading(element, level)
        elif tag == "li":
            self._item(element)
        elif tag in _LIST:
            self._list(element)
        elif tag in ("p", "dt") or self._is_mixed(element):
            self._passage(element, _S.OPSOMMING if self._lists else _S.ALINEA, self._lists)
        else:
            for child in element:
                self.block(child)

    def _passage(self, element: etree._Element, soort: PassageSoort, level: int = 0) -> None:
        label, self._label = self._label, None
        found = _label_of(element) if soort is _S.OPSOMMING else None
        if found is not None:
            label = _words(found) or label
        self.open(soort, level, label)
        self.inline(element, frozenset() if found is None else frozenset({found}))
        self.close()

    def _heading(self, element: etree._Element, level: int) -> None:
        """A heading; the number of dossier or paper beside it is furniture, as in the XML."""
        numbers = frozenset(e for e in element.iterchildren("span") if _classes(e) & _NUMBERS)
        for number in element:
            if number in numbers:
                self._passage(number, _S.RAND)
        self.open(_S.KOP, level)
        self.inline(element, numbers)
        self.close()

    def _list(self, element: etree._Element) -> None:
        self._lists += 1
        number, step = _start(element)
        for child in element:
            if child.tag == "li":
                number = _number(child.get("value"), number)
                self._label = _counted(element, number)
                number += step
            self.block(child)
            self._label = None
        self._lists -= 1

    def _item(self, element: etree._Element) -> None:
        """A list item: a paragraph of its own, or the paragraphs that stand in it."""
        if self._is_mixed(element):
            self._passage(element, _S.OPSOMMING, self._lists)
            return
        for child in element:
            if child.tag == "span" and _classes(child) & _LABELS:
                self._label = _words(child) or self._label
            else:
                self.block(child)

    def _is_mixed(self, element: etree._Element) -> bool:
        """Whether the element itself holds words or inline elements, not only blocks."""
        if element.text and element.text.strip():
            return True
        return any(
            (child.tail and child.tail.strip()) or self._is_inline(child) for child in element
        )

    def _is_inline(self, element: etree._Element) -> bool:
        if element.tag in _BLOCK or element in self._around or _is_skipped(element):
            return False
        return not _is_label(element) and any(str(text).strip() for text in element.itertext())

    # what stands within a paragraph

    def inline(
        self, element: etree._Element, without: frozenset[etree._Element] = frozenset()
    ) -> None:
        """Adds the text of an element and all in it, but for the children ``without``."""
        self.write(element.text)
        for child in element:
            if child not in without and not _is_skipped(child):
                self._inline_child(child)
            self.write(child.tail)

    def _inline_child(self, child: etree._Element) -> None:
        tag = str(child.tag)
        if tag == "a":
            self._anchor(child)
        elif _is_note_number(child):
            return
        elif tag == "br":
            self.space()
        elif tag in _BLOCK:
            self._block_within(child)
        else:
            self.inline(child)

    def _anchor(self, anchor: etree._Element) -> None:
        """A marker of a note, or a link."""
        note = self._cited(anchor)
        if note is not None:
            self.mark(_key(note), partial(self._note, note))
        elif not _is_note_number(anchor):
            self.link(link_target(anchor.get("href") or ""), partial(self.inline, anchor))

    def _block_within(self, element: etree._Element) -> None:
        """A list or table within a paragraph: the paragraph goes on after it."""
        if _is_note(element):
            return
        if self.in_cell or self.opened is None or self.opened.soort is _S.NOOT:
            self.space()
            self.inline(element)
            self.space()
            return
        passage = self.opened
        self.block(element)
        self.open(passage.soort, passage.level)

    # notes

    def _cited(self, anchor: etree._Element) -> etree._Element | None:
        """The note an anchor points at, from outside it."""
        href = anchor.get("href") or ""
        note = self._found.get(href[1:]) if href.startswith("#") else None
        return None if note is not None and note in anchor.iterancestors() else note

    def _note(self, note: etree._Element) -> None:
        """Writes a note, once."""
        if id(note) in self._put:
            return
        self._put.add(id(note))
        number = next((e for e in note.iter("span") if _is_note_number(e)), None)
        label = _words(number) or None if number is not None else None
        self.note(_key(note), label, partial(self._note_text, note))

    def _note_text(self, note: etree._Element) -> None:
        for child in note:
            # its heading is the button that closes it on the screen
            if child.tag != "h5" and not _is_skipped(child):
                self.space()
                self._inline_child(child)

    # tables

    def _table(self, element: etree._Element) -> None:
        title = self._caption(element)
        rows = [
            row
            for row in element.iter("tr")
            if next(row.iterancestors("table"), None) is element and not _is_skipped(row)
        ]
        grid = Grid()
        self.table((self._row(row, grid) for row in rows), title)

    def _caption(self, element: etree._Element) -> Span | None:
        caption = element.find("caption")
        if caption is None or not _words(caption):
            return None
        before = len(self.passages)
        self._passage(caption, _S.KOP, 3)
        return self.passages[before].span if len(self.passages) > before else None

    def _row(self, row: etree._Element, grid: Grid) -> Iterator[Entry]:
        in_head = next(row.iterancestors("thead", "table"), row).tag == "thead"
        for cell in row.iterchildren("td", "th"):
            columns = min(max(_number(cell.get("colspan"), 1), 1), _MOST_SPAN)
            rows = min(max(_number(cell.get("rowspan"), 1), 1), _MOST_SPAN)
            column = grid.place(columns, rows)
            heading = in_head or cell.tag == "th"
            yield Entry(partial(self.inline, cell), column, columns, rows, heading)
        grid.end_row()


def _notes(root: etree._Element) -> dict[str, etree._Element]:
    """The notes of a page, by every name an anchor may call them."""
    found: dict[str, etree._Element] = {}
    for element in root.iter("div", "li", "p"):
        if not _is_note(element):
            continue
        names = [(element.get("id") or "").removeprefix(_NOTE_ID)]
        for inner in element.iter("a", "span"):
            names += [inner.get("id") or "", inner.get("name") or ""]
        for name in names:
            if name:
                found.setdefault(name, element)
    return found


def _key(note: etree._Element) -> str:
    return note.get("id") or str(id(note))


def _is_note(element: etree._Element) -> bool:
    return "noot" in _classes(element)


def _is_note_number(element: etree._Element) -> bool:
    return "nootnum" in _classes(element)


def _classes(element: etree._Element) -> frozenset[str]:
    return frozenset((element.get("class") or "").split())


def _is_skipped(element: etree._Element) -> bool:
    """Whether nothing in the element is text of the paper: no text at all, or not shown."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _SKIPPED or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def _level(element: etree._Element) -> int:
    """The depth of a heading, as in the XML; 0 where the element is none."""
    classes = _classes(element)
    for name in classes & _TITLE_LEVEL.keys():
        return _TITLE_LEVEL[name]
    match = _HEADING.fullmatch(str(element.tag))
    if match:
        return int(match[1]) + 1
    looks = [name for name in classes if name.startswith("tussenkop")]
    if element.tag == "p" and looks:
        return 4 if any(_LIGHT.match(name) for name in looks) else 3
    return 0


def _words(element: etree._Element) -> str:
    return " ".join("".join(str(text) for text in element.itertext()).split())


def _around_blocks(root: etree._Element) -> frozenset[etree._Element]:
    """The elements that hold a block, at any depth."""
    found: set[etree._Element] = set()
    for block in root.iter(*_BLOCK):
        for outer in block.iterancestors():
            if outer in found:
                break
            found.add(outer)
    return frozenset(found)


def _is_label(element: etree._Element) -> bool:
    return element.tag == "span" and bool(_classes(element) & _LABELS)


def _label_of(element: etree._Element) -> etree._Element | None:
    """The number with which a list item opens."""
    if (element.text or "").strip() or not len(element):
        return None
    return element[0] if _is_label(element[0]) else None


def _start(element: etree._Element) -> tuple[int, int]:
    """The first number of a numbered list, and the step to the next."""
    step = -1 if element.get("reversed") is not None else 1
    first = len(list(element.iterchildren("li"))) if step < 0 else 1
    return _number(element.get("start"), first), step


def _counted(element: etree._Element, number: int) -> str | None:
    """The label a browser prints before an item of a numbered list."""
    if element.tag != "ol":
        return None
    formats = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
    return spell(number, formats.get(element.get("type") or "1", "decimal")) + "."


def _number(text: str | None, otherwise: int) -> int:
    """A whole number as an attribute gives it, if it is one a paper could have."""
    text = (text or "").strip()
    return int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise
