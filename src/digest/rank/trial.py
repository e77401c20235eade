"""What an issue would be with other options, of the same ranked stories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from digest.model import Story, Verdict
from digest.rank.context import make_context
from digest.rank.options import RankOptions
from digest.rank.signals import topic


def reweighed(
    stories: Sequence[Story], options: RankOptions, other: RankOptions, *, now: datetime
) -> Sequence[Story]:
    """Return the stories with the scores that other boosts give them; `options` are those they were ranked with."""
    if options.boost == other.boost:
        return stories
    before, after = make_context(options, now=now), make_context(other, now=now)
    return [
        _reweighed(story, topic.weigh(story, before).value, topic.weigh(story, after).value)
        if story.verdict in (Verdict.IN, Verdict.PANEL)
        else story
        for story in stories
    ]


def _reweighed(story: Story, before: float, after: float) -> Story:
    if before in (0, after):
        return story
    return story.scored(story.score / before * after, story.factors)
