"""What feeds append to their summaries and no reader needs: "Continue reading…", "The post … appeared first on …"."""

from __future__ import annotations

import html as entities
import re

from digest.collect.markup import plain_text
from digest.collect.text import summary_of

_MORE = (
    r"continue reading|read more|read the (?:full|rest|whole)(?: \w+){0,4}|keep reading|see more|view (?:the )?full \w+|"
    r"full story|more here|weiterlesen|mehr lesen|lire la suite|lire plus|leer más|seguir leyendo|sigue leyendo|"
    r"continua a leggere|leggi tutto|ler mais|continuar lendo|lees verder|läs mer|les mer|læs mere|czytaj (?:więcej|dalej)|"
    r"читать далее|читать дальше|続きを読む|阅读全文|閱讀更多|اقرأ المزيد|قراءة المزيد"
)
# WordPress appends this to every item, in the site's language.
_APPEARED = (
    r"the post .{0,300} (?:appeared first|first appeared) on .{0,120}|der beitrag .{0,300} erschien zuerst auf .{0,120}|"
    r"l[’']article .{0,300} est apparu en premier sur .{0,120}|la entrada .{0,300} (?:se publicó primero|aparece primero) en .{0,120}|"
    r"l[’']articolo .{0,300} (?:proviene da|sembra essere il primo su) .{0,120}|"
    r"o post .{0,300} apareceu primeiro em .{0,120}|het bericht .{0,300} verscheen eerst op .{0,120}|"
    r"artykuł .{0,300} pochodzi z serwisu .{0,120}|inlägget .{0,300} dök först upp på .{0,120}|"
    r"ظهرت المقالة .{0,300} أولاً على .{0,120}|сообщение .{0,300} появились сначала на .{0,120}"
)
_APPEARED_WORDS = (  # one for each of them
    *("appeared first", "first appeared", "erschien zuerst", "est apparu en premier", "se publicó primero"),
    *("aparece primero", "proviene da", "sembra essere il primo", "apareceu primeiro", "verscheen eerst"),
    *("pochodzi z serwisu", "dök först upp", "أولاً على", "появились сначала"),
)
# Only after a sentence, on a line of its own or after a cut: "people read more" is part of the story.
_TAIL = re.compile(
    rf"(?P<before>^|\n|[.!?…\])»”\"’'])\s*(?:(?:{_APPEARED})|[\[(]?\s*(?:{_MORE})(?:\.|(?:[^.!?\n]|\.(?=\w)){{0,120}}?)|"
    r"submitted by\s+/u/\S+.{0,80}|\[link\]|\[comments\]|comments)(?:\.{3}|[\s\])→»›>…])*$",
    re.IGNORECASE | re.DOTALL,
)
_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\)|\.{3,}|…)\s*$")
_APPEARED_HTML = re.compile(r"<(p|div)>\s*((?:(?!</?\1>).){0,2000})</\1>\s*$", re.IGNORECASE | re.DOTALL)
_LEFTOVER = re.compile(
    r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|amp|quot|apos|nbsp|[lr][sd]quo|hellip|[mn]dash);", re.IGNORECASE
)
_KEEP = 400  # characters: a summary the author wrote is shown whole up to here
_TAIL_REACH = 700  # no boilerplate is longer


def summarise(markup_or_text: str, *, limit: int = 300) -> str:
    """Return a summary in plain text on one line: no markup, no boilerplate, whole sentences where possible."""
    return in_short(decode_twice(plain_text(markup_or_text)), limit=limit)


def in_short(text: str, *, limit: int = 300) -> str:
    """The same for text that is plain already."""
    text = without_boilerplate(text)
    line = " ".join(text.split())
    return line if len(line) <= _KEEP else summary_of(text, limit=limit)


def decode_twice(text: str) -> str:
    """Decode what a feed escaped once too often ("Ben &amp;#8217;s"); other entities are the author's own."""
    if "&" not in text:
        return text
    return _LEFTOVER.sub(lambda match: entities.unescape(match[0]), text)


def without_boilerplate(text: str) -> str:
    """Drop what stands at the end only to lead to the site; a cut sentence ends in one ellipsis."""
    text = text.strip()
    before = ""
    while text != before:
        before = text
        head, tail = text[:-_TAIL_REACH], text[-_TAIL_REACH:]
        text = (head + _TAIL.sub(r"\g<before>", tail)).rstrip()
    return _ELLIPSIS.sub("…", text) if _ELLIPSIS.search(text) else text


def without_appeared_first(html: str) -> str:
    """Drop a last paragraph that only says where the article appeared first; `html` is from clean_html."""
    tail = html[-2500:].lower()
    if not any(words in tail for words in _APPEARED_WORDS):
        return html  # the expression below is dear
    match = _APPEARED_HTML.search(html, max(0, len(html) - 2500))
    if match and re.fullmatch(_APPEARED, plain_text(match[2]).strip(), re.IGNORECASE | re.DOTALL):
        return html[: match.start()].rstrip()
    return html
