"""Composes answers of the SyncFeed from rows under the names of OData, for the tests."""

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

Row = Mapping[str, Any]

TK = "http://www.tweedekamer.nl/xsd/tkData/v1-0"
BASE = "https://feed.example/SyncFeed/2.0"
# what a row does not say with an element of its own
_ATTRIBUTES = {
    "Id",
    "GewijzigdOp",
    "ApiGewijzigdOp",
    "Verwijderd",
    "ContentType",
    "ContentLength",
}
_ODD = {
    "NaamNL": "naamNl",
    "NaamEN": "naamEn",
    "NaamWebNL": "naamWebNl",
    "NaamWebEN": "naamWebEn",
    "VRSNummer": "vrsNummer",
    "ExterneIdentifier": "externeidentifier",
}


def element_name(name: str) -> str:
    """The element for a field."""
    return _ODD.get(name, name[:1].lower() + name[1:])


def compose_entity(entity: str, row: Row, prefix: str = "", verwijderd: str | None = None) -> str:
    """The element of a row; ``prefix`` as in ``ns1:``."""
    space = prefix or "tk:"
    declared = f'xmlns:{space[:-1]}="{TK}"' + ("" if prefix else f' xmlns="{TK}"')
    told = "" if row.get("Verwijderd") is None else str(row["Verwijderd"]).lower()
    facts = {
        f"{space}bijgewerkt": row.get("GewijzigdOp"),
        f"{space}verwijderd": told if verwijderd is None else verwijderd,
        f"{space}contentType": row.get("ContentType"),
        f"{space}contentLength": row.get("ContentLength"),
    }
    attributes = "".join(
        f" {name}={quoteattr(str(value))}"
        for name, value in facts.items()
        if value not in (None, "")
    )
    skipped = (
        _ATTRIBUTES
        if entity != "DocumentPublicatie"
        else _ATTRIBUTES - {"ContentType", "ContentLength"}
    )
    body = "".join(
        compose_field(prefix, name, value) for name, value in row.items() if name not in skipped
    )
    name = prefix + entity[0].lower() + entity[1:]
    return (
        f'<{name} {declared} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f" id={quoteattr(str(row['Id']))}{attributes}>{body}</{name}>"
    )


def compose_field(prefix: str, name: str, value: Any) -> str:
    """One field: a reference for each row nested, nil for nothing, else its text."""
    element = prefix + element_name(name.removesuffix("_Id"))
    if name.endswith("_Id"):
        return f"<{element} ref={quoteattr(str(value))}/>" if value else ""
    if isinstance(value, list):
        return "".join(f"<{element} ref={quoteattr(str(part['Id']))}/>" for part in value)
    if value is None:
        return f'<{element} xsi:nil="true"/>'
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"<{element}>{escape(text)}</{element}>"


def compose_entry(
    entity: str, row: Row, token: int, body: str | None = None, base: str = BASE
) -> str:
    """One entry, with the token after it."""
    return (
        f"<entry><title>{row['Id']}</title><id>{base}/Entiteiten/{row['Id']}</id>"
        f"<updated>{row['ApiGewijzigdOp']}</updated><category term={quoteattr(entity.lower())}/>"
        f'<link rel="next" href="{base}/Feed?skiptoken={token}&amp;category={entity}"/>'
        f'<content type="application/xml">{body or compose_entity(entity, row)}</content></entry>'
    )


def compose_feed(entries: Iterable[str], rel: str, href: str) -> bytes:
    """One page, with the link to what comes after it."""
    link = f"<link rel={quoteattr(rel)} href={quoteattr(href)}/>" if rel else ""
    return (
        "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'>"
        f"<title>Gegevensmagazijn SyncFeed</title>{link}{''.join(entries)}</feed>"
    ).encode()
