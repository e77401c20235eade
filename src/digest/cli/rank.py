"""`digest rank`: what would be in the next issue, and why."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

import click

from digest.app import open_app
from digest.cli.issue import collect_for_look, edit_command, look_slot, note_hand, report_sources
from digest.cli.output import at_option, json_option, note, offline_option, print_json, say, table
from digest.cli.places import are_places
from digest.draft import NEWEST, Candidates, compose_issue
from digest.errors import InputError
from digest.model import Factor, Story
from digest.plan import Plan

EVERY = "*"  # what --explain is without a URL
NEARLY = 10  # cut stories, best first, of which --json says more than that a pin would help


@click.command(
    "rank",
    epilog="Examples: digest rank daily --explain · digest rank daily --explain https://www.example.com/2026/fog · "
    "digest rank daily --edition ar --json",
)
@click.argument("what", nargs=-1, metavar="[NEWSLETTER | URL | PATH]...")
@click.option("--edition", metavar="NAME", help="The edition to rank, such as ar.")
@click.option(
    "--explain",
    is_flag=False,
    flag_value=EVERY,
    metavar="[URL]",
    help="Show the factors, and the candidates that are not in; with a URL, why that article is in or not, "
    "and what would have got it in.",
)
@offline_option
@at_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    what: tuple[str, ...],
    edition: str | None,
    explain: str | None,
    offline: bool,
    at: datetime | None,
    as_json: bool,
) -> int:
    """Rank the candidates of the next issue; --explain shows each factor of each score and every verdict's reason."""
    url = explain if explain and "://" in explain else ""
    if explain and explain != EVERY and not url:
        what = (*what, explain)  # --explain stood before the newsletter
    if are_places(what, ctx.obj):
        stories, failed = asyncio.run(rank_places(what, at=at))
    else:
        newsletter = what[0] if what else None
        examine = _examiner(url) if url or as_json else None
        looked = rank(ctx.obj, newsletter, edition, at=at, offline=offline, examine=examine)
        stories, failed = asyncio.run(looked)
    rows = list(enumerate(stories, 1))
    if url:
        rows = [(place, story) for place, story in rows if _is_about(story, url)]
        if not rows:
            raise InputError(
                f"{url}: no candidate has this address; its source does not list it, or it is out of date"
            )
    if as_json:
        print_json([as_row(place, story) for place, story in rows])
    elif not rows:
        note("nothing to rank: no articles at all")
    elif url:
        for place, story in rows:
            print_story(place, story, of=len(stories))
    elif explain:
        print_explained(stories)
    else:
        kept = [story for story in stories if story.verdict in ("in", "panel")]
        cells = [(f"{story.score:.3f}", story.section, story.lead.title) for story in kept]
        table(("Score", "Section", "Story"), cells, right=(0,))
    return 3 if failed else 0


async def rank(
    options: dict[str, Any],
    newsletter: str | None,
    edition: str | None,
    *,
    at: datetime | None,
    offline: bool,
    examine: Callable[[Story], bool] | None = None,
) -> tuple[tuple[Story, ...], int]:
    """Rank and compose like a preview does; nothing is rendered or recorded."""
    async with open_app(options, at=at, looking=True) as app:
        plan = app.config.plan(newsletter, edition)
        known = await collect_for_look(app, plan, offline=offline)
        report_sources(known.collected)
        note_hand(plan, known.candidates)
        # A newsletter that mails each new post has no next issue to edit.
        edit = "" if plan.schedule and plan.schedule.each_post else edit_command(plan)
        plan = replace(plan, rank=replace(plan.rank, edit=edit))
        stories = judge(plan, known.candidates, now=app.now(), examine=examine)
        return stories, len(known.collected.failures)


