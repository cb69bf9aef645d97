"""The registry of tables, all of it."""

from datetime import date

import pytest

from corpus import tables, views
from corpus.tables import TABLES, Field
from models.lists import ALL_LISTS, ClosedList, StatusKamer

FIELDS = [(name, field) for name, table in TABLES.items() for field in table.fields]

# the names of the contract: a table and the columns that must be there
CONTRACT = {
    "documenten": "id soort titel datum kamer vergaderjaar dossier_id ondernummer ministerie"
    " afzender organisatie_id bron bron_url media_type sha256 paginas tekst_kwaliteit"
    " opgehaald_op vervangen_door",
    "passages": "id document_id volgorde pagina soort sectie tekst bbox",
    "verwijzingen": "id document_id passage_id pagina tekst soort doel_id doel_in_corpus"
    " pagina_pin onvolledig methode score",
    "moties": "id document_id dossier_id nummer vergaderjaar titel soort vervangt_id keten_id"
    " datum_ingediend status_kamer stemming_datum zetels_voor zetels_tegen kabinetsappreciatie"
    " status_kabinet status_bewijs zaak_nummer",
    "motie_indieners": "motie_id volgorde persoon_id naam fractie",
    "motie_overwegingen": "motie_id volgorde tekst",
    "motie_verzoeken": "motie_id volgorde tekst werkwoord termijn_van termijn_tot",
    "stemmingen": "motie_id datum fractie soort zetels vergissing",
    "motie_vermeldingen": "document_id passage_id pagina tekst motie_id methode score kandidaten",
    "toezeggingen": "id herkomst document_id passage_id pagina citaat bewindspersoon ministerie"
    " aan inhoud gedaan_op termijn_tekst termijn_van termijn_tot terugkerend hardheid voorwaarde"
    " anker herhaalt_id wijzigt_id status_kabinet status_kamer status_bewijs register_nummer"
    " methode score",
    "toezegging_bewindspersonen": "toezegging_id",
    "knelpunten": "id document_id passage_id pagina citaat soort thema gevolg richting"
    " organisatie_id jaar doelgroep wetten ernst rang geadresseerde oplossing_id cluster_id"
    " methode score",
    "knelpunt_clusters": "id label eerste_jaar laatste_jaar jaren organisaties meldingen slepend",
    "opvolgingen": "van_soort van_id document_id passage_id pagina citaat datum uitspraak"
    " wie_zegt methode score",
    **dict.fromkeys(
        ("dossiers", "personen", "fracties", "organisaties", "ministeries", "wetten", "themas"),
        "id naam aliassen geldig_van geldig_tot",
    ),
    "tabelfeiten": "document_id pagina tabel rij kolom waarde eenheid",
    "document_aliassen": "alias document_id reden",
    "standen": "organisatie_id jaar vorm verwacht document_id gevonden_bij url opmerking",
    "links": "document_id passage_id pagina tekst url status http_status media_type sha256"
    " gearchiveerd_op doel_id",
    "dekking": "bron soort periode verwacht aanwezig ontbrekend laatst_gezien",
    "problemen": "document_id stap soort melding op",
    "correcties": "doel_soort doel_id veld waarde reden wie op",
    "evaluatie": "onderdeel precisie recall f1 laag hoog n gold_versie versie op",
    "runs": "id begonnen geeindigd stap aantal fouten versie",
}


@pytest.mark.parametrize("name", CONTRACT)
def test_every_table_of_the_contract_has_its_columns(name: str) -> None:
    assert set(CONTRACT[name].split()) <= {field.name for field in TABLES[name].fields}


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=lambda x: getattr(x, "name", x))
def test_every_column_is_explained_in_a_sentence(name: str, field: Field) -> None:
    text = field.column.description
    assert text.endswith((".", ").")) or text == text.strip()
    assert len(text) > 5, (name, field.name)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_described_and_keyed(name: str) -> None:
    table = TABLES[name]
    assert table.description.endswith(".")
    assert table.key, name
    known = {field.name for field in table.fields}
    assert {*table.shown, *filter(None, [table.label])} <= known
    assert (table.sort or table.key[0]).lstrip("-") in known


@pytest.mark.parametrize("name", TABLES)
def test_a_table_follows_the_tables_it_refers_to(name: str) -> None:
    order = list(TABLES)
    for column, other, other_column in tables.foreign_keys(name):
        assert order.index(other) < order.index(name), column
        assert TABLES[other].key == (other_column,)


def test_every_closed_list_is_used_or_published() -> None:
    used = {field.closed_list for _, field in FIELDS} - {None}
    # themas are a table, so that a knelpunt refers to its theme
    assert {lijst.__name__ for lijst in ALL_LISTS} - {c.__name__ for c in used if c} == {"Thema"}
    assert len(list(tables.begrippen())) == sum(len(lijst) for lijst in ALL_LISTS)


@pytest.mark.parametrize("lijst", ALL_LISTS)
def test_every_word_has_its_meaning(lijst: type[ClosedList]) -> None:
    published = {b.waarde: b.definitie for b in tables.begrippen()}
    for word in lijst:
        assert published[word.value].endswith("."), word


def test_a_row_becomes_what_sqlite_takes() -> None:
    row = tables.Stemming("kst-99001-3", 1, date(2029, 3, 8), "Proefpartij", None, "Voor", 9, True)
    assert tables.values("stemmingen", row) == (
        "kst-99001-3", 1, "2029-03-08", "Proefpartij", None, "Voor", 9, True
    )  # fmt: skip


def test_a_row_of_another_table_is_an_error() -> None:
    with pytest.raises(AttributeError):
        tables.values("moties", tables.MotieAlias("a", "b"))


def test_the_documentation_names_every_table_column_and_word() -> None:
    text = tables.document() + views.document()
    for name, table in TABLES.items():
        assert f"## {name}\n" in text
        assert table.description in text
    assert f"`{StatusKamer.AANGEHOUDEN.value}`" in text
    assert all(name in text for name in views.VIEWS)


def test_datasette_is_told_what_a_visitor_needs() -> None:
    told = tables.table_metadata("moties")
    assert told["sort_desc"] == "datum_ingediend"
    assert "status_kamer" in told["facets"]
    assert told["columns"]["zetels_voor"] == "Zetels voor, vergissingen niet meegeteld."
    assert told["fts_table"] == "moties_fts"
