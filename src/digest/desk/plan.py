"""The next issue as a text to edit, like the plan of `git rebase -i`: a line a story, what to do in front."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from digest.desk.lines import Line, worth_reading
from digest.desk.naming import Names
from digest.errors import InputError
from digest.model import Action

CUT = "cut"
COMMANDS: dict[str, Action | None] = {**{action.value: action for action in Action}, CUT: None}
_SHORT = {name[0]: name for name in COMMANDS}
_REMARK = "  # "
_KNOWN = "# This plan knows of "
_INDENT = "      "
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]+")
_UNSEEN = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]"
)  # hide or turn around what is read
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

_HEAD = """\
# {title}: the next issue. Change it, save, and close the editor; delete all lines to change nothing.

"""
_FOOT = """
# Commands:
#   lead, l   opens the issue, wherever its line stands
#   pin, p    is in the issue, however it ranks
#   keep, k   is in as it ranks
#   drop, d   is not in the issue; deleting its line does the same
#   cut, c    the ranking left it out
# Move lines: the order is that of the issue, within each section. Edit a title to change it; delete it to have the
# article's own. A line “note: …” under a story is printed with it. An address may stand for an id: pin https://…
# Empty “intro:” or delete it to have the usual one. What stands after “  # ”, and lines that begin with #, count for nothing.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """What a plan says: the lines, and the text above the first story ("" where it says none)."""

    lines: tuple[Line, ...]
    intro: str


def write_plan(lines: Sequence[Line], names: Names, /, *, title: str, intro: str) -> str:
    """Write the plan of an issue. `lines` are all there are; of what is not in, the best are shown."""
    shown = worth_reading(lines)
    told = list(_write_told([line for line in shown if line.told], names))
    decided = [_write(line, names) for line in shown if not line.told and line.action is not None]
    rest = [_write(line, names) for line in shown if line.action is None]
    text = _HEAD.format(title=title) + _write_intro(intro) + "\n" + "".join(told)
    if not told:
        text += "# There is no issue: too little is new.\n"
    if decided:
        text += "\n# decided about what is not in\n" + "".join(decided)
    if rest:
        text += "\n# left out by the ranking; change “cut” into “pin” to have one\n" + "".join(rest)
    # Whoever applies this plan later did not decide about what has come in the meantime.
    text += _FOOT + "#\n"
    known = [names.short(line.article) for line in shown if line.action is not None]
    return text + "".join(f"{_KNOWN}{row}\n" for row in _rows_of(known, 12))


def read_plan(text: str, lines: Sequence[Line], names: Names, /) -> Edited | None:
    """Read an edited plan; None where it has no stories left, which changes nothing.

    `lines` are all there are. What is told among them and was not when the plan was written stays where it is. Raises
    InputError with the number of the line.
    """
    intro, stories = _split(text)
    before = {name: line for line in reversed(lines) for name in line.members}
    found: list[Line] = []
    places: dict[str, int] = {}
    lead = 0
    known = _known(text, names)
    for story in stories:
        line, was = _read(story, names, before)
        first = places.setdefault(was.article, story.number)
        if first != story.number:
            raise _wrong(story.number, f"this story stands in line {first} already; delete one of them")
        if line.action is Action.LEAD and was.action is not Action.LEAD:
            if lead:
                raise _wrong(story.number, f"line {lead} leads the issue already; write “pin” in one of them")
            lead = story.number
        if line.action is None and was.action is not Action.PIN and known and not known & {*was.members}:
            # It was cut when this was written. If it has come in since, that was the ranking's.
            line = replace(line, action=was.action)
            if line == was and was.told:
                continue
        found.append(line)
    if not stories:
        return None
    return Edited(lines=_with_news(found, lines, known), intro=intro)


def bare_intro(intro: str) -> str:
    """Return an intro as it is read from a plan that has it."""
    return "\n".join(_CONTROLS.sub("", row).strip() for row in intro.split("\n")).strip()


def one_line(text: str) -> str:
    """Return hostile text as it can stand in a plan: on one line, with single spaces, nothing that hides or turns."""
    return _BREAKS.sub(" ", _UNSEEN.sub("", text)).strip()


# -- writing ---------------------------------------------------------------------------------------------


def _write_told(lines: Sequence[Line], names: Names) -> Iterator[str]:
    """The lead, then each section under its name: lines are moved within them."""
    parted = len({_part(line) for line in lines[1:]}) > 1
    before = None
    for place, line in enumerate(lines):
        if place and parted and _part(line) != before:
            before = _part(line)
            yield f"# {before}\n"
        yield _write(line, names)


def _part(line: Line) -> str:
    if line.panel:
        return "podcast and events"
    return f"section {one_line(line.section)}" if line.section else "no section"


