"""What ran, what went wrong and what somebody should know of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from corpus.ledger.book import Book, utc_now
from models.problems import Problem

# the level of an alarm that is over, of which somebody must still hear
OVER = "hersteld"


@dataclass(frozen=True, slots=True)
class Run:
    """A run of one step; ``geeindigd`` is ``None`` while it runs, and when it was killed."""

    id: int
    begonnen: str
    geeindigd: str | None
    stap: str
    aantal: int
    fouten: int
    versie: str


@dataclass(frozen=True, slots=True)
class StandingAlarm:
    """An alarm that has not been mended: since when, and when it was last told to somebody."""

    regel: str
    onderwerp: str
    niveau: str
    melding: str
    doen: str
    sinds: str
    gemeld_op: str | None = None


class Runs(Book):
    """Runs of steps, open problems and standing alarms."""

    def begin_run(self, stap: str, versie: str) -> int:
        """Note that a step begins; returns the run's id."""
        with self._write():
            found = self._db.conn.execute(
                "insert into runs (begonnen, stap, aantal, fouten, versie) values (?, ?, 0, 0, ?)"
                " returning id",
                (utc_now(), stap, versie),
            ).fetchone()
        return int(found[0])

    def end_run(self, run: int, aantal: int, fouten: int) -> None:
        """Note that a step ended, how much it did and how much of it failed."""
        with self._write():
            self._db.conn.execute(
                "update runs set geeindigd = ?, aantal = ?, fouten = ? where id = ?",
                (utc_now(), aantal, fouten, run),
            )

    def runs(self, most: int = -1) -> list[Run]:
        """The runs, the last one first; not more than ``most`` where that is given."""
        found = self._db.conn.execute(
            "select id, begonnen, geeindigd, stap, aantal, fouten, versie from runs"
            " order by id desc limit ?",
            (most,),
        )
        return [Run(*values) for values in found]

    def report(self, problems: Iterable[Problem]) -> int:
        """Keep problems, one per subject, step and kind; returns how many were given."""
        now = utc_now()
        rows = [(p.subject, p.stap, p.soort, p.melding, now) for p in problems]
        with self._write():
            self._db.conn.executemany(
                "insert or replace into problemen values (?, ?, ?, ?, ?)", rows
            )
        return len(rows)

    def heal(self, subject: str, stap: str) -> None:
        """A step went well for a subject: what it had against it is over."""
        with self._write():
            self._db.conn.execute(
                "delete from problemen where document_id = ? and stap = ?", (subject, stap)
            )

    def subjects(self, stap: str, soort: str) -> set[str]:
        """What has an open problem of this kind."""
        found = self._db.conn.execute(
            "select document_id from problemen where stap = ? and soort = ?", (stap, soort)
        )
        return {subject for (subject,) in found}

    def heal_step(self, stap: str) -> None:
        """A step looked at everything: whatever it had against anything is over."""
        with self._write():
            self._db.conn.execute("delete from problemen where stap = ?", (stap,))

    def problems(self) -> list[tuple[Problem, str]]:
        """The open problems, each with the UTC time it was last seen, oldest first."""
        found = self._db.conn.execute(
            "select document_id, stap, soort, melding, op from problemen order by op, document_id"
        )
        return [(Problem(*values), op) for *values, op in found]

    def problems_per_kind(self) -> list[tuple[str, str, int, str, str]]:
        """The open problems by step and kind: how many, one of them, its message."""
        return self._db.conn.execute(
            "select stap, soort, count(*), min(document_id), melding from problemen"
            " group by stap, soort order by count(*) desc, stap, soort"
        ).fetchall()

    def alarms(self) -> list[StandingAlarm]:
        """The alarms that stand, oldest first."""
        return [one for one in self._alarms() if one.niveau != OVER]

    def alarms_over(self) -> list[StandingAlarm]:
        """The alarms that are over while nobody could be told yet."""
        return [one for one in self._alarms() if one.niveau == OVER]

    def _alarms(self) -> list[StandingAlarm]:
        found = self._db.conn.execute(
            "select regel, onderwerp, niveau, melding, doen, sinds, gemeld_op from alarmen"
            " order by sinds, regel, onderwerp"
        )
        return [StandingAlarm(*values) for values in found]

    def keep_alarm(self, alarm: StandingAlarm) -> None:
        """Keep an alarm, one per rule and subject; as ``OVER`` until that could be told."""
        with self._write():
            self._db.conn.execute(
                "insert or replace into alarmen"
                " (regel, onderwerp, niveau, melding, doen, sinds, gemeld_op)"
                " values (?, ?, ?, ?, ?, ?, ?)",
                astuple(alarm),
            )

    def end_alarm(self, alarm: StandingAlarm) -> None:
        """What the alarm was about is over, and there is nobody to tell any more."""
        with self._write():
            self._db.conn.execute(
                "delete from alarmen where regel = ? and onderwerp = ?",
                (alarm.regel, alarm.onderwerp),
            )
