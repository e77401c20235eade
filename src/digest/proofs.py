"""Proofs: the desk is mailed an issue before its slot, looks at it on a page, and says what becomes of it.

What is approved is kept as a hand that fixes the issue to the stories that were seen, so it is what is sent, whatever is
collected later.
"""

from __future__ import annotations

import asyncio
import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.desk.form import Form, changed
from digest.desk.lines import Line, approved, hand_of, lines_of
from digest.desk.proof import is_approved
from digest.draft import Draft, compose_issue, inspect, prepare_pictures, render_draft
from digest.links import Links
from digest.model import (
    Answer,
    Finding,
    Hand,
    IfSilent,
    Issue,
    IssueState,
    Level,
    Proof,
    ProofOptions,
    ProofState,
    Rendered,
    Slot,
)
from digest.pipeline import candidates
from digest.plan import Plan, expiry
from digest.render.correct import with_band
from digest.render.personal import split
from digest.tokens import Keyring

if TYPE_CHECKING:
    from digest.fetch import Fetcher
    from digest.store import Store

FRESH = timedelta(
    seconds=15
)  # the page, its frame and a form sent at once are made from one look at the candidates


# -- the mail ------------------------------------------------------------------------------------------


async def ask_desk(
    plan: Plan, slot: Slot, /, *, store: Store, keyring: Keyring, fetcher: Fetcher | None, now: datetime
) -> Proof | None:
    """Mail the proof of a slot's issue as it would be now, once; None where there is too little to say for an issue.

    The mail leaves with the next `deliver` of the newsletter's notices. Raises ThemeError.
    """
    options = plan.proof
    assert options is not None, "a plan without a desk has nobody to ask"
    assert plan.send is not None, "the pages that a desk answers on need a sender"
    found = await candidates(plan, slot, store=store, now=now)
    draft = await asyncio.to_thread(compose_issue, plan, slot, found, now=now)
    if draft.variant is None:
        return None
    pictures = await prepare_pictures(plan, draft, fetcher=fetcher, store=store, now=now)
    draft = await asyncio.to_thread(render_draft, plan, draft, pictures=pictures)
    mistakes = await asyncio.to_thread(mistakes_of, plan, draft)
    links = Links(keyring=keyring, mailto="", public_url=plan.send.public_url)

    def write(proof: Proof) -> Rendered:
        assert draft.rendered is not None
        return proof_mail(
            draft.rendered,
            lines=proof_lines(plan, options, slot, mistakes, now=now),
            link=links.desk(proof.id),
            values={
                "unsubscribe_url": f"{links.public_url}/u",
                "view_url": links.desk(proof.id),
                "email": options.to.address,
                "name": options.to.name,
            },
        )

    return await store.ask(
        plan.key(slot),
        slot_at=slot.at,
        to=options.to,
        write=write,
        expires_at=max(expiry(plan, slot.at), now + timedelta(hours=1)),
        now=now,
    )


def mistakes_of(plan: Plan, draft: Draft) -> tuple[Finding, ...]:
    """What a preflight would refuse to send."""
    return tuple(each for each in inspect(plan, draft) if each.level is Level.ERROR)


def proof_lines(
    plan: Plan, options: ProofOptions, slot: Slot, mistakes: Sequence[Finding], *, now: datetime
) -> tuple[str, ...]:
    """What the desk is told above the mail, the call to act first."""
    due = local_time(plan, slot.at)
    if now >= slot.at:
        lines = [f"It was due at {due}, and is held until it is approved, or until the next issue is due."]
    else:
        silence = "held" if options.if_silent is IfSilent.HOLD else "sent"
        lines = [
            f"Approve, hold or change it by {due}.",
            f"If nobody says anything, it is {silence}.",
        ]
    if mistakes:
        more = f" (and {len(mistakes) - 1} more)" if len(mistakes) > 1 else ""
        lines.append(f"It cannot be sent as it is: {mistakes[0].message}{more}.")
    return (f"Proof of {plan.title}, {due}.", *lines)


def local_time(plan: Plan, instant: datetime) -> str:
    """An instant as the newsletter's people read it: “Wed 18 Feb 2026 07:30 Europe/London”."""
    zone = plan.schedule.zone if plan.schedule else ZoneInfo(plan.render.timezone)
    return f"{instant.astimezone(zone):%a %d %b %Y %H:%M} {zone.key}"


def proof_mail(rendered: Rendered, /, *, lines: Sequence[str], link: str, values: dict[str, str]) -> Rendered:
    """The issue as a reader would get it, for the desk: with a band on top that says what is asked, and where to answer."""
    head, *rest = lines
    band = (
        '<div style="margin:0;padding:16px 20px;background:#FFF4D6;color:#332600;border-bottom:2px solid #B88700;'
        'font:16px/24px system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;text-align:left" dir="ltr">'
        f"<strong>{html.escape(head)}</strong><br>{html.escape(' '.join(rest))}<br>"
        f'<a href="{html.escape(link)}" style="color:#1D3FA8;font-weight:bold">Open the desk’s page</a></div>'
    )
    spliced = split(rendered).splice(values)
    return replace(
        spliced,
        subject=f"[proof] {spliced.subject}",
        html=with_band(spliced.html, band),
        text="\n".join([*lines, link, "", "-" * 72, "", spliced.text]),
        images=rendered.images,
    )


