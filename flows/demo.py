"""`demo`: the whole pipeline on the fictional sample, its sources served on loopback."""

from __future__ import annotations

import os
import shutil
from importlib.resources import as_file, files
from urllib.parse import urlsplit

from corpus.replay import ADDRESSES, Replay
from flows.console import say, show_problems, show_steps, show_table
from flows.lock import alone
from flows.nightly import Night, run_under_prefect, show_standing
from flows.settings import Settings
from flows.status import table_counts
from models.problems import UsageError

# what `demo` may remove when it starts afresh: only a folder it made itself
_MARK = ".kamerspoor-demo"


def run_demo(settings: Settings, *, serve: bool, port: int) -> None:
    """Run the nightly flow on the sample in a folder of its own, show the result, serve the site.

    The problems of the sample (a broken PDF, a scan) are part of it and no reason to fail. OCR is
    off unless asked for, so that the demo gives the same on every machine.
    """
    _start_afresh(settings)
    # the processes that read papers look there too
    os.environ.setdefault("KAMERSPOOR_OCR", "uit")
    say("Kamerspoor-demo: een verzonnen parlement, dossiers 99 0xx. Dit duurt een halve minuut.")
    with (
        alone(settings),
        as_file(files("corpus") / "sample") as sample,
        Replay(sample) as replay,
    ):
        shutil.copy(sample / "correcties.csv", settings.rooms.corrections)
        night = run_under_prefect(pointed_at(settings, replay.url), None, ())
    _report(settings, night)
    if serve:
        from flows.serve import serve as serve_site

        say(f"De site staat op http://127.0.0.1:{port} (stoppen met Ctrl-C).")
        serve_site(settings.data_dir, port)


def _start_afresh(settings: Settings) -> None:
    """An empty folder; only what an earlier demo made is removed.

    Raises :class:`UsageError` for a folder that holds anything else.
    """
    folder = settings.data_dir
    if (folder / _MARK).exists():
        with alone(settings):  # not under the feet of a demo that is going on
            shutil.rmtree(folder)
    elif folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is niet van een demo; kies een lege map met --data-dir.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()


def pointed_at(settings: Settings, url: str) -> Settings:
    """The settings with the replay server at ``url`` for the whole outside world."""
    return settings.model_copy(
        update={
            **{f"{name}_url": url + path for name, path in ADDRESSES.items()},
            "extra_hosts": (urlsplit(url).netloc,),
        }
    )


def _report(settings: Settings, night: Night) -> None:
    show_steps(night.done)
    database = settings.data_dir / "current" / "kamer.db"
    show_table("Uitgave", ("tabel", "rijen"), table_counts(database))
    show_problems(night.problems)
    show_standing(night.watched)
    say(f"Uitgave: {database}")
