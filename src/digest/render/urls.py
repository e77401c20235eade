"""The URLs that go into a mail: safe ones only, the publisher's own tagged where wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

_SCHEMES = frozenset({"http", "https", "mailto"})
_FORBIDDEN = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\\\\]")
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"


@lru_cache(maxsize=4096)  # a story's URLs return in the parts of a mail, and in every variant
def safe_url(url: str) -> str:
    """Return an absolute http, https or mailto URL in ASCII that can stand in an attribute; "" for anything else.

    Quotes and non-ASCII characters are percent-encoded, a host outside ASCII becomes its A-label, so that a reader sees
    which host it really is. A URL with white space or control characters is dropped.
    """
    url = url.strip()
    if not url or _FORBIDDEN.search(url):
        return ""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SCHEMES:
        return ""
    netloc = parts.netloc
    if parts.scheme.lower() != "mailto":
        if not host:
            return ""
        if not host.isascii():
            try:
                host = host.encode("idna").decode()
            except UnicodeError:
                return ""
            netloc = host if port is None else f"{host}:{port}"
    rest = urlunsplit(("", "", parts.path, parts.query, parts.fragment))
    return f"{parts.scheme.lower()}:{'//' + netloc if netloc else ''}{quote(rest, safe=_SAFE)}"


def host_of(url: str) -> str:
    """The host people know a site by: without www., "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


@lru_cache(maxsize=64)
def _tags(source: str, campaign: str) -> str:
    return urlencode({"utm_source": source, "utm_medium": "email", "utm_campaign": campaign})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagger:
    """Makes a URL safe and, with a `host`, adds utm parameters to links that lead there and to no other."""

    host: str = ""  # "" tags nothing
    source: str = ""
    campaign: str = ""

    def __call__(self, url: str) -> str:
        url = safe_url(url)
        if not self.host or not url.startswith("http") or host_of(url) != self.host:
            return url
        parts = urlsplit(url)
        if any(name.startswith("utm_") for name, _ in parse_qsl(parts.query, keep_blank_values=True)):
            return url
        tags = _tags(self.source, self.campaign)
        query = f"{parts.query}&{tags}" if parts.query else tags
        return urlunsplit((parts.scheme, parts.netloc, parts.path, query, parts.fragment))
