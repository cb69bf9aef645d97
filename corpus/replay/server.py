"""The server itself: which protocol an address belongs to, and how an answer is sent."""

from __future__ import annotations

import json
import re
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from corpus.replay import rss
from corpus.replay.answer import EMPTY_404, NOT_FOUND, Answer
from corpus.replay.changes import Changes
from corpus.replay.fault_kinds import FOUT404
from corpus.replay.faults import Fault, Faults
from corpus.replay.filters import QueryError
from corpus.replay.koop import TYPES, file_answer
from corpus.replay.names import V4, V5, Dialect
from corpus.replay.odata import count_rows, list_rows, show_row
from corpus.replay.openoverheid import OpenOverheid
from corpus.replay.sru import Search
from corpus.replay.syncfeed import Feed, error_500
from corpus.replay.table import Tables
from corpus.replay.world import World

ODATA = "/OData/v4/2.0"
ODATA5 = "/OData/v5"
SYNCFEED = "/SyncFeed/2.0"
SRU = "/sru"

_ODATA_TYPE = "application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8"
_CHUNK = 64 * 1024
_DRIP = 512
_ONE = re.compile(
    r"/(?P<entity>\w+)(?:\((?P<key>[\w-]+)\)|/(?P<other>[\w-]+|\$count))(?P<bytes>/resource)?",
    re.IGNORECASE,
)


class Replay:
    """The server for one dataset; use it as a context manager. Port 0 takes any free port.

    ``url`` is its address; ``asked`` lists the paths and questions it was asked, in order;
    ``faults`` and ``change`` may be used while it runs. ``etags`` makes the files of KOOP and
    open.overheid.nl say when they changed, and answer 304.
    """

    def __init__(self, dataset: Path, port: int = 0, faults: Iterable[Fault] = ()) -> None:
        self.world = World(dataset)
        self.dataset = self.world.dataset
        self.asked: list[str] = []
        self.faults = Faults(faults)
        self.change = Changes(self.world)
        self.etags = False
        self._server = _Server(("127.0.0.1", port), self)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.feed = Feed(self.world.tables, self.url, full=self.world.full)
        self.open_overheid = OpenOverheid(self.world, self.url)
        self._search = Search(self.world, self.url)
        self._greeted = False
        # looks this often (in seconds) whether it should stop
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    @property
    def tables(self) -> Tables:
        """The rows of the open data by entity and ``Id``."""
        return self.world.tables

    @property
    def records(self) -> list[dict[str, Any]]:
        """The records of KOOP."""
        return self.world.records

    def __enter__(self) -> Replay:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def advance(self, folder: str = "later") -> None:
        """Lay what a later night brings (a folder of the dataset) over what is served."""
        with self.world.lock:
            self.world.lay_over(self.dataset / folder)

    def answer(self, method: str, path: str, headers: Mapping[str, str]) -> Answer:
        """What is answered to a question, faults and all."""
        self.asked.append(path)
        return self.faults.answer(
            path, self.url, self.world, lambda: self._locked(method, path, headers)
        )

    def _locked(self, method: str, path: str, headers: Mapping[str, str]) -> Answer:
        parts = urlsplit(path)
        params = dict(parse_qsl(parts.query, keep_blank_values=True))
        with self.world.lock:
            return self._real(method, parts.path, params, headers)

    def _real(
        self, method: str, path: str, params: Mapping[str, str], headers: Mapping[str, str]
    ) -> Answer:
        if path == SRU:
            return self._search.answer(params)
        for base, dialect in ((ODATA, V4), (ODATA5, V5)):
            if path.startswith(base):
                return self._greeting(self._odata(base, path.removeprefix(base), params, dialect))
        if path.startswith(SYNCFEED):
            return self._syncfeed(path.removeprefix(SYNCFEED), params)
        marks = headers if self.etags else None
        if self.open_overheid.knows(path):
            return self.open_overheid.answer(method, path, params, marks)
        return self._rest(path, params, marks)

    def _rest(
        self, path: str, params: Mapping[str, str], marks: Mapping[str, str] | None
    ) -> Answer:
        if path == rss.RSS:
            return rss.feed(self.world, params, self.url)
        if path == FOUT404:
            return Answer(200, "text/html", b"<html><body>Pagina niet gevonden</body></html>")
        page = rss.page(self.world, path)
        return page or file_answer(self.world, path, marks)

    def _greeting(self, answer: Answer) -> Answer:
        """The first answer sets the cookie of the machine in front of the service."""
        if self._greeted:
            return answer
        self._greeted = True
        cookie = ("Set-Cookie", "TS01fictief=0123456789; Path=/")
        return Answer(
            answer.status,
            answer.media_type,
            answer.body,
            (*answer.headers, cookie),
            answer.chunked,
        )

    def _syncfeed(self, path: str, params: Mapping[str, str]) -> Answer:
        part, _, key = path.removeprefix("/").partition("/")
        if part != "Resources":
            return self.feed.answer(path, params)
        answer = self._resource(key)
        return error_500() if answer is NOT_FOUND else answer

    def _odata(self, base: str, path: str, params: Mapping[str, str], dialect: Dialect) -> Answer:
        where = self.url + base + path
        try:
            if path in ("", "/"):
                return _json(_service_document(self.tables, where, dialect))
            if path.removeprefix("/") in dialect.missing:
                return EMPTY_404
            entity = _spelled(self.tables, path.removeprefix("/"))
            if entity:
                return _json(list_rows(self.tables, entity, params, where, dialect))
            return self._one(path, params, dialect)
        except QueryError as error:
            said = f"The query specified in the URI is not valid. {error}"
            return _json({"error": {"code": "", "message": said}}, 400)

    def _one(self, path: str, params: Mapping[str, str], dialect: Dialect) -> Answer:
        if "'" in unquote(path):
            raise QueryError("The key value is no Edm.Guid: it is written bare.")
        match = _ONE.fullmatch(path)
        entity = _spelled(self.tables, match["entity"]) if match else None
        if match is None or entity is None:
            return EMPTY_404
        if match["other"] == "$count":
            number = count_rows(self.tables, entity, params, dialect)
            return Answer(200, "text/plain", str(number).encode())
        key = match["key"] or match["other"]
        row = self.tables[entity].peek(key)
        if row is None:
            return EMPTY_404
        if match["bytes"]:
            return self._resource(key, entity)
        return _json(show_row(self.tables, entity, row, params, dialect))

    def _resource(self, key: str, entity: str = "Document") -> Answer:
        path = self.world.resource(key)
        row = self.tables[entity].peek(key) or {}
        data = self.world.read(path) if path and not row.get("Verwijderd") else None
        if path is None or data is None:
            return NOT_FOUND
        # the type is the one the row claims, right or wrong
        suffix = path.rpartition(".")[2]
        claimed = row.get("ContentType") or TYPES.get(suffix, "application/octet-stream")
        return Answer(200, claimed, data)


