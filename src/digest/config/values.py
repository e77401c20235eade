"""Values as people write them: durations, addresses, links, choices. Each parser raises ValueError("expected …")."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from digest.model import IfSilent, Mailbox, Secret
from digest.pictures.options import PictureMode
from digest.rank.options import MEDIA
from digest.render.options import Show

Choice = TypeVar("Choice", bound=StrEnum)

_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("h", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days"), "d"),
    **dict.fromkeys(("w", "week", "weeks"), "w"),
}
_DURATION = re.compile(r"(?:[0-9]{1,7}(?:\.[0-9]{1,3})? *[a-z]+ *)+", re.ASCII)
_PIECE = re.compile(r"([0-9.]+) *([a-z]+)", re.ASCII)
_LONGEST = timedelta(days=3660)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}", re.ASCII)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def parse_line(value: object) -> str:
    """One line of text, not empty, without control or direction-override characters."""
    if not isinstance(value, str):
        raise ValueError("expected text in quotes")
    if not value.strip():
        raise ValueError("expected text, not an empty string; leave the key out instead")
    if _CONTROL.search(value):
        raise ValueError("expected one line of text without control characters")
    return value.strip()


def parse_text(value: object) -> str:
    """Text of any number of lines; it may be empty."""
    if not isinstance(value, str):
        raise ValueError("expected text in quotes")
    if _CONTROL.search(value.replace("\n", "").replace("\r", "").replace("\t", "")):
        raise ValueError("expected text without control characters")
    return value.strip()


def parse_duration(value: object) -> timedelta:
    """A duration such as "18 hours", "10 days", "45 min" or "1 day 12 hours"; at most ten years."""
    expected = 'expected a duration in quotes such as "45 min", "18 hours" or "10 days"'
    if not isinstance(value, str) or not _DURATION.fullmatch(value.strip().lower()):
        raise ValueError(expected)
    total = 0.0
    for number, unit in _PIECE.findall(value.lower()):
        if unit not in _UNITS:
            raise ValueError(f"{expected}; “{unit}” is no unit")
        total += float(number) * _SECONDS[_UNITS[unit]]
    if total > _LONGEST.total_seconds():
        raise ValueError("expected a duration of at most ten years")
    return timedelta(seconds=total)


def parse_period(value: object) -> timedelta:
    """A duration above zero."""
    duration = parse_duration(value)
    if not duration:
        raise ValueError("expected a duration longer than zero")
    return duration


def parse_mailbox(value: object) -> Mailbox:
    """An address such as "Ana <letters@ana.dev>"; its domain becomes an A-label. No DNS is asked."""
    from email_validator import EmailNotValidError, validate_email

    expected = 'expected an address such as "Ana <letters@ana.dev>"'
    if not isinstance(value, str) or _CONTROL.search(value):
        raise ValueError(expected)
    try:
        # test_environment: a staging config may well use a .test domain
        found = validate_email(
            value.strip(), check_deliverability=False, allow_display_name=True, test_environment=True
        )
    except EmailNotValidError as exc:
        reason = str(exc).rstrip(".")
        raise ValueError(f"{expected}: {reason[:1].lower()}{reason[1:]}") from exc
    if len(found.local_part.encode()) > 64:  # RFC 5321 4.5.3.1.1
        raise ValueError(f"{expected} with at most 64 bytes before the @")
    name = (found.display_name or "").strip()
    if "=?" in name:
        raise ValueError(f"{expected}; write the name as it reads, not encoded")
    return Mailbox(address=f"{found.local_part}@{found.ascii_domain}", name=name)


def parse_web_url(value: object) -> str:
    """An absolute http or https URL."""
    if isinstance(value, str) and is_web_url(value.strip()):
        return value.strip()
    raise ValueError('expected a URL such as "https://www.example.com/"')


def parse_web_link(value: object) -> str:
    """An absolute http or https URL, or a path from the site's root such as "/about/"."""
    if isinstance(value, str):
        text = value.strip()
        if is_web_url(text) or (re.fullmatch(r"/[^/\s]\S*|/", text) and not _CONTROL.search(text)):
            return text
    raise ValueError('expected a URL such as "https://www.example.com/" or a path such as "/about/"')


def is_web_url(text: str) -> bool:
    """Whether `text` is an absolute http(s) URL with a host and without blanks."""
    try:
        parts = urlsplit(text)
        return (
            parts.scheme.lower() in ("http", "https")
            and bool(parts.hostname)
            and (parts.port is None or parts.port > 0)
            and not re.search(r"\s", text)
            and not _CONTROL.search(text)
        )
    except ValueError:
        return False


def parse_public_url(value: object) -> str:
    """Where readers reach the web pages: https (http only on this machine), no query, no trailing slash."""
    expected = 'expected an https URL such as "https://news.example.com"'
    if not isinstance(value, str) or not is_web_url(value.strip()):
        raise ValueError(expected)
    parts = urlsplit(value.strip())
    if parts.query or parts.fragment or parts.username or parts.password:
        raise ValueError(f"{expected} without a query, a fragment or a user")
    if parts.scheme.lower() == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ValueError(f"{expected}: one-click unsubscribing needs https (RFC 8058)")
    return value.strip().rstrip("/")


