"""The Tweede Kamer's open data (OData): register rows, and the papers KOOP does not bring.

Everything is asked for by what changed (``ApiGewijzigdOp``) and without a filter on ``Verwijderd``
or on kind: a deleted row has lost all other fields, so any such filter would hide the deletion.
A list goes on from the moment of the last row it gave, not from a position: a row that changes
while we read moves to the end of the list and moves nothing else out of sight.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from corpus.client import Answer, Client, StatusError
from corpus.ledger import sortable_time
from corpus.sources import Held, Page, Window, tk_items
from corpus.sources.tk_names import V4, V5, VERSIONS, Row, Version, as_v4
from models.problems import SourceError

BASE = "https://gegevensmagazijn.tweedekamer.nl/OData/v4/2.0"

# what is asked for, and what comes nested in it; persons first, so that names are there early
STREAMS: Mapping[str, str] = {
    "Persoon": "FractieZetelPersoon($expand=FractieZetel($expand=Fractie))",
    "Fractie": "",
    "FractieZetel": "",
    "FractieZetelPersoon": "",
    "Commissie": "",
    "Kamerstukdossier": "",
    "Activiteit": "",
    "Agendapunt": "",
    "Zaak": (
        "ZaakActor,Kamerstukdossier,VervangenVanuit($select=Id,Nummer),"
        "Document($expand=HuidigeDocumentVersie($expand=DocumentPublicatie)),"
        "Besluit($expand=Stemming,Agendapunt($expand=Activiteit))"
    ),
    "Besluit": "Zaak($select=Id,Nummer),Stemming,Agendapunt($expand=Activiteit)",
    "Stemming": "",
    "Toezegging": "KamerbriefNakoming,ToegezegdAan,Activiteit($select=Id,Nummer)",
    "Document": (
        "Zaak($select=Id,Nummer),Kamerstukdossier,BronDocument,"
        "DocumentActor,HuidigeDocumentVersie($expand=DocumentPublicatie)"
    ),
}

# asked for where the service does not take the first: a Toezegging as it was in 2025
_OTHERWISE: Mapping[str, Sequence[str]] = {
    "Toezegging": ("ToegezegdAanPersoon,ToegezegdAanFractie,Activiteit($select=Id,Nummer)",),
}
# what is listed by itself where the service does not take the first question for a stream
_APART: Mapping[str, Sequence[str]] = {
    "Zaak": ("ZaakActor",),
    "Document": ("DocumentActor", "DocumentVersie", "DocumentPublicatie"),
}

# listed by the service and yet not there: 404 since v5
_NEVER_THERE = frozenset({"ToegezegdAan"})
# the service has moved or is over
_GONE = frozenset({301, 404, 410})
# one version is behind another by more than the services ever differ
_BEHIND = timedelta(days=1)

# rows of one moment asked for twice, so that we see whether what lies before them has moved
_OVERLAP = 10
# how often the rows of one moment are read again because they moved while we read
_RESTARTS = 3
# of a question the service does not get done a fifth of the rows is asked for, down to this
_FEWEST = 10


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a list we are: at a moment, and how many rows of that moment lie behind us.

    ``known`` are ids of rows just before: one of them must be on the next page where ``skip`` is
    not 0, or rows have moved.
    """

    moment: str
    skip: int = 0
    known: frozenset[str] = frozenset()

    @classmethod
    def read(cls, window: Window) -> _Place:
        """The place in the mark of a window; the beginning of the window where there is none."""
        moment, _, rest = (window.resume or "").partition(" ")
        skip, _, key = rest.partition(" ")
        if sortable_time(moment) and (not skip or (skip.isdecimal() and key)):
            return cls(sortable_time(moment), int(skip or 0), frozenset({key} if key else ()))
        return cls(sortable_time(_moment(window.since)))

    def mark(self, key: str) -> str:
        """The place as a mark; ``key`` is the ``Id`` of the last row before it."""
        return f"{self.moment} {self.skip} {key}" if self.skip else self.moment


@dataclass(slots=True)
class _Asking:
    """How a stream is asked for in this run: what comes nested, and how many rows at a time."""

    expands: tuple[str, ...]
    rows: int

    def less(self, error: SourceError) -> bool:
        """Ask for less after this error; whether there is less to ask for.

        What the service refuses is asked for with fewer rows than any version refuses, then with
        less nested in it. What it does not get done is asked for in smaller pages: then nothing
        is missing from the answer.
        """
        if isinstance(error, StatusError):
            if self.rows > V5.page:
                self.rows = V5.page
                return True
            self.expands = self.expands[1:]
            return bool(self.expands)
        self.rows //= 5
        return self.rows >= _FEWEST


@dataclass(frozen=True, slots=True)
class _Part:
    """A page, whether it holds all the rows asked for, and whether there is more after it."""

    page: Page
    full: bool = False
    more: bool = False


