"""Who sends, through which servers, and to whom at most."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from digest.model import Mailbox

SELECTOR = "digest"  # under which DNS has the public key


@dataclass(frozen=True, slots=True, kw_only=True)
class DkimOptions:
    """As whom mail is signed; the files are read when something is sent (send/dkim.py)."""

    domain: str
    selector: str = SELECTOR  # the Ed25519 key's is <selector>-ed25519
    key_files: tuple[Path, ...]  # PEM, at most one RSA and one Ed25519 key


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOptions:
    sender: Mailbox  # From
    reply_to: Mailbox | None = None
    postal_address: str = ""  # "" blocks sending
    public_url: str = ""  # https, no trailing slash; "" makes the unsubscribe a mailto
    list_id: str = ""  # RFC 2919 identifier without brackets: daily.news.example.com
    list_name: str = ""  # shown before the List-Id
    only_to: tuple[str, ...] = ()  # fnmatch patterns; where given, no other address is ever mailed
    connections: int = 4
    domains: tuple[
        tuple[str, float], ...
    ] = ()  # messages a second to a recipient domain; "*" is each other one
    dkim: DkimOptions | None = None  # None: nobody signs, or the provider does
    bounces: Mailbox | None = None  # where bounces go, each with a token of its delivery; None is the sender
