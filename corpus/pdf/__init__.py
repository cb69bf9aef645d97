"""PDF into printed pages; the only package that knows pypdfium2, pdfplumber and tesseract.

pypdfium2 gives every glyph with its box, and what is drawn; pdfplumber is asked only what tables
the ruling lines of a page make, and reads no PDF itself. Coordinates are points from the top left
of the page as a viewer shows it.
"""

from corpus.pdf.opening import MAX_PAGES
from corpus.pdf.pages import iter_pages, read_pdf

__all__ = ["MAX_PAGES", "iter_pages", "read_pdf"]
