"""A plan from nothing but URLs, folders and feed files: what `digest preview URL` and `digest preview .` work with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from digest.collect import Collected, Source
from digest.errors import ConfigError, InputError
from digest.model import Article
from digest.plan import Plan
from digest.rank.options import RankOptions
from digest.render.options import Brand, RenderOptions, Show

WEEK = timedelta(days=7)


def is_place(text: str) -> bool:
    """Whether an argument is a URL or an existing path, rather than a newsletter's name."""
    return "://" in text or Path(text).exists()


def are_places(what: Sequence[str], options: Mapping[str, Any]) -> bool:
    """Whether arguments are URLs and paths; a configured newsletter goes before a path of its name, which can be ./NAME.

    Several that are not all URLs and paths raise InputError.
    """
    if len(what) > 1:
        if missing := next((text for text in what if not is_place(text)), ""):
            raise InputError(f"“{missing}” is neither a URL nor an existing path")
        return True
    return bool(what) and is_place(what[0]) and not _is_newsletter(what[0], options)


def _is_newsletter(text: str, options: Mapping[str, Any]) -> bool:
    """Whether a configuration is there and names a newsletter so, whatever else may be wrong with it.

    A site may well have a config.toml that is not ours: that one names none.
    """
    from digest.config.read import read_toml

    try:
        named = read_toml(Path(options.get("config") or "config.toml")).get("newsletters")
    except ConfigError:
        return False
    return isinstance(named, dict) and text in named


def plan_places(places: tuple[str, ...], /, *, show: Show, theme: str) -> Plan:
    """Make a plan of the last seven days for the sources at `places`. Raises InputError.

    What a place says of itself (its name, its language) is known once it is collected: see `branded`.
    """
    from digest.collect.kinds import guess_source

    sources: list[Source] = []
    for text in places:
        name = text if "://" in text else Path(text).resolve().name or text
        # A URL that a person types may be a dev server of their own; redirects into a private net stay refused.
        sources.append(guess_source(text, name=name, root=Path.cwd(), or_page=True, allow_private=True))
    return Plan(
        newsletter="preview",
        sources=tuple(sources),
        rank=RankOptions(window=WEEK),
        render=RenderOptions(brand=Brand(name=""), show=show, theme=theme, language=""),
    )


def branded(plan: Plan, collected: Collected) -> Plan:
    """Fill in the name, home page and language that only the sources themselves knew."""
    brand, language = plan.render.brand, plan.render.language
    for name, found in collected.found:
        if len(plan.sources) == 1:
            brand = replace(brand, name=brand.name or found.title, site=brand.site or found.site_url)
            language = language or found.language
        brand = replace(brand, name=brand.name or found.title or urlsplit(name).hostname or name)
    if len(plan.sources) > 1:
        titles = [found.title or name for name, found in collected.found]
        brand = replace(brand, name=brand.name if len(set(titles)) == 1 else "Your digest")
    language = language or common_language(collected.articles) or "en"
    return replace(
        plan,
        render=replace(plan.render, brand=replace(brand, name=brand.name or "Digest"), language=language),
    )


def common_language(articles: tuple[Article, ...]) -> str:
    """The language most articles say they are in, or ""."""
    counts: dict[str, int] = {}
    for article in articles:
        if article.language:
            counts[article.language] = counts.get(article.language, 0) + 1
    return max(sorted(counts), key=lambda language: counts[language], default="")
