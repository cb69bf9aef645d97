"""The part of CQL that clients use of KOOP's search service, as a test on records."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from corpus.ledger import sortable_time

Record = Mapping[str, Any]
Test = Callable[[Record], bool]
# the whole text of a paper and of its record
TextOf = Callable[[Record], str]

_OWMS = (
    "identifier",
    "title",
    "type",
    "creator",
    "modified",
    "available",
    "date",
    "issued",
    "language",
    "subject",
    "hasVersion",
    "isPartOf",
    "isreplacedby",
    "isrequiredby",
)
_TPMETA = (
    "documentstatus",
    "documenttitel",
    "dossiertitel",
    "hoofddocument",
    "indiener",
    "ondernummer",
    "publicatienaam",
    "vergaderjaar",
    "dossiernummer",
    "subrubriek",
    "ontvanger",
    "bijlage",
    "behandeldDossier",
    "vraagnummer",
    "aanhangselnummer",
    "datumVergadering",
    "datumOntvangst",
    "datumIndiening",
    "handelingenitemnummer",
    "publicatienummer",
    "rijkswetnummer",
    "externeBijlage",
)
# index of CQL and the field of a record it looks in
_INDEXES = {
    **{f"dt.{name}".lower(): name for name in _OWMS},
    **{f"w.{name}".lower(): name for name in _TPMETA},
    "c.content-area": "content_area",
    "dt.isreplacedby": "isReplacedBy",
}
# dcterms:type stands twice in a record: what is parliamentary, and which kind of paper
_ALSO = {"dt.type": "subrubriek"}
_FIXED = {"c.product-area": "officielepublicaties", "w.organisatietype": "staten generaal"}
_MOMENTS = {"cd.datumtijdstipwijzigingwork", "cd.datumtijdstipwijzigingexpression"}
_DAYS = frozenset(
    {
        *("dt.date", "dt.issued", "dt.available", "dt.modified"),
        *("w.datumvergadering", "w.datumontvangst", "w.datumindiening"),
    }
)
_TEXT = "cql.textandindexes"
# what belongs to a word between letters or digits: kst-99001-3, lid/fractie
_YEAR_LAST = re.compile(r"\d{2}-\d{2}-\d{4}")
_WORD = re.compile(r"\w(?:[\w./-]*\w)?")

_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[()]|==|>=|<=|<>|[=<>]|[^\s()=<>"]+)')
_RELATIONS: Mapping[str, Callable[[str, str], bool]] = {
    "==": operator.eq,
    "=": lambda held, asked: not _words(asked).isdisjoint(_words(held)),
    "<>": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "adj": lambda held, asked: _adjacent(held, asked),
    "any": lambda held, asked: not _words(asked).isdisjoint(_words(held)),
    "all": lambda held, asked: _words(asked) <= _words(held),
    "within": lambda held, asked: _within(held, asked),
}


class DiagnosticError(Exception):
    """What the service says of a question it cannot answer: number, message, details."""

    def __init__(self, number: int, message: str, details: str) -> None:
        super().__init__(message)
        self.number, self.message, self.details = number, message, details


@dataclass(frozen=True, slots=True)
class Query:
    """A query as a test, and the indexes to sort by with whether each goes downwards."""

    test: Test
    order: tuple[tuple[str, bool], ...]

    def sort(self, records: list[dict[str, Any]]) -> None:
        """Put records in the order asked for."""
        for index, descending in reversed(self.order):
            records.sort(key=lambda record: " ".join(values(record, index)), reverse=descending)


def read_query(query: str, text_of: TextOf) -> Query:
    """The query as a test on records.

    Raises :class:`DiagnosticError` for what the service would refuse.
    """
    return _Cql(query, text_of).parse()


class _Cql:
    """Comparisons, AND, OR, NOT, parentheses, sortBy."""

    def __init__(self, query: str, text_of: TextOf) -> None:
        self._tokens: list[str] = []
        self._text_of = text_of
        at = 0
        while at < len(query.rstrip()):
            token = _TOKEN.match(query, at)
            if token is None:
                raise DiagnosticError(10, "Query syntax error", query[at : at + 20])
            self._tokens.append(token[1])
            at = token.end()
        self._tokens.reverse()

    def parse(self) -> Query:
        test = self._any()
        order: list[tuple[str, bool]] = []
        if self._peek() == "sortby":
            self._next()
            while self._tokens:
                index, _, modifier = self._next().partition("/")
                _check_index(index)
                order.append((index, modifier == "sort.descending"))
        if self._tokens:
            raise DiagnosticError(10, "Query syntax error", self._tokens[-1])
        return Query(test, (*order, ("dt.identifier", False)))

    def _any(self) -> Test:
        test = self._unit()
        while (word := self._peek()) in ("and", "or", "not"):
            self._next()
            test = _joined(word, test, self._unit())
        return test

    def _unit(self) -> Test:
        if self._peek() == "(":
            self._next()
            test = self._any()
            if self._next() != ")":
                raise DiagnosticError(10, "Query syntax error", "expected ')'")
            return test
        index, relation, term = self._next(), self._next().lower(), self._next().strip('"')
        _check_index(index)
        if relation not in _RELATIONS:
            raise DiagnosticError(19, "Unsupported relation", relation)
        return self._test(index.lower(), relation, term)

    def _test(self, index: str, relation: str, term: str) -> Test:
        compare = _RELATIONS[relation]
        if index == _TEXT:
            text_of = self._text_of
            phrase = _RELATIONS["adj" if relation in ("=", "==") else relation]
            return lambda record: phrase(text_of(record), term)
        if index in _MOMENTS or index in _DAYS:
            term = " ".join(_moment(index, part) for part in term.split() or [""])
        # what holds of none of several values differs
        some = all if relation == "<>" else any
        return lambda record: (
            bool(values(record, index))
            and some(compare(value, term) for value in values(record, index))
        )

    def _peek(self) -> str:
        return self._tokens[-1].lower() if self._tokens else ""

    def _next(self) -> str:
        if not self._tokens:
            raise DiagnosticError(10, "Query syntax error", "unexpected end")
        return self._tokens.pop()


def _joined(word: str, left: Test, right: Test) -> Test:
    if word == "and":
        return lambda record: left(record) and right(record)
    if word == "or":
        return lambda record: left(record) or right(record)
    return lambda record: left(record) and not right(record)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _adjacent(held: str, asked: str) -> bool:
    """Whether the words stand one after the other."""
    phrase = r"\W+".join(re.escape(word) for word in _WORD.findall(asked))
    return bool(phrase) and bool(re.search(rf"(?<!\w){phrase}(?!\w)", held, re.IGNORECASE))


def _moment(index: str, term: str) -> str:
    """A moment or a day in a form that sorts; a day may also be written with its year last."""
    try:
        if index in _MOMENTS:
            return sortable_time(term) or date.fromisoformat(term).isoformat()
        if _YEAR_LAST.fullmatch(term):
            return datetime.strptime(term, "%d-%m-%Y").date().isoformat()
        return date.fromisoformat(term).isoformat()
    except ValueError as error:
        raise DiagnosticError(36, "Term in invalid format for index or relation", term) from error


def _within(held: str, asked: str) -> bool:
    low, _, high = asked.partition(" ")
    return low <= held <= high


def _check_index(index: str) -> None:
    name = index.lower()
    if name not in _INDEXES and name not in _FIXED and name not in _MOMENTS and name != _TEXT:
        raise DiagnosticError(16, "Unsupported index", index)


def values(record: Record, index: str) -> list[str]:
    """What a record holds under an index."""
    name = index.lower()
    if name in _FIXED:
        return [_FIXED[name]]
    if name in _MOMENTS:
        return [sortable_time(changed_at(record))]
    value = record.get(_INDEXES.get(name, name))
    if value is None and name == "dt.date":
        value = record.get("issued") or record.get("available")
    return _texts(value) + _texts(record.get(_ALSO.get(name, "")))


def _texts(value: Any) -> list[str]:
    parts = value if isinstance(value, list) else [value]
    return [str(part) for part in parts if part is not None]


def changed_at(record: Record) -> str:
    """When the work changed, with offset: as the record says, or on the day it was modified."""
    said = record.get("gewijzigd")
    return str(said or f"{record.get('modified') or '0001-01-01'}T11:23:39.5363908+01:00")
