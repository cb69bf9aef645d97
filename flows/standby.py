"""A copy of a database made in the background, so that publishing need not wait for it.

A copy of 1 GB takes seconds and is the one thing about a night that grows with the corpus. The
thread that makes it only waits for the kernel (which copies without Python), and writes to disk in
small portions, so that others who write are not held up by a full cache.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import TextIO

# names what is left of a process that is gone; a live process holds a lock on the file
PREFIX = ".klaar-"
_PORTION = 32 * 2**20  # bytes


class _StoppedError(Exception):
    """Nobody needs the copy any more."""


class Standby:
    """A copy that is being made of ``source``, in ``folder``; of nothing where it is ``None``.

    ``held`` keeps the source from being removed, and is let go when the copy is done.
    """

    def __init__(self, source: Path | None, folder: Path, held: TextIO | None = None) -> None:
        self._source = source
        self._held = held
        self._stop = threading.Event()
        self._done = False
        self._thread = threading.Thread(target=self._copy, name="standby", daemon=True)
        if source is not None:
            handle, name = tempfile.mkstemp(prefix=PREFIX, dir=folder)
            os.fchmod(handle, source.stat().st_mode & 0o777)  # readable as what it copies
            fcntl.flock(handle, fcntl.LOCK_SH)
            self._file, self._handle = Path(name), handle
            self._thread.start()

    def __enter__(self) -> Standby:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _copy(self) -> None:
        try:
            if self._source:
                copy_file(self._source, self._file, self._stop)
                self._done = True
        except (OSError, _StoppedError):
            pass  # whoever asks for the copy is told that there is none
        finally:
            if self._held:
                self._held.close()

    def wait(self) -> None:
        """Wait until the copy is done, or cannot be made."""
        if self._source is not None:
            self._thread.join()

    def move(self, source: Path, target: Path) -> bool:
        """Let the copy of ``source`` be ``target``; ``False`` where there is no such copy.

        Waits until the copy is done. A copy can be moved once.
        """
        if self._source is None or self._source.resolve() != source.resolve():
            return False
        self.wait()
        if not self._done:
            return False
        self._done = False
        try:
            self._file.rename(target)
        except OSError:  # swept by another
            return False
        return True

    def close(self) -> None:
        """Stop copying and remove what is left of the copy."""
        if self._source is None:
            return
        self._stop.set()
        self._thread.join()
        self._file.unlink(missing_ok=True)
        os.close(self._handle)
        self._source = None


def sweep(folder: Path) -> None:
    """Remove the copies of processes that are gone."""
    for left in folder.glob(f"{PREFIX}*"):
        with suppress(OSError), left.open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


def copy_file(source: Path, target: Path, stop: threading.Event | None = None) -> None:
    """Copy a file through the kernel and to the disk.

    Shares the blocks where the disk can. Raises ``OSError``, and leaves a part of the copy behind
    where it was stopped.
    """
    with source.open("rb") as reading, target.open("wb") as writing:
        while _portion(reading.fileno(), writing.fileno()):
            os.fdatasync(writing.fileno())
            if stop and stop.is_set():
                raise _StoppedError
        os.fsync(writing.fileno())


def _portion(source: int, target: int) -> int:
    """Copy the next bytes; how many."""
    try:
        return os.copy_file_range(source, target, _PORTION)
    except OSError:  # between two disks, or a disk that cannot
        return os.sendfile(target, source, None, _PORTION)
