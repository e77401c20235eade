"""A hand, and what changed in it, in a few words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digest.desk.plan import one_line
from digest.model import Action, Hand, Mark, Story, Verdict

_IN = (Verdict.IN, Verdict.PANEL)
_WANTED = (Action.LEAD, Action.PIN)


def in_words(hand: Hand, /) -> str:
    """Say what was decided: “lead chosen, 1 pinned, 2 dropped”; "" for nothing."""
    return differences(Hand(), hand)


def differences(old: Hand, new: Hand, /) -> str:
    """Say what became of one hand in another: “1 dropped, 1 retitled, order changed”; "" for nothing."""
    return ", ".join(_differences(old, new))


def warnings(stories: Sequence[Story], hand: Hand, /) -> tuple[str, ...]:
    """Return what was wanted in vain. `stories` have their final verdicts under this hand."""
    return tuple(
        f"“{one_line(story.lead.title)}” is wanted and not in: {_why(story)}"
        for story in stories
        if story.verdict not in _IN
        and (mark := hand.mark(story.lead.id, *(article.id for article in story.also)))
        and mark.action in _WANTED
    )


def _why(story: Story) -> str:
    if story.verdict is Verdict.SENT:
        return f"what was sent cannot come again ({one_line(story.why)})"
    return one_line(story.why) or story.verdict.value


def _differences(old: Hand, new: Hand) -> Iterator[str]:
    before = {mark.article: mark for mark in old.marks}
    after = {mark.article: mark for mark in new.marks}
    pairs = [
        (before.get(name, Mark(article=name)), after.get(name, Mark(article=name)))
        for name in dict.fromkeys((*before, *after))
    ]
    leads = [now.article for _, now in pairs if now.action is Action.LEAD]
    if leads and leads != [was.article for was, _ in pairs if was.action is Action.LEAD]:
        yield "lead chosen"
    moved = [(was.action, now.action) for was, now in pairs if was.action is not now.action]
    # A lead that gave way to another one stays pinned: that is no second change.
    pinned = sum(now is Action.PIN and not (was is Action.LEAD and leads) for was, now in moved)
    dropped = sum(now is Action.DROP for _, now in moved)
    ranked = sum(now is Action.KEEP for _, now in moved)
    titles = [now.title for was, now in pairs if was.title != now.title]
    notes = [now.note for was, now in pairs if was.note != now.note]
    boosts = [now.boost for was, now in pairs if was.boost != now.boost]
    counts = {
        "pinned": pinned,
        "dropped": dropped,
        "as ranked again": ranked,
        "retitled": sum(map(bool, titles)),
        "with the article's own title again": titles.count(""),
        "annotated": sum(map(bool, notes)),
        "without a note again": notes.count(""),
        "boosted": len(boosts) - boosts.count(1),
        "not boosted any more": boosts.count(1),
    }
    yield from (f"{count} {what}" for what, count in counts.items() if count)
    if old.order != new.order and not (new.fixed and not old.fixed):
        yield "order changed" if new.order else "order as ranked again"
    if old.intro != new.intro:
        yield "intro changed" if new.intro is not None else "the usual intro again"
    if old.fixed != new.fixed:
        yield f"approved for {new.fixed}" if new.fixed else "no longer approved"
