"""Measures the register of moties: chains, opinions of the cabinet, members, moties read aloud.

    python -m bench.keten [DATA] [--misses]

``DATA`` is the folder ``shared/data`` beside the checkout by default. ``--misses`` prints every
case that is not right after the figures.

What is right is read apart from the program: of a subject the letters and digits around the
number, of a heading the number after "NR.", of a motie read aloud the link the printer put in the
report, of a member the initials in the metadata of the paper.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from bench.moties import Score, read_motie
from bench.titles import DATA, rows
from corpus.leden import Leden, plain_name
from corpus.register import build_register
from extractors.join import join, paper_moties
from extractors.moties import find_moties
from extractors.namen import share_a_member
from extractors.onderwerp import read_onderwerp, title_key
from models.document import Document
from models.findings import Findings
from models.links import KnownMotie, PaperMotie
from models.register import RegisterMotie

_CHANGED = re.compile(r"^\W*(?:\w+ )?(?:nader )?gew", re.I)
_SAYS = re.compile(r"\b(?:t ?\.? ?v ?\.? ?v|vervan\w+ van die)", re.I)
_NOISE = re.compile(r"\bR ?[0-9]{4}|(?:KAMERSTUK)?(?:NUMMER|NRS|NR)\b\.?", re.I)
_NOT_PLAIN = re.compile(r"[^0-9A-Z]")
_KOP = re.compile(r"VERVANGING VAN DIE GEDRUKT ONDER NR\.\s?(\d+)")
_ALOUD = re.compile(rb"gehoord\s+de\s+beraadslaging", re.I)
_KRIJGT = re.compile(rb'[Zz]ij krijgt nr\.\s*(?:<extref[^>]*doc="(kst-[^"]+)")?')

Row = dict[str, Any]


@dataclass
class Result:
    """Scores by name, and counts that are neither right nor wrong."""

    scores: dict[str, Score] = field(default_factory=dict)
    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def score(self, name: str) -> Score:
        """The score of this name, new where there is none yet."""
        return self.scores.setdefault(name, Score())

    def count(self, name: str) -> Counter[str]:
        """The counts of this name, new where there are none yet."""
        return self.counts.setdefault(name, Counter())


def measure(data: Path = DATA) -> Result:
    """All figures; takes about half a minute."""
    result = Result()
    zaken = list(rows(data / "odata" / "zaak_moties.jsonl.gz"))
    documented = rows(data / "odata" / "zaak_met_documenten.jsonl.gz")
    gold = {row["kst"]: row for row in rows(data / "moties" / "gold.jsonl.gz")}
    moties = build_register({"Zaak": [*zaken, *documented]}).moties
    papers = [read_motie(path.read_bytes()) for path in sorted((data / "moties" / "xml").iterdir())]
    _subjects(result, build_register({"Zaak": zaken}).moties)
    _headings(result, papers, gold)
    _chains(result, moties, papers)
    _appreciaties(result, moties)
    _members(result, data, gold)
    _aloud(result, data)
    return result


# what a subject and a heading say


def _subjects(result: Result, moties: tuple[RegisterMotie, ...]) -> None:
    kinds = result.count("subjects")
    score = result.score("subject: what is replaced, of those that say a number")
    for motie in moties:
        text = motie.onderwerp
        read = read_onderwerp(text)
        is_changed = bool(_CHANGED.match(text)) or bool(_SAYS.search(text))
        kinds["changed" if is_changed else "first"] += 1
        if not is_changed or not re.search(r"[0-9]", text):
            kinds["changed, without a number"] += is_changed
            if read.vervangt:
                score.add(False, f"{read.vervangt} of {text!r}")
            continue
        kinds["changed, bare number"] += bool(read.vervangt and read.vervangt.isdigit())
        score.add(_stands_in(read.vervangt, text), f"{read.vervangt} of {text!r}")


def _stands_in(vervangt: str | None, text: str) -> bool:
    """Whether the identifier stands in the text, no digit more or less."""
    if vervangt is None:
        return False
    named = _NOT_PLAIN.sub("", vervangt.removeprefix("kst").upper())
    plain = _NOT_PLAIN.sub("", _NOISE.sub("", text).upper())
    if vervangt.isdigit():
        return re.search(rf"(?:nr|onder)\.? ?{vervangt}(?![0-9])", text) is not None
    return re.search(rf"(?<![0-9]){named}(?![0-9])", plain) is not None


def _headings(result: Result, papers: list[Document], gold: dict[str, Row]) -> None:
    for document in papers:
        row = gold[document.id]
        match = _KOP.search(row["kop"])
        vervangt = find_moties(document)[0].vervangt_id
        if match:
            expected = f"{document.id.rpartition('-')[0]}-{match[1]}"
            miss = f"{document.id}: {vervangt}, printed {expected}"
            result.score("heading: what is replaced").add(vervangt == expected, miss)
            said = read_onderwerp(row["onderwerp"]).vervangt
            name = "heading and subject say the same"
            result.score(name).add(vervangt == said, f"{document.id}: {vervangt}, subject {said}")
        elif vervangt:
            result.score("heading: what is replaced").add(False, f"{document.id}: {vervangt}")


# the chains


def _chains(result: Result, moties: tuple[RegisterMotie, ...], papers: list[Document]) -> None:
    heard: list[PaperMotie] = []
    for document in papers:
        findings = Findings(document.id, moties=find_moties(document))
        heard.extend(paper_moties(document.id, document.kenmerken, findings))
    joined = join(moties, heard).moties
    by_id = {motie.id: motie for motie in joined}
    by_number: dict[int | None, list[KnownMotie]] = {}
    for motie in joined:
        if motie.register:
            by_number.setdefault(motie.register.nummer, []).append(motie)
    counts = result.count("chains")
    for motie in joined:
        said = read_onderwerp(motie.register.onderwerp).vervangt if motie.register else None
        if said is None:
            continue
        replaced = by_id.get(motie.vervangt_id or "")
        if replaced is None:
            number = int(re.sub(r"\D", "", said.rpartition("-")[2]) or 0)
            is_held = any(_looks_replaced(one, motie) for one in by_number.get(number, ()))
            counts["not joined, and a row that may be it is here"] += is_held
            counts["not joined, the replaced is not in the dump"] += not is_held
            if is_held:
                result.score("replaced and here: joined").add(False, _told(motie))
            continue
        counts["joined"] += 1
        result.score("replaced and here: joined").add(True, "")
        doubts = list(_doubts(motie, replaced))
        miss = f"{', '.join(doubts)}: {_told(motie)} <- {_told(replaced)}"
        result.score("joined: members, order, title all agree").add(not doubts, miss)
    sizes = Counter(motie.keten_id for motie in joined)
    counts["chains of two or more"] = sum(size > 1 for size in sizes.values())
    counts["longest chain"] = max(sizes.values())


def _told(motie: KnownMotie) -> str:
    return f"{motie.id} {motie.datum} {motie.register.onderwerp.strip() if motie.register else ''}"


def _looks_replaced(one: KnownMotie, by: KnownMotie) -> bool:
    """A member in common, the subject alike, in the year before."""
    if one is by or one.datum is None or by.datum is None:
        return False
    near = -2 <= (by.datum - one.datum).days <= 400
    shared = share_a_member(one.namen, by.namen)
    return near and shared and fuzz.token_set_ratio(one.onderwerp or "", by.onderwerp or "") >= 70


def _doubts(motie: KnownMotie, replaced: KnownMotie) -> Iterator[str]:
    if not share_a_member(motie.namen, replaced.namen):
        yield "no member in common"
    if motie.datum and replaced.datum and replaced.datum > motie.datum:
        yield "replaced is later"
    titles = {title_key(one.register.dossier_titel) for one in (motie, replaced) if one.register}
    if len(titles) > 1:
        yield "other title"


# the opinion of the cabinet, the members, the reports


def _appreciaties(result: Result, moties: tuple[RegisterMotie, ...]) -> None:
    for motie in moties:
        reason = motie.appreciatie_ontbreekt
        kind = f"ontbreekt: {reason.value}" if reason else f"oordeel: {motie.kabinetsappreciatie}"
        result.count("kabinetsappreciatie")[kind] += 1


def _members(result: Result, data: Path, gold: dict[str, Row]) -> None:
    """Signatures against the members of 3 October 2025: these rows know no seats."""
    path = data / "namen" / "personen_tk_2025-10-03.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        members = [
            {key: value or None for key, value in row.items()} for row in csv.DictReader(lines)
        ]
    personen = build_register({"Persoon": members}).personen
    leden = Leden(personen)
    for kst, row in gold.items():
        official = {plain_name(_without_first(name)) for name in row["indieners_official"] or ()}
        for naam in row["ondertekenaars"] or ():
            found = leden.find(naam, None)
            result.score("signature: a persoon_id").add(found is not None, f"{kst}: {naam}")
            if found and official:
                surname = (found.tussenvoegsel, found.achternaam)
                parts = (found.initialen, *surname)
                written = plain_name(" ".join(part for part in parts if part))
                is_right = written in official
                miss = f"{kst}: {naam} is {written}, metadata {sorted(official)}"
                result.score("signature: initials as in the metadata").add(is_right, miss)


def _without_first(name: str) -> str:
    """``I. (Inge) van Dijk`` without ``(Inge)``."""
    return re.sub(r"\([^)]*\)", " ", name)


def _aloud(result: Result, data: Path) -> None:
    for path in sorted((data / "handelingen").glob("*.xml")):
        content = path.read_bytes()
        found = find_moties(read_motie(content))
        here = len(_ALOUD.findall(content))
        counts = result.count("moties read aloud")
        counts["gehoord de beraadslaging"] += here
        counts["found"] += len(found)
        counts["with members"] += sum(bool(motie.indieners) for motie in found)
        linked = [match[1].decode() for match in _KRIJGT.finditer(content) if match[1]]
        counts["number printed as a link"] += len(linked)
        numbers = [motie.nummer for motie in found if motie.nummer]
        for expected in linked:
            is_right = expected in numbers
            result.score("read aloud: linked to its paper").add(
                is_right, f"{path.stem}: {expected}"
            )
        for number in numbers:
            if number not in linked:
                result.count("read aloud, number without a link")[f"{path.stem}: {number}"] += 1


def main() -> None:
    """Prints the figures, and the misses where asked."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--misses"]
    result = measure(Path(arguments[0]) if arguments else DATA)
    for name, score in result.scores.items():
        print(f"{name:<55} {score.ratio:7.4f}  {score.right:>6} of {score.total}")
    for name, counts in result.counts.items():
        print(name)
        for kind, number in counts.most_common():
            print(f"    {number:>6}  {kind}")
    if "--misses" in sys.argv:
        for name, score in result.scores.items():
            for miss in score.misses:
                print(f"miss  {name}: {miss}")


if __name__ == "__main__":
    main()
