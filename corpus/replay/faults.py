"""Everything that goes wrong at a source, to be switched on for as long as one likes.

    replay.faults.add(Fault("429_seconds", times=2, on="/frbr/"))

A fault strikes the questions of its protocols whose address contains ``on``: ``times`` times
(``None``: for ever), after it let ``after`` of them pass; with ``each`` that many times at every
address. :data:`FAULTS` lists them all, :func:`random_faults` makes a mixture that is over by
itself.
"""

from __future__ import annotations

import random
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from corpus.replay.answer import Answer
from corpus.replay.koop import PORTAL

if TYPE_CHECKING:
    from corpus.replay.world import World

ODATA4 = "odata4"
ODATA5 = "odata5"
SYNCFEED = "syncfeed"
RESOURCE = "resource"
SRU = "sru"
FRBR = "frbr"
OPENOVERHEID = "openoverheid"
OPENFILE = "openfile"
RSS = "rss"

ODATA = frozenset({ODATA4, ODATA5})
LISTS = frozenset({ODATA4, ODATA5, SYNCFEED, SRU, OPENOVERHEID, RSS})
BYTES = frozenset({RESOURCE, FRBR, OPENFILE})
ALL = LISTS | BYTES

_PROTOCOLS = (
    (re.compile(r"/OData/.*/resource", re.I), RESOURCE),
    (re.compile(r"/OData/v4/2\.0"), ODATA4),
    (re.compile(r"/OData/v5"), ODATA5),
    (re.compile(r"/SyncFeed/2\.0/Resources/"), RESOURCE),
    (re.compile(r"/SyncFeed/2\.0"), SYNCFEED),
    (re.compile(r"/sru"), SRU),
    (re.compile(r"/documenten/[\w-]+/file|/overheid/.*/attachment/"), OPENFILE),
    (re.compile(r"/overheid/|/publicatie/"), OPENOVERHEID),
    (re.compile(r"/api/rss"), RSS),
    (re.compile(r"/frbr/"), FRBR),
    (PORTAL, FRBR),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of the table, switched on. ``value`` is its parameter where it has one."""

    name: str
    times: int | None = 1
    on: str = ""
    after: int = 0
    each: bool = False
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A question that is struck: ``real`` gives the answer it would have had."""

    path: str
    protocol: str
    url: str
    value: float
    world: World
    real: Callable[[], Answer]


Strike = Callable[[Hit], Answer | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a fault does. A strike that gives ``None`` does not hit this question.

    ``heals`` tells whether a client that asks again, or again the next night, gets everything
    after all; ``value`` is the parameter it has of itself (seconds, megabytes, hours).
    """

    name: str
    does: str
    protocols: frozenset[str]
    strike: Strike
    heals: bool = True
    value: float = 0.0


@dataclass(slots=True)
class _Running:
    fault: Fault
    passed: int = 0
    struck: Counter[str] = field(default_factory=Counter)

    def spent(self, key: str) -> bool:
        return self.fault.times is not None and self.struck[key] >= self.fault.times


class Faults:
    """The faults of one server; may be changed while it runs. ``struck`` says what hit where."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self.struck: list[tuple[str, str]] = []
        self._lock = threading.Lock()
        self._running: list[_Running] = []
        self.add(*faults)

    def add(self, *faults: Fault) -> None:
        """Switch on. Raises ``KeyError`` for a name that is not in the table."""
        for fault in faults:
            _ = kinds()[fault.name]
            with self._lock:
                self._running.append(_Running(fault))

    def clear(self) -> None:
        """Switch everything off."""
        with self._lock:
            self._running = []

    def answer(self, path: str, url: str, world: World, real: Callable[[], Answer]) -> Answer:
        """The answer to a question, through all faults that strike it."""
        protocol = protocol_of(path)
        if protocol is None or not self._running:
            return real()
        with self._lock:
            running = [one for one in self._running if self._meets(one, path, protocol)]
        return self._through(running, Hit(path, protocol, url, 0.0, world, real))

    def _meets(self, one: _Running, path: str, protocol: str) -> bool:
        return protocol in kinds()[one.fault.name].protocols and one.fault.on in path

    def _through(self, running: list[_Running], hit: Hit) -> Answer:
        for at, one in enumerate(running):
            kind = kinds()[one.fault.name]
            if not self._take(one, hit.path):
                continue
            value = kind.value if one.fault.value is None else one.fault.value
            rest = partial(self._through, running[at + 1 :], hit)
            inner = replace(hit, value=value, real=rest)
            answer = kind.strike(inner)
            if answer is not None:
                self.struck.append((kind.name, hit.path))
                return answer
            self._give_back(one, hit.path)
        return hit.real()

    def _take(self, one: _Running, path: str) -> bool:
        """Whether a fault may strike; counts it when so."""
        key = path if one.fault.each else ""
        with self._lock:
            if one.spent(key):
                return False
            if one.passed < one.fault.after:
                one.passed += 1
                return False
            one.struck[key] += 1
            return True

    def _give_back(self, one: _Running, path: str) -> None:
        with self._lock:
            one.struck[path if one.fault.each else ""] -= 1


def protocol_of(path: str) -> str | None:
    """Which protocol an address belongs to; ``None`` for none of them."""
    return next((name for pattern, name in _PROTOCOLS if pattern.match(path)), None)


def kinds() -> dict[str, Kind]:
    """The table of all faults by name."""
    from corpus.replay.fault_kinds import FAULTS

    return FAULTS


def random_faults(seed: int, number: int = 8) -> list[Fault]:
    """A mixture of faults, the same for the same seed, that is over after a few strikes.

    Only faults that heal are in it, each at most twice, so that trying again is enough.
    """
    chance = random.Random(seed)
    names = sorted(name for name, kind in kinds().items() if kind.heals)
    return [
        Fault(name, times=chance.randint(1, 2), after=chance.randint(0, 3))
        for name in chance.choices(names, k=number)
    ]
