"""What the reading of a page does with arrays, in one place."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

Kind = TypeVar("Kind", bound=np.generic)


def starts(values: npt.NDArray[Kind]) -> Ints:
    """The indices at which another value begins."""
    begins = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=begins[1:])
    return begins.nonzero()[0]


def insert(
    values: npt.NDArray[Kind], before: Ints, new: npt.NDArray[Kind] | int | float
) -> npt.NDArray[Kind]:
    """``values`` with the ``new`` ones put in before these indices, which rise.

    As ``np.insert``, which takes three times as long.
    """
    made = np.empty(len(values) + len(before), values.dtype)
    old = np.ones(len(made), bool)
    at = before + np.arange(len(before))
    old[at] = False
    made[at], made[old] = new, values
    return made


def rising(values: Floats, line: Ints) -> Floats:
    """For each value the highest of its line so far; ``line`` never falls."""
    falls = (values[1:] < values[:-1]) & (line[1:] == line[:-1])
    if falls.any():
        values = values.copy()
        for number in np.unique(line[1:][falls]).tolist():
            first, last = np.searchsorted(line, (number, number + 1))
            values[first:last] = np.maximum.accumulate(values[first:last])
    return values
