"""Papers as a scanner makes them, of our own papers; and whether this machine can read them."""

from __future__ import annotations

from io import BytesIO

import pypdfium2 as pdfium
import pytest
from fpdf import FPDF

from corpus.pdf import ocr

needs_tesseract = pytest.mark.skipif(
    ocr.missing() is not None, reason=f"geen OCR op deze machine: {ocr.missing()}"
)


def scanned(data: bytes, dpi: int = 200, hidden: str = "") -> bytes:
    """The PDF in ``data`` as pictures of its pages and nothing else.

    ``hidden`` is laid under each page as the text of somebody's OCR.
    """
    made = FPDF(unit="pt")
    made.set_font("Helvetica", size=8)
    with pdfium.PdfDocument(data) as document:
        for page in document:
            wide, tall = page.get_size()
            picture = BytesIO()
            page.render(scale=dpi / 72, grayscale=True).to_pil().save(picture, "PNG")
            made.add_page(format=(wide, tall))
            if hidden:
                with made.local_context(text_mode=3):
                    made.set_xy(70, 100)
                    made.multi_cell(w=400, text=hidden)
            made.image(picture, x=0, y=0, w=wide, h=tall)
    return bytes(made.output())
