"""Identifiers of findings are made of content; closed lists explain themselves."""

import pytest

from models.findings import finding_id, number_ids
from models.lists import ALL_LISTS, ClosedList

SAME = [
    ("Ik stuur u een brief.", "ik stuur u een brief"),
    ("Ik stuur u een\nbrief.", "Ik  stuur u een brief!"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_better_parser_does_not_rename_a_finding(one: str, other: str) -> None:
    assert finding_id("toezegging", "kst-99001-3", one) == finding_id(
        "toezegging", "kst-99001-3", other
    )


def test_kind_document_quote_and_occurrence_each_count() -> None:
    ids = {
        finding_id("toezegging", "kst-99001-3", "brief"),
        finding_id("knelpunt", "kst-99001-3", "brief"),
        finding_id("toezegging", "kst-99001-4", "brief"),
        finding_id("toezegging", "kst-99001-3", "nota"),
        finding_id("toezegging", "kst-99001-3", "brief", 1),
    }
    assert len(ids) == 5


def test_equal_quotes_are_told_apart() -> None:
    ids = number_ids("toezegging", "kst-99001-3", ["Een brief.", "een nota", "een brief"])
    assert len(set(ids)) == 3
    assert ids[0] == finding_id("toezegging", "kst-99001-3", "een brief")


@pytest.mark.parametrize("kind", ALL_LISTS, ids=lambda kind: kind.__name__)
def test_every_word_of_a_closed_list_has_a_definition(kind: type[ClosedList]) -> None:
    assert len(kind) > 1
    for member in kind:
        assert member.definition.endswith(".")
        assert member.value == member.value.lower().replace(" ", "_")
