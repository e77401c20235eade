"""The next issue on the editor's desk: composed under the hand that is kept, laid out in lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import click

from digest.app import App, find_config, open_app
from digest.cli.issue import collect_for_look, edit_command, look_slot, report_sources
from digest.desk.lines import Line, lines_of, named, renamed
from digest.desk.naming import Names
from digest.desk.plan import write_plan
from digest.draft import Candidates, Draft, compose_issue
from digest.errors import DigestError, InputError
from digest.model import Article, Hand
from digest.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The next issue as it is under a hand."""

    plan: Plan
    candidates: Candidates
    now: datetime
    draft: Draft
    lines: tuple[Line, ...]
    names: Names
    collected: tuple[
        Article, ...
    ] = ()  # of the candidates, those that were just found, under the ids they came with
    failures: int = 0  # sources that failed

    @property
    def hand(self) -> Hand:
        return self.candidates.hand

    @property
    def intro(self) -> str:
        """The text above the first story, as decided or as configured."""
        return self.plan.render.intro if self.hand.intro is None else self.hand.intro

    @property
    def text(self) -> str:
        """The plan to edit."""
        return write_plan(self.lines, self.names, title=self.plan.title, intro=self.intro)

    def under(self, hand: Hand) -> Desk:
        """The same issue under another hand."""
        return make_desk(
            self.plan,
            replace(self.candidates, hand=hand),
            now=self.now,
            collected=self.collected,
            failures=self.failures,
        )


def complete(ctx: click.Context, word: str) -> list[str]:
    """Names of newsletters, for the shell."""
    try:
        names = find_config({"config": ctx.find_root().params.get("config_file")}).newsletters
    except DigestError:  # a completion that cannot be made is none; the command itself will say why
        return []
    return [name for name in names if name.startswith(word)]


async def open_desk(
    options: dict[str, Any],
    newsletter: str | None,
    edition: str | None,
    *,
    at: datetime | None,
    offline: bool,
) -> Desk:
    """Collect and compose the next issue like a preview does; nothing is recorded. Raises InputError."""
    async with open_app(options, at=at, looking=True) as app:
        plan = app.config.plan(newsletter, edition)
        if plan.schedule and plan.schedule.each_post:
            raise InputError(f"{plan.title} mails each new post by itself: it has no next issue to edit")
        known = await collect_for_look(app, plan, offline=offline)
        report_sources(known.collected)
        return make_desk(
            plan,
            known.candidates,
            now=app.now(),
            collected=known.collected.articles,
            failures=len(known.collected.failures),
        )


def make_desk(
    plan: Plan,
    candidates: Candidates,
    *,
    now: datetime,
    collected: tuple[Article, ...] = (),
    failures: int = 0,
) -> Desk:
    """Compose the issue of these candidates, the `collected` ones first, and lay it out in lines."""
    from digest.collect.urls import url_key

    # Without the sponsors: their files need not be right to edit an issue.
    slot = look_slot(plan, candidates, now=now)
    draft = compose_issue(replace(plan, sponsors=None), slot, candidates, now=now)
    lines = lines_of(
        draft.stories, draft.variant, candidates.hand, articles=candidates.articles, left_out=None
    )
    return Desk(
        plan=plan,
        candidates=candidates,
        now=now,
        draft=draft,
        lines=lines,
        names=Names(lines, key=url_key),
        collected=collected,
        failures=failures,
    )


async def keep_hand(options: dict[str, Any], desk: Desk, hand: Hand, *, at: datetime | None) -> None:
    """Keep what was decided, unless somebody else decided something in the meantime. Raises InputError."""
    if hand == desk.hand:
        return
    async with open_app(options, at=at) as app:
        plan = desk.plan
        scope = plan.newsletter, plan.edition, plan.cadence
        hand = renamed(hand, await _settle(app, desk, named(hand)))
        if not await app.store.change_hand(*scope, desk.hand, hand, now=app.now()):
            raise InputError(
                f"{plan.title}: somebody else changed this issue meanwhile, or it was sent; "
                f"look again: {edit_command(plan)} --show"
            )


async def _settle(app: App, desk: Desk, wanted: frozenset[str]) -> dict[str, str]:
    """See to it that the articles that were decided about keep their ids; return those that have another one by now.

    What was only looked at is not kept yet, and of an article that two sources have the first one to bring it gives its id.
    """
    shown = [article.id for article in desk.candidates.articles[: len(desk.collected)]]
    places = [place for place, name in enumerate(shown) if name in wanted]
    if not places:
        return {}
    ids = await app.store.settle(desk.collected, places, now=app.now())
    return {shown[place]: ids[place] for place in places}
