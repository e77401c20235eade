"""What a site generator would have filled in: Hugo's shortcodes and Jekyll's and Zola's template tags.

The ones that stand for a picture, a link or a block of code become Markdown; of the others the inner text stays.
"""

from __future__ import annotations

import re

_HUGO = re.compile(
    r"\{\{([<%])\s*(/?)\s*([\w./-]+)((?:[^>%\"`]|\"[^\"]*\"|`[^`]*`|[>%](?!\}\}))*?)\s*/?\s*[>%]\}\}"
)
_HUGO_COMMENT = re.compile(r"\{\{([<%])\s*comment\s*[>%]\}\}.*?\{\{[<%]\s*/\s*comment\s*[>%]\}\}", re.DOTALL)
_HUGO_ESCAPED = re.compile(r"\{\{([<%])/\*\s*(.*?)\s*\*/([>%])\}\}")
_ARGUMENT = re.compile(r"(?:([\w-]+)\s*=\s*)?(?:\"([^\"]*)\"|`([^`]*)`|'([^']*)'|([^\s\"`',]+))")
_HIGHLIGHT = re.compile(r"\{%-?\s*highlight\s+(\S+).*?-?%\}\n?(.*?)\{%-?\s*endhighlight\s*-?%\}", re.DOTALL)
_LIQUID_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
_RELATIVE_URL = re.compile(r"\{\{-?\s*[\"']([^\"']*)[\"']\s*\|\s*(?:relative_url|absolute_url)[^}]*\}\}")
_SITE_URL = re.compile(r"\{\{-?\s*site\.(?:base)?url\s*-?\}\}(?:\{\{-?\s*site\.baseurl\s*-?\}\})?")
_LIQUID = re.compile(r"\{%-?.*?-?%\}|\{\{-?[^}]*-?\}\}", re.DOTALL)
_ATTRIBUTE_LIST = re.compile(r"(?m)^\{:.*?\}\s*$|(?<=[)\]`*_])\{:[^}\n]*\}")
_HEADING_ID = re.compile(r"(?m)^(#{1,6} [^\n]*?)[ \t]*\{#[^}\n]*\}[ \t]*$")
_VIDEO = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "gist": "https://gist.github.com/{}",
}


def expand(markdown: str, *, generator: str, base_url: str = "") -> str:
    """Return `markdown` without the generator's own notation. `generator` is a Site's; "" knows Hugo's only."""
    if "{{<" in markdown or "{{%" in markdown:
        markdown = _HUGO_COMMENT.sub("", markdown)
        markdown = _HUGO.sub(_hugo, markdown)
        markdown = _HUGO_ESCAPED.sub(r"{{\1 \2 \3}}", markdown)
    markdown = _HEADING_ID.sub(r"\1", markdown)
    if generator in ("Jekyll", "Zola", "Eleventy") and "{" in markdown:
        markdown = _liquid(markdown, base_url)
    return markdown


def _hugo(match: re.Match[str]) -> str:
    closing, name, rest = match[2], match[3].lower(), match[4]
    if closing:
        return "\n```\n" if name == "highlight" else ""
    given = {
        key.lower() or str(i): a or b or c or d for i, (key, a, b, c, d) in enumerate(_ARGUMENT.findall(rest))
    }
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


def _liquid(markdown: str, base_url: str) -> str:
    base = base_url.rstrip("/")
    markdown = _LIQUID_COMMENT.sub("", markdown)
    markdown = _HIGHLIGHT.sub(r"\n```\1\n\2```\n", markdown)
    markdown = _RELATIVE_URL.sub(lambda m: f"{base}/{m[1].lstrip('/')}", markdown)
    markdown = _SITE_URL.sub(base, markdown)
    return _ATTRIBUTE_LIST.sub("", _LIQUID.sub("", markdown))
