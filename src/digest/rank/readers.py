"""A ranked edition → what each group of readers gets. Pure; the edition is ranked once, however many groups there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from digest.model import Action, Article, Choice, Group, Hand, Story, Variant, Verdict
from digest.rank.compose import Composition
from digest.rank.context import Context, make_context, section_of
from digest.rank.matching import label_key
from digest.rank.options import NO_HAND, RankOptions

EVERYTHING = Choice()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A story that may be told, under everything that readers may choose."""

    story: Story
    topics: frozenset[str]  # comparable forms of its articles' tags and sections
    section: str  # comparable form of the key of its section, "" for none
    articles: frozenset[str]
    for_all: bool  # the editor pinned it


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The stories of a ranked edition, filed once for all groups."""

    filed: tuple[Filed, ...]
    context: Context


def possible(stories: Sequence[Story], common: Variant | None, /) -> tuple[Story, ...]:
    """The ranked stories that a variant may tell: those that rank_stories let in, and whatever the common issue tells, as the
    desk may have approved what is old by now."""
    told = {_name(story.lead) for story in common.stories} if common else set()
    return tuple(
        story
        for story in stories
        if story.verdict in (Verdict.IN, Verdict.PANEL) or _name(story.lead) in told
    )


def make_shelf(
    stories: Sequence[Story], /, *, options: RankOptions, now: datetime, hand: Hand = NO_HAND
) -> Shelf:
    """File the stories that `possible` found."""
    context = make_context(options, now=now)
    return Shelf(filed=tuple(_file(story, context, hand) for story in stories), context=context)


def _file(story: Story, context: Context, hand: Hand) -> Filed:
    articles = (story.lead, *story.also)
    ids = [article.id for article in articles]
    mark = hand.mark(*ids)
    return Filed(
        story=story,
        topics=frozenset(context.labels(articles)),
        section=label_key(story.section or section_of(articles, context)),
        articles=frozenset(ids),
        for_all=mark is not None and mark.action in (Action.PIN, Action.LEAD),
    )


def for_group(shelf: Shelf, group: Group, /) -> tuple[Story, ...]:
    """Judge the stories of a shelf for one group of readers.

    Who chose nothing gets everything; others what has one of their topics or stands in one of their sections, and what the
    editor pinned. The rest is NOT_CHOSEN. What other newsletters brought them is SENT. Each says why.
    """
    why = f"these readers chose {group.choice.in_words}"
    judge = _judge(shelf, group)
    judged = []
    for filed in shelf.filed:
        story, verdict = filed.story, judge(filed)
        if verdict is Verdict.SENT:
            told = next(each for each in (story.lead, *story.also) if each.id in group.had)
            had = f"“{told.title}” was in another newsletter that these readers get"
            story = story.judged(verdict, had, "nothing: nobody gets it twice")
        elif verdict is Verdict.NOT_CHOSEN:
            story = story.judged(verdict, why, "a pin: what the editor pins is for everybody")
        judged.append(story)
    return tuple(judged)


def _judge(shelf: Shelf, group: Group) -> Callable[[Filed], Verdict | None]:
    """What tells why a group does not get a story; None: it does."""
    topics = frozenset(map(shelf.context.key, group.choice.topics)) - {""}
    sections = frozenset(map(label_key, group.choice.sections)) - {""}
    chose = topics or sections

    def judge(filed: Filed) -> Verdict | None:
        if not group.had.isdisjoint(filed.articles):
            return Verdict.SENT
        if not chose or filed.for_all or filed.section in sections or not topics.isdisjoint(filed.topics):
            return None
        return Verdict.NOT_CHOSEN

    return judge


# -- sharing variants ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Who gets which variant: equal compositions are one variant, which is rendered once."""

    variants: tuple[Variant, ...]  # the common one first
    groups: Mapping[str, str | None]  # a group's key → the key of its variant; None: nothing
    without: int = 0  # readers who get nothing, because they had too much of it from other newsletters


Compose = Callable[[Sequence[Story], str], Composition]
"""Stories and the key of a group → its issue."""


def share(
    shelf: Shelf,
    common: Variant,
    groups: Sequence[Group],
    /,
    *,
    compose: Compose,
    least: int = 1,
    fall_back: bool = True,
) -> Shares:
    """Compose an issue for each group, and let groups share what is the same.

    A group that would get fewer than `least` stories gets the common issue, without what its readers had; nothing where
    that has too few as well, or where nobody may `fall_back`.
    """
    press = _Press(
        shelf=shelf,
        compose=compose,
        common=common.group_key,
        least=min(least, len(common.stories)),  # the editor may have made a shorter one
        fall_back=fall_back,
    )
    press.keep(common)
    # Those who had nothing first: their variants lend the others their names.
    for group in sorted(groups, key=lambda each: (bool(each.had), -each.readers, each.key)):
        press.groups[group.key] = press.key_for(group)
    none = {key for key, name in press.groups.items() if name is None}
    return Shares(
        variants=tuple(press.variants.values()),
        groups=press.groups,
        without=sum(group.readers for group in groups if group.key in none),
    )


_Content = tuple[object, ...]


@dataclass(slots=True, kw_only=True)
class _Press:
    """The variants of one edition while they are composed."""

    shelf: Shelf
    compose: Compose
    common: str
    least: int
    fall_back: bool
    groups: dict[str, str | None] = field(default_factory=dict)
    variants: dict[_Content, Variant] = field(default_factory=dict)
    # Which stories were left → the key of the variant they make. Many groups have the same ones left.
    composed: dict[tuple[int, ...], str | None] = field(default_factory=dict)

    def keep(self, variant: Variant) -> str:
        """Return the key of the variant with this content; the first one that came."""
        return self.variants.setdefault(_content(variant), variant).group_key

    def key_for(self, group: Group) -> str | None:
        key = self._own(group)
        if key is None and self.fall_back and group.choice.key:
            key = self._own(replace(group, choice=EVERYTHING))
        return key

    def _own(self, group: Group) -> str | None:
        judge = _judge(self.shelf, group)
        filed = self.shelf.filed
        left = tuple(place for place, each in enumerate(filed) if judge(each) is None)
        if len(left) == len(filed):
            return self.common  # nothing is missing
        if left not in self.composed:
            variant = self.compose([filed[place].story for place in left], group.key).variant
            enough = variant is not None and len(variant.stories) >= self.least
            self.composed[left] = self.keep(variant) if variant is not None and enough else None
        return self.composed[left]


def _content(variant: Variant) -> _Content:
    """What makes two variants of one edition the same mail: their stories come from the same ranking."""
    return (
        _name(variant.lead.lead),
        tuple(
            (section.key, tuple(_name(story.lead) for story in section.stories))
            for section in variant.sections
        ),
        variant.podcast and _name(variant.podcast),
        tuple(map(_name, variant.events)),
    )


def _name(article: Article) -> tuple[str, str]:
    return article.source, article.id
