"""What every signal may look at besides the story, prepared once for an issue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from statistics import median

from digest.model import Article, Author, Factor, utc
from digest.rank.matching import Term, broader, label_key, make_term, same_language
from digest.rank.options import RankOptions, SectionRule, SourceRule
from digest.rank.texts import Said

_UNKNOWN = SourceRule(name="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A section's rule in comparable form."""

    rule: SectionRule
    tags: frozenset[str]
    sources: frozenset[str]
    authors: frozenset[str]
    sections: frozenset[str]

    def takes(self, lead: Article, filed: Mapping[str, str]) -> bool:
        """Say whether a story with this lead belongs here; `filed` are its labels."""
        rule = self.rule
        return (
            not self.tags.isdisjoint(filed)
            or lead.source in self.sources
            or bool(self.sections and lead.section and self._has_section(lead.section))
            or bool(self.authors and lead.authors and not self.authors.isdisjoint(author_keys(lead.authors)))
            or bool(
                lead.language and any(same_language(language, lead.language) for language in rule.languages)
            )
            or any(is_medium(lead, medium) for medium in rule.media)
        )

    def _has_section(self, section: str) -> bool:
        return label_key(section) in self.sections or not self.sections.isdisjoint(broader(section))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ageing:
    """How articles age, and what that cost those of some minutes; `of` says whose half-life it is."""

    half_life: timedelta
    of: str
    grace: timedelta
    known: dict[tuple[int, str], Factor] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    now: datetime
    options: RankOptions
    terms: tuple[Term, ...]
    sources: Mapping[str, SourceRule]
    sections: Mapping[str, SectionRule]
    filings: tuple[Filing, ...] = ()
    aliases: Mapping[str, str] = field(
        default_factory=dict
    )  # comparable form → that of the name it stands for
    volumes: Mapping[str, int] = field(default_factory=dict)  # articles of each source within the window
    typical: float = 0.0  # their median
    boosts: Mapping[str, float] = field(default_factory=dict)  # article → the editor's factor of its story
    said: Said = field(default_factory=Said, compare=False, repr=False)
    # What was worked out before: many stories have the same source, tags and section.
    weights: dict[str, Factor] = field(default_factory=dict, compare=False, repr=False)  # by source
    rarities: dict[str, Factor] = field(default_factory=dict, compare=False, repr=False)  # by source
    ageing: dict[tuple[str, str], Ageing] = field(
        default_factory=dict, compare=False, repr=False
    )  # by source and section
    rules: dict[Ageing, Ageing] = field(default_factory=dict, compare=False, repr=False)  # each of these once
    filed: dict[tuple[tuple[str, ...], str], Mapping[str, str]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def source(self, name: str) -> SourceRule:
        """The rule of a source; one nobody wrote a rule for weighs 1."""
        return self.sources.get(name, _UNKNOWN)

    def key(self, label: str) -> str:
        """What makes two tags the same, whichever of its names is used."""
        key = label_key(label)
        return self.aliases.get(key, key)

    def labels(self, articles: tuple[Article, ...]) -> Mapping[str, str]:
        """What articles are filed under, tags and sections, and what these belong to: comparable form → as it was written."""
        if len(articles) == 1:
            return self._labels(articles[0].tags, articles[0].section)
        found: dict[str, str] = {}
        for article in reversed(articles):
            found.update(self._labels(article.tags, article.section))
        return found

    def _labels(self, tags: tuple[str, ...], section: str) -> Mapping[str, str]:
        found = self.filed.get((tags, section))
        if found is None:
            names = [*reversed((*tags, section))]
            exact = {label_key(name): name for name in names}
            wider = {key: name for name in names for key in broader(name)}
            found = {self.aliases.get(key, key): name for key, name in (wider | exact).items() if key}
            self.filed[tags, section] = found
        return found


def make_context(
    options: RankOptions,
    *,
    now: datetime,
    articles: Iterable[Article] = (),
    boosts: Mapping[str, float] | None = None,
    said: Said | None = None,
) -> Context:
    """Prepare the options; `articles` are all candidates, and what they `said`. A naive `now` raises ValueError."""
    others = {label_key(name): (name, *names) for name, names in options.aliases}
    aliases = {label_key(other): key for key, names in others.items() for other in names if label_key(other)}
    now = utc(now)
    earliest = now - options.window
    volumes = Counter([each.source for each in articles if (each.published or each.first_seen) > earliest])
    boosted: dict[str, Term] = {}
    for name, weight in options.boost:
        key = aliases.get(label_key(name), label_key(name))
        if key:
            names = tuple(other for other in others.get(key, ()) if label_key(other) != label_key(name))
            boosted.setdefault(key, make_term(name, weight, names=names, key=key))
    return Context(
        volumes=volumes,
        typical=median(volumes.values()) if volumes else 0.0,
        now=now,
        options=options,
        terms=tuple(boosted.values()),
        aliases=aliases,
        sources={rule.name: rule for rule in options.sources},
        sections={rule.key: rule for rule in options.sections},
        filings=tuple(_filing(rule, aliases) for rule in options.sections),
        boosts={} if boosts is None else boosts,
        said=said or Said(),
    )


def _filing(rule: SectionRule, aliases: Mapping[str, str]) -> Filing:
    tags = [label_key(tag) for tag in rule.tags]
    return Filing(
        rule=rule,
        tags=frozenset(aliases.get(key, key) for key in tags if key),
        sources=frozenset(rule.sources),
        authors=frozenset(filter(None, map(label_key, rule.authors))),
        sections=frozenset(filter(None, map(label_key, rule.sections))),
    )


@lru_cache(maxsize=4096)
def author_keys(authors: tuple[Author, ...]) -> Mapping[str, str]:
    """The names of authors: comparable form → as it was written."""
    return {key: author.name for author in reversed(authors) if (key := label_key(author.name))}


def is_medium(article: Article, medium: str) -> bool:
    """Say whether an article is something to listen to ("podcast") or to watch ("video")."""
    kind = {"podcast": "audio/", "video": "video/"}[medium]
    return any(media.type.startswith(kind) for media in article.media)


def section_of(articles: tuple[Article, ...], context: Context) -> str:
    """Return the key of the first section that takes the story of these articles, the lead first; "" for none."""
    if not context.filings:
        return ""
    filed = context.labels(articles)
    for filing in context.filings:
        if filing.takes(articles[0], filed):
            return filing.rule.key
    return ""


def span(length: timedelta) -> str:
    """Write a duration for people: 25 min, 18 h, 9 days."""
    return _span(round(length.total_seconds() / 60))


@lru_cache(maxsize=1 << 15)
def _span(minutes: int) -> str:
    if minutes < 60 or (minutes < 120 and minutes % 60):
        return f"{minutes} min"
    if minutes < 72 * 60:
        return f"{round(minutes / 60)} h"
    days = minutes / 1440
    return f"{round(days, 1 if days < 10 else None):g} days"
