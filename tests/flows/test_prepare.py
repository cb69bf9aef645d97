"""A worker that dies costs one paper; workers that all die stop the run with a clear line."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.ledger import Ledger
from corpus.shelf import document_shelf
from corpus.store import Store
from flows import prepare
from flows.prepare import Prepared, document_key, read_all
from flows.settings import Rooms
from flows.version import ROOT
from models.document import Document
from models.paper import RawFile
from models.problems import KamerspoorError, Problem

# a step that kills its process on papers named so, or never gets done with them
DEADLY = """
import os
import time
from flows.prepare import _read_batch

def work(rooms, jobs):
    for job in jobs:
        if job.raw.naam.startswith("dodelijk"):
            os._exit(9)
        if job.raw.naam.startswith("traag"):
            print("bezig", flush=True)
            time.sleep(600)
        _read_batch(rooms, [job])
"""


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rooms]:
    (tmp_path / "deadly_step.py").write_text(DEADLY, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    import deadly_step  # type: ignore[import-not-found]

    monkeypatch.setattr(prepare, "_read_batch", deadly_step.work)
    yield Rooms(tmp_path / "data")
    sys.modules.pop("deadly_step")


def keep(rooms: Rooms, names: list[str]) -> list[RawFile]:
    store = Store(rooms.store)
    return [
        store.keep(
            f"Een gewone zin over {name}.".encode(),
            RawFile(name, "", "text/plain", "lokaal", None, "2026-01-01T00:00:00Z", naam=name),
        )
        for name in names
    ]


def test_a_paper_that_kills_its_worker_becomes_a_problem(rooms: Rooms) -> None:
    raws = keep(rooms, ["een.txt", "dodelijk.txt", "twee.txt"])
    done = read_all(rooms, raws, workers=2)
    assert (done.handled, done.failed, done.known) == (3, 1, 0)
    shelf = document_shelf(rooms.documents)
    kinds = [type(shelf.get(document_key(raw))) for raw in raws]
    assert kinds == [Document, Problem, Document]
    assert read_all(rooms, raws, workers=2).known == 3


def test_workers_that_always_die_stop_the_run(rooms: Rooms) -> None:
    raws = keep(rooms, [f"dodelijk{n}.txt" for n in range(prepare.MOST_DEATHS + 1)])
    with pytest.raises(KamerspoorError, match="Werkprocessen"):
        read_all(rooms, raws, workers=1)


# reads papers with that step, in a process that may be killed
RUN = """
import sys
from pathlib import Path
import deadly_step
from corpus.ledger import Ledger
from corpus.store import Store
from flows import prepare
from flows.settings import Rooms

prepare._read_batch = deadly_step.work
rooms = Rooms(Path(sys.argv[1]))
prepare.read_all(rooms, list(Store(rooms.store).lines_since(None)[0]), workers=2)
"""


def test_workers_end_when_their_run_is_killed(rooms: Rooms, tmp_path: Path) -> None:
    keep(rooms, ["traag1.txt", "traag2.txt"])
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, str(rooms.root)],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    try:
        assert [run.stdout.readline() for _ in range(2)] == ["bezig\n"] * 2
    finally:
        run.kill()
    # the workers write to the same pipe: it ends when the last of them has ended
    run.communicate(timeout=30)


def names(raws: Sequence[RawFile]) -> list[str | None]:
    return [raw.naam for raw in raws]


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The names of the papers that the read step looks at, without worker processes."""
    seen: list[str | None] = []

    def read_here(
        rooms: Rooms, raws: Sequence[RawFile], workers: int, progress: object
    ) -> Prepared:
        seen.extend(names(raws))
        prepare._read_batch(rooms, [prepare.job_of(raw) for raw in raws])
        return Prepared(len(raws), 0, 0)

    monkeypatch.setattr(prepare, "read_all", read_here)
    return seen


def read_night(rooms: Rooms) -> Prepared:
    with Ledger(rooms.ledger) as ledger:
        ledger.follow(Store(rooms.store))
        return prepare.read_changed(rooms, ledger, workers=1)


def test_a_second_night_looks_only_at_what_changed(
    tmp_path: Path, looked_at: list[str | None]
) -> None:
    rooms = Rooms(tmp_path)
    keep(rooms, ["een.txt", "twee.txt"])
    assert read_night(rooms) == Prepared(2, 0, 0)
    keep(rooms, ["een.txt", "drie.txt"])
    assert read_night(rooms) == Prepared(1, 0, 2)
    assert read_night(rooms) == Prepared(0, 0, 3)
    assert looked_at == ["een.txt", "twee.txt", "drie.txt"]


@pytest.mark.parametrize("lost", ["shelf", "ledger", "code"])
def test_everything_is_looked_at_again_when_a_side_was_lost(
    tmp_path: Path, looked_at: list[str | None], lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms = Rooms(tmp_path)
    keep(rooms, ["een.txt", "twee.txt"])
    read_night(rooms)
    if lost == "shelf":
        shutil.rmtree(rooms.documents)
    elif lost == "ledger":
        rooms.ledger.unlink()
    else:
        monkeypatch.setattr(prepare, "reading_version", lambda: "andere code")
    looked_at.clear()
    read_night(rooms)
    assert looked_at == ["een.txt", "twee.txt"]


def test_a_night_that_breaks_is_done_again(
    tmp_path: Path, looked_at: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms = Rooms(tmp_path)
    keep(rooms, ["een.txt", "twee.txt"])
    monkeypatch.setattr(prepare, "_read_batch", lambda rooms, jobs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        read_night(rooms)
    monkeypatch.undo()
    with Ledger(rooms.ledger) as ledger:
        assert ledger.mark(prepare.READING_STEP) is None
