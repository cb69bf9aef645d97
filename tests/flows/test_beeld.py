"""The picture of a page shows the quote marked, the whole quote and nothing but the quote."""

import hashlib
import io
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageFilter, ImageStat

from corpus.pdf import read_pdf
from corpus.pdf.picture import MAX_PIXELS, draw_page
from flows.beeld import draw_pictures, pictures_of
from flows.read import read
from flows.workers import Limits
from models.document import Box, Document, PrintedPage, Span
from models.paper import RawFile
from models.problems import UnreadableError, UsageError
from tests.typeset import SCALE, Sheet, cut, laid, shifted

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample"
REAL = Path(__file__).parents[2].parent / "shared" / "data"


@cache
def document(data: bytes, naam: str = "proef.pdf") -> Document:
    sha256 = hashlib.sha256(data).hexdigest()
    return read(RawFile("proef", sha256, "", "lokaal", None, "", naam=naam), data)


# --- papers of one quote


def letter() -> Sheet:
    sheet = Sheet()
    sheet.lines(
        80,
        200,
        "In het voorjaar is de proef met het loket begonnen en de eerste uitkomsten",
        "zijn bekend. [Ik stuur uw Kamer voor de zomer een brief] over het vervolg van",
        "deze proef, zodat uw Kamer daarover met mij kan spreken in het najaar.",
    )
    sheet.lines(467, 200, "Ons kenmerk", "99-0001", size=7, lead=10)
    return sheet


def two_lines() -> Sheet:
    sheet = Sheet()
    sheet.lines(
        80,
        200,
        "In het voorjaar is de proef met het loket begonnen en de eerste uitkomsten",
        "zijn bekend. De wachttijd is korter geworden en [de medewerkers van het loket]",
        "[zijn daar tevreden over]. Over het vervolg spreek ik graag met uw Kamer.",
    )
    return sheet


def hyphenated() -> Sheet:
    sheet = Sheet()
    sheet.lines(
        80,
        200,
        "De wachttijd daalde en de proefpersonen waren tevreden over wat het loket",
        "hun bood. Over de uitkomsten heb ik met vertegenwoordigers van [de proef-]",
        "[personen gesproken], en hun wensen neem ik mee in het vervolg van de proef.",
    )
    return sheet


def two_pages() -> Sheet:
    sheet = Sheet()
    filling = "In het voorjaar is de proef met het loket begonnen en ook afgerond, zeggen"
    sheet.lines(80, 100, *(filling for _ in range(47)))
    sheet.put(
        80, 100 + 14 * 47, "de uitvoerders. In het najaar zal ik [uw Kamer een brief sturen over de"
    )
    sheet.turn_page()
    sheet.put(
        80, 100, "[wachttijden bij het loket], met daarin ook de uitkomsten van het onderzoek"
    )
    sheet.put(80, 114, "naar de tevredenheid van wie daar langskomt.")
    return sheet


def columns() -> Sheet:
    sheet = Sheet()
    left = (
        "Het loket is open op elke dag van de",
        "week. De leden vragen of het loket",
        "ook in de avond open kan en wat dat",
        "dan zou kosten in een gewoon jaar.",
    )
    right = (
        "Van de bezoekers komt een derde uit",
        "een andere gemeente. Zij reizen soms",
        "een uur. De leden vinden dat lang en",
        "zoeken naar een loket in de buurt.",
    )
    sheet.lines(60, 200, *left * 5)
    sheet.put(60, 480, "De kosten [komen ten laste] van de")
    sheet.lines(60, 494, *left * 2)
    sheet.lines(310, 200, *right * 7)
    return sheet


def table() -> Sheet:
    sheet = Sheet()
    for row in range(4):
        for column, width in ((0, 180), (1, 120), (2, 120)):
            sheet.pdf.rect(80 + (0, 180, 300)[column], 190 + 20 * row, width, 20)
    rows = [
        ("Onderwerp", "Stand", "Wanneer"),
        ("Loket in de avond", "in gang", "najaar"),
        ("Loket in de buurt", "[wordt verkend]", "voorjaar"),
        ("Loket op school", "loopt", "zomer"),
    ]
    for number, row in enumerate(rows):
        for x, text in zip((84, 264, 384), row, strict=True):
            sheet.put(x, 204 + 20 * number, text)
    return sheet


