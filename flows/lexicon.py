"""The names everything else refers to, read once from the lists that ship with the program."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from models.lexicon import Lexicon, Naam


@cache
def load_lexicon() -> Lexicon:
    """The lists of ``extractors/lexicon``.

    Raises ``TypeError`` for a field :class:`Naam` does not know and ``KeyError`` for a list that
    is not named after its file: a fault in the program, not in a paper.
    """
    return Lexicon(
        ministeries=_read("ministeries"),
        organisaties=_read("organisaties"),
        fracties=_read("fracties"),
        wetten=_read("wetten"),
    )


def _read(name: str) -> tuple[Naam, ...]:
    file = resources.files("extractors").joinpath("lexicon", f"{name}.toml")
    rows = tomllib.loads(file.read_text(encoding="utf-8"))[name]
    return tuple(Naam(**row | {"aliassen": tuple(row.get("aliassen", ()))}) for row in rows)
