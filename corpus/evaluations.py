"""Published scores: measured beside the program, kept in ``corpus/gold``, shown with every release.

Each line of the file is a row of table ``evaluatie``. Programs in ``bench/`` write it from a
measurement; nothing in the program makes up a score.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from corpus.tables import Evaluatie
from models.problems import UsageError

FILE = Path(__file__).parent / "gold" / "evaluatie.jsonl"

_ROW = TypeAdapter(Evaluatie)
# the 97.5th percentile of the normal distribution
_Z = 1.959964


def interval(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson's score interval); (0, 1) of nothing."""
    if not total:
        return 0.0, 1.0
    share, spread = right / total, _Z**2 / total
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def read_evaluations(file: Path = FILE) -> tuple[Evaluatie, ...]:
    """The scores in ``file``; none where there is no file.

    Raises :class:`UsageError` naming the line that is no score.
    """
    if not file.exists():
        return ()
    rows = []
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        try:
            rows.append(_ROW.validate_json(line))
        except ValidationError as error:
            raise UsageError(f"{file.name}, regel {number} is geen score; meet opnieuw.") from error
    return tuple(rows)


def write_evaluations(rows: Iterable[Evaluatie], file: Path = FILE) -> None:
    """Replace the scores of the same parts in ``file``; others stay."""
    rows = tuple(rows)
    measured = {row.onderdeel for row in rows}
    kept = [row for row in read_evaluations(file) if row.onderdeel not in measured]
    file.parent.mkdir(parents=True, exist_ok=True)
    ordered = sorted((*kept, *rows), key=lambda row: row.onderdeel)
    file.write_bytes(b"".join(_ROW.dump_json(row) + b"\n" for row in ordered))
