"""Which version of the code made an outcome: a digest of the sources that matter for a step.

Two checkouts with the same code give the same digest; a changed rule changes it, so the shelf
redoes what that rule touches and nothing else. Which modules matter is not listed by hand but
read from the imports, so it cannot be forgotten.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("models", "extractors", "corpus", "flows")

# the module that does a step, and the libraries whose version changes what it gives
READING = ("flows/read.py", ("lxml", "numpy", "pdfplumber", "pypdfium2"))
EXTRACTING = ("extractors/extract.py", ("spacy",))
LINKING = ("flows/linking.py", ("rapidfuzz", "scikit-learn", "snowballstemmer"))

# not imported but read: the names and words that reading looks for
WORDS = (
    "extractors/lexicon/ministeries.toml",
    "extractors/lexicon/organisaties.toml",
    "models/trained/woorden.txt.gz",
)
# the names that extracting looks for
NAMES = ("extractors/lexicon/*.toml",)
# names and learned parameters
DATA = (*NAMES, "models/trained/*")


def sources_of(module: str) -> list[Path]:
    """A module of ours and every module of ours it imports, directly or not, in order of path."""
    found: set[Path] = set()
    todo = [ROOT / module]
    while todo:
        file = todo.pop()
        if file not in found:
            found.add(file)
            todo += _imported(file)
    return sorted(found)


@cache
def _imported(file: Path) -> tuple[Path, ...]:
    return tuple(_imports(file))


def _imports(file: Path) -> Iterable[Path]:
    for node in ast.walk(ast.parse(file.read_bytes())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            yield from _files(name)


def _files(name: str) -> list[Path]:
    if name.split(".")[0] not in PACKAGES:
        return []
    path = ROOT.joinpath(*name.split("."))
    return [file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()]


def _digest(files: Iterable[Path], libraries: Iterable[str] = (), program: str = "") -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(file.relative_to(ROOT).as_posix().encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    for library in libraries:
        total.update(f"{library}=={version(library)}".encode())
    total.update(program.encode())
    return total.hexdigest()[:16]


def _data(patterns: Iterable[str] = DATA) -> list[Path]:
    return sorted(file for pattern in patterns for file in ROOT.glob(pattern) if file.is_file())


def _ocr_version() -> str:
    # imported here: it needs the libraries that read PDF, which most commands do without
    from flows.scans import ocr_version

    return ocr_version()


@cache
def reading_version() -> str:
    """The version of everything that turns bytes into a Document, OCR where that is used."""
    module, libraries = READING
    return _digest([*sources_of(module), *_data(WORDS)], libraries, _ocr_version())


@cache
def extracting_version() -> str:
    """The version of everything that finds things in a Document."""
    module, libraries = EXTRACTING
    return _digest([*sources_of(module), *_data(NAMES)], libraries)


@cache
def linking_version() -> str:
    """The version of everything that reads, finds and links."""
    module, libraries = LINKING
    known = (*READING[1], *EXTRACTING[1], *libraries)
    return _digest([*sources_of(module), *_data()], known, _ocr_version())


@cache
def program_version() -> str:
    """The version as published with every release: ``0.1.0+<digest of the code>``."""
    try:
        number = version("kamerspoor")
    except PackageNotFoundError:  # run from a checkout that was not installed
        number = "0"
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    return f"{number}+{_digest([*files, *_data()])[:8]}"
