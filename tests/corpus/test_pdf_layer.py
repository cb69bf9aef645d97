"""What a page says of its own text: papers with fonts that lie or keep silent, made here."""

import pytest

from corpus.pdf import read_pdf
from extractors.quality import page_problems, page_quality
from tests import fonts

LINES = [
    b"De regering stuurt de Kamer voor de zomer een brief over de proef met",
    b"het loket. Daarin staat hoe vaak mensen langer dan zes weken wachten op",
    b"een antwoord en wat de dienst eraan doet. De minister bespreekt dit met",
    b"de gemeenten en komt voor het einde van het jaar met een voorstel.",
]
UPPER = [line.upper() for line in LINES]
# glyphs in the order in which they were first used: the letters of a page numbered anew
NUMBERED = [bytes(48 + (char * 7) % 35 for char in line if char != 32) for line in LINES]

DAMAGED = b"De co\\303\\266rdinatie."


@pytest.mark.parametrize(
    ("what", "data", "unmapped", "hidden", "soort"),
    [
        ("as it should be", fonts.plain(LINES), 0, 0, None),
        ("laid under a scan", fonts.plain(LINES, mode=3), 0, 1, None),
        ("characters three off", fonts.shifted(LINES, 3), 0, 0, "onleesbaar"),
        ("characters one off", fonts.shifted(LINES, 1), 0, 0, "onleesbaar"),
        ("drawings without names", fonts.type3(NUMBERED), 1, 0, "onleesbaar"),
        # the numbers of the drawings are those of letters: the words prove it
        ("drawings numbered as letters", fonts.type3(UPPER), 1, 0, None),
        ("drawings, a few figures", fonts.type3([b"12.345", b"678"]), 1, 0, "onleesbaar"),
        ("numbers of glyphs", fonts.glyph_numbers(LINES), 1, 0, "onleesbaar"),
        ("accents read wrongly", fonts.plain([*LINES, DAMAGED]), 0, 0, "tekenschade"),
    ],
)
def test_a_font_that_lies_or_keeps_silent_is_known(
    what: str, data: bytes, unmapped: float, hidden: float, soort: str | None
) -> None:
    (page,) = read_pdf(data)
    assert page.lines
    assert (page.unmapped, page.hidden) == (unmapped, hidden)
    quality = page_quality(page)
    found = page_problems("brief.pdf", [page], [quality])
    assert [problem.soort for problem in found] == ([soort] if soort else [])
    assert (quality < 0.5) == (soort == "onleesbaar")
    if soort == "onleesbaar":
        assert ("lettertype" in found[0].melding) == (unmapped == 1)


def test_damage_is_left_as_it_stands() -> None:
    (page,) = read_pdf(fonts.plain([DAMAGED]))
    assert page.lines[0].text == "De coÃ¶rdinatie."
