"""The file → plans: layers are merged, sources made, schedules read, and what does not fit together is reported."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from digest.collect import Source
from digest.config.file import ConfigFile
from digest.config.layers import Layers, Task, editions_of
from digest.config.problems import did_you_mean
from digest.config.read import path_in
from digest.config.signing import read_bounces, read_dkim
from digest.config.sources import Home, choose_sources, read_site, read_sources
from digest.config.values import Digits
from digest.links import icons
from digest.model import Link, ProofOptions
from digest.pictures.options import PictureMode
from digest.plan import Plan
from digest.preflight.options import PreflightOptions
from digest.rank.options import RankOptions, SectionRule, SourceRule
from digest.render.options import Brand, RenderOptions, Show
from digest.schedule import Schedule, parse_schedule
from digest.send.options import SendOptions

_CATCH_UP = timedelta(hours=6)
_RULES = ("tags", "sources", "authors", "sections", "languages", "media")  # what a section takes stories by


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What all plans share."""

    home: Home
    site: Source | None
    sources: dict[str, tuple[Source, ...]]  # a list of feeds is several
    brand: Brand
    sponsors: Path | None


def make_plans(task: Task) -> tuple[tuple[Plan, ...], tuple[Source, ...]]:
    """Make the plan of every edition, and every source, used or not; what is wrong gathers in `task`."""
    for name, table in task.file.newsletters.items():
        if "main" in (table.editions or {}):
            task.problem(
                f"newsletters.{name}.editions.main", "“main” is the newsletter itself; set its keys there"
            )
    home, site = read_site(task)
    world = World(
        home=home,
        site=site,
        sources=read_sources(task),
        brand=_brand(task, home),
        sponsors=_sponsors(task),
    )
    sources = (*((site,) if site else ()), *(each for several in world.sources.values() for each in several))
    return tuple(_plan(task, layers, world) for layers in editions_of(task.file)), sources


def _plan(task: Task, layers: Layers, world: World) -> Plan:
    wanted = layers.pick("sources")
    sources = choose_sources(
        task,
        tuple(wanted) if wanted else None,
        layers.where("sources"),
        known=world.sources,
        site=world.site,
    )
    schedule = _schedule(task, layers)
    return Plan(
        newsletter=layers.newsletter,
        edition=layers.edition,
        sources=sources,
        rank=_rank(task, layers, world, sources),
        render=_render(task, layers, world, schedule),
        send=_send(task, layers, world),
        pictures=_pictures(task, layers),
        preflight=_preflight(layers),
        schedule=schedule,
        catch_up=layers.duration("catch_up", _CATCH_UP),
        proof=_proof(task, layers, schedule),
        sponsors=world.sponsors,
        once_per_reader=layers.pick("once_per_reader", False),
        theme_root=task.root,
    )


def _pictures(task: Task, layers: Layers) -> PictureMode:
    mode: PictureMode = layers.pick("pictures", PictureMode.REMOTE)
    if mode is PictureMode.HOSTED and not task.file.public_url:
        task.problem(layers.where("pictures"), "“hosted” needs public_url: the public pages serve them")
    if mode is not PictureMode.REMOTE and importlib.util.find_spec("PIL") is None:
        task.problem(layers.where("pictures"), 'needs Pillow: pip install "newsletter-digest[images]"')
    return mode


def _preflight(layers: Layers) -> PreflightOptions:
    given, standard = layers.merged("preflight"), PreflightOptions()
    return PreflightOptions(
        clients=tuple(given.get("clients") or standard.clients), ignore=frozenset(given.get("ignore") or ())
    )


def _schedule(task: Task, layers: Layers) -> Schedule | None:
    text = layers.pick("when")
    if text is None:
        return None
    try:
        return parse_schedule(text, default_zone=layers.pick("time_zone", "UTC"))
    except ValueError as exc:
        task.problem(layers.where("when"), str(exc))
        return None


def _proof(task: Task, layers: Layers, schedule: Schedule | None) -> ProofOptions | None:
    """Who is asked before an issue goes out; None where nobody is, or where there is no slot to ask about."""
    if layers.source_of("proof") is None:
        return None
    where, given = layers.where("proof"), layers.merged("proof")
    if not task.file.public_url:
        task.problem(where, "needs public_url: the desk answers on the public pages")
    if schedule and schedule.each_post:
        task.problem(
            where,
            f"{layers.path} mails “each new post”, which has no proof; set “proof” in the newsletters that have slots",
        )
    if not given.get("to"):
        task.problem(f"{where}.to", "missing; the address of the desk, such as desk@example.com")
        return None
    if schedule is None and layers.source_of("when") is None:
        task.notice(
            f"{layers.path}: no proof is made without “when”; “digest send” asks the person who calls it"
        )
        return None
    return ProofOptions(**given)


# -- ranking -------------------------------------------------------------------------------------------


def _rank(task: Task, layers: Layers, world: World, sources: tuple[Source, ...]) -> RankOptions:
    standard = RankOptions()
    stories = layers.merged("stories")
    least, most = stories.get("min", standard.min_stories), stories.get("max", standard.max_stories)
    if least > most:
        task.problem(
            f"{layers.where('stories')}.min", f"expected at most {most}, which is “max”; got {least}"
        )
    return RankOptions(
        half_life=layers.duration("half_life", standard.half_life),
        grace=layers.duration("grace", standard.grace),
        boost=tuple(layers.merged("boost").items()),
        aliases=tuple((name, tuple(others)) for name, others in layers.merged("aliases").items()),
        never=layers.words("never"),
        only=layers.words("only"),
        min_stories=least,
        max_stories=most,
        per_source=stories.get("per_source"),
        diversity=layers.pick("diversity", standard.diversity),
        sections=_sections(task, layers, world),
        sources=tuple(
            SourceRule(name=source.name, weight=source.weight, half_life=source.half_life)
            for source in sources
        ),
        language=layers.pick("language", ""),
        mixed=layers.pick("mixed", standard.mixed),
        max_events=layers.pick("max_events", standard.max_events),
        window=layers.duration("window", standard.window),
    )


