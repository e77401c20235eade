"""The next issue as lines, one a story, and the Hand that changed lines make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from digest.model import Action, Article, Hand, Mark, Story, Variant, Verdict

LEFT_OUT = 30  # so many candidates that are not in are worth reading
_STAYS = (Action.LEAD, Action.PIN, Action.KEEP)
_HOPELESS = (Verdict.SENT, Verdict.DUPLICATE)  # no pin brings these in


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One story, and what is done with it."""

    action: Action | None  # None: the ranking left it out
    article: str  # the id of the one that leads the story
    url: str = ""
    title: str = ""  # as it is now
    original: str = ""  # the article's own
    note: str = ""
    boost: float = 1.0  # the editor's; the score has it already
    source: str = ""
    score: float = 0.0
    section: str = ""
    told: bool = False  # is in the issue as it is now
    panel: bool = False  # is told as the podcast or among the events, which have their own order
    verdict: Verdict = Verdict.IN
    also: tuple[Article, ...] = ()  # who else covers it

    @property
    def members(self) -> tuple[str, ...]:
        """The ids of all articles of the story."""
        return (self.article, *(article.id for article in self.also))


def lines_of(
    stories: Sequence[Story],
    variant: Variant | None,
    hand: Hand,
    /,
    *,
    articles: Iterable[Article] = (),
    left_out: int | None = LEFT_OUT,
) -> tuple[Line, ...]:
    """Return what the issue tells in reading order (the lead, the sections, the panels), then what an editor decided
    about stories that are not in, then the best `left_out` candidates that are not (None: all there are).

    `stories` have their final verdicts, best first. `articles` are the candidates as they were collected: a story
    that was given another title has its own from there. Each article stands in one line at most.
    """
    titles = {(article.id, article.source): article.title for article in articles}
    told = variant.stories if variant else ()
    shown = [
        *((variant.podcast,) if variant and variant.podcast else ()),
        *(variant.events if variant else ()),
    ]
    by_lead = {story.lead.id: story for story in reversed(stories) if story.verdict is Verdict.PANEL}
    panels = [by_lead.get(article.id) or Story(lead=article) for article in shown]
    lines = [_line(story, hand, titles, told=True, leads=not place) for place, story in enumerate(told)]
    lines += [replace(_line(story, hand, titles, told=True), panel=True) for story in panels]
    seen = {name for line in lines for name in line.members}
    decided: list[Line] = []
    rest: list[Line] = []
    for story in stories:
        if story.lead.id in seen:
            continue
        seen.add(story.lead.id)
        line = _line(story, hand, titles)
        (rest if line.action is None else decided).append(line)
    everything = (*lines, *decided, *rest)
    return everything if left_out is None else worth_reading(everything, left_out)


def worth_reading(lines: Sequence[Line], left_out: int = LEFT_OUT, /) -> tuple[Line, ...]:
    """Return the lines without the candidates that are not in, but for the best `left_out` of those that could be."""
    rest = [line for line in lines if line.action is None and line.verdict not in _HOPELESS]
    rest.sort(key=lambda line: line.verdict is not Verdict.CUT)
    return (*(line for line in lines if line.action is not None), *rest[:left_out])


def hand_of(lines: Sequence[Line], before: Sequence[Line], /, *, intro: str | None, hand: Hand) -> Hand:
    """Return what the changed `lines` say against those they were made from, `before`, under `hand`.

    What they leave as it was, and what `hand` says about articles that are not `before`, stays. A missing line of
    what is told or was decided drops its story. A lead that is new takes the place of the one before. An order is
    only kept where told stories stand in another one within their section than before.
    """
    was = {name: line for line in reversed(before) for name in line.members}
    lead = _lead(lines, was)
    marks = {mark.article: mark for mark in hand.marks}
    seen: set[str] = set()
    for line in lines:
        old = was.get(line.article)
        seen.update(old.members if old else line.members)
        _decide(marks, line, old, gives_way=line.action is Action.LEAD and line.article != lead)
    for line in before:
        if line.action is not None and line.article not in seen:
            _decide(marks, replace(line, action=Action.DROP), line, gives_way=False)
    order = _order(lines, before, was, hand, lead=lead)
    return Hand(marks=tuple(marks.values()), order=order, intro=intro, fixed=hand.fixed)


def with_mark(
    hand: Hand,
    article: str,
    url: str = "",
    *,
    fellows: Iterable[str] = (),
    action: Action | None = None,
    title: str | None = None,
    note: str | None = None,
    boost: float | None = None,
) -> Hand:
    """Return the hand with one decision more about an article; None leaves what it says. `fellows` are the ids of the
    story's other articles: a story has one mark, that of the article pinned. A new lead leaves the one before pinned.
    """
    marks = {mark.article: mark for mark in hand.marks}
    old = _take(marks, (article, *fellows))
    pinned = action in (Action.LEAD, Action.PIN)
    if old is None or (pinned and old.article != article):
        old = replace(old or Mark(article=article), article=article, url=url)
    if action is Action.LEAD:
        marks = {name: _unled(mark) for name, mark in marks.items()}
    mark = Mark(
        article=old.article,
        url=old.url or url,
        action=old.action if action is None else action,
        title=old.title if title is None else title,
        note=old.note if note is None else note,
        boost=old.boost if boost is None else boost,
    )
    _keep(marks, mark, like=hand)
    order = hand.order
    if hand.fixed and pinned and not {article, *fellows} & set(order):
        order = (*order, article)
    return replace(hand, marks=tuple(marks.values()), order=order)


