"""Rows into a database: keys, derived columns, search, views, corrections."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import tables
from corpus.database import Built, build, open_read_only
from corpus.fulltext import match_query, stems
from corpus.rows import ReleaseState, rows
from corpus.tables import TABLES, fts_table
from corpus.views import VIEWS
from models.citation import FullCitation, Verwijzing
from models.links import DocumentAlias
from models.lists import VerwijzingSoort
from tests import factories


def make(path: Path, state: ReleaseState | None = None) -> Built:
    papers, register, links = factories.small_world()
    return build(path, rows(papers, register, links, factories.LEXICON, state or factories.state()))


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("db") / "kamer.db"
    make(path)
    with closing(open_read_only(path)) as conn:
        yield conn


def ids(db: sqlite3.Connection, sql: str, *params: object) -> list[str]:
    return [row[0] for row in db.execute(sql, params)]


def test_every_table_has_the_columns_of_the_registry(db: sqlite3.Connection) -> None:
    for name, table in TABLES.items():
        columns = [row[1] for row in db.execute(f"pragma table_info([{name}])")]
        assert columns == [field.name for field in table.fields]


def test_every_reference_leads_somewhere(db: sqlite3.Connection) -> None:
    assert db.execute("pragma foreign_key_check").fetchall() == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_answers(db: sqlite3.Connection, view: str) -> None:
    db.execute(f"select * from [{view}] limit 5").fetchall()


def test_the_last_word_of_the_cabinet_is_the_status(db: sqlite3.Connection) -> None:
    (row,) = db.execute("select * from moties where id = 'kst-99001-3'")
    assert (row["status_kabinet"], row["status_kabinet_op"]) == ("afgedaan", "2029-05-01")
    assert (row["status_kamer"], row["status_bewijs"]) == ("aangenomen", "geen")
    assert (row["vermeldingen"], row["opvolgingen"]) == (1, 1)
    # of the papers, one each is of these days or later
    searched = db.execute("select * from gezocht order by datum").fetchall()
    assert [tuple(row) for row in searched] == [
        ("2028-12-01", 3),
        ("2029-03-01", 2),
        ("2029-05-01", 1),
    ]


def test_the_trail_runs_in_time(db: sqlite3.Connection) -> None:
    trail = db.execute(
        "select volgorde, datum, gebeurtenis, document_id, bron_url from spoor"
        " where onderwerp_soort = 'motie' and onderwerp_id = 'kst-99001-3' order by volgorde"
    ).fetchall()
    assert [tuple(row)[:3] for row in trail] == [
        (1, "2029-03-01", "ingediend"),
        (2, None, "oordeel van het kabinet"),  # no source gives the day
        (3, "2029-03-08", "aangenomen"),
        (4, "2029-05-01", "genoemd"),
        (5, "2029-05-01", "afgedaan (kabinet)"),
    ]
    assert trail[4]["bron_url"] == "https://proef.example/kst-99001-9.pdf"


def test_views_hold_what_they_say(db: sqlite3.Connection) -> None:
    assert ids(db, "select id from moties_zonder_opvolging") == ["kst-99001-4"]
    (searched,) = ids(db, "select gezocht from moties_zonder_opvolging")
    assert searched.strip() == "gezocht in 1 stukken tot en met 2029-05-01"
    assert len(ids(db, "select id from knelpunten_nooit_opgepakt")) == 1
    assert len(ids(db, "select id from twijfel")) == 1
    # the world of the tests lies in the future, so no term has passed
    assert ids(db, "select id from toezeggingen_verlopen") == []


# the versions of one motie: what the Chamber did with it and when        the one decided on
CHAINS = [
    ([("ingediend", None), ("aangenomen", "2029-03-08")], "kst-2"),
    ([("aangehouden", None), ("verworpen", "2029-03-08"), ("ingediend", None)], "kst-2"),
    ([("verworpen", "2029-03-01"), ("aangenomen", "2029-03-08")], "kst-2"),
    ([("aangenomen", "2029-03-08"), ("verworpen", "2029-03-01")], "kst-1"),
    ([("ingediend", None), ("overgenomen", None)], "kst-2"),
    ([("aangehouden", None), ("ingetrokken", None)], None),
]


@pytest.mark.parametrize(("versions", "decided"), CHAINS)
def test_a_chain_says_which_version_was_decided_on(
    versions: list[tuple[str, str | None]], decided: str | None
) -> None:
    columns = (
        "keten_id, nummer, id, soort, datum_ingediend, titel, vervangt_id, status_kamer,"
        " stemming_datum, zetels_voor, zetels_tegen"
    )
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(f"create table moties ({columns})")
        memory.execute("insert into moties (keten_id, id) values ('kst-9', 'kst-9')")
        for number, (status, voted) in enumerate(versions, 1):
            memory.execute(
                "insert into moties (keten_id, nummer, id, status_kamer, stemming_datum)"
                " values ('kst-1', ?, ?, ?, ?)",
                (str(number), f"kst-{number}", status, voted),
            )
        found = memory.execute(VIEWS["moties_ketens"].sql).fetchall()
        fields = [one[0] for one in memory.execute(VIEWS["moties_ketens"].sql).description]
    rows = [dict(zip(fields, row, strict=True)) for row in found]
    assert [row["id"] for row in rows] == [f"kst-{n}" for n in range(1, len(versions) + 1)]
    assert {(row["besloten_over"], row["versies"]) for row in rows} == {(decided, len(versions))}


# what a visitor types                       the moties found
SEARCHES = [
    ("loket", ["kst-99001-3"]),
    ("loketten", ["kst-99001-3"]),
    ("LOKET", ["kst-99001-3"]),
    ("loket openen", ["kst-99001-3"]),
    ('"avonds te openen"', ["kst-99001-3"]),
    ('"te avonds openen"', []),
    ("lok*", ["kst-99001-3"]),
    ("motie", ["kst-99001-3", "kst-99001-4"]),
    ("brug", []),
    ('"', []),
    ("AND OR NOT (", []),
    ("verzoek:loket", ["kst-99001-3"]),  # two words, never a column
    ("titel:regering", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), SEARCHES)
def test_search_knows_word_forms(db: sqlite3.Connection, query: str, expected: list[str]) -> None:
    sql = """select id from moties where rowid in
    (select rowid from moties_fts where moties_fts match ?) order by id"""
    assert ids(db, sql, match_query(query)) == expected


@given(st.text(max_size=60))
def test_no_query_breaks_the_search(query: str) -> None:
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute("create virtual table t using fts5(a)")
        memory.execute("select * from t where t match ?", (match_query(query),)).fetchall()


def test_stems_join_word_forms() -> None:
    assert stems("Lange wachttijden") == stems("lange WACHTTIJD")


def test_an_index_keeps_every_row(db: sqlite3.Connection) -> None:
    for name, table in TABLES.items():
        if table.search:
            (n,) = db.execute(f"select count(*) from [{name}]").fetchone()
            (m,) = db.execute(f"select count(*) from [{fts_table(name)}]").fetchone()
            assert n == m, name


def test_a_motie_only_named_is_still_without_follow_up(tmp_path: Path) -> None:
    said = factories.small_world()[0][1].findings.opvolgingen[0].id
    named = tables.Correctie(
        "opvolgingen", said, "uitspraak", "genoemd", "proef", "t", "2030-01-01"
    )
    make(tmp_path / "k.db", factories.state(correcties=(named,)))
    with closing(open_read_only(tmp_path / "k.db")) as db:
        (row,) = db.execute("select * from moties where id = 'kst-99001-3'")
        assert (row["opvolgingen"], row["status_kabinet"]) == (0, "geen")
        assert "kst-99001-3" in ids(db, "select id from moties_zonder_opvolging")


CORRECTION = tables.Correctie(
    "moties", "kst-99001-3", "kabinetsappreciatie", "Ontraden", "verkeerd", "tester", "2030-01-01"
)


def test_a_correction_holds_and_flows_on(tmp_path: Path) -> None:
    said = factories.small_world()[0][1].findings.opvolgingen[0].id
    other = replace(CORRECTION, doel_soort="opvolgingen", doel_id=said, veld="uitspraak",
                    waarde="deels")  # fmt: skip
    built = make(tmp_path / "k.db", factories.state(correcties=(CORRECTION, other)))
    with closing(open_read_only(tmp_path / "k.db")) as db:
        (row,) = db.execute("select * from moties where id = 'kst-99001-3'")
    assert (row["kabinetsappreciatie"], row["status_kabinet"]) == ("Ontraden", "deels")
    assert built.unapplied == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"doel_id": "kst-1-1"}, "moties heeft geen rij kst-1-1; correctie niet toegepast."),
        ({"veld": "onzin"}, "moties.onzin kan niet gecorrigeerd worden."),
        ({"veld": "id"}, "moties.id kan niet gecorrigeerd worden."),
        ({"veld": "status_kamer", "waarde": "weg"},
         "moties.status_kamer van kst-99001-3: weg staat niet in de lijst"),
        ({"veld": "status_kamer", "waarde": None},
         "moties.status_kamer van kst-99001-3 mag niet leeg zijn"),
        ({"veld": "document_id", "waarde": "kst-1-1"},
         "moties.document_id van kst-99001-3: documenten heeft geen rij kst-1-1"),
        ({"doel_soort": "x]; drop table moties"}, "x]; drop table moties.kabinetsappreciatie kan"),
    ],
)  # fmt: skip
def test_a_correction_that_fits_nothing_is_told(
    tmp_path: Path, change: dict[str, str | None], told: str
) -> None:
    correction = replace(CORRECTION, **change)  # type: ignore[arg-type]
    built = make(tmp_path / "k.db", factories.state(correcties=(correction,)))
    assert len(built.unapplied) == 1
    assert built.unapplied[0].startswith(told)


def test_names_follow_from_what_bears_them(db: sqlite3.Connection) -> None:
    assert [tuple(row)[:2] for row in db.execute("select * from dossiers")] == [
        ("99001", "Proefdossier")
    ]
    found = db.execute("select id, naam, fractie from personen order by id").fetchall()
    assert [tuple(row) for row in found] == [
        ("p1", "A. Voorbeeld", "Proefpartij"),
        ("p2", "B. de Wit-Proef", "Testgroep"),
    ]


def test_a_correction_may_name_a_new_dossier(tmp_path: Path) -> None:
    moved = replace(CORRECTION, veld="dossier_id", waarde="99009")
    named = replace(CORRECTION, doel_soort="dossiers", doel_id="99009", veld="naam", waarde="Nieuw")
    built = make(tmp_path / "k.db", factories.state(correcties=(moved, named)))
    with closing(open_read_only(tmp_path / "k.db")) as db:
        assert ids(db, "select naam from dossiers where id = '99009'") == ["Nieuw"]
    assert built.unapplied == []


def test_the_schema_knows_the_closed_lists(tmp_path: Path) -> None:
    make(tmp_path / "k.db")
    with (
        closing(sqlite3.connect(tmp_path / "k.db")) as conn,
        pytest.raises(sqlite3.IntegrityError, match="status_bewijs"),
    ):
        conn.execute("update moties set status_bewijs = 'onzin'")


def test_a_reference_to_another_name_of_a_paper_is_in_the_corpus(tmp_path: Path) -> None:
    text = "BRIEF\n\nZie stb-2029-1 en kst-99001-3 en stb-2029-2."
    found = tuple(
        Verwijzing(
            FullCitation(factories.span(text, one), VerwijzingSoort.KAMERSTUK, one, "proef"),
            one, "proef", 1.0,
        )
        for one in ("stb-2029-1", "kst-99001-3", "stb-2029-2")
    )  # fmt: skip
    papers, register, links = factories.small_world()
    letter = factories.paper("kst-99001-8", text, verwijzingen=found)
    alias = DocumentAlias("stb-2029-1", "kst-99001-9", "proef")
    links = replace(links, document_aliassen=(alias,))
    build(
        tmp_path / "k.db",
        rows([*papers, letter], register, links, factories.LEXICON, factories.state()),
    )
    with closing(open_read_only(tmp_path / "k.db")) as db:
        sql = "select doel_id from verwijzingen where doel_in_corpus order by doel_id"
        assert ids(db, sql) == ["kst-99001-3", "stb-2029-1"]


def test_a_double_key_is_counted_not_hidden(tmp_path: Path) -> None:
    alias = ("dossiers", tables.Dossier("99001", "Proefdossier"))
    built = build(tmp_path / "k.db", [alias, alias])
    assert built.counts["dossiers"] == 1
    assert built.doubles == {"dossiers": 1}


def test_an_existing_database_is_never_overwritten(tmp_path: Path) -> None:
    make(tmp_path / "k.db")
    with pytest.raises(FileExistsError):
        make(tmp_path / "k.db")


def test_the_same_rows_make_the_same_database(tmp_path: Path) -> None:
    make(tmp_path / "a.db")
    make(tmp_path / "b.db")
    dumps = []
    for name in ("a.db", "b.db"):
        with closing(open_read_only(tmp_path / name)) as db:
            dumps.append([tuple(r) for t in TABLES for r in db.execute(f"select * from [{t}]")])
    assert dumps[0] == dumps[1]
