"""Where a store lies: a folder on this machine, or objects in a bucket (anything fsspec knows).

A place keeps bytes by checksum and lines in order, and knows nothing of papers. What a place has
once taken in it still has after a crash: bytes and lines are there whole or not at all.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from uuid import uuid4

from models.problems import KamerspoorError, UsageError

MANIFEST = "manifest.jsonl"

_BATCH = 1000
_HEX2 = re.compile(r"[0-9a-f]{2}")
_LINE_NAME = re.compile(r"\d{4}-\d\d-\d\d/\d{16}-[0-9a-f]{16}\.jsonl")
_SECRET = re.compile(r"//[^/@]*@")
_MARK = re.compile(r"(\d{1,12}):(.*)")


class StoreError(KamerspoorError):
    """The place where the store lies does not do what was asked (disk full, bucket away)."""

    soort = "opslag"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the manifest as it lies there: in which file, which line of it, and its bytes.

    ``torn`` says that the writing of it was cut short.
    """

    file: str
    number: int
    data: bytes
    torn: bool = False


class Place(Protocol):
    """What a store needs of the place where it lies."""

    def find(self, sha256: str) -> str | None:
        """The name under which these bytes lie here, ``None`` where they do not."""
        ...

    def read(self, name: str) -> bytes:
        """The bytes under a name that :meth:`find` gave."""
        ...

    def digest(self, name: str) -> str:
        """The SHA-256 of what now lies under a name."""
        ...

    def write(self, sha256: str, extension: str, data: bytes) -> None:
        """Lay down bytes whole; what lay there under this checksum is replaced."""
        ...

    def append(self, line: bytes) -> None:
        """Lay down a line (without its end) after all lines that were seen here."""
        ...

    def since(self, mark: str | None) -> tuple[list[bytes], str]:
        """The whole lines after ``mark`` in order, and the mark to go on from.

        A line may be given twice, never out of order and never not at all. A mark that is not of
        this place counts as none.
        """
        ...

    def lines(self) -> Iterator[Line]:
        """Every line, the torn one included."""
        ...

    def held(self) -> Iterator[str]:
        """The name of everything that lies among the bytes, up to its first dot."""
        ...


def open_place(root: Path | str) -> Place:
    """The place at a path, or at an address such as ``s3://bucket/map``.

    Raises :class:`UsageError` for an address of a kind that is unknown or not installed.
    """
    if isinstance(root, Path) or "://" not in root:
        return Folder(Path(root))
    if root.startswith("file://"):
        return Folder(Path(root.removeprefix("file://")))
    return Objects(root)


# a folder


