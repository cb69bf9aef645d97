"""Imports point down, libraries stay in their room, and nobody else claims our names."""

import ast
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

MAY_IMPORT = {
    "models": set[str](),
    "extractors": {"models"},
    "corpus": {"models"},
    "flows": {"models", "extractors", "corpus"},
}

# a library and the only modules that may know it
ROOMS = {
    "pdfplumber": {"corpus/pdf/tables.py"},
    "pypdfium2": {
        f"corpus/pdf/{name}.py"
        for name in (
            "calls",
            "glyphs",
            "labels",
            "layer",
            "links",
            "ocr",
            "opening",
            "pages",
            "picture",
            "rules",
            "shapes",
        )
    },
    "PIL": {"corpus/pdf/picture.py"},
    "pytesseract": {"corpus/pdf/ocr.py"},
    "sqlite_utils": {"corpus/database.py", "corpus/ledger/book.py"},
    "httpx": {"corpus/client.py"},
    "httpcore": {"corpus/deadline.py"},
    "fsspec": {"corpus/places.py"},
}

# what the pure packages must not touch: files, network, clock, processes, database
IMPURE = {"os", "io", "pathlib", "socket", "urllib", "http", "sqlite3", "subprocess", "time"}


def modules(package: str) -> list[Path]:
    found = sorted((ROOT / package).rglob("*.py"))
    assert found, f"{package} holds no modules"
    return found


def imports(module: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_point_down(package: str) -> None:
    for module in modules(package):
        assert imports(module) & set(MAY_IMPORT) <= MAY_IMPORT[package] | {package}, module


@pytest.mark.parametrize("library", ROOMS)
def test_a_library_is_known_in_its_own_room_only(library: str) -> None:
    knowing = {
        str(module.relative_to(ROOT))
        for package in MAY_IMPORT
        for module in modules(package)
        if library in imports(module)
    }
    assert knowing == ROOMS[library]


def test_prefect_is_known_to_flows_only() -> None:
    for package in MAY_IMPORT.keys() - {"flows"}:
        for module in modules(package):
            assert "prefect" not in imports(module), module


@pytest.mark.parametrize("package", ["models", "extractors"])
def test_shapes_and_extractors_touch_nothing_outside(package: str) -> None:
    for module in modules(package):
        assert not imports(module) & IMPURE, module


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_no_module_is_a_drawer(package: str) -> None:
    for module in modules(package):
        assert module.stem not in {"utils", "helpers", "common", "misc"}, module


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_the_name_is_ours_alone(package: str) -> None:
    assert set(packages_distributions().get(package, [])) <= {"kamerspoor"}
    assert package not in sys.stdlib_module_names
