"""The official XML of a paper as its paragraphs, read with lxml alone: not by our own reader.

What counts as running text, for every reader alike: the titles of the dossier and of the paper,
the line with the date, who asks and answers what, headings, speakers, paragraphs, list items with
their number, who signs, and notes with their number after the paragraph they stand in; in document
order. Tables are left out: no paper that is measured this way has one.
What is printed besides (parliament, session year, number of the dossier and of the paper) is
``furniture``: our program keeps it apart, and so it counts for nor against anyone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

# text set lowered or raised stands between two of these, which no paper uses
LOWERED = "\ue000"
RAISED = "\ue001"
PLAIN = "\ue002"

_FURNITURE = frozenset(
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
_PARAGRAPHS = {
    "titel": "kop",
    "item-titel": "kop",
    "tussenkop": "kop",
    "kamervraagomschrijving": "alinea",
    "datumtekst": "alinea",
    "al": "alinea",
    "functie": "alinea",
    "naam": "alinea",
    "deze": "alinea",
    "spreker": "spreker",
}
_SKIPPED = frozenset({"metadata", "plaatje"})
_MARKS = re.compile(f"[{LOWERED}{RAISED}{PLAIN}]")
# papers that went through a pretty printer have room around every piece of a sentence
_OPENING = re.compile(r"(?<=[(\[«]) ")
_CLOSING = re.compile(r" (?=[)\],;:!?»]|\.(?!\.))")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of running text: ``kop``, ``alinea``, ``item``, ``spreker`` or ``noot``.

    ``marked`` is its text with the marks of lowered and raised characters in it. ``grouped``
    holds where no white line stands above it (names under a motie).
    """

    kind: str
    marked: str
    grouped: bool = False

    @property
    def text(self) -> str:
        """What is printed."""
        return _MARKS.sub("", self.marked)


@dataclass(frozen=True, slots=True)
class Official:
    """A paper as the source publishes it."""

    id: str
    paragraphs: tuple[Paragraph, ...]
    furniture: tuple[str, ...]
    session: str
    dossiers: tuple[tuple[str, str], ...]
    number: str

    @property
    def text(self) -> str:
        """The running text, a paragraph a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


def read_official(path: Path) -> Official:
    """The paper in an official XML file; raises ``lxml.etree.XMLSyntaxError`` for broken markup."""
    root = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True))
    paragraphs = tuple(p for p in _paragraphs(root.getroot()) if p.text)
    furniture = [_words(element) for element in root.iter() if element.tag in _FURNITURE]
    furniture = [line.replace(" -", "-") for line in furniture]
    dossiers = [_dossier(dossier) for dossier in root.iter("dossier")]
    lines = (line for line in root.iter("tekstregel") if line.get("inhoud") == "vergaderjaar")
    session = next(lines, None)
    return Official(
        id=path.stem,
        paragraphs=paragraphs,
        furniture=tuple(line for line in furniture if line),
        session=_words(session).removeprefix("Vergaderjaar "),
        dossiers=tuple(dossiers),
        number=_words(next(root.iter("stuknr"), None)),
    )


def _dossier(dossier: etree._Element) -> tuple[str, str]:
    """Number and title, as they are printed beside each other."""
    number = _words(dossier.find("dossiernummer")).replace(" -", "-")
    return number, _words(dossier.find("titel"), marks=True)


def _paragraphs(element: etree._Element, label: str = "") -> Iterator[Paragraph]:
    """The paragraphs in an element; ``label`` is the number the first of them is printed with."""
    if not isinstance(element.tag, str) or element.tag in _FURNITURE | _SKIPPED:
        return
    kind = _kind(element)
    if kind is not None:
        yield from _paragraph(element, kind, label)
    elif element.tag == "li":
        label = _words(element.find("li.nr"))
        for child in element.iterchildren():
            if child.tag != "li.nr":
                yield from _paragraphs(child, label)
                label = ""
    else:
        for child in element:
            yield from _paragraphs(child)


def _paragraph(element: etree._Element, kind: str, label: str) -> Iterator[Paragraph]:
    text = _words(element, marks=True)
    if kind == "spreker":
        text = text.replace(" :", ":")
    if label:
        kind, text = "item", f"{label} {text}"
    yield Paragraph(kind, text, kind == "alinea" and _is_next_in_group(element))
    for note in element.iter("noot"):
        number = _words(note.find("noot.nr"))
        yield Paragraph("noot", f"{number} {' '.join(_words(al) for al in note.iter('noot.al'))}")


def _kind(element: etree._Element) -> str | None:
    parent = element.getparent()
    if element.tag == "nr" and parent is not None and parent.tag in ("vraag", "antwoord"):
        return "kop"
    return _PARAGRAPHS.get(str(element.tag))


def _is_next_in_group(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "al-groep" and parent.index(element) > 0


def _words(element: etree._Element | None, *, marks: bool = False) -> str:
    """The printed text of an element without its notes, white space put right."""
    if element is None:
        return ""
    text = " ".join("".join(_pieces(element, marks)).split())
    return _CLOSING.sub("", _OPENING.sub("", text))


_STYLES = {"inf": LOWERED, "sup": RAISED}


def _pieces(element: etree._Element, marks: bool) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag != "noot":
            style = _STYLES.get(child.tag) if marks else None
            yield style or ""
            yield from _pieces(child, marks)
            yield PLAIN if style else ""
            # these stand apart, though the source often writes no space
            if child.tag in ("voorvoegsels", "voornaam", "dossiernr"):
                yield " "
        yield child.tail or ""
