"""Which lines of a page dump are the article's own: sentences that stand together, with their headings and lists."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from digest.collect.dump_words import BYLINE, Part, label_of

_QUOTES = str.maketrans("‘’‚‛“”„‟«»–—‐‑…", '\'\'\'\'""""""----.')
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]")
_LINK_MARK = re.compile(r"\[\d{1,3}\](?=\S)")
_BULLET = re.compile(r"^(?:[•▪◦‣·*●○■–-]\s+|\(?\d{1,2}[.)]\s+)(?=\S)")
_END = re.compile(r"[.!?…。！？؟।．][\"'”’»)\]」』]*$")
_STOP = re.compile(r"[.!?…。！？؟।,;:、，،؛]")
_STAMP = re.compile(r"^\W*\d{1,2}[:.h]\d{2}\b|\b(?:19|20)\d{2}\b.{0,12}$|^\d+\s\w+\sago$", re.IGNORECASE)

_COLON = (":", "：")
_MENU = re.compile(r"\s?[|·•]\s")
_CODE = re.compile(r"[{};=<>\\]|^\W")

LONG = 12  # words
SENTENCE = 5
UNENDED = 20
_GAP = 60  # units of short lines in a row that end a stretch
_ENOUGH = 80  # units in two sentences: an article, not a teaser
_MAX_ITEMS = 12  # of a list without bullets
_LONELY = 3  # short lines before a last sentence that set it apart
_RESUMES = 3  # sentences in a row after which a box inside the article is over
_WRAP = range(50, 111)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line with something on it; `units` counts words, two wide characters as one."""

    text: str
    units: float
    gap: bool  # a blank line stood before it
    ends: bool  # with a full stop or its kin
    prose: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The article's lines [start, end) and what they are: (p | h2 | li, text)."""

    start: int
    end: int
    blocks: tuple[tuple[str, str], ...] = ()


def is_stamp(text: str) -> bool:
    """Whether a line is a date or a time rather than words."""
    return _STAMP.search(text) is not None


def same(text: str) -> str:
    """Normalise for comparing: case, quotes, dashes, width and spaces do not count."""
    folded = unicodedata.normalize("NFKC", text.translate(_QUOTES)).casefold()
    return " ".join(folded.split())


def read_lines(text: str) -> tuple[Line, ...]:
    """Cut `text` into its non-empty lines; paragraphs that were wrapped at a column are joined again."""
    lines: list[Line] = []
    for block in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        rows = [" ".join(_LINK_MARK.sub("", row).split()) for row in block.split("\n")]
        rows = [row for row in rows if row]
        for index, row in enumerate([" ".join(rows)] if _is_wrapped(rows) else rows):
            lines.append(_line(row, gap=index == 0))
    return tuple(lines)


def _is_wrapped(rows: list[str]) -> bool:
    """Whether these are one paragraph: all full but the last, and broken inside sentences."""
    if len(rows) < 2 or not all(len(row) in _WRAP for row in rows[:-1]) or len(rows[-1]) > _WRAP.stop:
        return False
    inside = sum(b[0].islower() or not _END.search(a) for a, b in pairwise(rows))
    lower = sum(row[0].islower() for row in rows[1:])
    return inside >= 0.6 * (len(rows) - 1) and lower >= 0.3 * (len(rows) - 1)


def _line(text: str, *, gap: bool) -> Line:
    wide = len(_WIDE.findall(text))
    units = len(_WIDE.sub(" ", text).split()) + wide / 2
    ends = bool(_END.search(text))
    prose = (units >= LONG and bool(_STOP.search(text))) or (
        units >= SENTENCE and _END.search(text) is not None
    )
    # A question or an outcry of a few words is rather the title of another article.
    if prose and units < LONG and text.rstrip("\"'”’»")[-1:] in "?!？！؟…":
        prose = False
    return Line(text=text, units=units, gap=gap, ends=ends, prose=prose)


def body_of(lines: tuple[Line, ...], *, start: int, headline: str) -> Stretch:
    """Find the article at or after line `start`; an empty stretch when there is none."""
    kinds = _classify(lines, same(headline))
    stretches = _stretches(lines, kinds, start)
    if not stretches:
        return Stretch(start=min(start, len(lines)), end=min(start, len(lines)))
    best = max(mass for _, _, mass, _ in stretches)
    # Comments and teasers may be longer than the article, but they come after it.
    first = next(
        i
        for i, (_, _, mass, count) in enumerate(stretches)
        if mass >= 0.4 * best or (start > 0 and mass >= _ENOUGH and count >= 2)
    )
    begin, end = stretches[first][:2]
    for after, until, _, count in stretches[first + 1 :]:
        # A table or a program may stand between; a label says that something else begins.
        if count < _RESUMES or not {"short", "item"}.issuperset(kinds[end:after]):
            break
        end = until
    return Stretch(start=begin, end=end, blocks=tuple(_blocks(lines[begin:end], kinds[begin:end])))


