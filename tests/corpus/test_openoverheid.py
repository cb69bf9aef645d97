"""The reader of open.overheid.nl, on composed answers in the shape the service gives."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus.sources.openoverheid as oo
from corpus.client import Answer, StatusError
from corpus.sources import FileAt, Page, Window
from corpus.sources.openoverheid import OpenOverheid, read_detail, read_listing, read_relations
from models.lists import DocumentSoort
from models.problems import SourceError

BASE = "https://open.overheid.nl/overheid/openbaarmakingen/api/v0"
START = datetime(2026, 11, 1, tzinfo=UTC)
STREAM = "stand_van_de_uitvoering"
HASH = "0123456789abcdef0123456789abcdef01234567"


def uuid(at: int) -> str:
    return f"00000000-0000-4000-8000-{at:012d}"


def row(at: int, day: int = 12, titel: str = "Stand van de uitvoering", **more: Any) -> Any:
    document = {
        "id": f"{uuid(at)}_1",
        "pid": f"https://open.overheid.nl/documenten/{uuid(at)}",
        "titel": titel,
        "openbaarmakingsdatum": f"2026-11-{day:02d}",
        "publisher": "ministerie van Voorbeeldzaken",
        "mutatiedatumtijd": f"2026-11-{day:02d}T15:00:00.123Z",
        **more,
    }
    return {"document": document, "bestandsType": "application/pdf"}


def listing(rows: list[Any], total: int | None = None) -> dict[str, Any]:
    return {"totaal": len(rows) if total is None else total, "resultaten": rows}


def bestand(at: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"https://open.overheid.nl/documenten/{uuid(at)}/file",
        "gepubliceerd": True,
        "label": "file",
        "mime-type": "application/pdf",
        "bestandsnaam": "stand.pdf",
        "grootte": 985738,
        "hash": HASH,
        **more,
    }


def detail(
    at: int,
    titel: str = "Stand van de uitvoering 2026 Proefdienst",
    wie: str = "ministerie van Voorbeeldzaken",
    soort: str = "rapport",
    bestanden: list[Any] | None = None,
    status: str = "gepubliceerd",
    relaties: list[Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    return {
        "document": {
            "pid": f"https://open.overheid.nl/documenten/{uuid(at)}",
            "verantwoordelijke": {"label": wie},
            "titelcollectie": {"officieleTitel": titel},
            "classificatiecollectie": {"documentsoorten": [{"label": soort}]},
            **more,
        },
        "plooiIntern": {"publicatiestatus": status},
        "documentrelaties": relaties or [],
        "versies": [
            {
                "nummer": 1,
                "openbaarmakingsdatum": "2026-11-12",
                "mutatiedatumtijd": "2026-11-12T15:00:00.123456789Z",
                "bestanden": [bestand(at)] if bestanden is None else bestanden,
            }
        ],
    }


def read(answer: Any) -> oo.Detail:
    return read_detail(json.dumps(answer).encode())


def test_a_document_with_its_file() -> None:
    item = read(detail(301)).item
    assert (item.key, item.id) == (f"openoverheid:{uuid(301)}", f"ro-{uuid(301)}")
    assert item.files == (
        FileAt(
            f"https://open.overheid.nl/documenten/{uuid(301)}/file",
            "application/pdf",
            985738,
            HASH,
        ),
        FileAt(f"{BASE}/attachment/{uuid(301)}", "application/pdf", 985738, HASH),
    )
    assert item.gewijzigd == "2026-11-12T15:00:00 1"
    known = item.kenmerken
    assert (known.titel, known.datum) == (
        "Stand van de uitvoering 2026 Proefdienst",
        date(2026, 11, 12),
    )
    assert known.ministerie == "ministerie van Voorbeeldzaken"
    assert known.soort is DocumentSoort.STAND_VAN_DE_UITVOERING
    assert (item.aliassen, item.ingetrokken, item.naam) == ((), False, "stand.pdf")


# label, title, kind of paper
SOORTEN = [
    ("Kamerbrief", "Stand van de uitvoering", DocumentSoort.BRIEF),
    ("rapport", "Staat van de Uitvoering 2026", DocumentSoort.STAAT_VAN_DE_UITVOERING),
    ("rapport", "Onderzoek naar knelpunten", DocumentSoort.OVERIG),
    ("Jaarverslag", "Terugblik", DocumentSoort.JAARVERSLAG),
    ("iets nieuws", "Knelpuntenbrief 2026", DocumentSoort.KNELPUNTENBRIEF),
]


@pytest.mark.parametrize(("label", "titel", "soort"), SOORTEN)
def test_the_kind_of_paper(label: str, titel: str, soort: DocumentSoort) -> None:
    assert read(detail(1, titel=titel, soort=label)).item.kenmerken.soort is soort


# title, who is responsible, identifiers of the same paper, title without the number
COPIES = [
    ("99200, nr. 1 - Nota", "Tweede Kamer", ("kst-99200-1",), "Nota"),
    ("99200-XV, nr. 12 - Brief", "Tweede Kamer", ("kst-99200-XV-12",), "Brief"),
    ("99 200 XV, nr. 12 – Brief", "Tweede Kamer", ("kst-99200-XV-12",), "Brief"),
    ("99200, nr. F - Brief", "Eerste Kamer", ("kst-99200-F",), "Brief"),
    ("99200, nr. 1 - Nota", "ministerie van Proef", (), "99200, nr. 1 - Nota"),
    ("Nota bij 99200, nr. 1 - Nota", "Tweede Kamer", (), "Nota bij 99200, nr. 1 - Nota"),
]


@pytest.mark.parametrize(("titel", "wie", "aliassen", "plain"), COPIES)
def test_a_copy_of_a_kamerstuk(titel: str, wie: str, aliassen: tuple[str, ...], plain: str) -> None:
    item = read(detail(1, titel=titel, wie=wie)).item
    assert (item.aliassen, item.kenmerken.titel) == (aliassen, plain)
    assert item.id == f"ro-{uuid(1)}"
    assert bool(item.kenmerken.dossier_id) is bool(aliassen)


def test_the_highest_version_holds_wherever_it_stands() -> None:
    answer = detail(1)
    second = {
        "nummer": 2,
        "openbaarmakingsdatum": "2026-11-14",
        "mutatiedatumtijd": "2026-11-14T08:00:00Z",
        "bestanden": [bestand(1, grootte=12)],
    }
    for versions in ([*answer["versies"], second], [second, *answer["versies"]]):
        item = read({**answer, "versies": versions}).item
        assert (item.gewijzigd, item.files[0].size) == ("2026-11-14T08:00:00 2", 12)


# what the document holds, whether it is withdrawn, how many addresses its paper has
FILES = [
    ({"bestanden": [bestand(1)]}, False, 2),
    ({"bestanden": []}, False, 0),
    ({"bestanden": [bestand(1, gepubliceerd=False)]}, True, 0),
    ({"status": "ingetrokken"}, True, 0),
    ({"bestanden": [bestand(1, **{"mime-type": "application/zip"})]}, False, 0),
    (
        {"bestanden": [bestand(2, **{"mime-type": "application/zip"}), bestand(1)]},
        False,
        2,
    ),
    ({"bestanden": [bestand(1, url="https://www.rijksoverheid.nl/stand.pdf")]}, False, 3),
    ({"bestanden": [bestand(1, url="https://opendata.rijksoverheid.nl/v1/x")]}, False, 2),
    ({"bestanden": [bestand(1, url="file:///etc/passwd", id="ftp://x/y")]}, False, 1),
]


@pytest.mark.parametrize(("more", "withdrawn", "addresses"), FILES)
def test_what_a_document_offers(more: dict[str, Any], withdrawn: bool, addresses: int) -> None:
    item = read(detail(1, **more)).item
    assert (item.ingetrokken, len(item.files)) == (withdrawn, addresses)


def test_a_size_or_checksum_that_cannot_be_one_is_not_held_against_a_file() -> None:
    item = read(detail(1, bestanden=[bestand(1, grootte=-1, hash="onbekend")])).item
    assert (item.files[0].size, item.files[0].sha1) == (None, None)


# answer, who is named with which role
ROLE = {"relation": f"https://open.overheid.nl/documenten/{uuid(7)}", "role": oo._HAS_ATTACHMENT}
RELATIONS = [
    ([ROLE], ((uuid(7), oo._HAS_ATTACHMENT),)),
    ({"relaties": [ROLE], "totaal": 1}, ((uuid(7), oo._HAS_ATTACHMENT),)),
    ([{**ROLE, "role": "Heeft bijlage"}], ((uuid(7), oo._HAS_ATTACHMENT),)),
    ({"relaties": []}, ()),
    ([{"relation": "nvt", "role": "x"}, "tekst", None], ()),
    ("tekst", ()),
]


@pytest.mark.parametrize(("answer", "roles"), RELATIONS)
def test_the_documents_named_in_relations(answer: Any, roles: tuple[tuple[str, str], ...]) -> None:
    assert read_relations(json.dumps(answer).encode()) == roles


@pytest.mark.parametrize("reader", [read_listing, read_detail])
@pytest.mark.parametrize("data", [b"", b"<html>druk</html>", b"[]", b"{}", b"null", b"[" * 99_999])
def test_an_error_is_never_an_empty_answer(reader: Any, data: bytes) -> None:
    with pytest.raises(SourceError):
        reader(data)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.just(uuid(1)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "totaal",
                    "resultaten",
                    "document",
                    "id",
                    "pid",
                    "titel",
                    "versies",
                    "bestanden",
                    "hash",
                    "url",
                    "nummer",
                    "role",
                    "relation",
                    "mutatiedatumtijd",
                    "documentrelaties",
                    "titelcollectie",
                    "officieleTitel",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(st.binary(max_size=200) | ANY.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_an_answer_or_refused(data: bytes) -> None:
    for reader in (read_listing, read_detail, read_relations):
        try:
            assert reader(data) is not None
        except SourceError:
            continue


def test_half_a_character_can_still_be_stored() -> None:
    item = read(detail(1, titel="Stand \ud800 van")).item
    assert str(item.kenmerken.titel).encode("utf-8")


@dataclass
class Service:
    """Stands for the client: a service that holds documents and lists them in their order."""

    documents: dict[int, Any]
    rows: list[Any] = field(default_factory=list)
    related: dict[int, list[Any]] = field(default_factory=dict)
    broken: dict[int, Exception] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    def get(self, url: str, params: Mapping[str, str] | None = None) -> Answer:
        self.asked.append((url, params or {}))
        return Answer(url, "application/json", json.dumps(self.answer(url, params or {})).encode())

    def answer(self, url: str, params: Mapping[str, str]) -> Any:
        if url.endswith("/zoek"):
            start, size = int(params["start"]), int(params["aantalResultaten"])
            return listing(self.rows[start : start + size], len(self.rows))
        parts = url.split("/")
        name = parts[-2] if parts[-1] == "_relaties" else parts[-1]
        at = int(name[-12:].rpartition("-")[2])
        if parts[-1] == "_relaties":
            return self.related.get(at, [])
        if at in self.broken:
            raise self.broken[at]
        if at not in self.documents:
            raise StatusError(404, url)
        return self.documents[at]

    def details(self) -> list[int]:
        """The documents that were asked for, by number, in order."""
        return [int(url[-12:]) for url, _ in self.asked if url.startswith(f"{BASE}/zoek/")]


def pages_of(service: Service, window: Window | None = None, page: int = 50) -> list[Page]:
    source = OpenOverheid(BASE, page=page)
    return list(source.list_pages(service, STREAM, window or Window(START)))  # type: ignore[arg-type]


def ids(pages: list[Page]) -> list[str | None]:
    return [item.id for page in pages for item in page.items]


def test_what_changed_is_listed_newest_first_and_no_further_than_asked() -> None:
    rows = [row(at, day) for at, day in ((1, 14), (2, 13), (3, 12), (4, 3), (5, 2), (6, 1))]
    service = Service({at: detail(at) for at in range(1, 7)}, rows)
    pages = pages_of(service, Window(datetime(2026, 11, 10, tzinfo=UTC)), page=2)
    assert ids(pages) == [f"ro-{uuid(at)}" for at in (1, 2, 3)]
    assert pages[0].newest == datetime(2026, 11, 14, 15, tzinfo=UTC)
    # nothing is asked about what did not change, and the list is left where it gets too old
    assert service.details() == [1, 2, 3]
    searches = [params for url, params in service.asked if url.endswith("/zoek")]
    assert [params["start"] for params in searches] == ["0", "2", "4"]
    assert {params["sort"] for params in searches} == {"laatst-gewijzigd"}
    assert {params["zoektekst"] for params in searches} == {"stand van de uitvoering"}


def test_a_list_that_is_not_in_order_is_read_to_the_end() -> None:
    rows = [row(1, 2), row(2, 3), row(3, 14), row(4, 1)]
    service = Service({at: detail(at) for at in range(1, 5)}, rows)
    pages = pages_of(service, Window(datetime(2026, 11, 10, tzinfo=UTC)), page=2)
    assert ids(pages) == [f"ro-{uuid(3)}"]


def test_a_service_that_finds_nothing_halfway_has_not_come_to_the_end() -> None:
    class Emptied(Service):
        def answer(self, url: str, params: Mapping[str, str]) -> Any:
            return listing([]) if params.get("start") == "2" else super().answer(url, params)

    service = Emptied({at: detail(at) for at in (1, 2, 3)}, [row(at) for at in (1, 2, 3)])
    with pytest.raises(SourceError, match="ineens niets meer"):
        pages_of(service, page=2)


def test_a_total_that_is_too_high_does_not_keep_the_list_from_ending() -> None:
    class Inflated(Service):
        def answer(self, url: str, params: Mapping[str, str]) -> Any:
            found = super().answer(url, params)
            return {**found, "totaal": 9} if url.endswith("/zoek") else found

    service = Inflated({at: detail(at) for at in (1, 2, 3)}, [row(at) for at in (1, 2, 3)])
    assert len(ids(pages_of(service, page=2))) == 3


def test_a_document_that_comes_by_twice_is_asked_for_once() -> None:
    service = Service({at: detail(at) for at in (1, 2)}, [row(1), row(2), row(1)])
    assert ids(pages_of(service, page=2)) == [f"ro-{uuid(at)}" for at in (1, 2)]
    assert service.details() == [1, 2]


def test_a_document_of_before_has_no_detail_but_it_has_a_file() -> None:
    old = f"ronl-{uuid(8)}"
    (page,) = pages_of(Service({}, [row(8, id=f"{old}_2", pid="nvt")]))
    (item,) = page.items
    assert (item.key, item.id, item.ingetrokken) == (f"openoverheid:{old}", f"ro-{uuid(8)}", False)
    assert item.files == (FileAt(f"{BASE}/attachment/{old}"),)
    assert item.gewijzigd == "2026-11-12T15:00:00 2"
    (page,) = pages_of(Service({}, [row(8, id="oep-99001", pid="nvt")]))
    assert [(item.key, item.id) for item in page.items] == [("openoverheid:oep-99001", None)]


def test_what_only_resembles_the_words_is_left_out() -> None:
    rows = [
        row(1, titel="De stand van het land"),
        row(2, titel="Rapport", omschrijving="De stand van de uitvoering van Proefdienst"),
        {"document": "onleesbaar"},
        "tekst",
    ]
    assert ids(pages_of(Service({2: detail(2)}, rows))) == [f"ro-{uuid(2)}"]


def test_a_backfill_goes_by_day_of_publication_and_can_be_resumed() -> None:
    rows = [row(at, at) for at in range(1, 6)]
    service = Service({at: detail(at) for at in range(1, 6)}, rows)
    window = Window(START, datetime(2026, 11, 30, tzinfo=UTC))
    pages = pages_of(service, window, page=2)
    assert len(ids(pages)) == 5
    assert [page.resume for page in pages] == ["2026-11-02", "2026-11-04", "2026-11-05"]
    first = service.asked[0][1]
    assert (first["publicatiedatumVan"], first["publicatiedatumTot"]) == (
        "01-11-2026",
        "30-11-2026",
    )
    assert (first["sort"], first["order"]) == ("publicatiedatum", "asc")
    pages_of(service, Window(START, window.until, resume="2026-11-04"), page=2)
    assert "04-11-2026" in [params.get("publicatiedatumVan") for _, params in service.asked]


def test_a_list_too_long_for_one_question_goes_on_by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oo, "_DEEPEST", 3)
    rows = [row(at, at) for at in range(1, 10)]

    class ByDay(Service):
        def answer(self, url: str, params: Mapping[str, str]) -> Any:
            if not url.endswith("/zoek"):
                return super().answer(url, params)
            first = int(params.get("publicatiedatumVan", "01")[:2])
            left = [one for one in rows if int(one["document"]["id"][-4:-2]) >= first]
            if params["sort"] == "laatst-gewijzigd":
                left = left[::-1]
            start = int(params["start"])
            return listing(left[start : start + 2], len(left))

    service = ByDay({at: detail(at) for at in range(1, 10)})
    assert set(ids(pages_of(service, page=2))) == {f"ro-{uuid(at)}" for at in range(1, 10)}


def test_a_day_with_more_than_can_be_listed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oo, "_DEEPEST", 3)
    service = Service({at: detail(at) for at in range(1, 10)}, [row(at, 1) for at in range(1, 10)])
    with pytest.raises(SourceError, match="te veel documenten"):
        pages_of(service, Window(START, datetime(2026, 11, 2, tzinfo=UTC)), page=2)


def test_the_attachments_of_a_covering_letter() -> None:
    letter = detail(1, titel="Brief bij de Standen van de Uitvoering", soort="kamerbrief")
    service = Service(
        {1: letter, 2: detail(2, titel="Bijlage 1"), 3: detail(3, titel="Bijlage 2")},
        [row(1, titel="Brief bij de Standen van de Uitvoering")],
        related={
            1: [
                {"relation": uuid(2), "role": oo._HAS_ATTACHMENT},
                {"relation": uuid(3), "role": oo._HAS_ATTACHMENT},
                {"relation": uuid(4), "role": "https://identifier.overheid.nl/plooi/bundel"},
            ]
        },
    )
    (page,) = pages_of(service)
    assert [(item.id, item.bijlage_bij) for item in page.items] == [
        (f"ro-{uuid(1)}", None),
        (f"ro-{uuid(2)}", f"ro-{uuid(1)}"),
        (f"ro-{uuid(3)}", f"ro-{uuid(1)}"),
    ]


def test_an_attachment_that_is_found_itself_names_its_letter() -> None:
    role = {"relation": uuid(9), "role": oo._IS_ATTACHMENT}
    (page,) = pages_of(Service({2: detail(2, relaties=[role])}, [row(2)]))
    assert [(item.id, item.bijlage_bij) for item in page.items] == [
        (f"ro-{uuid(2)}", f"ro-{uuid(9)}")
    ]


def test_a_document_without_a_file_is_no_paper_but_it_is_seen() -> None:
    (page,) = pages_of(Service({1: detail(1, bestanden=[])}, [row(1)]))
    assert page.items == ()
    assert [(one.url, one.key) for one in page.seen] == [
        (f"https://open.overheid.nl/documenten/{uuid(1)}", f"openoverheid:{uuid(1)}")
    ]
    assert [(one.subject, one.soort) for one in page.problems] == [
        (f"ro-{uuid(1)}", "geen_bestand")
    ]


def test_where_the_same_paper_stands_on_rijksoverheid() -> None:
    url = "https://www.rijksoverheid.nl/documenten/2026/11/12/stand"
    (page,) = pages_of(Service({1: detail(1, weblocatie=url)}, [row(1)]))
    assert [(one.url, one.key) for one in page.seen] == [(url, page.items[0].key)]
    (page,) = pages_of(Service({1: detail(1, weblocatie="javascript:x")}, [row(1)]))
    assert page.seen == ()


# how the detail of a document fails, whether its paper is withdrawn, how many addresses it has
FAILURES = [
    (404, True, 0),
    (410, True, 0),
    # 401 is how the service says that it does not know a path: no key is asked for
    (401, False, 1),
]


@pytest.mark.parametrize(("status", "withdrawn", "addresses"), FAILURES)
def test_one_document_that_is_not_known_does_not_stop_the_list(
    status: int, withdrawn: bool, addresses: int
) -> None:
    service = Service({2: detail(2)}, [row(1), row(2)], broken={1: StatusError(status, "x")})
    (page,) = pages_of(service)
    first, second = page.items
    assert (first.id, first.ingetrokken, len(first.files)) == (
        f"ro-{uuid(1)}",
        withdrawn,
        addresses,
    )
    # list and detail tell of the same change
    assert first.gewijzigd == second.gewijzigd


def test_a_document_that_fails_is_tried_as_listed_and_asked_for_again() -> None:
    failure = SourceError("Geen volledig antwoord")
    service = Service({2: detail(2)}, [row(1), row(2)], broken={1: failure})
    pages = OpenOverheid(BASE).list_pages(service, STREAM, Window(START))  # type: ignore[arg-type]
    first, second = next(pages).items
    assert first.files == (FileAt(f"{BASE}/attachment/{uuid(1)}"),)
    assert second.id == f"ro-{uuid(2)}"
    with pytest.raises(SourceError, match="de volgende run vraagt het opnieuw"):
        next(pages)
    # told in full the next night, it is a change
    (page,) = pages_of(Service({1: detail(1), 2: detail(2)}, [row(1), row(2)]))
    assert page.items[0].key == first.key
    assert page.items[0].gewijzigd != first.gewijzigd
    assert page.items[1] == second


# how the question for attachments fails, whether the list is to be read again
UNRELATED = [
    (StatusError(401, "x"), False),
    (StatusError(404, "x"), False),
    (StatusError(400, "x"), True),
    (SourceError("Geen volledig antwoord"), True),
]


@pytest.mark.parametrize(("failure", "again"), UNRELATED)
def test_attachments_that_could_not_be_asked_for_are_asked_for_again(
    failure: Exception, again: bool
) -> None:
    class Unrelated(Service):
        def answer(self, url: str, params: Mapping[str, str]) -> Any:
            if url.endswith(f"{uuid(1)}/_relaties"):
                raise failure
            return super().answer(url, params)

    service = Unrelated({1: detail(1), 2: detail(2)}, [row(1), row(2)])
    pages = OpenOverheid(BASE).list_pages(service, STREAM, Window(START))  # type: ignore[arg-type]
    # what was found is listed all the same
    assert len(next(pages).items) == 2
    if again:
        with pytest.raises(SourceError, match="wat erbij hoort"):
            next(pages)
    else:
        assert list(pages) == []


def test_a_service_that_fails_again_and_again_is_down() -> None:
    down = {at: SourceError("status 500") for at in range(1, 9)}
    service = Service({}, [row(at) for at in range(1, 9)], broken=down)
    with pytest.raises(SourceError, match="status 500"):
        pages_of(service)
    assert len(service.details()) == oo._PATIENCE