def footnote() -> Sheet:
    sheet = Sheet()
    sheet.lines(
        80,
        200,
        "In het voorjaar is de proef met het loket begonnen en de eerste uitkomsten",
        "zijn bekend. Daarover ging mijn brief van maart",
    )
    sheet.put(80 + 219, 210, "1", size=6)
    sheet.pdf.line(80, 740, 220, 740)
    sheet.put(80, 750, "1 Zie ook het verslag, [bijlage over de kosten], van de dienst.", size=7)
    return sheet


def small_and_large() -> Sheet:
    sheet = Sheet()
    sheet.put(80, 150, "Het [loket van morgen]", size=20)
    sheet.lines(80, 180, "Zo heet het plan van de dienst.", size=10)
    return sheet


Work = Callable[[bytes], bytes]
Cut = tuple[int, int, int, int]


def same(data: bytes) -> bytes:
    return data


CASES: dict[str, tuple[Callable[[], Sheet], Work, Cut]] = {
    "in een regel": (letter, same, (0, 0, 0, 0)),
    "over twee regels": (two_lines, same, (0, 0, 0, 0)),
    "met een afgebroken woord": (hyphenated, same, (0, 0, 0, 0)),
    "over twee bladzijden": (two_pages, same, (0, 0, 0, 0)),
    "in een van twee kolommen": (columns, same, (0, 0, 0, 0)),
    "in een cel": (table, same, (0, 0, 0, 0)),
    "in een voetnoot": (footnote, same, (0, 0, 0, 0)),
    "in een kop": (small_and_large, same, (0, 0, 0, 0)),
    "op een kwart gedraaid": (two_lines, lambda data: laid(data, 90), (0, 0, 0, 0)),
    "op zijn kop gedraaid": (two_lines, lambda data: laid(data, 180), (0, 0, 0, 0)),
    "op driekwart gedraaid": (two_lines, lambda data: laid(data, 270), (0, 0, 0, 0)),
    "een cel op een gedraaide": (table, lambda data: laid(data, 90), (0, 0, 0, 0)),
    "niet bij nul begonnen": (two_lines, lambda data: shifted(data, -130, 77), (0, 0, 0, 0)),
    "met een rand afgesneden": (
        letter,
        lambda data: cut(data, 40, 100, 30, 250),
        (40, 100, 30, 250),
    ),
    "een cel, afgesneden": (table, lambda data: cut(data, 40, 100, 30, 250), (40, 100, 30, 250)),
    "gedraaid en niet bij nul": (
        two_lines,
        lambda data: shifted(laid(data, 90), 33, -210),
        (0, 0, 0, 0),
    ),
}


def quoted(paper: Document, quote: str) -> Span:
    """Where the quote stands in the text; it stands there once."""
    assert paper.text.count(quote) == 1, (quote, paper.text)
    start = paper.text.index(quote)
    return Span(start, start + len(quote))


# --- looking


def picture(data: bytes, page: int, boxes: tuple[Box, ...] = ()) -> Image.Image:
    return Image.open(io.BytesIO(draw_page(data, page, boxes)))


def marked(page: Image.Image) -> Image.Image:
    """White where the page is yellow, and where there is ink between yellow and yellow."""
    red, _, blue = page.split()
    yellow = ImageChops.subtract(red, blue).point(lambda value: 255 if value > 80 else 0)
    if (around := yellow.getbbox()) is not None:
        part = yellow.crop(around).filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.MinFilter(9))
        yellow.paste(part, around)
    return yellow


def ink(page: Image.Image) -> Image.Image:
    return ImageChops.invert(page.convert("L"))


def amount(ink: Image.Image, *where: Image.Image) -> float:
    for mask in where:
        ink = ImageChops.multiply(ink, mask)
    return float(ImageStat.Stat(ink).sum[0])


