"""The reader of the Tweede Kamer's OData service: versions, pages, and going on in the middle."""

import json
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import pytest

from corpus.client import Answer, Client, StatusError
from corpus.ledger import sortable_time
from corpus.sources import Page, Window
from corpus.sources.tk_names import V4, V5, as_v4, entity_of
from corpus.sources.tweedekamer import STREAMS, TweedeKamer, read_page
from models.problems import SourceError

DATA = Path(__file__).parents[2].parent / "shared" / "data"

Row = dict[str, Any]
START = datetime(2026, 11, 1, tzinfo=UTC)
HOST = "https://tk.example"


@dataclass
class Service:
    """The service, as far as lists go: ``tables`` by version and entity.

    ``trouble`` is asked before each answer (with the number of the question) and may raise;
    ``most`` is how many rows it gives at most whatever is asked.
    """

    tables: dict[str, dict[str, list[Row]]]
    trouble: Callable[[int, str, Mapping[str, str]], None] = lambda *_: None
    most: int = 250
    link: bool = False
    lands: str | None = None
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    def get(self, url: str, params: Mapping[str, str]) -> Answer:
        path = urlsplit(url).path
        self.asked.append((path, params))
        self.trouble(len(self.asked), path, params)
        version, _, entity = path.rpartition("/")
        rows = self.tables.get(version, {}).get(entity)
        if rows is None:
            raise StatusError(404, url)
        found = self._found(rows, params)
        page = found[int(params.get("$skip", 0)) :][: min(int(params["$top"]), self.most)]
        answer: Row = {"value": page}
        if params.get("$count") == "true":
            answer["@odata.count"] = len(found)
        if self.link:
            answer["@odata.nextLink"] = url
        return Answer(self.lands or url, "application/json", json.dumps(answer).encode())

    def _found(self, rows: list[Row], params: Mapping[str, str]) -> list[Row]:
        def key(row: Row) -> tuple[str, str]:
            return sortable_time(row["ApiGewijzigdOp"]), row["Id"]

        found = sorted(rows, key=key)
        for relation, moment in re.findall(r"(ge|lt) (\S+)", params.get("$filter", "")):
            bound = sortable_time(moment)
            found = [row for row in found if (key(row)[0] >= bound) == (relation == "ge")]
        return found[::-1] if "desc" in params["$orderby"] else found

    def lists(self) -> list[Mapping[str, str]]:
        """The questions for a list, without those that look which version answers."""
        return [params for _, params in self.asked if "$filter" in params]


def moment(at: int) -> str:
    return f"2026-11-{1 + at // 50:02}T08:12:{at % 50:02}.0000005Z"


