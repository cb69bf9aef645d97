"""A moment by which a request must be over, however little the other side sends at a time.

The library bounds each wait on the network. Who sends a byte before each of them ends (in headers
without end, in one interim answer after another) would hold a request for ever. A request is made
in one thread from beginning to end, so what is left of it is kept per thread.
"""

from __future__ import annotations

import math
import ssl
import threading
from collections.abc import Callable, Iterable

import httpcore


class TooSlowError(Exception):
    """The request was not over in time."""


class Deadline(threading.local):
    """By when the request of this thread must be over; without one there is no end to it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._until = math.inf

    def begin(self, seconds: float) -> None:
        """A request of this thread begins, and may take so long."""
        self._until = self._clock() + seconds

    def left(self, timeout: float | None = None) -> float | None:
        """How long to wait now: ``timeout``, or what is left where that is less.

        Raises :class:`TooSlowError` where nothing is left.
        """
        left = self._until - self._clock()
        if left <= 0:
            raise TooSlowError
        waits = min(left, math.inf if timeout is None else timeout)
        return None if math.isinf(waits) else waits


class TimedBackend(httpcore.NetworkBackend):
    """Opens connections with ``backend``; no wait on them is longer than the deadline allows."""

    def __init__(self, backend: httpcore.NetworkBackend, deadline: Deadline) -> None:
        self._backend = backend
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect in time."""
        stream = self._backend.connect_tcp(
            host, port, self._deadline.left(timeout), local_address, socket_options
        )
        return _TimedStream(stream, self._deadline)


class _TimedStream(httpcore.NetworkStream):
    """A connection on which each wait ends by the deadline of whoever waits."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._stream.read(max_bytes, self._deadline.left(timeout))
        except httpcore.TimeoutException:
            self._deadline.left()  # was it the whole that took too long?
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
