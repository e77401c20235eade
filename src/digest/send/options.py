"""Who sends, through which servers, and to whom at most."""

from __future__ import annotations

from dataclasses import dataclass

from digest.model import Mailbox


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
