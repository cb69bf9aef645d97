"""Raw files by checksum, and the manifest that says where each came from.

Bytes are kept before they are understood and never thrown away. A line of the manifest is written
after its bytes are safely on disk, so whatever the manifest names is there.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from models.paper import RawFile
from models.problems import Problem, UnreadableError

STEP = "opslag"

_LINE = TypeAdapter(RawFile)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_EXTENSIONS = {
    "application/pdf": ".pdf",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/json": ".json",
}


@dataclass(frozen=True, slots=True)
class _BadLine:
    """A line of the manifest that cannot be read; ``torn`` when its writing was cut short."""

    number: int
    torn: bool


class Store:
    """The raw files below ``root``: ``ab/ab12….pdf`` and ``manifest.jsonl``.

    Several processes may use one store; a line is appended under a lock on the manifest.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.manifest = root / "manifest.jsonl"
        self._current: dict[str, RawFile] = {}
        self._read_up_to = 0

    def keep(self, data: bytes, raw: RawFile) -> RawFile:
        """Keep ``data`` and what is known of it; ``raw.sha256`` is filled in here.

        The same key with the same bytes and facts writes nothing and returns the line that was
        there (``opgehaald_op`` is not a fact about the paper).
        """
        raw = replace(raw, sha256=hashlib.sha256(data).hexdigest())
        if not self._is_sound(raw.sha256):
            self._write_bytes(data, raw)
        return self.note(raw)

    def note(self, raw: RawFile) -> RawFile:
        """Write down facts about bytes that are held already (a paper withdrawn, for example).

        Raises :class:`UnreadableError` when the store does not hold ``raw.sha256``.
        """
        if self._find(raw.sha256) is None:
            raise UnreadableError("ontbreekt", _MISSING.format(raw.key))
        held = self.current().get(raw.key)
        if held and replace(held, opgehaald_op=raw.opgehaald_op) == raw:
            return held
        self._append(raw)
        return raw

    def current(self) -> dict[str, RawFile]:
        """The last line of the manifest for each key. Do not change the dictionary."""
        if not self.manifest.exists():
            return self._current
        with self.manifest.open("rb") as file:
            file.seek(self._read_up_to)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self._read_up_to += len(line)
                if (raw := _read_line(line)) is not None:
                    self._current[raw.key] = raw
        return self._current

    def lines_since(self, mark: str | None) -> tuple[list[RawFile], str]:
        """The lines of the manifest after ``mark``, in order, and the mark to go on from.

        A mark is this store's own word for a place in its manifest; ``None`` is the beginning. A
        line that cannot be read is passed over (``verify`` tells), one still being written waits.
        """
        at = int(mark or 0)
        lines: list[RawFile] = []
        if not self.manifest.exists():
            return lines, str(at)
        with self.manifest.open("rb") as file:
            file.seek(at)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                at += len(line)
                if (raw := _read_line(line)) is not None:
                    lines.append(raw)
        return lines, str(at)

    def bytes_of(self, sha256: str) -> bytes:
        """The bytes with this checksum.

        Raises :class:`UnreadableError`: ``ontbreekt`` where they are not here, ``controlegetal``
        where what is here is no longer what was kept.
        """
        path = self._find(sha256)
        if path is None:
            raise UnreadableError("ontbreekt", _MISSING.format(sha256))
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise UnreadableError("controlegetal", _CHANGED.format(path.name))
        return data

    def verify(self) -> Iterator[Problem]:
        """Reread every line and every file; yields what is not as it was kept."""
        checked: set[str] = set()
        for line in self._lines():
            if isinstance(line, _BadLine):
                yield _bad_line(line)
            elif line.sha256 not in checked:
                checked.add(line.sha256)
                yield from self._verify_bytes(line)

    def _verify_bytes(self, raw: RawFile) -> Iterator[Problem]:
        path = self._find(raw.sha256)
        if path is None:
            yield Problem(raw.key, STEP, "ontbreekt", _MISSING.format(raw.key))
            return
        if _digest(path) != raw.sha256:
            yield Problem(raw.key, STEP, "controlegetal", _CHANGED.format(path.name))

    def _lines(self) -> Iterator[RawFile | _BadLine]:
        if not self.manifest.exists():
            return
        with self.manifest.open("rb") as file:
            for number, line in enumerate(file, start=1):
                raw = _read_line(line)
                yield raw or _BadLine(number, torn=not line.endswith(b"\n"))

    def _find(self, sha256: str) -> Path | None:
        if not _SHA256.fullmatch(sha256):
            return None
        return next(iter((self.root / sha256[:2]).glob(f"{sha256}.*")), None)

    def _is_sound(self, sha256: str) -> bool:
        """Whether the bytes are here and still the same; fetching again mends a damaged file."""
        path = self._find(sha256)
        return path is not None and _digest(path) == sha256

    def _write_bytes(self, data: bytes, raw: RawFile) -> None:
        folder = self.root / raw.sha256[:2]
        folder.mkdir(parents=True, exist_ok=True)
        extension = _EXTENSIONS.get(raw.media_type, ".bin")
        target = self._find(raw.sha256) or folder / (raw.sha256 + extension)
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=".")
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                _flush(file)
            temporary.rename(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _flush_folder(folder)

    def _append(self, raw: RawFile) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        with self.manifest.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            _mend(file)
            file.write(_LINE.dump_json(raw, exclude_defaults=True) + b"\n")
            _flush(file)


_MISSING = "De bytes van {} staan niet in de opslag; haal het stuk opnieuw op."
_CHANGED = "Bestand {} is veranderd sinds het is opgeslagen; zet de kopie terug of haal opnieuw op."


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _bad_line(line: _BadLine) -> Problem:
    if line.torn:
        return Problem(
            "manifest.jsonl",
            STEP,
            "manifest_afgebroken",
            f"Regel {line.number} is bij het schrijven afgebroken; de volgende keer dat iets wordt"
            " bewaard, wordt dit hersteld en het stuk opnieuw opgehaald.",
        )
    return Problem(
        "manifest.jsonl",
        STEP,
        "manifest_onleesbaar",
        f"Regel {line.number} is niet te lezen; herstel de regel of zet een kopie terug.",
    )


def _read_line(line: bytes) -> RawFile | None:
    try:
        return _LINE.validate_json(line)
    except ValidationError:
        return None


def _mend(file: BinaryIO) -> None:
    """Settle a last line whose writing was cut short: complete but for its end, or dropped.

    Nothing is lost by dropping it: who wrote it never heard that it was kept.
    """
    size = file.seek(0, os.SEEK_END)
    if not size:
        return
    start, tail = _last_line(file, size)
    if tail.endswith(b"\n"):
        return
    if _read_line(tail) is not None:
        file.write(b"\n")
    else:
        file.truncate(start)


def _last_line(file: BinaryIO, size: int) -> tuple[int, bytes]:
    """Where the last line begins, and the line."""
    step = 1 << 16
    start, tail = size, b""
    while start and b"\n" not in tail[:-1]:
        start = max(0, start - step)
        file.seek(start)
        tail = file.read(size - start)
    cut = tail.rfind(b"\n", 0, len(tail) - 1) + 1
    return start + cut, tail[cut:]


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """A rename is safe only once its folder is on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
