"""Which motie is meant: how often right, how often answered, how fast; on the real register.

    python -m bench.resolve [--data FOLDER] [--errors] [--speed] [--write]

Asks every letter title with a known answer (:mod:`bench.titles`) with its number hidden, against
all registered moties, and once more with the chain that is meant taken out of the register. Each
split that was not used for learning or thresholds is reported apart, with and without titles
whose subject does not agree, and beside a lexical baseline (a member in common and the subject
most alike). ``--speed`` resolves all letter titles; ``--errors`` lists every title that is not
answered right, by kind; ``--write`` puts the scores where every release publishes them.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from rapidfuzz import fuzz

from bench.titles import DATA, Question, known_moties, questions, rows
from corpus.evaluations import interval, write_evaluations
from corpus.register import read_date
from corpus.tables import Evaluatie
from extractors.known import HeldMoties
from extractors.namen import same_member
from extractors.resolve import MotieIndex
from flows.trace import resolve_phrase
from flows.trained import load_ranking
from flows.version import program_version
from models.links import KnownMotie, MotieFacts, Resolution, facts_of

_BASELINE = 90.0
SPLITS = {"datum": "from 2021 on", "hash": "before 2021, one in three", None: "learned from"}


@dataclass(frozen=True)
class Outcome:
    """What became of one title: the answer, its chain, and the answer without its motie."""

    question: Question
    answer: Resolution
    chain: str | None
    without: Resolution

    @property
    def kind(self) -> str:
        """``right``, ``version`` (another of the same chain), ``wrong``, or why no answer."""
        if self.chain is None:
            return "no answer: " + self.answer.reden
        if self.chain != self.question.meant.keten_id:
            return "wrong"
        return "right" if self.answer.motie_id == self.question.meant.id else "version"


class _Without:
    """The known moties but for one chain."""

    def __init__(self, moties: HeldMoties) -> None:
        self._moties = moties
        self.chain: str | None = None

    def named(self, id_: str) -> MotieFacts | None:
        """See :class:`extractors.known.Moties`."""
        found = self._moties.named(id_)
        return found if found and found.keten_id != self.chain else None

    def with_key(self, key: str, until: date | None) -> Sequence[MotieFacts]:
        """See :class:`extractors.known.Moties`."""
        return [m for m in self._moties.with_key(key, until) if m.keten_id != self.chain]

    def surnames(self) -> Sequence[str]:
        """See :class:`extractors.known.Moties`."""
        return self._moties.surnames()


def ask(moties: Collection[KnownMotie], asked: Sequence[Question]) -> list[Outcome]:
    """Every title, as ``kamerspoor resolve`` would: without the dossier of the letter."""
    chains = {motie.id: motie.keten_id for motie in moties}
    known = _Without(HeldMoties(moties))
    index = MotieIndex(known, load_ranking())
    outcomes = []
    for question in asked:
        mention = replace(question.mention, dossier_titel=None)
        known.chain = None
        answer = index.resolve(mention, None, question.soort)
        known.chain = question.meant.keten_id
        without = index.resolve(mention, None, question.soort)
        chain = chains[answer.motie_id] if answer.motie_id else None
        outcomes.append(Outcome(question, answer, chain, without))
    return outcomes


@dataclass(frozen=True)
class Score:
    """Counts over some titles. ``absent`` are those answered though their motie was taken out."""

    asked: int
    answered: int
    right: int
    versions: int
    absent: int

    def __str__(self) -> str:
        good = self.right + self.versions
        return (
            f"right {good / max(self.answered, 1):.4f} (exact version"
            f" {self.right / max(self.answered, 1):.4f})  answered right {good / self.asked:.4f}"
            f"  answered without the motie {self.absent / self.asked:.4f}  n {self.asked}"
        )


def score(outcomes: Sequence[Outcome]) -> Score:
    """The counts of these titles."""
    kinds = Counter(outcome.kind for outcome in outcomes)
    answered = kinds["right"] + kinds["version"] + kinds["wrong"]
    absent = sum(outcome.without.motie_id is not None for outcome in outcomes)
    return Score(len(outcomes), answered, kinds["right"], kinds["version"], absent)


def baseline(moties: Collection[KnownMotie], asked: Sequence[Question]) -> Score:
    """Names and phrase: the subject most alike of the moties with a member in common."""
    by_name: dict[str, list[MotieFacts]] = defaultdict(list)
    for motie in map(facts_of, moties):
        for naam in motie.namen:
            by_name[naam.split()[-1].lower()].append(motie)
    counts: Counter[str] = Counter()
    for question in asked:
        best = list(_most_alike(question, by_name))
        others = [one for one in best if one.keten_id != question.meant.keten_id]
        if best:
            right = any(one.id == question.meant.id for one in best[:1])
            chain = best[0].keten_id == question.meant.keten_id
            counts["right" if right else "version" if chain else "wrong"] += 1
        counts["absent"] += bool(others)
    answered = counts["right"] + counts["version"] + counts["wrong"]
    return Score(len(asked), answered, counts["right"], counts["version"], counts["absent"])


def _most_alike(question: Question, by_name: dict[str, list[MotieFacts]]) -> Iterator[MotieFacts]:
    """The moties whose subject is alike enough, best first, of equals the last."""
    mention, day = question.mention, question.mention.datum or date.max
    found = {}
    for naam in mention.namen:
        for motie in by_name.get(naam.split()[-1].lower(), ()):
            signs = any(same_member(naam, other) for other in motie.namen)
            if signs and (motie.datum or date.max) <= day:
                alike = fuzz.token_set_ratio(mention.onderwerp or "", motie.onderwerp or "")
                if alike >= _BASELINE:
                    found[motie.id] = (alike, motie.datum or date.min, motie)
    for _, _, motie in sorted(found.values(), key=lambda one: one[:2], reverse=True):
        yield motie


def measure_speed(moties: Collection[KnownMotie], data: Path) -> None:
    """Resolve the title of every letter that there is."""
    begun = time.process_time()
    index = MotieIndex(HeldMoties(moties), load_ranking())
    built = time.process_time()
    titles = answered = 0
    for row in rows(data / "odata" / "zaak_brieven.jsonl.gz"):
        answer = resolve_phrase(index, row["Onderwerp"] or "", read_date(row["GestartOp"]))
        titles, answered = titles + 1, answered + (answer.motie_id is not None)
    seconds = time.process_time() - built
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"index of {len(moties):,} moties: {built - begun:.1f} s")
    print(f"{titles:,} titles, {answered:,} answered: {seconds:.1f} s on one core; {peak} MB")


def published(splits: dict[str | None, list[Outcome]], data: Path) -> Iterator[Evaluatie]:
    """The held-out scores as rows of table ``evaluatie``."""
    gold = hashlib.sha256((data / "odata" / "zaak_brieven.jsonl.gz").read_bytes()).hexdigest()[:12]
    today = datetime.now(UTC).date().isoformat()
    for split in ("datum", "hash"):
        found = score([one for one in splits[split] if one.question.agrees])
        good = found.right + found.versions
        precision, recall = good / max(found.answered, 1), good / found.asked
        f1 = 2 * precision * recall / (precision + recall)
        low, high = interval(good, found.answered)
        yield Evaluatie(
            f"motie zonder nummer: {split}", round(precision, 4), round(recall, 4), round(f1, 4),
            round(low, 4), round(high, 4), found.asked, gold, program_version(), today,
        )  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Moties named without their number.")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if not options.data.is_dir():
        sys.exit(f"no real records at {options.data}: nothing to measure")
    moties = known_moties(options.data)
    asked = [q for q in questions(moties, options.data) if q.mention.onderwerp]
    splits: dict[str | None, list[Outcome]] = defaultdict(list)
    for outcome in ask(moties, asked):
        splits[outcome.question.held_out].append(outcome)
    for split, name in SPLITS.items():
        _print_split(name, splits[split], moties)
    if options.errors:
        _print_errors(splits)
    if options.write:
        write_evaluations(published(splits, options.data))
    if options.speed:
        measure_speed(moties, options.data)


def _print_split(name: str, outcomes: Sequence[Outcome], moties: Collection[KnownMotie]) -> None:
    agreeing = [one for one in outcomes if one.question.agrees]
    print(f"{name}: subject agrees   {score(agreeing)}")
    print(f"{name}: all              {score(outcomes)}")
    print(f"{name}: baseline, agrees {baseline(moties, [one.question for one in agreeing])}")


def _print_errors(splits: dict[str | None, list[Outcome]]) -> None:
    for split, outcomes in splits.items():
        for one in sorted(outcomes, key=lambda one: one.kind):
            if one.kind != "right" or one.without.motie_id:
                said = one.question.mention
                kind = one.kind + ("; answered without" if one.without.motie_id else "")
                print(
                    f"{SPLITS[split]} | {kind} | agrees: {one.question.agrees} | {said.datum}"
                    f" | {', '.join(said.namen)} | {said.onderwerp} | meant"
                    f" {one.question.meant.id}: {one.question.meant.onderwerp}"
                )


if __name__ == "__main__":
    main()
