"""What the program remembers between runs.

One SQLite file. Every change is one transaction in a write-ahead log, so that a run may be killed
at any moment and the next one goes on from there. Each part keeps its own tables; a step sees them
as one :class:`Ledger`.
"""

from __future__ import annotations

from corpus.ledger.book import utc_now
from corpus.ledger.coverage import Dekking
from corpus.ledger.links import Links
from corpus.ledger.papers import Papers
from corpus.ledger.queue import Lijst, Queue, Waiting
from corpus.ledger.rows import RegisterRows, merge_rows, sortable_time
from corpus.ledger.runs import OVER, Run, Runs, StandingAlarm

__all__ = [
    "OVER",
    "Dekking",
    "Ledger",
    "Lijst",
    "Run",
    "StandingAlarm",
    "Waiting",
    "merge_rows",
    "sortable_time",
    "utc_now",
]


class Ledger(RegisterRows, Papers, Queue, Runs, Links):
    """The ledger in the file ``<data-dir>/kamerspoor.db``, made where it is absent."""
