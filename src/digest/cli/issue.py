"""What preview, rank and send share: collecting with progress, reporting sources, a sample reader's copy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from digest.app import App
from digest.cli.output import note, plural, progress, warn
from digest.collect import Collected, Failure
from digest.draft import Candidates, Draft
from digest.model import Article, Envelope, Rendered, Slot
from digest.pipeline import candidates, collect
from digest.plan import Plan, manual_slot

NOTHING = Collected(articles=(), failures=(), notices=(), found=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a look at a configured newsletter is made from."""

    candidates: Candidates
    collected: Collected


async def collect_with_progress(app: App, plan: Plan, *, remember: bool) -> Collected:
    """Collect the plan's sources; with `remember`, into the database."""
    with progress("Collecting", len(plan.sources), "sources") as update:
        return await collect(
            plan,
            fetcher=app.fetcher,
            now=app.now(),
            store=app.store if remember else None,
            progress=lambda source, done, total: update(done),
        )


async def collect_for_look(app: App, plan: Plan, *, offline: bool) -> Known:
    """Read the database and, unless `offline`, the sources, without writing anything."""
    collected = NOTHING if offline else await collect_with_progress(app, plan, remember=False)
    slot = Slot(key="look", at=app.now())
    stored = await candidates(plan, slot, store=app.store, now=app.now())
    articles = await merge(app, stored.articles, collected.articles)
    return Known(candidates=replace(stored, articles=articles), collected=collected)


def look_slot(plan: Plan, candidates: Candidates, *, now: datetime) -> Slot:
    """The slot that a look is composed for: now, as the one that was approved where that is the next."""
    fixed = candidates.hand.fixed
    upcoming = plan.schedule.upcoming(now, 1) if plan.schedule and not plan.schedule.each_post else ()
    next_ones = {slot.key for slot in (manual_slot(plan, now=now), *upcoming)}
    return Slot(key=fixed if fixed in next_ones else "look", at=now)


def note_hand(plan: Plan, candidates: Candidates) -> None:
    """Say that somebody edited what is shown."""
    from digest.desk.changes import in_words

    if words := in_words(candidates.hand):
        note(f"edited: {words}; {edit_command(plan)} --show")


def edit_command(plan: Plan) -> str:
    """What edits a plan's next issue: “digest edit daily --edition ar”."""
    return f"digest edit {plan.arguments}"


async def merge(app: App, stored: tuple[Article, ...], collected: tuple[Article, ...]) -> tuple[Article, ...]:
    """What the database would know after collecting: the fresh articles as it would keep them, in order, then the rest."""
    fresh = await app.store.recognise(collected)
    known = {(article.source, article.id) for article in fresh}
    return (*fresh, *(article for article in stored if (article.source, article.id) not in known))


def report_sources(collected: Collected) -> None:
    """Say how many articles came from where, and which sources failed."""
    if collected.found:
        articles = plural(len(collected.articles), "article") if collected.articles else "nothing changed"
        note(f"{articles} in {plural(len(collected.found), 'source')}")
    for name, found in collected.found:
        for notice in found.notices:
            note(notice if len(collected.found) == 1 else f"{name}: {notice}")
    for failure in collected.failures:
        warn(f"✗ {failed(failure)}")


def failed(failure: Failure) -> str:
    """A failed source and why; a reason that names its address already is enough."""
    named = failure.source in failure.reason
    return failure.reason if named else f"{failure.source}: {failure.reason}"


def copy_for(plan: Plan, draft: Draft) -> tuple[Rendered, Envelope]:
    """The draft as a sample reader would get it: the spliced parts and the message, signed with a throw-away key."""
    from digest.writer import sample_copy

    assert draft.rendered is not None
    return sample_copy(
        draft.rendered,
        newsletter=plan.newsletter,
        brand=plan.render.brand.name,
        site=plan.render.brand.site,
        options=plan.send,
        at=draft.slot.at,
    )