def measured(plain: Image.Image, shown: Image.Image, truth: Image.Image) -> tuple[float, float]:
    """Of the ink of the quote: the share that is marked, and how much other ink is marked."""
    dark, mark = ink(plain), marked(shown)
    whole = amount(dark, truth)
    return amount(dark, truth, mark) / whole, amount(dark, ImageChops.invert(truth), mark) / whole


def seen(page: Image.Image, off: Cut) -> Image.Image:
    """What is left of a page of which margins are cut off."""
    left, top, right, bottom = (SCALE * side for side in off)
    return page.crop((left, top, page.width - right, page.height - bottom))


@pytest.mark.parametrize("case", CASES)
def test_the_ink_of_the_quote_is_marked_and_no_other(case: str) -> None:
    made, work, off = CASES[case]
    sheet = made()
    data = work(sheet.data())
    paper = document(data)
    regions = paper.locate(quoted(paper, sheet.quote))
    pages = {at for at, _ in sheet.places}
    assert {region.page for region in regions} == pages
    for page in pages:
        boxes = tuple(region.box for region in regions if region.page == page)
        plain, shown = picture(data, page), picture(data, page, boxes)
        truth = seen(sheet.truth(page), off)
        assert plain.size == shown.size == truth.size
        covered, other = measured(plain, shown, truth)
        assert covered >= 0.95
        assert other <= 0.03


@pytest.mark.parametrize(("x", "y"), [(0, 14), (0, -14), (0, 6), (30, 0), (-30, 0)])
def test_a_place_that_is_off_is_seen(x: float, y: float) -> None:
    """The measure itself: a mark a line lower, half a line lower or a word further fails."""
    sheet = letter()
    data = sheet.data()
    paper = document(data)
    boxes = tuple(
        Box(box.x0 + x, box.top + y, box.x1 + x, box.bottom + y)
        for box in (region.box for region in paper.locate(quoted(paper, sheet.quote)))
    )
    covered, other = measured(picture(data, 1), picture(data, 1, boxes), sheet.truth(1))
    assert covered < 0.95
    assert other > 0.03


def test_what_is_marked_stays_readable() -> None:
    sheet = letter()
    data = sheet.data()
    paper = document(data)
    boxes = tuple(region.box for region in paper.locate(quoted(paper, sheet.quote)))
    plain, shown = picture(data, 1), picture(data, 1, boxes)
    where = tuple(round(SCALE * side) for side in sheet.places[0][1])
    before, after = plain.crop(where).convert("L"), shown.crop(where).convert("L")
    # ink is as dark as it was, paper nearly as light: the difference between them stays
    assert after.getextrema()[0] <= before.getextrema()[0]
    assert before.getextrema()[1] - after.getextrema()[1] < 50
    # and outside the boxes nothing changed
    changed = ImageChops.difference(plain, shown).getbbox()
    assert changed is not None
    (box,) = boxes
    assert changed[0] >= SCALE * box.x0 - 1
    assert changed[2] <= SCALE * box.x1 + 1


