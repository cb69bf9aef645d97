"""Raw files by checksum, and the manifest that says where each came from.

Bytes are kept before they are understood and never thrown away. A line of the manifest is written
after its bytes are safely there, so whatever the manifest names is there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from corpus.places import Line, StoreError, open_place
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

Progress = Callable[[int], object]


class Store:
    """The raw files below ``root``: a folder, or an address such as ``s3://bucket/map``.

    Several processes may use one store. ``index`` tells the last line for a key where somebody
    keeps that already (:meth:`corpus.ledger.Ledger.raw`), so that the manifest need not be read
    for it; it may lag behind, which costs at most a line that says the same twice.

    Whatever is asked of it raises :class:`corpus.places.StoreError` when the disk or the object
    store fails.
    """

    def __init__(
        self, root: Path | str, index: Callable[[str], RawFile | None] | None = None
    ) -> None:
        self.root = root
        self._place = open_place(root)
        self._index = index
        self._noted: dict[str, RawFile] = {}
        self._current: dict[str, RawFile] = {}
        self._mark: str | None = None

    def keep(self, data: bytes, raw: RawFile) -> RawFile:
        """Keep ``data`` and what is known of it; ``raw.sha256`` is filled in here.

        The same key with the same bytes and facts writes nothing and returns the line that was
        there (``opgehaald_op`` is not a fact about the paper).
        """
        raw = replace(raw, sha256=hashlib.sha256(data).hexdigest())
        if not self.is_sound(raw.sha256):
            self._place.write(raw.sha256, _EXTENSIONS.get(raw.media_type, ".bin"), data)
        return self._note(raw)

    def note(self, raw: RawFile) -> RawFile:
        """Write down facts about bytes that are held already (a paper withdrawn, for example).

        Raises :class:`UnreadableError` when the store does not hold ``raw.sha256``.
        """
        if self._find(raw.sha256) is None:
            raise UnreadableError("ontbreekt", _MISSING.format(raw.key))
        return self._note(raw)

    def _note(self, raw: RawFile) -> RawFile:
        held = self.last(raw.key)
        if held and replace(held, opgehaald_op=raw.opgehaald_op) == raw:
            return held
        self._place.append(_LINE.dump_json(raw, exclude_defaults=True))
        if self._index:
            self._noted[raw.key] = raw
        return raw

    def last(self, key: str) -> RawFile | None:
        """The last line of the manifest for a key."""
        if self._index:
            return self._noted.get(key) or self._index(key)
        return self.current().get(key)

    def current(self) -> dict[str, RawFile]:
        """The last line of the manifest for each key. Do not change the dictionary."""
        lines, self._mark = self.lines_since(self._mark)
        self._current.update((raw.key, raw) for raw in lines)
        return self._current

    def lines_since(self, mark: str | None) -> tuple[list[RawFile], str]:
        """The lines of the manifest after ``mark``, in order, and the mark to go on from.

        A mark is this store's own word for a place in its manifest; ``None`` is the beginning, and
        so is a mark of another store. Lines may come again (a line that arrived late is followed
        once more by those after it): the last one for a key holds. A line that cannot be read is
        passed over (``verify`` tells), one still being written waits.
        """
        lines, mark = self._place.since(mark)
        # who asks this is the index, or is about to be
        self._noted.clear()
        return [raw for raw in map(_read_line, lines) if raw is not None], mark

    def bytes_of(self, sha256: str) -> bytes:
        """The bytes with this checksum.

        Raises :class:`UnreadableError`: ``ontbreekt`` where they are not here, ``controlegetal``
        where what is here is no longer what was kept.
        """
        name = self._find(sha256)
        if name is None:
            raise UnreadableError("ontbreekt", _MISSING.format(sha256))
        data = self._place.read(name)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise UnreadableError("controlegetal", _CHANGED.format(name))
        return data

    def verify(self, progress: Progress = lambda files: None) -> Iterator[Problem]:
        """Reread every line and every file; yields what is not as it was kept.

        ``progress`` hears of every file that was reread.
        """
        checked: set[str] = set()
        for line in self._place.lines():
            raw = _read_line(line.data)
            if raw is None:
                yield _bad_line(line)
            elif raw.sha256 not in checked:
                checked.add(raw.sha256)
                yield from self._verify_bytes(raw)
                progress(1)

    def unnamed(self) -> int:
        """How many files among the bytes no line of the manifest names.

        A run that was killed between bytes and line leaves one. It does no harm: the paper is
        fetched again and finds its bytes there.
        """
        named = {raw.sha256 for line in self._place.lines() if (raw := _read_line(line.data))}
        return sum(name not in named for name in self._place.held())

    def _verify_bytes(self, raw: RawFile) -> Iterator[Problem]:
        try:
            name = self._find(raw.sha256)
            if name is None:
                yield Problem(raw.key, STEP, "ontbreekt", _MISSING.format(raw.key))
            elif self._place.digest(name) != raw.sha256:
                yield Problem(raw.key, STEP, "controlegetal", _CHANGED.format(name))
        except StoreError as error:
            yield Problem(raw.key, STEP, error.soort, str(error))

    def _find(self, sha256: str) -> str | None:
        return self._place.find(sha256) if _SHA256.fullmatch(sha256) else None

    def is_sound(self, sha256: str) -> bool:
        """Whether the bytes are here and still the same; fetching again mends a damaged file."""
        name = self._find(sha256)
        try:
            return name is not None and self._place.digest(name) == sha256
        except StoreError:  # what cannot be read is written anew, or fails once more
            return False


_MISSING = "De bytes van {} staan niet in de opslag; haal het stuk opnieuw op."
_CHANGED = "Bestand {} is veranderd sinds het is opgeslagen; zet de kopie terug of haal opnieuw op."


def _bad_line(line: Line) -> Problem:
    if line.torn:
        return Problem(
            line.file,
            STEP,
            "manifest_afgebroken",
            f"Regel {line.number} is bij het schrijven afgebroken; de volgende keer dat iets wordt"
            " bewaard, wordt dit hersteld en het stuk opnieuw opgehaald.",
        )
    return Problem(
        line.file,
        STEP,
        "manifest_onleesbaar",
        f"Regel {line.number} is niet te lezen; herstel de regel of zet een kopie terug.",
    )


def _read_line(line: bytes) -> RawFile | None:
    try:
        return _LINE.validate_json(line)
    except ValidationError:
        return None
