"""How we treat a host: how often, how many at once, and when to leave it alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

# of what keeps failing, one in so many requests is let through
PROBE = 10


@dataclass(frozen=True, slots=True)
class Host:
    """How one host is treated.

    ``pace`` is the seconds between the beginnings of two requests, ``at_once`` how many may be
    under way together, ``timeout`` the seconds that each wait on the network may take where that
    differs from what holds for all.
    """

    pace: float
    at_once: int = 1
    timeout: float | None = None


class Turns:
    """Who may speak to a host now: so many at once, so far apart, whatever the threads."""

    def __init__(self, sleep: Callable[[float], None], clock: Callable[[], float]) -> None:
        self._sleep = sleep
        self._clock = clock
        self._free_at: dict[str, float] = {}
        self._slots: dict[str, threading.Semaphore] = {}
        self._lock = threading.Lock()

    @contextmanager
    def at(self, name: str, host: Host) -> Iterator[None]:
        """Wait for our turn, and hold it for as long as the request takes."""
        with self._lock:
            slot = self._slots.setdefault(name, threading.Semaphore(host.at_once))
        with slot:
            with self._lock:
                now = self._clock()
                turn = max(now, self._free_at.get(name, now))
                self._free_at[name] = turn + host.pace
            if turn > now:
                self._sleep(turn - now)
            yield

    def rest(self, name: str, seconds: float) -> None:
        """Nobody speaks to this host for so long."""
        with self._lock:
            now = self._clock()
            self._free_at[name] = max(now + seconds, self._free_at.get(name, now))


class Health:
    """Which hosts, and which services of them, fail so often that asking is of no use.

    That there is no connection is held against the host; a status such as 503 or a body cut short
    only against the service: one list that is out of order says nothing of the papers beside it.
    Of a failing one every tenth request is let through: a few papers that fail for ever must not
    keep all others waiting for ever, and this is how we learn that it is back.
    """

    def __init__(self, most_failures: int, clock: Callable[[], float]) -> None:
        self._most = most_failures
        self._clock = clock
        self._failures: dict[str, int] = {}
        self._passed_over: dict[str, int] = {}
        self._rest_until: dict[str, float] = {}
        self._lock = threading.Lock()

    def why_not(self, host: str, service: str) -> str | None:
        """Why we should not ask now, in a line for a person; ``None`` where we may."""
        with self._lock:
            if self._rest_until.get(host, 0.0) > self._clock():
                return f"{host} heeft om rust gevraagd; de volgende run probeert het opnieuw."
            name = self._failing(host, service)
            if name is None:
                return None
            self._passed_over[name] = self._passed_over.get(name, 0) + 1
            if self._passed_over[name] % PROBE == 0:
                return None
        return (
            f"{name} gaf keer op keer geen antwoord en wordt met rust gelaten; de volgende run"
            " probeert het opnieuw."
        )

    def is_failing(self, host: str, service: str) -> bool:
        """Whether a request there is but a probe."""
        with self._lock:
            return self._failing(host, service) is not None

    def _failing(self, *names: str) -> str | None:
        return next((name for name in names if self._failures.get(name, 0) >= self._most), None)

    def note_failure(self, name: str) -> None:
        """A request to a host or a service was given up."""
        with self._lock:
            self._failures[name] = self._failures.get(name, 0) + 1

    def note_success(self, name: str) -> None:
        """A host or a service answered, be it that there is no such paper."""
        with self._lock:
            self._failures.pop(name, None)
            self._passed_over.pop(name, None)

    def leave(self, host: str, seconds: float) -> None:
        """A host asked not to be asked for so long."""
        with self._lock:
            self._rest_until[host] = self._clock() + seconds
