"""Where things are and how the program behaves: from the environment, once.

Every setting can be given as ``KAMERSPOOR_<NAME>``; ``--data-dir`` on the command line wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


@dataclass(frozen=True, slots=True)
class Rooms:
    """The folders and files of a data directory; nothing is created by asking for them."""

    root: Path
    store_address: str | None = None

    @property
    def store(self) -> Path | str:
        """Raw bytes by checksum, and the manifest: a folder, or an address as the settings say."""
        return self.store_address or self.root / "store"

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
    def links(self) -> Path:
        """What the link step knows; derived, may be thrown away."""
        return self.root / "verbonden.db"

    @property
    def ledger(self) -> Path:
        """Register rows, watermarks, runs and problems."""
        return self.root / "kamerspoor.db"


class Settings(BaseSettings):
    """The settings of the program, with defaults that suit a laptop."""

    model_config = SettingsConfigDict(env_prefix="KAMERSPOOR_", extra="ignore")

    data_dir: Path = Path("data")
    store: str | None = Field(
        default=None, description="where the papers are kept instead: a folder or s3://bucket/map"
    )
    workers: int = Field(default=2, ge=1, le=64, description="processes that read and extract")
    ocr: Literal["auto", "uit"] = Field(
        default="auto", description="auto: pages without text through OCR where it is installed"
    )
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
    alarm_webhook: str | None = Field(
        default=None, description="http(s) address that gets every alarm as JSON"
    )
    alarm_mail_to: str | None = None
    alarm_mail_from: str = "kamerspoor@localhost"
    smtp_host: str = "localhost"
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_tls: bool = Field(default=False, description="begin with STARTTLS")
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None

    @field_validator("alarm_webhook")
    @classmethod
    def _only_web(cls, value: str | None) -> str | None:
        if value and urlsplit(value).scheme not in ("http", "https"):
            raise ValueError("geef een adres dat met http:// of https:// begint")
        return value or None

    @field_validator("alarm_mail_to", "alarm_mail_from")
    @classmethod
    def _one_address(cls, value: str | None) -> str | None:
        if value and ("@" not in value or any(sign in value for sign in "\r\n")):
            raise ValueError("geef een mailadres")
        return value or None

    @property
    def replayed(self) -> frozenset[str]:
        """The sources that are read from a replay server."""
        return frozenset(
            name
            for name, url in (
                ("syncfeed", self.syncfeed_url),
                ("tweedekamer", self.tweedekamer_url),
                ("officielebekendmakingen", self.koop_url),
                ("openoverheid", self.openoverheid_url),
                ("rijksoverheid", self.rijksoverheid_url),
            )
            if urlsplit(url).netloc in self.extra_hosts
        )

    @property
    def rooms(self) -> Rooms:
        """Where everything lives."""
        return Rooms(self.data_dir, self.store)
