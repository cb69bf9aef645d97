"""Prefect's server for the schedule, in a process of its own that ends when the schedule does.

    python -m flows.prefect_server --host 127.0.0.1 --port 4200

It reads its standard input, which nobody writes to: it ends when whoever started it is gone, also
where that was killed and could not stop anything.
"""

from __future__ import annotations

import os
import signal
import sys
import threading


def _end_with_starter() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Run ``prefect server start`` with the options given."""
    threading.Thread(target=_end_with_starter, daemon=True).start()
    from prefect.cli import app

    sys.argv = ["prefect", "server", "start", *sys.argv[1:]]
    app()


if __name__ == "__main__":
    main()
