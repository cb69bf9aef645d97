"""The reader of the SyncFeed: entries into rows, and the walk through the feed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from corpus.client import Answer, Client
from corpus.sources import Page, Window
from corpus.sources.syncfeed import STREAMS, FallbackError, SyncFeed
from corpus.sources.tk_feed import FIELDS, Feed, read_feed, read_row, read_token
from corpus.sources.tweedekamer import TweedeKamer
from models.problems import SourceError
from tests.feed import BASE, compose_entity, compose_entry, compose_feed

DATA = Path(__file__).parents[2].parent / "shared" / "data"

Row = dict[str, Any]
START = datetime(2026, 11, 1, tzinfo=UTC)
DOCUMENT = {
    "Id": "e1",
    "GewijzigdOp": "2026-11-04T09:12:03.4100000",
    "ApiGewijzigdOp": "2026-11-04T08:12:40Z",
    "Verwijderd": False,
    "ContentType": "application/pdf",
    "ContentLength": 21998,
    "HuidigeDocumentVersie_Id": "f1",
    "Zaak": [{"Id": "z1"}, {"Id": "z2"}],
    "Kamerstukdossier": [{"Id": "k1"}],
    "Soort": "Motie",
    "DocumentNummer": "2026D90011",
    "Onderwerp": "Motie over <het> formulier & meer",
    "Datum": "2026-11-03T00:00:00",
    "Volgnummer": 7,
    "Kamer": 2,
    "Titel": None,
}


def row_of(entity: str, xml: str, updated: str = "2026-11-04T08:12:40Z") -> Row:
    row = read_row(entity, etree.fromstring(xml), updated)
    assert row is not None
    return row


def test_an_entry_becomes_the_row_that_odata_would_give() -> None:
    assert row_of("Document", compose_entity("Document", DOCUMENT)) == {
        **DOCUMENT,
        "GewijzigdOp": "2026-11-04T09:12:03.41+01:00",
        "Datum": "2026-11-03T00:00:00+01:00",
        "BronDocument": [],
        "Activiteit": [],
        "Agendapunt": [],
        "Vergaderjaar": None,
        "Citeertitel": None,
        "Alias": None,
        "DatumRegistratie": None,
        "DatumOntvangst": None,
        "Aanhangselnummer": None,
        "KenmerkAfzender": None,
        "Organisatie": None,
    }


# entity, what the element holds                                         what the row says
VALUES: list[tuple[str, str, Row]] = [
    ("Persoon", "<nummer>58476</nummer>", {"Nummer": 58476}),
    ("Persoon", "<nummer>acht</nummer>", {"Nummer": "acht"}),
    ("Persoon", "<geboortedatum>1980-02-08</geboortedatum>", {"Geboortedatum": "1980-02-08"}),
    ("Fractie", "<naamNl>Voorbeeldpartij</naamNl>", {"NaamNL": "Voorbeeldpartij"}),
    ("Commissie", "<naamWebEn>Example</naamWebEn>", {"NaamWebEN": "Example"}),
    ("FractieZetelPersoon", "<van>2023-12-06</van>", {"Van": "2023-12-06T00:00:00+01:00"}),
    ("Activiteit", "<vrsNummer>15773914</vrsNummer>", {"VRSNummer": "15773914"}),
    ("Activiteit", "<besloten>False</besloten>", {"Besloten": False}),
    ("Activiteit", "<datum>2026-07-01T10:00:00</datum>", {"Datum": "2026-07-01T10:00:00+02:00"}),
    (
        "DocumentVersie",
        "<externeidentifier>kst-1-2</externeidentifier>",
        {"ExterneIdentifier": "kst-1-2"},
    ),
    ("Stemming", "<vergissing>True</vergissing>", {"Vergissing": True}),
    ("Stemming", '<vergissing xsi:nil="true"/>', {"Vergissing": None}),
    ("Stemming", "<vergissing>misschien</vergissing>", {"Vergissing": "misschien"}),
    ("Stemming", '<persoon ref="p1"/>', {"Persoon_Id": "p1", "Fractie_Id": None}),
    ("Zaak", "<onderwerp></onderwerp>", {"Onderwerp": ""}),
    ("Zaak", "<volgnummer></volgnummer>", {"Volgnummer": None}),
    ("Zaak", "<gestartOp>ooit</gestartOp>", {"GestartOp": "ooit"}),
    ("Zaak", '<kamerstukdossier ref="k1"/>', {"Kamerstukdossier": [{"Id": "k1"}]}),
    ("Zaak", "<nogNieuw>x</nogNieuw>", {"NogNieuw": "x"}),
    ("Zaak", '<nieuweZaak ref="z"/>', {"NieuweZaak": [{"Id": "z"}]}),
    ("Besluit", '<zaak ref="z1"/><zaak ref="z2"/>', {"Zaak": [{"Id": "z1"}, {"Id": "z2"}]}),
    # the two shapes of a Toezegging
    (
        "Toezegging",
        "<kamerbriefNakoming>brief</kamerbriefNakoming>",
        {"KamerbriefNakoming": "brief"},
    ),
    ("Toezegging", '<toegezegdAanFractie ref="f"/>', {"ToegezegdAanFractie": [{"Id": "f"}]}),
    (
        "Toezegging",
        '<kamerbriefNakoming ref="d1"/><kamerbriefNakoming ref="d2"/>',
        {"KamerbriefNakoming": [{"Id": "d1"}, {"Id": "d2"}]},
    ),
    ("Toezegging", "<toegezegdAan/>", {"ToegezegdAan": []}),
    ("Toezegging", '<toegezegdAan ref="t"/>', {"ToegezegdAan": [{"Id": "t"}]}),
    (
        "Toezegging",
        '<toegezegdAan><persoon ref="p"/></toegezegdAan>',
        {"ToegezegdAan": [{"Persoon_Id": "p"}]},
    ),
    (
        "Toezegging",
        "<datumNakoming>0001-01-01T00:00:00</datumNakoming>",
        {"DatumNakoming": "0001-01-01T00:00:00Z"},
    ),
    ("Toezegging", "<notities>let op</notities>", {"Notities": "let op"}),
]


@pytest.mark.parametrize(("entity", "body", "known"), VALUES)
@pytest.mark.parametrize("prefix", ["", "ns1:"])
def test_values_get_the_names_and_kinds_of_odata(
    entity: str, body: str, known: Row, prefix: str
) -> None:
    if prefix:
        body = re.sub(r"<(/?)(\w)", rf"<\1{prefix}\2", body)
    xml = compose_entity(entity, {"Id": "x"}, prefix).replace("></", f">{body}</")
    assert row_of(entity, xml).items() >= known.items()


# as the feed writes it                        the row's moment of change
CHANGED = [
    ("2026-11-04T09:12:03.4100000", "2026-11-04T09:12:03.41+01:00"),
    ("2026-07-04T09:12:03", "2026-07-04T09:12:03+02:00"),
    ("2026-11-04T08:12:03.1Z", "2026-11-04T08:12:03.1Z"),
    ("2026-11-04T09:12:03+01:00", "2026-11-04T09:12:03+01:00"),
    ("2026-10-25T02:30:00", "2026-10-25T02:30:00+02:00"),
    ("2026-03-29T02:30:00", "2026-03-29T02:30:00+01:00"),
    ("2026-13-01T00:00:00", "2026-13-01T00:00:00"),
    ("", None),
]


@pytest.mark.parametrize(("written", "told"), CHANGED)
def test_local_time_gets_its_offset(written: str, told: str | None) -> None:
    assert (
        row_of("Zaak", compose_entity("Zaak", {"Id": "z", "GewijzigdOp": written}))["GewijzigdOp"]
        == told
    )


# verwijderd as written        of the row
DELETED = [
    ("true", True),
    ("True", True),
    ("false", False),
    ("False", False),
    ("", None),
    ("?", None),
]


@pytest.mark.parametrize(("written", "deleted"), DELETED)
def test_deleted_is_told_in_many_ways(written: str, deleted: bool | None) -> None:
    xml = compose_entity("Document", DOCUMENT, verwijderd=written)
    assert row_of("Document", xml)["Verwijderd"] is deleted


def test_of_a_deleted_row_nothing_else_is_left_though_its_body_is_full() -> None:
    row = row_of("Document", compose_entity("Document", DOCUMENT | {"Verwijderd": True}))
    assert row == {
        "Id": "e1",
        "GewijzigdOp": "2026-11-04T09:12:03.41+01:00",
        "ApiGewijzigdOp": "2026-11-04T08:12:40Z",
        "Verwijderd": True,
    }


def test_published_with_an_offset_is_told_in_utc() -> None:
    row = row_of("Zaak", compose_entity("Zaak", {"Id": "z"}), "2026-11-11T08:00:00+01:00")
    assert row["ApiGewijzigdOp"] == "2026-11-11T07:00:00Z"


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)
_KINDS: Mapping[str, st.SearchStrategy[Any]] = {
    "": st.none() | _TEXT,
    ":i": st.none() | st.integers(-(10**9), 10**9),
    ":b": st.none() | st.booleans(),
    ":d": st.none() | st.dates().map(str),
    ":t": st.none() | st.datetimes(datetime(1950, 1, 1)).map(lambda at: f"{at:%Y-%m-%dT%H:%M:%S}Z"),
    ">": st.none() | st.uuids().map(str),
    "*": st.lists(st.uuids().map(lambda key: {"Id": str(key)}), max_size=3),
    "+": st.lists(st.uuids().map(lambda key: {"Id": str(key)}), min_size=1, max_size=3),
}


@st.composite
def rows(draw: st.DrawFn) -> tuple[str, Row]:
    entity = draw(st.sampled_from(STREAMS))
    row: Row = {
        "Id": str(draw(st.uuids())),
        "GewijzigdOp": "2026-11-04T09:12:03+01:00",
        "ApiGewijzigdOp": "2026-11-04T08:12:40Z",
        "Verwijderd": False,
    }
    for word in FIELDS[entity].split():
        match = re.fullmatch(r"(\w+)(:\w|[>*+])?", word)
        assert match
        name, kind = match[1], match[2] or ""
        row[f"{name}_Id" if kind == ">" else name] = draw(_KINDS[kind])
    return entity, row


@given(rows())
def test_any_row_survives_the_feed(told: tuple[str, Row]) -> None:
    entity, row = told
    (entry,) = read_feed(
        entity, compose_feed([compose_entry(entity, row, 5)], "", ""), BASE
    ).entries
    assert entry.row is not None
    assert (
        entry.row.items()
        >= {
            name: value
            for name, value in row.items()
            if name not in ("ContentType", "ContentLength")
        }.items()
    )
    assert entry.token == 5


@pytest.mark.real
@pytest.mark.parametrize("entity", [one for one in STREAMS if one != "DocumentPublicatie"])
def test_the_official_schema_knows_the_same_elements(entity: str) -> None:
    file = DATA / "syncfeed" / "xsd" / f"tkData-v1-0-{entity.lower()}.xsd"
    if not file.exists():
        pytest.skip(f"{file} is not here")
    xs = "{http://www.w3.org/2001/XMLSchema}"
    (sequence,) = list(etree.parse(file).iter(f"{xs}sequence"))[:1]
    official = {str(one.get("name")).lower() for one in sequence.iterchildren(f"{xs}element")}
    ours = {re.sub(r"(:\w|[>*+])$", "", word).lower() for word in FIELDS[entity].split()}
    # what came after the schema was written
    assert ours - official <= {"toegezegdaan"}
    assert official <= ours


# links

LINKS = [
    (f"{BASE}/Feed?category=Document&skiptoken=90000317", 90000317),
    (f"{BASE}/Feed?skiptoken=90000317&category=Document", 90000317),
    ("Feed?skiptoken=12", 12),
    (f"{BASE}/Feed?category=Document", None),
    (f"{BASE}/Feed?skiptoken=-3", None),
    (f"{BASE}/Feed?skiptoken=1e9", None),
    (f"{BASE}/Feed?skiptoken=", None),
]


@pytest.mark.parametrize(("href", "token"), LINKS)
def test_only_the_token_is_taken_from_a_link(href: str, token: int | None) -> None:
    assert read_token(href, BASE) == token


ELSEWHERE = [
    "https://elders.example/SyncFeed/2.0/Feed?skiptoken=5",
    "https://feed.example:8443/SyncFeed/2.0/Feed?skiptoken=5",
    "https://feed.example/SyncFeed/2.0/Entiteiten/x?skiptoken=5",
    "//elders.example/SyncFeed/2.0/Feed?skiptoken=5",
    "file:///SyncFeed/2.0/Feed?skiptoken=5",
    "http://[/Feed?skiptoken=5",
    f"{BASE}/Feed?{'&'.join(f'a{at}=1' for at in range(99))}",
]


@pytest.mark.parametrize("href", ELSEWHERE)
def test_a_link_that_leads_elsewhere_is_refused(href: str) -> None:
    with pytest.raises(SourceError, match="ander adres"):
        read_feed("Zaak", compose_feed([], "next", href), BASE)


BOMB = (
    '<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>&b;</title></feed>'
)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><p>storing",
        b'{"value":[]}',
        b"<Error><Message>An error has occurred.</Message></Error>",
        BOMB.encode(),
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_feed_is_an_error(data: bytes) -> None:
    with pytest.raises(SourceError, match="SyncFeed"):
        read_feed("Zaak", data, BASE)


# the walk


@dataclass
class World:
    """A feed of rows with their tokens; ``meddle`` may change an answer by number of question."""

    rows: list[tuple[int, Row]]
    page: int = 3
    meddle: Callable[[int, bytes], bytes] = lambda number, data: data
    asked: list[int] = field(default_factory=list)

    def get(self, url: str, params: Mapping[str, str]) -> Answer:
        parts = urlsplit(url)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{BASE}/Feed"
        token = int(params.get("skiptoken", -1))
        self.asked.append(token)
        after = [one for one in sorted(self.rows, key=lambda one: one[0]) if one[0] > token]
        page = after[: self.page]
        last = page[-1][0] if page else max(token, 0)
        rel = "next" if len(after) > self.page else "resume"
        entries = [compose_entry(params["category"], row, at) for at, row in page]
        data = compose_feed(entries, rel, f"{BASE}/Feed?skiptoken={last}&category=x")
        return Answer(url, "application/atom+xml", self.meddle(len(self.asked), data))


def world(number: int, **fields: Any) -> World:
    return World(
        [
            (
                1000 + 17 * at,
                {
                    "Id": f"z{at}",
                    "Nummer": f"2026Z{at:05}",
                    "ApiGewijzigdOp": f"2026-11-{1 + at // 24:02}T{at % 24:02}:00:00Z",
                    "Verwijderd": False,
                },
            )
            for at in range(number)
        ],
        **fields,
    )


def walk(feed: World, resume: str | None = "0", since: datetime = START, **kind: Any) -> list[Page]:
    source = SyncFeed(BASE, **kind)
    window = Window(since, resume=resume)
    return list(source.list_pages(cast(Client, feed), "Zaak", window))


def ids(pages: list[Page]) -> list[str]:
    return [row["Id"] for one in pages for row in one.rows]


@pytest.mark.parametrize("number", [0, 1, 3, 4, 10])
def test_the_feed_is_read_to_its_end_and_taken_up_there(number: int) -> None:
    feed = world(number)
    pages = walk(feed)
    assert ids(pages) == [f"z{at}" for at in range(number)]
    assert ids(walk(feed, pages[-1].resume)) == []
    feed.rows.append((9999, feed.rows.pop(0)[1] if number else {"Id": "z0", "ApiGewijzigdOp": "x"}))
    assert ids(walk(feed, pages[-1].resume)) == ["z0"]


def test_every_page_is_a_place_to_go_on_from() -> None:
    feed = world(10)
    for at, one in enumerate(walk(feed)):
        assert ids(walk(feed, one.resume)) == [f"z{later}" for later in range(3 * at + 3, 10)]


def test_a_page_says_when_its_last_row_changed() -> None:
    (one,) = walk(world(2))
    assert (one.entity, one.newest) == ("Zaak", datetime(2026, 11, 1, 1, tzinfo=UTC))


def test_an_entity_that_moves_while_we_read_comes_twice_not_never() -> None:
    feed = world(10)

    def move(number: int, data: bytes) -> bytes:
        if number == 2:
            feed.rows.append((5000, feed.rows.pop(8)[1]))
        return data

    feed.meddle = move
    assert set(ids(walk(feed))) == {f"z{at}" for at in range(10)}


def cut(at: float) -> Callable[[int, bytes], bytes]:
    return lambda number, data: data if number == 1 else data[: int(len(data) * at)]


@pytest.mark.parametrize("at", [0.2, 0.5, 0.8, 0.99])
def test_what_came_in_whole_is_kept_and_the_mark_goes_no_further(at: float) -> None:
    feed = world(10, meddle=cut(at))
    pages: list[Page] = []
    source = SyncFeed(BASE).list_pages(cast(Client, feed), "Zaak", Window(START, resume="0"))
    with pytest.raises(SourceError, match="SyncFeed brak"):
        pages.extend(source)
    kept = len(ids(pages))
    assert 3 <= kept <= 6
    assert ids(walk(world(10), pages[-1].resume)) == [f"z{later}" for later in range(kept, 10)]


CIRCLES = [
    (rb"Feed\?skiptoken=\d+&amp;category=x", b"Feed?skiptoken=5&amp;category=x"),
    (rb"<entry>.*</entry>", b""),
]


@pytest.mark.parametrize(("found", "instead"), CIRCLES, ids=["back", "empty"])
def test_a_feed_that_goes_round_is_left(found: bytes, instead: bytes) -> None:
    def turn(number: int, data: bytes) -> bytes:
        return re.sub(found, instead, data, flags=re.S) if number > 1 else data

    feed = world(60, meddle=turn)
    with pytest.raises(SourceError, match="eerdere bladzijde"):
        walk(feed)
    assert len(feed.asked) < 8


def test_rows_of_another_kind_are_not_taken_for_this_one() -> None:
    other = compose_feed([compose_entry("Stemming", {"Id": "s", "ApiGewijzigdOp": "x"}, 3)], "", "")
    (one,) = walk(world(1, meddle=lambda number, data: other))
    assert (one.rows, one.resume) == ((), "3")


# since                                           the rows from then on, of 200 at one an hour
SINCE = [
    (datetime(2026, 10, 1, tzinfo=UTC), 200),
    (datetime(2026, 11, 1, 2, tzinfo=UTC), 198),
    (datetime(2026, 11, 4, 12, 30, tzinfo=UTC), 115),
    (datetime(2026, 11, 9, 7, tzinfo=UTC), 1),
    (datetime(2026, 12, 1, tzinfo=UTC), 0),
]


@pytest.mark.parametrize(("since", "number"), SINCE)
def test_a_first_run_begins_at_the_moment_asked_for(since: datetime, number: int) -> None:
    feed = world(200)
    assert ids(walk(feed, None, since)) == [f"z{at}" for at in range(200 - number, 200)]
    looked = len(feed.asked) - -(-number // 3)
    assert looked <= 20


# with OData beside it


class Odata:
    """Stands for the OData service: what it was asked, and the rows it gives."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Window]] = []

    def list_pages(self, client: Client, stream: str, window: Window) -> list[Page]:
        self.asked.append((stream, window))
        return [Page(stream, ({"Id": "uit odata"},), resume="2026-11-01T00:00:00Z")]


