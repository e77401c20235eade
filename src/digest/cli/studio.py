"""`digest preview --serve`: the studio for a newsletter, or for what lies at URLs and paths."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from digest.app import clock_at, find_config, open_app
from digest.cli.issue import Known, collect_for_look
from digest.cli.output import say, warn
from digest.cli.places import branded, plan_places
from digest.cli.preview import Look, draft, image_roots, look
from digest.collect import Collected
from digest.draft import Candidates, inspect
from digest.errors import ConfigError, DigestError, InputError
from digest.model import Secret, Story, Verdict
from digest.pipeline import collect
from digest.plan import Plan
from digest.render.options import Show
from digest.render.theme import DEFAULT, find_theme, shipped_themes
from digest.tokens import Key, Keyring
from digest.web.studio.shot import Shot


def shot_of(seen: Look, *, can_test: bool) -> Shot:
    """A look as plain data. Raises InputError where there is no issue to show."""
    from digest.cli.pictures import localise

    if seen.copy is None or seen.envelope is None or seen.draft.rendered is None:
        raise InputError(f"no issue: {seen.draft.why}")
    options = seen.plan.render
    notice = "nothing new: the newest stand in" if seen.draft.fell_back else ""
    send = seen.plan.send
    return Shot(
        title=seen.plan.title,
        subject=seen.copy.subject,
        preheader=seen.copy.preheader,
        sender=(send.sender.name or send.sender.address) if send else options.brand.name,
        language=options.language,
        html=localise(seen.copy.html, brand=options.brand, icons=options.icons, roots=seen.roots),
        text=seen.copy.text,
        mjml=seen.copy.mjml,
        eml=seen.envelope.content,
        findings=inspect(seen.plan, seen.draft),
        stories=tuple(map(_row, seen.draft.stories)),
        notice=notice,
        can_test=can_test,
    )


def _row(story: Story) -> dict[str, Any]:
    return {
        "title": story.lead.title,
        "in": story.verdict in (Verdict.IN, Verdict.PANEL),
        "verdict": story.verdict.value,
        "section": story.section,
        "why": story.why,
        "score": f"{story.score:.3f}" if story.factors else "",
        "factors": [f"{factor.name} {factor.value:.3g}: {factor.why}" for factor in story.factors],
    }


def pictures_of(roots: tuple[Path, ...]) -> tuple[Path, ...]:
    """Folders whose pictures the studio may serve: the content's, those beside it, and our icons."""
    folders = [each for root in roots for each in (root.resolve(), root.resolve().parent)]
    return tuple(dict.fromkeys((*folders, shipped_themes() / DEFAULT / "icons")))


def theme_places(plan: Plan) -> tuple[Path, ...]:
    """The folders of a plan's theme; the shipped ones too, as somebody may be writing those."""
    try:
        return find_theme(plan.render.theme, root=plan.theme_root).folders
    except DigestError:
        folder = (plan.theme_root or Path.cwd()) / plan.render.theme
        return (folder,) if folder.is_dir() else ()


@dataclass(kw_only=True)
class FromPlaces:
    """Builds from URLs, folders and feed files; they are asked once, and again when told to."""

    places: tuple[str, ...]
    at: datetime | None
    show: Show
    theme: str
    editions: tuple[str, ...] = ()
    _collected: Collected | None = None
    _plan: Plan | None = None

    @property
    def roots(self) -> tuple[Path, ...]:
        return pictures_of(image_roots(self._plan, None) if self._plan else ())

    @property
    def content(self) -> tuple[Path, ...]:
        return tuple(Path(place).resolve() for place in self.places if "://" not in place)

    @property
    def watched(self) -> tuple[Path, ...]:
        return (*self.content, *(theme_places(self._plan) if self._plan else ()))

    async def build(self, edition: str, *, collect: bool) -> Shot:
        now = clock_at(self.at)()
        plan = plan_places(self.places, show=self.show, theme=self.theme)
        if collect or self._collected is None:
            self._collected = await _collect(plan, now)
        self._plan = branded(plan, self._collected)
        if not self._collected.articles:
            reasons = "; ".join(failure.reason for failure in self._collected.failures)
            raise InputError(f"no articles found: {reasons or 'the sources are empty'}")
        return await asyncio.to_thread(self._shot, self._plan, self._collected, now)

    def _shot(self, plan: Plan, collected: Collected, now: datetime) -> Shot:
        return shot_of(
            look(plan, collected, draft(plan, Candidates(articles=collected.articles), now=now)),
            can_test=False,
        )

    async def send_test(self, edition: str, address: str) -> str:
        raise InputError("a test copy needs a configured newsletter: digest init")


async def _collect(plan: Plan, now: datetime) -> Collected:
    from digest.fetch import Fetcher

    async with Fetcher() as fetcher:
        return await collect(plan, fetcher=fetcher, now=now)


