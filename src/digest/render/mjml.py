"""MJML → HTML: the only place that imports mjml. A guard before the engine, repairs after it.

The engine (mrml) silently accepts what no mail client understands, breaks text outside ASCII in attributes, and takes the
whole process down on deep nesting; render/guard.py rewrites and checks what goes in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from digest.errors import DigestError, ThemeError
from digest.render.fonts import with_fonts
from digest.render.guard import RAW_BEGINS, RAW_ENDS, bare, guard
from digest.render.inline import inlined, take_inline
from digest.render.text import clean_characters

_SEAM = re.compile(r"<!\[endif\]-->\s*<!--\[if mso \| IE\]>")
_FRACTION = re.compile(
    r'(width(?<=[;"\s]width)(?:="|:))(\d+\.\d+)(?="|px)'
)  # begins with a word, so it is fast
_NO_ATTRIBUTE = re.compile(
    r' vertical-align="(?:top|middle|bottom)"'
)  # a button's; HTML has none of that name
_LANGUAGE = re.compile(r'<html( lang="(?!und")[^"]*" dir="[^"]*")')  # “und” is the engine's own
_PREVIEW = re.compile(r'\A([^>]*>)<div(?= style="display:none;)')  # after “<body”
_GAPS = re.compile(r">\s*\n\s*<")
_LEFTOVER = re.compile(r"=\"[^\"<>]*\\u\{|</?mj-|<mjml")  # text may well speak of \u{…}, an attribute cannot


def compile_mjml(source: str) -> str:
    """Compile a theme's MJML to HTML for mail clients.

    `source` may carry the places that render/environment.py notes in tags; a mistake then names template, line and tag.
    Raises ThemeError.
    """
    guarded, css = take_inline(guard(source))
    try:
        html = _engine()(guarded)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as exc:  # a panic of the engine is a BaseException
        raise ThemeError(f"the MJML engine refuses it: {exc}", file="issue.mjml.j2") from exc
    return inlined(with_fonts(repair(html), guarded), css)


def readable_mjml(source: str) -> str:
    """The MJML without the places noted in it, for people who look at it."""
    return clean_characters(bare(source))


def repair(html: str) -> str:
    """Make the engine's output smaller and right: merge Outlook's conditionals, round widths down, close gaps, and give the
    preview text the language that the engine gives only to the mail below it.

    Raises ThemeError where MJML or a Rust escape is left in it, so that it is never mailed.
    """
    suspicious = "\\u{" in html or "<mj" in html or "</mj" in html
    if suspicious and (found := _LEFTOVER.search(html)):
        raise ThemeError(f"{found[0]!r} is left in the HTML", file="issue.mjml.j2")
    head, body, rest = html.partition("<body")
    rest = rest.replace(RAW_BEGINS, "<![endif]-->").replace(RAW_ENDS, "<!--[if mso | IE]>")
    rest = _SEAM.sub("", rest)
    rest = _FRACTION.sub(lambda match: f"{match[1]}{int(float(match[2]))}", rest)
    rest = _NO_ATTRIBUTE.sub("", rest)
    if language := _LANGUAGE.search(head):
        rest = _PREVIEW.sub(lambda match: f"{match[1]}<div{language[1]}", rest)
    # A line for each row: what is found in the mail can be pointed to. White space between rows says nothing.
    rest = rest.replace("<tr>", "\n<tr>")
    return _GAPS.sub(">\n<", head) + body + rest


@cache
def _engine() -> Callable[[str], str]:
    """The engine of mjml-python. PyPI's `mjml`, another project, installs a module of the same name. Raises DigestError."""
    advice = "run: pip uninstall -y mjml; pip install --force-reinstall mjml-python"
    try:
        import mjml

        engine: Callable[[str], str] = mjml.mjml2html
        answer = engine("<mjml><mj-body></mj-body></mjml>")
    except (ImportError, AttributeError, TypeError, ValueError) as exc:
        raise DigestError(f"the Python module “mjml” is not that of mjml-python ({exc}); {advice}") from exc
    if not isinstance(answer, str) or "<html" not in answer:
        raise DigestError(f"the Python module “mjml” is not that of mjml-python; {advice}")
    return engine