def parse_listen(value: object) -> str:
    """Address and port to listen on, such as 127.0.0.1:8080 or [::1]:8080."""
    expected = 'expected an address and a port such as "127.0.0.1:8080"'
    if not isinstance(value, str):
        raise ValueError(expected)
    match = re.fullmatch(r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):([0-9]{1,5})", value.strip(), re.ASCII)
    if not match or int(match[2]) > 65_535:
        raise ValueError(expected)
    return value.strip()


def parse_zone(value: object) -> str:
    """The name of an IANA time zone."""
    expected = 'expected an IANA time zone such as "Europe/Lisbon"'
    if not isinstance(value, str):
        raise ValueError(expected)
    try:
        return ZoneInfo(value.strip()).key
    except (KeyError, ValueError, OSError) as exc:  # ZoneInfo has several ways to say "unknown"
        raise ValueError(f"{expected}; “{value}” is none") from exc


def parse_language(value: object) -> str:
    """A BCP 47 tag."""
    if isinstance(value, str) and _LANGUAGE.fullmatch(value.strip()):
        return value.strip()
    raise ValueError('expected a language tag such as "en", "ar" or "zh-Hant"')


def parse_factor(value: object) -> float:
    """A factor above zero and at most 1000."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 1000:
        raise ValueError("expected a number above 0 and at most 1000, such as 1.5; to drop a tag use “never”")
    return float(value)


def parse_share(value: object) -> float:
    """A number from 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise ValueError("expected a number from 0 to 1, such as 0.3")
    return float(value)


def parse_medium(value: object) -> str:
    """What an article is beside something to read."""
    return _one_of(value, MEDIA)


def parse_day(value: object) -> date:
    """A date as TOML has it: 2026-03-01, without quotes."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("expected a date without quotes such as 2026-03-01")
    return value


def parse_selector(value: object) -> str:
    """A DKIM selector (RFC 6376 3.1): labels of letters, digits and hyphens."""
    text = parse_line(value).lower()
    if len(text) <= 200 and re.fullmatch(rf"{_LABEL}(?:\.{_LABEL})*", text, re.ASCII):
        return text
    raise ValueError('expected letters, digits and hyphens such as "digest"')


def parse_domain(value: object) -> str:
    """A domain that mail may come from or go to, as an A-label."""
    text = parse_line(value)
    try:
        return parse_mailbox(f"postmaster@{text}").domain.lower()
    except ValueError as exc:
        raise ValueError('expected a domain such as "example.com"') from exc


def parse_mail_domain(value: object) -> str:
    """A recipient domain as an A-label, or "*" for each that is not named."""
    if value == "*":
        return "*"
    try:
        return parse_domain(value)
    except ValueError as exc:
        raise ValueError('expected a domain such as "gmail.com", or "*"') from exc


def parse_pattern(value: object) -> str:
    """A pattern for addresses: *@example.com."""
    text = parse_line(value)
    if "@" not in text or " " in text:
        raise ValueError('expected an address or a pattern such as "*@example.com"')
    return text


def parse_secret(value: object) -> Secret:
    """A secret; it is never shown again."""
    if not isinstance(value, str) or not value.strip() or _CONTROL.search(value):
        raise ValueError('expected text in quotes, best "${NAME}" with the value in .env')
    return Secret(value)


def parse_slug(value: object) -> str:
    """The name of a newsletter or an edition: part of commands, keys and the List-Id."""
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", value, re.ASCII):
        return value
    raise ValueError("expected a name of letters, digits, “-” and “_”")


def parse_name(value: object) -> str:
    """The name of a source or a section, in any script."""
    if isinstance(value, str) and re.fullmatch(r"\w[\w.-]{0,63}", value):
        return value
    raise ValueError("expected a name of letters, digits, “.”, “-” and “_”")


def parse_show(value: object) -> Show:
    """How much of each article the mail shows."""
    return _choose(value, Show)


def parse_kind(value: object) -> str:
    """A kind of source."""
    from digest.collect.kinds import KINDS

    return _one_of(value, tuple(KINDS))


def parse_client(value: object) -> str:
    """A mail program by the name that caniemail.com gives its family."""
    from digest.preflight.clients import families

    return _one_of(value, families())


def parse_check(value: object) -> str:
    """The key of a preflight check."""
    from digest.preflight.checks import KEYS

    return _one_of(value, KEYS)


def _one_of(value: object, known: tuple[str, ...]) -> str:
    if isinstance(value, str) and value in known:
        return value
    raise ValueError(f"expected one of {', '.join(known)}; got {value!r}")


def parse_pictures(value: object) -> PictureMode:
    """Where the pictures of a mail are."""
    return _choose(value, PictureMode)


class Digits(StrEnum):
    LATIN = "latin"
    NATIVE = "native"


def parse_digits(value: object) -> Digits:
    """Which digits numbers and dates are written in."""
    return _choose(value, Digits)


def parse_if_silent(value: object) -> IfSilent:
    """What silence of the desk means."""
    return _choose(value, IfSilent)


def _choose(value: object, choices: type[Choice]) -> Choice:
    if isinstance(value, str):
        for choice in choices:
            if choice.value == value:
                return choice
    *others, last = (f'"{choice.value}"' for choice in choices)
    raise ValueError(f"expected {', '.join(others)} or {last}")