# width and height of a page in points
SIZES = [(595, 842), (842, 595), (3370, 2384), (14400, 14400), (20, 14400), (14400, 3), (3, 3)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_picture_is_never_too_large(width: int, height: int) -> None:
    sheet = Sheet(width, height)
    drawn = picture(sheet.data(), 1, (Box(-50, -50, 1e6, 2),))
    assert drawn.width * drawn.height <= 1.01 * MAX_PIXELS
    assert drawn.width / drawn.height == pytest.approx(width / height, rel=0.2)
    # a place that sticks out is marked as far as there is page
    assert drawn.getpixel((0, 0)) != (255, 255, 255)


@pytest.mark.parametrize("page", [0, 2, -1])
def test_a_page_that_is_not_there_is_refused(page: int) -> None:
    with pytest.raises(UnreadableError):
        draw_page(letter().data(), page, ())


# --- files


def test_a_file_tells_paper_page_kind_and_place(tmp_path: Path) -> None:
    sheet = two_pages()
    file = tmp_path / "proef.pdf"
    file.write_bytes(sheet.data())
    paper = document(sheet.data())
    span = quoted(paper, sheet.quote)
    pictures = list(pictures_of(paper, [("toezeggingen", span)] * 2, tmp_path / "uit"))
    assert draw_pictures(file, pictures) == []
    assert sorted(made.name for made in (tmp_path / "uit").iterdir()) == [
        f"{paper.id}-blz{page}-toezeggingen-{span.start}-{span.end}.png" for page in (1, 2)
    ]
    assert all(picture.file.read_bytes().startswith(b"\x89PNG") for picture in pictures)


def test_a_page_that_cannot_be_drawn_costs_that_picture(tmp_path: Path) -> None:
    sheet = letter()
    file = tmp_path / "proef.pdf"
    file.write_bytes(sheet.data())
    paper = document(sheet.data())
    (good,) = pictures_of(paper, [("moties", quoted(paper, sheet.quote))], tmp_path)
    bad = type(good)(7, good.boxes, tmp_path / "zeven.png")
    bad.file.write_bytes(b"van een vorige keer")
    (problem,) = draw_pictures(file, [bad, good])
    assert (problem.subject, problem.soort) == ("zeven.png", "onleesbaar")
    assert (bad.file.exists(), good.file.exists()) == (False, True)


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    sheet = letter()
    file = tmp_path / "proef.pdf"
    file.write_bytes(sheet.data())
    (one,) = pictures_of(document(sheet.data()), [("moties", Span(0, 3))], tmp_path)
    (problem,) = draw_pictures(file, [one], Limits(seconds=1e-4))
    assert problem.soort == "te_traag"


def test_a_folder_that_cannot_be_made_is_wrong_usage(tmp_path: Path) -> None:
    file = tmp_path / "proef.pdf"
    file.write_bytes(letter().data())
    (one,) = pictures_of(document(file.read_bytes()), [("moties", Span(0, 3))], file / "uit")
    with pytest.raises(UsageError, match="kan geen map zijn"):
        draw_pictures(file, [one])


# --- any span of any paper


def printed_lines(page: PrintedPage) -> list[tuple[float, float, tuple[float, ...], str]]:
    cells = [cell for table in page.tables for cell in table.cells]
    lines = [*page.lines, *(line for cell in cells for line in cell.lines)]
    return [(line.top, line.bottom, line.edges, line.text) for line in lines]


def spelled(pages: tuple[PrintedPage, ...], paper: Document, span: Span) -> str:
    """The characters printed under the regions of a span, in their order."""
    found = []
    for region in paper.locate(span):
        box = region.box
        for top, bottom, edges, text in printed_lines(pages[region.page - 1]):
            if (top, bottom) == (box.top, box.bottom):
                middles = [(one + two) / 2 for one, two in pairwise(edges)]
                found += [
                    char for x, char in zip(middles, text, strict=True) if box.x0 < x < box.x1
                ]
    return "".join(found)


def bare(text: str) -> str:
    """The characters without spaces and hyphens, which a line end makes or takes."""
    return "".join(char for char in text if not char.isspace() and char != "-")


@cache
def own_papers() -> dict[str, bytes]:
    made = {case: work(made().data()) for case, (made, work, _) in CASES.items()}
    return made | {
        path.stem: data
        for path in sorted(SAMPLE.rglob("*.pdf"))
        if (data := path.read_bytes()) and readable(data)
    }


def readable(data: bytes) -> bool:
    try:
        return bool(document(data).lines)
    except UnreadableError:
        return False


@cache
def opened(name: str) -> tuple[tuple[PrintedPage, ...], Document]:
    data = own_papers()[name]
    return read_pdf(data), document(data)


def check_place(pages: tuple[PrintedPage, ...], paper: Document, span: Span) -> None:
    regions = paper.locate(span)
    assert bare(spelled(pages, paper, span)) == bare(paper.quote(span))
    for region in regions:
        page = pages[region.page - 1]
        assert 0 <= region.box.x0 <= region.box.x1 <= page.width
        assert 0 <= region.box.top < region.box.bottom <= page.height


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_under_the_regions_of_any_span_stands_what_it_says(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(own_papers())))
    pages, paper = opened(name)
    start = data.draw(st.integers(0, len(paper.text)))
    end = data.draw(st.integers(start, min(len(paper.text), start + 400)))
    check_place(pages, paper, Span(start, end))
