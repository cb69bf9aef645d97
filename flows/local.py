"""Files of the user's own: which ones are meant by a list of paths, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.problems import Problem

# papers of the Tweede Kamer run up to 204 MB
MAX_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file of the user's own: its name as given and its bytes."""

    name: str
    data: bytes


def find_files(paths: Iterable[Path]) -> tuple[list[Path], list[Problem]]:
    """The files meant: those named, and those in the folders named (hidden ones left out)."""
    files: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if _meant(file, path))
            files += inside
            if not inside:
                melding = "Deze map bevat geen bestanden; controleer het pad."
                problems.append(Problem(str(path), "add", "lege_map", melding))
        elif path.is_file():
            files.append(path)
        else:
            melding = "Dit bestand of deze map bestaat niet; controleer het pad."
            problems.append(Problem(str(path), "add", "bestaat_niet", melding))
    return list(dict.fromkeys(files)), problems


def _meant(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.is_file() and not hidden


def read_files(files: Iterable[Path]) -> Iterator[LocalFile | Problem]:
    """The bytes of each file, one at a time; what cannot be read is a Problem."""
    for file in files:
        try:
            if file.stat().st_size > MAX_BYTES:
                melding = f"Dit bestand is groter dan {MAX_BYTES >> 20} MB; splits het."
                yield Problem(str(file), "add", "te_groot", melding)
            else:
                yield LocalFile(str(file), file.read_bytes())
        except OSError as error:
            melding = f"Dit bestand is niet te openen ({error.strerror}); controleer de rechten."
            yield Problem(str(file), "add", "niet_te_openen", melding)
