"""Where the chosen stories stand: sections in the order of the config, stories by score or as the editor ordered them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digest.model import Link, Section, Story
from digest.rank.options import SectionRule


def lay_out(
    told: Sequence[int], stories: Sequence[Story], rules: tuple[SectionRule, ...], turns: Mapping[int, int]
) -> tuple[Section, ...]:
    """Titled sections, then an untitled one for the rest; none is empty. `told` are places, best first."""
    rows = [(rule.key, rule.name, rule.url) for rule in rules] + [("", "", "")]
    known = {key for key, _, _ in rows}
    sections = []
    for colour, (key, title, url) in enumerate(rows):
        own = [
            place
            for place in told
            if (stories[place].section if stories[place].section in known else "") == key
        ]
        if own:
            ordered = tuple(stories[place] for place in arrange(own, stories, turns))
            sections.append(Section(key=key, title=title, stories=ordered, colour=colour, url=url))
    return tuple(sections)


def arrange(places: Sequence[int], stories: Sequence[Story], turns: Mapping[int, int]) -> list[int]:
    """Order places, best first, as the editor ordered some of them: those in that order, any other before the first of
    them that has a lower score."""
    listed = sorted((place for place in places if place in turns), key=lambda place: turns[place])
    before: dict[int, list[int]] = {}
    for place in places:
        if place not in turns:
            weaker = (
                turn for turn, other in enumerate(listed) if stories[other].score < stories[place].score
            )
            before.setdefault(next(weaker, len(listed)), []).append(place)
    arranged = []
    for turn, other in enumerate(listed):
        arranged += [*before.get(turn, ()), other]
    return arranged + before.get(len(listed), [])


def related_to(lead: Story, told: Sequence[Story]) -> tuple[Link, ...]:
    """What the lead article points to, without what the issue tells anyway or what cannot be followed."""
    seen = {"", *(story.lead.url for story in (lead, *told))}
    links = []
    for link in lead.lead.related:
        if link.url not in seen:
            links.append(link)
            seen.add(link.url)
    return tuple(links)
