"""What breaks a limit costs one paper, and a night looks only at what changed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from corpus.ledger import Ledger
from corpus.shelf import document_shelf, findings_shelf
from corpus.store import Store
from flows import prepare
from flows.prepare import Prepared, document_key, extract_all, findings_key, read_all
from flows.settings import Rooms
from flows.version import ROOT
from flows.workers import Limits
from models.document import Document, Kenmerken
from models.paper import RawFile
from models.problems import Problem

# steps that kill their process on papers named so, fill it, or never get done with them
DEADLY = """
import os
import time
from flows import prepare
from models.findings import Findings

READ, EXTRACT = prepare._read_job, prepare._extract_job
# a worker is there at once without the tools of the extractors
prepare.made_tools = lambda: None
prepare.extract_one = lambda document, tools: Findings(document.id)

def hurt(name):
    if name.startswith("dodelijk"):
        os._exit(9)
    if name.startswith("groot"):
        bytearray(1 << 40)
    if name.startswith("traag"):
        print("bezig", flush=True)
        time.sleep(600)

def read(rooms, job):
    hurt(job.raw.naam)
    READ(rooms, job)

def extract(rooms, job):
    hurt(job.raw.naam)
    EXTRACT(rooms, job)
"""


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    return Rooms(tmp_path / "data")


@pytest.fixture
def deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The module above, where worker processes find it too."""
    (tmp_path / "deadly_step.py").write_text(DEADLY, encoding="utf-8")
    monkeypatch.setattr(prepare, "made_tools", prepare.made_tools)
    monkeypatch.setattr(prepare, "extract_one", prepare.extract_one)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield import_module("deadly_step")
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


# name of the paper, and what becomes of it
PAPERS = [
    ("een.txt", None),
    ("dodelijk.txt", "vastgelopen"),
    ("twee.txt", None),
    ("traag.txt", "te_traag"),
    ("groot.txt", "te_groot"),
    ("drie.txt", None),
]


def soort_of(outcome: object) -> str | None:
    return outcome.soort if isinstance(outcome, Problem) else None


@pytest.mark.parametrize("step", ["read", "extract"])
def test_a_paper_that_breaks_a_limit_becomes_a_problem(
    rooms: Rooms, deadly: ModuleType, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "LIMITS", Limits(seconds=3.0))
    raws = keep(rooms, [name for name, _ in PAPERS])
    if step == "read":
        monkeypatch.setattr(prepare, "_read_job", deadly.read)
        every, shelf, key = read_all, document_shelf(rooms.documents), document_key
    else:
        for raw in raws:
            prepare._read_job(rooms, prepare.job_of(raw))
        monkeypatch.setattr(prepare, "_extract_job", deadly.extract)
        every, shelf, key = extract_all, findings_shelf(rooms.findings), findings_key
    assert every(rooms, raws, workers=2) == Prepared(handled=6, failed=3, known=0)
    outcomes = [shelf.get(key(raw)) for raw in raws]
    assert [
        (raw.naam, soort_of(outcome)) for raw, outcome in zip(raws, outcomes, strict=True)
    ] == PAPERS
    assert None not in outcomes
    assert every(rooms, raws, workers=2) == Prepared(handled=0, failed=0, known=6)


def test_a_document_that_cannot_be_written_becomes_a_problem(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    (raw,) = keep(rooms, ["een.txt"])
    half = Document("lokaal-1", "half \ud83d teken", Kenmerken(), raw.sha256, "text/plain", ())
    monkeypatch.setattr(prepare, "read", lambda raw, data: half)
    prepare._read_job(rooms, prepare.job_of(raw))
    assert soort_of(document_shelf(rooms.documents).get(document_key(raw))) == "onverwacht"


# reads papers with that step, in a process that may be killed
RUN = """
import sys
from pathlib import Path
import deadly_step
from corpus.ledger import Ledger
from corpus.store import Store
from flows import prepare
from flows.settings import Rooms

prepare._read_job = deadly_step.read
rooms = Rooms(Path(sys.argv[1]))
prepare.read_all(rooms, list(Store(rooms.store).lines_since(None)[0]), workers=2)
"""


def test_workers_end_when_their_run_is_killed(
    rooms: Rooms, deadly: ModuleType, tmp_path: Path
) -> None:
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
        for raw in raws:
            prepare._read_job(rooms, prepare.job_of(raw))
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
    monkeypatch.setattr(prepare, "_read_job", lambda rooms, job: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        read_night(rooms)
    monkeypatch.undo()
    with Ledger(rooms.ledger) as ledger:
        assert ledger.mark(prepare.READING_STEP) is None
