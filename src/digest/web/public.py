"""What mails link to: leaving a newsletter, and an issue as a web page. A GET changes nothing."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from aiohttp import web

from digest import links
from digest.model import Correction, IssuePage, Picture, Rendered
from digest.render.correct import corrected, with_band
from digest.render.i18n import long_date
from digest.render.personal import split
from digest.tokens import Keyring
from digest.web.pages import page
from digest.web.words import Words, accepted, words_for

_LANGUAGE = re.compile(r"<html[^>]{0,500}\slang=[\"']?([A-Za-z0-9-]{2,35})")
_KEY = re.compile(r"[0-9a-f]{24}")
# Mails may show pictures from anywhere and carry their style with them; nothing else runs or loads.
# It stands in any theme's page: its colours are its own, 12:1, in the light and in the dark.
_BAND = (
    "margin:0;padding:12px 20px;border-bottom:2px solid #B88700;background:#FFF4D6;color:#332600;"
    "font:16px/24px system-ui,-apple-system,Segoe UI,Roboto,Noto Sans,sans-serif;overflow-wrap:anywhere"
)
_ISSUE_POLICY = (
    "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class WebStore(Protocol):
    """What the pages need of the store. Each may raise StoreError."""

    async def unsubscribe(self, subscriber_id: int, newsletter: str, *, now: datetime) -> bool:
        """End a subscription; False where there was none to end. Idempotent."""
        ...

    async def issue_page(self, variant_id: int) -> IssuePage | None:
        """The issue as it was rendered, with its placeholders, and what was said of it since."""
        ...

    async def picture(self, key: str) -> Picture | None:
        """A picture that was fitted to a mail."""
        ...

    async def writable(self) -> bool:
        """Whether a change would be kept."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """How a newsletter is called on its pages, and in which language they are."""

    name: str
    language: str = ""  # "": what the reader's browser asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """The handlers; every one answers a link that only the mail's reader has."""

    store: WebStore
    keyring: Keyring
    clock: Callable[[], datetime]
    publications: Mapping[str, Publication]

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/u", self.how),
            web.get("/u/{token}", self.ask),
            web.post("/u/{token}", self.leave),
            web.get("/i/{token}", self.issue),
            web.get("/p/{name}", self.picture),
        ]

    async def ask(self, request: web.Request) -> web.Response:
        """Show one button. Scanners prefetch links, so opening the page must not unsubscribe (RFC 8058, section 1)."""
        _, publication = self._read(request)
        words = words_of(request, publication)
        title = words.ask.format(name=publication.name)
        return html_response(page(words, title=title, text=words.consequence, button=words.unsubscribe))

    async def leave(self, request: web.Request) -> web.Response:
        """Unsubscribe: the button, and the one-click POST of a mail program (RFC 8058): no cookie, no redirect.

        Whatever the body says, the signed address is the authority. Repeating it changes nothing and says the same.
        """
        (subscriber, newsletter), publication = self._read(request)
        await request.read()  # enforces the cap on bodies
        await self.store.unsubscribe(subscriber, newsletter, now=self.clock())
        words = words_of(request, publication)
        text = words.done_more.format(name=publication.name)
        return html_response(page(words, title=words.done, text=text))

    async def how(self, request: web.Request) -> web.Response:
        """Say how to unsubscribe, to somebody who came from the web page of an issue."""
        words = words_of(request)
        return html_response(page(words, title=words.unsubscribe, text=words.how))

    async def issue(self, request: web.Request) -> web.Response:
        """Show an issue to anybody who has its link: nobody's address, name or own links are in it."""
        token = request.match_info["token"]
        payload = self.keyring.verify(links.ISSUE, token)
        found = await self.store.issue_page(number(payload))
        if found is None:
            raise web.HTTPNotFound
        rendered = found.rendered
        said = _LANGUAGE.search(rendered.html[:5000])
        language = said[1] if said else ""
        words = words_for(language)
        if found.taken_down:
            text = page(words, title=words.taken_down, text=words.taken_down_more)
            return html_response(text, status=410)
        # Relative, so that they hold behind a proxy that adds a path.
        neutral = {
            "unsubscribe_url": "../u",
            "view_url": f"../i/{token}",
            "email": words.your_address,
            "name": "",
        }
        shown = with_corrections(split(rendered).splice(neutral).html, found.corrections, words, language)
        response = html_response(_with_images(shown, rendered))
        response.headers["Content-Security-Policy"] = _ISSUE_POLICY
        # Asked for again each time: what is corrected or taken down must not live on in a browser.
        response.headers["Cache-Control"] = "private, no-cache"
        return response

    async def picture(self, request: web.Request) -> web.Response:
        """Serve a picture of a mail, the same for everybody: its name is made from its bytes, so it never changes."""
        key, _, extension = request.match_info["name"].partition(".")
        found = await self.store.picture(key) if _KEY.fullmatch(key) else None
        if found is None or links.EXTENSIONS.get(found.media_type) != extension:
            raise web.HTTPNotFound
        headers = {
            "Cache-Control": "public, max-age=31536000, immutable",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "ETag": f'"{key}"',
        }
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        return web.Response(body=found.data, content_type=found.media_type, headers=headers)

    def _read(self, request: web.Request) -> tuple[tuple[int, str], Publication]:
        """Return whom and what an unsubscribe link is for; a forged one gets the same 404 as any nonsense."""
        payload = self.keyring.verify(links.UNSUBSCRIBE, request.match_info["token"])
        subscriber, _, newsletter = (payload or "").partition(":")
        if not newsletter:
            raise web.HTTPNotFound
        # A newsletter that left the config can still be left by its readers.
        known = self.publications.get(newsletter, Publication(name=newsletter))
        return (number(subscriber), newsletter), known


def words_of(request: web.Request, publication: Publication | None = None) -> Words:
    """The newsletter's language where it has one, else the browser's."""
    if publication is not None and publication.language:
        return words_for(publication.language)
    return words_for(*accepted(request.headers.get("Accept-Language", "")))


def html_response(text: str, *, status: int = 200) -> web.Response:
    """A page; lone surrogates of a broken source must not break the answer."""
    return web.Response(
        body=text.encode("utf-8", "replace"), status=status, content_type="text/html", charset="utf-8"
    )


def with_corrections(
    shown: str, corrections: tuple[Correction, ...], words: Words, language: str = ""
) -> str:
    """The page as it reads now, with what was corrected said at its top."""
    if not corrections:
        return shown
    for each in corrections:
        shown = corrected(shown, each.old, each.new)
    lines = []
    for each in corrections:
        if not each.note:  # one more change that an earlier note told of
            continue
        date = long_date(each.created_at, language=language or words.language)
        said = html.escape(words.correction.format(date=date, note=each.note)).replace("\n", "<br>")
        lines.append(f'<p style="margin:0;padding:4px 0">{said}</p>')
    return with_band(
        shown, f'<div role="note" dir="{words.direction}" style="{_BAND}">{"".join(lines)}</div>'
    )


def _with_images(shown: str, rendered: Rendered) -> str:
    """The page has no mail around it: what is embedded in the mail stands in the page itself."""
    for image in rendered.images:
        data = base64.b64encode(image.data).decode()
        shown = shown.replace(f'"cid:{image.cid}"', f'"data:{image.media_type};base64,{data}"')
    return shown


def number(text: str | None) -> int:
    """The number that a token holds; anything else is a link to nothing."""
    if not text or not (text.isascii() and text.isdigit()) or len(text) > 18:
        raise web.HTTPNotFound
    return int(text)
