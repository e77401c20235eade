"""How the document is built: language, title, headings, tables, Outlook's comments, what a template left behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.model import direction
from digest.preflight.mail import Mail, is_hidden
from digest.preflight.options import PreflightOptions
from digest.preflight.problem import Problem, error, info, warning

MOST = 5  # places named for one problem; the rest is counted

_MJML = frozenset(
    "mjml mj-head mj-body mj-attributes mj-all mj-class mj-breakpoint mj-font mj-preview mj-style mj-title mj-wrapper mj-section "
    "mj-group mj-column mj-hero mj-text mj-table mj-raw mj-button mj-image mj-divider mj-spacer mj-navbar mj-navbar-link mj-social "
    "mj-social-element mj-accordion mj-accordion-element mj-accordion-title mj-accordion-text mj-carousel mj-carousel-image".split()
)
_LEFTOVER = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{#|#\}|</?mj-[a-z]+|\\u\{[0-9a-f]+\}|\*\|[A-Z_]+\|\*|%%[a-z_]+%%|\[\[[a-z_ ]+\]\]"
)
_BREAK = re.compile(r'\s[\w-]+="[^"<>]*\\n[^"<>]*"')
_OPEN, _END = re.compile(r"<!--\[if [^\]]*\]>|<!\[if [^\]]*\]>"), re.compile(r"<!\[endif\]-->|<!\[endif\]>")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_PAIRED = frozenset(
    {
        "a",
        "b",
        "strong",
        "em",
        "i",
        "u",
        "span",
        "div",
        "p",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "blockquote",
    }
)
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")


def mjml(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """MJML tags that do not exist are left out of the mail without a word."""
    for name in dict.fromkeys(re.findall(r"<(mj-?[a-z-]*)[\s/>]", mail.mjml)):
        if name not in _MJML:
            yield error(f"<{name}> is not an MJML tag", where="MJML", remedy="see documentation.mjml.io")


def leftovers(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """What a template or an engine should have replaced."""
    parts = (("subject", mail.subject), ("text part", mail.text), ("HTML", _without_code(mail)))
    for where, part in parts:
        for found in list(dict.fromkeys(_LEFTOVER.findall(part)))[:MOST]:
            yield error(
                f"“{found}” is left over",
                where=_line_of(part, found, where),
                remedy="a template was not filled in",
            )
    if found := _BREAK.search(mail.html):
        yield error(
            "an attribute holds a written-out line break (\\n)", where=_line_of(mail.html, found[0], "HTML")
        )


def _without_code(mail: Mail) -> str:
    """The HTML without what authors show as code: an article may well be about templates."""
    return re.sub(
        r"<(pre|code)\b.*?</\1>|<style\b.*?</style>", "", mail.html, flags=re.DOTALL | re.IGNORECASE
    )


def _line_of(part: str, found: str, where: str) -> str:
    return f"{where} line {part.count(chr(10), 0, part.find(found)) + 1}"


def well_formed(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """Tags that are closed in the wrong order, or never: each mail program guesses in its own way."""
    text = re.sub(
        r"<!--.*?-->|<style\b.*?</style>",
        lambda found: "\n" * found[0].count("\n"),
        mail.html,
        flags=re.DOTALL | re.IGNORECASE,
    )
    open_tags: list[tuple[str, int]] = []
    told = 0
    for found in _TAG.finditer(text):
        name = found[2].lower()
        if name not in _PAIRED or found[3].rstrip().endswith("/"):
            continue
        if not found[1]:
            open_tags.append((name, found.start()))
            continue
        if open_tags and open_tags[-1][0] == name:
            open_tags.pop()
            continue
        told += 1
        if told <= MOST:
            line = text.count("\n", 0, found.start()) + 1
            expected = (
                f", where </{open_tags[-1][0]}> is expected" if open_tags else ", which was never opened"
            )
            yield Problem(*warning(f"</{name}>{expected}", where=f"HTML line {line}")[:4], line)
        if any(each == name for each, _ in open_tags):
            while open_tags.pop()[0] != name:
                pass
    for name, start in open_tags[: max(0, MOST - told)]:
        if name != "p":
            line = text.count("\n", 0, start) + 1
            yield Problem(*warning(f"<{name}> is never closed", where=f"HTML line {line}")[:4], line)


def language(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """Screen readers choose their voice by it; mail programs that show only the body need it there too."""
    if mail.tree is None:
        return
    remedy = 'write lang="en" on <html>'
    if not mail.language:
        yield error("the document names no language", mail.tree, remedy=remedy)
    elif not _LANGUAGE.match(mail.language) or mail.language.lower() == "und":
        yield error(f"“{mail.language}” is not a language", mail.tree, remedy=remedy)
    if mail.body is not None and not any(each.get("lang") for each in (mail.body, *mail.body)):
        yield warning(
            "the body names no language: Gmail and others drop <html>",
            mail.body,
            remedy="repeat lang on the first element in it",
        )


def text_direction(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    if mail.tree is None or not mail.language:
        return
    expected, found = direction(mail.language), (mail.tree.get("dir") or "").lower()
    if expected == "rtl" and found != "rtl":
        yield error(
            f"{mail.language} is read from right to left, the document says {found or 'nothing'}",
            mail.tree,
            remedy='write dir="rtl" on <html>',
        )
    elif expected == "ltr" and found == "rtl":
        yield error(
            f"{mail.language} is read from left to right, the document says rtl",
            mail.tree,
            remedy='write dir="ltr" on <html>',
        )
    elif not found:
        yield info("the document names no direction", mail.tree, remedy=f'write dir="{expected}" on <html>')


def title(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """It names the tab where a mail is read on the web, and is the first thing that a screen reader says."""
    if mail.tree is not None and not "".join(each.text_content() for each in mail.each("title")).strip():
        yield warning("the document has no <title>", mail.tree)
    if mail.tree is not None and not any(
        each.get("charset") or "charset" in (each.get("content") or "") for each in mail.each("meta")
    ):
        yield info("the document names no character set", mail.tree, remedy='write <meta charset="utf-8">')
    for each in mail.each("meta"):
        if (each.get("name") or "").lower() == "viewport" and re.search(
            r"user-scalable\s*=\s*(?:no|0)|maximum-scale\s*=\s*1(?:\.0)?\b", each.get("content") or ""
        ):
            yield warning(
                "readers cannot enlarge the text", each, remedy="leave user-scalable and maximum-scale out"
            )


def roles(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """A table that only lays things out is read out as a table, unless it says that it is none."""
    loose = [
        table
        for table in mail.each("table")
        if table.get("role") not in ("presentation", "none")
        and not (table.xpath("./*/tr/th | ./tr/th | ./caption"))
    ]
    if loose:
        yield warning(
            f"{_count(len(loose), 'layout table')} without a role",
            loose[0],
            remedy='write role="presentation"',
        )
    for table in mail.each("table"):
        if table.get("role") in ("presentation", "none") and table.xpath("./*/tr/th | ./tr/th | ./caption"):
            yield warning(
                "a table with headings says that it is only layout", table, remedy="take its role away"
            )


def headings(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """One first heading, and no level left out: people who listen jump from heading to heading."""
    found = [
        each
        for each in mail.each("h1", "h2", "h3", "h4", "h5", "h6")
        if each.text_content().strip() and not is_hidden(each)
    ]
    first = [each for each in found if each.tag == "h1"]
    if mail.tree is not None and not found:
        yield warning("no heading", mail.body)
    elif found and not first:
        yield warning("no <h1>", found[0], remedy="make the lead's title one")
    elif len(first) > 1:
        yield warning(f"{len(first)} <h1>", first[1], remedy="one is enough")
    last = 0
    for each in found:
        level = int(each.tag[1])
        if last and level > last + 1:
            yield warning(f"<h{level}> follows <h{last}>: a level is left out", each)
        last = level


def outlook(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """Outlook for Windows reads them; one that is not closed hides the rest of the mail from everybody else."""
    begun, ended = len(_OPEN.findall(mail.html)), len(_END.findall(mail.html))
    if begun != ended:
        yield error(f"{begun} Outlook comments begin and {ended} end", where="HTML")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
