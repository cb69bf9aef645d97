"""`status` says what is missing and never that all is well when it is not."""

from pathlib import Path

import pytest

from corpus import tables
from corpus.ledger import Ledger, Lijst, StandingAlarm
from corpus.sources import FileAt, SourceItem
from corpus.store import Store
from flows.publish import publish
from flows.settings import Settings
from flows.status import show_status, verify_store
from models.document import Kenmerken
from models.lists import DocumentSoort
from models.paper import RawFile
from models.problems import Problem


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


def held(key: str) -> RawFile:
    return RawFile(key, "", "text/plain", "koop", "https://x", "2026-11-05", id=key)


def item(key: str) -> SourceItem:
    kenmerken = Kenmerken(soort=DocumentSoort.BRIEF)
    return SourceItem(key, "koop", "1", (FileAt("https://x"),), id=key, kenmerken=kenmerken)


def last_line(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out.strip().splitlines()[-1]


def test_what_is_missing_is_the_last_word(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store(settings.rooms.store)
    with Ledger(settings.rooms.ledger) as ledger:
        ledger.enqueue([item("kst-1"), item("kst-2")])
        store.keep(b"een", held("kst-1"))
        ledger.follow(store)
        ledger.count_coverage()
        ledger.keep_listing(Lijst("koop/stukken", "2026-11-01", nieuwste="2026-11-04T00:00:00Z"))
    assert show_status(settings) == 1
    assert last_line(capsys) == "Er ontbreken 1 stukken (koop 1); zie tabel dekking."
    store.keep(b"twee", held("kst-2"))
    with Ledger(settings.rooms.ledger) as ledger:
        ledger.done(item("kst-2"))
        ledger.follow(store)
        ledger.count_coverage()
    assert show_status(settings) == 0
    assert last_line(capsys) == "Van wat de bronnen noemden ontbreekt niets."


def test_problems_are_told_by_kind_and_alarms_by_name(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with Ledger(settings.rooms.ledger) as ledger:
        ledger.report(Problem(f"kst-{n}", "fetch", "bron", "Geen antwoord.") for n in range(40))
        ledger.keep_alarm(
            StandingAlarm("bron_stil", "koop", "waarschuwing", "Niets nieuws.", "Kijk.", "2026")
        )
    assert show_status(settings) == 1
    said = capsys.readouterr()
    assert "40" in said.out
    assert "kst-0" in said.out
    assert "kst-7" not in said.out
    assert "bron_stil (koop, sinds 2026): Niets nieuws. Kijk." in said.err


@pytest.mark.parametrize(("soort", "code"), [("mindere_vorm", 0), ("terugval", 0), ("bron", 1)])
def test_what_mends_itself_needs_nobody(settings: Settings, soort: str, code: int) -> None:
    with Ledger(settings.rooms.ledger) as ledger:
        ledger.report([Problem("kst-1", "fetch", soort, "Later.")])
    assert show_status(settings) == code


def test_damage_stays_a_problem_until_it_is_mended(settings: Settings) -> None:
    store = Store(settings.rooms.store)
    kept = store.keep(b"een", held("kst-1"))
    file = settings.data_dir / "store" / kept.sha256[:2] / f"{kept.sha256}.txt"
    file.write_bytes(b"anders")
    assert verify_store(settings) == 1
    with Ledger(settings.rooms.ledger) as ledger:
        assert [one.stap for one, _ in ledger.problems()] == ["opslag"]
    file.write_bytes(b"een")
    assert verify_store(settings) == 0
    with Ledger(settings.rooms.ledger) as ledger:
        assert ledger.problems() == []


def stand(jaar: int, vorm: str, gevonden_bij: str | None = None) -> tuple[str, object]:
    return "standen", tables.Stand("proef", jaar, vorm, True, None, gevonden_bij, None, None)


def test_the_standen_are_laid_out_by_organisation_and_year(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    Ledger(settings.rooms.ledger).close()
    rows = [
        ("organisaties", tables.Organisatie("proef", "Proefdienst")),
        stand(2024, "stand_van_de_uitvoering"),
        stand(2025, "stand_van_de_uitvoering", "rijksoverheid"),
        stand(2025, "knelpuntenbrief"),
    ]
    publish(settings.data_dir, rows)
    show_status(settings)
    said = capsys.readouterr().out
    (line,) = [line for line in said.splitlines() if "proef" in line]
    assert [cell.strip() for cell in line.strip("│").split("│")] == ["proef", "0/1", "0/2*"]
    assert "* elders gezien en niet in huis" in said