def _sections(task: Task, layers: Layers, world: World) -> tuple[SectionRule, ...]:
    """Lay the editions' titles over the newsletter's rules; the order is that of the newsletter."""
    merged: dict[str, dict[str, object]] = {}
    for path, sections in layers.every("sections"):
        above = tuple(merged)
        for name, section in sections.items():
            if above and name not in merged and set(section.given) <= {"name"}:
                task.problem(f"{path}.{name}", f"no section “{name}”; {did_you_mean(name, above)}")
            merged[name] = merged.get(name, {}) | section.given
    return tuple(_section(task, layers, world, name, given) for name, given in merged.items())


def _section(task: Task, layers: Layers, world: World, name: str, given: Mapping[str, object]) -> SectionRule:
    options = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    path = f"{layers.where('sections')}.{name}"
    if not any(options.get(rule) for rule in _RULES):
        options["tags"] = (name,)
    least, most = options.get("min", 0), options.get("max")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        task.problem(f"{path}.min", f"expected at most {most}, which is “max”; got {least}")
    known = world.sources | ({world.site.name: (world.site,)} if world.site else {})
    named = options.get("sources", ())
    assert isinstance(named, tuple)
    for source in named:
        if source not in known:
            task.problem(f"{path}.sources", f"no source “{source}”; {did_you_mean(source, known)}")
    options["sources"] = tuple(each.name for name in named for each in known.get(name, ()))
    if url := options.get("url"):
        options["url"] = _absolute(task, f"{path}.url", str(url), world.home)
    options.setdefault("name", name.replace("_", " ").capitalize())
    return SectionRule(key=name, **options)  # type: ignore[arg-type]  # pydantic checked each field


# -- rendering -----------------------------------------------------------------------------------------


def _brand(task: Task, home: Home) -> Brand:
    file = task.file
    sender = file.sender.name if file.sender else ""
    host = (urlsplit(home.url).hostname or "").removeprefix("www.")
    return Brand(
        name=file.name or home.name or sender or host or "Newsletter",
        tagline=home.tagline,
        site=home.url,
        logo=file.logo or "",
        social=tuple(Link(url=url, title=network) for network, url in (file.social or {}).items()),
    )


def _absolute(task: Task, key: str, url: str, home: Home) -> str:
    if not url.startswith("/"):
        return url
    if not home.url:
        task.problem(key, f'expected a whole URL: the site\'s is not known, got "{url}"')
    return urljoin(home.url, url)


def _render(task: Task, layers: Layers, world: World, schedule: Schedule | None) -> RenderOptions:
    reply_to = layers.pick("reply_to") or layers.pick("sender")
    zone = layers.pick("time_zone") or (schedule.zone.key if schedule else "UTC")
    return RenderOptions(
        brand=replace(
            world.brand,
            tagline=layers.pick("tagline", world.brand.tagline),
            nav=tuple(
                Link(url=_absolute(task, f"{layers.where('nav')}.{title}", url, world.home), title=title)
                for title, url in layers.pick("nav", {}).items()
            ),
        ),
        newsletter=_title(task.file, layers),
        theme=layers.pick("theme", "default"),
        show=layers.pick("show", Show.SUMMARY),
        language=layers.pick("language") or world.home.language or "en",
        digits="latin" if layers.pick("digits") is Digits.LATIN else "",
        intro=layers.pick("intro", ""),
        postal_address=task.file.postal_address or "",
        reply_to=reply_to.address if reply_to else "",
        timezone=zone,
        utm=layers.pick("utm", False),
        view_online=bool(task.file.public_url),
        icons=icons(task.file.public_url or ""),
        subject=layers.pick("subject", ""),
        preheader=layers.pick("preheader", ""),
    )


def _title(file: ConfigFile, layers: Layers) -> str:
    """What readers call the newsletter; "" is the brand, enough where there is only one."""
    if name := layers.pick("name"):
        return str(name)
    return layers.newsletter.replace("_", " ").capitalize() if len(file.newsletters) > 1 else ""


# -- sending -------------------------------------------------------------------------------------------


def _send(task: Task, layers: Layers, world: World) -> SendOptions | None:
    """Who sends; None without a sender, so previews work before `from` is decided."""
    file = task.file
    sender = layers.pick("sender")
    if sender is None:
        return None
    host = urlsplit(file.public_url or world.home.url).hostname or sender.domain
    edition = () if layers.edition == "main" else (layers.edition,)
    title = _title(file, layers)
    named = " · ".join(dict.fromkeys(part for part in (world.brand.name, title) if part))
    return SendOptions(
        sender=sender,
        reply_to=layers.pick("reply_to"),
        postal_address=file.postal_address or "",
        public_url=file.public_url or "",
        list_id=".".join((*edition, layers.newsletter, host.removeprefix("www."))).lower(),
        list_name=named,
        only_to=tuple(file.only_to or ()),
        connections=file.connections or SendOptions(sender=sender).connections,
        domains=tuple((file.domains or {}).items()),
        dkim=read_dkim(task, sender),
        bounces=read_bounces(task),
    )


def _sponsors(task: Task) -> Path | None:
    if task.file.sponsors is None:
        return None
    try:
        folder = path_in(task.root, task.file.sponsors)
    except ValueError as exc:
        task.problem("sponsors", str(exc))
        return None
    if folder.exists() and not folder.is_dir():
        task.problem("sponsors", f"expected a folder, got the file {folder}")
    return folder