class Folder:
    """Bytes as ``ab/ab12….pdf``, lines in ``manifest.jsonl``, both on disk before we say so.

    Several processes may write: a line is appended under a lock on the manifest. What a killed
    process left half written lies in ``.nieuw`` and is swept by the next one that writes.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._manifest = root / MANIFEST
        self._fresh = root / ".nieuw"
        self._swept = False

    def find(self, sha256: str) -> str | None:
        """As :meth:`Place.find`."""
        found = next(iter((self._root / sha256[:2]).glob(f"{sha256}.*")), None)
        return f"{sha256[:2]}/{found.name}" if found else None

    def read(self, name: str) -> bytes:
        """As :meth:`Place.read`."""
        with self._troubles():
            return (self._root / name).read_bytes()

    def digest(self, name: str) -> str:
        """As :meth:`Place.digest`; the file is never in memory whole."""
        with self._troubles(), (self._root / name).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def write(self, sha256: str, extension: str, data: bytes) -> None:
        """As :meth:`Place.write`."""
        target = self._root / (self.find(sha256) or f"{sha256[:2]}/{sha256}{extension}")
        with self._troubles(), self._writing():
            _make(target.parent)
            descriptor, name = tempfile.mkstemp(dir=self._fresh)
            temporary = Path(name)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(data)
                    _flush(file)
                temporary.rename(target)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
            _flush_folder(target.parent)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A share in the lock on the folder of what is being written.

        Who has the lock alone knows that whatever lies there belongs to nobody any more. The
        system lets go of the lock of a process that is killed.
        """
        _make(self._fresh)
        lock = os.open(self._fresh, os.O_RDONLY)
        try:
            if not self._swept:
                self._swept = self._sweep(lock)
            fcntl.flock(lock, fcntl.LOCK_SH)
            yield
        finally:
            os.close(lock)

    def _sweep(self, lock: int) -> bool:
        """Remove what killed processes left; not while others write."""
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        for left in self._fresh.iterdir():
            left.unlink()
        return True

    def append(self, line: bytes) -> None:
        """As :meth:`Place.append`."""
        with self._troubles():
            _make(self._root)
            is_new = not self._manifest.exists()
            with self._manifest.open("a+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                _mend(file)
                file.write(line + b"\n")
                _flush(file)
            if is_new:
                _flush_folder(self._root)

    def since(self, mark: str | None) -> tuple[list[bytes], str]:
        """As :meth:`Place.since`; a mark is the offset in the manifest."""
        if not self._manifest.exists():
            return [], "0"
        found: list[bytes] = []
        with self._troubles(), self._manifest.open("rb") as file:
            at = _start(file, mark)
            file.seek(at)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                at += len(line)
                found.append(line)
        return found, str(at)

    def lines(self) -> Iterator[Line]:
        """As :meth:`Place.lines`."""
        if not self._manifest.exists():
            return
        with self._troubles(), self._manifest.open("rb") as file:
            for number, line in enumerate(file, start=1):
                yield Line(MANIFEST, number, line, torn=not line.endswith(b"\n"))

    def held(self) -> Iterator[str]:
        """As :meth:`Place.held`."""
        with self._troubles():
            for folder in sorted(self._root.glob("[0-9a-f][0-9a-f]")):
                for file in folder.iterdir():
                    yield file.name.partition(".")[0]

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"De opslag in {self._root} geeft een fout ({error.strerror or error}); controleer"
                " de schijf en de rechten."
            ) from error


def _start(file: BinaryIO, mark: str | None) -> int:
    """The offset that a mark means; the beginning where no line ends there (another manifest)."""
    at = int(mark) if mark and mark.isascii() and mark.isdigit() else 0
    if not at:
        return 0
    file.seek(at - 1)
    return at if file.read(1) == b"\n" else 0


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
    if _is_whole(tail):
        file.write(b"\n")
    else:
        file.truncate(start)


def _is_whole(line: bytes) -> bool:
    """Whether nothing is cut off from a JSON object: a part of one is never JSON."""
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


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


def _make(folder: Path) -> None:
    """Make a folder that is still there when the power fails."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(exist_ok=True)
    _flush_folder(folder.parent)


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """A name is safe only once its folder is on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# objects


