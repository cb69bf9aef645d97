"""All extractors over one document, in the order in which they need each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.citations import find_citations, resolve
from extractors.hyperlinks import find_links
from extractors.knelpunten import find_knelpunten
from extractors.moties import find_moties
from extractors.opvolgingen import find_opvolgingen
from extractors.repeated import find_repeated
from extractors.sentences import find_units, make_nlp
from extractors.standenlinks import find_standenlinks
from extractors.tabelfeiten import find_contradictions, find_tabelfeiten
from extractors.tabeltekst import find_disagreements
from extractors.toezeggingen import find_toezeggingen
from extractors.vermeldingen import find_vermeldingen
from models.document import Document
from models.findings import Findings
from models.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Tools:
    """What the extractors need and may not fetch themselves: the tokenizer and the names."""

    nlp: Language
    lexicon: Lexicon


def make_tools(lexicon: Lexicon) -> Tools:
    """The tools for one process; making them costs about a second (spaCy)."""
    return Tools(make_nlp(), lexicon)


def extract(document: Document, tools: Tools) -> Findings:
    """Everything found in ``document``. Pure: the same document and tools give the same."""
    units = find_units(document, tools.nlp)
    verwijzingen = resolve(document, find_citations(document, tools.lexicon))
    vermeldingen = find_vermeldingen(document, verwijzingen)
    links = find_links(document, verwijzingen)
    tabelfeiten = find_tabelfeiten(document)
    return Findings(
        document_id=document.id,
        verwijzingen=verwijzingen,
        moties=find_moties(document),
        vermeldingen=vermeldingen,
        toezeggingen=find_toezeggingen(document, units),
        opvolgingen=find_opvolgingen(document, units, vermeldingen, verwijzingen),
        knelpunten=find_knelpunten(document, units, tools.lexicon),
        tabelfeiten=tabelfeiten,
        links=links,
        standen=find_standenlinks(document, links, tools.lexicon),
        problems=(
            *find_contradictions(document, tabelfeiten),
            *find_disagreements(document, tabelfeiten),
            *find_repeated(document),
        ),
    )
