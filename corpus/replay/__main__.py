"""Serve a dataset in the foreground: ``python -m corpus.replay FOLDER [--port N]``."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from corpus.replay import FAULTS, Fault, Replay, random_faults


def main(arguments: list[str] | None = None) -> None:
    """Serve until interrupted; the first line printed is the address."""
    parser = argparse.ArgumentParser(prog="python -m corpus.replay", description=__doc__)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--fault", action="append", default=[], choices=sorted(FAULTS))
    parser.add_argument("--times", type=int, help="hoe vaak elke storing toeslaat (zonder: altijd)")
    parser.add_argument("--on", default="", help="alleen adressen met deze tekst")
    parser.add_argument("--seed", type=int, help="een mengsel van storingen dat vanzelf overgaat")
    parser.add_argument("--etags", action="store_true", help="KOOP zegt wanneer iets veranderde")
    parser.add_argument("--later", action="store_true", help="ook wat een tweede nacht brengt")
    given = parser.parse_args(arguments)
    faults = [Fault(name, times=given.times, on=given.on) for name in given.fault]
    if given.seed is not None:
        faults += random_faults(given.seed)
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())
    with Replay(given.dataset, given.port, faults) as replay:
        replay.etags = given.etags
        if given.later:
            replay.advance()
        sys.stdout.write(f"{replay.url}\n")
        sys.stdout.flush()
        done.wait()


if __name__ == "__main__":
    main()
