"""What an editor says by options or by a plan → the hand."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from digest.cli.desk import Desk
from digest.desk.lines import Line, hand_of, with_mark
from digest.desk.plan import Edited, bare_intro, one_line, read_plan
from digest.errors import InputError
from digest.model import Action, Hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the options say; addresses as they were given."""

    actions: tuple[tuple[Action, str], ...] = ()
    boosts: tuple[tuple[str, float], ...] = ()
    titles: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    intro: str | None = None
    clear: bool = False

    @property
    def any(self) -> bool:
        return self != Wishes()


def decide(hand: Hand, desk: Desk, wishes: Wishes) -> Hand:
    """The hand with what the options say. Raises InputError, which names the address."""
    if wishes.clear:
        hand = Hand()
    said: dict[str, Action] = {}
    for action, url in wishes.actions:
        line = find(desk, url)
        other = said.setdefault(_story(desk, line).article, action)
        if other is not action:
            raise InputError(f"{url}: --{other.value} and --{action.value} of one story: say which")
        hand = _mark(hand, desk, url, action=action)
    for url, factor in wishes.boosts:
        if not (math.isfinite(factor) and factor > 0):
            raise InputError(f"{url}: --boost needs a number above 0, such as 1.5, not {factor:g}")
        hand = _mark(hand, desk, url, boost=factor)
    for url, text in wishes.titles:
        title = one_line(text)
        hand = _mark(hand, desk, url, title="" if title == one_line(find(desk, url).original) else title)
    for url, text in wishes.notes:
        hand = _mark(hand, desk, url, note="\n".join(one_line(row) for row in text.strip().splitlines()))
    if wishes.intro is not None:
        hand = replace(hand, intro=bare_intro(wishes.intro) or None)
    return hand


def find(desk: Desk, url: str) -> Line:
    """The story that somebody means, by the address or the id of one of its articles. Raises InputError."""
    line = desk.names.find(url)
    if line is None:
        if "://" in url:
            raise InputError(
                f"{url}: no candidate has this address; its source does not list it, or it is out of date; "
                "nothing was changed"
            )
        raise InputError(
            f"{url}: neither an address (https://…) nor an id of digest edit --show; nothing was changed"
        )
    return line


def _mark(hand: Hand, desk: Desk, url: str, **given: Any) -> Hand:
    line = find(desk, url)
    fellows = (name for name in _story(desk, line).members if name != line.article)
    return with_mark(hand, line.article, line.url or url, fellows=fellows, **given)


def _story(desk: Desk, named: Line) -> Line:
    """The line as it stands of a story that was named by one of its articles."""
    return next(line for line in desk.lines if named.article in line.members)


def from_plan(desk: Desk, text: str) -> Hand | None:
    """What an edited plan says; None where it was emptied. Raises InputError."""
    edited = read_plan(text, desk.lines, desk.names)
    if edited is None:
        return None
    return hand_of(edited.lines, desk.lines, intro=_intro(desk, edited), hand=desk.hand)


def _intro(desk: Desk, edited: Edited) -> str | None:
    """The intro that a plan says; None for the usual one."""
    if edited.intro == bare_intro(desk.intro):
        return desk.hand.intro
    return None if edited.intro in ("", bare_intro(desk.plan.render.intro)) else edited.intro
