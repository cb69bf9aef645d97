"""OpenDocument text (odt) into a Document; the official one reads as its XML does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from lxml import etree

from corpus.markup import link_target, number_of
from corpus.meta_kenmerken import read_meta
from corpus.odf_styles import Styles, attribute, child_of, name_of
from corpus.packed import Parts
from corpus.passage_writer import Entry, Grid, PassageWriter
from models.document import Document
from models.lists import PassageSoort
from models.paper import RawFile
from models.problems import Problem, UnreadableError

_S = PassageSoort
# nothing of these is text of the paper: what was deleted, remarks, lists of names, page numbers
_SKIPPED = frozenset(
    (
        *("text:tracked-changes", "office:annotation", "office:forms", "office:scripts"),
        *("text:variable-decls", "text:sequence-decls", "text:user-field-decls", "svg:title"),
        *("svg:desc", "text:page-number", "text:page-count", "text:ruby-text"),
        *("text:note-citation", "text:index-title-template", "office:event-listeners"),
    )
)
_SPACES = frozenset({"text:s", "text:tab", "text:line-break"})
_EDGES = re.compile(r"style:(?:header|footer)(?:-left|-first)?")
# in the official odt: the table above the paper, its styles of furniture, its numbers
_MASTHEAD = "parlementair.kop"
_FURNITURE = frozenset({"kamervraagnummer", "frillblok", "footer"})
_DOSSIER = re.compile(r"[0-9]{2} ?[0-9]{3}\b.{0,40}")
_ONDERNUMMER = re.compile(r"Nr\. ?\w{1,10}\b.{0,20}")
_VRAAG = re.compile(r"(?:Vraag|Antwoord) [0-9][0-9, en]{0,30}")
_OMSCHRIJVING = re.compile(
    r"(?:(?:Nadere )?[Vv]ragen|(?:Nader )?[Aa]ntwoord|Mededeling) van .{5,1500}"
    r"\((?:ingezonden|ontvangen) [^()]{6,80}\)\.?"
)
_MOST_SPAN = 1000

_NO_TEXT = "Dit is een rekenblad of presentatie, geen stuk; vraag de bron om een pdf of Word-tekst."


def read_odt(data: bytes, raw: RawFile) -> Document:
    """The paper in an OpenDocument text.

    Deleted and hidden text is no text; inserted text is. Headers and footers are furniture, once
    each. Note markers are left out of the text and point with an empty span. The document has the
    identifier its metadata name, else none ("").

    Raises :class:`UnreadableError`: ``onbekend_formaat`` for a spreadsheet or presentation,
    ``kapotte_odt``, ``onveilige_xml``, ``versleuteld`` and ``te_groot`` as in ``corpus.packed``.
    """
    parts = Parts(data, "odt")
    if b"encryption-data" in (parts.read("META-INF/manifest.xml") or b""):
        raise parts.encrypted()
    content = parts.tree("content.xml")
    body = None if content is None else child_of(content, "office:body")
    text = None if body is None else child_of(body, "office:text")
    if content is None or text is None:
        raise UnreadableError("onbekend_formaat", _NO_TEXT)
    document_id, kenmerken = read_meta(_metadata(parts.tree("meta.xml")))
    styles = parts.tree("styles.xml")
    writer = _Writer(Styles(content, styles), official=document_id is not None)
    writer.edges(styles, "header")
    writer.block(text)
    writer.edges(styles, "footer")
    problems = () if writer.passages else (_empty(document_id or raw.id or raw.key),)
    kenmerken = replace(kenmerken, kop=writer.kop)
    return writer.document(document_id or "", kenmerken, raw, problems)


def _empty(subject: str) -> Problem:
    return Problem(subject, "read", "leeg", "De odt bevat geen tekst; bekijk de pdf.")


def _metadata(meta: etree._Element | None) -> Iterator[tuple[str, str]]:
    for element in () if meta is None else meta.iter(etree.Element):
        if name_of(element) == "meta:user-defined":
            yield attribute(element, "meta:name"), element.text or ""


class _Writer(PassageWriter):
    """Writes the elements of a text as the passages they are.

    ``kop`` is the printed heading of an official paper, once it is met.
    """

    def __init__(self, styles: Styles, official: bool) -> None:
        super().__init__()
        self.kop: str | None = None
        self._styles = styles
        self._official = official
        self._furniture = False
        self._label: str | None = None
        # the style of the list we are in, and the number of the item in each level
        self._list_style = ""
        self._counts: list[int] = []
        self._ended: dict[str, int] = {}
        self._seen: set[str] = set()

    def edges(self, styles: etree._Element | None, kind: str) -> None:
        """The headers or footers of the pages as furniture, each text once."""
        self._furniture = True
        for element in () if styles is None else styles.iter(etree.Element):
            name = name_of(element)
            if _EDGES.fullmatch(name) and name.startswith(f"style:{kind}"):
                words = _words(element)
                if words and words not in self._seen:
                    self._seen.add(words)
                    self.block(element)
        self._furniture = False

    # what paragraphs stand in

    def block(self, element: etree._Element) -> None:
        """Adds an element as the passage or passages it is."""
        name = name_of(element)
        if name in _SKIPPED or _is_hidden(element, name):
            return
        if name == "text:h":
            self._heading(element)
        elif name == "text:p":
            self._paragraph(element)
        elif name == "text:list":
            self._list(element)
        elif name == "table:table":
            self._table(element)
        else:
            self._children(element, self._furniture or _is_margin(element, name))

    def _children(self, element: etree._Element, furniture: bool) -> None:
        before, self._furniture = self._furniture, furniture
        for child in element:
            self.block(child)
        self._furniture = before

    def _paragraph(self, element: etree._Element) -> None:
        style = attribute(element, "text:style-name")
        if self._styles.hides("paragraph", style) or _hides_itself(element):
            return
        label, self._label = self._label, None
        if self.is_flat:
            self.run_on(label, lambda: self.inline(element))
            return
        soort, level = self._soort(element, style)
        self.open(soort, level, label)
        self.inline(element)
        self.close()

    def _soort(self, element: etree._Element, style: str) -> tuple[PassageSoort, int]:
        if self._furniture or (self._official and style in _FURNITURE):
            return _S.RAND, 0
        if self._counts:
            return _S.OPSOMMING, len(self._counts)
        words = _words(element) if self._official else ""
        if _VRAAG.fullmatch(words):
            return _S.KOP, 3
        return (_S.KOP, 2) if _OMSCHRIJVING.fullmatch(words) else (_S.ALINEA, 0)

    def _heading(self, element: etree._Element) -> None:
        if self._furniture or self.is_flat:
            self._paragraph(element)
            return
        if self._styles.hides("paragraph", attribute(element, "text:style-name")):
            return
        level = max(number_of(attribute(element, "text:outline-level"), 1), 1)
        self._label = None
        if self._official and self._numbered_title(element):
            return
        self.open(_S.KOP, level)
        self.inline(element)
        self.close()

    def _numbered_title(self, element: etree._Element) -> bool:
        """The title of dossier or paper behind its number and a tab; false for another heading.

        As in the XML the number is furniture, and the title of the paper is its printed heading.
        """
        number, tab, title = _around_tab(element)
        is_paper = _ONDERNUMMER.fullmatch(number) is not None
        if tab is None or not title or not (is_paper or _DOSSIER.fullmatch(number)):
            return False
        self.open(_S.RAND)
        self.write(number)
        self.open(_S.KOP, 2 if is_paper else 1)
        self._after(element, tab)
        self.close()
        if is_paper:
            self.kop = title
        return True

    def _after(self, element: etree._Element, tab: etree._Element) -> None:
        self.write(tab.tail)
        for child in tab.itersiblings():
            self._inline_child(child)
            self.write(child.tail)

    # lists

    def _list(self, element: etree._Element) -> None:
        outer = self._list_style
        self._list_style = attribute(element, "text:style-name") or outer
        depth = len(self._counts) + 1
        key = f"{self._list_style} {depth}"
        goes_on = attribute(element, "text:continue-numbering") == "true" or bool(
            attribute(element, "text:continue-list")
        )
        first = self._styles.start(self._list_style, depth) - 1
        self._counts.append(self._ended.get(key, first) if goes_on else first)
        for child in element:
            self._item(child)
        self._ended[key] = self._counts.pop()
        self._list_style, self._label = outer, None

    def _item(self, element: etree._Element) -> None:
        """A list item, or the words above the items, which are not counted."""
        if name_of(element) == "text:list-item":
            counted = self._counts[-1] + 1
            self._counts[-1] = number_of(attribute(element, "text:start-value"), counted)
            self._label = self._styles.label(self._list_style, self._counts)
        printed = child_of(element, "text:number")
        if printed is not None:
            self._label = _words(printed) or None
        for child in element:
            if child is not printed:
                self.block(child)
        self._label = None

    # what stands within a paragraph

    def inline(self, element: etree._Element) -> None:
        """Adds the text of an element and all in it."""
        self.write(element.text)
        for child in element:
            self._inline_child(child)
            self.write(child.tail)

    def _inline_child(self, child: etree._Element) -> None:
        name = name_of(child)
        if name in _SKIPPED or _is_hidden(child, name):
            return
        if name in _SPACES:
            self.space()
        elif name == "text:note":
            self._note(child)
        elif name == "text:note-ref":
            self.mark(attribute(child, "text:ref-name"))
        elif name == "text:a":
            self.link(link_target(attribute(child, "xlink:href")), partial(self.inline, child))
        elif name.startswith("draw:"):
            self._box(child)
        elif name != "text:span" or not self._is_hidden_span(child):
            self.inline(child)

    def _is_hidden_span(self, span: etree._Element) -> bool:
        return self._styles.hides("text", attribute(span, "text:style-name"))

    def _box(self, element: etree._Element) -> None:
        """A text box: its words follow the paragraph it is fastened to."""
        if self.is_flat:
            self.block(element)
        else:
            self.later(partial(self._outside_lists, element))

    def _outside_lists(self, element: etree._Element) -> None:
        counts, self._counts = self._counts, []
        self.block(element)
        self._counts = counts

    # notes

    def _note(self, note: etree._Element) -> None:
        note_id = attribute(note, "text:id")
        body = child_of(note, "text:note-body")
        if body is None:
            return
        citation = child_of(note, "text:note-citation")
        label = None if citation is None else _words(citation) or None
        self.mark(note_id, partial(self._put_note, note_id, label, body))

    def _put_note(self, note_id: str, label: str | None, body: etree._Element) -> None:
        self.note(note_id, label, partial(self._children, body, False))

    # tables

    def _table(self, element: etree._Element) -> None:
        masthead = self._official and attribute(element, "table:name") == _MASTHEAD
        if masthead or self._furniture or self.is_flat:
            self._children(element, self._furniture or masthead)
            return
        grid = Grid()
        self.table(self._row(row, heading, grid) for row, heading in _rows(element))

    def _row(self, row: etree._Element, heading: bool, grid: Grid) -> Iterator[Entry]:
        counts, self._counts = self._counts, []
        for cell in row:
            if name_of(cell) != "table:table-cell":
                continue
            columns = _span(cell, "table:number-columns-spanned")
            rows = _span(cell, "table:number-rows-spanned")
            repeated = _span(cell, "table:number-columns-repeated")
            column = grid.place(max(columns, repeated), rows)
            fill = partial(self._children, cell, False)
            yield Entry(fill, column, columns, rows, heading)
        grid.end_row()
        self._counts = counts


def _rows(table: etree._Element, heading: bool = False) -> Iterator[tuple[etree._Element, bool]]:
    """The rows from top to bottom, and whether each is a heading."""
    for element in table:
        name = name_of(element)
        if name == "table:table-row":
            if attribute(element, "table:visibility") not in ("collapse", "filter"):
                yield element, heading
        elif name in ("table:table-header-rows", "table:table-rows", "table:table-row-group"):
            yield from _rows(element, heading or name == "table:table-header-rows")


def _span(cell: etree._Element, name: str) -> int:
    return min(max(number_of(attribute(cell, name), 1), 1), _MOST_SPAN)


def _words(element: etree._Element) -> str:
    return " ".join("".join(str(text) for text in element.itertext()).split())


def _around_tab(heading: etree._Element) -> tuple[str, etree._Element | None, str]:
    """What stands before the first tab of a heading, the tab, and what stands after it."""
    number = " ".join((heading.text or "").split())
    if not len(heading) or name_of(heading[0]) != "text:tab":
        return number, None, ""
    return number, heading[0], _words(heading).removeprefix(number).strip()


def _is_margin(element: etree._Element, name: str) -> bool:
    """Whether a frame has its place on the page, not beside a paragraph."""
    return name == "draw:frame" and attribute(element, "text:anchor-type") == "page"


def _is_hidden(element: etree._Element, name: str) -> bool:
    if name == "text:section":
        return attribute(element, "text:display") == "none" or _says_hidden(element)
    return name == "text:hidden-text" and _says_hidden(element)


def _hides_itself(paragraph: etree._Element) -> bool:
    """Whether a paragraph holds the field that hides it."""
    found = child_of(paragraph, "text:hidden-paragraph")
    return found is not None and _says_hidden(found)


def _says_hidden(element: etree._Element) -> bool:
    return attribute(element, "text:is-hidden") == "true"