class Objects:
    """Bytes as objects ``ab/ab12…``, each line an object ``manifest/<day>/<moment>-<own>.jsonl``.

    An object store knows no appending and no locks, but an object is put whole and never changes.
    So every line is an object, and the order of names is the order of lines. A writer names its
    line after everything it has seen, whatever its clock says; two writers that do not see each
    other may finish out of order, up to a day apart (see :meth:`since`).
    """

    def __init__(self, url: str) -> None:
        # an address may hold a password; no message does
        self._shown = _SECRET.sub("//", url)
        self._fs, root = _open(url)
        self._root = root.rstrip("/")
        self._latest = 0

    def find(self, sha256: str) -> str | None:
        """As :meth:`Place.find`."""
        name = f"{sha256[:2]}/{sha256}"
        with self._troubles():
            try:
                self._fs.info(self._path(name))
            except FileNotFoundError:
                return None
        return name

    def read(self, name: str) -> bytes:
        """As :meth:`Place.read`."""
        with self._troubles():
            return bytes(self._fs.cat_file(self._path(name)))

    def digest(self, name: str) -> str:
        """As :meth:`Place.digest`."""
        return hashlib.sha256(self.read(name)).hexdigest()

    def write(self, sha256: str, extension: str, data: bytes) -> None:
        """As :meth:`Place.write`; the manifest tells the kind, so the name need not."""
        self._put(f"{sha256[:2]}/{sha256}", data)

    def append(self, line: bytes) -> None:
        """As :meth:`Place.append`."""
        now = int(datetime.now(UTC).timestamp() * 1_000_000)
        self._latest = max(now, self._latest + 1)
        day = datetime.fromtimestamp(self._latest // 1_000_000, UTC).date()
        self._put(f"manifest/{day}/{self._latest:016}-{uuid4().hex[:16]}.jsonl", line + b"\n")

    def since(self, mark: str | None) -> tuple[list[bytes], str]:
        """As :meth:`Place.since`; a mark is the last name seen, and how many were seen before it.

        Only names of the day before it and later are listed. More names up to the mark than were
        seen means that a line arrived late: then those two days are given again, in order. Fewer
        means that this is another store than the mark was made in: then everything is.
        """
        count, last = _read_mark(mark)
        names = self._names(_day_before(last))
        seen = sum(name <= last for name in names)
        if seen < count:
            names, seen = self._names(), 0
        elif seen > count:
            seen = 0
        if not names:
            return [], ""
        in_window = sum(name >= _day_before(names[-1]) for name in names)
        found = [data for _, data in self._read_lines(names[seen:])]
        return found, f"{in_window}:{names[-1]}"

    def lines(self) -> Iterator[Line]:
        """As :meth:`Place.lines`."""
        number, file = 0, ""
        for name, data in self._read_lines(self._names()):
            number, file = (number + 1 if name == file else 1), name
            yield Line(f"manifest/{name}", number, data)

    def held(self) -> Iterator[str]:
        """As :meth:`Place.held`."""
        for folder in filter(_HEX2.fullmatch, self._list("")):
            yield from self._list(folder)

    def _names(self, first_day: str = "") -> list[str]:
        """The names of the lines from a day on, in order."""
        days = [day for day in self._list("manifest") if day >= first_day]
        names = [f"{day}/{name}" for day in days for name in self._list(f"manifest/{day}")]
        names = [name for name in names if _LINE_NAME.fullmatch(name)]
        if names:
            self._latest = max(self._latest, int(names[-1][11:27]))
        return names

    def _read_lines(self, names: list[str]) -> Iterator[tuple[str, bytes]]:
        """The lines in these objects; an object may hold more than one."""
        for at in range(0, len(names), _BATCH):
            paths = {name: self._path(f"manifest/{name}") for name in names[at : at + _BATCH]}
            with self._troubles():
                found = self._fs.cat(list(paths.values()))
            for name, path in paths.items():
                yield from ((name, line) for line in found[path].splitlines(keepends=True))

    def _list(self, folder: str) -> list[str]:
        """The last part of every name in a folder, in order."""
        with self._troubles():
            try:
                paths: Iterable[str] = self._fs.ls(self._path(folder), detail=False)
            except FileNotFoundError:
                return []
        return sorted(path.rstrip("/").rpartition("/")[2] for path in paths)

    def _put(self, name: str, data: bytes) -> None:
        with self._troubles():
            self._fs.pipe_file(self._path(name), data)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}".rstrip("/")

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # every kind of store has exceptions of its own
            raise StoreError(
                f"De opslag op {self._shown} geeft een fout ({type(error).__name__}); controleer"
                " het adres, de sleutels (AWS_…) en of de bucket bestaat."
            ) from error


def _open(url: str) -> tuple[Any, str]:
    """The file system behind an address, and the path in it; nothing is remembered of listings."""
    import fsspec  # type: ignore[import-untyped]  # who keeps papers in a folder need not load it

    scheme = url.partition("://")[0]
    try:
        file_system, path = fsspec.core.url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        extra = "het extra s3" if scheme in ("s3", "s3a") else f"wat fsspec voor {scheme} vraagt"
        raise UsageError(
            f"Voor een opslag op {scheme}:// ontbreekt een pakket; installeer {extra}."
        ) from error
    except ValueError as error:
        raise UsageError(
            f"Een opslag op {scheme}:// is onbekend; geef een map of s3://bucket/map."
        ) from error
    return file_system, str(path)


def _read_mark(mark: str | None) -> tuple[int, str]:
    match = _MARK.fullmatch(mark or "")
    if match is None or not _LINE_NAME.fullmatch(match[2]):
        return 0, ""
    return int(match[1]), match[2]


def _day_before(name: str) -> str:
    """The day before that of a line: as far back as its neighbours may still arrive."""
    try:
        return (date.fromisoformat(name[:10]) - timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return ""
