"""How alike two subjects are, with the weights that are shipped."""

from __future__ import annotations

import pytest

from flows.trained import TRAINED, load_likeness

POST = "sneller bezorgen van de post"

# a subject, and how alike it is to the one above: at least, at most
ALIKE = [
    (POST, 1.0, 1.0),
    ("het sneller bezorgen van de post", 1.0, 1.0),
    ("het sneller bezorgen van post en pakketten", 0.5, 0.95),
    ("snellere bezorging van de post", 0.15, 0.6),
    ("bussen in dunbevolkt gebied", 0.0, 0.01),
    ("van de het een", 0.0, 0.0),
    ("", 0.0, 0.0),
]


@pytest.mark.parametrize(("other", "least", "most"), ALIKE)
def test_likeness_is_of_what_the_subjects_say(other: str, least: float, most: float) -> None:
    likeness = load_likeness()
    (found,) = likeness.of(POST, [other])
    assert least - 1e-5 <= found <= most + 1e-5
    (back,) = likeness.of(other, [POST])
    assert back == pytest.approx(found)


def test_what_was_asked_before_leaves_no_trace() -> None:
    likeness = load_likeness()
    first = likeness.of(POST, [POST, "post"])
    likeness.of("bussen in dunbevolkt gebied", [POST])
    assert likeness.of(POST, [POST, "post"]) == first


def test_the_rarest_words_come_first_as_stems() -> None:
    likeness = load_likeness()
    found = likeness.rarest("de regering en het onderzoek naar zwanenbloemen", 2)
    assert found[0].startswith("zwanenbloem")
    assert len(found) == 2
    assert likeness.rarest("van de", 4) == ()


def test_the_weights_are_small_enough_to_ship() -> None:
    assert (TRAINED / "onderwerp_idf.npz").stat().st_size < 1_000_000
