"""A piece of work that breaks a limit is lost with a reason; all others are done."""

import os
import re
import signal
import sys
import time
from collections.abc import Callable
from types import ModuleType

import pytest

from flows import workers
from flows.workers import Limits, Loss, each_done
from models.problems import KamerspoorError

LIMITS = Limits(seconds=1.5, memory=256 << 20)


def hold_the_interpreter() -> None:
    """Minutes within one call of C code that lets no other thread of Python run."""
    re.match("(a+)+$", "a" * 40 + "b")


def swallow_the_alarm() -> None:
    while True:
        try:
            time.sleep(60)
        except BaseException:
            continue


def fill_the_memory() -> None:
    kept = []
    while True:
        kept.append(bytearray(16 << 20))


DEEDS: dict[str, tuple[Callable[[], object], Loss | None]] = {
    "gewoon": (lambda: None, None),
    "slaapt": (lambda: time.sleep(60), Loss.SLOW),
    "hangt in C": (hold_the_interpreter, Loss.SLOW),
    "geeft niet op": (swallow_the_alarm, Loss.SLOW),
    "nog een gewoon": (lambda: None, None),
    "vult het geheugen": (fill_the_memory, Loss.LARGE),
    "vraagt te veel ineens": (lambda: bytearray(1 << 30), Loss.LARGE),
    "stopt": (lambda: os._exit(0), Loss.CRASHED),
    "breekt": (lambda: os.kill(os.getpid(), signal.SIGSEGV), Loss.CRASHED),
    "wordt gestopt": (lambda: os.kill(os.getpid(), signal.SIGKILL), Loss.CRASHED),
    "het laatste": (lambda: None, None),
}


def work(name: str) -> None:
    DEEDS[name][0]()


def test_what_breaks_a_limit_is_lost_and_the_rest_is_done() -> None:
    done = list(each_done(work, list(DEEDS), 3, LIMITS))
    assert dict(done) == {name: loss for name, (_, loss) in DEEDS.items()}
    assert len(done) == len(DEEDS)


def test_processes_that_keep_ending_stop_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "MOST_LOSSES", 2)
    heard: list[tuple[str, Loss | None]] = []
    with pytest.raises(KamerspoorError, match="Werkprocessen"):
        heard.extend(each_done(work, ["gewoon", *["stopt"] * 9], 1, LIMITS))
    assert heard == [("gewoon", None), *[("stopt", Loss.CRASHED)] * 3]


def test_what_the_work_raises_is_raised_here() -> None:
    with pytest.raises(KeyError, match="onbekend"):
        list(each_done(work, ["gewoon", "onbekend", "gewoon"], 1, LIMITS))


def test_processes_that_do_not_start_stop_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    # known here, not to be found by a new process
    only_here = ModuleType("only_here")
    exec("def work(name): ...", only_here.__dict__)
    monkeypatch.setitem(sys.modules, "only_here", only_here)
    with pytest.raises(KamerspoorError, match="Werkprocessen"):
        list(each_done(only_here.work, ["gewoon"], 1, LIMITS))


def test_nothing_to_do_starts_nothing() -> None:
    assert list(each_done(work, [], 2, LIMITS)) == []
