"""A release is whole or not there; a failed check keeps the old one; readers move over."""

import asyncio
import json
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from corpus import tables
from corpus.rows import rows
from corpus.search import Searcher
from flows.publish import Release, current_release, hold, publish
from flows.serve import Switching
from models.problems import CheckFailedError, UsageError
from tests import factories


def stream(title: str = "Motie over het loket") -> Iterator[tuple[str, object]]:
    papers, register, links = factories.small_world()
    for name, row in rows(papers, register, links, factories.LEXICON, factories.state()):
        if isinstance(row, tables.Document) and row.id == "kst-99001-3":
            yield name, replace(row, titel=title)
        else:
            yield name, row


def broken() -> Iterator[tuple[str, object]]:
    yield from stream()
    yield "motie_aliassen", tables.MotieAlias("x", "kst-bestaat-niet")


def put(data_dir: Path, title: str = "Motie over het loket", **more: Any) -> Release:
    return publish(data_dir, stream(title), now=factories.NOW, **more)


def left_over(data_dir: Path) -> list[str]:
    return sorted(p.name for p in (data_dir / "releases").iterdir() if p.name != ".lock")


def test_a_release_is_a_folder_with_database_and_index(tmp_path: Path) -> None:
    release = put(tmp_path)
    assert release.stamp == "20300102T030000Z"
    assert current_release(tmp_path) == release.path.resolve()
    assert (tmp_path / "current" / "kamer.db").is_file()
    assert Searcher(tmp_path / "current" / "zoek").passages > 10
    assert release.counts["moties"] == 2
    assert release.meldingen == ()
    inspected = json.loads((release.path / "inspect.json").read_text())
    assert inspected["kamer"]["tables"]["moties"] == {"count": 2}


def test_two_releases_in_one_second_get_two_names(tmp_path: Path) -> None:
    put(tmp_path)
    assert put(tmp_path).stamp == "20300102T030000Z-002"


def test_a_failed_check_keeps_yesterdays_and_names_the_rows(tmp_path: Path) -> None:
    before = put(tmp_path)
    with pytest.raises(CheckFailedError, match=r"motie_aliassen rij \d+ → moties"):
        publish(tmp_path, broken(), now=factories.NOW + timedelta(days=1))
    assert current_release(tmp_path) == before.path.resolve()
    assert left_over(tmp_path) == [before.stamp]


def test_rows_that_raise_leave_nothing_behind(tmp_path: Path) -> None:
    def torn() -> Iterator[tuple[str, object]]:
        yield next(stream())
        raise OSError("de schijf is vol")

    with pytest.raises(OSError, match="vol"):
        publish(tmp_path, torn())
    assert left_over(tmp_path) == []
    assert current_release(tmp_path) is None


def test_what_a_killed_publish_left_is_swept(tmp_path: Path) -> None:
    killed = tmp_path / "releases" / ".20300101T000000Z.tmp"
    killed.mkdir(parents=True)
    (killed / "kamer.db").write_bytes(b"half")
    release = put(tmp_path)
    assert left_over(tmp_path) == [release.stamp]


def test_the_last_n_are_kept(tmp_path: Path) -> None:
    for day in range(4):
        publish(tmp_path, stream(), now=factories.NOW + timedelta(days=day), keep=2)
    assert left_over(tmp_path) == ["20300104T030000Z", "20300105T030000Z"]


def test_a_release_that_is_being_read_stays(tmp_path: Path) -> None:
    first = put(tmp_path)
    with hold(first.path):
        later = put(tmp_path, keep=1)
        assert left_over(tmp_path) == [first.stamp, later.stamp]
    last = put(tmp_path, keep=1)
    assert left_over(tmp_path) == [last.stamp]
    with pytest.raises(FileNotFoundError):
        hold(first.path)


def test_too_big_is_not_published(tmp_path: Path) -> None:
    with pytest.raises(CheckFailedError, match="niet groter dan"):
        put(tmp_path, max_bytes=1000)


def test_warnings_are_told(tmp_path: Path) -> None:
    def without_date() -> Iterator[tuple[str, object]]:
        for name, row in stream():
            yield name, replace(row, datum=None) if isinstance(row, tables.Document) else row

    release = publish(tmp_path, without_date())
    assert any("elk stuk heeft een datum" in melding for melding in release.meldingen)


def test_nothing_to_serve_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nog geen uitgave"):
        Switching(tmp_path)


async def get(site: Switching, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(app=site)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://proef") as client:
        return await client.get(path)


def test_readers_move_over_to_a_new_release(tmp_path: Path) -> None:
    async def visit() -> list[str]:
        seen = []
        for title in ("Eerste titel", "Tweede titel"):
            await asyncio.to_thread(put, tmp_path, title)
            await site.look()
            answer = await get(site, "/document/kst-99001-3")
            assert answer.status_code == 200
            seen.append(next(t for t in ("Eerste titel", "Tweede titel") if t in answer.text))
        return seen

    put(tmp_path, "Nulde titel")
    site = Switching(tmp_path)
    assert asyncio.run(visit()) == ["Eerste titel", "Tweede titel"]
    site.close()


def test_no_reader_sees_an_error_or_two_releases_at_once(tmp_path: Path) -> None:
    titles = [f"Titel {n} van de proef" for n in range(6)]
    put(tmp_path, titles[0])
    site = Switching(tmp_path, look_every=0.01)

    def keep_publishing() -> None:
        for title in titles[1:]:
            put(tmp_path, title, keep=1)

    async def visit() -> set[str]:
        publishing = threading.Thread(target=keep_publishing)
        publishing.start()
        seen: set[str] = set()
        while publishing.is_alive():
            await site.look()
            answers = await asyncio.gather(*(get(site, "/document/kst-99001-3") for _ in range(4)))
            for answer in answers:
                assert answer.status_code == 200, answer.text
                (title,) = [title for title in titles if title in answer.text]
                seen.add(title)
        publishing.join()
        return seen

    assert len(asyncio.run(visit())) >= 2
    site.close()


def test_a_release_that_cannot_be_opened_is_passed_over(tmp_path: Path) -> None:
    release = put(tmp_path)

    async def visit() -> int:
        await site.look()
        bad = tmp_path / "releases" / "20990101T000000Z"
        bad.mkdir()
        (bad / "inspect.json").write_text("{}")
        (bad / "kamer.db").write_bytes(b"geen database, maar lang genoeg om er een te lijken" * 99)
        (tmp_path / "current").unlink()
        (tmp_path / "current").symlink_to(bad)
        await site.look()
        return (await get(site, "/motie/kst-99001-3")).status_code

    site = Switching(tmp_path)
    assert asyncio.run(visit()) == 200
    assert release.path.exists()
    site.close()


def test_a_published_database_cannot_be_changed_by_a_reader(tmp_path: Path) -> None:
    from corpus.database import open_read_only

    db = open_read_only(put(tmp_path).path / "kamer.db")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("delete from moties")
    db.close()
