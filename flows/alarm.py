"""Alarms: what a person must be told, by rules that are data, once a day and again when over.

What is known (:class:`Health`) goes through every rule; each rule says for which subjects it goes
off. What the operator does about each is in docs/beheer.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from dateutil.easter import easter

from corpus.ledger import Ledger, Lijst, StandingAlarm
from flows.download import NO_ANSWER
from flows.listing import AHEAD
from models.problems import Problem

# an alarm that stands is told again after this long; a night may begin a little earlier
_AGAIN = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Health:
    """What the rules look at.

    ``newest`` is per source the moment of the latest change seen (UTC), ``lists`` how far each
    list was read, ``missing`` per source how many papers are nowhere and since when the oldest
    waits. ``sources`` are those in use that stand for the outside world: of a replay server no
    freshness is asked.
    """

    now: datetime
    problems: tuple[Problem, ...] = ()
    lists: tuple[Lijst, ...] = ()
    missing: tuple[tuple[str, int, str], ...] = ()
    newest: Mapping[str, datetime] | None = None
    sources: tuple[str, ...] = ()


Hit = tuple[str, str]  # about what, and what is the matter


@dataclass(frozen=True, slots=True)
class Rule:
    """When an alarm goes off. ``doen`` is what the operator does about it."""

    naam: str
    niveau: str
    doen: str
    finds: Callable[[Health], Iterable[Hit]]


# working days without any change after which a source is silent, and in a recess
SILENCE: Mapping[str, tuple[int, int]] = {
    "syncfeed": (1, 8),
    "tweedekamer": (1, 8),
    "officielebekendmakingen": (1, 5),
    "openoverheid": (2, 5),
    "rijksoverheid": (15, 30),
}
# first and last day (month, day) of the weeks in which the Kamers may be in recess
RECESSES = (
    ((12, 15), (12, 31)),
    ((1, 1), (1, 16)),
    ((2, 10), (3, 8)),
    ((4, 18), (5, 12)),
    ((6, 30), (9, 5)),
    ((10, 10), (10, 31)),
)
# days that a paper may be missing before somebody must look
MISSING_DAYS = 3
# a list that was not read to its end for so long stands still
STANDSTILL = timedelta(days=2)


# how a list fails (the words of corpus.client): no answer, or one that we were not made for
_SILENT = NO_ANSWER | {"te_groot"}
_STRANGE = frozenset({"bron", "vorm", "status", "verpakking", "doorgestuurd"})


def _down(health: Health) -> Iterator[Hit]:
    return _of_lists(health, _SILENT)


def _changed(health: Health) -> Iterator[Hit]:
    return _of_lists(health, _STRANGE)


def _of_lists(health: Health, soorten: Set[str]) -> Iterator[Hit]:
    """Problems of lists and of sources as a whole, one hit per source."""
    found: dict[str, list[Problem]] = {}
    for problem in health.problems:
        if problem.stap == "fetch" and problem.soort in soorten:
            source = problem.subject.removeprefix("backfill ").partition("/")[0]
            if source in SILENCE:
                found.setdefault(source, []).append(problem)
    for source, problems in found.items():
        more = f" (en {len(problems) - 1} andere lijsten)" if len(problems) > 1 else ""
        yield source, f"{problems[0].subject}: {problems[0].melding}{more}"


def _silent(health: Health) -> Iterator[Hit]:
    today = health.now.date()
    for source in health.sources:
        newest = (health.newest or {}).get(source)
        allowed = SILENCE.get(source)
        if newest is None or allowed is None:
            continue
        days = working_days(newest.date(), today)
        if days >= allowed[in_recess(today)]:
            yield source, f"Al {days} werkdagen niets nieuws; het laatste is van {newest:%Y-%m-%d}."


def _missing(health: Health) -> Iterator[Hit]:
    for source, count, since in health.missing:
        yield source, f"{count} stukken ontbreken, het oudste sinds {since[:10]}."


def _check_failed(health: Health) -> Iterator[Hit]:
    return _of_kind(health, {"controle"})


def _damaged(health: Health) -> Iterator[Hit]:
    problems = [one for one in health.problems if one.stap == "opslag"]
    if problems:
        yield "opslag", f"{len(problems)} problemen, het eerste: {problems[0].melding}"


def _refused(health: Health) -> Iterator[Hit]:
    return _of_kind(health, {"geweigerd"})


def _of_kind(health: Health, soorten: set[str]) -> Iterator[Hit]:
    problems = [one for one in health.problems if one.soort in soorten]
    if problems:
        more = f" (en {len(problems) - 1} andere)" if len(problems) > 1 else ""
        yield problems[0].subject, problems[0].melding + more


def _stands_still(health: Health) -> Iterator[Hit]:
    since = (health.now - STANDSTILL).isoformat(timespec="seconds")
    for lijst in health.lists:
        source = lijst.naam.partition("/")[0]
        if source in health.sources and lijst.gelezen is None and lijst.begonnen < since:
            yield lijst.naam, f"Niet ten einde gelezen sinds {lijst.begonnen[:16]} (UTC)."


def _skewed(health: Health) -> Iterator[Hit]:
    for problem in health.problems:
        if problem.soort == AHEAD:
            yield problem.subject.removeprefix("backfill ").partition("/")[0], problem.melding


RULES = (
    Rule("bron_ligt_eruit", "fout", "Kijk of de bron werkt; de volgende run haalt in.", _down),
    Rule(
        "bron_veranderd",
        "fout",
        "Gaat dit niet over, dan is de bron veranderd: werk Kamerspoor bij of meld dit.",
        _changed,
    ),
    Rule(
        "bron_stil",
        "waarschuwing",
        "Kijk op de site van de bron of er echt niets nieuws is.",
        _silent,
    ),
    Rule(
        "stukken_ontbreken",
        "waarschuwing",
        "Zie `kamerspoor status`: welke stukken, en waarom ze niet kwamen.",
        _missing,
    ),
    Rule(
        "controle_mislukt",
        "fout",
        "De vorige uitgave blijft staan; zoek de genoemde rijen en meld dit.",
        _check_failed,
    ),
    Rule(
        "opslag_beschadigd",
        "fout",
        "Draai `kamerspoor verify` en zet de genoemde bestanden terug uit een kopie.",
        _damaged,
    ),
    Rule(
        "adres_geweigerd",
        "fout",
        "Een bron verwees naar een adres buiten de lijst; bekijk of de bron te vertrouwen is.",
        _refused,
    ),
    Rule(
        "lijst_staat_stil",
        "waarschuwing",
        "Kijk bij de problemen waarom deze lijst niet ten einde komt.",
        _stands_still,
    ),
    Rule(
        "klok_loopt_scheef",
        "waarschuwing",
        "Controleer de klok van dit systeem en de tijden van de bron.",
        _skewed,
    ),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be told after a run: alarms that are new or still stand, and those over."""

    standing: tuple[StandingAlarm, ...]
    tell: tuple[StandingAlarm, ...]
    over: tuple[StandingAlarm, ...]


