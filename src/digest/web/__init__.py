"""The web pages. They hold no state: a signed link is the only key, so there is no cookie and no session to forge."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

from digest.errors import StoreError
from digest.tokens import Keyring
from digest.web.desk import Desk, DeskPages
from digest.web.icons import icon
from digest.web.pages import POLICY, page
from digest.web.public import Public, Publication, WebStore, html_response, words_of

__all__ = ["Desk", "Publication", "WebStore", "create_app"]

log = logging.getLogger("digest.web")

_MAX_BODY = 16 * 1024  # bytes; a one-click body has 26
_READY_WITHIN = 5  # seconds
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",  # the address of a page is a reader's key
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def create_app(
    *,
    store: WebStore,
    keyring: Keyring,
    clock: Callable[[], datetime],
    publications: Mapping[str, Publication] | None = None,
    public_url: str = "",
    desk: Desk | None = None,
) -> web.Application:
    """Return the application: /u/TOKEN (unsubscribe), /i/TOKEN (view online), with a desk /d/TOKEN (proofs), /icons,
    /livez and /readyz.

    `publications` names newsletters by their key. With `public_url`, requests for other hosts are refused, except for
    loopback. Run it without an access log: its addresses are keys.
    """
    host = (urlsplit(public_url).hostname or "").lower() if public_url else ""
    app = web.Application(client_max_size=_MAX_BODY, middlewares=[_hosts({host} - {""}), _failures])
    public = Public(store=store, keyring=keyring, clock=clock, publications=publications or {})
    proofs = DeskPages(desk=desk, keyring=keyring, host=host).routes() if desk else []
    app.add_routes(
        [
            *public.routes(),
            *proofs,
            web.get("/icons/{name}", icon),
            web.get("/livez", _livez),
            web.get("/readyz", _readyz(store)),
        ]
    )
    app.on_response_prepare.append(_secure)
    return app


async def _livez(request: web.Request) -> web.Response:
    return web.Response(text="alive\n")


def _readyz(store: WebStore) -> Handler:
    async def readyz(request: web.Request) -> web.Response:
        """Ready means that an unsubscription would be kept."""
        try:
            async with asyncio.timeout(_READY_WITHIN):
                ready = await store.writable()
        except (StoreError, TimeoutError):
            ready = False
        if not ready:
            return web.Response(status=503, text="the database is not writable\n")
        return web.Response(text="ready\n")

    return readyz


async def _secure(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = "digest"


def _hosts(allowed: set[str]) -> Middleware:
    @web.middleware
    async def check_host(request: web.Request, handler: Handler) -> web.StreamResponse:
        name = re.sub(r":[0-9]{1,5}$", "", request.host).lower()
        if allowed and name not in allowed | _LOOPBACK and request.path not in ("/livez", "/readyz"):
            return web.Response(status=421, text="no such host here\n")
        return await handler(request)

    return check_host


@web.middleware
async def _failures(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer every failure with a page that tells nothing about us, and nothing about which links exist."""
    words = words_of(request)
    try:
        return await handler(request)
    except web.HTTPNotFound:
        text = page(words, title=words.no_such_link, text=words.no_such_link_more)
        return html_response(text, status=404)
    except web.HTTPException:
        raise
    except StoreError as exc:
        log.error("web.store_failed: %s", exc)
        response = html_response(page(words, title=words.later, text=words.later_more), status=503)
        response.headers["Retry-After"] = "60"
        return response
    except Exception:
        log.exception("web.failed")
        return html_response(page(words, title=words.later, text=words.later_more), status=500)
