"""The daemon: APScheduler ticks, in memory; the database says what is due.

Every tick reconciles the slots that the schedules expect with the issues that are stored, so a slot missed while the
process was down is caught up once, and a tick too many does nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from digest.app import App
from digest.desk.proof import Word, is_time, why_held, word_of
from digest.draft import Draft
from digest.errors import DigestError, StoreError
from digest.model import PROOF_MAIL, Article, DeliveryState, IssueState, Mailing, Slot, Tally
from digest.pipeline import announce, build_issue, collect, deliver, new_posts, why_without
from digest.plan import Plan, post_slot

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    from digest.send import Pool

log = logging.getLogger("digest.daemon")

RECONCILE = 60  # seconds between looks at the database
POLL = timedelta(minutes=15)  # how often sources are asked; each source's own politeness may make it rarer
LOOK_BACK = timedelta(days=8)  # slots missed before this are not even recorded
RETRY = timedelta(minutes=5)  # after a failed build or a server that refused the conversation


def expected_slots(plan: Plan, *, now: datetime, last: datetime | None) -> tuple[Slot, ...]:
    """The slots that should have an issue by `now`: those since the `last` recorded one, oldest first; pure."""
    if plan.schedule is None or plan.schedule.each_post:
        return ()
    after = max(last, now - LOOK_BACK) if last else now - plan.catch_up
    return plan.schedule.between(after, now)


def split_missed(
    plan: Plan, slots: tuple[Slot, ...], *, now: datetime
) -> tuple[tuple[Slot, ...], Slot | None]:
    """Which slots were missed for good, and which one to make now: the newest, if it is younger than `catch_up`."""
    if not slots:
        return (), None
    *older, newest = slots
    if now - newest.at <= plan.catch_up:
        return tuple(older), newest
    return slots, None


def next_moments(plans: Sequence[Plan], /, *, now: datetime) -> tuple[datetime, ...]:
    """When something is due next, for each plan: its slot, and the proof of one; pure."""
    moments = []
    for plan in plans:
        for slot in plan.schedule.upcoming(now, 1) if plan.schedule else ():
            moments += [slot.at, *([slot.at - plan.proof.before] if plan.proof else [])]
    return tuple(moment for moment in moments if moment > now)


@dataclass(slots=True, kw_only=True)
class Daemon:
    """One process that makes and mails what is due until `stop` is set."""

    app: App
    pool: Pool
    say: Callable[[str], None]
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    _busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    _polled: dict[str, datetime] = field(default_factory=dict)
    _wait: dict[str, datetime] = field(default_factory=dict)  # plan title → not before
    _asked: dict[str, str] = field(default_factory=dict)  # plan title → the slot whose proof there is
    _looked: dict[str, str] = field(
        default_factory=dict
    )  # plan title → the slot for whose proof was collected

    async def run(self) -> None:
        """Tick until stopped; what is in flight is finished, nothing new is begun."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None}
        )
        scheduler.add_job(self._tick_and_aim, "interval", seconds=RECONCILE, args=[scheduler], id="reconcile")
        scheduler.start()
        try:
            await self._tick_and_aim(scheduler)
            await self.stop.wait()
        finally:
            # shutdown(wait=True) would cancel a running tick; the lock waits for it instead.
            scheduler.pause()
            async with self._busy:
                scheduler.shutdown(wait=False)

    async def _tick_and_aim(self, scheduler: AsyncIOScheduler) -> None:
        """Tick, then ask to be woken at the very next slot, so that an issue leaves on time and not a minute later."""
        await self.tick()
        ahead = next_moments(self.app.config.plans, now=self.app.now())
        if ahead and not self.stop.is_set():
            seconds = max((min(ahead) - self.app.now()).total_seconds(), 0.05)
            if seconds < RECONCILE:
                from digest.app import system_clock

                when = system_clock() + timedelta(seconds=seconds)
                scheduler.add_job(
                    self._tick_and_aim,
                    "date",
                    run_date=when,
                    args=[scheduler],
                    id="slot",
                    replace_existing=True,
                )

    async def tick(self) -> None:
        """Do all that is due now. One failing newsletter stops no other; a tick during a tick does nothing."""
        if self._busy.locked():
            return
        async with self._busy:
            try:
                await self.app.store.recover(now=self.app.now())
            except StoreError as exc:
                self.say(f"{exc}; trying again in a minute")
                return
            for plan in self.app.config.plans:
                if self.stop.is_set():
                    return
                if self._wait.get(plan.title, self.app.now()) > self.app.now():
                    continue
                try:
                    await self._serve(plan)
                except Exception as exc:  # the bulkhead: whatever one newsletter meets, the others go out
                    reason = _reason(exc)
                    self._wait[plan.title] = self.app.now() + RETRY
                    self.say(f"{plan.title}: {reason}; trying again in {RETRY.seconds // 60} min")
                    with contextlib.suppress(StoreError):
                        await self._alert_failed(plan, reason)
            # A newsletter's notices are mailed once, in the name of its first edition.
            for plan in {plan.newsletter: plan for plan in reversed(self.app.config.plans)}.values():
                if not self.stop.is_set():
                    await self._notify(plan)

    async def _serve(self, plan: Plan) -> None:
        """One newsletter's turn: the due slot or each new post, then whatever is still undelivered."""
        if plan.schedule is None:
            return
        if plan.schedule.each_post:
            await self._poll(plan)
            for article in await new_posts(plan, store=self.app.store, now=self.app.now()):
                await self._make(plan, post_slot(article), articles=(article,))
        else:
            await self._serve_slots(plan)
        for mailing in await self.app.store.unfinished(plan.newsletter, plan.edition, now=self.app.now()):
            await self._deliver(plan, mailing)

    async def _serve_slots(self, plan: Plan) -> None:
        """Catch up: record what was missed for good, make the newest due slot unless it is settled."""
        now = self.app.now()
        recorded = await self.app.store.last_slot(plan.newsletter, plan.edition, plan.cadence)
        missed, due = split_missed(plan, expected_slots(plan, now=now, last=recorded), now=now)
        for slot in missed:
            why = f"missed: digest was not running within {plan.catch_up} of it"
            await self.app.store.skip_issue(plan.key(slot), slot_at=slot.at, why=why, now=now)
            self.say(f"{plan.title}: slot {slot.key} skipped: {why}")
        if missed and due is None:
            await self._alert(
                plan, missed[-1], f"the slot {missed[-1].key} was missed; digest was not running"
            )
        await self._tend_held(plan)
        if due is not None:
            await self._poll(plan, at_once=True)
            await self._make_or_hold(plan, due)
        else:
            await self._poll(plan)
        await self._ask_ahead(plan)

    # -- the desk ------------------------------------------------------------------------------------------

    async def _ask_ahead(self, plan: Plan) -> None:
        """Mail the proof of the next slot when it is time; with too little to say yet, look again at the next tick."""
        if plan.proof is None or plan.schedule is None:
            return
        for slot in plan.schedule.upcoming(self.app.now(), 1):
            if not is_time(plan.proof, slot, now=self.app.now()) or self._asked.get(plan.title) == slot.key:
                continue
            if await self.app.store.proof(plan.key(slot)) is None:
                # The desk should see what has come in until now; after that, as often as at any other time.
                if self._looked.get(plan.title) != slot.key:
                    self._looked[plan.title] = slot.key
                    await self._poll(plan, at_once=True)
                if not await self._ask(plan, slot):
                    continue
            self._asked[plan.title] = slot.key

    async def _ask(self, plan: Plan, slot: Slot) -> bool:
        """Write the proof of a slot to the desk; `_notify` mails it. False where there is too little to say."""
        from digest.proofs import ask_desk
        from digest.send import allowed

        proof = await ask_desk(
            plan,
            slot,
            store=self.app.store,
            keyring=self.app.keyring,
            fetcher=self.app.fetcher,
            now=self.app.now(),
        )
        if proof is None:
            return False
        assert plan.proof is not None
        assert plan.send is not None
        self.say(f"{plan.title}: slot {slot.key}: the proof is for {plan.proof.to.address}")
        if not allowed(plan.proof.to.address, plan.send.only_to):
            self.say(f"{plan.title}: {plan.proof.to.address} does not get it: not in only_to")
        return True

    async def _make_or_hold(self, plan: Plan, slot: Slot) -> None:
        """Make the issue of a slot, or leave it to the desk, as that has said; silence counts."""
        scope = plan.newsletter, plan.edition, plan.cadence
        proof = await self.app.store.proof(plan.key(slot))
        word = word_of(plan.proof, proof, await self.app.store.hand(*scope), slot.key)
        if word is Word.SEND or (word is Word.ASK and not await self._ask(plan, slot)):
            # Too little to say, as nobody could be asked: recorded like any such slot, and never sent unasked.
            await self._make(plan, slot, approve=(lambda _: False) if word is Word.ASK else None)
            return
        now = self.app.now()
        proof = await self.app.store.proof(plan.key(slot))
        why = why_held(plan.proof, proof)
        issue = await self.app.store.hold_issue(plan.key(slot), slot_at=slot.at, why=why, now=now)
        if issue.state is IssueState.HELD:
            self.say(f"{plan.title}: slot {slot.key}: held: {why}")
            await self._alert(plan, slot, f"the issue of {slot.key} is held: {why}")

    async def _tend_held(self, plan: Plan) -> None:
        """Make what the desk has approved since; what is still held when the next issue is due is given up."""
        scope = plan.newsletter, plan.edition, plan.cadence
        assert plan.schedule is not None
        for issue in await self.app.store.held_issues(*scope):
            now = self.app.now()
            slot = Slot(key=issue.key.slot, at=issue.slot_at)
            if plan.schedule.between(slot.at, now):
                why = "held until the next issue was due"
                await self.app.store.skip_issue(issue.key, slot_at=slot.at, why=why, now=now)
                self.say(f"{plan.title}: slot {slot.key} skipped: {why}")
                continue
            proof = await self.app.store.proof(issue.key)
            word = word_of(plan.proof, proof, await self.app.store.hand(*scope), slot.key)
            if word is Word.SEND and slot.at <= now:
                await self._make(plan, slot)

    async def _poll(self, plan: Plan, *, at_once: bool = False) -> None:
        """Collect the sources into the database, at most every POLL unless an issue is due."""
        polled = self._polled.get(plan.title)
        if polled and not at_once and self.app.now() - polled < POLL:
            return
        self._polled[plan.title] = self.app.now()
        collected = await collect(
            plan, fetcher=self.app.fetcher, store=self.app.store, now=self.app.now(), keep=False
        )
        if polled is None:
            found, sources = sum(each.count for _, each in collected.found), len(collected.found)
            self.say(f"{plan.title}: first look: {found} from {sources} of {len(plan.sources)} sources")
        for failure in collected.failures:
            self.say(f"{plan.title}: source {failure.source}: {failure.reason}")

    async def _make(
        self,
        plan: Plan,
        slot: Slot,
        *,
        articles: tuple[Article, ...] | None = None,
        approve: Callable[[Draft], bool] | None = None,
    ) -> None:
        built = await build_issue(
            plan,
            slot,
            store=self.app.store,
            now=self.app.now(),
            articles=articles,
            approve=approve,
            release=approve is not None,
            fetcher=self.app.fetcher,
        )
        for notice in built.draft.notices if built.draft else ():
            self.say(f"{plan.title}: {notice}")
        if built.issue.state is IssueState.SKIPPED and built.draft is not None:
            self.say(f"{plan.title}: slot {slot.key}: no issue: {built.issue.why}")
            await self._alert(plan, slot, f"the issue of {slot.key} did not go out: {built.issue.why}")
        elif built.draft is not None:
            others = f" in {len(built.draft.variants)} variants" if built.draft.others else ""
            self.say(f"{plan.title}: slot {slot.key}: “{built.issue.subject}”{others}")
            if built.draft.without:
                gets = "reader gets" if built.draft.without == 1 else "readers get"
                self.say(
                    f"{plan.title}: slot {slot.key}: {built.draft.without:,} {gets} nothing: {why_without(plan)}"
                )

    async def _deliver(self, plan: Plan, mailing: Mailing) -> None:
        tally = await self._send(plan, mailing)
        self.say(f"{plan.title}: {tally.in_words}")
        if tally[DeliveryState.IN_DOUBT] and mailing.issue:
            lines = (
                f"{tally[DeliveryState.IN_DOUBT]} deliveries are unsure: the server vanished before answering"
            )
            await self._alert(plan, Slot(key=mailing.issue.key.slot, at=mailing.issue.slot_at), lines)

    async def _send(self, plan: Plan, mailing: Mailing) -> Tally:
        return await deliver(
            plan,
            mailing,
            store=self.app.store,
            pool=self.pool,
            keyring=self.app.keyring,
            clock=self.app.clock,
            stop=self.stop,
            lease=self.app.lease,
        )

    # -- the operator ------------------------------------------------------------------------------------

    async def _alert_failed(self, plan: Plan, reason: str) -> None:
        """Tell the operator that the issue being made did not go out."""
        if plan.schedule is None:
            return
        slot = plan.schedule.latest(self.app.now())
        if slot:
            await self._alert(plan, slot, f"the issue of {slot.key} did not go out: {reason}")

    async def _alert(self, plan: Plan, slot: Slot, text: str) -> None:
        """Write a notice to the operator, once per slot; `_notify` mails it."""
        from digest.send import allowed

        to = self.app.config.alert
        if to is None or plan.send is None:
            return
        if not allowed(to.address, plan.send.only_to):
            self.say(f"{plan.title}: {to.address} is not told: not in only_to")
            return
        await announce(
            plan,
            f"alert:{plan.newsletter}:{plan.edition}:{slot.key}",
            to,
            subject=f"digest: {plan.title}: {slot.key} did not go out as planned",
            text=f"{plan.title}: {text}.\n\nThe log of “digest run” has more.\n",
            store=self.app.store,
            now=self.app.now(),
        )

    async def _notify(self, plan: Plan) -> None:
        """Mail a newsletter's notices that are due; a server that refuses them now is asked again by the next tick."""
        if plan.send is None:
            return
        about = plan.newsletter
        try:
            for notice in await self.app.store.unfinished_notices(plan.newsletter, now=self.app.now()):
                about = await self._title_of(notice, plan)
                tally = await self._send(plan, notice)
                if tally[DeliveryState.SENT] and notice.key.startswith(PROOF_MAIL):
                    self.say(f"{about}: proof mailed")
                elif tally[DeliveryState.SENT] and self.app.config.alert:
                    self.say(f"{about}: told {self.app.config.alert.address}")
        except Exception as exc:  # the bulkhead again
            self.say(f"{about}: a notice could not be mailed: {_reason(exc)}")

    async def _title_of(self, notice: Mailing, plan: Plan) -> str:
        """How people call the edition that a notice of this newsletter is about, be it configured still or not."""
        if notice.key.startswith(PROOF_MAIL):
            proof = await self.app.store.proof_by_id(int(notice.key.removeprefix(PROOF_MAIL)))
            edition = proof.key.edition if proof else plan.edition
        else:
            # As `_alert` wrote it; no name has a colon.
            edition = notice.key.removeprefix(f"notice:alert:{plan.newsletter}:").partition(":")[0]
        return replace(plan, edition=edition).title


def _reason(exc: Exception) -> str:
    """What went wrong, in a line; what nobody expected is called so, and logged with --debug."""
    if isinstance(exc, DigestError):
        return str(exc)
    log.debug("newsletter.crashed", exc_info=exc)
    return f"unexpected {type(exc).__name__}: {exc}"
