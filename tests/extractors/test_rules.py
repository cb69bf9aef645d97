"""Every published rule proves itself: its example fires it, its near miss does not."""

import pkgutil
from importlib import import_module
from typing import Protocol

import pytest

import extractors.patterns


class Provable(Protocol):
    name: str
    example: str
    near_miss: str
    score: float

    def search(self, text: str) -> object: ...


def all_rules() -> list[Provable]:
    modules = pkgutil.iter_modules(extractors.patterns.__path__, "extractors.patterns.")
    return [rule for module in modules for rule in import_module(module.name).RULES]


def test_every_kind_of_finding_has_rules() -> None:
    assert len(all_rules()) > 60


def test_names_are_unique() -> None:
    names = [rule.name for rule in all_rules()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_the_example_fires_and_the_near_miss_does_not(rule: Provable) -> None:
    assert rule.search(rule.example)
    assert not rule.search(rule.near_miss)
    assert 0 < rule.score <= 1
