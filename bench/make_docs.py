"""Write what the code knows better into ``docs/``; ``--check`` tells which page is stale.

All of ``tabellen.md`` and ``regels.md``, and the tables of settings and alarms in ``beheer.md``.

    python -m bench.make_docs [--check]

Exit code 1 where ``--check`` finds a page that the code would write differently.
"""

from __future__ import annotations

import argparse
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol, runtime_checkable

from bench.beheer import beheer_page
from corpus import tables, views
from extractors import patterns

DOCS = Path(__file__).parents[1] / "docs"

_TABLES = """# Tabellen

Geschreven uit `corpus/tables.py` en `corpus/views.py` door `python -m bench.make_docs`; niet met
de hand wijzigen.

Een **vette** kolom is (een deel van) de sleutel. Elke vondst noemt het stuk, de pagina, de plaats
op die pagina, het letterlijke citaat en de regel of het model met de score. Tabellen met
doorzoekbare kolommen hebben een index `<tabel>_fts` (FTS5) met dezelfde rijnummers
(`rowid`): de woorden zoals geschreven, en in de kolom `stammen` hun Nederlandse stam.
"""

_RULES = """# Regels

Geschreven uit `extractors/patterns/` door `python -m bench.make_docs`; niet met de hand wijzigen.

Elke vondst noemt in de kolom `methode` de regel die haar deed. Het voorbeeld vuurt de regel af, de
bijna-treffer niet; een test houdt beide vast. De score is de zekerheid van wat de regel vindt.
"""


@runtime_checkable
class Rule(Protocol):
    """What this page needs of a rule."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def example(self) -> str: ...  # noqa: D102
    @property
    def near_miss(self) -> str: ...  # noqa: D102
    @property
    def score(self) -> float: ...  # noqa: D102


def tables_page() -> str:
    """The page about tables, views and closed lists."""
    return "\n".join((_TABLES, views.document(), tables.document()))


def rules_page() -> str:
    """The page about rules, one chapter for each module of patterns."""
    return "\n".join([_RULES, *_chapters()])


def operator_page() -> str:
    """The operator's page, its tables written anew."""
    return beheer_page(DOCS / "beheer.md")


def _chapters() -> Iterator[str]:
    for found in sorted(pkgutil.iter_modules(patterns.__path__), key=lambda module: module.name):
        module = import_module(f"{patterns.__name__}.{found.name}")
        if rules := list(_flat(getattr(module, "RULES", ()))):
            yield "\n".join([f"## {found.name}", "", *_first_line(module.__doc__), *_table(rules)])


def _flat(rules: object) -> Iterator[Rule]:
    """The rules of a list, also where they stand in groups or by name."""
    if isinstance(rules, Mapping):
        rules = rules.values()
    if isinstance(rules, Rule):
        yield rules
    elif isinstance(rules, Iterable) and not isinstance(rules, str):
        for rule in rules:
            yield from _flat(rule)


def _first_line(doc: str | None) -> list[str]:
    return [doc.strip().splitlines()[0], ""] if doc else []


def _table(rules: list[Rule]) -> Iterator[str]:
    yield "| regel | voorbeeld | bijna-treffer | score |"
    yield "|---|---|---|---|"
    for rule in rules:
        score = f"{rule.score:.2f}".replace(".", ",")
        yield f"| `{rule.name}` | {_cell(rule.example)} | {_cell(rule.near_miss)} | {score} |"
    yield ""


def _cell(text: str) -> str:
    """A text that fits a cell of a Markdown table and stays as it is."""
    escaped = " ".join(text.split()).replace("\\", "\\\\")
    for sign in "|*_`<[":
        escaped = escaped.replace(sign, f"\\{sign}")
    return escaped


PAGES = {
    "tabellen.md": tables_page,
    "regels.md": rules_page,
    "beheer.md": operator_page,
}


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or say which are stale."""
    parser = argparse.ArgumentParser(
        description="docs/tabellen.md, docs/regels.md en de tabellen van docs/beheer.md"
    )
    parser.add_argument("--check", action="store_true", help="niets schrijven, 1 als verouderd")
    check = parser.parse_args(arguments).check
    stale = []
    for name, page in PAGES.items():
        file, text = DOCS / name, page()
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not check:
                file.write_text(text, encoding="utf-8")
    if check and stale:
        print(f"Verouderd: {', '.join(stale)}; draai 'python -m bench.make_docs'.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
