"""The site: Datasette on one release, with pages of our own for each kind of finding."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from datasette.app import Datasette

from corpus.tables import TABLES, table_metadata
from corpus.views import VIEWS

_HERE = Path(__file__).parent

# a page that is not there is no reason to print every local variable; real errors still show
# their traceback
vars(import_module("datasette.handle_exception"))["rich"] = None

_SETTINGS = {
    "sql_time_limit_ms": 2000,
    "facet_time_limit_ms": 500,
    "suggest_facets": False,
    "max_returned_rows": 1000,
    "max_csv_mb": 0,  # bulk export is what researchers come for
    "truncate_cells_html": 400,
}


def metadata() -> dict[str, Any]:
    """What Datasette says of the database, from the registry of tables."""
    described = {name: table_metadata(name) for name in TABLES}
    described |= {name: {"description": view.description} for name, view in VIEWS.items()}
    return {
        "title": "Kamerspoor",
        "databases": {
            "kamer": {
                "description": "Moties, toezeggingen en knelpunten uit Kamerstukken en Standen van"
                " de Uitvoering, elk met de plaats op papier en wat er later over gezegd is.",
                "source": "Tweede Kamer, officiële bekendmakingen en uitvoeringsorganisaties",
                "license": "Officiële publicaties: geen auteursrecht (Auteurswet art. 11 en 15b);"
                " open data van de Tweede Kamer: CC0",
                "license_url": "https://wetten.overheid.nl/BWBR0001886",
                "tables": described,
            }
        },
    }


def make_site(release: Path) -> Datasette:
    """Datasette on the release in ``release`` (``kamer.db``, ``zoek/``), which never changes."""
    inspected = release / "inspect.json"
    return Datasette(
        files=[],
        immutables=[str(release / "kamer.db")],
        inspect_data=json.loads(inspected.read_text("utf-8")) if inspected.exists() else None,
        metadata=metadata(),
        settings=_SETTINGS,
        template_dir=str(_HERE / "templates"),
        plugins_dir=str(_HERE / "plugins"),
        static_mounts=[("static", str(_HERE / "static"))],
    )
