"""[sources] and the site → the sources that the newsletters collect, and what the site says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from digest.collect import Source
from digest.config.file import SourceTable
from digest.config.layers import Task
from digest.config.problems import did_you_mean
from digest.config.read import path_in
from digest.config.values import is_web_url
from digest.errors import DigestError, InputError

SITE = "site"  # the name of the source that the site itself is


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What the site tells of its publisher; empty where it tells nothing."""

    url: str = ""
    name: str = ""
    tagline: str = ""
    language: str = ""


def read_site(task: Task) -> tuple[Home, Source | None]:
    """Look at `site`: a URL becomes a source that finds its feed, a folder a source of its pages."""
    site = task.file.site
    if site is None:
        return Home(), None
    if is_web_url(site):
        return Home(url=site.rstrip("/") if site.count("/") == 3 else site), _guess(task, "site", SITE, site)
    try:
        folder = path_in(task.root, site)
    except ValueError as exc:
        task.problem("site", str(exc))
        return Home(), None
    if not folder.is_dir():
        hint = f"; did you mean “https://{site}”?" if "." in site.strip("./") else ""
        task.problem("site", f"expected a URL or a folder; there is no folder {folder}{hint}")
        return Home(), None
    from digest.collect.kinds import source_class
    from digest.collect.site import find_site

    try:
        found = find_site(folder)
    except (DigestError, OSError) as exc:
        task.problem("site", str(exc))
        return Home(), None
    home = Home(url=found.base_url, name=found.name, tagline=found.tagline, language=found.language)
    source: Source = source_class("folder")(name=SITE, path=folder)
    return home, source


def read_sources(task: Task) -> dict[str, tuple[Source, ...]]:
    """Make each configured source: several of a list of feeds, none where something is wrong."""
    made: dict[str, tuple[Source, ...]] = {}
    for name, table in (task.file.sources or {}).items():
        key = f"sources.{name}"
        texts = [text for text in (table.url, table.path) if text]
        if len(texts) != 1:
            task.problem(key, "expected one of “url” and “path”" + (", not both" if texts else ""))
            made[name] = ()
            continue
        if texts[0].lower().endswith(".opml") and "://" not in texts[0]:
            found = _feeds_of(task, key, name, texts[0])
        else:
            source = _guess(task, key, name, texts[0], kind=table.kind)
            found = (source,) if source else ()
        made[name] = tuple(_with_options(task, key, source, table) for source in found)
    return made


def _feeds_of(task: Task, key: str, name: str, text: str) -> tuple[Source, ...]:
    """A source for each feed of an OPML file, named after the list and the feed."""
    from digest.collect.kinds import source_class
    from digest.collect.opml import read_opml, source_names

    try:
        outlines = read_opml(path_in(task.root, text).read_bytes(), name=text)
    except OSError as exc:
        task.problem(key, f"{text}: {exc.strerror or exc}")
        return ()
    except (ValueError, DigestError) as exc:
        task.problem(key, str(exc))
        return ()
    feed = source_class("feed")
    return tuple(
        feed(name=f"{name}/{each}", url=outline.url)
        for each, outline in zip(source_names(outlines), outlines, strict=True)
    )


def _guess(task: Task, key: str, name: str, text: str, *, kind: str | None = None) -> Source | None:
    from digest.collect.kinds import guess_source

    try:
        if "://" not in text:
            path_in(task.root, text)
        return guess_source(text, name=name, root=task.root, kind=kind or "")
    except ValueError as exc:
        task.problem(key, str(exc))
        return None
    except InputError as exc:
        task.problem(key, str(exc).removeprefix(f"{name}: "))
        return None


def _with_options(task: Task, key: str, source: Source, table: SourceTable) -> Source:
    """Lay the table's options over what was guessed; an option of another kind is a problem."""
    from digest.collect.kinds import kind_of

    options: Mapping[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in table.given.items()
        if name not in ("url", "path", "kind") and value is not None
    }
    known = {field.name for field in fields(source)}  # type: ignore[arg-type]  # every kind is a dataclass
    for name in options.keys() - known:
        task.problem(f"{key}.{name}", f"does not apply to a {kind_of(source)}")
    return replace(source, **{name: options[name] for name in options if name in known})  # type: ignore[type-var]  # every kind is a dataclass


def choose_sources(
    task: Task,
    wanted: tuple[str, ...] | None,
    key: str,
    *,
    known: Mapping[str, tuple[Source, ...]],
    site: Source | None,
) -> tuple[Source, ...]:
    """The sources of one edition: those it names, else all of [sources], else the site."""
    every = {SITE: (site,) if site else (), **known} if task.file.site else dict(known)
    names = wanted or tuple(known) or tuple(every)
    chosen: dict[str, Source] = {}
    for name in names:
        if name not in every:
            task.problem(key, f"no source “{name}”; {did_you_mean(name, every)}")
        else:
            chosen |= {source.name: source for source in every[name]}
    if not names:
        task.problem(key, "nothing to collect; set “site”, or sources in [sources]")
    elif not chosen and not any(
        problem.key.startswith(("sources", "site", key)) for problem in task.problems
    ):
        task.problem(key, "its sources are lists of feeds that are empty")
    return tuple(chosen.values())
