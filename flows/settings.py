"""Where things are and how the program behaves: from the environment, once.

Every setting can be given as ``KAMERSPOOR_<NAME>``; ``--data-dir`` on the command line wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


@dataclass(frozen=True, slots=True)
class Rooms:
    """The folders and files of a data directory; nothing is created by asking for them."""

    root: Path

    @property
    def store(self) -> Path:
        """Raw bytes by checksum, and the manifest."""
        return self.root / "store"

    @property
    def documents(self) -> Path:
        """The shelf of what was read."""
        return self.root / "shelf" / "documents"

    @property
    def findings(self) -> Path:
        """The shelf of what was found."""
        return self.root / "shelf" / "findings"

    @property
    def corrections(self) -> Path:
        """Corrections of people, applied again on every run."""
        return self.root / "correcties.csv"

    @property
    def ledger(self) -> Path:
        """Register rows, watermarks, runs and problems."""
        return self.root / "kamerspoor.db"


class Settings(BaseSettings):
    """The settings of the program, with defaults that suit a laptop."""

    model_config = SettingsConfigDict(env_prefix="KAMERSPOOR_", extra="ignore")

    data_dir: Path = Path("data")
    workers: int = Field(default=2, ge=1, le=64, description="processes that read and extract")
    keep_releases: int = Field(default=5, ge=1)
    tweedekamer_url: str = "https://gegevensmagazijn.tweedekamer.nl/OData/v4/2.0"
    syncfeed_url: str = "https://gegevensmagazijn.tweedekamer.nl/SyncFeed/2.0"
    koop_url: str = "https://repository.overheid.nl/sru"
    openoverheid_url: str = "https://open.overheid.nl/overheid/openbaarmakingen/api/v0"
    rijksoverheid_url: str = "https://www.rijksoverheid.nl/api/rss"
    extra_hosts: tuple[str, ...] = Field(
        default=(), description="host:port of a replay server that may be contacted as well"
    )

    links_per_night: int = Field(
        default=500, ge=0, description="links in papers that are followed in one night; 0 is none"
    )
    link_recheck_days: int = Field(
        default=90, ge=1, description="days until a link is looked at again"
    )

    @property
    def rooms(self) -> Rooms:
        """Where everything lives."""
        return Rooms(self.data_dir)
