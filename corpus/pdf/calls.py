"""Calls into the PDF library by the thousand: by ``map``, over addresses that are plain numbers."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import Any

import numpy.typing as npt
import pypdfium2.raw as pdfium_c

POINTER, INT, FLOAT, DOUBLE = ctypes.c_void_p, ctypes.c_int, ctypes.c_float, ctypes.c_double
# an address that comes back, as a number (0 for none)
ADDRESS = ctypes.c_size_t


def function(name: str, result: Any, *arguments: Any) -> Any:
    """A function of the library that takes addresses as numbers.

    It keeps Python's lock: letting go of it would cost more than what most functions do.
    """
    address = ctypes.cast(getattr(pdfium_c, name), ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


def address_of(handle: Any) -> int:
    """The address behind a handle of the library."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def rows(array: npt.NDArray[Any]) -> range:
    """The addresses of the rows of an array, for the library to write to."""
    start, step = array.ctypes.data, array.itemsize * array.shape[1]
    return range(start, start + step * len(array), step)


def columns(array: npt.NDArray[Any]) -> list[range]:
    """The addresses of what each column holds, from the first row to the last."""
    down = rows(array)
    within = range(0, down.step, array.itemsize)
    return [range(down.start + at, down.stop + at, down.step) for at in within]


def make(calls: Iterable[Any]) -> None:
    """Make all calls, for what they write."""
    for _ in calls:
        pass
