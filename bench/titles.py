"""Letter titles that carry the number of a motie: mentions with a known answer.

The truth rule. The title of a letter names a motie by members or subject, and gives its number.
Register rows of bulk files know no dossier, so the row meant is the only one that

- has that number within its dossier (``Volgnummer``),
- is of a dossier whose title belongs to the number of the dossier (told by rows that say what
  they replace and by the real papers); where no title is known: not older than four years and of
  a member that the letter names,
- is not from after the letter,
- is of a member that the letter names, where it names any.

``agrees`` says whether the subject agrees too: at least half of the telling words of the shorter
of the two stand in the other. Where it does not, the number may be mistyped or the letter tells
the subject in its own words; both are reported apart.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from corpus.register import build_register
from extractors.citations import find_citations, resolve
from extractors.likeness import stems
from extractors.link import link
from extractors.namen import share_a_member
from extractors.onderwerp import read_onderwerp, title_key
from extractors.ranking import Mention
from extractors.vermeldingen import find_vermeldingen
from models.document import Document, Kenmerken, Passage, Span
from models.findings import MotieVermelding
from models.identifiers import KamerstukId, parse_identifier
from models.lexicon import Lexicon
from models.links import KnownMotie
from models.lists import MotieSoort, PassageSoort

DATA = Path(__file__).parents[2] / "shared" / "data"
_FOUR_YEARS = 1461
# from this day on titles were not used for learning or thresholds; nor was one in three before it
HELD_OUT_FROM = date(2021, 1, 1)


@dataclass(frozen=True)
class Question:
    """A mention with the motie meant; ``agrees`` as in the truth rule."""

    mention: Mention
    soort: MotieSoort | None
    nummer: str
    meant: KnownMotie
    agrees: bool

    @property
    def held_out(self) -> str | None:
        """The split it is in: by ``datum``, by ``hash``, or ``None``: used for learning."""
        assert self.mention.datum
        if self.mention.datum >= HELD_OUT_FROM:
            return "datum"
        text = f"{self.mention.datum} {self.mention.onderwerp}"
        return "hash" if int(hashlib.sha256(text.encode()).hexdigest(), 16) % 3 == 0 else None


def rows(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a bulk file."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def known_moties(data: Path = DATA) -> tuple[KnownMotie, ...]:
    """Every motie of the register, joined into chains."""
    register = build_register({"Zaak": rows(data / "odata" / "zaak_moties.jsonl.gz")})
    return tuple(link(register, ()).moties)


def questions(moties: Collection[KnownMotie], data: Path = DATA) -> Iterator[Question]:
    """Every title with a known answer, in the order of the file."""
    titles = _dossier_titles(moties, data)
    numbered: dict[str, list[KnownMotie]] = defaultdict(list)
    for motie in moties:
        numbered[str(motie.register.nummer if motie.register else None)].append(motie)
    for row in rows(data / "odata" / "zaak_brieven.jsonl.gz"):
        if "otie" not in (row["Onderwerp"] or ""):
            continue
        day = date.fromisoformat(row["GestartOp"][:10])
        for found in mentions(row["Onderwerp"]):
            mention = Mention(found.namen, found.onderwerp, day, row["Titel"])
            fits = _meant(found.nummer, mention, numbered, titles) if found.nummer else []
            if len(fits) == 1 and found.nummer:
                agrees = _agrees(found.onderwerp, fits[0].onderwerp)
                yield Question(mention, found.soort, found.nummer, fits[0], agrees)


def mentions(text: str) -> tuple[MotieVermelding, ...]:
    """The mentions of moties in a line of text."""
    passages = (Passage(Span(0, len(text)), PassageSoort.ALINEA),)
    line = Document("regel", text, Kenmerken(), "", "text/plain", passages)
    return find_vermeldingen(line, resolve(line, find_citations(line, Lexicon())))


def _dossier_titles(moties: Collection[KnownMotie], data: Path) -> dict[str, set[str]]:
    titles: dict[str, set[str]] = defaultdict(set)
    for motie in moties:
        if motie.register is None:
            continue
        replaced = read_onderwerp(motie.register.onderwerp).vervangt or ""
        if replaced.startswith("kst-"):
            titles[_dossier(replaced)].add(title_key(motie.register.dossier_titel))
    for row in rows(data / "moties" / "gold.jsonl.gz"):
        titles[_dossier(row["kst"])].add(title_key(row["dossiertitel"]))
    return titles


def _dossier(identifier: str) -> str:
    stuk = parse_identifier(identifier)
    assert isinstance(stuk, KamerstukId)
    return str(stuk.dossier)


def _meant(
    nummer: str,
    mention: Mention,
    numbered: dict[str, list[KnownMotie]],
    titles: dict[str, set[str]],
) -> list[KnownMotie]:
    stuk = parse_identifier(nummer)
    if not isinstance(stuk, KamerstukId):
        return []
    known = titles.get(str(stuk.dossier))
    return [
        motie
        for motie in numbered.get(str(stuk.nummer), [])
        if _may_be(motie, mention) and _in_dossier(motie, mention, known)
    ]


def _may_be(motie: KnownMotie, mention: Mention) -> bool:
    assert mention.datum
    if motie.datum is None or motie.datum > mention.datum:
        return False
    return not mention.namen or share_a_member(mention.namen, motie.namen)


def _in_dossier(motie: KnownMotie, mention: Mention, known: set[str] | None) -> bool:
    assert motie.register
    assert motie.datum
    assert mention.datum
    if known is not None:
        return title_key(motie.register.dossier_titel) in known
    return bool(mention.namen) and (mention.datum - motie.datum).days <= _FOUR_YEARS


def _agrees(said: str | None, subject: str | None) -> bool:
    one, other = stems(said or ""), stems(subject or "")
    shorter = min(len(one), len(other))
    return shorter > 0 and 2 * len(one & other) >= shorter