def _spelled(tables: Tables, name: str) -> str | None:
    """The entity of this name: the service does not mind capitals."""
    if name in tables:
        return name
    return next((entity for entity in tables if entity.casefold() == name.casefold()), None)


def _service_document(tables: Tables, url: str, dialect: Dialect) -> dict[str, Any]:
    names = sorted({*tables, *dialect.missing})
    return {
        "@odata.context": f"{url.rstrip('/')}/$metadata",
        "value": [{"name": name, "kind": "EntitySet", "url": name} for name in names],
    }


def _json(payload: object, status: int = 200) -> Answer:
    """JSON as the Tweede Kamer sends it: in chunks, without a length."""
    body = json.dumps(payload, ensure_ascii=False).encode()
    return Answer(status, _ODATA_TYPE, body, (("OData-Version", "4.0"),), chunked=True)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], replay: Replay) -> None:
        super().__init__(address, _Handler)
        self.replay = replay

    def shutdown_request(self, request: Any) -> None:
        """Close a connection; one to be reset without the goodbye that would go before it."""
        lingers, _ = struct.unpack(
            "ii", request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.calcsize("ii"))
        )
        if lingers:
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up in the middle is no error of ours; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # head and body go out one after the other; waiting in between costs 40 ms an answer
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        """Answer one question."""
        self._send(self.server.replay.answer("GET", self.path, dict(self.headers)), body=True)

    def do_HEAD(self) -> None:
        """Answer with the head alone."""
        self._send(self.server.replay.answer("HEAD", self.path, dict(self.headers)), body=False)

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Keep still: what was asked stands in ``Replay.asked``."""

    def _send(self, answer: Answer, *, body: bool) -> None:
        if answer.reset:
            self._reset()
            return
        try:
            self._send_head(answer)
            if body:
                self._send_body(answer)
        except OSError:
            # who asked has gone away; that is its right
            self.close_connection = True

    def _reset(self) -> None:
        """Break the connection off without a word."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True

    def _send_head(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        self.send_header("Date", answer.date or formatdate(usegmt=True))
        self.send_header("Content-Type", answer.media_type)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status == HTTPStatus.NOT_MODIFIED:
            pass
        elif answer.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            length = len(answer.body) if answer.length is None else answer.length
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def _send_body(self, answer: Answer) -> None:
        body = answer.body if answer.cut is None else answer.body[: answer.cut]
        for part in _parts(body, _DRIP if answer.pause else _CHUNK):
            if answer.pause:
                time.sleep(answer.pause)
            self.wfile.write(
                f"{len(part):x}\r\n".encode() + part + b"\r\n" if answer.chunked else part
            )
        if answer.cut is not None or answer.length is not None:
            self.close_connection = True
        elif answer.chunked:
            self.wfile.write(b"0\r\n\r\n")


def _parts(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))
