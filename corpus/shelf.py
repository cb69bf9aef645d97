"""What was read and what was found, at rest: one JSON file per outcome, named by its input.

The name of a file is a digest of everything that went into it (the bytes, what the source says of
them, the version of the code), so *present means done*: a rerun costs nothing and changed code
redoes exactly what it touches. A paper that could not be read leaves its Problem instead.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from models.document import Document
from models.findings import Findings
from models.problems import Problem

FORMAT = 1
_TOKEN = "stand"

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class _Stored(Generic[Content]):
    """The envelope on disk: a format version and either the content or the reason it is absent."""

    format: int
    content: Content | None
    problem: Problem | None


def digest(*parts: str | bytes) -> str:
    """A key made of its parts, in order: 32 hexadecimal digits."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()[:32]


class Shelf(Generic[Content]):
    """Outcomes of one step, by key. Writing is atomic; an unreadable file counts as absent."""

    def __init__(self, root: Path, adapter: TypeAdapter[_Stored[Content]]) -> None:
        self._root = root
        self._adapter: TypeAdapter[_Stored[Content]] = adapter

    def _file(self, key: str) -> Path:
        return self._root / key[:2] / f"{key}.json"

    def __contains__(self, key: str) -> bool:
        return self._file(key).exists()

    def missing(self, keys: Iterable[str]) -> list[str]:
        """The keys that have no outcome yet, in the order given."""
        return [key for key in keys if key not in self]

    @property
    def token(self) -> str | None:
        """What the step that fills this shelf wrote down last; gone when the shelf is gone."""
        try:
            return (self._root / _TOKEN).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def set_token(self, token: str) -> None:
        """Write down a token; see :attr:`token`."""
        self._write(self._root / _TOKEN, token.encode())

    def put(self, key: str, outcome: Content | Problem) -> None:
        """Keep an outcome; what stood there is replaced in one step."""
        problem = outcome if isinstance(outcome, Problem) else None
        content = None if isinstance(outcome, Problem) else outcome
        self._write(self._file(key), self._adapter.dump_json(_Stored(FORMAT, content, problem)))

    def _write(self, file: Path, data: bytes) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".")
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(name).replace(file)

    def get(self, key: str) -> Content | Problem | None:
        """The outcome, or ``None`` where there is none that this version can read."""
        try:
            stored = self._adapter.validate_json(self._file(key).read_bytes())
        except (FileNotFoundError, ValidationError):
            return None
        if stored.format != FORMAT:
            return None
        return stored.content if stored.content is not None else stored.problem


def document_shelf(root: Path) -> Shelf[Document]:
    """The shelf of what was read."""
    return Shelf(root, _document_adapter())


def findings_shelf(root: Path) -> Shelf[Findings]:
    """The shelf of what was found."""
    return Shelf(root, _findings_adapter())


# making one takes longer than reading a hundred files


@cache
def _document_adapter() -> TypeAdapter[_Stored[Document]]:
    return TypeAdapter(_Stored[Document])


@cache
def _findings_adapter() -> TypeAdapter[_Stored[Findings]]:
    return TypeAdapter(_Stored[Findings])
