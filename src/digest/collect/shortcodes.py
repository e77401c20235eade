"""What a site generator would have filled in: Hugo's shortcodes and Jekyll's and Zola's template tags.

The ones that stand for a picture, a link or a block of code become Markdown; of the others the inner text stays.
Every repetition in these patterns is bounded, so that hostile text costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_HUGO = re.compile(r"\{\{[<%]((?:(?![>%]\}\}|\{\{).){0,600})[>%]\}\}", re.DOTALL)
_HUGO_NAME = re.compile(r"\s*(/?)\s*([\w./-]+)(.*)", re.DOTALL)
_ARGUMENT = re.compile(r"(?:([\w-]{1,40})\s?=\s?)?(?:\"([^\"]*)\"|`([^`]*)`|'([^']*)'|([^\s\"`',]{1,300}))")
_TAG = re.compile(r"\{%-?\s{0,9}(\w{1,40})([^{%]{0,300})%\}")
_OUTPUT = re.compile(r"\{\{-?([^{}]{0,300})\}\}")
_TWICE = re.compile(r"\{\{ ?site\.url ?\}\}\{\{ ?site\.baseurl ?\}\}")
_QUOTED = re.compile(r"\s*[\"']([^\"']*)[\"']\s*\|\s*(?:relative_url|absolute_url)")
_ATTRIBUTE_LIST = re.compile(r"(?m)^\{:[^}\n]{0,200}\}[ \t]{0,9}$|(?<=[)\]`*_])\{:[^}\n]{0,200}\}")
_HEADING_ID = re.compile(r"(?m)^(#{1,6} [^\n{]{1,300})\{#[^}\n]{0,100}\}[ \t]{0,9}$")
_ALERT = re.compile(r"(?m)^(>[ \t]{0,3})\[!\w{1,20}\][ \t]{0,9}")  # > [!NOTE]
_LIQUID = frozenset({"Jekyll", "Hexo", "Zola", "Eleventy"})
_VIDEO = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "gist": "https://gist.github.com/{}",
}


def expand(markdown: str, *, generator: str, base_url: str = "") -> str:
    """Return `markdown` without the generator's own notation. `generator` is a Site's; "" knows Hugo's only."""
    if "{{<" in markdown or "{{%" in markdown:
        markdown = _without_comments(markdown, _HUGO, _hugo)
    if generator in _LIQUID and "{" in markdown:
        markdown = _without_comments(markdown, _TAG, _tag)
        base = base_url.rstrip("/")
        markdown = _TWICE.sub("{{ site.url }}", markdown)
        markdown = _OUTPUT.sub(lambda match: _output(match[1], base), markdown)
        markdown = _ATTRIBUTE_LIST.sub("", markdown)
    return _ALERT.sub(r"\1", _HEADING_ID.sub(lambda match: match[1].rstrip(), markdown))


def _without_comments(markdown: str, pattern: re.Pattern[str], fill: Callable[[re.Match[str]], str]) -> str:
    """Replace every tag by what `fill` makes of it; drop what lies between `comment` tags."""
    parts: list[str] = []
    at, silent = 0, False
    for match in pattern.finditer(markdown):
        words = match[0].strip("{}<>%-").split(maxsplit=1) or [""]
        if not silent:
            parts.append(markdown[at : match.start()])
        name = "".join(words[:2])[: len("endcomment")] if words[0] == "/" else words[0]
        if name in ("comment", "/comment", "endcomment"):
            silent = name == "comment"
        elif not silent:
            parts.append(fill(match))
        at = match.end()
    # An unclosed comment hides nothing: better too much than half an article.
    return "".join(parts) + markdown[at:]


def _hugo(match: re.Match[str]) -> str:
    inner = match[1]
    if inner.startswith("/*"):  # {{</* shown */>}} is how Hugo writes about its own notation
        return match[0].replace("/*", "", 1).replace("*/", "", 1)
    parsed = _HUGO_NAME.match(inner)
    if parsed is None:
        return ""
    name = parsed[2].lower()
    if parsed[1]:
        return "\n```\n" if name == "highlight" else ""
    given = {
        key.lower() or str(index): a or b or c or d
        for index, (key, a, b, c, d) in enumerate(_ARGUMENT.findall(parsed[3]))
    }
    return _shortcode(name, given)


def _shortcode(name: str, given: dict[str, str]) -> str:
    first = given.get("0", "")
    if name in ("figure", "img", "image"):
        source = given.get("src") or first
        alt = given.get("alt") or given.get("caption") or given.get("title") or ""
        return f"![{alt}](<{source}>)" if source else ""
    if name in _VIDEO:
        target = given.get("id") or (f"{first}/{given.get('1', '')}" if name == "gist" else first)
        return f"<{_VIDEO[name].format(target)}>" if target else ""
    if name == "highlight":
        return f"\n```{first}\n"
    return first if name in ("ref", "relref") else ""


def _tag(match: re.Match[str]) -> str:
    if match[1] == "highlight":
        return f"\n```{(match[2].split() or [''])[0]}\n"
    return "\n```\n" if match[1] == "endhighlight" else ""


def _output(inner: str, base: str) -> str:
    """{{ "/a.png" | relative_url }}, {{ site.url }} and {{ site.baseurl }}; of anything else nothing is known."""
    if quoted := _QUOTED.match(inner):
        return f"{base}/{quoted[1].lstrip('/')}"
    return base if inner.strip(" -") in ("site.url", "site.baseurl") else ""