def rows_of(number: int, each: int = 1) -> list[Row]:
    """Rows of which ``each`` share a moment, from 1 November on."""
    return [
        {
            "Id": f"z{at * 7919 % 100_003:06}",
            "Nummer": f"2026Z{at:05}",
            "ApiGewijzigdOp": moment(at // each),
            "Verwijderd": at % 5 == 0,
        }
        for at in range(number)
    ]


def serve(rows: list[Row], **service: Any) -> Service:
    return Service({V4.path: {"Zaak": rows}}, **service)


def listed(
    service: Service, stream: str = "Zaak", page: int | None = None, **window: Any
) -> list[Page]:
    source = TweedeKamer(HOST + V4.path, page)
    pages = source.list_pages(cast(Client, service), stream, Window(START, **window))
    return list(pages)


def ids(pages: list[Page]) -> list[str]:
    return [row["Id"] for one in pages for row in one.rows]


# rows, rows that share a moment, rows a page
LISTS = [
    (0, 1, 250),
    (1, 1, 250),
    (250, 1, 250),
    (251, 1, 250),
    (613, 1, 100),
    (613, 613, 100),
    (613, 90, 100),
    (613, 101, 100),
    (600, 100, 100),
    (40, 40, 2),
    (40, 3, 2),
    (12, 12, 12),
]


@pytest.mark.parametrize(("number", "each", "page"), LISTS)
def test_every_row_comes_once_whatever_the_number(number: int, each: int, page: int) -> None:
    rows = rows_of(number, each)
    pages = listed(serve(rows), page=page)
    assert sorted(ids(pages)) == sorted(row["Id"] for row in rows)
    assert {one.expected for one in pages} == {number}
    assert pages[-1].resume is None


@pytest.mark.parametrize(("number", "each", "page"), LISTS)
def test_a_list_broken_off_anywhere_goes_on(number: int, each: int, page: int) -> None:
    rows = rows_of(number, each)
    whole = listed(serve(rows), page=page)
    for at, one in enumerate(whole[:-1]):
        service = serve(rows)
        rest = listed(service, page=page, resume=one.resume)
        assert {*ids(whole[: at + 1]), *ids(rest)} == {row["Id"] for row in rows}
        # not from its beginning: at most a page twice
        assert len(ids(rest)) <= number - len(ids(whole[: at + 1])) + page


@pytest.mark.parametrize(
    "mark", ["", "gisteren", "2026-11-01T00:00:00Z x y", "2026-11-01T00:00:00Z 5"]
)
def test_a_mark_that_says_nothing_is_the_beginning(mark: str) -> None:
    assert len(ids(listed(serve(rows_of(30)), resume=mark))) == 30


def test_rows_of_one_moment_that_went_away_make_it_read_them_again() -> None:
    rows = rows_of(300, 300)
    first = listed(serve(rows), page=100)[0]
    here = sorted(rows, key=lambda row: str(row["Id"]))
    later = "2026-11-20T00:00:00Z"
    moved = [row | {"ApiGewijzigdOp": later} if row in here[:120] else row for row in rows]
    rest = ids(listed(serve(moved), page=100, resume=first.resume))
    assert {*ids([first]), *rest} == {row["Id"] for row in rows}


def test_only_what_changed_in_the_window_and_deletions_too() -> None:
    rows = rows_of(100, 2)
    until = datetime(2026, 11, 1, 8, 12, 3, tzinfo=UTC)
    since = datetime(2026, 11, 1, 8, 12, 1, tzinfo=UTC)
    source = TweedeKamer(HOST + V4.path)
    (one,) = source.list_pages(cast(Client, serve(rows)), "Zaak", Window(since, until))
    assert [(row["Nummer"], row["Verwijderd"]) for row in one.rows] == [
        ("2026Z00002", False),
        ("2026Z00003", False),
        ("2026Z00004", False),
        ("2026Z00005", True),
    ]


@pytest.mark.parametrize("seed", range(20))
def test_rows_that_change_while_we_read_hide_no_other(seed: int) -> None:
    chance = random.Random(seed)
    rows = rows_of(300, chance.choice([1, 7, 60, 300]))
    clock = iter(range(10_000))

    def change(number: int, path: str, params: Mapping[str, str]) -> None:
        if number > 3:
            for row in chance.sample(rows, chance.randint(0, 3)):
                row["ApiGewijzigdOp"] = f"2026-11-29T00:00:00.{next(clock):07}Z"

    found = ids(listed(serve(rows, trouble=change), page=50))
    assert {*found} == {row["Id"] for row in rows}


def test_a_service_that_ignores_where_we_are_is_an_error_not_a_circle() -> None:
    class Stubborn(Service):
        def _found(self, rows: list[Row], params: Mapping[str, str]) -> list[Row]:
            return rows[:100]

    stubborn = Stubborn({V4.path: {"Zaak": rows_of(200)}}, most=50)
    with pytest.raises(SourceError, match="komt niet verder"):
        listed(stubborn, page=50)
    assert len(stubborn.asked) < 10


def test_a_lower_limit_with_a_link_to_more_ends_no_list() -> None:
    """The link leads back to where it stands: it is a word, never an address."""
    service = serve(rows_of(120), most=40, link=True)
    assert len(set(ids(listed(service, page=100)))) == 120
    assert all("skiptoken" not in str(params) for params in service.lists())


# versions


def tables(entity: str, *rows: Row) -> dict[str, list[Row]]:
    return {"Zaak": rows_of(1), entity: list(rows)}


OLD = {
    "Id": "d1",
    "DocumentNummer": "2026D90011",
    "Volgnummer": 7,
    "Nieuw": "veld",
    "ApiGewijzigdOp": "2026-11-03T00:00:00Z",
}
NEW = {
    "Id": "d1",
    "Nummer": "2026D90011",
    "Ondernummer": 7,
    "Nieuw": "veld",
    "ApiGewijzigdOp": "2026-11-03T00:00:00Z",
}


def fail(*paths: str, error: Exception) -> Callable[[int, str, Mapping[str, str]], None]:
    def trouble(number: int, path: str, params: Mapping[str, str]) -> None:
        if path.startswith(paths):
            raise error

    return trouble


DOWN = SourceError("plat")
OFF = [
    lambda number, path, params: None,  # not even there
    fail(V4.path, error=StatusError(404, "x")),
    fail(V4.path, error=StatusError(410, "x")),
    fail(V4.path, error=DOWN),
]


@pytest.mark.parametrize("trouble", OFF, ids=["gone", "404", "410", "down"])
def test_where_v4_is_over_v5_brings_the_same_rows(trouble: Any) -> None:
    service = Service({V5.path: tables("Document", NEW)}, trouble=trouble, most=100)
    pages = listed(service, "Document")
    assert [row for one in pages for row in one.rows] == [OLD]
    assert {params["$top"] for params in service.lists()} == {"100"}


def test_as_long_as_v4_answers_it_is_asked_and_in_pages_of_its_own() -> None:
    service = Service({V4.path: tables("Document", OLD), V5.path: tables("Document", NEW)})
    assert [row for one in listed(service, "Document") for row in one.rows] == [OLD]
    assert {(path, params["$top"]) for path, params in service.asked if "$filter" in params} == {
        (V4.path + "/Document", "250")
    }


def test_a_v4_that_stands_still_is_left_for_v5() -> None:
    fresh = rows_of(1)[0] | {"ApiGewijzigdOp": "2026-11-20T00:00:00Z"}
    service = Service({V4.path: {"Zaak": rows_of(1)}, V5.path: {"Zaak": [fresh]}})
    assert listed(service)[0].rows[0]["ApiGewijzigdOp"] == "2026-11-20T00:00:00Z"


def test_a_redirect_to_v5_is_not_an_answer_of_v4() -> None:
    def moved(url: str) -> str:
        return url.replace(V4.path, V5.path)

    class Moved(Service):
        def get(self, url: str, params: Mapping[str, str]) -> Answer:
            return super().get(moved(url), params)

    service = Moved({V5.path: tables("Document", NEW)}, most=100)
    assert [row for one in listed(service, "Document") for row in one.rows] == [OLD]


def test_v4_may_stop_in_the_middle_of_a_list() -> None:
    rows = rows_of(250)

    def stop(number: int, path: str, params: Mapping[str, str]) -> None:
        if number > 4 and path.startswith(V4.path):
            raise StatusError(404, path)

    service = Service({V4.path: {"Zaak": rows}, V5.path: {"Zaak": rows}}, trouble=stop)
    assert sorted(ids(listed(service, page=100))) == sorted(row["Id"] for row in rows)


def test_the_version_is_found_out_once() -> None:
    service = Service({V4.path: {"Zaak": rows_of(3), "Besluit": []}})
    source = TweedeKamer(HOST + V4.path)
    for stream in ("Zaak", "Besluit", "Zaak"):
        assert list(source.list_pages(cast(Client, service), stream, Window(START)))
    assert len([path for path, params in service.asked if "$filter" not in params]) == 2


def test_where_neither_answers_that_is_said() -> None:
    with pytest.raises(SourceError, match="404"):
        listed(Service({}))


@pytest.mark.parametrize("base", [HOST + V4.path, HOST + V5.path + "/", HOST])
def test_both_versions_are_looked_for_whichever_is_named(base: str) -> None:
    service = Service({V5.path: {"Zaak": rows_of(2)}})
    pages = TweedeKamer(base).list_pages(cast(Client, service), "Zaak", Window(START))
    assert len(ids(list(pages))) == 2


def test_a_list_that_is_named_and_not_there_is_empty_another_is_an_error() -> None:
    service = serve(rows_of(1))
    assert ids(listed(service, "ToegezegdAan")) == []
    with pytest.raises(StatusError):
        listed(service, "Besluit")


# what is asked for


def refuse(word: str) -> Callable[[int, str, Mapping[str, str]], None]:
    def trouble(number: int, path: str, params: Mapping[str, str]) -> None:
        if word in params.get("$expand", ""):
            raise StatusError(400, path)

    return trouble


# what the service does not know                       what is then asked for nested
REFUSED = [
    ("$expand", "Zaak,Kamerstukdossier,BronDocument,DocumentActor,HuidigeDocumentVersie"),
    ("Document", None),
    ("$nothing", STREAMS["Document"]),
]


@pytest.mark.parametrize(("word", "asked"), REFUSED)
def test_what_is_refused_is_asked_for_with_less_nested(word: str, asked: str | None) -> None:
    apart = {"DocumentVersie": rows_of(1), "DocumentPublicatie": rows_of(2), "DocumentActor": []}
    service = Service({V4.path: {**apart, "Zaak": [], "Document": [OLD]}}, trouble=refuse(word))
    pages = listed(service, "Document")
    assert pages[0].rows == (OLD,)
    documents = [params for path, params in service.asked if path.endswith("/Document")]
    assert documents[-1].get("$expand") == asked
    # and what would have been nested is then listed by itself
    expected = (
        [] if word == "$nothing" else ["DocumentActor", "DocumentVersie", "DocumentPublicatie"]
    )
    assert [one.entity for one in pages[1:]] == expected


# the shape                                            what is asked for nested in the end
SHAPES = [
    ("ToegezegdAanPersoon", "KamerbriefNakoming,ToegezegdAan,Activiteit($select=Id,Nummer)"),
    ("ToegezegdAan,", "ToegezegdAanPersoon,ToegezegdAanFractie,Activiteit($select=Id,Nummer)"),
]


@pytest.mark.parametrize(("unknown", "asked"), SHAPES, ids=["2026", "2025"])
def test_a_promise_is_asked_for_in_the_shape_it_has(unknown: str, asked: str) -> None:
    service = Service({V4.path: {"Zaak": [], "Toezegging": rows_of(1)}}, trouble=refuse(unknown))
    assert len(ids(listed(service, "Toezegging"))) == 1
    assert service.lists()[-1]["$expand"] == asked


def test_what_is_too_much_at_once_is_asked_for_in_smaller_pages() -> None:
    def busy(number: int, path: str, params: Mapping[str, str]) -> None:
        if "$filter" in params and int(params["$top"]) > 60:
            raise DOWN

    service = serve(rows_of(130), trouble=busy)
    assert len(ids(listed(service))) == 130
    assert {params["$expand"] for params in service.lists()} == {STREAMS["Zaak"]}


def test_a_list_that_fails_however_it_is_asked_for_is_an_error() -> None:
    def never(number: int, path: str, params: Mapping[str, str]) -> None:
        if "$filter" in params:
            raise DOWN

    with pytest.raises(SourceError, match="plat"):
        listed(serve(rows_of(1), trouble=never))


# answers


@pytest.mark.parametrize(
    "data",
    [
        b"<html>storing</html>",
        b"",
        b"[]",
        b'{"error":{"code":"","message":"x"}}',
        b'{"value":1}',
        b"[" * 100_000,
    ],
    ids=["html", "empty", "list", "error", "no list", "deep"],
)
def test_what_is_no_answer_is_an_error_not_an_empty_list(data: bytes) -> None:
    with pytest.raises(SourceError, match="Tweede Kamer"):
        read_page("Zaak", data)


def test_the_names_of_v5_become_those_of_v4() -> None:
    nested = {
        "Id": "z1",
        "Nummer": "2026Z90001",
        "Document": [NEW],
        "Kamerstukdossier": [{"Id": "k1", "Nummer": 99123, "AantalDocumenten": 7}],
    }
    assert as_v4("Document", NEW) == OLD
    told = as_v4("Zaak", nested)
    assert (told["Nummer"], told["Document"]) == ("2026Z90001", [OLD])
    assert told["Kamerstukdossier"][0]["HoogsteVolgnummer"] == 7
    assert as_v4("Toezegging", {"KamerbriefNakoming": [NEW]}) == {"KamerbriefNakoming": [OLD]}
    assert as_v4("Toezegging", {"KamerbriefNakoming": "brief"}) == {"KamerbriefNakoming": "brief"}
    assert as_v4("Activiteit", {"VoortouwCommissieNaam": "SZW"}) == {"Voortouwnaam": "SZW"}
    assert as_v4("Document", OLD) == OLD


# fields of a row                                                        what it is a row of
KINDS = [
    ("Nummer Soort Titel Onderwerp GestartOp Volgnummer", "Zaak"),
    ("DocumentNummer Soort Titel Onderwerp ContentLength Datum", "Document"),
    ("Nummer Ondernummer Soort Onderwerp ContentLength", "Document"),
    ("BesluitSoort BesluitTekst StemmingsSoort Status", "Besluit"),
    ("Soort FractieGrootte ActorNaam Vergissing", "Stemming"),
    ("Nummer Aanmaakdatum DatumNakoming KamerbriefNakoming Tekst Status Achternaam", "Toezegging"),
    ("Nummer Aanmaakdatum ActiviteitNummer Tekst Notities", "Toezegging"),
    ("Nummer Aanmaakdatum ActiviteitNummer KamerbriefNakoming ToegezegdAan Tekst", "Toezegging"),
    ("Toezegging_Id Fractie_Id Persoon_Id", "ToegezegdAan"),
    ("Nummer Soort DatumSoort VoortouwCommissieNaam", "Activiteit"),
    ("Nummer Titel AantalDocumenten", "Kamerstukdossier"),
    ("Nummer Achternaam Roepnaam Functie", "Persoon"),
    ("Nummer Afkorting NaamNL AantalZetels", "Fractie"),
    ("Functie Van TotEnMet", "FractieZetelPersoon"),
    ("Naam Woonplaats", None),
    ("", None),
]


@pytest.mark.parametrize(("fields", "entity"), KINDS)
def test_a_row_shows_what_it_is(fields: str, entity: str | None) -> None:
    assert entity_of(dict.fromkeys(fields.split())) == entity


REAL = {
    "activiteit": "Activiteit",
    "agendapunt": "Agendapunt",
    "besluit": "Besluit",
    "document": "Document",
    "fractie": "Fractie",
    "fractie_zetel_persoon": "FractieZetelPersoon",
    "persoon": "Persoon",
    "stemming": "Stemming",
    "vergadering": "Vergadering",
}


@pytest.mark.real
@pytest.mark.parametrize(("name", "entity"), REAL.items())
def test_a_real_page_is_read_whole(name: str, entity: str) -> None:
    file = DATA / "odata" / "paginas" / f"{name}.json"
    if not file.exists():
        pytest.skip(f"{file} is not here")
    rows = json.loads(file.read_bytes())
    one = read_page(entity, json.dumps({"value": rows}).encode(), V4)
    assert list(one.rows) == rows
    assert one.newest is not None
    assert sortable_time(one.newest.isoformat())[:26] == max(
        sortable_time(row["ApiGewijzigdOp"])[:26] for row in rows
    )
    assert {entity_of(row) for row in rows} == {entity}
