"""What a title alone makes certain about the kind of a paper; the text may tell more later."""

from __future__ import annotations

import re

from models.lists import DocumentSoort

# a paper about a Stand is not a Stand
_ABOUT = re.compile(
    r"\b(?:beslisnota|aanbieding|oplegger|antwoord|beantwoording|verzoek|uitstel|rectificatie"
    r"|nazending|rappel|samenvatting|toelichting|planning|\w*reactie)",
    re.IGNORECASE,
)
# "Bijlage 3 - ", "Bijlage:", "2. "
_NUMBERED = re.compile(r"^\s*(?:bijlage\b\s*[0-9IVX]{0,4}|[0-9]{1,2}(?=[.)]))\s*[:.)–-]?\s*", re.I)

_BEGINS: tuple[tuple[re.Pattern[str], DocumentSoort], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), soort)
    for pattern, soort in (
        (r"stand van de uitvoering\b", DocumentSoort.STAND_VAN_DE_UITVOERING),
        (r"staat van de uitvoering\b", DocumentSoort.STAAT_VAN_DE_UITVOERING),
        # the organisation may come first: "UWV Knelpuntenbrief 2023"
        (r"(?:[\w.-]{1,40} ){0,2}knelpuntenbrief\b", DocumentSoort.KNELPUNTENBRIEF),
        (r"(?:[\w.-]{1,40} ){0,2}uitvoerings?toets\b", DocumentSoort.UITVOERINGSTOETS),
        (r"(?:[\w.-]{1,40} ){0,2}jaarverslag\b", DocumentSoort.JAARVERSLAG),
    )
)


def soort_by_title(title: str | None) -> DocumentSoort | None:
    """The kind of paper that its title makes certain; ``None`` where there is doubt.

    >>> soort_by_title("Bijlage 2 - Stand van de uitvoering 2025 Voorbeelddienst").value
    'stand_van_de_uitvoering'
    >>> soort_by_title("Beslisnota bij Stand van de uitvoering 2025") is None
    True
    """
    plain = _NUMBERED.sub("", " ".join((title or "").split()))
    if _ABOUT.search(plain):
        return None
    return next((soort for begins, soort in _BEGINS if begins.match(plain)), None)
