"""`digest preview`: what the next issue would look like. Sends nothing, records nothing."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from digest.app import clock_at, find_config, open_app
from digest.cli.issue import collect_for_look, copy_for, failed, look_slot, note_hand, report_sources
from digest.cli.output import (
    at_option,
    json_option,
    offline_option,
    plain,
    plural,
    print_json,
    say,
    size,
    warn,
)
from digest.cli.places import are_places, branded, plan_places
from digest.cli.subscribers import choice_of
from digest.collect import Collected
from digest.draft import NEWEST, Candidates, Draft, draft_issue
from digest.errors import InputError
from digest.model import Choice, Envelope, Rendered
from digest.pipeline import collect
from digest.plan import Plan
from digest.render.options import Show

FORMATS = ("html", "text", "mjml", "eml", "json")
SUFFIX = {"html": ".html", "text": ".txt", "mjml": ".mjml", "eml": ".eml", "json": ".json"}


@click.command(
    "preview",
    epilog="Examples: digest preview . · digest preview https://example.com/feed --open · digest preview daily --edition ar · digest preview --serve --open",
)
@click.argument("what", nargs=-1, metavar="[NEWSLETTER | URL | PATH]...")
@click.option("--edition", metavar="NAME", help="The edition to preview, such as ar.")
@click.option(
    "-o",
    "--out",
    metavar="FILE",
    help="Where to write; “-” is stdout (with --format).  [default: preview.html]",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="Write this form only, instead of HTML and text.",
)
@click.option(
    "--show", type=click.Choice([show.value for show in Show]), help="How much of each article to show."
)
@click.option(
    "--theme", metavar="THEME", help="A shipped theme or a folder.  [default: the config's, else default]"
)
@offline_option
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TAG",
    help="As readers get it who chose this topic; may be repeated.",
)
@click.option(
    "--section",
    "sections",
    multiple=True,
    metavar="NAME",
    help="As readers get it who chose this section; may be repeated.",
)
@click.option("--open", "open_it", is_flag=True, help="Open the HTML, or the studio, in the browser.")
@click.option("--serve", "studio", is_flag=True, help="Show it in the studio: live, in the browser.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="The studio's port.  [default: 8026, or the next free]"
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="ADDR", help="Where the studio listens."
)
@click.option("--share", is_flag=True, help="The studio, and a link with which others may look.")
@click.option(
    "--share-for", metavar="TIME", default="7 days", show_default=True, help="How long that link holds."
)
@at_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    what: tuple[str, ...],
    edition: str | None,
    out: str | None,
    form: str | None,
    show: str | None,
    theme: str | None,
    offline: bool,
    topics: tuple[str, ...],
    sections: tuple[str, ...],
    open_it: bool,
    studio: bool,
    port: int | None,
    host: str,
    share: bool,
    share_for: str,
    at: datetime | None,
    as_json: bool,
) -> int:
    """Render the next issue and write it as HTML and text; nothing is sent or recorded.

    Give URLs of sites or feeds, folders (Hugo, Jekyll, plain Markdown) or feed files and no config is needed. Without
    them, the newsletter of your config is previewed.
    """
    started = time.perf_counter()
    wanted = Wanted(topics=topics, sections=sections)
    if studio or share:
        if topics or sections:
            raise InputError("the studio shows the issue for everybody; leave out --topic and --section")
        return _serve(
            ctx.obj,
            what,
            edition,
            at=at,
            offline=offline,
            show=show,
            theme=theme,
            host=host,
            port=port,
            share_for=share_for if share else None,
            open_it=open_it,
        )
    if out == "-" and form is None:
        raise InputError("--out - needs --format: html, text, mjml, eml or json")
    if are_places(what, ctx.obj):
        look = asyncio.run(
            look_at_places(what, at=at, show=Show(show or "summary"), theme=theme or "default", wanted=wanted)
        )
    else:
        look = asyncio.run(
            look_at_config(
                ctx.obj,
                what[0] if what else None,
                edition,
                at=at,
                offline=offline,
                show=show,
                theme=theme,
                wanted=wanted,
            )
        )
    report_sources(look.collected)
    draft = look.draft
    if draft.rendered is None or draft.variant is None:
        warn(f"no issue: {draft.why}")
        if as_json:
            print_json({"stories": 0, "why": draft.why, "failures": look.collected.failures})
        return 1
    files = write(look, form=form, out=out)
    took = (time.perf_counter() - started) * 1000
    if out != "-" and not as_json:
        if draft.fell_back:
            when = "since the last issue" if look.since else f"in the last {look.plan.rank.window.days} days"
            say(f"Nothing new {when}; showing the newest {len(draft.variant.stories)}.")
        html, text = (len(part.encode()) for part in (draft.rendered.html, draft.rendered.text))
        stories = plural(len(draft.variant.stories), "story", "stories")
        if (topics or sections) and not draft.variant.group_key:
            say("There is too little for these readers, or nothing else: they get the issue for everybody.")
        say(f"“{draft.rendered.subject}”")
        say(f"{stories} · {size(html)} HTML · {size(text)} text · {took:,.0f} ms")
        say(f"{' and '.join(str(file) for file in files)} written")
    if as_json:
        print_json(summary(look, files, took))
    if open_it and files:
        click.launch(files[0].resolve().as_uri())
    return 3 if look.collected.failures else 0


def _serve(
    options: Mapping[str, Any],
    what: tuple[str, ...],
    edition: str | None,
    *,
    at: datetime | None,
    offline: bool,
    show: str | None,
    theme: str | None,
    host: str,
    port: int | None,
    share_for: str | None,
    open_it: bool,
) -> int:
    """Serve the studio until it is stopped."""
    from digest.cli.studio import FromConfig, FromPlaces, Offer, serve
    from digest.config.values import parse_duration

    try:
        share = parse_duration(share_for) if share_for else None
    except ValueError as exc:
        raise InputError(f"--share-for: {exc}") from exc
    offer = Offer(host=host, port=port, share=share, open_it=open_it)
    builder: FromPlaces | FromConfig
    if are_places(what, options):
        builder = FromPlaces(places=what, at=at, show=Show(show or "summary"), theme=theme or "default")
    else:
        newsletter = what[0] if what else None
        builder = FromConfig(
            options=options,
            newsletter=newsletter,
            edition=edition,
            at=at,
            offline=offline,
            show=show,
            theme=theme,
        )
    asyncio.run(serve(builder, offer, at=at))
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A draft, and what is needed to write it down in each form."""

    plan: Plan
    draft: Draft
    collected: Collected
    copy: Rendered | None  # the draft's rendering with a sample reader's values
    envelope: Envelope | None
    roots: tuple[Path, ...]  # folders in which the site's own images lie
    since: datetime | None  # the issue before, None before the first


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which readers the preview is for, as the command says it."""

    topics: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()

    def choice(self, plan: Plan) -> Choice | None:
        """None: readers who chose nothing. Raises InputError."""
        return choice_of(plan, self.topics, self.sections) if self.topics or self.sections else None


EVERYBODY = Wanted()


async def look_at_places(
    places: tuple[str, ...], *, at: datetime | None, show: Show, theme: str, wanted: Wanted = EVERYBODY
) -> Look:
    """Collect URLs and paths and draft an issue of their last seven days, or of the newest five."""
    from digest.fetch import Fetcher

    now = clock_at(at)()
    known = plan_places(places, show=show, theme=theme)
    async with Fetcher() as fetcher:
        collected = await collect(known, fetcher=fetcher, now=now)
    if not collected.articles:
        reasons = "; ".join(failed(failure) for failure in collected.failures)
        raise InputError(f"no articles found: {reasons or 'the sources are empty'}")
    plan = branded(known, collected)
    found = Candidates(articles=collected.articles)
    return look(plan, collected, draft(plan, found, now=now, choice=wanted.choice(plan)))


async def look_at_config(
    options: Mapping[str, Any],
    newsletter: str | None,
    edition: str | None,
    *,
    at: datetime | None,
    offline: bool,
    show: str | None,
    theme: str | None,
    wanted: Wanted = EVERYBODY,
) -> Look:
    """Draft the next issue of a configured newsletter from the database and, unless `offline`, its sources.

    `show` and `theme` are tried instead of the configured ones; a theme's folder is relative to where the user is.
    """
    config = find_config(options)
    plan = config.plan(newsletter, edition)
    if show:
        plan = replace(plan, render=replace(plan.render, show=Show(show)))
    if theme:
        plan = replace(plan, render=replace(plan.render, theme=theme), theme_root=None)
    choice = wanted.choice(plan)
    for notice in config.notices:
        warn(notice)
    async with open_app(options, at=at, config=config, looking=True) as app:
        known = await collect_for_look(app, plan, offline=offline)
        note_hand(plan, known.candidates)
        drafted = draft(plan, known.candidates, now=app.now(), choice=choice)
    return look(plan, known.collected, drafted, root=config.root, since=known.candidates.since)


def draft(plan: Plan, candidates: Candidates, *, now: datetime, choice: Choice | None = None) -> Draft:
    """Draft at `now`, for readers with this choice; where nothing is new, the newest five stand in."""
    slot = look_slot(plan, candidates, now=now)
    return draft_issue(plan, slot, candidates, now=now, newest=NEWEST, choice=choice)


def look(
    plan: Plan,
    collected: Collected,
    drafted: Draft,
    *,
    root: Path | None = None,
    since: datetime | None = None,
) -> Look:
    """Splice a sample reader's values into the draft."""
    copy, envelope = copy_for(plan, drafted) if drafted.rendered else (None, None)
    return Look(
        plan=plan,
        draft=drafted,
        collected=collected,
        copy=copy,
        envelope=envelope,
        roots=image_roots(plan, root),
        since=since,
    )


