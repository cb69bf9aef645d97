"""A server on loopback that speaks the protocols of the sources, out of a folder.

For the demo and the tests: the same client, over the same wire, without the outside world. A
dataset is a folder with ``odata/<Entity>.jsonl`` (raw rows of v4/2.0, what they refer to nested
within them), ``koop/records.jsonl`` (a record per paper, with its ``manifestations`` as paths
below the dataset), ``papers/`` and ``resources/<Document Id>.<ext>``.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from urllib.parse import parse_qsl, unquote, urlsplit

from corpus.replay_odata import QueryError, list_rows, load_tables
from corpus.replay_sru import item_path, load_records, search

ODATA = "/OData/v4/2.0"
SRU = "/sru"

_ODATA_TYPE = "application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8"
_CHUNK = 64 * 1024
_ONE = re.compile(
    r"/(?P<entity>\w+)(?:\((?P<key>[\w-]+)\)|/(?P<other>[\w-]+))(?P<bytes>/resource)?"
)
_TYPES = {".xml": "text/xml", ".pdf": "application/pdf", ".html": "text/html"}


class Replay:
    """The server for one dataset; use it as a context manager. Port 0 takes any free port.

    ``url`` is its address; ``asked`` lists the paths and questions it was asked, in order.
    """

    def __init__(self, dataset: Path, port: int = 0) -> None:
        self.dataset = dataset.resolve()
        self.asked: list[str] = []
        self.tables = load_tables(self.dataset / "odata")
        self.records = load_records(self.dataset / "koop" / "records.jsonl")
        self._files = {
            item_path(record, kind): self.dataset / path
            for record in self.records
            for kind, path in record["manifestations"].items()
        }
        self._server = _Server(("127.0.0.1", port), self)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        # looks this often (in seconds) whether it should stop
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

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

    def file_at(self, path: str) -> Path | None:
        """The file of the dataset that is served at this path below ``/frbr``."""
        return self._files.get(unquote(path))

    def resource(self, key: str) -> Path | None:
        """The bytes of the Document with this Id."""
        return next(iter((self.dataset / "resources").glob(f"{key}.*")), None)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], replay: Replay) -> None:
        super().__init__(address, _Handler)
        self.replay = replay


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Answer one question."""
        parts = urlsplit(self.path)
        params = dict(parse_qsl(parts.query, keep_blank_values=True))
        replay = self.server.replay
        replay.asked.append(self.path)
        if parts.path == SRU:
            body = search(replay.records, params, replay.url)
            self._answer(HTTPStatus.OK, "text/xml", body)
        elif parts.path.startswith(ODATA):
            self._odata(parts.path.removeprefix(ODATA), params)
        else:
            self._file(replay.file_at(parts.path))

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Keep still: what was asked stands in ``Replay.asked``."""

    def _odata(self, path: str, params: Mapping[str, str]) -> None:
        replay = self.server.replay
        entity = path.removeprefix("/")
        if entity in replay.tables:
            try:
                answer = list_rows(replay.tables, entity, params, replay.url + ODATA + path)
            except QueryError as error:
                melding = f"The query specified in the URI is not valid. {error}"
                self._json(HTTPStatus.BAD_REQUEST, {"error": {"code": "", "message": melding}})
            else:
                self._json(HTTPStatus.OK, answer)
            return
        match = _ONE.fullmatch(path)
        key = (match["key"] or match["other"]) if match else ""
        row = replay.tables.get(match["entity"], {}).get(key) if match else None
        if match and match["bytes"] and row:
            self._file(replay.resource(key), row.get("ContentType"))
        elif row:
            self._json(HTTPStatus.OK, row)
        else:
            self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"")

    def _json(self, status: HTTPStatus, payload: object) -> None:
        """JSON as the Tweede Kamer sends it: in chunks, without a length."""
        self.send_response(status)
        self.send_header("Content-Type", _ODATA_TYPE)
        self.send_header("OData-Version", "4.0")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in _chunks(json.dumps(payload, ensure_ascii=False).encode()):
            self.wfile.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def _file(self, file: Path | None, media_type: str | None = None) -> None:
        if file is None or not file.is_file():
            self._answer(HTTPStatus.NOT_FOUND, "text/html", b"<html>Niet gevonden</html>")
            return
        claimed = media_type or _TYPES.get(file.suffix, "application/octet-stream")
        self._answer(HTTPStatus.OK, claimed, file.read_bytes())

    def _answer(self, status: HTTPStatus, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _chunks(data: bytes) -> Iterator[bytes]:
    return (data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK))