class TweedeKamer:
    """The open data of the Tweede Kamer at ``base`` (v4/2.0, or a replay of it).

    Whether v4/2.0 or v5 is asked is found out once per run, see :meth:`version`; both are looked
    for on the same host. ``page`` makes pages smaller than the service allows.
    """

    name = "tweedekamer"
    # whose papers they are, whichever of the services lists them
    bron = tk_items.BRON
    streams: tuple[str, ...] = tuple(STREAMS)
    # rows appear a little out of order
    overlap = timedelta(hours=1)

    def __init__(self, base: str = BASE, page: int | None = None) -> None:
        self.root = base.rstrip("/")
        for version in VERSIONS:
            self.root = self.root.removesuffix(version.path)
        self._page = page
        self._version: Version | None = None
        self._asking: dict[tuple[str, str], _Asking] = {}

    def list_pages(self, client: Client, stream: str, window: Window) -> Iterator[Page]:
        """Rows of ``stream`` in the window, oldest change first; see :class:`Source`.

        ``stream`` may be any entity of the service. Where the list is broken off, the mark of the
        last page kept takes it up at the moment reached.
        """
        yield from self._list(client, stream, window)
        for entity in _APART.get(stream, ()):
            if self._is_short(client, stream):
                for page in self._list(client, entity, replace(window, resume=None)):
                    yield replace(page, resume=None)

    def _list(self, client: Client, stream: str, window: Window) -> Iterator[Page]:
        place: _Place | None = _Place.read(window)
        first = True
        expected: int | None = None
        seen: set[tuple[str, str | None]] = set()
        restarts = 0
        while place is not None:
            part = self._ask(client, stream, _question(place, window.until, count=first))
            rows = part.page.rows
            if place.skip and place.known.isdisjoint(str(row["Id"]) for row in rows):
                restarts += 1
                if restarts > _RESTARTS:
                    raise SourceError(_SHIFTING.format(stream))
                place, seen = _Place(place.moment), set()
                continue
            fresh = tuple(row for row in rows if _version(row) not in seen)
            if part.full and not fresh:
                raise SourceError(_STUCK.format(stream))
            expected = part.page.expected if first else expected
            after = _next(place, rows) if part.more and fresh else None
            mark = after.mark(str(rows[-1]["Id"])) if after else None
            yield replace(part.page, rows=fresh, expected=expected, resume=mark)
            first, place, seen = False, after, {_version(row) for row in rows}

    def complete(self, page: Page, held: Held) -> Page:
        """The page with the papers its rows are about; see :class:`Completing`."""
        root = self.root + (self._version or V4).path
        return tk_items.complete(page, held, lambda key: f"{root}/Document({key})/resource")

    def version(self, client: Client) -> Version:
        """The version that answers, found out by asking and then remembered.

        v4/2.0 goes first as long as it is kept up to date: its fields are known in full. Raises
        :class:`SourceError` where neither answers.
        """
        if self._version is None:
            self._version = self._choose(client)
        return self._version

    def _choose(self, client: Client) -> Version:
        newest: list[tuple[datetime, Version]] = []
        errors: list[SourceError] = []
        for version in VERSIONS:
            try:
                newest.append((self._newest(client, version), version))
            except SourceError as error:
                errors.append(error)
        if not newest:
            raise errors[0]
        ahead, last = max(newest, key=lambda pair: pair[0])
        return last if ahead - newest[0][0] > _BEHIND else newest[0][1]

    def _newest(self, client: Client, version: Version) -> datetime:
        """The last change a version knows of; long ago where it has nothing."""
        question = {"$top": "1", "$orderby": "ApiGewijzigdOp desc", "$select": "Id,ApiGewijzigdOp"}
        page = self._read(client, version, "Zaak", question).page
        return page.newest or datetime.min.replace(tzinfo=UTC)

    def _ask(self, client: Client, stream: str, question: Mapping[str, str]) -> _Part:
        """The answer of the version that answers, to as much of the question as it takes."""
        while True:
            version = self.version(client)
            asking = self._manner(version, stream)
            asked = {**question, "$top": str(asking.rows)}
            if asking.expands[0]:
                asked["$expand"] = asking.expands[0]
            try:
                return self._read(client, version, stream, asked)
            except SourceError as error:
                if _is_gone(error):
                    if stream in _NEVER_THERE:
                        return _Part(Page(stream))
                    if not self._moved_on(client, version):
                        raise
                elif not asking.less(error):
                    del self._asking[version.path, stream]
                    raise

    def _manner(self, version: Version, stream: str) -> _Asking:
        rows = max(2, min(self._page or version.page, version.page))
        return self._asking.setdefault((version.path, stream), _Asking(_expands(stream), rows))

    def _is_short(self, client: Client, stream: str) -> bool:
        """Whether rows of the stream come with less nested in them than we would like."""
        expand = self._manner(self.version(client), stream).expands[0]
        return expand != STREAMS.get(stream, "")

    def _moved_on(self, client: Client, version: Version) -> bool:
        """Whether another version answers now that this one does not know what was asked."""
        self._version = None
        return self.version(client) is not version

    def _read(
        self, client: Client, version: Version, stream: str, question: Mapping[str, str]
    ) -> _Part:
        root = self.root + version.path
        answer = client.get(f"{root}/{stream}", question)
        _check_place(answer, root)
        return read_part(stream, answer.data, version, int(question["$top"]))


