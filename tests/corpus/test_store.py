"""Raw files by checksum and their manifest."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.store import Store
from models.document import Kenmerken
from models.lists import DocumentSoort
from models.paper import RawFile
from models.problems import UnreadableError

BRIEF = RawFile(
    key="officielebekendmakingen:kst-99001-4",
    sha256="",
    media_type="application/pdf",
    bron="officielebekendmakingen",
    bron_url="https://repository.overheid.nl/kst-99001-4.pdf",
    opgehaald_op="2026-11-05T03:00:00+00:00",
    id="kst-99001-4",
    kenmerken=Kenmerken(soort=DocumentSoort.BRIEF, datum=date(2026, 11, 3)),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def lines(store: Store) -> list[str]:
    return store.manifest.read_text(encoding="utf-8").splitlines()


def test_what_is_kept_comes_back_whole(store: Store) -> None:
    kept = store.keep(b"%PDF-1.7 brief", BRIEF)
    again = Store(store.root)
    assert again.current() == {BRIEF.key: kept}
    assert again.bytes_of(kept.sha256) == b"%PDF-1.7 brief"
    assert (store.root / kept.sha256[:2] / f"{kept.sha256}.pdf").is_file()
    assert list(again.verify()) == []


def test_the_same_again_writes_nothing(store: Store) -> None:
    kept = store.keep(b"%PDF-1.7 brief", BRIEF)
    later = replace(BRIEF, opgehaald_op="2026-11-06T03:00:00+00:00")
    assert store.keep(b"%PDF-1.7 brief", later) == kept
    assert len(lines(store)) == 1


@pytest.mark.parametrize(
    ("data", "raw"),
    [
        (b"%PDF-1.7 herdruk", BRIEF),
        (b"%PDF-1.7 brief", replace(BRIEF, bijlage_bij="kst-99001-3")),
    ],
    ids=["other bytes", "other facts"],
)
def test_a_change_is_a_new_line_and_the_old_bytes_stay(
    store: Store, data: bytes, raw: RawFile
) -> None:
    first = store.keep(b"%PDF-1.7 brief", BRIEF)
    second = store.keep(data, raw)
    assert store.current() == {BRIEF.key: second}
    assert len(lines(store)) == 2
    assert store.bytes_of(first.sha256) == b"%PDF-1.7 brief"


def test_a_store_sees_what_another_process_appends(store: Store) -> None:
    store.keep(b"een", BRIEF)
    other = Store(store.root).keep(b"twee", replace(BRIEF, key="lokaal:x"))
    assert store.current()["lokaal:x"] == other


@pytest.mark.parametrize("torn", ['{"key":"half', '{"key":"heel"', "\x00\x00"])
def test_a_line_cut_short_by_a_crash_is_reported_then_mended(store: Store, torn: str) -> None:
    kept = store.keep(b"een", BRIEF)
    with store.manifest.open("a", encoding="utf-8") as file:
        file.write(torn)
    after = Store(store.root)
    assert after.current() == {BRIEF.key: kept}
    assert [problem.soort for problem in after.verify()] == ["manifest_afgebroken"]
    after.keep(b"twee", replace(BRIEF, key="lokaal:x"))
    assert list(after.verify()) == []
    assert list(Store(store.root).current()) == [BRIEF.key, "lokaal:x"]


def test_a_line_that_only_lacks_its_end_is_kept(store: Store) -> None:
    store.keep(b"een", BRIEF)
    store.manifest.write_bytes(store.manifest.read_bytes().rstrip(b"\n"))
    after = Store(store.root)
    after.keep(b"twee", replace(BRIEF, key="lokaal:x"))
    assert list(Store(store.root).current()) == [BRIEF.key, "lokaal:x"]


def test_verify_names_what_is_missing_changed_and_unreadable(store: Store) -> None:
    gone = store.keep(b"weg", BRIEF)
    changed = store.keep(b"goed", replace(BRIEF, key="lokaal:x"))
    (store.root / gone.sha256[:2] / f"{gone.sha256}.pdf").unlink()
    (store.root / changed.sha256[:2] / f"{changed.sha256}.pdf").write_bytes(b"fout")
    with store.manifest.open("a", encoding="utf-8") as file:
        file.write("geen json\n")
    found = [(problem.subject, problem.soort) for problem in store.verify()]
    assert found == [
        (BRIEF.key, "ontbreekt"),
        ("lokaal:x", "controlegetal"),
        ("manifest.jsonl", "manifest_onleesbaar"),
    ]


def test_keeping_again_mends_a_damaged_file(store: Store) -> None:
    kept = store.keep(b"goed", BRIEF)
    (store.root / kept.sha256[:2] / f"{kept.sha256}.pdf").write_bytes(b"fout")
    with pytest.raises(UnreadableError, match="veranderd"):
        store.bytes_of(kept.sha256)
    store.keep(b"goed", BRIEF)
    assert store.bytes_of(kept.sha256) == b"goed"


@pytest.mark.parametrize("name", ["0" * 64, "../../etc", "", "*"])
def test_bytes_that_are_not_here_are_said_to_be_missing(store: Store, name: str) -> None:
    store.keep(b"een", BRIEF)
    with pytest.raises(UnreadableError) as caught:
        store.bytes_of(name)
    assert caught.value.soort == "ontbreekt"


def test_nothing_is_noted_of_bytes_that_are_not_here(store: Store) -> None:
    with pytest.raises(UnreadableError, match="opnieuw"):
        store.note(replace(BRIEF, sha256="0" * 64))
    assert not store.manifest.exists()


def test_a_withdrawn_paper_keeps_its_bytes(store: Store) -> None:
    kept = store.keep(b"een", BRIEF)
    store.note(replace(kept, ingetrokken=True))
    assert store.current()[BRIEF.key].ingetrokken
    assert store.bytes_of(kept.sha256) == b"een"


def test_the_manifest_is_plain_json(store: Store) -> None:
    store.keep(b"een", BRIEF)
    assert json.loads(lines(store)[0])["kenmerken"] == {"soort": "brief", "datum": "2026-11-03"}
