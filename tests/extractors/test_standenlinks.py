"""Which address brings whose Stand; the names of organisations are those of the lexicon."""

from __future__ import annotations

from datetime import date

from extractors.hyperlinks import find_links
from extractors.plaintext import compose_plain
from extractors.standenlinks import find_standenlinks
from flows.lexicon import load_lexicon
from models.document import Document, Kenmerken
from models.lists import DocumentSoort
from models.weblink import StandLink

LEXICON = load_lexicon()
STAND = DocumentSoort.STAND_VAN_DE_UITVOERING


def find(text: str) -> tuple[StandLink, ...]:
    composed = compose_plain(text)
    document = Document(
        "lokaal-0", text, Kenmerken(), "", "text/plain", composed.passages, links=composed.links
    )
    return find_standenlinks(document, find_links(document), LEXICON)


def test_the_address_tells_whose_stand_it_is() -> None:
    address = "https://voorbeeld.example/2027/03/05/stand-van-de-uitvoering-cjib-over-2026"
    assert find(f"Zie {address} en nog eens {address}.") == (
        StandLink(address, STAND, ("cjib",), None, None, 2026, date(2027, 3, 5)),
    )


def test_the_sentence_before_the_addresses_tells_it_in_order() -> None:
    base = "https://voorbeeld.example/2027/03/05/"
    found = find(
        "Hier vindt u de Standen van de Uitvoering van DUO, van drie dienstverleners in het"
        " domein van Justitie en Veiligheid en van de sociale zekerheid (UWV en SVB).\n\n"
        f"{base}stand-van-de-uitvoering-een\n{base}standen-van-de-uitvoering-twee\n"
        f"{base}standen-van-de-uitvoering-twee\n{base}stand-van-de-uitvoering-december-2026\n"
    )
    assert [(one.organisaties, one.domein, one.aantal, one.jaar) for one in found] == [
        (("duo",), None, 1, None),
        ((), "jenv", 3, None),
        (("uwv", "svb"), None, 2, 2026),
    ]


def test_a_sentence_that_lists_another_number_is_not_laid_beside_the_addresses() -> None:
    base = "https://voorbeeld.example/"
    found = find(
        "De Standen van de Uitvoering van DUO en van UWV.\n\n"
        f"{base}stand-van-de-uitvoering-a {base}stand-van-de-uitvoering-b"
        f" {base}stand-van-de-uitvoering-c"
    )
    assert [one.organisaties for one in found] == [(), (), ()]


def test_other_forms_and_other_addresses() -> None:
    found = find(
        "https://voorbeeld.example/knelpuntenbrief-svb-2027"
        " https://voorbeeld.example/staat-van-de-uitvoering-2027"
        " https://voorbeeld.example/stand-van-zaken"
    )
    assert [(one.soort, one.organisaties) for one in found] == [
        (DocumentSoort.KNELPUNTENBRIEF, ("svb",)),
        (DocumentSoort.STAAT_VAN_DE_UITVOERING, ()),
    ]
