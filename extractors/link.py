"""Findings of all papers and the register into one whole: moties, chains, mentions, follow-ups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from extractors.onderwerp import read_onderwerp
from extractors.resolve import MotieIndex
from models.document import Kenmerken
from models.findings import Findings, Motie
from models.links import KnownMotie, Links, Resolution
from models.register import Register, RegisterMotie

Papers = Iterable[tuple[str, Kenmerken, Findings]]


@dataclass(frozen=True, slots=True)
class _Printed:
    """A motie as it stands in a paper of its own."""

    document_id: str
    kenmerken: Kenmerken
    motie: Motie


def link(register: Register, papers: Papers) -> Links:
    """Settle who is who and who speaks of whom.

    A motie known from the register and from its paper is one motie, under its kst form; a mention
    is answered or left in doubt; a follow-up without a certain target stays without.
    """
    held = sorted(papers, key=lambda paper: paper[0])
    moties, aliases = _known_moties(register, _printed(held))
    index = MotieIndex(moties)
    resolutions: dict[str, Resolution] = {}
    targets: dict[str, str] = {}
    for _, kenmerken, findings in held:
        resolutions |= _resolve_all(index, findings, kenmerken.datum)
        targets |= _targets(findings, resolutions, aliases)
    return Links(moties, resolutions, targets, aliases)


def _printed(held: Iterable[tuple[str, Kenmerken, Findings]]) -> dict[str, _Printed]:
    return {
        motie.id: _Printed(document_id, kenmerken, motie)
        for document_id, kenmerken, findings in held
        for motie in findings.moties
        if motie.id == document_id
    }


def _known_moties(
    register: Register, printed: Mapping[str, _Printed]
) -> tuple[tuple[KnownMotie, ...], dict[str, str]]:
    """Every motie once, and the other identifiers each goes by."""
    unnumbered = _by_facts(printed.values())
    known: dict[str, KnownMotie] = {}
    aliases: dict[str, str] = {}
    for official in register.moties:
        name = _published_id(official, printed, unnumbered)
        for other in (official.id, *official.aliassen):
            if other != name:
                aliases[other] = name
        known[name] = _merge(name, official, printed.get(name))
    for name, paper in printed.items():
        if name not in known:
            known[aliases.get(name, name)] = _merge(name, None, paper)
    return _with_chains(known, aliases), aliases


def _by_facts(printed: Iterable[_Printed]) -> dict[tuple[object, ...], str | None]:
    """Papers by number, date and dossier title: what a register row without dossier still has."""
    found: dict[tuple[object, ...], str | None] = {}
    for paper in printed:
        known = paper.kenmerken
        key = _facts(known.ondernummer, known.datum, known.dossier_titel)
        if key is not None:
            found[key] = None if key in found else paper.motie.id
    return found


def _facts(nummer: object, datum: date | None, titel: str | None) -> tuple[object, ...] | None:
    if nummer is None or datum is None or not titel:
        return None
    return (str(nummer), datum, " ".join(titel.casefold().split()))


def _published_id(
    official: RegisterMotie,
    printed: Mapping[str, _Printed],
    unnumbered: Mapping[tuple[object, ...], str | None],
) -> str:
    if not official.id.startswith("zaak-"):
        return official.id
    key = _facts(official.nummer, official.datum, official.dossier_titel)
    found = unnumbered.get(key) if key is not None else None
    return found if found in printed and found is not None else official.id


def _merge(name: str, official: RegisterMotie | None, paper: _Printed | None) -> KnownMotie:
    subject = official.onderwerp if official else (paper and paper.motie.titel) or ""
    read = read_onderwerp(subject)
    signed = tuple(one.naam for one in paper.motie.indieners) if paper else ()
    chain = (official.vervangt if official else ()) or tuple(filter(None, (read.vervangt,)))
    return KnownMotie(
        id=name,
        keten_id=name,
        soort=read.soort if official else paper.motie.soort if paper else read.soort,
        # the subject names who proposed it, the paper everyone who signed
        namen=tuple(dict.fromkeys((*read.namen, *signed))),
        onderwerp=read.kern,
        register=official,
        document_id=paper.document_id if paper else None,
        vervangt_id=chain[0] if chain else paper.motie.vervangt_id if paper else None,
    )


def _with_chains(
    known: Mapping[str, KnownMotie], aliases: Mapping[str, str]
) -> tuple[KnownMotie, ...]:
    """Each motie with the first of its chain; a chain that bites its tail ends where it does."""
    before = {
        name: aliases.get(motie.vervangt_id, motie.vervangt_id)
        for name, motie in known.items()
        if motie.vervangt_id
    }

    def first(name: str) -> str:
        seen = {name}
        while (earlier := before.get(name)) in known and earlier not in seen:
            name = earlier
            seen.add(name)
        return name

    return tuple(
        replace(motie, keten_id=first(name), vervangt_id=before.get(name))
        for name, motie in sorted(known.items())
    )


def _resolve_all(
    index: MotieIndex, findings: Findings, datum: date | None
) -> dict[str, Resolution]:
    """The mentions of one paper in order; "genoemde motie" is the one before it."""
    answers: dict[str, Resolution] = {}
    last: Resolution | None = None
    for mention in findings.vermeldingen:
        if mention.terugverwijzing and not mention.nummer:
            answer = last or _NOTHING_BEFORE
        else:
            answer = index.resolve(
                mention.namen, mention.onderwerp, mention.nummer, mention.soort, datum
            )
        answers[mention.id] = last = answer
    return answers


_NOTHING_BEFORE = Resolution(
    None, None, 0.0, "terugverwijzing", "Er is geen motie genoemd waarnaar dit kan verwijzen."
)


def _targets(
    findings: Findings, resolutions: Mapping[str, Resolution], aliases: Mapping[str, str]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in findings.opvolgingen:
        answer = resolutions.get(one.vermelding_id or "")
        target = one.doel_id or (answer.motie_id if answer else None)
        if target:
            found[one.id] = aliases.get(target, target)
    return found