_SHIFTING = (
    "De lijst {} van de Tweede Kamer verschoof tijdens het lezen; de volgende run leest haar"
    " opnieuw."
)
_STUCK = "De lijst {} van de Tweede Kamer komt niet verder; de volgende run probeert het opnieuw."


def _check_place(answer: Answer, root: str) -> None:
    """An answer from elsewhere (a redirect to another version) is not one to this question."""
    path = urlsplit(root).path.lower() + "/"
    if not urlsplit(answer.url).path.lower().startswith(path):
        raise StatusError(301, answer.url)


def _is_gone(error: SourceError) -> bool:
    return isinstance(error, StatusError) and error.status in _GONE


def _expands(stream: str) -> tuple[str, ...]:
    """What to ask nested in the rows, the most first, nothing at all last."""
    full = STREAMS.get(stream, "")
    return tuple(dict.fromkeys((full, *_OTHERWISE.get(stream, ()), _shallow(full), "")))


def _shallow(expand: str) -> str:
    """The navigations of an expand without what stands in their parentheses."""
    depth, kept = 0, []
    for character in expand:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0 and character != ")":
            kept.append(character)
    return "".join(kept)


def _question(place: _Place, until: datetime | None, *, count: bool) -> dict[str, str]:
    moment = place.moment.removesuffix("Z").rstrip("0").rstrip(".")
    condition = f"ApiGewijzigdOp ge {moment}Z"
    if until:
        condition += f" and ApiGewijzigdOp lt {_moment(until)}"
    question = {
        "$filter": condition,
        "$orderby": "ApiGewijzigdOp asc,Id asc",
        "$skip": str(place.skip),
    }
    # the service counts all rows for this, so it is asked once per list
    return {**question, "$count": "true"} if count else question


def _next(place: _Place, rows: Sequence[Row]) -> _Place | None:
    """The place after a page: at its latest moment, past the rows of that moment but for a few.

    The ids of the service sort in an order of its own, so ``Id gt …`` is no way to go on.
    """
    moments = {str(row["Id"]): sortable_time(row.get("ApiGewijzigdOp")) for row in rows}
    newest = max(moments.values(), default="")
    if not newest:
        return None
    known = frozenset(key for key, moment in moments.items() if moment == newest)
    behind = len(known) + (place.skip if newest == place.moment else 0)
    overlap = min(_OVERLAP, max(1, len(known) // 2))
    return _Place(newest, max(0, behind - overlap), known)


def _version(row: Row) -> tuple[str, str | None]:
    return str(row["Id"]), row.get("ApiGewijzigdOp")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_page(entity: str, data: bytes, version: Version = V5) -> Page:
    """One answer of the OData service: its rows, under the names of v4.

    Raises :class:`SourceError` where it is not such an answer.
    """
    return read_part(entity, data, version, 0).page


def read_part(entity: str, data: bytes, version: Version, asked: int) -> _Part:
    """One answer to a question for ``asked`` rows; see :func:`read_page`.

    A ``nextLink`` says that there is more after a page that is shorter than was asked for (the
    service may have lowered its limit); it is never followed.
    """
    payload = read_payload(data)
    rows = tuple(
        as_v4(entity, row, version.renamed)
        for row in payload["value"]
        if isinstance(row, dict) and row.get("Id")
    )
    moments = [moment for row in rows if (moment := read_moment(row.get("ApiGewijzigdOp")))]
    count = payload.get("@odata.count")
    page = Page(
        entity,
        rows,
        newest=max(moments, default=None),
        expected=count if isinstance(count, int) else None,
    )
    full = len(payload["value"]) >= asked
    return _Part(page, full, full or bool(payload.get("@odata.nextLink")))


def read_payload(data: bytes) -> dict[str, Any]:
    """An OData answer with a list of rows in ``value``.

    Raises :class:`SourceError` where it is not such an answer.
    """
    try:
        payload = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SourceError(
            "De Tweede Kamer antwoordt met iets anders dan JSON; kijk of de dienst is verhuisd."
        ) from error
    if not isinstance(payload, dict) or not isinstance(payload.get("value"), list):
        raise SourceError(
            "De Tweede Kamer antwoordt zonder rijen ('value'); kijk of de dienst is veranderd."
        )
    return payload


def read_moment(value: str | None) -> datetime | None:
    """An ``ApiGewijzigdOp`` as a moment with time zone; ``None`` where there is none."""
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
