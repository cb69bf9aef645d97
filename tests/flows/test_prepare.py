"""A worker that dies costs one paper; workers that all die stop the run with a clear line."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.shelf import document_shelf
from corpus.store import Store
from flows import prepare
from flows.prepare import document_key, read_all
from flows.settings import Rooms
from models.document import Document
from models.paper import RawFile
from models.problems import KamerspoorError, Problem

# a step that kills its process on papers named so
DEADLY = """
import os
from flows.prepare import _read_batch

def work(rooms, jobs):
    for job in jobs:
        if job.raw.naam.startswith("dodelijk"):
            os._exit(9)
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
