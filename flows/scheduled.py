"""The nightly run as Prefect runs it by itself. Importing this imports Prefect.

Everything it needs comes with the run or from the environment: it runs in a process of its own.
"""

from __future__ import annotations

from pathlib import Path

from prefect import State, flow
from prefect.states import Completed, Failed

from flows.lock import alone
from flows.nightly import as_task, run_steps, show_night
from flows.settings import Settings


@flow(name="nightly", persist_result=False)
def nightly(data_dir: str, sources: list[str]) -> State[None]:
    """Fetch, read, extract, link, publish; a night that needs a person has failed."""
    settings = Settings(data_dir=Path(data_dir))
    with alone(settings):
        night = run_steps(settings, None, sources, wrap=as_task)
    if not show_night(night):
        return Completed(message="Alles wat de bronnen noemen is hier.")
    return Failed(
        message=f"De nacht is klaar met {len(night.problems)} problemen en"
        f" {len(night.watched.alarms)} alarmen; zie `kamerspoor status`."
    )
