"""Alarms: what a person must be told, by rules that are data, once a day and again when over.

What is known (:class:`Health`) goes through every rule; each rule says for which subjects it goes
off. What the operator does about each is in docs/beheer.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from dateutil.easter import easter

from corpus.ledger import OVER, Ledger, Lijst, StandingAlarm
from flows.download import NO_ANSWER
from flows.listing import AHEAD, BACKFILL
from models.problems import Problem

# an alarm that stands is told again after this long; a night may begin a little earlier
_AGAIN = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Health:
    """What the rules look at.

    ``newest`` is per source the moment of the latest change seen (UTC), ``begun`` since when it is
    looked at, ``lists`` how far each list was read, ``missing`` per source how many papers are
    nowhere and since when the oldest waits. ``sources`` are those in use that stand for the outside
    world: of a replay server no freshness is asked. ``asked`` are the sources whose lists this run
    read, ``papers`` those under whose name it fetched papers; ``None`` is all of them.
    """

    now: datetime
    problems: tuple[Problem, ...] = ()
    lists: tuple[Lijst, ...] = ()
    missing: tuple[tuple[str, int, str], ...] = ()
    newest: Mapping[str, datetime] | None = None
    begun: Mapping[str, datetime] | None = None
    sources: tuple[str, ...] = ()
    asked: frozenset[str] | None = None
    papers: frozenset[str] | None = None

    def asks(self, subject: str) -> bool:
        """Whether this run can tell that a problem with ``subject`` is over.

        What is not a source or a list of one (a paper, say) is of every run.
        """
        source, slash, _ = subject.partition("/")
        those = self.asked if slash else self.papers
        return those is None or source in those or source not in SILENCE


class Hit(NamedTuple):
    """About what, and what is the matter.

    What a run did not ask about (``asked``) does not begin to sound, and is not over either.
    """

    onderwerp: str
    melding: str
    asked: bool = True


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
# a night that ended halfway, by something nobody foresaw
BROKEN_OFF = "nacht_afgebroken"
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
    """Problems of lists and of sources as a whole, one hit per source.

    That of a backfill was told to whoever asked for it; it says nothing of the nights.
    """
    found: dict[str, list[Problem]] = {}
    for problem in health.problems:
        source = problem.subject.partition("/")[0]
        if problem.stap == "fetch" and problem.soort in soorten and source in SILENCE:
            found.setdefault(source, []).append(problem)
    for source, problems in found.items():
        of_now = [one for one in problems if health.asks(one.subject)]
        first, *others = of_now or problems
        more = f" (en {len(others)} andere lijsten)" if others else ""
        yield Hit(source, f"{first.subject}: {first.melding}{more}", bool(of_now))


def _silent(health: Health) -> Iterator[Hit]:
    today = health.now.date()
    for source, allowed in SILENCE.items():
        newest = (health.newest or {}).get(source)
        since = newest or (health.begun or {}).get(source)
        if since is None:
            continue
        days = working_days(since.date(), today)
        if days >= allowed[in_recess(today)]:
            last = f"het laatste is van {since:%Y-%m-%d}" if newest else "nog nooit iets gezien"
            melding = f"Al {days} werkdagen niets nieuws; {last}."
            yield Hit(source, melding, source in health.sources)


def _missing(health: Health) -> Iterator[Hit]:
    for source, count, since in health.missing:
        yield Hit(source, f"{count} stukken ontbreken, het oudste sinds {since[:10]}.")


def _check_failed(health: Health) -> Iterator[Hit]:
    return _of_kind(health, "controle", "uitgave")


def _broken_off(health: Health) -> Iterator[Hit]:
    for problem in health.problems:
        if problem.soort == BROKEN_OFF:
            yield Hit("nacht", problem.melding)


def _damaged(health: Health) -> Iterator[Hit]:
    problems = [one for one in health.problems if one.stap == "opslag"]
    if problems:
        yield Hit("opslag", f"{len(problems)} problemen, het eerste: {problems[0].melding}")


def _refused(health: Health) -> Iterator[Hit]:
    return _of_kind(health, "geweigerd", "adressen")


def _of_kind(health: Health, soort: str, onderwerp: str) -> Iterator[Hit]:
    """All problems of a kind as one hit, always about the same, whichever comes first."""
    problems = [
        one
        for one in health.problems
        if one.soort == soort and not one.subject.startswith(BACKFILL)
    ]
    if problems:
        of_now = [one for one in problems if health.asks(one.subject)]
        first, *others = of_now or problems
        more = f" (en {len(others)} andere)" if others else ""
        yield Hit(onderwerp, f"{first.subject}: {first.melding}{more}", bool(of_now))


def _stands_still(health: Health) -> Iterator[Hit]:
    since = (health.now - STANDSTILL).isoformat(timespec="seconds")
    for lijst in health.lists:
        source = lijst.naam.partition("/")[0]
        if lijst.gelezen is None and lijst.begonnen < since:
            melding = f"Niet ten einde gelezen sinds {lijst.begonnen[:16]} (UTC)."
            yield Hit(lijst.naam, melding, source in health.sources)


def _skewed(health: Health) -> Iterator[Hit]:
    for problem in health.problems:
        if problem.soort == AHEAD and not problem.subject.startswith(BACKFILL):
            source = problem.subject.partition("/")[0]
            yield Hit(source, problem.melding, health.asks(problem.subject))


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
        "nacht_afgebroken",
        "fout",
        "De vorige uitgave blijft staan en de volgende run gaat verder; blijft het, meld dit.",
        _broken_off,
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
    """What is to be told after a run.

    Of the alarms that are ``standing`` those to ``tell``, new or again; those ``over`` since the
    last run; and of those that were told to somebody the ones that ``ended`` without that being
    told yet.
    """

    standing: tuple[StandingAlarm, ...]
    tell: tuple[StandingAlarm, ...]
    over: tuple[StandingAlarm, ...]
    ended: tuple[StandingAlarm, ...] = ()


def sound(health: Health, rules: Sequence[Rule] = RULES) -> list[StandingAlarm]:
    """The alarms that go off, as of now."""
    now = health.now.isoformat(timespec="seconds")
    return [
        StandingAlarm(rule.naam, hit.onderwerp, rule.niveau, hit.melding, rule.doen, now)
        for rule in rules
        for hit in rule.finds(health)
        if hit.asked
    ]


def not_asked(health: Health, rules: Sequence[Rule] = RULES) -> set[tuple[str, str]]:
    """Rule and subject of what is still the matter where this run did not look."""
    return {
        (rule.naam, hit.onderwerp) for rule in rules for hit in rule.finds(health) if not hit.asked
    }


def settle(
    ledger: Ledger,
    found: Sequence[StandingAlarm],
    now: datetime,
    leave: Set[tuple[str, str]] = frozenset(),
) -> Told:
    """Compare what goes off now with what stood; keep it, and say what is to be told.

    An alarm is told when it is new and then once a day, and once more when it is over; it counts
    as told after :func:`mark_told`. One of ``leave`` (rule and subject) stays as it is.
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
            tell.append(replace(alarm, gemeld_op=moment))
        ledger.keep_alarm(alarm)
        standing.append(alarm)
    over = tuple(alarm for key, alarm in stood.items() if key not in leave)
    for alarm in over:
        if alarm.gemeld_op:
            ledger.keep_alarm(replace(alarm, niveau=OVER))
        else:  # nobody heard of it
            ledger.end_alarm(alarm)
    return Told(tuple(standing), tuple(tell), over, tuple(ledger.alarms_over()))


