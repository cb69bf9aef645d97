"""Papers printed anew from their official text, by two renderers that know nothing of each other.

The look is that of the printed Kamerstuk: the head of the Chamber, the number of the dossier and
of the paper in the left margin, the text in the right column, the small colophon and the running
foot; Handelingen in two columns. WeasyPrint sets ragged lines as the official printer does, Typst
justified ones; both break words as Dutch does. Nothing printed here is kept or shipped.
"""

from __future__ import annotations

import html
import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.reading.official import LOWERED, PLAIN, RAISED, Official, Paragraph

Renderer = Callable[[Official], bytes]

_TEMPLATES = Path(__file__).parent
_TAGS = {LOWERED: ("sub", "</sub>"), RAISED: ("sup", "</sup>")}


def renderers() -> dict[str, Renderer]:
    """The renderers that are installed, by name."""
    found: dict[str, Renderer] = {}
    for name, make in (("weasyprint", _weasyprint), ("typst", _typst)):
        try:
            found[name] = make(importlib.import_module(name))
        except (ImportError, OSError):
            continue
    return found


def is_debate(paper: Official) -> bool:
    """Whether a paper is printed as Handelingen."""
    return paper.id.startswith("h-")


def _foot(paper: Official) -> str:
    if is_debate(paper):
        return f"Tweede Kamer, {short_title(paper)}"
    numbers = ", ".join(number for number, _ in paper.dossiers)
    number = paper.number.replace("Nr.", "nr.")
    return f"Tweede Kamer, vergaderjaar {_dash(paper.session)}, {numbers}, {number}"


def short_title(paper: Official) -> str:
    """What the foot of a debate calls it."""
    return next((p.text for p in paper.paragraphs if p.kind == "kop"), "Opening")[:60]


def _dash(session: str) -> str:
    return session.replace("-", "–")


def _year(paper: Official) -> str:
    return paper.session[-4:]


# WeasyPrint: HTML and CSS


def _weasyprint(module: Any) -> Renderer:
    config = importlib.import_module("weasyprint.text.fonts").FontConfiguration()
    kst = module.CSS(filename=str(_TEMPLATES / "kamerstuk.css"), font_config=config)
    debate = module.CSS(filename=str(_TEMPLATES / "handelingen.css"), font_config=config)

    def render(paper: Official) -> bytes:
        page = _debate_html(paper) if is_debate(paper) else _kst_html(paper)
        sheet = debate if is_debate(paper) else kst
        document = module.HTML(string=page)
        return bytes(document.write_pdf(stylesheets=[sheet], font_config=config))

    return render


def _html(paragraph: Paragraph) -> str:
    text, closing = "", ""
    for char in html.escape(paragraph.marked, quote=False):
        if char == PLAIN:
            text, closing = text + closing, ""
        elif char in _TAGS:
            opening, closing = _TAGS[char]
            text += f"<{opening}>"
        else:
            text += char
    return text


def _element(paragraph: Paragraph) -> str:
    grouped = " grouped" if paragraph.grouped else ""
    return f'<p class="{paragraph.kind}{grouped}">{_html(paragraph)}</p>'


def _kst_html(paper: Official) -> str:
    titles, rest = _split(paper)
    dossiers = "".join(
        f'<div class="row dossier"><div class="margin">{html.escape(number)}</div>'
        f'<div class="text">{_html(title)}</div></div>'
        for (number, _), title in zip(paper.dossiers, titles, strict=True)
    )
    body = "".join(_element(paragraph) for paragraph in rest)
    return (
        f'<html lang="nl"><body><div class="foot">{html.escape(_foot(paper))}</div>'
        f'<div class="head"><div class="chamber">Tweede Kamer der Staten-Generaal</div>'
        f'<div class="two">2</div></div>'
        f'<div class="session">Vergaderjaar {_dash(paper.session)}</div>'
        f'<div class="dossiers">{dossiers}</div>'
        f'<div class="colophon">{paper.id}<br>ISSN 0921 - 7371<br>’s-Gravenhage {_year(paper)}'
        f'</div><div class="row"><div class="margin">{paper.number}</div>'
        f'<div class="text">{body}</div></div></body></html>'
    )


def _split(paper: Official) -> tuple[list[Paragraph], list[Paragraph]]:
    """The titles of the dossiers, which stand above, and all the rest."""
    count = len(paper.dossiers)
    return list(paper.paragraphs[:count]), list(paper.paragraphs[count:])


def _debate_html(paper: Official) -> str:
    body = "".join(_element(paragraph) for paragraph in paper.paragraphs)
    return (
        f'<html lang="nl"><body><div class="foot">{html.escape(_foot(paper))}</div>'
        f'<div class="number">{paper.id}</div>{body}</body></html>'
    )


# Typst: the paper as data, the look as a template


def _typst(module: Any) -> Renderer:
    compilers = {
        name: module.Compiler(str(_TEMPLATES / name), root=str(_TEMPLATES))
        for name in ("kamerstuk.typ", "handelingen.typ")
    }

    def render(paper: Official) -> bytes:
        name = "handelingen.typ" if is_debate(paper) else "kamerstuk.typ"
        data = json.dumps(_data(paper), ensure_ascii=False)
        return bytes(compilers[name].compile(format="pdf", sys_inputs={"paper": data}))

    return render


def _data(paper: Official) -> dict[str, Any]:
    titles, rest = _split(paper)
    return {
        "id": paper.id,
        "session": _dash(paper.session),
        "year": _year(paper),
        "foot": _foot(paper),
        "number": paper.number,
        "dossiers": [
            [number, _runs(title)]
            for (number, _), title in zip(paper.dossiers, titles, strict=True)
        ],
        "paragraphs": [[p.kind, p.grouped, _runs(p)] for p in rest],
    }


def _runs(paragraph: Paragraph) -> list[list[str]]:
    """Pieces of text and how each is set: ``plain``, ``sub`` or ``sup``."""
    runs = [["plain", ""]]
    for char in paragraph.marked:
        if char == PLAIN:
            runs.append(["plain", ""])
        elif char in _TAGS:
            runs.append([_TAGS[char][0], ""])
        else:
            runs[-1][1] += char
    return runs
