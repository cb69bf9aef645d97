"""What the replay server is about to send, so that a fault can still change it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer.

    ``length`` is the Content-Length it claims where that is not the truth; after ``cut`` bytes
    the connection is closed; ``pause`` is how many seconds to wait between small parts of the
    body; ``reset`` closes without a word; ``date`` is the Date header.
    """

    status: int
    media_type: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    chunked: bool = False
    length: int | None = None
    cut: int | None = None
    pause: float = 0.0
    reset: bool = False
    date: str | None = None


NOT_FOUND = Answer(404, "text/html", b"<html><body>Niet gevonden</body></html>")
EMPTY_404 = Answer(404, "text/plain")
