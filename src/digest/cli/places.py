"""A plan from nothing but URLs, folders and feed files: what `digest preview URL` and `digest preview .` work with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from digest.collect import Collected, Source
from digest.model import Article
from digest.pipeline import Plan
from digest.rank.options import RankOptions
from digest.render.options import Brand, RenderOptions, Show

WEEK = timedelta(days=7)


def is_place(text: str) -> bool:
    """Whether an argument is a URL or an existing path, rather than a newsletter's name."""
    return "://" in text or Path(text).exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The plan, and what was recognised on the way, for people ("Hugo site “Ana writes”")."""

    plan: Plan
    found: tuple[str, ...] = ()


def plan_places(places: tuple[str, ...], /, *, show: Show, theme: str) -> Places:
    """Make a plan of the last seven days for the sources at `places`. Raises InputError."""
    from digest.collect.kinds import guess_source

    sources: list[Source] = []
    found: list[str] = []
    brand = Brand(name="")
    language = ""
    for number, text in enumerate(places):
        name = text if "://" in text else Path(text).resolve().name or text
        if "://" in text or not Path(text).is_dir():
            sources.append(guess_source(text, name=name, root=Path.cwd(), allow_private=True))
            continue
        from digest.collect.kinds.folder import site_sources
        from digest.collect.site import find_site

        site = find_site(Path(text).resolve())
        sources.extend(site_sources(site, name=name))
        found.append(f"{site.generator or 'plain'} site “{site.name}”" if site.name else f"folder {text}")
        if number == 0:
            brand = Brand(name=site.name, tagline=site.tagline, site=site.base_url)
            language = site.language
    plan = Plan(
        newsletter="preview",
        sources=tuple(sources),
        rank=RankOptions(window=WEEK),
        render=RenderOptions(brand=brand, show=show, theme=theme, language=language),
    )
    return Places(plan=plan, found=tuple(found))


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
