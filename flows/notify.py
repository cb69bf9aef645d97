"""Telling the operator of an alarm: a webhook, a mail, or both, whichever the settings name.

A message that cannot be delivered never breaks the run; that it could not is said itself.
"""

from __future__ import annotations

import json
import smtplib
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from email.message import EmailMessage
from http.client import HTTPException, HTTPMessage
from typing import IO, Any

from corpus.ledger import StandingAlarm
from flows.settings import Settings
from models.problems import Problem

STEP = "alarm"
# seconds for a webhook or a mail server to answer
_TIMEOUT = 10.0


def notify(
    settings: Settings, tell: Sequence[StandingAlarm], over: Sequence[StandingAlarm]
) -> list[Problem]:
    """Tell of these alarms, and of those that are over; returns what could not be delivered."""
    if not tell and not over:
        return []
    send: Mapping[str, Callable[[], None]] = {
        "webhook": lambda: post(settings.alarm_webhook or "", message(tell, over)),
        "mail": lambda: mail(settings, tell, over),
    }
    failed = []
    for name in ways(settings):
        try:
            send[name]()
        except (OSError, HTTPException, smtplib.SMTPException, ValueError) as error:
            failed.append(
                Problem(name, STEP, "niet_bezorgd", _FAILED.format(name, type(error).__name__))
            )
    return failed


def ways(settings: Settings) -> list[str]:
    """The ways by which the settings want alarms to be told."""
    set_up = {"webhook": settings.alarm_webhook, "mail": settings.alarm_mail_to}
    return [name for name, address in set_up.items() if address]


_FAILED = "De alarmen konden niet per {} worden gemeld ({}); controleer de instellingen."


def message(tell: Sequence[StandingAlarm], over: Sequence[StandingAlarm]) -> dict[str, Any]:
    """What a webhook gets. ``text`` holds it all in words, as many chat services want it."""
    return {
        "bron": "kamerspoor",
        "text": words(tell, over),
        "alarmen": [asdict(one) for one in tell],
        "hersteld": [asdict(one) for one in over],
    }


def words(tell: Sequence[StandingAlarm], over: Sequence[StandingAlarm]) -> str:
    """The alarms in words, a line each."""
    lines = [f"{one.niveau}: {line(one)}" for one in tell]
    lines += [f"hersteld: {one.regel} ({one.onderwerp})" for one in over]
    return "\n".join(lines)


def line(alarm: StandingAlarm) -> str:
    """An alarm in one line: what, about what, and what to do."""
    return f"{alarm.regel} ({alarm.onderwerp}): {alarm.melding} {alarm.doen}"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The operator named one address; an answer does not send our alarms elsewhere."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        return None


def post(address: str, payload: dict[str, Any]) -> None:
    """POST ``payload`` as JSON to ``address`` (http or https).

    Raises :class:`OSError` (of which urllib's errors are a kind) where that does not succeed.
    """
    request = urllib.request.Request(
        address,
        data=json.dumps(payload, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json", "User-Agent": "Kamerspoor"},
        method="POST",
    )
    # no other schemes than these can be opened, whatever the address says
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        _NoRedirect(),
    ):
        opener.add_handler(handler)
    answer = opener.open(request, timeout=_TIMEOUT)
    if answer is None:
        raise ValueError("geen http-adres")
    answer.close()


def mail(settings: Settings, tell: Sequence[StandingAlarm], over: Sequence[StandingAlarm]) -> None:
    """Mail the alarms through the SMTP server of the settings."""
    letter = EmailMessage()
    letter["From"] = settings.alarm_mail_from
    letter["To"] = settings.alarm_mail_to
    letter["Subject"] = f"Kamerspoor: {len(tell)} alarmen, {len(over)} hersteld"
    letter.set_content(words(tell, over))
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=_TIMEOUT) as server:
        if settings.smtp_tls:
            server.starttls()
        if settings.smtp_user and settings.smtp_password:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        server.send_message(letter)
