"""A rehearsal of a theme: the sample issue in every language, and issues that are hard to set."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace

from digest.collect import collect_articles
from digest.draft import Candidates, draft_issue
from digest.errors import ThemeError
from digest.fetch import Fetcher
from digest.model import Finding, Level, Section, Story, Variant
from digest.plan import Plan, manual_slot
from digest.render import Theme, try_theme
from digest.render.legible import illegible
from digest.render.options import RenderOptions, Show

LANGUAGES = ("en", "es", "fr", "ar", "zh-Hans", "zh-Hant", "ja", "ko")
HEAVY = 80_000  # bytes of decoded HTML; Gmail clips at about 102,000
ENDLESS = "Verkehrsinfrastrukturfinanzierungsgesellschaft" * 3


def rehearse(theme: Theme, /) -> tuple[Finding, ...]:
    """Try a theme: its colours, the sample issue in eight languages, and the hard cases. Every mistake is a finding."""
    found = list(illegible(theme.tokens))
    plan, variant = sample()
    options = replace(plan.render, theme=theme.name)
    cases = (*_languages(variant, options), *_hard(variant, options))
    rendered_all = try_theme(theme, tuple((each, said) for _, each, said in cases))
    for (name, _, said), rendered in zip(cases, rendered_all, strict=True):
        if isinstance(rendered, ThemeError):
            found.append(Finding(check="templates", level=Level.ERROR, message=str(rendered), where=name))
            break  # the next case would say it again
        if rendered.untranslated:
            words = ", ".join(f"“{message}”" for message in rendered.untranslated[:3])
            more = f" and {len(rendered.untranslated) - 3} more" if len(rendered.untranslated) > 3 else ""
            found.append(
                Finding(
                    check="translations",
                    level=Level.WARNING,
                    message=f"said in English: {words}{more}",
                    where=name,
                    remedy=f"write {theme.folder.name}/i18n/{said.language}.po",
                )
            )
        size = len(rendered.html.encode())
        if name in LANGUAGES and size > HEAVY:
            message = f"the sample issue has {size / 1000:.0f} KB of HTML, Gmail clips at 102"
            found.append(Finding(check="size", level=Level.WARNING, message=message, where=name))
    return tuple(found)


def sample() -> tuple[Plan, Variant]:
    """The shipped sample newsletter's issue, made from its articles."""
    from digest.cli.demo import AT, find_examples
    from digest.config import load_config

    plan = load_config(find_examples() / "config.toml", environ={}).plan("daily", None)

    async def collect() -> Variant:
        async with Fetcher() as fetcher:
            collected = await collect_articles(plan.sources, fetcher=fetcher, now=AT)
        found = Candidates(articles=collected.articles)
        variant = draft_issue(plan, manual_slot(plan, now=AT), found, now=AT).variant
        assert variant is not None, "the sample articles make an issue"
        return variant

    return plan, asyncio.run(collect())


def _languages(variant: Variant, options: RenderOptions) -> Iterator[tuple[str, Variant, RenderOptions]]:
    for language in LANGUAGES:
        yield language, variant, replace(options, language=language)


def _hard(variant: Variant, options: RenderOptions) -> Iterator[tuple[str, Variant, RenderOptions]]:
    """What an issue may lack, or have too much of."""
    yield "full text", variant, replace(options, show=Show.FULL)
    yield "titles only", variant, replace(options, show=Show.TITLE)
    yield "one story", replace(bare(variant), sections=()), options
    yield "no pictures, authors or tags", bare(variant), options
    many = variant.stories * 4
    crowd = tuple(
        replace(section, stories=many[:10] if section.stories else ()) for section in variant.sections
    )
    yield "forty stories", replace(variant, sections=crowd), options
    yield "endless titles", _retitled(variant, f"{ENDLESS} {'and so on ' * 12}"), options


def bare(variant: Variant) -> Variant:
    """The issue without pictures, authors, tags and panels."""

    def strip(story: Story) -> Story:
        return story._replace(lead=replace(story.lead, image=None, authors=(), tags=(), summary=""))

    return replace(_each(variant, strip), podcast=None, events=(), related=(), sponsors=())


def _retitled(variant: Variant, title: str) -> Variant:
    return _each(variant, lambda story: story._replace(lead=replace(story.lead, title=title)))


def _each(variant: Variant, change: Callable[[Story], Story]) -> Variant:
    def section(old: Section) -> Section:
        return replace(old, stories=tuple(change(story) for story in old.stories))

    return replace(
        variant, lead=change(variant.lead), sections=tuple(section(each) for each in variant.sections)
    )
