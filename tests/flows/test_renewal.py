"""A release that goes on from another is the release built from scratch."""

import copy
import json
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from corpus.checks import row_counts
from corpus.database import open_read_only
from corpus.fulltext import match_query
from corpus.renew import KeptRows, corrections_touched
from corpus.search import Searcher
from corpus.tables import TABLES, fts_table
from corpus.views import VIEWS
from flows.publish import DATABASE, INDEX, INSPECTED, Release, base_release, prepare_next, publish
from tests import factories, worlds
from tests.worlds import World, change, changes_between, random_world

SEARCHED = ("kaatsbal", "kaatser", "loket", "brief", "proefdossier", *worlds.WORDS)


def go_on(data_dir: Path, old: World, new: World, **more: Any) -> Release:
    """Publish the new world on top of the old one."""
    base = base_release(data_dir)
    assert base
    corrected = corrections_touched(base.path / DATABASE, new.state().correcties)
    changes = changes_between(old, new, corrected, clusters=bool(len(new.papers) % 2))
    with KeptRows(base.path / DATABASE, changes) as kept:
        rows = new.rows_of(changes, kept)
        return publish(data_dir, rows, changes=changes, now=factories.NOW, **more)


def everything(release: Path) -> dict[str, object]:
    """All that can be asked of a release."""
    found: dict[str, object] = {}
    with closing(open_read_only(release / DATABASE)) as db:
        for name in (*TABLES, *VIEWS):
            rows = [tuple(row) for row in db.execute(f"select * from [{name}]")]
            found[name] = sorted(rows, key=repr)
        for name, table in TABLES.items():
            if table.search:
                found[fts_table(name)] = words_of(db, name)
        found["inspect"] = row_counts(db)
    searcher = Searcher(release / INDEX)
    for word in SEARCHED:
        hits = searcher.search(word, limit=1000)
        assert hits.total == len(hits.hits)
        found[f"zoek {word}"] = sorted((hit.id, hit.snippet, hit.titel or "") for hit in hits.hits)
    found["passages"] = searcher.passages
    return found


def words_of(db: sqlite3.Connection, name: str) -> dict[str, object]:
    """The whole vocabulary of an index, and the rows that some words lead to."""
    index = fts_table(name)
    db.execute(f"create virtual table temp.v_{index} using fts5vocab(main, {index}, 'row')")
    found: dict[str, object] = {"vocabulary": db.execute(f"select * from v_{index}").fetchall()}
    found["vocabulary"] = [tuple(row) for row in db.execute(f"select * from v_{index}")]
    key = TABLES[name].key[0]
    for word in SEARCHED:
        sql = f"""select [{key}] from [{name}] where rowid in
        (select rowid from [{index}] where [{index}] match ?) order by 1"""
        found[word] = [row[0] for row in db.execute(sql, (match_query(word),))]
    return found


def assert_same(release: Release, scratch: Release) -> None:
    ours, theirs = everything(release.path), everything(scratch.path)
    for name in theirs:
        assert ours[name] == theirs[name], name
    assert release.counts == ours["inspect"]
    inspected = json.loads((release.path / INSPECTED).read_text())["kamer"]["tables"]
    assert {name: one["count"] for name, one in inspected.items()} == ours["inspect"]
    told = [line for line in scratch.meldingen if "correctie" in line or "gecorrigeerd" in line]
    assert [line for line in release.meldingen if "correctie" in line or "gecorr" in line] == told


@pytest.mark.parametrize("seed", range(12))
def test_nights_on_end_make_the_release_from_scratch(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    world = random_world(rng)
    publish(tmp_path / "nights", world.rows(), now=factories.NOW)
    for night in range(4):
        before = copy.deepcopy(world)
        for _ in range(rng.randrange(6)):
            change(world, rng)
        with prepare_next(tmp_path / "nights") as standby:
            release = go_on(
                tmp_path / "nights", before, world, keep=2, standby=standby if night % 2 else None
            )
        scratch = publish(tmp_path / f"scratch-{night}", world.rows(), now=factories.NOW)
        assert_same(release, scratch)
