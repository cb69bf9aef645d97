"""Which identifiers name one paper, and why."""

import pytest

from corpus.sources import SourceItem
from corpus.sources.aliases import document_number, is_numeric, is_one_paper, same_pairs

# identifier, whether it is a running number
NUMERIC = [
    ("kst-1268678", True),
    ("ah-1271549", True),
    ("kv-2989900822", True),
    ("kst-99001-7", False),
    ("kst-36600", False),
    ("ah-tk-20262027-7", False),
    # attachments have no other number
    ("blg-9900001", False),
    ("ro-00000000-0000-4000-8000-000000000301", False),
]


@pytest.mark.parametrize(("identifier", "numeric"), NUMERIC)
def test_a_running_number(identifier: str, numeric: bool) -> None:
    assert is_numeric(identifier) is numeric


# one, other, whether they can be one paper
PAIRS = [
    ("kst-1268678", "kst-99001-7", True),
    ("kst-99001-7", "kst-1268678", True),
    ("ah-1271549", "ah-tk-20262027-7", True),
    ("kst-1268678", "kst-1268679", False),
    ("kst-99001-7", "kst-99001-8", False),
    ("stb-2021-419", "stb-2021-419-n1", False),
    ("kst-1268678", "ah-tk-20262027-7", False),
]


@pytest.mark.parametrize(("one", "other", "same"), PAIRS)
def test_two_numbers_of_one_paper(one: str, other: str, same: bool) -> None:
    assert is_one_paper(one, other) is same


def test_the_number_of_the_tweede_kamer() -> None:
    assert document_number("nds-tk-2026D01234") == "tk-2026D01234"
    assert document_number("nds-wwi0800141-b1") is None


# own identifier, other identifiers, what is told to the ledger
TOLD = [
    ("kst-1268678", ("kst-99001-7",), [("kst-99001-7", "voorlopig en definitief nummer")]),
    ("nds-tk-2026D01234", ("tk-2026D01234",), [("tk-2026D01234", "documentnummer")]),
    ("ro-1", ("kst-99001-7", "ro-1"), [("kst-99001-7", "exemplaar op open.overheid.nl")]),
    ("kst-99001-7", ("kst-99002-A",), [("kst-99002-A", "de bron noemt beide")]),
    ("kst-99001-7", (), []),
    (None, ("kst-99001-7",), []),
]


@pytest.mark.parametrize(("own", "others", "told"), TOLD)
def test_why_two_identifiers_are_the_same(
    own: str | None, others: tuple[str, ...], told: list[tuple[str, str]]
) -> None:
    item = SourceItem("k", "bron", "1", id=own, aliassen=others)
    pairs = same_pairs(item)
    assert [(one, other) for one, other, _ in pairs] == [(own, other) for other, _ in told]
    assert all(why.startswith(start) for (_, _, why), (_, start) in zip(pairs, told, strict=True))
