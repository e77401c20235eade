"""A page saved as text → the article in it: parse_dump().

Such a file starts with a line like ` date 2026-02-17  Title – Site`; then comes everything the page showed, menus and
footer included, a line each. Nothing here knows any one site: the title line names the headline, long sentences stand
together, and labels (dump_words.py) say what the short lines are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from digest.collect.dump_body import SENTENCE, Line, Stretch, body_of, is_stamp, read_lines, same
from digest.collect.dump_words import BYLINE, HOME, STOPWORDS, Part, label_of

_HEADER = re.compile(
    r"^[\s\ufeff]*(?:date[:\s]\s*)?(?P<date>\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}\S*)?)\s+(?P<title>\S.*)$"
)
_SEPARATOR = re.compile(r"\s+(?:[|–—·•»«›@]|:{2}|-{1,2}|_)\s+|\s*[｜|]\s*")
_CRUMB = re.compile(r"\s*[>›»/|·\\→]\s*|(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_NAME_ENDS = re.compile(
    r"\s*(?:[|•·@(\[–—]|\s-\s|,\s*\d|\s\d|\s\w+\.?\s\d|\b(?:on|for|in|at|am|le|el|il|em)\s+(?=[A-Z\d])|(?:updated|published)\b).*$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|、|;|&|\s(?:and|und|et|y|e|en|og|och|i|و)\s)\s*")
_MANY_MENU_LINES, _SITE_WORDS, _MAX_RELATED, _MAX_TAGS, _MAX_TITLE = 8, 6, 12, 20, 400
_COMMA = re.compile(r"[,;|•、，،]|\s(?=#)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of the body: `kind` is p, h2 or li."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """What a page dump says; "" and () where it does not say."""

    headline: str
    site: str = ""
    date: str = ""  # as written
    section: str = ""
    blocks: tuple[Block, ...] = ()
    author: str = ""  # the first author
    bio: str = ""
    authors: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(block.text for block in self.blocks if block.kind == "p")

    @property
    def subheadings(self) -> tuple[str, ...]:
        return tuple(block.text for block in self.blocks if block.kind == "h2")

    @property
    def html(self) -> str:
        """The body as <p>, <h2> and <ul>; everything escaped."""
        parts, previous = [], ""
        for block in self.blocks:
            if (block.kind == "li") != (previous == "li"):
                parts.append("<ul>" if block.kind == "li" else "</ul>")
            parts.append(f"<{block.kind}>{escape(block.text)}</{block.kind}>")
            previous = block.kind
        return "\n".join((*parts, "</ul>") if previous == "li" else parts)


def parse_dump(text: str) -> Dump | None:
    """Find the article in a page saved as text, or return None when `text` looks like no page dump.

    A dump has the date line, or at least a menu: many short lines before its first long one. Never raises.
    """
    first, _, rest = text.lstrip("\ufeff\r\n").partition("\n")
    header = _HEADER.match(first)
    lines = read_lines(rest if header else text)
    if not header and not _has_menu(lines):
        return None
    title = header["title"][:_MAX_TITLE].strip(" |–—·•»«›:") if header else ""
    headline, at = _headline(title, lines)
    if not headline:
        return None
    stretch = body_of(lines, start=at + 1 if at is not None else 0, headline=headline)
    blocks, bios = _without_bios(tuple(Block(kind=kind, text=text) for kind, text in stretch.blocks))
    names, bio = _author(lines, at, stretch)
    names, bio = names or tuple(bios), bio or bios.get(names[0] if names else next(iter(bios), ""), "")
    section = _section(lines, at, headline)
    return Dump(
        headline=headline,
        site=_site(title, headline),
        date=header["date"] if header else _date(lines, at, stretch),
        section=section,
        blocks=blocks,
        author=names[0] if names else "",
        bio=bio,
        authors=names,
        related=tuple(_related(lines, at, headline)),
        tags=_tags(lines, at, stretch),
        language=_language(" ".join(block.text for block in blocks) or headline),
    )


def _without_bios(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], dict[str, str]]:
    """Cut off what closes many an article: a name as if it were a heading, and a paragraph about that person."""
    bios: dict[str, str] = {}
    cut = len(blocks)
    for index in range(max(1, len(blocks) - 8), len(blocks) - 1):
        name, after = blocks[index], blocks[index + 1]
        if (
            name.kind == "h2"
            and after.kind == "p"
            and _is_name(name.text)
            and after.text.startswith(name.text.split()[0])
        ):
            bios[name.text] = after.text
            cut = min(cut, index)
    return blocks[:cut], bios


def _has_menu(lines: tuple[Line, ...]) -> bool:
    first_long = next((i for i, line in enumerate(lines) if line.prose), None)
    return first_long is not None and first_long >= _MANY_MENU_LINES


def _headline(title: str, lines: tuple[Line, ...]) -> tuple[str, int | None]:
    """Return the headline and the line it stands on: the longest line that the title line repeats."""
    if not title:
        return _guess_headline(lines)
    bounds = {0, len(title)} | {m.start() for m in _SEPARATOR.finditer(title)}
    starts = {0} | {m.end() for m in _SEPARATOR.finditer(title)}
    wanted = {same(title[a:b]): title[a:b].strip() for a in starts for b in bounds if b > a}
    found: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if same(line.text) in wanted:
            found.setdefault(same(line.text), []).append(index)
    guess = _without_site(title)
    best = same(guess) if same(guess) in found else max(found, key=len, default="")
    # A menu also names the site and its sections: a match must be most of what the title says without them.
    if best and len(best) >= 0.5 * len(guess):
        return wanted[best], max(found[best], key=lambda i: (min(_prose_after(lines, i), 150), i))
    return _similar_line(guess, lines)


def _prose_after(lines: tuple[Line, ...], index: int) -> float:
    """How much may be the article after this line: a headline repeated in a menu or at the end leads to nothing."""
    return sum(line.units for line in lines[index + 1 : index + 40] if line.prose)


def _similar_line(guess: str, lines: tuple[Line, ...]) -> tuple[str, int | None]:
    """Accept a line that shares most words with the title, as when the page words its headline a little differently."""
    words = set(same(guess).split())
    scores = [(_overlap(words, set(same(line.text).split())), -i) for i, line in enumerate(lines)]
    score, index = max(scores, default=(0.0, 0))
    return (lines[-index].text, -index) if score >= 0.6 and len(words) > 2 else (guess, None)


def _overlap(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0


def _guess_headline(lines: tuple[Line, ...]) -> tuple[str, int | None]:
    """Without a title line: the longest line just before the first paragraph."""
    stretch = body_of(lines, start=0, headline="")
    before = [i for i in range(max(0, stretch.start - 6), stretch.start) if not label_of(lines[i].text)]
    index = max(before, key=lambda i: (lines[i].units, -i), default=None)
    return (lines[index].text, index) if index is not None else ("", None)


def _without_site(title: str) -> str:
    """Cut the site's name off a title: the short end after the last separator, or the short start before the first."""
    cuts = list(_SEPARATOR.finditer(title))
    if not cuts:
        return title.strip()
    head, tail = title[: cuts[-1].start()].strip(), title[cuts[-1].end() :].strip()
    start, rest = title[: cuts[0].start()].strip(), title[cuts[0].end() :].strip()
    if len(start.split()) <= 3 and len(rest) > 2 * len(start) and len(tail) > len(start):
        return rest
    if len(tail.split()) <= _SITE_WORDS and len(tail) < len(head):
        strong = cuts[-1].group().strip() in ("|", "｜")
        again = _SEPARATOR.search(head) and len(head.split()) > len(tail.split()) + 3
        return _without_site(head) if strong and again and head.count("|") else head
    return title.strip()


