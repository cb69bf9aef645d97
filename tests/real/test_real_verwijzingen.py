"""References, subjects and mentions on the real records: floors under what was measured.

The truth for mentions: letter titles that carry a number; the number is hidden from the resolver.
A title counts where number, dossier, date and members point at one row of the register.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.register import build_register
from extractors.citations import find_citations, resolve
from extractors.link import link
from extractors.namen import same_member
from extractors.onderwerp import read_onderwerp
from extractors.resolve import HeldMoties, MotieIndex
from extractors.vermeldingen import find_vermeldingen
from flows.trained import load_likeness
from models.document import Document, Kenmerken, Passage, Span
from models.findings import MotieVermelding
from models.identifiers import KamerstukId, parse_identifier
from models.lexicon import Lexicon
from models.links import KnownMotie, Links
from models.lists import PassageSoort, VerwijzingSoort

SHARED = Path(__file__).parents[2].parent / "shared"
MOTIES = SHARED / "data" / "odata" / "zaak_moties.jsonl.gz"
BRIEVEN = SHARED / "data" / "odata" / "zaak_brieven.jsonl.gz"
GOLD = SHARED / "data" / "moties" / "gold.jsonl.gz"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not MOTIES.exists(), reason="de echte gegevens zijn hier niet"),
]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def make(text: str) -> Document:
    spans = [Span(*m.span()) for m in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text)]
    passages = tuple(Passage(span, PassageSoort.ALINEA) for span in spans)
    return Document("lokaal-0", text, Kenmerken(), "", "text/plain", passages)


def mentions(text: str) -> tuple[MotieVermelding, ...]:
    document = make(text)
    return find_vermeldingen(document, resolve(document, find_citations(document, Lexicon())))


def test_the_references_of_the_founding_letters_and_no_other() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((SHARED / "seeds").glob("*.txt"))]
    found = [
        c for text in texts for c in resolve(make(text), find_citations(make(text), Lexicon()))
    ]
    stukken = [v for v in found if v.soort is VerwijzingSoort.KAMERSTUK]
    # counted by hand in the two letters: 24 with a dossier and a number, one cut off
    assert sum(v.doel_id is not None for v in stukken) == 24
    assert sum(v.doel_id is None for v in stukken) == 1


def test_nearly_every_register_subject_is_taken_apart() -> None:
    read = [read_onderwerp(row["Onderwerp"] or "") for row in rows(MOTIES)]
    assert sum(bool(each.namen) for each in read) / len(read) >= 0.998
    assert sum(bool(each.kern) for each in read) / len(read) >= 0.999


@cache
def linked() -> Links:
    """The register alone, linked."""
    return link(build_register({"Zaak": rows(MOTIES)}), ())


def test_every_row_of_the_register_is_a_motie() -> None:
    assert len(linked().moties) == 55_676


@dataclass(frozen=True)
class Question:
    mention: MotieVermelding
    day: date
    meant: KnownMotie


def key(title: str | None) -> str:
    return re.sub(r"[\W_]+", "", (title or "").casefold())


def dossier_titles(moties: Collection[KnownMotie]) -> dict[str, set[str]]:
    """The titles of a dossier, from rows that say what they replace and from the real papers."""
    titles: dict[str, set[str]] = defaultdict(set)
    for motie in moties:
        assert motie.register
        replaced = read_onderwerp(motie.register.onderwerp).vervangt or ""
        if replaced.startswith("kst-"):
            stuk = parse_identifier(replaced)
            assert isinstance(stuk, KamerstukId)
            titles[str(stuk.dossier)].add(key(motie.register.dossier_titel))
    for row in rows(GOLD):
        stuk = parse_identifier(row["kst"])
        assert isinstance(stuk, KamerstukId)
        titles[str(stuk.dossier)].add(key(row["dossiertitel"]))
    return titles


@cache
def questions() -> tuple[Question, ...]:
    moties = linked().moties
    titles = dossier_titles(moties)
    numbered: dict[str, list[KnownMotie]] = defaultdict(list)
    for motie in moties:
        numbered[str(motie.register.nummer if motie.register else None)].append(motie)
    found = []
    for row in rows(BRIEVEN):
        if "otie" not in (row["Onderwerp"] or ""):
            continue
        day = date.fromisoformat(row["GestartOp"][:10])
        for mention in mentions(row["Onderwerp"]):
            fits = [m for m in _meant(mention, numbered, titles) if _on_or_before(m, day)]
            if len(fits) == 1 and _by(mention, fits[0]):
                found.append(Question(mention, day, fits[0]))
    random.Random(5).shuffle(found)
    return tuple(found)


def _meant(
    mention: MotieVermelding,
    numbered: dict[str, list[KnownMotie]],
    titles: dict[str, set[str]],
) -> list[KnownMotie]:
    if not (mention.nummer and mention.namen and mention.onderwerp):
        return []
    stuk = parse_identifier(mention.nummer)
    if not isinstance(stuk, KamerstukId):
        return []
    wanted = titles.get(str(stuk.dossier), set())
    same = numbered.get(str(stuk.nummer), [])
    return [m for m in same if m.register and key(m.register.dossier_titel) in wanted]


def _on_or_before(motie: KnownMotie, day: date) -> bool:
    own = motie.register.datum if motie.register else None
    return own is not None and own <= day


def _by(mention: MotieVermelding, motie: KnownMotie) -> bool:
    return any(same_member(a, b) for a in mention.namen for b in motie.namen)


def index_of(moties: Iterable[KnownMotie]) -> MotieIndex:
    return MotieIndex(HeldMoties(moties), load_likeness())


def ask(index: MotieIndex, question: Question) -> str | None:
    m = question.mention
    return index.resolve(m.namen, m.onderwerp, None, m.soort, question.day).motie_id


def test_a_motie_named_without_its_number_is_the_right_one() -> None:
    # thresholds were chosen on the first half
    half = questions()[len(questions()) // 2 :]
    assert len(half) > 300
    index = index_of(linked().moties)
    answers = [(ask(index, q), q.meant.id) for q in half]
    given = [(answer, meant) for answer, meant in answers if answer]
    right = sum(answer == meant for answer, meant in given)
    assert right / len(given) >= 0.97
    assert right / len(half) >= 0.80


def test_a_motie_that_is_not_known_is_seldom_answered() -> None:
    half = questions()[len(questions()) // 2 :]
    chains = {q.meant.keten_id for q in half}
    index = index_of([m for m in linked().moties if m.keten_id not in chains])
    answered = sum(ask(index, q) is not None for q in half) / len(half)
    assert answered <= 0.09
