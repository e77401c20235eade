"""How fast mail may go out: to a server, to a recipient domain, on a day of a warm-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from digest.model.delivery import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What a claim reserves tokens for, over all processes that share the database.

    `rate` is messages a second that `server` takes, a second's worth of which may go at once; `daily` how many it may
    carry on this UTC day. `domains` maps a recipient domain to messages a second; "*" is each domain not named.
    """

    server: str
    rate: float | None = None
    daily: int | None = None
    domains: Mapping[str, float] = field(default_factory=dict)

    @property
    def free(self) -> bool:
        """Whether nothing holds a claim back but a paused domain."""
        return self.rate is None and self.daily is None and not self.domains


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a claim got. Where that is nothing, `wait` says when asking again makes sense: None is never, nothing else is
    due. `full` tells that the server, not a domain, has had its tokens."""

    deliveries: tuple[Delivery, ...] = ()
    wait: timedelta | None = None
    full: bool = False
    probation: frozenset[str] = frozenset()  # domains that were paused and have taken nothing since
