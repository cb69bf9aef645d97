"""The part of OData's ``$filter`` that clients use, as a test on rows."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from corpus.ledger import sortable_time
from corpus.replay.table import Row

Test = Callable[[Row], bool]
# the service counts the nodes of a filter; that comes down to this many comparisons
_MOST_TERMS = 20

_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|[(),]|[^\s(),']+)")
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
_TEXT: Mapping[str, Callable[[str, str], bool]] = {
    "contains": lambda held, asked: asked in held,
    "startswith": lambda held, asked: held.startswith(asked),
    "endswith": lambda held, asked: held.endswith(asked),
}
_WORDS = {"null": None, "true": True, "false": False}
_NUMBER = re.compile(r"-?\d{1,18}")


class QueryError(Exception):
    """The question is not one the service understands: status 400."""


class Names(Protocol):
    """The names of an entity; each raises :class:`QueryError` for one that does not exist."""

    def path(self, text: str) -> tuple[str, ...]:
        """A path of names as the rows have them."""
        ...

    def within(self, navigation: str) -> tuple[str, Names]:
        """What the rows call a navigation, and the names within it."""
        ...


@dataclass(frozen=True, slots=True)
class Filter:
    """What a filter asks: all of ``tests``, of rows changed at or after ``since``."""

    tests: tuple[Test, ...] = ()
    since: str = ""

    def holds(self, row: Row) -> bool:
        """Whether the row answers to it; the moment of change is not looked at."""
        return all(test(row) for test in self.tests)


def read_filter(condition: str, names: Names) -> Filter:
    """A filter as the tests it makes; the usual bound on ``ApiGewijzigdOp`` is set apart.

    Raises :class:`QueryError` for what it cannot read.
    """
    parser = _Parser(condition, names)
    tests: list[Test] = []
    since = ""
    while parser.more():
        bound = parser.bound()
        if bound:
            since = max(since, bound)
        else:
            tests.append(parser.unit())
        if parser.more() and not parser.takes("and"):
            # an "or" at the top: everything so far is its left side, so read it again as one
            whole = _Parser(condition, names)
            return Filter((whole.whole(),))
    if condition and not tests and not since:
        raise QueryError("Expression expected.")
    return Filter(tuple(tests), since)


class _Parser:
    def __init__(self, condition: str, names: Names) -> None:
        self._tokens: list[str] = []
        self._names = names
        # what stands before a name within any()
        self._prefix = ""
        self._terms = 0
        at = 0
        while at < len(condition.rstrip()):
            token = _TOKEN.match(condition, at)
            if token is None:
                raise QueryError(f"Syntax error at position {at} in '{condition}'.")
            self._tokens.append(token[1])
            at = token.end()
        self._tokens.reverse()

    def more(self) -> bool:
        return bool(self._tokens)

    def takes(self, word: str) -> bool:
        if self._tokens and self._tokens[-1] == word:
            self._tokens.pop()
            return True
        return False

    def bound(self) -> str:
        """The moment in ``ApiGewijzigdOp ge <moment>``, taken off when that is what is next."""
        ahead = self._tokens[-1:-4:-1]
        followed = self._tokens[-4] if len(self._tokens) > 3 else "and"
        if ahead[:2] != ["ApiGewijzigdOp", "ge"] or len(ahead) < 3 or followed != "and":
            return ""
        moment = sortable_time(ahead[2])
        if moment:
            self._term()
            del self._tokens[-3:]
        return moment

    def whole(self) -> Test:
        test = self._any_of()
        if self._tokens:
            raise QueryError(f"Syntax error at '{self._tokens[-1]}'.")
        return test

    def _any_of(self) -> Test:
        tests = [self._all_of()]
        while self.takes("or"):
            tests.append(self._all_of())
        return tests[0] if len(tests) == 1 else lambda row: any(test(row) for test in tests)

    def _all_of(self) -> Test:
        tests = [self.unit()]
        while self.takes("and"):
            tests.append(self.unit())
        return tests[0] if len(tests) == 1 else lambda row: all(test(row) for test in tests)

    def unit(self) -> Test:
        if self.takes("not"):
            inner = self.unit()
            return lambda row: not inner(row)
        if self.takes("("):
            test = self._any_of()
            self._expect(")")
            return test
        word = self._next()
        if word in _TEXT and self.takes("("):
            return self._text(word)
        if word.endswith("/any") and self.takes("("):
            return self._any_within(word.removesuffix("/any"))
        return self._comparison(word)

    def _text(self, function: str) -> Test:
        self._term()
        path, asked = self._path(self._next()), ""
        self._expect(",")
        asked = str(_value(self._next())).casefold()
        self._expect(")")
        compare = _TEXT[function]
        return lambda row: any(
            isinstance(held, str) and compare(held.casefold(), asked) for held in held_at(row, path)
        )

    def _any_within(self, navigation: str) -> Test:
        variable = self._next()
        if not variable.endswith(":"):
            raise QueryError("Variable expected in any().")
        outer = self._names, self._prefix
        held, self._names = self._names.within(navigation.removeprefix(self._prefix))
        self._prefix = variable[:-1] + "/"
        inner = self._any_of()
        self._names, self._prefix = outer
        self._expect(")")
        return lambda row: any(inner(part) for part in _parts(row.get(held)))

    def _comparison(self, name: str) -> Test:
        self._term()
        path, relation, literal = self._path(name), self._next(), self._next()
        if relation not in _COMPARE:
            raise QueryError(f"Syntax error at '{relation}'.")
        if literal in ("(", ")", ","):
            raise QueryError(f"Unrecognized literal '{literal}'.")
        if self._tokens and self._tokens[-1][0] == "'":
            raise QueryError("Unrecognized literal 'guid'.")
        asked = _value(literal)
        return lambda row: any(_compares(held, relation, asked) for held in held_at(row, path))

    def _path(self, name: str) -> tuple[str, ...]:
        if not re.fullmatch(r"[\w/]+", name):
            raise QueryError(f"Could not find a property named '{name}'.")
        return self._names.path(name.removeprefix(self._prefix))

    def _term(self) -> None:
        self._terms += 1
        if self._terms > _MOST_TERMS:
            raise QueryError("The node count limit of '100' has been exceeded.")

    def _next(self) -> str:
        if not self._tokens:
            raise QueryError("Expression expected at the end.")
        return self._tokens.pop()

    def _expect(self, token: str) -> None:
        if self._next() != token:
            raise QueryError(f"'{token}' expected.")


def held_at(row: Row, path: tuple[str, ...]) -> list[Any]:
    """What stands at the end of a path; through a list there may be more, or nothing."""
    *through, last = path
    rows: list[Row] = [row]
    for name in through:
        rows = [part for one in rows for part in _parts(one.get(name))]
    return [one.get(last) for one in rows]


def _parts(value: Any) -> list[Row]:
    parts = value if isinstance(value, list) else [value]
    return [part for part in parts if isinstance(part, dict)]


def _compares(held: Any, relation: str, asked: Any) -> bool:
    if is_moment(held) and is_moment(asked):
        held, asked = sortable_time(held), sortable_time(asked)
    if isinstance(held, str) and isinstance(asked, str) and not is_moment(held):
        held, asked = held.casefold(), asked.casefold()
    if relation in ("eq", "ne"):
        return _COMPARE[relation](held, asked)
    try:
        return held is not None and asked is not None and _COMPARE[relation](held, asked)
    except TypeError as error:
        raise QueryError("A binary operator with incompatible types was detected.") from error


def _value(literal: str) -> Any:
    if literal.startswith("'"):
        return literal[1:-1].replace("''", "'")
    if literal in _WORDS:
        return _WORDS[literal]
    return int(literal) if _NUMBER.fullmatch(literal) else literal


def is_moment(value: Any) -> bool:
    """Whether a value is a moment in time."""
    return isinstance(value, str) and "T" in value and bool(sortable_time(value))
