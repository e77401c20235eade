"""The icons of social networks that mails show: small files that came with the program, the same for everybody."""

from __future__ import annotations

import re

from aiohttp import web

from digest.render.theme import DEFAULT, shipped_themes

_NAME = re.compile(r"[a-z]{1,20}\.png")


async def icon(request: web.Request) -> web.StreamResponse:
    """GET /icons/linkedin.png."""
    name = request.match_info["name"]
    file = shipped_themes() / DEFAULT / "icons" / name
    if not _NAME.fullmatch(name) or not file.is_file():
        raise web.HTTPNotFound
    headers = {"Cache-Control": "public, max-age=604800", "Cross-Origin-Resource-Policy": "cross-origin"}
    return web.FileResponse(file, headers=headers)
