"""What the styles of an OpenDocument text say: which text is hidden, how lists are counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from corpus.list_labels import bullet, spell
from corpus.markup import number_of

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_SHORT = {
    **{f"{_OASIS}{name}:1.0": name for name in ("text", "table", "office", "style", "meta")},
    f"{_OASIS}drawing:1.0": "draw",
    f"{_OASIS}svg-compatible:1.0": "svg",
    "http://www.w3.org/1999/xlink": "xlink",
}
_LONG = {short: long for long, short in _SHORT.items()}
_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
# a chain of styles longer than this goes round
_MOST_PARENTS = 20
# what is printed around the number of every item
_LONGEST = 20


def name_of(element: etree._Element) -> str:
    """``text:p``, ``table:table``, …; "" for what is none of the names we know."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    space, _, local = tag.rpartition("}")
    short = _SHORT.get(space[1:])
    return f"{short}:{local}" if short else ""


def attribute(element: etree._Element, name: str) -> str:
    """The value of an attribute such as ``text:style-name``; "" where there is none."""
    short, _, local = name.partition(":")
    return element.get(f"{{{_LONG[short]}}}{local}") or ""


def child_of(element: etree._Element, name: str) -> etree._Element | None:
    """The first child with a name such as ``text:note-body``."""
    short, _, local = name.partition(":")
    return element.find(f"{{{_LONG[short]}}}{local}")


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is labelled; ``how`` is empty for one that is not counted."""

    how: str
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1
    bullet: str | None = None


class Styles:
    """The styles of a text, the nearest first: of the text itself, then of the document."""

    def __init__(self, *parts: etree._Element | None) -> None:
        self._parents: dict[tuple[str, str], str] = {}
        self._hidden: dict[tuple[str, str], bool] = {}
        self._lists: dict[str, dict[int, _Level]] = {}
        for part in parts:
            for element in () if part is None else part.iter(etree.Element):
                name = name_of(element)
                if name == "style:style":
                    self._add(element)
                elif name == "text:list-style":
                    named = attribute(element, "style:name")
                    self._lists.setdefault(named, dict(_levels(element)))

    def _add(self, element: etree._Element) -> None:
        key = (attribute(element, "style:family"), attribute(element, "style:name"))
        if key in self._parents:
            return
        self._parents[key] = attribute(element, "style:parent-style-name")
        properties = child_of(element, "style:text-properties")
        display = "" if properties is None else attribute(properties, "text:display")
        if display:
            self._hidden[key] = display == "none"

    def hides(self, family: str, name: str) -> bool:
        """Whether text in this style ("paragraph" or "text") is not shown."""
        for _ in range(_MOST_PARENTS):
            if not name:
                return False
            found = self._hidden.get((family, name))
            if found is not None:
                return found
            name = self._parents.get((family, name), "")
        return False

    def label(self, style: str, counts: list[int]) -> str | None:
        """The label of a list item: ``counts`` is its number in each level, outermost first."""
        levels = self._lists.get(style, {})
        level = levels.get(len(counts))
        if level is None or level.bullet is not None or not level.how:
            return level.bullet if level else None
        shown = [
            spell(count, levels[depth].how)
            for depth, count in enumerate(counts, 1)
            if depth > len(counts) - level.shown and depth in levels and levels[depth].how
        ]
        return f"{level.prefix}{'.'.join(shown)}{level.suffix}"

    def start(self, style: str, depth: int) -> int:
        """The first number of a level."""
        level = self._lists.get(style, {}).get(depth)
        return level.start if level else 1


def _levels(style: etree._Element) -> Iterator[tuple[int, _Level]]:
    for element in style:
        name = name_of(element)
        depth = number_of(attribute(element, "text:level"), 0)
        if name == "text:list-level-style-bullet":
            yield depth, _Level("", bullet=bullet(attribute(element, "text:bullet-char")))
        elif name == "text:list-level-style-number":
            how = attribute(element, "style:num-format")
            yield (
                depth,
                _Level(
                    _FORMATS.get(how, "decimal") if how else "",
                    attribute(element, "style:num-prefix")[:_LONGEST],
                    attribute(element, "style:num-suffix")[:_LONGEST],
                    number_of(attribute(element, "text:start-value"), 1),
                    number_of(attribute(element, "text:display-levels"), 1),
                ),
            )
