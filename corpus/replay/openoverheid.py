"""The replay of open.overheid.nl: the JSON behind its search page, and the bytes.

Imitated are the habits that break naive clients: only 10, 20 or 50 results at a time, dates asked
for as dd-mm-jjjj and answered as yyyy-mm-dd, a version stuck to the id, 401 for a path it does not
know, and 404 for every HEAD.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote

from corpus.replay.answer import NOT_FOUND, Answer
from corpus.replay.koop import TYPES, conditional
from corpus.replay.world import World

Document = Mapping[str, Any]

API = "/overheid/openbaarmakingen/api/v0"
HOME = "https://open.overheid.nl"

_SIZES = {"10", "20", "50"}
_FILE = re.compile(r"/documenten/([\w-]+)/file(?:/[^/]+)?")
_RELATIONS = re.compile(r"/publicatie/([\w-]+)/_relaties")
_WORDS = re.compile(r'"([^"]+)"|(\S+)')
_FILTERS = {
    "organisatie": "verantwoordelijke",
    "documentsoort": "documentsoorten",
    "informatiecategorie": "informatiecategorieen",
}
_JSON = "application/json"


class OpenOverheid:
    """The service over the documents of a world; ``url`` is the address of the server.

    With ``redirect`` the bytes are one redirect away, as they sometimes are.
    """

    def __init__(self, world: World, url: str) -> None:
        self._world = world
        self._url = url
        self.redirect = False

    def knows(self, path: str) -> bool:
        """Whether a path is one of this service."""
        return (
            path.startswith("/overheid/")
            or _FILE.fullmatch(path) is not None
            or _RELATIONS.fullmatch(path) is not None
        )

    def answer(
        self, method: str, path: str, params: Mapping[str, str], marks: Mapping[str, str] | None
    ) -> Answer:
        """The answer to a question below this service; ``marks`` as in :func:`conditional`."""
        if method == "HEAD":
            return NOT_FOUND
        if file := _FILE.fullmatch(path):
            return self._file(file[1], marks, moved=path.endswith("/file"))
        if relations := _RELATIONS.fullmatch(path):
            return _json(self._relations(relations[1]))
        below = path.removeprefix(API)
        if below == "/zoek":
            return self._list(params)
        part, _, key = below.removeprefix("/").partition("/")
        if part == "zoek" and key:
            document = self._document(key)
            return _json(self._detail(document)) if document else NOT_FOUND
        if part == "attachment" and key:
            return self._file(key, marks, moved=False)
        return Answer(401, _JSON, b'{"status":401}')

    def _document(self, key: str) -> Document | None:
        return next((one for one in self._world.documents if one.get("id") == key), None)

    def _list(self, params: Mapping[str, str]) -> Answer:
        size, start = params.get("aantalResultaten", "10"), params.get("start", "0")
        try:
            since = _day(params.get("publicatiedatumVan"), date.min)
            until = _day(params.get("publicatiedatumTot"), date.max)
        except ValueError:
            return Answer(400, _JSON, b'{"status":400}')
        if size not in _SIZES or not start.isdigit():
            return Answer(400, _JSON, b'{"status":400}')
        found = [
            one
            for one in self._world.documents
            if since <= _published(one) <= until and _answers(one, params)
        ]
        field = "mutatiedatumtijd" if params.get("sort") == "laatst-gewijzigd" else _PUBLISHED
        found.sort(
            key=lambda one: (str(one.get(field) or ""), str(one.get("id"))),
            reverse=params.get("order") != "asc",
        )
        page = found[int(start) : int(start) + int(size)]
        results = [self._result(one) for one in page]
        return _json({"totaal": len(found), "resultaten": results, "facetten": []})

    def _result(self, one: Document) -> dict[str, Any]:
        document = {
            "id": f"{one['id']}_{one.get('versie', 1)}",
            "pid": f"{HOME}/documenten/{one['id']}",
            "titel": one.get("titel"),
            "omschrijving": one.get("omschrijving"),
            "openbaarmakingsdatum": one.get(_PUBLISHED),
            "publisher": one.get("publisher"),
            "aanbieder": one.get("aanbieder"),
            "mutatiedatumtijd": one.get("mutatiedatumtijd"),
        }
        result: dict[str, Any] = {
            "document": {name: value for name, value in document.items() if value is not None}
        }
        data = self._data(one)
        if data is not None:
            result["bestandsgrootte"] = f"{len(data) / 1_048_576:.2f} MB"
            result["aantalPaginas"] = one.get("paginas", 1)
            result["bestandsType"] = _media_type(one)
        return result

    def _detail(self, one: Document) -> dict[str, Any]:
        published = one.get("gepubliceerd", True)
        document = {
            "pid": f"{HOME}/documenten/{one['id']}",
            "verantwoordelijke": {"label": one.get("verantwoordelijke")},
            "publisher": {"label": one.get("publisher")},
            "titelcollectie": {"officieleTitel": one.get("titel")},
            "omschrijvingen": [one["omschrijving"]] if one.get("omschrijving") else [],
            "classificatiecollectie": {
                name: [{"label": label} for label in one.get(name) or ()]
                for name in ("documentsoorten", "themas", "informatiecategorieen")
            },
            "publicatiebestemming": one.get("publicatiebestemming") or ["rijksoverheid.nl"],
        }
        if one.get("weblocatie"):
            document["weblocatie"] = one["weblocatie"]
        version = {
            "nummer": one.get("versie", 1),
            "oorzaak": "aanlevering" if one.get("versie", 1) == 1 else "herpublicatie",
            "openbaarmakingsdatum": one.get(_PUBLISHED),
            "mutatiedatumtijd": one.get("mutatiedatumtijd"),
            "blokkades": [],
            "bestanden": self._files(one),
        }
        return {
            "document": document,
            "plooiIntern": {
                "publicatiestatus": "gepubliceerd" if published else "ingetrokken",
                "sourceLabel": one.get("bron", "ronl-fictief"),
                "aanbieder": one.get("aanbieder"),
            },
            "documentrelaties": [],
            "versies": [version],
        }

    def _files(self, one: Document) -> list[dict[str, Any]]:
        data = self._data(one)
        if data is None:
            return []
        return [
            {
                "id": f"{self._url}/documenten/{one['id']}/file",
                "gepubliceerd": one.get("gepubliceerd", True),
                "label": "file",
                "mime-type": _media_type(one),
                "bestandsnaam": _file_name(one),
                "mutatiedatumtijd": one.get("mutatiedatumtijd"),
                "grootte": len(data),
                "paginas": one.get("paginas", 1),
                # the service says SHA-1; it is only compared, never trusted
                "hash": hashlib.sha1(data, usedforsecurity=False).hexdigest(),
            }
        ]

    def _file(self, key: str, marks: Mapping[str, str] | None, *, moved: bool) -> Answer:
        one = self._document(key)
        if one is None or not one.get("gepubliceerd", True):
            return NOT_FOUND
        data = self._data(one)
        if data is None:
            return NOT_FOUND
        if moved and self.redirect:
            where = f"{self._url}/documenten/{key}/file/{_file_name(one)}"
            return Answer(302, "text/html", headers=(("Location", where),))
        changed = str(one.get("mutatiedatumtijd") or f"{_published(one)}T00:00:00Z")
        return conditional(Answer(200, _media_type(one), data), changed, marks)

    def _data(self, one: Document) -> bytes | None:
        return self._world.read(one["bestand"]) if one.get("bestand") else None

    def _relations(self, key: str) -> list[dict[str, str]]:
        one = self._document(key) or {}
        return [
            {"role": relation["role"], "relation": f"{HOME}/documenten/{relation['id']}"}
            for relation in one.get("relaties") or ()
        ]


_PUBLISHED = "openbaarmakingsdatum"


def _day(value: str | None, otherwise: date) -> date:
    return datetime.strptime(value, "%d-%m-%Y").date() if value else otherwise


def _published(one: Document) -> date:
    return date.fromisoformat(str(one.get(_PUBLISHED) or "0001-01-01"))


def _answers(one: Document, params: Mapping[str, str]) -> bool:
    """Whether a document holds the text asked for, and belongs to what is asked for."""
    text = f"{one.get('titel') or ''} {one.get('omschrijving') or ''}".casefold()
    for phrase, word in _WORDS.findall(params.get("zoektekst", "")):
        if (phrase or word).casefold() not in text:
            return False
    for name, field in _FILTERS.items():
        held = one.get(field) or ""
        # filters are encoded twice
        if name in params and unquote(params[name]).casefold() not in str(held).casefold():
            return False
    return True


def _media_type(one: Document) -> str:
    suffix = str(one.get("bestand") or "").rpartition(".")[2]
    return str(one.get("mime_type") or TYPES.get(suffix, "application/pdf"))


def _file_name(one: Document) -> str:
    return str(one.get("bestandsnaam") or f"{one['id']}.pdf")


def _json(payload: object) -> Answer:
    return Answer(200, _JSON, json.dumps(payload, ensure_ascii=False).encode())