async def rank_places(places: tuple[str, ...], *, at: datetime | None) -> tuple[tuple[Story, ...], int]:
    """Rank what URLs and paths hold, with the defaults of a preview."""
    from digest.app import clock_at
    from digest.cli.places import plan_places
    from digest.fetch import Fetcher
    from digest.pipeline import collect
    from digest.render.options import Show

    now = clock_at(at)()
    plan = plan_places(places, show=Show.SUMMARY, theme="default")
    async with Fetcher() as fetcher:
        collected = await collect(plan, fetcher=fetcher, now=now)
    report_sources(collected)
    found = Candidates(articles=collected.articles)
    stories = judge(plan, found, now=now, newest=NEWEST)
    # What would help is a setting or an edit: here is no configuration to set it in, and no issue to edit.
    return tuple(story._replace(remedy="") for story in stories), len(collected.failures)


def _examiner(url: str) -> Callable[[Story], bool]:
    """Which stories are tried with other settings: that of an address; without one, those that were nearly in."""
    turn = count()
    return (lambda story: _is_about(story, url)) if url else (lambda _: next(turn) < NEARLY)


def judge(
    plan: Plan,
    candidates: Candidates,
    *,
    now: datetime,
    newest: int | None = None,
    examine: Callable[[Story], bool] | None = None,
) -> tuple[Story, ...]:
    """Every candidate with its factors and its verdict; those to `examine` also with what would have got them in."""
    # Without the sponsors: their files need not be right to explain a ranking.
    plan = replace(plan, sponsors=None)
    slot = look_slot(plan, candidates, now=now)
    return compose_issue(plan, slot, candidates, now=now, newest=newest, examine=examine).stories


def print_explained(stories: tuple[Story, ...]) -> None:
    """A row a candidate: score, every factor that is not 1 with the gist of its reason, verdict and reason."""
    rows = []
    for place, story in enumerate(stories, 1):
        factors = "\n".join(
            f"{factor.value:{'.2f' if factor.value > 0.1 else '.2g'}} {factor.name}: {_gist(factor)}"
            for factor in story.factors
            if factor.value != 1
        )
        score = f"{story.score:.3f}" if story.factors else ""
        title = shorten(story.lead.title, 90)
        where = ", ".join(filter(None, (story.lead.source, story.section)))
        verdict = f"{story.verdict.value}: {story.why}" if story.why else story.verdict.value
        rows.append((str(place), score, f"{title}\n({where})", factors, verdict))
    table(("#", "Score", "Story", "Factors", "Verdict"), rows, right=(0, 1))
    if any(story.remedy for story in stories):
        note("--explain URL says what would have got one of them in.")


def _gist(factor: Factor) -> str:
    """Without what is the same for all: “7 h old” of “7 h old, half-life 36 h”."""
    return factor.why if factor.name == "topic" else factor.why.split(", ")[0]


def shorten(text: str, length: int) -> str:
    """Cut at a word, with an ellipsis."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:–-") + "…"


def _is_about(story: Story, url: str) -> bool:
    """Is an article of the story at this address, however it is written?"""
    from digest.collect.urls import url_key

    wanted = url_key(url)
    return any(wanted and url_key(article.url) == wanted for article in (story.lead, *story.also))


def print_story(place: int, story: Story, *, of: int) -> None:
    """One candidate: its factors line by line, and the verdict."""
    say(f"{story.lead.title}")
    say(f"{story.lead.url}")
    if story.also:
        say("also covered by " + ", ".join(sorted({article.source for article in story.also})))
    for factor in story.factors:
        say(f"  {factor.name:<11} × {factor.value:<8.3g} {factor.why}")
    if story.factors:
        say(f"  {'score':<11} = {story.score:<8.3g} number {place} of {of} candidates")
    section = f" (section {story.section})" if story.section else ""
    say(f"{story.verdict.value}{section}" + (f": {story.why}" if story.why else ""))
    if story.note:
        say(f"the editor's note: {story.note}")
    if story.remedy:
        say(f"what would have got it in: {story.remedy}")


def as_row(place: int, story: Story) -> dict[str, Any]:
    """One candidate for --json."""
    return {
        "place": place,
        "score": round(story.score, 6),
        "title": story.lead.title,
        "url": story.lead.url,
        "source": story.lead.source,
        "section": story.section,
        "verdict": story.verdict,
        "why": story.why,
        "remedy": story.remedy,
        "note": story.note,
        "factors": story.factors,
        "also": [article.url for article in story.also],
    }