def mark_told(ledger: Ledger, told: Told) -> None:
    """Somebody heard what there was to tell: it need not be told again tonight."""
    for alarm in told.tell:
        ledger.keep_alarm(alarm)
    for alarm in told.ended:
        ledger.end_alarm(alarm)


def begin_watching(ledger: Ledger, sources: Iterable[str], now: datetime) -> None:
    """Remember since when each source is looked at: what never came is silent from then on."""
    begun = [(one.naam.partition("/")[0], one.begonnen) for one in ledger.listings()]
    for source in sources:
        if ledger.mark(_WATCHED.format(source)) is None:
            first = [begonnen for name, begonnen in begun if name == source and begonnen]
            moment = min([*first, now.isoformat(timespec="seconds")])
            ledger.set_mark(_WATCHED.format(source), moment)


_WATCHED = "bewaakt {}"


def look(
    ledger: Ledger,
    sources: Sequence[str],
    now: datetime | None = None,
    *,
    asked: Iterable[str] | None = None,
    papers: Iterable[str] | None = None,
) -> Health:
    """What the ledger knows of the health of ``sources``; the rest as :class:`Health` has it."""
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
        begun={
            source: datetime.fromisoformat(begun)
            for source in SILENCE
            if (begun := ledger.mark(_WATCHED.format(source)))
        },
        sources=tuple(sources),
        asked=None if asked is None else frozenset(asked),
        papers=None if papers is None else frozenset(papers),
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