@dataclass(kw_only=True)
class FromConfig:
    """Builds a configured newsletter. What was collected is kept, so that a change of theme or config shows at once."""

    options: Mapping[str, Any]
    newsletter: str | None
    edition: str | None
    at: datetime | None
    offline: bool
    show: str | None
    theme: str | None
    editions: tuple[str, ...] = ()
    _known: dict[str, Known] = field(default_factory=dict)
    _plans: dict[str, Plan] = field(default_factory=dict)
    _root: Path | None = None

    def __post_init__(self) -> None:
        config = find_config(self.options)
        first = config.plan(self.newsletter, self.edition)
        self.newsletter, self._root = first.newsletter, config.root
        found = [plan.edition for plan in config.plans if plan.newsletter == first.newsletter]
        if len(found) > 1:
            self.editions = (first.edition, *(name for name in found if name != first.edition))

    @property
    def roots(self) -> tuple[Path, ...]:
        found = [root for plan in self._plans.values() for root in image_roots(plan, self._root)]
        return pictures_of(tuple(dict.fromkeys(found)))

    @property
    def content(self) -> tuple[Path, ...]:
        sources = [root for plan in self._plans.values() for root in image_roots(plan, None)]
        return (*sources, *(plan.sponsors for plan in self._plans.values() if plan.sponsors))

    @property
    def watched(self) -> tuple[Path, ...]:
        named = Path(self.options.get("config") or "config.toml").resolve()
        themes = [folder for plan in self._plans.values() for folder in theme_places(plan)]
        return tuple(dict.fromkeys((named, *self.content, *themes)))

    async def build(self, edition: str, *, collect: bool) -> Shot:
        config = find_config(self.options)
        plan = config.plan(self.newsletter, edition or self.edition)
        if self.show:
            plan = replace(plan, render=replace(plan.render, show=Show(self.show)))
        if self.theme:
            plan = replace(plan, render=replace(plan.render, theme=self.theme), theme_root=None)
        self._plans[edition] = plan
        known = self._known.get(edition)
        if collect or known is None:
            async with open_app(self.options, at=self.at, config=config, looking=True) as app:
                self._known[edition] = known = await collect_for_look(app, plan, offline=self.offline)
        with suppress(ConfigError):
            return await asyncio.to_thread(
                self._shot, plan, known, can_test=bool(plan.send and config.servers)
            )
        return await asyncio.to_thread(self._shot, plan, known, can_test=False)

    def _shot(self, plan: Plan, known: Known, *, can_test: bool) -> Shot:
        now = clock_at(self.at)()
        drafted = draft(plan, known.candidates, now=now)
        seen = look(plan, known.collected, drafted, root=self._root, since=known.candidates.since)
        return shot_of(seen, can_test=can_test)

    async def send_test(self, edition: str, address: str) -> str:
        from digest.cli.send import Run, send
        from digest.subscriptions import parse_address

        mailbox = parse_address(address)
        run = Run(
            own=False, test=(mailbox.address,), dry_run=False, yes=True, force=True, offline=self.offline
        )
        named = self._plans[edition].edition if edition in self._plans else edition
        [report] = await send(dict(self.options), run, self.newsletter, named, at=self.at)
        if report.status != "test":
            raise InputError("there was no issue to send")
        return f"Sent to {mailbox.address}."


# -- serving ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Where the studio is served, and for how long others may look."""

    host: str
    port: int | None
    share: timedelta | None
    open_it: bool


async def serve(builder: FromPlaces | FromConfig, offer: Offer, *, at: datetime | None) -> None:
    """Serve the studio until it is stopped."""
    import click

    from digest.cli.send import stopping
    from digest.web.studio.pages import SHARE, Studio, create_studio
    from digest.web.studio.serve import served
    from digest.web.studio.watch import watch

    clock = clock_at(None)
    studio = Studio(builder=builder)
    # A key of this run: what was shared ends with it at the latest.
    keyring = Keyring(keys=(Key(id=1, secret=Secret(secrets.token_hex(32))),)) if offer.share else None
    if not offer.share and not _is_loopback(offer.host):
        raise InputError("--host: others may look through a link only: add --share")
    app = create_studio(studio, clock=clock, keyring=keyring)

    async def changed(files: frozenset[Path]) -> None:
        folders = builder.content
        anew = any(file.is_relative_to(folder) for file in files for folder in folders)
        await studio.refresh(collect=anew)
        note = studio.error or f"{', '.join(sorted(file.name for file in files)[:3])} changed"
        say(note)

    with stopping() as stop:
        async with served(app, host=offer.host, port=offer.port) as port:
            base = f"http://{offer.host if ':' not in offer.host else f'[{offer.host}]'}:{port}"
            await studio.shot(next(iter(builder.editions), ""))
            if studio.error:
                warn(studio.error)
            say(f"The studio is at {base}/ – Ctrl-C ends it.")
            if offer.share and keyring:
                ends = int((clock() + offer.share).timestamp())
                say(
                    f"To share, read-only for {_days(offer.share)}: {base}/s/{keyring.sign(SHARE, str(ends))}/"
                )
                if _is_loopback(offer.host):
                    say("Others reach it through a tunnel or proxy to this port, or with --host 0.0.0.0.")
            if offer.open_it:
                click.launch(f"{base}/")
            watching = asyncio.create_task(watch(lambda: builder.watched, changed))
            try:
                await stop.wait()
            finally:
                watching.cancel()
                with suppress(asyncio.CancelledError):
                    await watching
                await studio.close()


def _is_loopback(host: str) -> bool:
    return (urlsplit(f"//{host}").hostname or host) in ("localhost", "127.0.0.1", "::1")


def _days(period: timedelta) -> str:
    hours = round(period.total_seconds() / 3600)
    return f"{hours // 24} days" if hours >= 48 else f"{hours} hours"
