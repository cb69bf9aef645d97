"""Typeset papers: the XML in which official publications appear."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from bench.sample.ids import (
    dossier_number,
    dutch,
    letter_heading,
    motie_heading,
    paper_id,
    paper_title,
    vergaderjaar,
)
from bench.sample.shapes import (
    NOTICE,
    Al,
    Beurt,
    Block,
    Brief,
    EersteKamerBrief,
    Handeling,
    Kop,
    Lijst,
    MotiePaper,
    Stuk,
    Tabel,
    Vragen,
)
from bench.sample.world import BEWINDSPERSONEN, DOSSIERS, lid

_ROOT = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<officiele-publicatie xsi:noNamespaceSchemaLocation="http://technische-documentatie.oep.'
    "overheid.nl/repository/schemas/op-consolidated/op-consolidated_2014-05-15/xsd/"
    'op-xsd-2014-05-15.xsd" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)
# the notes not yet cited, by number
Notes = dict[str, str]

_MARKUP = re.compile(r"\[\^(\d+)\]|\{([^|{}]+)\|([^{}]+)\}|\*\*(.+?)\*\*")


def _pending(notes: tuple[str, ...]) -> Notes:
    return {str(n): text for n, text in enumerate(notes, 1)}


def _inline(text: str, notes: Notes) -> str:
    """Running text with its markup as elements; a note stands where it is first cited."""

    def element(match: re.Match[str]) -> str:
        number, target, label, bold = match.groups()
        if number and number in notes:
            body = _inline(notes.pop(number), notes)
            return (
                f'<noot id="n{number}" type="voet"><noot.nr>{number}</noot.nr>'
                f"<noot.al>{body}</noot.al></noot>"
            )
        if number:
            return f'<nootref refid="n{number}"/>'
        if target:
            return f'<extref doc="{target}" soort="document" status="actief">{label}</extref>'
        return f'<nadruk type="vet">{bold}</nadruk>'

    return _MARKUP.sub(element, escape(text))


def _al(text: str, notes: Notes | None = None) -> str:
    return f"<al>{_inline(text, {} if notes is None else notes)}</al>"


def _list(block: Lijst, notes: Notes) -> str:
    items = "".join(
        f"<li><li.nr>{block.mark if block.mark != '1' else f'{n}.'}</li.nr>{_al(item, notes)}</li>"
        for n, item in enumerate(block.items, 1)
    )
    return f'<lijst type="expliciet" start="1" level="single" nr-sluiting=".">{items}</lijst>'


def _row(cells: Iterable[str]) -> str:
    entries = "".join(f'<entry colname="c{n}">{_al(c)}</entry>' for n, c in enumerate(cells, 1))
    return f"<row>{entries}</row>"


def _table(block: Tabel) -> str:
    cols = "".join(f'<colspec colnum="{n}" colname="c{n}"/>' for n in range(1, len(block.head) + 1))
    rows = "".join(map(_row, block.rows + ((block.foot,) if block.foot else ())))
    return (
        f"<table><title>{escape(block.title)}</title>"
        f'<tgroup cols="{len(block.head)}">{cols}<thead>{_row(block.head)}</thead>'
        f"<tbody>{rows}</tbody></tgroup></table>"
    )


def _block(block: Block, notes: Notes) -> str:
    match block:
        case Al(text):
            return _al(text, notes)
        case Kop(text):
            return f'<tussenkop kopopmaak="vet">{_inline(text, notes)}</tussenkop>'
        case Lijst():
            return _list(block, notes)
        case Tabel():
            return _table(block)


def _blocks(blocks: Iterable[Block], notes: tuple[str, ...] = ()) -> str:
    pending = _pending(notes)
    return "\n".join(f"            {_block(block, pending)}" for block in blocks)


def _metadata(paper: MotiePaper | Brief | Stuk | Vragen | Handeling, embedded: bool) -> str:
    """The metadata block: a pointer (older papers) or the list itself."""
    return _metas(paper_id(paper), paper_title(paper), embedded)


def _metas(identifier: str, title: str, embedded: bool) -> str:
    if not embedded:
        href = f"https://zoek.officielebekendmakingen.nl/{identifier}/metadata.xml"
        facts = [("OVERHEIDop.externMetadataRecord", href)]
    else:
        facts = [
            ("DC.identifier", identifier),
            ("OVERHEIDop.documenttitel", title),
            ("DC.creator", "Tweede Kamer der Staten-Generaal"),
            ("DCTERMS.language", "nl"),
            ("OVERHEIDop.versieInformatie", NOTICE),
        ]
    metas = "".join(
        f'    <meta name="{name}" scheme="" content={quoteattr(content)}/>\n'
        for name, content in facts
    )
    return f"  <metadata>\n{metas}  </metadata>\n"


def _head(
    year: str, element: str, document_type: str, extra: tuple[str, ...] = (), kamer: int = 2
) -> str:
    chamber = "Eerste" if kamer == 1 else "Tweede"
    lines = [
        ("vergaderjaar", f"Vergaderjaar {year}"),
        ("kameraanduiding", f"{chamber} Kamer der Staten-Generaal"),
        ("kamernummer", str(kamer)),
        ("documenttype", document_type),
        *(("overig", line) for line in extra),
        ("overig", NOTICE),
    ]
    body = "".join(f'      <tekstregel inhoud="{k}">{v}</tekstregel>\n' for k, v in lines)
    return f"    <{element}>\n{body}    </{element}>\n"


def _dossier(dossier: str) -> str:
    facts = DOSSIERS[dossier]
    number = f"<dossiernr>{facts.nummer // 1000} {facts.nummer % 1000:03d}</dossiernr>"
    if facts.hoofdstuk:
        number += f" <begrotingshoofdstuk>{facts.hoofdstuk}</begrotingshoofdstuk>"
    if facts.raadnr:
        number += f"-<raadnr>{facts.raadnr}</raadnr>"
    return (
        f"    <dossier>\n      <dossiernummer>{number}</dossiernummer>\n"
        f"      <titel>{escape(facts.titel)}</titel>\n    </dossier>\n"
    )


def _kamerstuk(
    paper: MotiePaper | Brief | Stuk, heading: str, datum: str, body: str, close: str, extern: bool
) -> str:
    return (
        _ROOT
        + _metadata(paper, not extern)
        + "  <kamerstuk>\n"
        + _head(vergaderjaar(paper.datum), "kamerstukkop", "Kamerstukken")
        + _dossier(paper.dossier)
        + "    <stuk>\n"
        + f'      <stuknr>Nr. <ondernummer kamer="2">{paper.nummer}</ondernummer></stuknr>\n'
        + f"      <titel>{escape(heading)}</titel>\n{datum}"
        + f'      <algemeen><vrije-tekst>\n          <tekst status="goed">\n{body}\n'
        + f"          </tekst>\n      </vrije-tekst>{close}</algemeen>\n"
        + "    </stuk>\n  </kamerstuk>\n</officiele-publicatie>\n"
    )


def _motie_parts(paper: MotiePaper) -> list[str]:
    """The body of a motie, paragraph by paragraph, without its signatures."""
    parts = [_al("De Kamer,"), _al("gehoord de beraadslaging,")]
    parts += [_al(f"{clause};") for clause in paper.overwegingen]
    if paper.bullets:
        parts.append(_al(paper.bullets[0]))
        items = (*paper.bullets[1:-1], f"{paper.bullets[-1]},")
        parts.append(_list(Lijst(items), {}))
    parts += [_al(f"{clause};") for clause in paper.verzoeken[:-1]]
    parts += [_al(f"{clause},") for clause in paper.verzoeken[-1:]]
    return [*parts, _al("en gaat over tot de orde van de dag.")]


def motie(paper: MotiePaper) -> str:
    """A motie; one signature is a paragraph, several are a group."""
    parts = _motie_parts(paper)
    signatures = "".join(map(_al, paper.indieners))
    parts.append(f"<al-groep>{signatures}</al-groep>" if len(paper.indieners) > 1 else signatures)
    body = "\n".join(f"            {part}" for part in parts)
    datum = ""
    if paper.datumtekst:
        day = f'<datum isodatum="{paper.datum}">{dutch(paper.datum)}</datum>'
        datum = f"      <datumtekst>{paper.datumtekst} {day}</datumtekst>\n"
    return _kamerstuk(paper, motie_heading(paper), datum, body, "", not paper.embedded)


def brief(letter: Brief) -> str:
    """A letter: the address and the place and day are its first paragraphs."""
    opening = (
        Al("Aan de Voorzitter van de Tweede Kamer der Staten-Generaal"),
        Al(f"Den Haag, {dutch(letter.datum)}"),
    )
    body = _blocks(opening) + "\n" + _blocks(letter.blocks, letter.noten)
    close = _closing(letter.afzenders)
    return _kamerstuk(letter, letter_heading(letter), "", body, close, not letter.embedded)


def _closing(afzenders: tuple[str, ...]) -> str:
    """The offices and names under a letter."""
    signatures = []
    for key in afzenders:
        person = BEWINDSPERSONEN[key]
        initials, surname = person.naam.split(" ", 1) if " " in person.naam else ("", person.naam)
        signatures.append(
            f"<ondertekening><functie>De {person.functie},</functie><naam>"
            f"<voornaam>{initials}</voornaam><achternaam>{surname}</achternaam></naam>"
            "</ondertekening>"
        )
    return f"\n      <tekst-sluiting>{''.join(signatures)}</tekst-sluiting>\n      "


def eerste_kamer(paper: EersteKamerBrief) -> str:
    """A paper of the Eerste Kamer: a copy of a letter, or a text of its own."""
    if paper.brief:
        address = Al("Aan de Voorzitter van de Eerste Kamer der Staten-Generaal")
        opening = (address, Al(f"Den Haag, {dutch(paper.datum)}"))
        body = _blocks(opening) + "\n" + _blocks(paper.brief.blocks, paper.brief.noten)
        close = _closing(paper.brief.afzenders)
    else:
        body, close = _blocks(paper.blocks), ""
    identifier = f"kst-{paper.dossier}-{paper.letter}"
    return (
        _ROOT
        + _metas(identifier, paper.onderwerp, True)
        + "  <kamerstuk>\n"
        + _head(vergaderjaar(paper.datum), "kamerstukkop", "Kamerstukken", kamer=1)
        + _dossier(paper.dossier)
        + "    <stuk>\n"
        + f'      <stuknr><ondernummer kamer="1">{paper.letter}</ondernummer></stuknr>\n'
        + f"      <titel>{escape(paper.kop)}</titel>\n"
        + f'      <algemeen><vrije-tekst>\n          <tekst status="goed">\n{body}\n'
        + f"          </tekst>\n      </vrije-tekst>{close}</algemeen>\n"
        + "    </stuk>\n  </kamerstuk>\n</officiele-publicatie>\n"
    )


def stuk(paper: Stuk) -> str:
    """A nota, a proposal of law or another typeset paper."""
    day = f'<datum isodatum="{paper.datum}">{dutch(paper.datum)}</datum>'
    word = "Vastgesteld" if paper.soort == "Verslag van een schriftelijk overleg" else "Ontvangen"
    datum = f"      <datumtekst>{word} {day}</datumtekst>\n"
    close = ""
    if paper.afzender:
        person = BEWINDSPERSONEN[paper.afzender]
        close = (
            f"\n      <tekst-sluiting><ondertekening><functie>De {person.functie},</functie>"
            f"<deze>{person.naam}</deze></ondertekening></tekst-sluiting>\n      "
        )
    body = _blocks(paper.blocks, paper.noten)
    return _kamerstuk(paper, paper.kop, datum, body, close, False)


def vragen(paper: Vragen) -> str:
    """Answered questions."""
    person, member = BEWINDSPERSONEN[paper.bewindspersoon], lid(paper.steller)
    surname = person.naam.split(" ", 1)[1]
    office = "Staatssecretaris" if person.functie.startswith("Staats") else "Minister"
    notes = _pending(paper.noten)
    pairs = []
    for n, (question, answer) in enumerate(paper.paren, 1):
        paragraphs = "".join(_al(p, notes) for p in answer.split("\n"))
        pairs.append(
            f'    <vraag>\n      <nr status="officieel">Vraag {n}</nr>\n'
            f"      {_al(question)}\n    </vraag>\n"
            f'    <antwoord>\n      <nr status="officieel">Antwoord {n}</nr>\n'
            f"      {paragraphs}\n    </antwoord>\n"
        )
    asked = f'<datum isodatum="{paper.ingezonden}">{dutch(paper.ingezonden)}</datum>'
    received = f'<datum isodatum="{paper.ontvangen}">{dutch(paper.ontvangen)}</datum>'
    return (
        _ROOT
        + _metadata(paper, False)
        + "  <kamervragen>\n"
        + _head(
            paper.vergaderjaar,
            "kamervraagkop",
            "Aanhangsel van de Handelingen",
            (
                "Vragen gesteld door de leden der Kamer, met de daarop door de regering gegeven "
                "antwoorden",
            ),
        )
        + f"    <kamervraagnummer>{paper.nummer}</kamervraagnummer>\n"
        + '    <kamervraagomschrijving type="vraag">Vragen van het lid '
        + f"<naam><achternaam>{member.naam}</achternaam></naam> ({member.fractie}) aan de "
        + f"{person.functie} over <kamervraagonderwerp>{paper.onderwerp}</kamervraagonderwerp> "
        + f"(ingezonden {asked}).</kamervraagomschrijving>\n"
        + f'    <kamervraagomschrijving type="antwoord">Antwoord van {office} '
        + f"<naam><achternaam>{surname}</achternaam></naam> "
        + f'(<organisatie afkorting="VBZ">{person.ministerie}</organisatie>) '
        + f"(ontvangen {received}).</kamervraagomschrijving>\n"
        + "".join(pairs)
        + "  </kamervragen>\n</officiele-publicatie>\n"
    )


def _speaker(spreker: str) -> str:
    if spreker == "voorzitter":
        prefix, name, party = "De", "voorzitter", ""
    elif spreker in BEWINDSPERSONEN:
        person = BEWINDSPERSONEN[spreker]
        prefix, name, party = person.functie.split(" ")[0], person.naam.split(" ", 1)[1], ""
    else:
        member = lid(spreker)
        prefix, name = member.aanspreking, member.naam
        party = f" (<politiek>{member.fractie}</politiek>)"
    return (
        f"<spreker><voorvoegsels>{prefix}</voorvoegsels> <naam><achternaam>{name}</achternaam>"
        f"</naam>{party}:</spreker>"
    )


def _read_aloud(paper: MotiePaper) -> str:
    link = f'<extref doc="kst-{paper.dossier}-{paper.nummer}" soort="document" status="actief">'
    who = " en ".join(paper.indieners)
    members = f"de leden {who}" if len(paper.indieners) > 1 else f"het lid {who}"
    number = dossier_number(paper.dossier)
    return (
        f'<motie id="M-{paper.dossier}-{paper.nummer}"><kop><titel status="officieel">Motie</titel>'
        f"</kop>{''.join(_motie_parts(paper))}<motie-info>{_speaker('voorzitter')}"
        + _al(
            f"Deze motie is voorgesteld door {members}. Naar mij blijkt, wordt de indiening ervan "
            "voldoende ondersteund."
        )
        + f"<al>Zij krijgt nr. {link}{paper.nummer}</extref> ({link}{number}</extref>).</al>"
        + "</motie-info></motie>"
    )


def _turn(turn: Beurt) -> str:
    new = "nee" if turn.spreker == "voorzitter" else "ja"
    body = "".join(f"<al-groep>{_al(text)}</al-groep>" for text in turn.alineas)
    if turn.motie:
        body += _read_aloud(turn.motie)
    return (
        f'      <spreekbeurt nieuw="{new}">\n        {_speaker(turn.spreker)}\n'
        f'        <tekst status="goed">{body}</tekst>\n      </spreekbeurt>\n'
    )


def handeling(paper: Handeling) -> str:
    """An item of the verbatim report."""
    return (
        _ROOT
        + _metadata(paper, False)
        + "  <handelingen>\n    <agendapunt>\n"
        + f"      <nr>{paper.item}</nr>\n      <item-titel>{escape(paper.titel)}</item-titel>\n"
        + "      <onderwerp><al-groep><al>Aan de orde is "
        + f'<nadruk type="vet">{escape(paper.titel[0].lower() + paper.titel[1:])}</nadruk>.</al>'
        + f'</al-groep></onderwerp>\n      <tekst status="goed"><al-groep><al>({NOTICE}.)</al>'
        + "</al-groep></tekst>\n"
        + "".join(map(_turn, paper.beurten))
        + "    </agendapunt>\n  </handelingen>\n</officiele-publicatie>\n"
    )
