"""The small pages around a newsletter: one column, no script, light and dark, readable by everything."""

from __future__ import annotations

import base64
import hashlib
import html

from digest.web.words import Words

# The colours of the default theme; text at least 5.8:1 on its ground, in both schemes.
_STYLE = """
:root{color-scheme:light dark;--page:#EDF1F6;--card:#FFFFFF;--title:#0B1A33;--body:#3A4658;--button:#2453D6;--line:#D8E0EA}
@media (prefers-color-scheme:dark){:root{--page:#0B0F16;--card:#151B25;--title:#F3F6FA;--body:#C4CEDA;--button:#2F5BDB;--line:#2C3746}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;align-items:center;justify-content:center;padding:24px 16px;background:var(--page);
color:var(--body);font:17px/27px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{width:100%;max-width:520px;padding:40px;background:var(--card);border:1px solid var(--line);border-radius:14px}
h1{margin:0 0 12px;color:var(--title);font-size:26px;line-height:34px;overflow-wrap:anywhere}
p{margin:0;overflow-wrap:anywhere}
button{margin:28px 0 0;padding:13px 24px;border:0;border-radius:8px;background:var(--button);color:#FFFFFF;font:inherit;font-weight:600;cursor:pointer}
button:focus-visible{outline:3px solid var(--title);outline-offset:3px}
@media (max-width:480px){main{padding:28px 20px}button{width:100%}}
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def page(words: Words, *, title: str, text: str, button: str = "") -> str:
    """Return a whole HTML page; with `button`, a form that posts to the page's own address."""
    # No action: the form posts to where it stands, also behind a proxy that adds a path.
    form = f'<form method="post"><button type="submit">{html.escape(button)}</button></form>\n'
    return (
        f'<!DOCTYPE html>\n<html lang="{words.language}" dir="{words.direction}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{html.escape(title)}</h1>\n<p>{html.escape(text)}</p>\n{form if button else ''}"
        "</main>\n</body>\n</html>\n"
    )
