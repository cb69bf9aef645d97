"""Which motie is meant? By its number; else by members, subject and date; else doubt.

An answer is given only where the ranking is sure enough of one chain of moties. How the ranking
and the threshold were learned, and on what they were not: ``models/trained/motie_ranking.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from extractors.known import (
    AND,
    IDENTIFIER,
    LID,
    MISSPELT,
    NUMMER,
    WOORD,
    Moties,
    keys_of,
    spelling,
    together,
)
from extractors.namen import share_a_member
from extractors.ranking import Mention, Ranking, Scored, lead, name_likeness
from models.identifiers import KamerstukId, parse_identifier
from models.links import Kandidaat, MotieFacts, Resolution
from models.lists import MotieSoort

# an answer needs to be this sure
THRESHOLD = 0.65
# and twice as likely as one of another chain (as a logarithm): where two fit, neither is the answer
LEAD = 0.7
# from here on the best of several that nearly fit is called a rival, below it fits nothing
_FITS = 0.3
# without a subject only these names, in full and once in so many days, settle it
_DAYS_WITHOUT_SUBJECT = 400
# how many candidates are published with a doubt
_CANDIDATES = 5
# a motie that is meant shares one of so many of the rarest words of the subject
_WORDS = 6


class MotieIndex:
    """All known moties, to be asked for the one that is meant.

    ``asked`` collects the keys that answers depend on; whoever keeps it empties it.
    """

    def __init__(self, moties: Moties, ranking: Ranking) -> None:
        self._moties = moties
        self._ranking = ranking
        self.asked: set[str] = set()

    def resolve(
        self, mention: Mention, nummer: str | None = None, soort: MotieSoort | None = None
    ) -> Resolution:
        """The motie that a mention means; ``nummer`` is an identifier given with it (``kst-…``).

        A motie from after the day of the paper is never meant. A number decides, except where it
        is that of other members: then members and subject may tell which motie is meant.
        """
        if nummer:
            return self._by_given_number(mention, nummer, soort)
        if mention.onderwerp:
            return self._by_subject(mention, soort)
        if mention.namen:
            return self._by_names(mention, soort)
        return _doubt("geen", "De tekst noemt geen leden, onderwerp of nummer.")

    # looking up

    def named(self, id_: str) -> MotieFacts | None:
        """The motie that goes by this identifier."""
        self.asked.add(IDENTIFIER + id_)
        return self._moties.named(id_)

    def _found(self, keys: Iterable[str], datum: date | None) -> list[MotieFacts]:
        """The moties with one of the keys that are not from after ``datum``, in order of id."""
        found: dict[str, MotieFacts] = {}
        for key in sorted(set(keys)):
            self.asked.add(key)
            found |= {motie.id: motie for motie in self._moties.with_key(key, datum)}
        return sorted(found.values(), key=lambda motie: motie.id)

    def _surnames(self, naam: str) -> set[str]:
        """The known surnames a member may go by; one spelt nearly so where none is known."""
        return {known for key in keys_of(naam) if (known := self._spelling(key))}

    def _spelling(self, key: str) -> str | None:
        self.asked.add(MISSPELT + key)
        return spelling(key, self._moties.surnames())

    # by number

    def _by_given_number(
        self, mention: Mention, nummer: str, soort: MotieSoort | None
    ) -> Resolution:
        motie = self.named(nummer)
        if motie is not None:
            if mention.namen and motie.namen and not share_a_member(mention.namen, motie.namen):
                return self._by_wrong_number(mention, motie, nummer, soort)
            return _answer(motie, 1.0, "nummer", "Het nummer staat in de tekst.")
        same = self._numbered(mention, nummer)
        if len(same) > 1 and mention.onderwerp:
            scored = self._ranking.score(mention, same)
            same = [scored[0].motie] if self._certainty(scored) else same
        if len(same) == 1:
            reden = "Nummer, leden en datum komen overeen."
            return _answer(same[0], 0.95, "nummer_en_leden", reden)
        reden = "Het nummer staat in de tekst; de motie staat niet in het register."
        return Resolution(nummer, None, 0.9, "nummer_in_tekst", reden)

    def _by_wrong_number(
        self, mention: Mention, motie: MotieFacts, nummer: str, soort: MotieSoort | None
    ) -> Resolution:
        """The number is of other members: which motie of these members has the subject?"""
        said = f"{nummer} is van andere leden dan de tekst noemt"
        if mention.onderwerp:
            meant = self._by_subject(mention, soort)
            if meant.motie_id:
                reden = f"{said}; leden en onderwerp wijzen deze aan."
                return Resolution(
                    meant.motie_id, meant.zaak_nummer, meant.score, "nummer_onjuist", reden,
                    meant.kandidaten,
                )  # fmt: skip
        return _doubt("nummer", f"{said}.", [_candidate(motie, 0.5)])

    def _numbered(self, mention: Mention, nummer: str) -> list[MotieFacts]:
        """Moties without a dossier that carry this number and are of these members."""
        try:
            stuk = parse_identifier(nummer)
        except ValueError:
            return []
        if not isinstance(stuk, KamerstukId) or not stuk.nummer:
            return []
        leden = {lid for naam in mention.namen for lid in self._surnames(naam)}
        keys = (f"{LID}{lid}{AND}{NUMMER}{stuk.nummer}" for lid in leden)
        found = self._found(keys, mention.datum)
        return [motie for motie in found if share_a_member(mention.namen, motie.namen)]

    # by subject and names

    def _by_subject(self, mention: Mention, soort: MotieSoort | None) -> Resolution:
        method = "onderwerp_en_leden" if mention.namen else "onderwerp"
        scored = self._ranking.score(mention, self.candidates(mention))
        certainty = self._certainty(scored)
        if not certainty:
            reden = "Geen motie lijkt er genoeg op."
            if scored and scored[0].score >= _FITS:
                reden = "Meer dan één motie past."
            return _doubt(method, reden, [_candidate(e.motie, e.score) for e in scored])
        chain = scored[0].motie.keten_id
        versions = [one.motie for one in scored if one.motie.keten_id == chain]
        motie, said = _version(versions, mention.namen, soort)
        others = [_candidate(e.motie, e.score) for e in scored if e.motie.id != motie.id]
        reden = (
            "Leden en onderwerp komen overeen." if mention.namen else "Het onderwerp komt overeen."
        )
        return _answer(motie, certainty, method, f"{reden}{said}", others)

    def _certainty(self, scored: Sequence[Scored]) -> float:
        """How sure it is that the best is meant; 0 below the threshold, or where another fits.

        Two that fit about as well are both no answer, however sure the model is.
        """
        certainty = self._ranking.certainty(scored)
        return certainty if certainty >= THRESHOLD and lead(scored) >= LEAD else 0.0

    def candidates(self, mention: Mention) -> list[MotieFacts]:
        """The moties of these members with one of the rarest words of the subject."""
        words = self._ranking.likeness.rarest(mention.onderwerp or "", _WORDS)
        if not mention.namen:
            return self._found((WOORD + word for word in words), mention.datum)
        leden = {lid for naam in mention.namen for lid in self._surnames(naam)}
        keys = (f"{LID}{lid}{AND}{WOORD}{word}" for lid in leden for word in words)
        found = self._found(keys, mention.datum)
        return [motie for motie in found if share_a_member(mention.namen, motie.namen)]

    def _by_names(self, mention: Mention, soort: MotieSoort | None) -> Resolution:
        """Without a subject: two members or more, all of them, and one chain in the year before."""
        namen = mention.namen
        keys = together([self._surnames(naam) for naam in namen])
        found = [
            motie
            for motie in self._found(keys, mention.datum)
            if _recent(motie, mention.datum) and name_likeness(namen, motie.namen) == 1.0
        ]
        if len(namen) > 1 and len({motie.keten_id for motie in found}) == 1:
            motie, said = _version(found, namen, soort)
            reden = f"De enige motie van deze leden in het jaar ervoor.{said}"
            return _answer(motie, 0.8, "leden", reden)
        reden = f"Geen onderwerp of nummer; {len(found)} moties van deze leden in het jaar ervoor."
        last = sorted(found, key=_order, reverse=True)
        return _doubt("leden", reden, [_candidate(motie, 0.3) for motie in last])


# deciding


def _recent(motie: MotieFacts, datum: date | None) -> bool:
    own = motie.datum
    return bool(own and datum and (datum - own).days <= _DAYS_WITHOUT_SUBJECT)


def _version(
    moties: Sequence[MotieFacts], namen: tuple[str, ...], soort: MotieSoort | None
) -> tuple[MotieFacts, str]:
    """Of one chain the version meant, and what is to be said of the choice.

    It is the one of the kind and members named; of several the one voted on, which is the last:
    what replaces a motie takes its place. Letters name the first version one time in three.
    """
    if soort:
        # of several of that kind ("tweede nader gewijzigde") the last
        same = [motie for motie in moties if motie.soort is soort]
        moties = [max(same, key=_order)] if same else moties
    agreement = [name_likeness(namen, motie.namen) for motie in moties]
    moties = [m for m, a in zip(moties, agreement, strict=True) if a == max(agreement)]
    voted = [motie for motie in moties if motie.gestemd]
    said = " De tekst zegt niet welke versie: dit is de laatste." if len(moties) > 1 else ""
    return max(voted or moties, key=_order), said


def _order(motie: MotieFacts) -> tuple[date, int, str]:
    return motie.datum or date.min, motie.nummer or 0, motie.id


def _candidate(motie: MotieFacts, score: float) -> Kandidaat:
    return Kandidaat(motie.id, motie.zaak_nummer, round(score, 4))


def _answer(
    motie: MotieFacts, score: float, method: str, reden: str, others: Sequence[Kandidaat] = ()
) -> Resolution:
    best = _candidate(motie, score)
    candidates = (best, *others)[:_CANDIDATES]
    return Resolution(best.motie_id, best.zaak_nummer, best.score, method, reden, candidates)


def _doubt(method: str, reden: str, kandidaten: Sequence[Kandidaat] = ()) -> Resolution:
    score = kandidaten[0].score if kandidaten else 0.0
    return Resolution(None, None, score, method, reden, tuple(kandidaten[:_CANDIDATES]))