def test_what_the_feed_does_not_give_comes_from_odata_and_is_told() -> None:
    def broken(number: int, data: bytes) -> bytes:
        if number > 1:
            raise SourceError("storing")
        return data

    odata = Odata()
    source = SyncFeed(BASE, fallback=cast(TweedeKamer, odata))
    pages: list[Page] = []
    feed = cast(Client, world(10, meddle=broken))
    listing = source.list_pages(feed, "Zaak", Window(START, resume="0"))
    with pytest.raises(FallbackError, match="storing") as error:
        pages.extend(listing)
    assert ids(pages) == ["z0", "z1", "z2", "uit odata"]
    # what the feed gave need not come again, and the feed itself goes on where it was
    assert [window.since.hour for _, window in odata.asked] == [1]
    assert [one.resume for one in pages] == ["1034", None]
    assert error.value.soort == "terugval"


# what a first run from the 4th does: rows by the feed alone, or from OData before it
FIRST = [("Zaak", ["uit odata"], 115), ("Stemming", [], 115), ("Persoon", [], 200)]


@pytest.mark.parametrize(("stream", "before", "number"), FIRST)
def test_a_first_run_gets_what_its_rows_refer_to(
    stream: str, before: list[str], number: int
) -> None:
    odata = Odata()
    source = SyncFeed(BASE, fallback=cast(TweedeKamer, odata))
    window = Window(datetime(2026, 11, 4, 12, 30, tzinfo=UTC))
    pages = list(source.list_pages(cast(Client, world(200)), stream, window))
    assert ids(pages) == [*before, *(f"z{at}" for at in range(200 - number, 200))]
    assert [asked.since for _, asked in odata.asked] == [window.since for _ in before]
    # the next run needs no more than the feed
    assert (
        ids(
            list(
                source.list_pages(
                    cast(Client, world(200)), stream, Window(START, None, pages[-1].resume)
                )
            )
        )
        == []
    )
    assert len(odata.asked) == len(before)


def test_without_odata_it_is_an_error() -> None:
    def broken(number: int, data: bytes) -> bytes:
        raise SourceError("storing")

    with pytest.raises(SourceError, match="storing"):
        walk(world(1, meddle=broken))


@pytest.mark.parametrize(
    ("feed", "token"),
    [(Feed((), next=0), 0), (Feed((), resume=7), 7), (Feed((), next=7, cut=True), None)],
)
def test_a_page_knows_where_it_ends(feed: Feed, token: int | None) -> None:
    assert feed.last == token
