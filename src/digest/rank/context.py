"""What every signal may look at besides the story, prepared once for an issue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from statistics import median

from digest.model import Article, Story, utc
from digest.rank.matching import Term, fold, label_key, make_term
from digest.rank.options import RankOptions, SectionRule, SourceRule

_UNKNOWN = SourceRule(name="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    now: datetime
    options: RankOptions
    terms: tuple[Term, ...]
    sources: Mapping[str, SourceRule]
    sections: Mapping[str, SectionRule]
    aliases: Mapping[str, str] = field(
        default_factory=dict
    )  # comparable form → that of the name it stands for
    volumes: Mapping[str, int] = field(default_factory=dict)  # articles of each source within the window
    typical: float = 0.0  # their median

    def source(self, name: str) -> SourceRule:
        """The rule of a source; one nobody wrote a rule for weighs 1."""
        return self.sources.get(name, _UNKNOWN)

    def key(self, label: str) -> str:
        """What makes two tags the same, whichever of its names is used."""
        key = label_key(label)
        return self.aliases.get(key, key)

    def labels(self, articles: tuple[Article, ...]) -> Mapping[str, str]:
        """What articles are filed under, tags and sections: comparable form → as it was written."""
        filed = labels(articles)
        return {self.aliases.get(key, key): name for key, name in filed.items()} if self.aliases else filed


def make_context(options: RankOptions, *, now: datetime, articles: Iterable[Article] = ()) -> Context:
    """Prepare the options; `articles` are all candidates. A naive `now` raises ValueError."""
    others = {label_key(name): names for name, names in options.aliases}
    aliases = {label_key(other): key for key, names in others.items() for other in names if label_key(other)}
    volumes = Counter(each.source for each in articles if each.when > now - options.window)
    return Context(
        volumes=volumes,
        typical=median(volumes.values()) if volumes else 0.0,
        now=utc(now),
        options=options,
        terms=tuple(
            make_term(name, weight, names=others.get(label_key(name), ()))
            for name, weight in options.boost
            if label_key(name)
        ),
        aliases=aliases,
        sources={rule.name: rule for rule in options.sources},
        sections={rule.key: rule for rule in options.sections},
    )


def labels(articles: tuple[Article, ...]) -> Mapping[str, str]:
    """What articles are filed under, tags and sections: comparable form → as it was written."""
    if len(articles) == 1:
        return _labels(articles[0].tags, articles[0].section)
    found: dict[str, str] = {}
    for article in reversed(articles):
        found |= _labels(article.tags, article.section)
    return found


@lru_cache(maxsize=1024)  # asked several times for each story
def _labels(tags: tuple[str, ...], section: str) -> Mapping[str, str]:
    found = {label_key(label): label for label in reversed((*tags, section))}
    found.pop("", None)
    return found


def section_of(story: Story, context: Context) -> str:
    """Return the key of the first section that takes the story, "" for none."""
    rules = context.options.sections
    if not rules:
        return ""
    lead = story.lead
    filed = context.labels((lead, *story.also)).keys()
    authors = {fold(author.name) for author in lead.authors}
    for rule in rules:
        if (
            any(context.key(tag) in filed for tag in rule.tags)
            or lead.source in rule.sources
            or (lead.section and any(label_key(lead.section) == label_key(name) for name in rule.sections))
            or (authors and any(fold(name) in authors for name in rule.authors))
        ):
            return rule.key
    return ""


def span(length: timedelta) -> str:
    """Write a duration for people: 25 min, 18 h, 9 days."""
    return _span(round(length.total_seconds() / 60))


@lru_cache(maxsize=1 << 15)  # three weeks; every story says how old it is
def _span(minutes: int) -> str:
    if minutes < 60 or (minutes < 120 and minutes % 60):
        return f"{minutes} min"
    if minutes < 72 * 60:
        return f"{round(minutes / 60)} h"
    days = minutes / 1440
    return f"{round(days, 1 if days < 10 else None):g} days"
