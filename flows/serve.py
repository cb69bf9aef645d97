"""Datasette on the current release, moving over to a new one between two requests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import uvicorn

from corpus.site import make_site
from flows.console import say
from flows.publish import current_release, hold
from models.problems import UsageError

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

LOOK_EVERY = 1.0  # seconds


@dataclass(slots=True, eq=False)
class _Open:
    """A release that is open: the site on it, and how many requests are reading it.

    ``held`` keeps its folder from being removed as long as it is open.
    """

    path: Path
    held: TextIO
    site: Any
    app: Callable[[Scope, Receive, Send], Awaitable[None]]
    reading: int = 0

    def close(self) -> None:
        """Let go of the files of the release."""
        for database in self.site.databases.values():
            database.close()
        self.site.executor.shutdown(wait=False)
        self.held.close()


class Switching:
    """An ASGI application that serves the release ``<data_dir>/current`` points at.

    A request is answered by one release from beginning to end. A new release is opened beside the
    old one; the old one is closed when its last request is done. A release that cannot be opened
    is reported once and the old one stays.
    """

    def __init__(self, data_dir: Path, look_every: float = LOOK_EVERY) -> None:
        """Raises ``UsageError`` where nothing was published yet."""
        self._data_dir = data_dir
        self._look_every = look_every
        self._open: _Open | None = None
        self._refused: Path | None = None
        self._looking = asyncio.Lock()
        if current_release(data_dir) is None:
            raise UsageError(
                f"Er is nog geen uitgave in {data_dir}; draai eerst 'kamerspoor publish'."
            )

    async def look(self) -> None:
        """Move over where ``current`` points at another release than the one that is open."""
        async with self._looking:
            release = current_release(self._data_dir)
            here = self._open.path if self._open else None
            if release is None or release in (self._refused, here):
                return
            opened = await self._try(release)
            if opened:
                left, self._open = self._open, opened
                if left and not left.reading:
                    left.close()

    async def _try(self, release: Path) -> _Open | None:
        """Open a release; whatever is wrong with it, visitors keep the one they have."""
        try:
            return await _open(release)
        except Exception as error:
            if self._open is None:
                raise
            self._refused = release
            say(f"Uitgave {release.name} kan niet geopend worden ({error}); de vorige blijft.")
            return None

    def close(self) -> None:
        """Let go of the release that is open."""
        if self._open:
            self._open.close()
            self._open = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or follow the life of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if self._open is None:
            await self.look()
        here = self._open
        if here is None:
            raise UsageError(f"De uitgave in {self._data_dir} is verdwenen.")
        here.reading += 1
        try:
            await here.app(scope, receive, send)
        finally:
            here.reading -= 1
            if here is not self._open and not here.reading:
                here.close()

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self.look()
        await send({"type": "lifespan.startup.complete"})
        looking = asyncio.create_task(self._keep_looking())
        await receive()
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking
        self.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(self._look_every)
            await self.look()


async def _open(release: Path) -> _Open:
    held = hold(release)
    try:
        site = make_site(release)
        await site.invoke_startup()
        await site.get_database("kamer").execute("select 1 from moties limit 1")
    except BaseException:
        held.close()
        raise
    return _Open(release, held, site, site.app())


def serve(data_dir: Path, port: int, host: str = "127.0.0.1") -> None:
    """Serve the current release until interrupted; a new release is taken over by itself.

    Raises ``UsageError`` where nothing was published yet.
    """
    uvicorn.run(Switching(data_dir), host=host, port=port, log_level="warning")
