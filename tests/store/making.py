"""What the store's tests keep in it: articles, readers, frozen issues."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from digest.model import (
    Article,
    ArticleKey,
    Delivery,
    DeliveryState,
    Issue,
    IssueKey,
    Mailing,
    Outcome,
    Pace,
    Rendered,
    Slot,
    Story,
    Tally,
    Variant,
    article_id,
)
from digest.store import Store

NOW = datetime(2026, 2, 18, 7, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LEASE = timedelta(minutes=15)
SLOT = "2026-02-18T07:30"
FREE = Pace(server="smtp.example.com:587")
RENDERED = Rendered(subject="Harbour news", html="<p>Hello</p>", text="Hello", preheader="Three stories")


def article(
    name: str = "tide", *, guid: str = "", url: str = "", source: str = "harbour", **more: Any
) -> Article:
    """An article known by `guid` and `url`, which are derived from its name unless given; "-" is none."""
    guid = guid or f"tag:harbour.example,2026:{name}"
    url = url or f"harbour.example/{name}"
    keys = tuple(ArticleKey(kind, key) for kind, key in (("guid", guid), ("url", url)) if key != "-")
    fields: dict[str, Any] = {
        "id": article_id(keys),
        "source": source,
        "url": f"https://harbour.example/{name}",
        "title": f"The {name}",
        "first_seen": NOW,
        "keys": keys,
    }
    return Article(**(fields | more))


def key(slot: str = SLOT, **changes: str) -> IssueKey:
    return IssueKey("daily", "main", "each", slot)._replace(**changes)


def variant(*articles: Article, group: str = "") -> Variant:
    lead, *rest = articles or (article(),)
    return Variant(
        newsletter="daily",
        edition="main",
        slot=Slot(key=SLOT, at=NOW),
        lead=Story(lead=lead, also=tuple(rest)),
        group_key=group,
    )


async def subscribe(store: Store, *addresses: str, newsletter: str = "daily", edition: str = "main") -> None:
    for address in addresses:
        assert (
            await store.subscribe(address, newsletter=newsletter, edition=edition, origin="cli", now=NOW)
            == "added"
        )


async def subscriber_id(store: Store, address: str) -> int:
    return next(each.subscriber_id for each in await store.subscriptions() if each.address == address)


async def freeze(
    store: Store,
    issue: Issue | None = None,
    *,
    readers: int = 0,
    variants: Sequence[tuple[Variant, Rendered]] = (),
    ranking: Sequence[Story] = (),
    expires: timedelta = DAY,
) -> Mailing:
    """Freeze an issue, by default one of today to so many new readers, reader1@example.com and so on."""
    await subscribe(store, *(f"reader{number}@example.com" for number in range(1, readers + 1)))
    issue = issue or await store.open_issue(key(), slot_at=NOW, now=NOW)
    return await store.freeze(
        issue,
        variants or ((variant(), RENDERED),),
        ranking=ranking,
        due_at=NOW,
        expires_at=NOW + expires,
        now=NOW,
    )


class Clock:
    """What the databases of the tests take for their own clock."""

    now = NOW

    def __call__(self, connection: object) -> datetime:
        return self.now


CLOCK = Clock()


async def claim(
    store: Store,
    mailing: Mailing,
    *,
    owner: str = "a",
    limit: int = 100,
    now: datetime = NOW,
    lease: timedelta = LEASE,
    pace: Pace = FREE,
) -> tuple[Delivery, ...]:
    """Claim when the program's clock and the database's both say `now`."""
    CLOCK.now = now
    got = await store.claim(mailing.id, owner=owner, limit=limit, lease=lease, now=now, pace=pace)
    return got.deliveries


async def mark(store: Store, deliveries: Sequence[Delivery]) -> frozenset[int]:
    return await store.turn((), tuple(deliveries))


async def record(store: Store, *outcomes: Outcome) -> None:
    assert await store.turn(outcomes, ()) == frozenset()


async def recover(store: Store, *, now: datetime) -> None:
    CLOCK.now = now
    await store.recover(now=now)


async def states(store: Store, mailing: Mailing) -> dict[DeliveryState, int]:
    tally: Tally = await store.tally(mailing.id)
    return dict(tally.counts)