def _classify(lines: tuple[Line, ...], headline: str) -> list[str]:
    """Name each line: prose, item (of a list), short, noise (not the article's), stop (nothing follows)."""
    kinds: list[str] = []
    zone: Part | None = None
    told = 0  # sentences since the headline
    for index, line in enumerate(lines):
        label = label_of(line.text)
        if same(line.text) == headline:
            zone, told = None, 0
        elif zone is Part.COMMENTS:
            kinds.append("stop")
            continue
        if label and label[0] is not Part.NOISE:
            # "12 comments" below the headline only leads to them.
            zone = None if label[1] or (label[0] is Part.COMMENTS and told < _RESUMES) else label[0]
            kinds.append("stop" if label[0] in (Part.COMMENTS, Part.AUTHOR) else "noise")
            continue
        if zone in (Part.RELATED, Part.ASIDE, Part.TAGS, Part.AUTHOR):
            run = [each.prose for each in lines[index : index + _RESUMES]]
            zone = None if len(run) == _RESUMES and all(run) else zone
        if same(line.text) == headline or label or zone in (Part.RELATED, Part.ASIDE, Part.TAGS, Part.AUTHOR):
            kinds.append("noise")
        elif _BULLET.match(line.text):
            kinds.append("item")
        elif BYLINE.match(line.text) and line.units < LONG:
            kinds.append("noise")
        else:
            kinds.append("prose" if line.prose else "short")
            told += line.prose
    return kinds


def _stretches(lines: tuple[Line, ...], kinds: list[str], start: int) -> list[tuple[int, int, float, int]]:
    """List runs of prose with few short lines between: (start, end, units, sentences)."""
    found: list[tuple[int, int, float, int]] = []
    begin, end, mass, count, cost, run = -1, -1, 0.0, 0, 0.0, 0
    lonely = (-1, 0.0)  # the end and mass before a sentence that many short lines precede
    announced = 0  # short lines that may be items of a list
    for index in range(start, len(lines)):
        kind = kinds[index]
        if kind == "prose":
            begin = index if begin < 0 else begin
            lonely = (end, mass) if run >= _LONELY else (-1, 0.0)
            end, mass, count, cost, run = index + 1, mass + lines[index].units, count + 1, 0.0, 0
        announced = _MAX_ITEMS if lines[index].text.endswith(_COLON) else announced - 1
        if kind == "prose" or begin < 0 or (kind == "short" and announced >= 0):
            continue
        if kind != "item":
            run += 1
            cost += 2 * run
        if kind == "stop" or cost > min(_GAP, max(mass, 12)):
            found.append(_closed(begin, end, mass, count, lonely))
            begin, end, mass, count, cost, run, lonely = -1, -1, 0.0, 0, 0.0, 0, (-1, 0.0)
    if begin >= 0:
        found.append(_closed(begin, end, mass, count, lonely))
    return found


def _closed(
    begin: int, end: int, mass: float, count: int, lonely: tuple[int, float]
) -> tuple[int, int, float, int]:
    """End a stretch; a last sentence that stands apart belongs to what follows the article, not to it."""
    return (begin, lonely[0], lonely[1], count - 1) if lonely[0] > begin else (begin, end, mass, count)


def _blocks(lines: tuple[Line, ...], kinds: list[str]) -> list[tuple[str, str]]:
    """Turn the stretch into paragraphs, headings and lists; runs of short lines that are neither are left out."""
    blocks: list[tuple[str, str]] = []
    index = 0
    while index < len(lines):
        if kinds[index] == "prose":
            blocks.append(("p", lines[index].text))
            index += 1
            continue
        end = index
        while end < len(lines) and kinds[end] != "prose":
            end += 1
        blocks.extend(_between(lines[index:end], kinds[index:end], blocks[-1][1] if blocks else ""))
        index = end
    return blocks


def _between(lines: tuple[Line, ...], kinds: list[str], before: str) -> list[tuple[str, str]]:
    """Decide on the lines between two paragraphs: a list, a heading, a short paragraph, or somebody else's links."""
    items = [line for line, kind in zip(lines, kinds, strict=True) if kind == "item"]
    shorts = [line for line, kind in zip(lines, kinds, strict=True) if kind == "short"]
    blocks: list[tuple[str, str]] = []
    if len(shorts) + len(items) > 2 and shorts and shorts[0].text.endswith(_COLON):
        before = shorts.pop(0).text
        blocks.append(("p", before))
    if before.endswith(_COLON) and not items and 2 <= len(shorts) <= _MAX_ITEMS:
        return [("li", line.text) for line in shorts] if not any(_CODE.search(x.text) for x in shorts) else []
    if len(items) == 1 and not shorts and items[0].text[0].isdigit() and items[0].units <= LONG:
        return [("h2", items[0].text)]  # "2. Birch" above its paragraph
    blocks.extend(("li", _BULLET.sub("", line.text)) for line in items if _is_list(items, before))
    if len(shorts) == 1 and "noise" not in kinds:
        blocks.extend(_one_short(shorts[0]))
    elif len(shorts) == 2 and shorts[0].ends and not shorts[1].ends:
        blocks.extend((*_one_short(shorts[0]), *_one_short(shorts[1])))
    elif len(shorts) > 1 and all(line.ends and line.units >= 2 for line in shorts):
        blocks.extend(("p", line.text) for line in shorts)
    return blocks


def _is_list(items: list[Line], before: str) -> bool:
    """A list of the article is announced or says something; a list of links does neither."""
    return before.endswith(_COLON) or sum(item.units for item in items) >= 6 * len(items)


def _one_short(line: Line) -> list[tuple[str, str]]:
    if is_stamp(line.text) or _MENU.search(line.text) or line.text.startswith(("(", "@", "#")):
        return []
    if (line.ends and line.text[-1] not in "?？؟!！") or line.text.endswith(_COLON):
        return [("p", line.text)]
    if line.units > LONG + 2:
        return [("p", line.text)] if _STOP.search(line.text) else []
    words = any(map(str.isalpha, line.text)) and not line.text[0].islower()
    return [("h2", line.text.rstrip(" #"))] if words else []
