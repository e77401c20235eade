"""Run a theme over a variant: views, templates, engine, and again with less where it came out too large."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from digest.errors import ThemeError
from digest.model import Rendered, Variant
from digest.render.environment import sandbox
from digest.render.i18n import Tongue, template_functions, tongue
from digest.render.mjml import compile_mjml, readable_mjml
from digest.render.options import RenderOptions
from digest.render.personal import broken_placeholder, marker_of, personal_values
from digest.render.present import Presenter
from digest.render.stories import levels, story_writer
from digest.render.text import clean_characters, cut, one_line
from digest.render.theme import Theme
from digest.render.view import IssueView

CLIPPED = 98_000  # bytes of decoded HTML; Gmail clips at about 102,000, and the splice adds some
SUBJECT, PREHEADER = 180, 140  # characters

_BLANK_LINES = re.compile(r"\n{3,}")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


def render_here(variant: Variant, /, *, theme: Theme, options: RenderOptions) -> Rendered:
    """Render in this process; see `render_variant`. Raises ThemeError."""
    speech = tongue(theme, language=options.language, timezone=options.timezone, digits=options.digits)
    marker = marker_of(variant, options, theme.name)
    rendered: Rendered | None = None
    for thrift in levels(options.show):
        writer = story_writer(variant, options=options, tongue=speech, tokens=theme.tokens, thrift=thrift)
        rendered = _render(
            variant, theme=theme, options=options, presenter=Presenter(write=writer), marker=marker
        )
        if len(rendered.html.encode()) <= CLIPPED:
            break
    assert rendered is not None, "there is always a first level"
    return rendered


def _render(
    variant: Variant, *, theme: Theme, options: RenderOptions, presenter: Presenter, marker: str
) -> Rendered:
    common: dict[str, Any] = {
        "issue": presenter.issue(variant),
        "brand": presenter.brand(),
        **_language(presenter.write.tongue),
        **template_functions(presenter.write.tongue),
    }
    plain = sandbox(theme, escape=False)

    def line(source: str, name: str, given: Mapping[str, Any]) -> str:
        """One of the short lines: the configuration's template where there is one, else the theme's."""
        if source:
            return one_line(plain.render_line(source, given, name=name))
        return one_line(plain.render(f"{name}.txt.j2", given))

    # The preheader is the same for all, so that an inbox can be shown without a reader.
    issue: IssueView = common["issue"]
    preheader = cut(line(options.preheader, "preheader", common), PREHEADER) or issue.preheader
    common["issue"] = issue = replace(issue, preheader=preheader)
    values = {**common, **personal_values(marker)}
    mjml = sandbox(theme, escape=True).render(
        "issue.mjml.j2", values | {"t": _tokens(theme.tokens, presenter.write.tongue)}
    )
    subject = cut(line(options.subject, "subject", values), SUBJECT) or issue.lead.title
    text = _tidy(plain.render("issue.txt.j2", values))
    html = compile_mjml(mjml)
    for name, part in (("issue.mjml.j2", html), ("issue.txt.j2", text), ("subject.txt.j2", subject)):
        if broken_placeholder(part, marker=marker):
            raise ThemeError("a filter changed a value that differs per reader", file=name)
    return Rendered(
        subject=subject,
        html=html,
        text=text,
        preheader=preheader,
        mjml=readable_mjml(mjml),
        marker=marker,
        untranslated=presenter.write.tongue.untranslated,
    )


def _language(speech: Tongue) -> Mapping[str, Any]:
    rtl = speech.dir == "rtl"
    return {
        "lang": speech.tag,
        "dir": speech.dir,
        "script": speech.script,
        "start": "right" if rtl else "left",
        "end": "left" if rtl else "right",
        "arrow": "←" if rtl else "→",
    }


def _tokens(tokens: Mapping[str, Any], speech: Tongue) -> Mapping[str, Any]:
    """The theme's tokens with the script's typography over the common one; text is markup, checked when it was read."""
    own = tokens.get("scripts", {}).get(speech.script, {})
    merged = {key: value for key, value in tokens.items() if key != "scripts"}
    for table, values in own.items():
        merged[table] = {**merged.get(table, {}), **values}
    return {key: _markup(value) for key, value in merged.items()}


def _markup(value: object) -> Any:
    if isinstance(value, str):
        return Markup(value)  # noqa: S704 - theme.py refused <, >, & and double quotes
    if isinstance(value, Mapping):
        return {key: _markup(below) for key, below in value.items()}
    if isinstance(value, list):
        return tuple(_markup(below) for below in value)
    return value


def _tidy(text: str) -> str:
    """At most one blank line in a row, nothing behind a line, one newline at the end."""
    return _BLANK_LINES.sub("\n\n", _TRAILING.sub("", clean_characters(text))).strip("\n") + "\n"
