"""Work done piece by piece in processes of its own, each piece within limits of time and memory.

A paper comes from outside: it may make a library crash, never come to an end or unpack to more
than the machine has. The operating system keeps the limits, so they hold within C code as well;
what breaks one costs that piece of work and no other.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Generic, TypeVar

from models.problems import KamerspoorError

# so many pieces of work in a row that end their process: not the work is at fault
MOST_LOSSES = 20
_KEEP_ENDING = "Werkprocessen vallen steeds om; er is iets mis met de installatie of het geheugen."

# how a process ends that ran out of memory and could still say so
_OUT_OF_MEMORY = 75

_SPAWN = multiprocessing.get_context("spawn")

Job = TypeVar("Job")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a piece of work may take: seconds by the clock, and bytes of memory in its process.

    Measured: a paper of 1,000 full pages (we read none of more than 2,000) takes 17 seconds and
    230 MB, a motie 20 milliseconds and 170 MB.
    """

    seconds: float = 600.0
    memory: int = 2 << 30


LIMITS = Limits()


class Loss(StrEnum):
    """Why a piece of work came to nothing, by the ``soort`` of the Problem it becomes."""

    SLOW = "te_traag"
    LARGE = "te_groot"
    CRASHED = "vastgelopen"


def each_done(
    work: Callable[[Job], None], jobs: Sequence[Job], workers: int, limits: Limits = LIMITS
) -> Iterator[tuple[Job, Loss | None]]:
    """Do ``work`` for each job in so many processes; tells each as it ends, with why it was lost.

    ``work`` and jobs are pickled. What ``work`` raises is raised here and stops the rest, but for
    :class:`MemoryError`: that is a loss.

    Raises :class:`KamerspoorError` when the processes do not start or keep ending.
    """
    waiting = deque(jobs)
    team: list[_Worker[Job]] = []
    in_a_row = 0
    try:
        while waiting or team:
            while len(team) < min(workers, len(waiting)):
                team.append(_Worker(work, limits))
            for worker in _heard(team):
                job, loss = worker.job, worker.hear()
                if loss is None and waiting:
                    worker.give(waiting.popleft())
                else:
                    team.remove(worker)
                    worker.end()
                if job is not None:
                    in_a_row = in_a_row + 1 if loss else 0
                    yield job, loss
                if loss and (job is None or in_a_row > MOST_LOSSES):
                    raise KamerspoorError(_KEEP_ENDING)
    finally:
        for worker in team:
            worker.end()


class _Worker(Generic[Job]):
    """A process, seen from the run that started it, and the job it is at (``None``: starting)."""

    def __init__(self, work: Callable[[Job], None], limits: Limits) -> None:
        self.job: Job | None = None
        self.pipe, far_end = _SPAWN.Pipe()
        self._process: SpawnProcess = _SPAWN.Process(
            target=_serve, args=(far_end, work, limits), daemon=True
        )
        self._process.start()
        # held here as well, the pipe would not tell that the process ended
        far_end.close()

    def give(self, job: Job) -> None:
        """Let the process do this job; if it ended meanwhile, that is heard next."""
        self.job = job
        with suppress(OSError):
            self.pipe.send(job)

    def hear(self) -> Loss | None:
        """Take the word that the process is free; or else why it ended. Raises what work raised."""
        try:
            error = self.pipe.recv()
        except (EOFError, OSError):
            return self._loss()
        if error is not None:
            raise error
        return None

    def _loss(self) -> Loss:
        self._process.join()
        if self._process.exitcode == -signal.SIGALRM:
            return Loss.SLOW
        return Loss.LARGE if self._process.exitcode == _OUT_OF_MEMORY else Loss.CRASHED

    def end(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _heard(team: Sequence[_Worker[Job]]) -> list[_Worker[Job]]:
    """The workers with something to say, as soon as there is one; a dead one says that."""
    speaking = wait([worker.pipe for worker in team])
    return [worker for worker in team if worker.pipe in speaking]


def _serve(pipe: Connection, work: Callable[[Job], None], limits: Limits) -> None:
    """What a worker process does: say that it is free, do what it is given, and so on."""
    _end_with_parent()
    _bound_memory(limits.memory)
    # without a handler the alarm ends the process, also when Python is never reached again
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    error: Exception | None = None
    while True:
        pipe.send(error)
        job = pipe.recv()
        signal.setitimer(signal.ITIMER_REAL, limits.seconds)
        try:
            work(job)
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        except Exception as raised:
            error = raised
        signal.setitimer(signal.ITIMER_REAL, 0)


def _bound_memory(most: int) -> None:
    """Let this process ask for no more than so many bytes: what it holds itself (RLIMIT_DATA).

    Not all it can address (RLIMIT_AS): that counts what threads and mapped files only set aside.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _end_with_parent() -> None:
    """Let this worker process end when the run that started it is killed, instead of waiting on."""
    parent = multiprocessing.parent_process()
    assert parent

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, name="ouder", daemon=True).start()
