"""The lock of a data directory: whoever writes there holds it, whoever reads does not ask."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from flows.settings import Settings
from models.problems import KamerspoorError


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """One run at a time in a data directory; a run that is killed leaves no lock behind.

    A command takes it where it begins; the steps do not, so nothing waits for itself. Raises
    :class:`KamerspoorError` where another run is going on.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with (settings.data_dir / ".run").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise KamerspoorError(
                f"In {settings.data_dir} is al een run bezig; wacht tot die klaar is."
            ) from None
        yield
