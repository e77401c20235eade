"""The database: open_store(url) gives a Store. Its methods are async; behind them stands one synchronous implementation.

`Store` satisfies the ports that the stages declare (collect.Memory, send.Outbox, web.WebStore) without importing them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from digest.model import (
    Answer,
    Article,
    Choice,
    Claim,
    Correction,
    Decision,
    Delivery,
    DeliveryRecord,
    DeliveryState,
    Fit,
    Group,
    Hand,
    IfInDoubt,
    Issue,
    IssueKey,
    IssuePage,
    IssueState,
    Mailbox,
    Mailing,
    Outcome,
    Pace,
    Picture,
    PollState,
    Proof,
    ProofState,
    Rendered,
    SourceHealth,
    Story,
    Subscription,
    Tally,
    Variant,
    VariantRecord,
)
from digest.store import (
    articles,
    claim,
    corrections,
    deliveries,
    freeze,
    groups,
    hands,
    issues,
    keys,
    notices,
    outbox,
    people,
    pictures,
    proofs,
    senders,
)
from digest.store import pace as pacing
from digest.store.database import Database, Instants, make_engine
from digest.store.migrate import migrate
from digest.tokens import Keyring

__all__ = ["Store", "open_store"]


def open_store(url: str, *, create: bool = True, instant: Instants | None = None) -> Store:
    """Open the database at `url` and bring its schema up to date.

    `url` is `sqlite:///FILE`, a path, or `postgresql://…`. Without `create`, a missing SQLite file is an error.
    `instant` tells the time that leases and paces go by, instead of the database's own clock.
    Raises StoreError.
    """
    engine = make_engine(url, create=create)
    try:
        migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(Database(engine, instant=instant))


class Store:
    """Every method is one transaction, durable when it returns, and raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._locks = senders.make_locks(database.engine)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Wait for what is under way, then close every connection."""
        await self._db.close()

    async def writable(self) -> bool:
        """Whether a change would be kept: makes one, so that a full disk and a read-only server count. Raises StoreError."""
        await self._db.write(keys.touch)
        return True

    async def keyring(self) -> Keyring:
        """The secrets of tokens and Message-IDs; the first is made on first use."""
        known = await self._db.read(keys.read_keyring)
        return known if known is not None else await self._db.write(keys.make_keyring)

    # -- articles ----------------------------------------------------------------------------------------

    async def poll_state(self, source: str) -> PollState | None:
        return await self._db.read(lambda c: articles.poll_state(c, source))

    async def record_poll(self, state: PollState) -> None:
        await self._db.write(lambda c: articles.record_poll(c, state))

    async def add_articles(
        self,
        source: str,
        found: tuple[Article, ...],
        state: PollState | None,
        *,
        now: datetime,
        fresh: int = 0,
    ) -> tuple[Article, ...]:
        return await self._db.write(
            lambda c: articles.add_articles(c, source, found, state, now=now, fresh=fresh)
        )

    async def recall(self, source: str, found: tuple[Article, ...]) -> Mapping[str, Article]:
        return await self._db.read(lambda c: articles.recall(c, source, found))

    async def sources(self, *, now: datetime) -> tuple[SourceHealth, ...]:
        return await self._db.read(lambda c: articles.sources(c, now=now))

    async def recognise(self, found: Iterable[Article]) -> tuple[Article, ...]:
        return await self._db.read(lambda c: articles.recognise(c, found))

    async def settle(
        self, found: Sequence[Article], places: Collection[int], *, now: datetime
    ) -> tuple[str, ...]:
        return await self._db.write(lambda c: articles.settle(c, found, places, now=now))

    async def articles(self, sources: Sequence[str], *, since: datetime) -> tuple[Article, ...]:
        return await self._db.read(lambda c: articles.read_articles(c, sources, since=since))

    # -- issues ------------------------------------------------------------------------------------------

    async def sent_articles(self, newsletter: str, edition: str, cadence: str) -> frozenset[str]:
        return await self._db.read(lambda c: issues.sent_articles(c, newsletter, edition, cadence))

    async def open_issue(self, key: IssueKey, *, slot_at: datetime, now: datetime) -> Issue:
        state = IssueState.BUILDING
        return await self._db.write(
            lambda c: issues.open_issue(c, key, slot_at=slot_at, now=now, state=state)
        )

    async def skip_issue(self, key: IssueKey, *, slot_at: datetime, why: str, now: datetime) -> Issue:
        return await self._db.write(lambda c: issues.skip_issue(c, key, slot_at=slot_at, why=why, now=now))

    async def issue(self, key: IssueKey) -> Issue | None:
        return await self._db.read(lambda c: issues.issue_by_key(c, key))

    async def issues(self, newsletter: str | None = None, *, limit: int = 100) -> tuple[Issue, ...]:
        return await self._db.read(lambda c: issues.list_issues(c, newsletter, limit))

    async def last_issue(self, newsletter: str, edition: str, cadence: str) -> Issue | None:
        return await self._db.read(lambda c: issues.last_issue(c, newsletter, edition, cadence))

    async def count_issues(self, newsletter: str, edition: str, cadence: str) -> int:
        return await self._db.read(lambda c: issues.count_issues(c, newsletter, edition, cadence))

    async def last_slot(self, newsletter: str, edition: str, cadence: str) -> datetime | None:
        return await self._db.read(lambda c: issues.last_slot(c, newsletter, edition, cadence))

    async def hand(self, newsletter: str, edition: str, cadence: str) -> Hand:
        return await self._db.read(lambda c: hands.open_hand(c, newsletter, edition, cadence))

    async def keep_hand(
        self, newsletter: str, edition: str, cadence: str, hand: Hand, /, *, now: datetime
    ) -> None:
        await self._db.write(lambda c: hands.keep_hand(c, newsletter, edition, cadence, hand, now=now))

    async def change_hand(
        self, newsletter: str, edition: str, cadence: str, before: Hand, decided: Hand, /, *, now: datetime
    ) -> bool:
        return await self._db.write(
            lambda c: hands.change_hand(c, newsletter, edition, cadence, before, decided, now=now)
        )

    async def hand_of(self, issue_id: int) -> Hand:
        return await self._db.read(lambda c: hands.hand_of(c, issue_id))

    # -- proofs ------------------------------------------------------------------------------------------

    async def ask(
        self,
        key: IssueKey,
        *,
        slot_at: datetime,
        to: Mailbox,
        write: Callable[[Proof], Rendered],
        expires_at: datetime,
        now: datetime,
    ) -> Proof:
        return await self._db.write(
            lambda c: proofs.ask(c, key, slot_at=slot_at, to=to, write=write, expires_at=expires_at, now=now)
        )

    async def proof(self, key: IssueKey) -> Proof | None:
        return await self._db.read(lambda c: proofs.proof_of(c, key))

    async def proof_by_id(self, proof_id: int) -> Proof | None:
        return await self._db.read(lambda c: proofs.proof_by_id(c, proof_id))

    async def decide(
        self, proof_id: int, *, state: ProofState | None, hand: Hand | None, seen: str, now: datetime
    ) -> Answer:
        return await self._db.write(
            lambda c: proofs.decide(c, proof_id, state=state, hand=hand, seen=seen, now=now)
        )

    async def hold_issue(self, key: IssueKey, *, slot_at: datetime, why: str, now: datetime) -> Issue:
        return await self._db.write(lambda c: proofs.hold(c, key, slot_at=slot_at, why=why, now=now))

    async def held_issues(self, newsletter: str, edition: str, cadence: str) -> tuple[Issue, ...]:
        return await self._db.read(lambda c: proofs.held(c, newsletter, edition, cadence))

    # -- corrections -------------------------------------------------------------------------------------

    async def correct(self, *said: Correction) -> None:
        await self._db.write(lambda c: corrections.correct(c, said))

    async def corrections(self, issue_id: int) -> tuple[Correction, ...]:
        return await self._db.read(lambda c: corrections.corrections(c, issue_id))

    async def renderings(self, issue_id: int) -> tuple[Rendered, ...]:
        return await self._db.read(lambda c: corrections.renderings(c, issue_id))

    async def take_down(self, issue_id: int, *, why: str, now: datetime) -> bool:
        return await self._db.write(lambda c: corrections.take_down(c, issue_id, why=why, now=now))

    async def put_back(self, issue_id: int) -> bool:
        return await self._db.write(lambda c: corrections.put_back(c, issue_id))

    async def issue_page(self, variant_id: int) -> IssuePage | None:
        return await self._db.read(lambda c: corrections.issue_page(c, variant_id))

    # -- freezing, delivering ------------------------------------------------------------------------------

    async def freeze(
        self,
        issue: Issue,
        variants: Sequence[tuple[Variant, Rendered]],
        *,
        ranking: Sequence[Story],
        due_at: datetime,
        expires_at: datetime,
        now: datetime,
        groups: Mapping[str, str | None] | None = None,
        candidates: frozenset[str] | None = None,
        hand: Hand | None = None,
    ) -> Mailing:
        return await self._db.write(
            lambda c: freeze.freeze(
                c,
                issue,
                variants,
                ranking=ranking,
                due_at=due_at,
                expires_at=expires_at,
                now=now,
                groups=groups,
                candidates=candidates,
                hand=hand,
            )
        )

    async def variant_records(self, issue_id: int) -> tuple[VariantRecord, ...]:
        return await self._db.read(lambda c: issues.variant_records(c, issue_id))

    async def freeze_notice(
        self,
        key: str,
        rendered: Rendered,
        recipients: Sequence[Mailbox],
        *,
        newsletter: str,
        if_in_doubt: IfInDoubt,
        due_at: datetime,
        expires_at: datetime,
    ) -> Mailing:
        return await self._db.write(
            lambda c: notices.freeze_notice(
                c,
                key,
                rendered,
                recipients,
                newsletter=newsletter,
                if_in_doubt=if_in_doubt,
                due_at=due_at,
                expires_at=expires_at,
            )
        )

    async def unfinished_notices(self, newsletter: str, *, now: datetime) -> tuple[Mailing, ...]:
        return await self._db.read(lambda c: notices.unfinished(c, newsletter, now=now))

    async def mailing(self, issue_id: int) -> Mailing | None:
        return await self._db.read(lambda c: issues.mailing_of(c, issue_id))

    async def unfinished(self, newsletter: str, edition: str, *, now: datetime) -> tuple[Mailing, ...]:
        return await self._db.read(lambda c: issues.unfinished(c, newsletter, edition, now=now))

    async def finish_issue(self, issue_id: int) -> None:
        await self._db.write(lambda c: issues.finish_issue(c, issue_id))

    async def variants(self, mailing_id: int) -> dict[int, Rendered]:
        return await self._db.read(lambda c: issues.variants_of(c, mailing_id))

    # -- pictures ----------------------------------------------------------------------------------------

    async def known_picture(self, url: str, fit: Fit, *, since: datetime) -> Picture | None:
        return await self._db.read(lambda c: pictures.known(c, url, fit, since=since))

    async def keep_picture(self, url: str, fit: Fit, picture: Picture, *, now: datetime) -> None:
        await self._db.write(lambda c: pictures.keep(c, url, fit, picture, now=now))

    async def picture(self, key: str) -> Picture | None:
        return await self._db.read(lambda c: pictures.by_key(c, key))

    async def decisions(self, issue_id: int) -> tuple[Decision, ...]:
        return await self._db.read(lambda c: issues.decisions(c, issue_id))

    # -- deliveries --------------------------------------------------------------------------------------

    @asynccontextmanager
    async def sender(self) -> AsyncIterator[str]:
        """A number to send under; what is held under it is anybody's again as soon as this process dies."""
        number = await senders.enlist(self._db, self._locks)
        try:
            yield str(number)
        finally:
            await senders.dismiss(self._db, self._locks, number)

    async def claim(
        self, mailing_id: int, *, owner: str, limit: int, lease: timedelta, now: datetime, pace: Pace
    ) -> Claim:
        return await self._db.write(
            lambda c: claim.claim(
                c,
                mailing_id,
                owner=owner,
                limit=limit,
                lease=lease,
                now=now,
                pace=pace,
                instant=self._db.instant(c),
            )
        )

    async def turn(self, outcomes: tuple[Outcome, ...], marks: tuple[Delivery, ...], /) -> frozenset[int]:
        return await self._db.write(lambda c: outbox.turn(c, outcomes, marks, instant=self._db.instant(c)))

    async def renew(self, owner: str, *, lease: timedelta) -> None:
        await self._db.write(lambda c: outbox.renew(c, owner, lease=lease, instant=self._db.instant(c)))

    async def release(self, owner: str, /) -> None:
        await self._db.write(lambda c: outbox.release(c, owner))

    async def recover(self, *, now: datetime) -> None:
        await self._db.write(lambda c: outbox.recover(c, self._locks, now=now, instant=self._db.instant(c)))

    async def pause_domain(self, domain: str, *, opened: bool) -> timedelta:
        return await self._db.write(
            lambda c: pacing.pause_domain(c, domain, opened=opened, instant=self._db.instant(c))
        )

    async def tally(self, mailing_id: int, /) -> Tally:
        return await self._db.read(lambda c: outbox.tally(c, mailing_id))

    # -- people ------------------------------------------------------------------------------------------

    async def subscribe(
        self,
        address: str,
        *,
        newsletter: str,
        edition: str = "main",
        name: str = "",
        origin: str,
        now: datetime,
        choice: Choice = people.EVERYTHING,
    ) -> str:
        return await self._db.write(
            lambda c: people.subscribe(
                c,
                address,
                newsletter=newsletter,
                edition=edition,
                name=name,
                origin=origin,
                now=now,
                choice=choice,
            )
        )

    async def choose(self, address: str, newsletter: str, choice: Choice) -> bool:
        return await self._db.write(lambda c: people.choose(c, address, newsletter, choice))

    async def groups(
        self, newsletter: str, edition: str, *, candidates: frozenset[str] | None = None
    ) -> tuple[Group, ...]:
        return await self._db.read(lambda c: groups.groups(c, newsletter, edition, candidates=candidates))

    async def subscribe_all(
        self, wanted: Sequence[Subscription], /, *, now: datetime, dry_run: bool = False
    ) -> tuple[str, ...]:
        work = people.subscribe_all
        if dry_run:
            return await self._db.read(lambda c: work(c, wanted, now=now, dry_run=True))
        return await self._db.write(lambda c: work(c, wanted, now=now))

    async def unsubscribe(self, subscriber_id: int, newsletter: str, *, now: datetime) -> bool:
        return await self._db.write(lambda c: people.unsubscribe(c, subscriber_id, newsletter, now=now))

    async def remove(self, address: str, newsletter: str | None = None, *, now: datetime) -> int:
        return await self._db.write(lambda c: people.remove(c, address, newsletter, now=now))

    async def suppress(self, address: str, *, why: str, now: datetime) -> bool:
        return await self._db.write(lambda c: people.suppress(c, address, why=why, now=now))

    async def subscriptions(
        self, newsletter: str | None = None, edition: str | None = None, *, mailable: bool = False
    ) -> tuple[Subscription, ...]:
        return await self._db.read(lambda c: people.subscriptions(c, newsletter, edition, mailable=mailable))

    async def audience_size(self, newsletter: str, edition: str) -> int:
        return await self._db.read(lambda c: people.audience_size(c, newsletter, edition))

    # -- looking into the ledger -------------------------------------------------------------------------

    async def issue_by_number(self, number: int) -> Issue | None:
        return await self._db.read(lambda c: deliveries.issue_by_number(c, number))

    async def delivery_page(
        self,
        mailing_id: int,
        *,
        states: Sequence[DeliveryState] = (),
        domain: str | None = None,
        after: int = 0,
        limit: int = 1000,
    ) -> tuple[DeliveryRecord, ...]:
        return await self._db.read(
            lambda c: deliveries.page(c, mailing_id, states=states, domain=domain, after=after, limit=limit)
        )

    async def delivery_to(self, mailing_id: int, address: str) -> DeliveryRecord | None:
        return await self._db.read(lambda c: deliveries.of_reader(c, mailing_id, address))

    async def troubles(self, mailing_id: int) -> tuple[tuple[DeliveryState, str, str, int], ...]:
        return await self._db.read(lambda c: deliveries.troubles(c, mailing_id))

    async def reader(self, address: str) -> tuple[Subscription, ...]:
        return await self._db.read(lambda c: people.reader(c, address))

    async def resolve(
        self, mailing_id: int, addresses: Sequence[str] | None, *, arrived: bool, until: datetime
    ) -> int:
        return await self._db.write(
            lambda c: deliveries.resolve(c, mailing_id, addresses, arrived=arrived, until=until)
        )

    async def cancel(self, mailing_id: int, *, now: datetime) -> int:
        return await self._db.write(lambda c: deliveries.cancel(c, mailing_id, now=now))

    async def revive(self, mailing_id: int, *, until: datetime) -> int:
        return await self._db.write(lambda c: deliveries.revive(c, mailing_id, until=until))
