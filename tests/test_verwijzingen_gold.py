"""The hand-checked references are of the agreed form, and hold none of the text they are about."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from bench.citations import Reference, Result, load_truth
from models.identifiers import parse_identifier
from models.lists import VerwijzingSoort

PAPERS = load_truth()


def test_the_papers_of_the_issue_are_there() -> None:
    kinds = [paper["stuk"].split("/")[-2] for paper in PAPERS]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "seeds": 2,
        "brieven": 2,
        "kamervragen": 10,
        "kamerstukken": 1,
    }


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper["stuk"].split("/")[-1])
def test_a_paper_is_of_the_agreed_form(paper: dict[str, Any]) -> None:
    assert set(paper) == {"stuk", "sha256", "verwijzingen", "buiten"}
    assert re.fullmatch(r"[0-9a-f]{64}", paper["sha256"])
    for each in (*paper["verwijzingen"], *paper["buiten"]):
        assert each["begin"] < each["eind"]
        assert each["pagina"] is None or each["pagina"] >= 1
        assert re.fullmatch(r"[0-9a-f]{16}", each["kaal"])
    for each in paper["verwijzingen"]:
        assert set(each) == {"pagina", "begin", "eind", "kaal", "soort", "doel"}
        assert VerwijzingSoort(each["soort"])
        assert each["doel"] is None or str(parse_identifier(each["doel"])) == each["doel"]
    for each in paper["buiten"]:
        assert set(each) == {"pagina", "begin", "eind", "kaal"}
    for one, other in pairwise(paper["verwijzingen"]):
        assert one["eind"] <= other["begin"]


def test_no_word_of_a_paper_is_in_it() -> None:
    values = json.dumps([paper["verwijzingen"] + paper["buiten"] for paper in PAPERS])
    assert " " not in re.sub(r"[:,] ", "", values)


def test_a_fault_counts_against_precision_and_a_miss_against_recall() -> None:
    right = Reference(1, "0" * 16, "kamerstuk", "kst-99001-1")
    wrong = Reference(1, "1" * 16, "wet", "BWBR0099001")
    missed = Reference(2, "2" * 16, "kamerstuk", "kst-99001-2")
    result = Result()
    result.add("stuk", Counter([right, right, wrong]), Counter([right, missed]))
    score = result.scores["alle"]
    assert (score.right, score.found, score.true) == (1, 3, 2)
    assert result.false == [("stuk", right), ("stuk", wrong)]
    assert result.missed == [("stuk", missed)]
    assert result.scores["wet"].true == 0
