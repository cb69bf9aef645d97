"""Everything found in all papers, settled: one list of moties, mentions and follow-ups to them.

Pure: the register and the findings go in, the links come out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from extractors.join import join, paper_moties
from extractors.known import HeldMoties
from extractors.namen import all_among
from extractors.ranking import Mention, Ranking
from extractors.resolve import MotieIndex
from models.document import Kenmerken
from models.findings import Findings, MotieVermelding, Opvolging
from models.links import Links, Resolution
from models.register import Register

Paper = tuple[str, Kenmerken, Findings]

PROMISE = "toezegging:"

# a mention settled by an earlier one in the same paper
_SAME_PAPER = 0.95


@dataclass(frozen=True, slots=True)
class Settled:
    """The answers to the mentions of one paper, the targets of its follow-ups.

    ``asked`` names what these depend on: keys of moties (see :class:`extractors.resolve.Moties`)
    and, as ``toezegging:<id>``, promises. While nothing with such a key changes, neither do they.
    """

    resolutions: dict[str, Resolution]
    targets: dict[str, str]
    asked: frozenset[str] = frozenset()


def link(register: Register, papers: Iterable[Paper], ranking: Ranking | None = None) -> Links:
    """Settles every mention and follow-up of ``papers`` against register and papers together.

    Mentions that leave a doubt keep their candidates; a follow-up whose target is unknown is
    absent from ``targets``. Papers need a ``ranking``, the register alone does not. How moties
    are joined: :func:`extractors.join.join`.
    """
    held = list(papers)
    joined = join(register.moties, (motie for paper in held for motie in paper_moties(*paper)))
    promises = {one.id for _, _, findings in held for one in findings.toezeggingen} | {
        one.id for one in register.toezeggingen
    }
    resolutions: dict[str, Resolution] = {}
    targets: dict[str, str] = {}
    if held:
        assert ranking is not None
        index = MotieIndex(HeldMoties(joined.moties).also(joined.aliases), ranking)
        for _, kenmerken, findings in held:
            settled = settle(
                index, promises.__contains__, findings, kenmerken.datum, kenmerken.dossier_titel
            )
            resolutions |= settled.resolutions
            targets |= settled.targets
    return Links(joined.moties, resolutions, targets, joined.aliases)


def settle(
    index: MotieIndex,
    is_promise: Callable[[str], bool],
    findings: Findings,
    datum: date | None,
    dossier_titel: str | None = None,
) -> Settled:
    """Settles the mentions and follow-ups of one paper of ``datum`` in a dossier."""
    index.asked = set()
    settler = _Settler(index, is_promise, datum, dossier_titel)
    resolutions = settler.mentions(findings.vermeldingen)
    targets = settler.targets(findings.opvolgingen, resolutions)
    return Settled(resolutions, targets, frozenset(index.asked))


class _Settler:
    """Answers the mentions and follow-ups of one paper."""

    def __init__(
        self,
        index: MotieIndex,
        is_promise: Callable[[str], bool],
        datum: date | None,
        dossier_titel: str | None,
    ) -> None:
        self._index = index
        self._is_promise = is_promise
        self._datum = datum
        self._dossier_titel = dossier_titel

    def mentions(self, vermeldingen: Sequence[MotieVermelding]) -> dict[str, Resolution]:
        """An answer for each mention."""
        answers = {
            v.id: self._ask(v)
            for v in vermeldingen
            if not v.terugverwijzing and (v.nummer or v.onderwerp)
        }
        last: Resolution | None = None
        for v in vermeldingen:
            if v.id not in answers:
                answers[v.id] = self._by_context(v, vermeldingen, answers, last)
            last = answers[v.id]
        return answers

    def _ask(self, v: MotieVermelding) -> Resolution:
        mention = Mention(v.namen, v.onderwerp, self._datum, self._dossier_titel)
        return self._index.resolve(mention, v.nummer, v.soort)

    def _by_context(
        self,
        v: MotieVermelding,
        all_: Sequence[MotieVermelding],
        answers: Mapping[str, Resolution],
        last: Resolution | None,
    ) -> Resolution:
        """A mention that says too little alone: settled by the others of the same paper."""
        if v.terugverwijzing:
            return _same_as(last, "terugverwijzing", "Verwijst naar de motie ervoor.")
        named = [o for o in all_ if o.id in answers and o.namen and all_among(v.namen, o.namen)]
        named = [o for o in named if not o.terugverwijzing and (o.nummer or o.onderwerp)]
        if not named:
            return self._ask(v)
        if len({answers[o.id].motie_id for o in named}) > 1:
            reden = "Het stuk noemt meer moties van deze leden."
            return Resolution(None, None, 0.0, "eerder_genoemd", reden)
        reden = "Elders in het stuk met nummer of onderwerp genoemd."
        return _same_as(answers[named[0].id], "eerder_genoemd", reden)

    def targets(
        self, opvolgingen: Iterable[Opvolging], resolutions: Mapping[str, Resolution]
    ) -> dict[str, str]:
        """The motie or promise of each follow-up, as far as known."""
        found = {(o.id, self._target(o, resolutions)) for o in opvolgingen}
        return {id_: target for id_, target in sorted(found, key=str) if target}

    def _target(self, o: Opvolging, resolutions: Mapping[str, Resolution]) -> str | None:
        """What is known, under its own id; else a motie's number as the paper itself gives it.

        A promise under a number that nobody knows is no target.
        """
        answer = resolutions.get(o.vermelding_id) if o.vermelding_id else None
        named = (answer.motie_id if answer else None) or o.doel_id
        if not named:
            return None
        if motie := self._index.named(named):
            return motie.id
        if o.van_soort == "motie":
            return named if named.startswith("kst-") else None
        self._index.asked.add(PROMISE + named)
        return named if self._is_promise(named) else None


def _same_as(answer: Resolution | None, method: str, reden: str) -> Resolution:
    if answer is None or answer.motie_id is None:
        candidates = answer.kandidaten if answer else ()
        reden = "De motie waarnaar wordt verwezen is niet zeker."
        return Resolution(None, None, 0.0, method, reden, candidates)
    score = round(answer.score * _SAME_PAPER, 4)
    return replace(answer, score=score, methode=method, reden=reden)
