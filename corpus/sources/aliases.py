"""Identifiers of one paper: which of two forms a source gave, and why they are the same.

KOOP publishes under a running number first (``kst-1268678``) and under its own number later
(``kst-99001-7``); the other sources have numbers of their own for the same paper.
"""

from __future__ import annotations

import re

from corpus.sources import SourceItem

# six digits or more where the own number has a year, a chamber or a dossier
_NUMERIC = re.compile(r"(?P<soort>kst|ah|h|kv|nds)-[0-9]{6,12}")
_NDS = re.compile(r"nds-tk-(?P<nummer>[0-9]{4}D[0-9]{5})")

_NUMBERED = "voorlopig en definitief nummer bij officielebekendmakingen.nl"
_TWEEDE_KAMER = "documentnummer van de Tweede Kamer"
_OPEN_OVERHEID = "exemplaar op open.overheid.nl"
_SAID = "de bron noemt beide kenmerken"


def is_numeric(identifier: str) -> bool:
    """Whether an identifier is the running number a paper has before it gets its own.

    >>> is_numeric("kst-1268678"), is_numeric("kst-36600-7"), is_numeric("blg-998035")
    (True, False, False)
    """
    return bool(_NUMERIC.fullmatch(identifier))


def is_one_paper(identifier: str, other: str) -> bool:
    """Whether a paper with a running number and one with its own can be one and the same.

    A rectification (``stb-2021-419`` and ``stb-2021-419-n1``) is another paper.
    """
    if is_numeric(identifier) == is_numeric(other):
        return False
    return identifier.partition("-")[0] == other.partition("-")[0]


def document_number(identifier: str) -> str | None:
    """The Tweede Kamer's own number of a paper without dossier: both are made of the same number.

    >>> document_number("nds-tk-2015D00006")
    'tk-2015D00006'
    """
    match = _NDS.fullmatch(identifier)
    return f"tk-{match['nummer']}" if match else None


def same_pairs(item: SourceItem) -> tuple[tuple[str, str, str], ...]:
    """Which identifiers name the paper of ``item``: its own, another, and why (in Dutch).

    What the fetch step hands to :meth:`corpus.ledger.Ledger.same` for every item it lists.
    """
    if item.id is None:
        return ()
    return tuple(
        (item.id, other, _reason(item.id, other)) for other in item.aliassen if other != item.id
    )


def _reason(one: str, other: str) -> str:
    if is_one_paper(one, other):
        return _NUMBERED
    for prefix, reason in (("ro-", _OPEN_OVERHEID), ("tk-", _TWEEDE_KAMER)):
        if one.startswith(prefix) != other.startswith(prefix):
            return reason
    return _SAID
