"""A cleaned reading of a text, with the way back to the original.

Rules look at a View (line ends as spaces, torn words joined); what they find is brought back to
the untouched text with :meth:`View.back`, so a quote is always exactly what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.document import Span

# any run of white space but a single plain space, which may stay as it is
_SPACES = re.compile(r"[^\S ]\s*| \s+")
# dienst-⏎verlening → dienstverlening, but not A-⏎B or 2021-⏎2022 or "in- ⏎en uitvoer"
_TORN = re.compile(r"(?<=[a-zà-ÿ])(?:-|\u00ad|\ufffe)[ \t]*\r?\n[ \t]*(?=[a-zà-ÿ])(?!(?:en|of)\b)")


@dataclass(frozen=True, slots=True)
class View:
    """``text[i]`` is character ``origin[i]`` of the original; origins only go up."""

    text: str
    origin: Sequence[int]

    @classmethod
    def of(cls, text: str, span: Span | None = None) -> View:
        """The untouched reading of (a span of) a text."""
        if span is None:  # an empty span is false, and means nothing rather than everything
            span = Span(0, len(text))
        return cls(span.of(text), range(span.start, span.end))

    def without(self, pattern: re.Pattern[str]) -> View:
        """This view with every match of ``pattern`` left out."""
        return self.replaced(pattern, "")

    def replaced(self, pattern: re.Pattern[str], by: str) -> View:
        """This view with every match of ``pattern`` read as ``by`` (at most one character).

        An empty match is left alone. The one character takes the place of the first character
        it replaces.
        """
        if len(by) > 1:
            raise ValueError("a match is read as one character or none")
        text: list[str] = []
        origin: list[int] = []
        last = 0
        for match in pattern.finditer(self.text):
            if match.start() == match.end():
                continue
            text.append(self.text[last : match.start()])
            origin.extend(self.origin[last : match.start()])
            if by:
                text.append(by)
                origin.append(self.origin[match.start()])
            last = match.end()
        if not last:
            return self
        text.append(self.text[last:])
        origin.extend(self.origin[last:])
        return View("".join(text), tuple(origin))

    def leaving_out(self, spans: Sequence[Span]) -> View:
        """This view without the characters of the original that ``spans`` cover."""
        if not spans or not self.origin:
            return self
        gone = {at for span in spans for at in range(span.start, span.end)}
        kept = [index for index, at in enumerate(self.origin) if at not in gone]
        text = "".join(self.text[index] for index in kept)
        return View(text, tuple(self.origin[index] for index in kept))

    def part(self, span: Span) -> View:
        """The reading of a span of this view; its origins still point at the original."""
        return View(span.of(self.text), self.origin[span.start : span.end])

    def back(self, span: Span) -> Span:
        """Where a span of this view stands in the original.

        Raises ``IndexError`` when the span does not lie within the view. An empty span points at
        the character before which it stands.
        """
        if span.end > len(self.origin) or (span.start == span.end == len(self.origin) == 0):
            raise IndexError(f"{span} lies outside a view of {len(self.origin)} characters")
        if span.start == span.end:
            at = self.origin[span.start] if span.start < len(self.origin) else self.origin[-1] + 1
            return Span(at, at)
        return Span(self.origin[span.start], self.origin[span.end - 1] + 1)


def smooth(text: str, span: Span | None = None, torn: Sequence[Span] = ()) -> View:
    """The reading rules work on: torn words joined, every run of white space one space.

    ``torn`` holds white space of the text that stands within a word.
    """
    view = View.of(text, span)
    inside = [one for one in torn if span is None or span.covers(one)]
    return view.leaving_out(inside).without(_TORN).replaced(_SPACES, " ")
