"""After a run: count what is missing, let the alarms go off, tell whoever is to be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from corpus.ledger import Ledger, StandingAlarm
from flows import notify
from flows.alarm import look, settle, sound
from flows.settings import Settings
from models.problems import Problem


@dataclass(frozen=True, slots=True)
class Watched:
    """How things stand: the alarms that sound, those that ended, what is missing per source.

    ``problems`` are alarms that could not be delivered.
    """

    alarms: tuple[StandingAlarm, ...] = ()
    over: tuple[StandingAlarm, ...] = ()
    missing: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def watch(settings: Settings, names: Iterable[str], now: datetime | None = None) -> Watched:
    """Look at the health of the sources ``names`` after a run, and tell what there is to tell."""
    now = now or datetime.now(UTC)
    with Ledger(settings.rooms.ledger) as ledger:
        told = settle(ledger, sound(look(ledger, _outside(settings, names), now)), now)
        failed = notify.notify(settings, told.tell, told.over)
        for way in ("webhook", "mail"):
            ledger.heal(way, notify.STEP)
        ledger.report(failed)
        missing = ledger.absent()
    return Watched(told.standing, told.over, missing, tuple(failed))


def _outside(settings: Settings, names: Iterable[str]) -> list[str]:
    """The sources that must be fresh: of a replay that cannot be asked."""
    return sorted(set(names) - settings.replayed)
