"""Which version of the code made an outcome: a digest of the sources that matter for a step.

Two checkouts with the same code give the same digest; a changed rule changes it, so the shelf
redoes what that rule touches and nothing else.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[1]

# what decides how bytes become a Document
READING = (
    "models/*.py",
    "corpus/sniff.py",
    "corpus/read_*.py",
    "extractors/passages.py",
    "extractors/kenmerken.py",
    "flows/read.py",
)
READING_LIBRARIES = ("lxml", "pdfplumber", "pypdfium2")

# what decides what is found in a Document
EXTRACTING = ("models/**/*.*", "extractors/**/*.*", "flows/lexicon.py")
EXTRACTING_LIBRARIES = ("spacy",)


def _digest(patterns: tuple[str, ...], libraries: tuple[str, ...]) -> str:
    total = hashlib.sha256()
    for pattern in patterns:
        for file in sorted(ROOT.glob(pattern)):
            if file.is_file() and file.suffix != ".pyc":
                total.update(file.relative_to(ROOT).as_posix().encode())
                total.update(hashlib.sha256(file.read_bytes()).digest())
    for library in libraries:
        total.update(f"{library}=={version(library)}".encode())
    return total.hexdigest()[:16]


@cache
def reading_version() -> str:
    """The version of everything that turns bytes into a Document."""
    return _digest(READING, READING_LIBRARIES)


@cache
def extracting_version() -> str:
    """The version of everything that finds things in a Document."""
    return _digest(EXTRACTING, EXTRACTING_LIBRARIES)


@cache
def program_version() -> str:
    """The version as published with every release: ``0.1.0+<digest of the code>``."""
    try:
        number = version("kamerspoor")
    except PackageNotFoundError:  # run from a checkout that was not installed
        number = "0"
    return f"{number}+{_digest(('models/*.py', 'corpus/**/*.py', 'extractors/**/*.*'), ())[:8]}"
