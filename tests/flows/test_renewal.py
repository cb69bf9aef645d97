"""A release that goes on from another is the release built from scratch."""

import copy
import json
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from corpus import tables
from corpus.checks import row_counts
from corpus.database import open_read_only
from corpus.fulltext import match_query
from corpus.renew import KeptRows, corrections_touched
from corpus.search import Searcher
from corpus.tables import TABLES, fts_table
from corpus.views import VIEWS
from flows.publish import (
    ABOUT,
    DATABASE,
    INDEX,
    INSPECTED,
    OvertakenError,
    Release,
    base_release,
    current_release,
    prepare_next,
    publish,
)
from flows.standby import PREFIX
from models.document import Kenmerken
from models.links import Changes, Links
from models.lists import DocumentSoort
from models.paper import Paper
from models.problems import CheckFailedError
from tests import factories, worlds
from tests.worlds import World, change, changes_between, random_world

SEARCHED = ("kaatsbal", "kaatser", "loket", "brief", "proefdossier", *worlds.WORDS)


def go_on(data_dir: Path, old: World, new: World, **more: Any) -> Release:
    """Publish the new world on top of the old one."""
    base = base_release(data_dir)
    assert base
    corrected = corrections_touched(base.path / DATABASE, new.state().correcties)
    changes = changes_between(old, new, corrected)
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
    vocabulary = [tuple(row) for row in db.execute(f"select * from v_{index}")]
    found: dict[str, object] = {"vocabulary": vocabulary}
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