def _site(title: str, headline: str) -> str:
    """Return what the title line says besides the headline: its last part (or its first, before the headline)."""
    before, found, after = same(title).partition(same(headline))
    if not found:
        return ""
    parts = [part.strip(" |–—-·:»«") for part in _SEPARATOR.split(title) if part.strip(" |–—-·:»«")]
    if not after.strip(" |-.:") and before.strip(" |-.:") and len(parts) == 1:  # "Site: headline"
        parts = [title[: len(title) - len(headline)].strip(" |–—-·:»«")]
    name = parts[-1] if after.strip(" |-.:") else parts[0] if parts else ""
    return (
        "" if same(name) in same(headline) or _YEAR.search(name) or len(name.split()) > _SITE_WORDS else name
    )


def _section(lines: tuple[Line, ...], at: int | None, headline: str) -> str:
    """Return the last step of a breadcrumb trail ("HomeNewsMoney", "Home › News › Money") above the headline."""
    if at is None:
        return ""
    for index in range(at - 1, max(-1, at - 8), -1):
        if HOME.match(lines[index].text):
            texts = [line.text for line in lines[index:at]]
            if len(_CRUMB.split(texts[0])) > 1:
                texts = texts[:1]
            elif not any(_CRUMB.fullmatch(text) for text in texts):
                break  # the end of a menu
            steps = [step for step in _CRUMB.split(" > ".join(texts)) if step and not label_of(step)]
            steps = [step for step in steps[1:] if same(step) != same(headline)]
            return steps[-1] if steps and len(steps) <= 6 and len(steps[-1]) <= 40 else ""
    return ""


def _near(lines: tuple[Line, ...], at: int | None, stretch: Stretch) -> tuple[Line, ...]:
    """The lines around the headline that may hold a byline and a date."""
    top = stretch.start if at is None else at
    return (*lines[max(0, top - 3) : top], *lines[top : stretch.start + 2][:40])