# -- the page ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the desk sees of a proof: the issue as it would be now, and what can be decided about it."""

    proof: Proof
    plan: Plan
    over: str = ""  # why nothing can be decided any more
    approved: bool = False
    late: bool = False  # its slot has passed
    due: str = ""
    hand: Hand = field(default_factory=Hand)
    draft: Draft | None = None
    lines: tuple[Line, ...] = ()
    mistakes: tuple[Finding, ...] = ()

    @property
    def intro(self) -> str:
        """The intro as it is now."""
        return self.plan.render.intro if self.hand.intro is None else self.hand.intro


@dataclass(slots=True, kw_only=True)
class Desk:
    """Makes sheets from what the database has, and keeps what the desk says. Collects nothing, one sheet at a time."""

    plans: Sequence[Plan]
    store: Store
    clock: Callable[[], datetime]
    _busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    _last: dict[int, tuple[datetime, str, Sheet]] = field(default_factory=dict)

    async def sheet(self, proof_id: int) -> Sheet | None:
        """What the desk sees now; None where there is no such proof. Raises StoreError, ThemeError."""
        proof = await self.store.proof_by_id(proof_id)
        if proof is None:
            return None
        plan = next((each for each in self.plans if each.key(_slot(proof)) == proof.key), None)
        if plan is None:
            return None
        now = self.clock()
        due = local_time(plan, proof.slot_at)
        over = self._over(plan, proof, await self.store.issue(proof.key), now=now)
        if over:
            return Sheet(proof=proof, plan=plan, over=over, due=due)
        scope = plan.newsletter, plan.edition, plan.cadence
        async with self._busy:
            hand = await self.store.hand(*scope)
            made_at, version, made = self._last.get(proof_id, (now, "", None))
            if made is None or version != hand.version or not now - FRESH <= made_at <= now:
                made = await self._make(plan, proof, now=now)
                self._last = {proof_id: (now, made.hand.version, made)}
        return replace(
            made,
            proof=proof,
            due=due,
            approved=is_approved(proof, made.hand, proof.key.slot),
            late=now >= proof.slot_at,
        )

    async def _make(self, plan: Plan, proof: Proof, *, now: datetime) -> Sheet:
        slot = _slot(proof)
        found = await candidates(plan, slot, store=self.store, now=now)

        def make() -> Sheet:
            draft = render_draft(plan, compose_issue(plan, slot, found, now=now))
            return Sheet(
                proof=proof,
                plan=plan,
                hand=found.hand,
                draft=draft,
                lines=lines_of(draft.stories, draft.variant, found.hand, articles=found.articles),
                mistakes=mistakes_of(plan, draft) if draft.rendered else (),
            )

        return await asyncio.to_thread(make)

    @staticmethod
    def _over(plan: Plan, proof: Proof, issue: Issue | None, *, now: datetime) -> str:
        if issue is not None and issue.state in (IssueState.READY, IssueState.DONE):
            return "This issue has been sent."
        if issue is not None and issue.state is IssueState.SKIPPED:
            return f"There is no such issue: {issue.why}."
        if plan.schedule is None or plan.schedule.between(proof.slot_at, now):
            return "The next issue is due: this one will not be sent any more."
        return ""

    async def answer(self, sheet: Sheet, form: Form, state: ProofState | None, /) -> Answer:
        """Keep what the form says and, with it, that the issue is approved or held; without a state it is only saved.

        An issue is held also by a form that is STALE: then the rest of it is not kept. Raises StoreError.
        """
        lines, before = changed(sheet.lines, form)
        intro: str | None = form.intro
        if form.intro == sheet.intro:
            intro = sheet.hand.intro
        elif form.intro == sheet.plan.render.intro:
            intro = None
        hand = hand_of(lines, before, intro=intro, hand=sheet.hand)
        if state is ProofState.APPROVED:
            hand = approved(hand, lines, sheet.proof.key.slot)
        elif hand != sheet.hand:
            hand = replace(hand, fixed="")  # what is changed is not what was approved
        given = hand if state is ProofState.APPROVED or hand != sheet.hand else None
        answer = await self._decide(sheet, form, state, given)
        if answer is Answer.STALE and state is ProofState.HELD:
            await self._decide(sheet, form, state, None)
        return answer

    async def _decide(self, sheet: Sheet, form: Form, state: ProofState | None, hand: Hand | None) -> Answer:
        if form.seen != sheet.hand.version and hand is not None:
            return Answer.STALE
        return await self.store.decide(
            sheet.proof.id, state=state, hand=hand, seen=form.seen, now=self.clock()
        )


def _slot(proof: Proof) -> Slot:
    return Slot(key=proof.key.slot, at=proof.slot_at)
