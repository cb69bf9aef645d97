"""What the styles and numbering of a Word text say: headings, hidden text, labels of lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from corpus.list_labels import bullet, spell
from corpus.markup import number_of

_SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_TAGS = tuple(f"{{{space}}}" for space in _SPACES)
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = re.compile(r"\{[^}]*/(?:math|officeDocument/math)[^}]*\}t")
_HEADING = re.compile(r"(?:heading|kop) ?([1-9])")
_BODY_LEVEL = 9
# a chain of styles longer than this goes round
_MOST_PARENTS = 20
_OFF = frozenset({"0", "false", "off"})


def name_of(element: etree._Element) -> str:
    """``p``, ``r``, ``tbl``, … for Word's own elements; ``mc:Choice``; ``m:t``; else ""."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    for space in _TAGS:
        if tag.startswith(space):
            return tag[len(space) :]
    if tag.startswith(_COMPATIBILITY):
        return f"mc:{tag[len(_COMPATIBILITY) :]}"
    return "m:t" if _MATH.fullmatch(tag) else ""


def child_of(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child by that name, or its child by the next name, and so on."""
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if name_of(child) == name), None)
    return element


def attribute(element: etree._Element | None, name: str) -> str:
    """The value of an attribute, whatever its namespace; "" where there is none."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def switched(properties: etree._Element | None, name: str) -> bool | None:
    """Whether a property is on or off; ``None`` where nothing is said."""
    found = child_of(properties, name)
    return None if found is None else attribute(found, "val") not in _OFF


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of a paragraph or run; ``None`` and "" where it says nothing.

    ``level`` is the depth of a heading (0: none), ``num_id`` and ``depth`` the list it is in.
    """

    level: int | None = None
    num_id: str = ""
    depth: int = 0
    hidden: bool | None = None


class Styles:
    """The styles of a text, each with what it takes over from the ones it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._own: dict[str, Style] = {}
        self._based_on: dict[str, str] = {}
        self.default = ""
        for style in () if root is None else root:
            if name_of(style) != "style":
                continue
            style_id = attribute(style, "styleId")
            self._own[style_id] = _style(style)
            self._based_on[style_id] = attribute(child_of(style, "basedOn"), "val")
            is_default = attribute(style, "default") not in ("", *_OFF)
            if is_default and attribute(style, "type") == "paragraph":
                self.default = style_id

    def of(self, style_id: str) -> Style:
        """All that holds for text in a style."""
        level, num_id, depth, hidden = None, "", 0, None
        for _ in range(_MOST_PARENTS):
            own = self._own.get(style_id)
            if own is None:
                break
            level = own.level if level is None else level
            hidden = own.hidden if hidden is None else hidden
            if not num_id:
                num_id, depth = own.num_id, own.depth
            style_id = self._based_on[style_id]
        return Style(level, num_id, depth, hidden)


def _style(style: etree._Element) -> Style:
    properties = child_of(style, "pPr")
    numbered = child_of(properties, "numPr")
    return Style(
        _heading_level(style, properties),
        attribute(child_of(numbered, "numId"), "val"),
        number_of(attribute(child_of(numbered, "ilvl"), "val"), 0),
        switched(child_of(style, "rPr"), "vanish"),
    )


def _heading_level(style: etree._Element, properties: etree._Element | None) -> int | None:
    level = outline_level(properties)
    if level is not None:
        return level
    name = attribute(child_of(style, "name"), "val").lower()
    match = _HEADING.fullmatch(name)
    return int(match[1]) if match else 1 if name in ("title", "titel") else None


def outline_level(properties: etree._Element | None) -> int | None:
    """The depth of a heading that a paragraph says it is; 0 for body text."""
    said = attribute(child_of(properties, "outlineLvl"), "val")
    if not said:
        return None
    level = number_of(said, _BODY_LEVEL)
    return level + 1 if level < _BODY_LEVEL else 0


@dataclass(frozen=True, slots=True)
class _Level:
    how: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A list that is counted: by which scheme, and where it begins anew."""

    scheme: str
    starts: dict[int, int]


class Numbering:
    """The lists of a text; it counts along, so each paragraph asks for its label once, in order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._schemes: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _Numbered] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        linked: dict[str, str] = {}
        by_style: dict[str, str] = {}
        for element in () if root is None else root:
            if name_of(element) == "abstractNum":
                scheme = attribute(element, "abstractNumId")
                self._schemes[scheme] = dict(_levels(element))
                by_style[attribute(child_of(element, "styleLink"), "val")] = scheme
                linked[scheme] = attribute(child_of(element, "numStyleLink"), "val")
            elif name_of(element) == "num":
                scheme = attribute(child_of(element, "abstractNumId"), "val")
                self._lists[attribute(element, "numId")] = _Numbered(scheme, _starts(element))
        for scheme, style in linked.items():
            if style and style in by_style:
                self._schemes[scheme] = self._schemes[by_style[style]]

    def label(self, num_id: str, depth: int) -> str | None:
        """The label of the next paragraph of a list at a depth from 0; ``None`` for no label."""
        numbered = self._lists.get(num_id)
        levels = self._schemes.get(numbered.scheme, {}) if numbered else {}
        level = levels.get(depth)
        if numbered is None or level is None:
            return None
        counts = self._counts.setdefault(numbered.scheme, {})
        begins = (num_id, depth) not in self._begun and depth in numbered.starts
        self._begun.add((num_id, depth))
        counts[depth] = numbered.starts[depth] if begins else counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        return bullet(level.text) if level.how == "bullet" else _counted(level, levels, counts)


def _counted(level: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str | None:
    def number(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        at = levels.get(depth, level)
        return spell(counts.get(depth, at.start), at.how)

    if level.how == "none":
        return level.text.strip() or None
    return re.sub("%([1-9])", number, level.text).strip() or None


def _levels(scheme: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in scheme:
        if name_of(level) == "lvl":
            how = attribute(child_of(level, "numFmt"), "val") or "decimal"
            text = attribute(child_of(level, "lvlText"), "val")[:50]
            start = number_of(attribute(child_of(level, "start"), "val"), 1)
            yield number_of(attribute(level, "ilvl"), 0), _Level(how, text, start)


def _starts(num: etree._Element) -> dict[int, int]:
    found = {}
    for override in num:
        start = attribute(child_of(override, "startOverride"), "val")
        if name_of(override) == "lvlOverride" and start:
            found[number_of(attribute(override, "ilvl"), 0)] = number_of(start, 1)
    return found