def _date(lines: tuple[Line, ...], at: int | None, stretch: Stretch) -> str:
    return next(
        (each.text for each in _near(lines, at, stretch) if len(each.text) <= 40 and _YEAR.search(each.text)),
        "",
    )


def _author(lines: tuple[Line, ...], at: int | None, stretch: Stretch) -> tuple[tuple[str, ...], str]:
    """Return the authors and the first one's bio: an Author block, else the byline."""
    for _, zone, _ in _zones(lines, Part.AUTHOR):
        if zone and (names := _names(zone[0].text)):
            prose = [line.text for line in zone[1:] if line.prose or line.ends]
            return names, " ".join(prose[:4])
    for line in _near(lines, at, stretch):
        if (byline := BYLINE.match(line.text)) and not line.prose and (names := _names(byline["names"])):
            return names, ""
    return (), ""


def _names(text: str) -> tuple[str, ...]:
    """Split "Ana Lima and Li Wei | 3 March" into names; () when it holds none."""
    cut = _NAME_ENDS.sub("", text.strip())
    names = tuple(name.strip(" .:") for name in _AND.split(cut) if name.strip(" .:"))
    return names if names and all(_is_name(name) for name in names) else ()


def _is_name(text: str) -> bool:
    words = text.split()
    if len(text) > 40 or len(words) > 5 or any(char.isdigit() for char in text) or label_of(text):
        return False
    return text[0].isupper() or not text[0].isascii()


def _zones(lines: tuple[Line, ...], part: Part) -> Iterator[tuple[str, tuple[Line, ...], int]]:
    """Yield each labelled block of this part: what follows the colon, the lines up to the next label, its place."""
    for index, line in enumerate(lines):
        label = label_of(line.text)
        if label is None or label[0] is not part:
            continue
        end = index + 1
        while end < len(lines) and not label_of(lines[end].text):
            end += 1
        yield label[1], lines[index + 1 : end], index


def _related(lines: tuple[Line, ...], at: int | None, headline: str) -> Iterator[str]:
    """Titles under the first Related label after the headline, and those that single lines announce."""
    seen, listed = {same(headline)}, False
    for inline, zone, index in _zones(lines, Part.RELATED):
        if index < (at or 0) or (listed and not inline):
            continue
        for title in (inline,) if inline else _titles(zone):
            if same(title) not in seen and len(seen) <= _MAX_RELATED:
                seen.add(same(title))
                listed = listed or not inline
                yield title


def _titles(zone: tuple[Line, ...]) -> Iterator[str]:
    """The titles at the start of a list of articles: not their kickers, summaries, authors and dates."""
    for line in zone[: 2 * _MAX_RELATED]:
        if line.ends and line.text[-1] == "." and line.units > 2 * SENTENCE:
            continue
        wide = line.units != len(line.text.split())
        if (4 if wide else 3) <= line.units <= 25 and not BYLINE.match(line.text) and not is_stamp(line.text):
            yield line.text


def _tags(lines: tuple[Line, ...], at: int | None, stretch: Stretch) -> tuple[str, ...]:
    """The names of the first Tags block near the article; a line that reads like a title ends it.

    The name right above such titles is rather their heading, unless the trail above the headline has it too.
    """
    first = at if at is not None else max(0, stretch.start - 15)
    trail = same(" ".join(line.text for line in lines[max(0, first - 3) : first]))
    for inline, zone, index in _zones(lines, Part.TAGS):
        names: dict[str, str] = {}
        if not first <= index <= stretch.end + 40:
            continue
        for text in (inline,) if inline else tuple(line.text for line in zone):
            found = [name.strip(" #.:") for name in _COMMA.split(text) if name.strip(" #.:")]
            if not all(len(name) <= 32 and len(name.split()) <= 4 for name in found):
                last = next(reversed(names), "")
                if last not in trail:
                    del names[last]
                break
            names |= {same(name): name for name in found}
            if len(found) > 1:
                break  # they all stand in one line
        if 0 < len(names) <= _MAX_TAGS:  # more of them are a menu
            return tuple(names.values())
    return ()


_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)


def _language(text: str) -> str:
    """Tell the language by its script, else by its commonest words; "" when unsure."""
    letters = sum(char.isalpha() for char in text) or 1
    for code, script in _SCRIPTS:
        if len(script.findall(text)) > 0.1 * letters:
            return code
    words = text.casefold().split()
    counts = {code: sum(word in set(known.split()) for word in words) for code, known in STOPWORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    runner_up = max(count for code, count in counts.items() if code != best)
    return best if counts[best] >= 4 and counts[best] > 1.2 * runner_up else ""