def image_roots(plan: Plan, root: Path | None) -> tuple[Path, ...]:
    """Where the site's own pictures may lie: the folders of its sources and of its config."""
    paths = [getattr(source, "path", None) for source in plan.sources]
    folders = [path if path.is_dir() else path.parent for path in paths if isinstance(path, Path)]
    return tuple(dict.fromkeys((*folders, *([root] if root else []))))


def write(look: Look, *, form: str | None, out: str | None) -> tuple[Path, ...]:
    """Write one form, or HTML and text; return the files."""
    content = {name: contents(look, name) for name in ([form] if form else ["html", "text"])}
    if out == "-":
        sys.stdout.buffer.write(content[form or "html"])
        return ()
    target = Path(out) if out else Path("preview.html")
    if target.is_dir():
        target /= "preview.html"
    files: list[Path] = []
    for name, data in content.items():
        file = target if out and form else target.with_suffix(SUFFIX[name])
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        except OSError as exc:
            raise InputError(f"cannot write {file}: {exc.strerror}") from exc
        files.append(file)
    return tuple(files)


def contents(look: Look, form: str) -> bytes:
    """The bytes of one form."""
    from digest.cli.pictures import localise
    from digest.collect.files import PREVIEW_MARK

    assert look.copy and look.envelope
    options = look.plan.render
    match form:
        case "html":
            html = localise(look.copy.html, brand=options.brand, icons=options.icons, roots=look.roots)
            return (html + PREVIEW_MARK).encode()
        case "text":
            return look.copy.text.encode()
        case "mjml":
            return look.copy.mjml.encode()
        case "eml":
            return look.envelope.content
        case _:
            import json

            value = {
                "subject": look.copy.subject,
                "preheader": look.copy.preheader,
                "variant": look.draft.variant,
            }
            return (json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n").encode()


def summary(look: Look, files: tuple[Path, ...], took: float) -> dict[str, Any]:
    """What --json says."""
    variant, rendered = look.draft.variant, look.draft.rendered
    assert variant and rendered
    return {
        "subject": rendered.subject,
        "lead": variant.lead.lead.title,
        "stories": len(variant.stories),
        "nothing_new": look.draft.fell_back,
        "html_bytes": len(rendered.html.encode()),
        "text_bytes": len(rendered.text.encode()),
        "milliseconds": round(took),
        "files": files,
        "failures": look.collected.failures,
    }