def approved(hand: Hand, lines: Sequence[Line], slot_key: str, /) -> Hand:
    """Return the hand that makes the stories of that slot's issue exactly those of these lines, whatever is collected
    later. The podcast and the events are chosen for their panels as ever.
    """
    told = (line for line in lines if line.told and not line.panel and line.action is not Action.DROP)
    order = tuple(line.article for line in told)
    return replace(hand, order=order, fixed=slot_key)


def named(hand: Hand, /) -> frozenset[str]:
    """Return the ids of all articles that the hand speaks of."""
    return frozenset((*(mark.article for mark in hand.marks), *hand.order))


def renamed(hand: Hand, ids: Mapping[str, str], /) -> Hand:
    """Return the hand with other ids for the same articles: old id → new."""
    marks: dict[str, Mark] = {}
    for mark in hand.marks:
        name = ids.get(mark.article, mark.article)
        marks.setdefault(name, replace(mark, article=name))
    order = dict.fromkeys(ids.get(name, name) for name in hand.order)
    return replace(hand, marks=tuple(marks.values()), order=tuple(order))


def _line(
    story: Story,
    hand: Hand,
    titles: Mapping[tuple[str, str], str],
    *,
    told: bool = False,
    leads: bool = False,
) -> Line:
    lead = story.lead
    mark = hand.mark(lead.id, *(article.id for article in story.also))
    action = mark.action if mark and mark.action is not Action.KEEP else None
    if leads:
        action = Action.LEAD
    return Line(
        action=(action or Action.KEEP) if told else action,
        article=lead.id,
        url=lead.url,
        title=lead.title,
        original=titles.get((lead.id, lead.source), lead.title),
        note=mark.note if mark else "",
        boost=mark.boost if mark else 1.0,
        source=lead.source,
        score=story.score,
        section=story.section,
        told=told,
        verdict=story.verdict,
        also=story.also,
    )


def _lead(lines: Sequence[Line], was: Mapping[str, Line]) -> str:
    """The article of the line that leads: one that is new, else the one that was."""
    leads = [line for line in lines if line.action is Action.LEAD]
    new = [line for line in leads if line.article not in was or was[line.article].action is not Action.LEAD]
    return next((line.article for line in (*new, *leads)), "")


def _decide(marks: dict[str, Mark], line: Line, was: Line | None, *, gives_way: bool) -> None:
    """Put into `marks` what a line says, in place of what stood there about its story."""
    members = was.members if was else line.members
    before = tuple(marks.values())
    old = _take(marks, members)
    decided = old.action if old else Action.KEEP
    if gives_way:
        action = Action.PIN if decided in (Action.LEAD, Action.PIN) else Action.KEEP
    elif was and line.action is was.action:
        action = decided
    elif line.action is None:
        # Cut is what the ranking does: a pin is taken back; what the ranking tells itself must be dropped to be out.
        unpinned = decided in (Action.LEAD, Action.PIN)
        action = Action.DROP if was and was.told and not unpinned else Action.KEEP
    else:
        action = line.action
    title = old.title if old else ""
    if was is None or line.title != was.title:
        title = "" if line.title in ("", (was or line).original) else line.title
    moved = old is None or (was is not None and line.article != was.article)
    mark = Mark(
        article=line.article if moved or old is None else old.article,
        url=line.url if moved or old is None else old.url,
        action=action,
        title=title,
        note=line.note,
        boost=old.boost if old else 1.0,
    )
    _keep(marks, mark, like=Hand(marks=before))


def _take(marks: dict[str, Mark], members: Iterable[str]) -> Mark | None:
    """Take out everything said about a story; what was said of its first article counts."""
    found = [marks.pop(name) for name in dict.fromkeys(members) if name in marks]
    return found[0] if found else None


def _keep(marks: dict[str, Mark], mark: Mark, *, like: Hand) -> None:
    """Put a mark where the hand had it, else last; one that says nothing is none."""
    if mark != Mark(article=mark.article, url=mark.url):
        marks[mark.article] = mark
    places = {old.article: place for place, old in enumerate(like.marks)}
    in_order = sorted(marks.items(), key=lambda item: places.get(item[0], len(places)))
    marks.clear()
    marks.update(in_order)


def _unled(mark: Mark) -> Mark:
    return replace(mark, action=Action.PIN) if mark.action is Action.LEAD else mark


def _order(
    lines: Sequence[Line], before: Sequence[Line], was: Mapping[str, Line], hand: Hand, *, lead: str
) -> tuple[str, ...]:
    """The articles in reading order where an editor wants another one than the ranking's, which is by score."""
    told = {place for place, line in enumerate(lines) if (old := was.get(line.article)) and old.told}
    last = max(told, default=-1)
    # A pin below all that is told was left where it stood among the candidates: that says nothing of its place.
    placed = [
        line
        for place, line in enumerate(lines)
        if line.action in _STAYS
        and not line.panel
        and (place in told or (place < last and line.action is not Action.KEEP))
    ]
    order = tuple(line.article for line in placed)
    if hand.fixed:
        pins = (line.article for line in lines[last + 1 :] if line.action in (Action.LEAD, Action.PIN))
        return tuple(dict.fromkeys((*order, *pins)))
    rows = _by_section(line for line in placed if line.article != lead)
    stood = _by_section(
        line for line in before if line.told and line.article in order and line.article != lead
    )
    if _names(rows) == _names(stood):
        return hand.order
    ranked = all(upper.score > lower.score for row in rows.values() for upper, lower in pairwise(row))
    return () if ranked else order


def _by_section(lines: Iterable[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.section, []).append(line)
    return found


def _names(sections: Mapping[str, Sequence[Line]]) -> dict[str, list[str]]:
    return {section: [line.article for line in row] for section, row in sections.items()}
