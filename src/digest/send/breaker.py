"""Leave a recipient domain alone that refuses us one message after the other: going on makes it worse."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable

from digest.send.ports import Reply
from digest.send.reply import Standing, standing

WINDOW = 20  # latest replies of a domain that count
LEAST = 5  # so many of them must be about us, and half of all …
LEAST_AGAIN = 3  # … or so many, while it has not yet taken anything since its last pause
MOST_DOMAINS = 10_000  # remembered at once


class Breaker:
    """What one process has seen of each recipient domain lately; nothing here is kept over a restart."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, deque[bool]] = OrderedDict()
        self._probation: set[str] = set()

    def watch(self, domains: Iterable[str], /) -> None:
        """These were paused; the first reply that is not about us clears them."""
        self._probation.update(domains)

    def saw(self, domain: str, reply: Reply, /) -> bool | None:
        """Note a reply. True: pause the domain now. False: it takes our mail again. None: nothing to do."""
        about_us = standing(reply) is Standing.OURS
        seen = self._seen.setdefault(domain, deque(maxlen=WINDOW))
        self._seen.move_to_end(domain)
        if len(self._seen) > MOST_DOMAINS:
            self._seen.popitem(last=False)
        seen.append(about_us)
        if not about_us:
            if reply.accepted and domain in self._probation:
                self._probation.discard(domain)
                return False
            return None
        least = LEAST_AGAIN if domain in self._probation else LEAST
        refusals = sum(seen)
        if refusals >= least and 2 * refusals >= len(seen):
            seen.clear()
            self._probation.add(domain)
            return True
        return None
