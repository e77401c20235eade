"""What a person typed into the desk's form, and the lines that it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from digest.desk.lines import Line
from digest.model import Action, Hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What can be typed about one story."""

    action: Action | None  # None: the ranking leaves it out
    title: str = ""
    note: str = ""
    position: int | None = None  # in reading order, from 1; None where none is asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One story of the form: how it was shown, and what it says now."""

    article: str
    was: Fields
    now: Fields
    told: bool = False  # it was shown in the issue
    panel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The whole form: its rows in the order in which they were shown."""

    seen: str  # the version of the hand it was made from
    rows: tuple[Row, ...] = ()
    lead: str = ""  # the article of the story that leads
    was_lead: str = ""
    intro: str = ""
    was_intro: str = ""


def form_of(lines: Sequence[Line], hand: Hand, /, *, intro: str) -> Form:
    """Return the form as it is shown first."""
    rows, place = [], 0
    for line in lines:
        stands = line.told and not line.panel
        place += stands
        fields = Fields(
            action=_shown_action(line, hand),
            title=line.title,
            note=line.note,
            position=place if stands else None,
        )
        rows.append(Row(article=line.article, was=fields, now=fields, told=line.told, panel=line.panel))
    lead = next((line.article for line in lines if line.action is Action.LEAD and line.told), "")
    return Form(seen=hand.version, rows=tuple(rows), lead=lead, was_lead=lead, intro=intro, was_intro=intro)


def retyped(fresh: Form, typed: Form, /) -> Form:
    """Return the form as it is now with what was typed into an older one, so that nothing typed is lost."""
    by_article = {row.article: row for row in typed.rows}

    def merged(row: Row) -> Row:
        old = by_article.get(row.article)
        if old is None:
            return row
        changes = {
            name: getattr(old.now, name)
            for name in ("action", "title", "note", "position")
            if getattr(old.now, name) != getattr(old.was, name)
        }
        return replace(row, now=replace(row.now, **changes))

    known = {row.article for row in fresh.rows if row.told}
    return replace(
        fresh,
        rows=tuple(merged(row) for row in fresh.rows),
        lead=typed.lead if typed.lead != typed.was_lead and typed.lead in known else fresh.lead,
        intro=typed.intro if typed.intro != typed.was_intro else fresh.intro,
    )


def changed(lines: Sequence[Line], form: Form, /) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines that the form makes of `lines`, in its order, and those that it was made from.

    Stories that came since, which the form did not show, are in neither; stories that are gone are left out.
    """
    by_member = {member: line for line in reversed(lines) for member in line.members}
    before: list[Line] = []
    after: list[tuple[Row, Line]] = []
    for row in form.rows:
        if row.article not in by_member:
            continue
        line = by_member[row.article]
        led = row.told and row.article == form.was_lead
        then = replace(
            line,
            article=row.article,
            title=row.was.title,
            note=row.was.note,
            told=row.told,
            panel=row.panel,
            action=Action.LEAD if led else row.was.action,
        )
        leads = row.told and row.article == form.lead and row.now.action is not Action.DROP
        if led and leads and row.now.action is not row.was.action:
            # “Pin” at the story that leads by its rank makes it the lead for good, “as it ranks” takes that back.
            then = replace(then, action=row.was.action)
            leads = row.now.action is Action.PIN
        before.append(then)
        after.append((row, _typed(row, then, leads=leads)))
    first = [line for _, line in after if line.action is Action.LEAD]
    rest = [pair for pair in after if pair[1].action is not Action.LEAD]
    placed = [pair for pair in rest if pair[0].was.position is not None]
    placed.sort(key=lambda pair: _place(pair[0]))
    others = [line for row, line in rest if row.was.position is None]
    return (*first, *(line for _, line in placed), *others), tuple(before)


def _shown_action(line: Line, hand: Hand) -> Action | None:
    """What the form shows as chosen: whether a story leads is asked apart from it."""
    if line.action is not Action.LEAD:
        return line.action
    mark = hand.mark(*line.members)
    return Action.PIN if mark and mark.action in (Action.LEAD, Action.PIN) else Action.KEEP


def _typed(row: Row, then: Line, *, leads: bool) -> Line:
    action = Action.LEAD if leads else row.now.action
    told = then.told or action in (Action.LEAD, Action.PIN)
    return replace(then, action=action, title=row.now.title, note=row.now.note, told=told)


def _place(row: Row) -> tuple[int, int, int]:
    """What is moved up to a place comes before what stands there, what is moved down comes behind it."""
    was = row.was.position or 0
    position = row.now.position or was
    return position, (position > was) - (position < was), was
