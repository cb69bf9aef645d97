"""Markup from outside into a tree: no entity, no DTD, no network, and never deeper than we walk."""

from __future__ import annotations

import re

from lxml import etree

from corpus.read_text import read_text
from models.problems import UnreadableError

# real papers are about 12 deep, Word about 30 in a text box in a table; the parser itself allows
# far more than Python's stack
DEEPEST = 100
# a publication as the official pages name it
_PAPER = re.compile(r"(?:\./|/)?((?:kst|ah|kv|h|blg|stb|stcrt|trb|nds)-[\w-]+)(?:\.html)?")
_FOLLOWED = re.compile(r"(?:https?|mailto|ftp):", re.IGNORECASE)


def xml_parser(encoding: str | None = None, *, remove_pis: bool = False) -> etree.XMLParser:
    """A parser that resolves no entity, loads nothing and leaves comments out.

    A new one each time: lxml parsers are not shared between threads. ``encoding`` goes before what
    the bytes declare.
    """
    return etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=remove_pis,
    )


def parse_part(data: bytes, soort: str, name: str) -> etree._Element:
    """The tree of one XML part of a packed file; ``name`` is how a person knows the file.

    Bytes that are utf-8 are read as such, whatever they declare.

    Raises :class:`UnreadableError`: ``onveilige_xml`` for a declared or unknown entity, ``soort``
    for broken markup, ``onbekend_formaat`` for markup deeper than :data:`DEEPEST`.
    """
    if b"<!ENTITY" in data.replace(b"\0", b""):
        raise _unsafe(name)
    root = _parse_declared(data)
    if root is None:
        raise UnreadableError(
            soort, f"Dit {name}-bestand is beschadigd; haal het opnieuw op of bied de pdf aan."
        )
    # declared in an encoding the look above cannot see through, or elsewhere
    if next(root.iter(etree.Entity), None) is not None:
        raise _unsafe(name)
    check_depth(root, name)
    return root


def parse_page(data: bytes) -> etree._Element | None:
    """The tree of an HTML page, read as XHTML where it is well-formed; ``None`` for no page.

    The bytes decide the character set, not what the page declares. Element names have no
    namespace and no capitals.

    Raises :class:`UnreadableError`: ``onbekend_formaat`` for markup deeper than :data:`DEEPEST`.
    """
    text = read_text(data).replace("\0", "")
    bare = text.encode("utf-8", "replace")
    root = None if "<!ENTITY" in text else _parse(bare, "utf-8")
    # XML leaves a name such as &eacute; to the DTD, which is not read; HTML knows it
    if root is None or next(root.iter(etree.Entity), None) is not None:
        try:
            root = etree.fromstring(bare, _html_parser())
        except (etree.LxmlError, ValueError):
            return None
    if root is not None:
        check_depth(root, "html")
        _flatten(root)
    return root


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for a comment or instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def link_target(address: str) -> str | None:
    """Where a link leads: a paper by its identifier, else the address.

    ``None`` for what leads nowhere outside the file, or to no place (a script).

    >>> link_target("kst-99001-3.html"), link_target("https://v.example/"), link_target("#n1")
    ('kst-99001-3', 'https://v.example/', None)
    """
    address = address.strip()
    paper = _PAPER.fullmatch(address)
    if paper:
        return paper[1]
    return address if _FOLLOWED.match(address) else None


def number_of(text: str, otherwise: int) -> int:
    """A whole number as an attribute gives it, if it is one a paper could have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def check_depth(root: etree._Element, name: str) -> None:
    """Raises :class:`UnreadableError` where elements stand deeper than :data:`DEEPEST`."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise UnreadableError(
                "onbekend_formaat",
                f"Dit {name}-bestand is meer dan {DEEPEST} elementen diep; bied de pdf aan.",
            )


def _parse_declared(data: bytes) -> etree._Element | None:
    """The tree of bytes in utf-8, else in what they declare, else in windows-1252."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        root = _parse(data, None)
        return _parse(read_text(data).encode(), "utf-8") if root is None else root
    return _parse(data, "utf-8")


def _parse(data: bytes, encoding: str | None) -> etree._Element | None:
    """The tree of well-formed XML."""
    try:
        return etree.fromstring(data, xml_parser(encoding, remove_pis=True))
    except (etree.LxmlError, ValueError, LookupError):
        return None


def _html_parser() -> etree.HTMLParser:
    return etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )


def _flatten(root: etree._Element) -> None:
    """XHTML names as HTML has them."""
    for element in root.iter(etree.Element):
        if str(element.tag).startswith("{"):
            element.tag = local_name(element).lower()


def _unsafe(name: str) -> UnreadableError:
    return UnreadableError(
        "onveilige_xml",
        f"Dit {name}-bestand verklaart of gebruikt eigen entiteiten en wordt daarom niet gelezen; "
        "bied de pdf aan.",
    )