def _write(line: Line, names: Names) -> str:
    command = CUT if line.action is None else line.action.value
    others = {article.source for article in line.also} - {line.source}
    source = one_line(line.source) + (f" + {len(others)}" if others else "")
    facts = [source, f"{line.score:.3f}", one_line(line.section)]
    if line.boost != 1:
        facts.append(f"boosted × {line.boost:g}")
    if line.panel:
        facts.append("panel")
    if not line.told and line.verdict.value not in (CUT, "dropped"):
        facts.append(line.verdict.value)
    remark = " · ".join(each for each in (*facts, one_line(line.url)) if each)
    written = f"{command:<4}  {names.short(line.article)}  {one_line(line.title)}{_REMARK}{remark}\n"
    note = filter(None, map(one_line, line.note.splitlines()))
    return written + "".join(f"{_INDENT}note: {row}\n" for row in note)


def _write_intro(intro: str) -> str:
    first, *others = [_CONTROLS.sub("", row) for row in intro.split("\n")]
    return f"intro: {first}".rstrip() + "\n" + "".join(f"       {row}".rstrip() + "\n" for row in others)


def _rows_of(names: Sequence[str], size: int) -> Iterator[str]:
    rest = iter(names)
    while row := tuple(islice(rest, size)):
        yield " ".join(row)


# -- reading ---------------------------------------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class _Story:
    """A line with a command, its number, and the notes under it."""

    number: int
    text: str
    notes: list[str]


def _split(text: str) -> tuple[str, list[_Story]]:
    """The intro and the lines with commands."""
    intro: list[str] | None = None
    inside = False
    stories: list[_Story] = []
    for number, row in _rows(text):
        bare = row.strip()
        if row.lower().startswith("intro:"):
            if intro is not None:
                raise _wrong(number, "a second “intro:”; more lines of it are indented")
            intro, inside = [row[len("intro:") :].strip()], True
        elif inside and intro is not None and (not bare or row[0].isspace()):
            intro.append(bare)
        elif not bare or bare.startswith("#"):
            inside = False
        elif bare.lower().startswith("note:"):
            inside = False
            if not stories:
                raise _wrong(number, "“note:” belongs under the line of a story")
            stories[-1].notes.append(one_line(bare[len("note:") :]))
        else:
            inside = False
            stories.append(_Story(number=number, text=row, notes=[]))
    return "\n".join(intro or ()).strip(), stories


def _rows(text: str) -> Iterator[tuple[int, str]]:
    # Not splitlines(): an editor counts lines by their line feeds.
    for number, row in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        yield number, _CONTROLS.sub(" ", row).rstrip()


def _read(story: _Story, names: Names, before: dict[str, Line]) -> tuple[Line, Line]:
    """A line as it was edited, and as it was."""
    text = f"{story.text} ".partition(_REMARK)[0].strip()
    word, _, rest = text.partition(" ")
    name, _, title = rest.strip().partition(" ")
    command = _command(word, story.number)
    if not name or name.startswith("#"):
        raise _wrong(story.number, f"“{word}” of what? Its id or address comes next: {word} https://…")
    found = names.find(name)
    if found is None:
        raise _wrong(story.number, _unknown(word, name))
    was = before[found.article]
    action = COMMANDS[command]
    if action is Action.KEEP and was.action is None:
        raise _wrong(
            story.number, "the ranking left this out, there is nothing to keep: write “pin” to have it"
        )
    title = one_line(title)
    # A line that was typed in says of the title only what it spells out.
    same = title == one_line(was.title) or (not title and "://" in name)
    own = not title or title == one_line(was.original)
    note = "\n".join(each for each in story.notes if each)
    if note == "\n".join(filter(None, map(one_line, was.note.splitlines()))):
        note = was.note
    line = replace(
        found, action=action, title=was.title if same else was.original if own else title, note=note
    )
    return line, was


def _known(text: str, names: Names) -> set[str] | None:
    """The articles of the stories that a plan had when it was written; None where it does not say."""
    rows = [row.removeprefix(_KNOWN) for _, row in _rows(text) if row.startswith(_KNOWN)]
    lines = [names.find(name) for row in rows for name in row.split()]
    return {name for line in lines if line for name in line.members} if rows else None


def _with_news(found: list[Line], lines: Sequence[Line], known: set[str] | None) -> tuple[Line, ...]:
    """Put what a plan could not know of behind the story that it stands behind."""
    if known is None:
        return tuple(found)
    kept = {name for line in found for name in line.members}
    place = 0
    for line in (line for line in lines if line.told):
        at = next((at for at, each in enumerate(found) if each.article in line.members), None)
        if at is not None:
            place = at + 1
        elif not {*line.members} & (known | kept):
            found.insert(place, line)
            place += 1
    return tuple(found)


def _command(word: str, number: int) -> str:
    said = word.lower()
    if said in COMMANDS:
        return said
    if said in _SHORT:
        return _SHORT[said]
    close = difflib.get_close_matches(said, COMMANDS, n=1)
    hint = f"did you mean “{close[0]}”?" if close else "there are lead, pin, keep, drop and cut"
    raise _wrong(number, f"no command “{one_line(word)[:40]}”: {hint}")


def _unknown(word: str, name: str) -> str:
    if "://" in name:
        return (
            f"{word} {name}: no candidate has this address; its source does not list it, or it is out of date"
        )
    return f"{word} {name}: no story has this id; use one of the plan, or the article's address"


def _wrong(number: int, what: str) -> InputError:
    return InputError(f"line {number}: {what}")
