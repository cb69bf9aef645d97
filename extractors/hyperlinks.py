"""Every link of a paper: those of its PDF or XML, addresses in its text, links to nowhere.

What the source itself says of a link (an annotation, an extref) goes before what is printed there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice

from extractors.patterns import citations, hyperlinks
from models.citation import Verwijzing
from models.document import Document, Link, Span
from models.identifiers import parse_identifier
from models.lists import LinkStatus
from models.weblink import LinkFound

_MOST_LINKS = 5000
_MOST_LINES = 5
_MOST_ADDRESS = 2000
# signs that close a sentence, not an address
_AFTER = ".,;:!?'’”»*_"
_OPEN_END = re.compile(r"[-/_=&?%]$")
_EMPTY = re.compile(r"#.*|about:blank|javascript:.*|", re.DOTALL)
_TARGET = re.compile(r"\]\([^()\s]{0,500}\)")
_WEB = re.compile(r"(?:https?://|www\.)", re.IGNORECASE)


def find_links(
    document: Document, verwijzingen: Iterable[Verwijzing] = ()
) -> tuple[LinkFound, ...]:
    """The links of a paper in order of place, at most five thousand.

    ``verwijzingen`` are the references found in the paper: what stands beside an empty link may
    tell where it led.
    """
    stated = list(islice(_stated(document), _MOST_LINKS))
    taken = _Taken(_with_target(document.text, link.span) for link in stated)
    empty = [link for link in _empty_in_text(document.text) if not taken.has(link.span)]
    taken = _Taken((*taken.spans, *(link.span for link in empty)))
    printed = [link for link in _printed(document) if not taken.has(link.span)]
    links = sorted([*stated, *empty, *printed], key=lambda link: link.span)[:_MOST_LINKS]
    by_text = {_words(document, link): link.target for link in links if _WEB.match(link.target)}
    around = list(verwijzingen)
    return tuple(
        found for link in links if (found := _found(document, link, by_text, around)) is not None
    )


def target_id(url: str) -> str | None:
    """The identifier of the paper an address leads to, where the address tells it.

    >>> target_id("https://zoek.officielebekendmakingen.nl/kst-99001-12.html")
    'kst-99001-12'
    """
    if match := hyperlinks.DOCUMENTNUMMER.search(url):
        return f"tk-{match['nummer']}"
    if match := hyperlinks.RIJKSOVERHEID.search(url):
        return f"ro-{match['uuid']}"
    if match := hyperlinks.WET.search(url):
        return match["bwb"]
    match = citations.LINK.search(url.partition("#")[0].partition("?")[0])
    return match["kenmerk"] if match else None


def _stated(document: Document) -> Iterator[Link]:
    """The links the source states; one that is cut over lines is one link again."""
    last: Link | None = None
    for link in document.links:
        if last and last.target == link.target and _adjoins(document.text, last.span, link.span):
            last = Link(Span(last.span.start, max(last.span.end, link.span.end)), link.target)
            continue
        if last:
            yield last
        last = link
    if last:
        yield last


def _with_target(text: str, span: Span) -> Span:
    """The span with the target that Markdown prints after it."""
    match = _TARGET.match(text, span.end)
    return Span(span.start, match.end()) if match else span


def _adjoins(text: str, one: Span, other: Span) -> bool:
    return one.start <= other.start and not text[one.end : other.start].strip()


def _empty_in_text(text: str) -> Iterator[Link]:
    for match in hyperlinks.LEEG.finditer(text):
        yield Link(Span(*match.span("tekst")), match["doel"] or "")


def _printed(document: Document) -> Iterator[Link]:
    """The addresses printed in the text, each put together where a line end cuts it."""
    text, at = document.text, 0
    ends = frozenset(line.span.end for line in document.lines)
    for match in hyperlinks.ADRES.finditer(text):
        if match.start() < at:
            continue
        parts, at = [match[0]], match.end()
        while (more := _continued(text, parts, at, ends)) is not None:
            parts.append(more["deel"])
            at = more.end("deel")
        url = _closed("".join(parts))
        end = at - (len("".join(parts)) - len(url))
        yield Link(Span(match.start(), max(end, match.start() + 1)), url)


def _continued(
    text: str, parts: Sequence[str], at: int, ends: Container[int]
) -> re.Match[str] | None:
    """The piece on the next line that belongs to this address; ``None`` where it is whole.

    ``ends`` are the places where printed lines end.
    """
    if len(parts) > _MOST_LINES or sum(map(len, parts)) > _MOST_ADDRESS:
        return None
    match = hyperlinks.VERVOLG.pattern.match(text, at)
    if match is None or (match["einde"] == " " and at not in ends):
        return None
    if match["deel"].startswith("/"):
        return match
    if _OPEN_END.search(parts[-1]):
        return match if re.search(r"[-/_=&%.\d]", match["deel"]) or _alone(text, match) else None
    fits = hyperlinks.ADRESDEEL.pattern.fullmatch(match["deel"].rstrip(_AFTER))
    return match if fits and (_alone(text, match) or match.end("deel") in ends) else None


def _alone(text: str, match: re.Match[str]) -> bool:
    """Whether nothing else stands on the line."""
    line = text[match.end("deel") : match.end("deel") + 40].partition("\n")[0]
    return not line.strip(" .,;)’”\r\t")


def _closed(url: str) -> str:
    """The address without the signs of the sentence around it; a bracket it opened stays."""
    while url and (url[-1] in _AFTER or (url[-1] == ")" and url.count("(") < url.count(")"))):
        url = url[:-1]
    return url


class _Taken:
    """Places that hold a link already."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(spans)

    def has(self, span: Span) -> bool:
        """Whether a link stands here already; of those that begin before it, the last decides."""
        index = bisect_left(self.spans, span)
        return any(span.overlaps(other) for other in self.spans[max(0, index - 1) : index + 1])