def sound(health: Health, rules: Sequence[Rule] = RULES) -> list[StandingAlarm]:
    """The alarms that go off, as of now."""
    now = health.now.isoformat(timespec="seconds")
    return [
        StandingAlarm(rule.naam, onderwerp, rule.niveau, melding, rule.doen, now)
        for rule in rules
        for onderwerp, melding in rule.finds(health)
    ]


def settle(ledger: Ledger, found: Sequence[StandingAlarm], now: datetime) -> Told:
    """Compare what goes off now with what stood; keep it, and say what is to be told.

    An alarm is told when it is new and then once a day, and once more when it is over.
    """
    stood = {(one.regel, one.onderwerp): one for one in ledger.alarms()}
    standing: list[StandingAlarm] = []
    tell: list[StandingAlarm] = []
    moment = now.isoformat(timespec="seconds")
    for alarm in found:
        before = stood.pop((alarm.regel, alarm.onderwerp), None)
        if before:
            alarm = replace(alarm, sinds=before.sinds, gemeld_op=before.gemeld_op)
        if alarm.gemeld_op is None or datetime.fromisoformat(alarm.gemeld_op) + _AGAIN <= now:
            alarm = replace(alarm, gemeld_op=moment)
            tell.append(alarm)
        ledger.keep_alarm(alarm)
        standing.append(alarm)
    for alarm in stood.values():
        ledger.end_alarm(alarm)
    return Told(tuple(standing), tuple(tell), tuple(stood.values()))


def look(ledger: Ledger, sources: Sequence[str], now: datetime | None = None) -> Health:
    """What the ledger knows of the health of ``sources``."""
    now = now or datetime.now(UTC)
    lists = ledger.listings()
    newest: dict[str, datetime] = {}
    for lijst in lists:
        source, _, stream = lijst.naam.partition("/")
        if lijst.nieuwste and stream:
            moment = datetime.fromisoformat(lijst.nieuwste)
            newest[source] = max(moment, newest.get(source, moment))
    late = (now - timedelta(days=MISSING_DAYS)).isoformat(timespec="seconds")
    return Health(
        now=now,
        problems=tuple(problem for problem, _ in ledger.problems()),
        lists=tuple(lists),
        missing=tuple(ledger.missing_since(late)),
        newest=newest,
        sources=tuple(sources),
    )


def working_days(after: date, before: date) -> int:
    """The whole working days between two days, neither of them counted."""
    days = (after + timedelta(days=number) for number in range(1, min(400, (before - after).days)))
    return sum(is_working_day(day) for day in days)


def is_working_day(day: date) -> bool:
    """Monday to Friday and no public holiday in the Netherlands."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def _holidays(year: int) -> set[date]:
    first = easter(year)
    king = date(year, 4, 27)
    moving = {first + timedelta(days=days) for days in (-2, 1, 39, 50)}
    fixed = {date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)}
    return moving | fixed | {king - timedelta(days=1) if king.weekday() == 6 else king}


def in_recess(day: date) -> bool:
    """Whether the Kamers may be in recess."""
    at = (day.month, day.day)
    return any(first <= at <= last for first, last in RECESSES)
