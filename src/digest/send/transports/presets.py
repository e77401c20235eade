"""Mail providers as data: where they listen, how one logs in, how fast they take mail."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digest.send.transports.options import Security, SmtpOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """`regions` maps what may stand behind the colon to a host; "" is the host without one, "*" takes any region."""

    regions: dict[str, str]
    port: int = 587
    security: Security = "starttls"
    rate: float | None = None  # messages a second; a cautious default, the account's limit is what counts
    username: str = ""  # where it is the same for everybody
    token_only: bool = False  # the password is the user name as well
    needs: tuple[str, ...] = ("username", "password")  # what the user must supply
    hint: str = ""  # where to find it
    # Where the provider gives its own Message-ID: how its reply names it, and the id as readers get it.
    renames: tuple[str, str] | None = None


PRESETS: dict[str, Preset] = {
    "postmark": Preset(
        # Newsletters belong on the broadcast stream; the transactional host refuses them.
        regions={"": "smtp-broadcasts.postmarkapp.com"},
        rate=50,
        token_only=True,
        needs=("password",),
        hint="the server's API token (or an SMTP token of the broadcast stream)",
    ),
    "ses": Preset(
        regions={"": "email-smtp.us-east-1.amazonaws.com", "*": "email-smtp.{}.amazonaws.com"},
        rate=14,
        hint="SMTP credentials from the SES console, not IAM access keys",
        renames=(r"Ok ([0-9a-f]+(?:-[0-9a-f]+)+)", "<{id}@{region}.amazonses.com>"),
    ),
    "mailgun": Preset(
        regions={"": "smtp.mailgun.org", "us": "smtp.mailgun.org", "eu": "smtp.eu.mailgun.org"},
        rate=25,
        hint="the domain's SMTP credentials (postmaster@…)",
    ),
    "sendgrid": Preset(
        regions={"": "smtp.sendgrid.net", "eu": "smtp.eu.sendgrid.net"},
        rate=100,
        username="apikey",
        needs=("password",),
        hint="an API key with the Mail Send permission",
    ),
    "fastmail": Preset(
        regions={"": "smtp.fastmail.com"},
        port=465,
        security="tls",
        rate=1,
        hint="your address and an app password",
    ),
    "gmail": Preset(
        regions={"": "smtp.gmail.com"},
        rate=1,
        hint="your address and an app password (needs 2-step verification)",
    ),
}


def missing(options: SmtpOptions, /) -> tuple[str, ...]:
    """What must still be supplied before a login can work: "username", "password", or nothing."""
    preset = PRESETS.get(options.preset)
    needs = preset.needs if preset else ("username", "password")
    given = {
        "username": bool(options.username),
        "password": options.password is not None or bool(options.token_command),
    }
    if not preset and not any(given.values()):
        return ()  # a relay that knows us by our address
    return tuple(name for name in needs if not given[name])


def credentials(options: SmtpOptions, /) -> tuple[str, str] | None:
    """User name and password to log in with, or None for a server without login."""
    if options.password is None:
        return None
    preset, password = PRESETS.get(options.preset), options.password.reveal()
    return (options.username or (password if preset and preset.token_only else "")), password


def provider_id(options: SmtpOptions, text: str, /) -> str:
    """The Message-ID that the provider's reply to the message says it gave, or "" where it keeps ours."""
    preset = PRESETS.get(options.preset)
    if preset is None or preset.renames is None:
        return ""
    pattern, form = preset.renames
    found = re.match(pattern, text)
    if not found:
        return ""
    region = options.host.split(".")[1]
    # SES's first region keeps the name from when it was the only one.
    return form.format(id=found[1], region="email" if region == "us-east-1" else region)