@pytest.mark.parametrize("seed", range(8))
def test_nights_on_end_make_the_release_from_scratch(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    world = random_world(rng)
    publish(tmp_path / "nights", world.rows(), now=factories.NOW)
    for night in range(3):
        before = copy.deepcopy(world)
        for _ in range(rng.randrange(6)):
            change(world, rng)
        with prepare_next(tmp_path / "nights") as standby:
            release = go_on(
                tmp_path / "nights", before, world, keep=2, standby=standby if night % 2 else None
            )
        scratch = publish(tmp_path / f"scratch-{night}", world.rows(), now=factories.NOW)
        assert_same(release, scratch)


# --- one thing at a time


def same_as_scratch(data_dir: Path, *on_end: World) -> None:
    """Each world on top of the one before, held against that world from scratch."""
    publish(data_dir / "nights", on_end[0].rows(), now=factories.NOW)
    for night, (old, new) in enumerate(pairwise(on_end)):
        release = go_on(data_dir / "nights", old, new)
        scratch = publish(data_dir / f"scratch-{night}", new.rows(), now=factories.NOW)
        assert_same(release, scratch)


def test_a_name_that_a_person_changed_comes_and_goes(tmp_path: Path) -> None:
    made = tables.Correctie(
        "dossiers", "99001", "naam", "Het kaatsdossier", "proef", "t", "2030-01-01"
    )
    plain, named = world_of(dossier_letter()), world_of(dossier_letter())
    named.correcties["dossiers", "99001", "naam"] = made
    same_as_scratch(tmp_path, plain, named, named, plain)


def dossier_letter() -> Paper:
    about = Kenmerken(titel="Brief", dossier_id="99001", dossier_titel="Proefdossier")
    return factories.paper("kst-99001-20", "Ik tel de bruggen.", about)


def test_a_follow_up_that_goes_takes_its_word_back(tmp_path: Path) -> None:
    text = "De motie is afgedaan."
    said = factories.opvolging(text, text, "kst-99001-20")
    about = Kenmerken(titel="Brief over motie 99001-3", datum=date(2029, 5, 1))
    speaking = factories.paper("kst-99001-20", text, about, opvolgingen=(said,))
    silent = factories.paper("kst-99001-20", "Niets.", about)
    targets = {said.id: "kst-99001-3"}
    on_end = [
        Told({one.document.id: one}, {factories.MOTIE.id: factories.MOTIE}, targets=targets)
        for one in (speaking, silent, speaking)
    ]
    same_as_scratch(tmp_path, *on_end)
    with closing(open_read_only(tmp_path / "nights" / "current" / DATABASE)) as db:
        (status,) = db.execute("select status_kabinet from moties").fetchone()
    assert status == "afgedaan"


@dataclass(slots=True)
class Told(World):
    """A world in which follow-ups speak of what they are told to."""

    targets: dict[str, str] = field(default_factory=dict)

    def links(self) -> Links:
        """As settled, but for the targets."""
        return replace(World.links(self), targets=self.targets)


def test_a_motie_no_longer_replaces_another(tmp_path: Path) -> None:
    papers = [factories.small_world()[0][0]]
    older, other = (
        factories.register_motie(f"kst-99001-{n}", f"Motie van het lid Voorbeeld over {n}")
        for n in (3, 5)
    )
    newer = replace(other, vervangt=(older.id,))
    on_end = [world_of(*papers, moties={m.id: m for m in (older, one)}) for one in (newer, other)]
    same_as_scratch(tmp_path, *on_end, on_end[0])
    with closing(open_read_only(tmp_path / "nights" / "current" / DATABASE)) as db:
        assert db.execute("select vervangen_door from documenten").fetchone()[0] == "kst-99001-5"


def letter(text: str, doc_id: str = "kst-99001-20", titel: str = "Brief") -> Paper:
    about = Kenmerken(soort=DocumentSoort.BRIEF, titel=titel, datum=date(2029, 3, 1))
    promise = factories.toezegging(text, text, doc_id)
    return factories.paper(doc_id, text, about, toezeggingen=(promise,))


def world_of(*papers: Paper, **more: Any) -> World:
    return World(papers={paper.document.id: paper for paper in papers}, **more)


def found(release: Release, word: str) -> tuple[int, list[str]]:
    """The passages that search finds, and the promises that the index in SQL finds."""
    with closing(open_read_only(release.path / DATABASE)) as db:
        sql = """select citaat from toezeggingen where rowid in
        (select rowid from toezeggingen_fts where toezeggingen_fts match ?)"""
        promised = [row[0] for row in db.execute(sql, (match_query(word),))]
    return Searcher(release.path / INDEX).search(word).total, promised


def test_new_words_are_found_and_old_words_no_longer(tmp_path: Path) -> None:
    old, new = world_of(letter("Ik tel de bruggen.")), world_of(letter("Ik meet de zolders."))
    first = publish(tmp_path, old.rows(), now=factories.NOW)
    second = go_on(tmp_path, old, new)
    assert found(second, "brug") == (0, [])
    assert found(second, "zolder") == (1, ["Ik meet de zolders."])
    assert found(first, "brug") == (1, ["Ik tel de bruggen."]), "the old release stays as it was"
    assert found(first, "zolder") == (0, [])


def test_a_paper_that_is_no_longer_held_leaves_nothing(tmp_path: Path) -> None:
    stays = letter("Ik meet de zolders.", "kst-99001-21")
    old, new = world_of(letter("Ik tel de bruggen."), stays), world_of(stays)
    publish(tmp_path, old.rows(), now=factories.NOW)
    release = go_on(tmp_path, old, new)
    assert found(release, "brug") == (0, [])
    assert (release.counts["documenten"], release.counts["toezeggingen"]) == (1, 1)


def test_an_old_release_may_go_and_the_new_one_stays(tmp_path: Path) -> None:
    old, new = (
        world_of(letter("Ik tel de bruggen.")),
        world_of(letter("Ik tel de bruggen."), letter("Ik meet de zolders.", "kst-99001-21")),
    )
    first = publish(tmp_path, old.rows(), now=factories.NOW)
    release = go_on(tmp_path, old, new, keep=1)
    assert not first.path.exists()
    assert found(release, "brug") == (1, ["Ik tel de bruggen."])


def test_every_outcome_of_a_check_says_what_it_looked_at(tmp_path: Path) -> None:
    old, new = world_of(letter("Ik tel de bruggen.")), world_of(letter("Ik meet de zolders."))
    first = publish(tmp_path, old.rows(), now=factories.NOW)
    second = go_on(tmp_path, old, new)
    assert {result.limited for result in first.checks} == {False}
    limited = {result.name: result.limited for result in second.checks}
    assert limited.pop("geen tabel verloor meer dan de helft van haar rijen") is False
    assert set(limited.values()) == {True}


def test_a_reference_that_leads_nowhere_keeps_yesterdays_and_names_the_row(tmp_path: Path) -> None:
    world = world_of(letter("Ik tel de bruggen."))
    before = publish(tmp_path, world.rows(), now=factories.NOW)

    def broken() -> Iterator[tuple[str, object]]:
        yield "motie_aliassen", tables.MotieAlias("x", "kst-bestaat-niet")

    with pytest.raises(CheckFailedError, match=r"blijft staan: .*motie_aliassen rij \d+ → moties"):
        publish(tmp_path, broken(), changes=Changes())
    assert current_release(tmp_path) == before.path.resolve()
    assert rooms(tmp_path) == [before.stamp]


def test_a_warning_about_a_changed_row_is_told(tmp_path: Path) -> None:
    world = world_of(letter("Ik tel de bruggen."))
    publish(tmp_path, world.rows(), now=factories.NOW)
    undated = letter("Ik meet de zolders.")
    undated = replace(
        undated, document=replace(undated.document, kenmerken=Kenmerken(titel="Brief"))
    )
    release = go_on(tmp_path, world, world_of(undated))
    assert any("elk stuk heeft een datum" in melding for melding in release.meldingen)


def test_losing_half_of_a_table_is_refused(tmp_path: Path) -> None:
    papers = [letter(f"Ik tel de bruggen {n}.", f"kst-99001-{n}") for n in range(60)]
    old, new = world_of(*papers), world_of(*papers[:20])
    publish(tmp_path, old.rows(), now=factories.NOW)
    with pytest.raises(CheckFailedError, match="documenten: 60 → 20"):
        go_on(tmp_path, old, new)
    assert go_on(tmp_path, old, new, allow_shrink=True).counts["documenten"] == 20


def rooms(data_dir: Path) -> list[str]:
    return sorted(p.name for p in (data_dir / "releases").iterdir() if p.name != ".lock")


# --- what a release goes on from


def test_a_release_remembers_what_it_was_given_to_remember(tmp_path: Path) -> None:
    assert base_release(tmp_path) is None
    publish(tmp_path, world_of(letter("Ik tel.")).rows(), mark="42")
    base = base_release(tmp_path)
    assert base
    assert (base.mark, base.counts["documenten"]) == ("42", 1)


@pytest.mark.parametrize("spoil", ["versie", "weg", "stuk"])
def test_another_programs_release_is_not_gone_on_from(tmp_path: Path, spoil: str) -> None:
    release = publish(tmp_path, world_of(letter("Ik tel.")).rows(), now=factories.NOW)
    about = release.path / ABOUT
    if spoil == "weg":
        about.unlink()
    elif spoil == "stuk":
        about.write_text("[")
    else:
        about.write_text(json.dumps(json.loads(about.read_text()) | {"versie": "ouder"}))
    assert base_release(tmp_path) is None
    with pytest.raises(OvertakenError, match="kamerspoor publish"):
        publish(tmp_path, (), changes=Changes())
    assert rooms(tmp_path) == [release.stamp]


def test_a_release_that_came_in_between_is_not_overwritten(tmp_path: Path) -> None:
    world = world_of(letter("Ik tel de bruggen."))
    publish(tmp_path, world.rows(), now=factories.NOW)
    base = base_release(tmp_path)
    between = publish(tmp_path, world.rows(), now=factories.NOW)
    with pytest.raises(OvertakenError):
        publish(tmp_path, (), changes=Changes(), base=base)
    assert current_release(tmp_path) == between.path.resolve()


# --- corrections

KAATSBAL = tables.Correctie(
    "documenten", "kst-99001-20", "titel", "Kaatsbal", "verkeerd", "tester", "2030-01-01"
)


def corrected(*corrections: tables.Correctie) -> World:
    world = world_of(letter("Ik tel de bruggen.", titel="Brief over bruggen"))
    world.correcties |= {(c.doel_soort, c.doel_id, c.veld): c for c in corrections}
    return world


def test_a_correction_that_goes_gives_the_row_its_own_value_back(tmp_path: Path) -> None:
    worlds_on_end = [corrected(), corrected(KAATSBAL), corrected()]
    publish(tmp_path, worlds_on_end[0].rows(), now=factories.NOW)
    titles = []
    for old, new in pairwise(worlds_on_end):
        release = go_on(tmp_path, old, new)
        with closing(open_read_only(release.path / DATABASE)) as db:
            titles += [row[0] for row in db.execute("select titel from documenten")]
            index = "select count(*) from documenten_fts where documenten_fts match 'kaatsbal'"
            titles += [row[0] for row in db.execute(index)]
    assert titles == ["Kaatsbal", 1, "Brief over bruggen", 0]


def test_a_correction_that_is_forgotten_is_an_error(tmp_path: Path) -> None:
    publish(tmp_path, corrected(KAATSBAL).rows(), now=factories.NOW)
    base = base_release(tmp_path)
    assert base
    with pytest.raises(ValueError, match="kst-99001-20"):
        publish(tmp_path, corrected().rows_of(Changes(), Nothing()), changes=Changes())
    assert current_release(tmp_path) == base.path.resolve()


class Nothing:
    """Asked by no paper."""

    def document(self, document_id: str) -> bool:
        return False

    def motie(self, motie_id: str) -> str | None:
        return None

    def cluster(self, knelpunt_id: str) -> str | None:
        return None


# a correction that came                                  what must be written anew
TOUCHED = [
    (("documenten", "kst-99001-20", "titel"), Changes(documents=frozenset({"kst-99001-20"}))),
    (("passages", "kst-99001-20-p1", "tekst"), Changes(documents=frozenset({"kst-99001-20"}))),
    (("moties", "kst-99001-3", "titel"), Changes(moties=frozenset({"kst-99001-3"}))),
    (("toezeggingen", "toezegging-tz1", "aan"),
     Changes(toezeggingen=frozenset({"toezegging-tz1"}))),
    (("dossiers", "99001", "naam"), Changes()),
    (("documenten", "weg", "titel"), Changes()),
    (("onzin", "x", "y"), Changes()),
]  # fmt: skip


@pytest.mark.parametrize(("key", "touched"), TOUCHED, ids=[key[0] for key, _ in TOUCHED])
def test_a_correction_touches_the_row_it_corrects(
    tmp_path: Path, key: tuple[str, str, str], touched: Changes
) -> None:
    motie = factories.register_motie("kst-99001-3", "Motie van het lid Voorbeeld over het loket")
    world = world_of(letter("Ik tel."), moties={motie.id: motie})
    world.toezeggingen["toezegging-tz1"] = factories.small_world()[1].toezeggingen[0]
    release = publish(tmp_path, world.rows(), now=factories.NOW)
    made = tables.Correctie(*key, "x", "proef", "tester", "2030-01-01")
    assert corrections_touched(release.path / DATABASE, (made,)) == touched
    assert corrections_touched(release.path / DATABASE, ()) == Changes()


def test_a_promise_of_a_paper_brings_its_paper_along(tmp_path: Path) -> None:
    paper = letter("Ik tel.")
    release = publish(tmp_path, world_of(paper).rows(), now=factories.NOW)
    promise = paper.findings.toezeggingen[0].id
    made = tables.Correctie("toezeggingen", promise, "aan", "x", "proef", "t", "2030-01-01")
    assert corrections_touched(release.path / DATABASE, (made,)) == Changes(
        documents=frozenset({paper.document.id})
    )


# --- the copy made beforehand


def test_the_copy_is_used_and_nothing_is_left_of_it(tmp_path: Path) -> None:
    old, new = world_of(letter("Ik tel de bruggen.")), world_of(letter("Ik meet de zolders."))
    publish(tmp_path, old.rows(), now=factories.NOW)
    with prepare_next(tmp_path) as standby:
        standby.wait()
        (copied,) = [p for p in (tmp_path / "releases").iterdir() if p.name.startswith(PREFIX)]
        inode = copied.stat().st_ino
        release = go_on(tmp_path, old, new, standby=standby)
    assert (release.path / DATABASE).stat().st_ino == inode
    assert (release.path / DATABASE).stat().st_mode & 0o444 == 0o444
    assert len(rooms(tmp_path)) == 2


@pytest.mark.parametrize("odd", ["nothing published", "another release", "swept", "stopped"])
def test_without_a_good_copy_another_is_made(tmp_path: Path, odd: str) -> None:
    old, new = world_of(letter("Ik tel de bruggen.")), world_of(letter("Ik meet de zolders."))
    if odd != "nothing published":
        publish(tmp_path, old.rows(), now=factories.NOW)
    with prepare_next(tmp_path) as standby:
        standby.wait()
        if odd in ("nothing published", "another release"):
            publish(tmp_path, old.rows(), now=factories.NOW)
        if odd == "swept":
            for left in (tmp_path / "releases").glob(f"{PREFIX}*"):
                left.unlink()
        if odd == "stopped":
            standby.close()
        assert found(go_on(tmp_path, old, new, standby=standby), "zolder")[0] == 1


def test_the_copy_of_a_process_that_is_gone_is_swept(tmp_path: Path) -> None:
    world = world_of(letter("Ik tel de bruggen."))
    publish(tmp_path, world.rows(), now=factories.NOW)
    (tmp_path / "releases" / f"{PREFIX}weg").write_bytes(b"half")
    with prepare_next(tmp_path) as standby:
        publish(tmp_path, world.rows(), now=factories.NOW)
        standby.wait()
        left = [name for name in rooms(tmp_path) if name.startswith(PREFIX)]
        assert len(left) == 1, "the copy of a process that lives stays"
        assert left != [f"{PREFIX}weg"]


# publishes one paper that changed, and says when each row passes
KILLED = """
import sys
from pathlib import Path
from corpus.rows import rows
from flows.publish import prepare_next, publish
from models.links import Changes, Links
from models.register import Register
from tests import factories

def told():
    text = "Ik meet de zolders."
    promise = factories.toezegging(text, text, "kst-99001-20")
    papers = [factories.paper("kst-99001-20", text, toezeggingen=(promise,))]
    links = Links((), {}, {}, {})
    for row in rows(papers, Register(), links, factories.LEXICON, factories.state()):
        print(row[0], flush=True)
        yield row

with prepare_next(Path(sys.argv[1])) as standby:
    print("begonnen", flush=True)
    changes = Changes(frozenset({"kst-99001-20"}))
    publish(Path(sys.argv[1]), told(), changes=changes, standby=standby)
"""


@pytest.mark.parametrize("lines", [1, 5, 70])
def test_a_killed_publish_leaves_yesterdays_and_the_next_one_sweeps(
    tmp_path: Path, lines: int
) -> None:
    old, new = world_of(letter("Ik tel de bruggen.")), world_of(letter("Ik meet de zolders."))
    before = publish(tmp_path, old.rows(), now=factories.NOW)
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for _ in range(lines):
            process.stdout.readline()
        process.kill()
    current = current_release(tmp_path)
    assert current
    with closing(open_read_only(current / DATABASE)) as db:
        assert db.execute("pragma integrity_check").fetchone()[0] == "ok"
    if current == before.path.resolve():
        assert found(before, "brug") == (1, ["Ik tel de bruggen."])
        release = go_on(tmp_path, old, new)
        assert found(release, "zolder")[0] == 1
    assert [name for name in rooms(tmp_path) if name.startswith(".")] == []


# --- while it runs


def test_a_bar_is_told_of_each_paper(tmp_path: Path) -> None:
    told: list[tuple[str, int] | int] = []

    @contextmanager
    def bar(what: str, total: int) -> Iterator[Callable[[int], None]]:
        told.append((what, total))
        yield told.append

    world = world_of(letter("Ik tel."), letter("Ik meet.", "kst-99001-21"))
    publish(tmp_path, world.rows(), bar=bar, papers=2)
    assert told == [("publiceren", 2), 1, 2]
