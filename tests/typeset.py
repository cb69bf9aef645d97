"""Small papers set by hand, with the place of the quote known from the setting itself.

In what is put down, square brackets stand around the quote (``Daarna [stuur ik een brief].``);
they are not printed. All words are made up.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pypdfium2 as pdfium
from fpdf import FPDF
from PIL import Image, ImageDraw

# pixels to a point, as in the pictures
SCALE = 2
Rectangle = tuple[float, float, float, float]


class Sheet:
    """Pages of one size in points, the printed text of the quote, and where each piece stands."""

    def __init__(self, width: float = 595, height: float = 842) -> None:
        self.width, self.height = width, height
        self.pdf = FPDF(unit="pt", format=(width, height))
        self.pdf.set_auto_page_break(False)
        self.pieces: list[str] = []
        self.places: list[tuple[int, Rectangle]] = []
        self.turn_page()

    def turn_page(self) -> None:
        """Begin a new page."""
        self.pdf.add_page()

    def put(self, x: float, y: float, text: str, size: float = 10) -> None:
        """Print a line with its baseline at ``y`` from the top."""
        self.pdf.set_font("Helvetica", size=size)
        before, bracket, rest = text.partition("[")
        piece, _, after = rest.partition("]")
        self.pdf.text(x, y, before + piece + after)
        if bracket:
            x0 = x + self.pdf.get_string_width(before)
            x1 = x0 + self.pdf.get_string_width(piece)
            # from above the capitals to below the tails
            box = (x0, y - 0.76 * size, x1, y + 0.23 * size)
            self.pieces.append(piece)
            self.places.append((self.pdf.page, box))

    def lines(self, x: float, y: float, *lines: str, size: float = 10, lead: float = 14) -> None:
        """Print lines under each other."""
        for number, line in enumerate(lines):
            self.put(x, y + lead * number, line, size)

    @property
    def quote(self) -> str:
        """The quote as running text."""
        return re.sub(r"- (?=[a-z])", "", " ".join(self.pieces))

    def data(self) -> bytes:
        """The paper."""
        return bytes(self.pdf.output())

    def truth(self, page: int) -> Image.Image:
        """White where the quote stands on a page, black elsewhere."""
        mask = Image.new("L", (round(SCALE * self.width), round(SCALE * self.height)))
        draw = ImageDraw.Draw(mask)
        for at, box in self.places:
            if at == page:
                draw.rectangle([SCALE * side for side in box], fill=255)
        return mask


def reworked(data: bytes, work: Callable[[pdfium.PdfPage], None]) -> bytes:
    """The paper with each of its pages changed."""
    document = pdfium.PdfDocument(data)
    for page in document:
        work(page)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def laid(data: bytes, turn: int) -> bytes:
    """The same to look at, but the pages lie on their side in the file and say so (/Rotate)."""

    def work(page: pdfium.PdfPage) -> None:
        width, height = page.get_size()
        # turned back, then pushed into the first quadrant again
        by = {90: (height, 0), 180: (width, height), 270: (0, width)}[turn]
        matrix = pdfium.PdfMatrix().rotate(turn, ccw=True).translate(*by)
        for item in page.get_objects():
            item.transform(matrix)
        if turn != 180:
            page.set_mediabox(0, 0, height, width)
        page.set_rotation(turn)

    return reworked(data, work)


def shifted(data: bytes, x: float, y: float) -> bytes:
    """The same to look at, with the corner of the page elsewhere than at the origin."""

    def work(page: pdfium.PdfPage) -> None:
        width, height = page.get_size()
        if page.get_rotation() in (90, 270):
            width, height = height, width
        for item in page.get_objects():
            item.transform(pdfium.PdfMatrix().translate(x, y))
        page.set_mediabox(x, y, x + width, y + height)

    return reworked(data, work)


def cut(data: bytes, left: float, top: float, right: float, bottom: float) -> bytes:
    """The paper with so much cut off each page by its crop box."""

    def work(page: pdfium.PdfPage) -> None:
        width, height = page.get_size()
        page.set_cropbox(left, bottom, width - right, height - top)

    return reworked(data, work)