def _words(document: Document, link: Link) -> str:
    return " ".join(document.quote(link.span).split()).casefold()


def _found(
    document: Document, link: Link, by_text: dict[str, str], around: Sequence[Verwijzing]
) -> LinkFound | None:
    # the rectangle of a link often begins a sign too early
    tekst = " ".join(document.quote(link.span).split()).lstrip(" :;,")
    target = "".join(link.target.split())[:_MOST_ADDRESS]
    if _EMPTY.fullmatch(target):
        return _emptied(document, link, tekst, target, by_text, around)
    if _WEB.match(target):
        url = target if target.lower().startswith("http") else f"https://{target}"
        return LinkFound(link.span, tekst, url, LinkStatus.NIET_GEVOLGD, target_id(url))
    try:
        identifier = str(parse_identifier(target))
    except ValueError:
        return None  # a mail address, a telephone number, the number of a dossier
    return LinkFound(link.span, tekst, target, LinkStatus.KENMERK, identifier)


def _emptied(
    document: Document,
    link: Link,
    tekst: str,
    target: str,
    by_text: dict[str, str],
    around: Sequence[Verwijzing],
) -> LinkFound:
    """A link that leads nowhere; where it led may still be told.

    Its own text may be an address, another link with the same text may work, and the note it
    stands in may cite the paper by its number (only where it cites just one).
    """
    written = hyperlinks.ADRES.pattern.fullmatch(tekst)
    url = tekst if written else by_text.get(_words(document, link))
    if url:
        url = url if url.lower().startswith("http") else f"https://{url}"
        return LinkFound(link.span, tekst, url, LinkStatus.NIET_GEVOLGD, target_id(url))
    at = document.passage_at(link.span.start)
    cited = set()
    if at is not None:
        note = document.passages[at].span
        cited = {v.doel_id for v in around if v.doel_id and note.covers(v.span)}
    doel_id = cited.pop() if len(cited) == 1 else None
    return LinkFound(link.span, tekst, target or "#", LinkStatus.LEEG, doel_id)
