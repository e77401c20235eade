"""The studio's server: a page, the mail in it, what changes, and one thing that acts: a test copy."""

from __future__ import annotations

import asyncio
import hmac
import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from aiohttp import web

from digest.errors import DigestError
from digest.tokens import Keyring
from digest.web.studio.shot import Shot, staged

SHARE = "studio"  # token purpose; payload: seconds since 1970 at which it ends
FILES = {"studio.css": "text/css", "studio.js": "text/javascript"}
PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".svg": "image/svg+xml", ".avif": "image/avif"}  # fmt: skip
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_SHELL = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# The mail is hostile: nothing of it runs. Its pictures are shown, as a mail program would.
_MAIL = "default-src 'none'; img-src 'self' http: https: data: blob:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
_MODES = ("light", "dark", "inverted")
_KEEP_ALIVE = 20.0  # seconds; proxies close a silent connection


class Builder(Protocol):
    """What makes the mail that is shown."""

    @property
    def editions(self) -> tuple[str, ...]:
        """The names of the editions that can be chosen; empty where there is only one."""
        ...

    @property
    def roots(self) -> tuple[Path, ...]:
        """Folders whose pictures may be shown."""
        ...

    async def build(self, edition: str, *, collect: bool) -> Shot:
        """Make the mail; with `collect`, from sources asked anew. Raises DigestError."""
        ...

    async def send_test(self, edition: str, address: str) -> str:
        """Mail a test copy and say what happened. Raises DigestError."""
        ...


@dataclass
class Studio:
    """What is shown now, and who waits for the next. A build that fails leaves the last good mail, and its message."""

    builder: Builder
    shots: dict[str, Shot] = field(default_factory=dict)
    error: str = ""
    version: int = 0
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    closing: bool = False
    _building: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def shot(self, edition: str) -> Shot | None:
        """The mail of an edition, made now where it was not yet; None where it cannot be."""
        async with self._building:
            if edition not in self.shots:
                await self._build(edition, collect=False)
        return self.shots.get(edition)

    async def refresh(self, *, collect: bool) -> None:
        """Make what is shown anew, and tell everybody who looks."""
        async with self._building:
            for edition in tuple(self.shots) or ("",):
                await self._build(edition, collect=collect)
        async with self.changed:
            self.version += 1
            self.changed.notify_all()

    async def close(self) -> None:
        """Let the open event streams end."""
        async with self.changed:
            self.closing = True
            self.changed.notify_all()

    async def _build(self, edition: str, *, collect: bool) -> None:
        try:
            self.shots[edition] = await self.builder.build(edition, collect=collect)
            self.error = ""
        except DigestError as exc:
            self.error = str(exc)


def create_studio(
    studio: Studio, *, clock: Callable[[], datetime], keyring: Keyring | None = None
) -> web.Application:
    """Return the application: the studio at / for this machine, and with a keyring the same, read-only, at /s/TOKEN/.

    The studio itself answers only who sits at this machine and calls it by a name of this machine: nobody in the net, no
    proxy, and no page elsewhere that rebinds a name.
    """
    app = web.Application(client_max_size=4096)
    pages = _Pages(studio=studio, clock=clock, keyring=keyring)
    for base in ("", "/s/{token}"):
        app.add_routes(
            [
                web.get(f"{base}/", pages.shell),
                web.get(f"{base}/state", pages.state),
                web.get(f"{base}/mail", pages.mail),
                web.get(f"{base}/mail.eml", pages.eml),
                web.get(f"{base}/events", pages.events),
                web.get(f"{base}/file/{{root}}/{{path:.+}}", pages.file),
                web.get(f"{base}/{{name:studio\\.(?:css|js)}}", pages.asset),
            ]
        )
    app.add_routes([web.post("/test", pages.test), web.post("/reload", pages.reload)])
    return app


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pages:
    studio: Studio
    clock: Callable[[], datetime]
    keyring: Keyring | None

    def _enter(self, request: web.Request) -> bool:
        """Whether this is the read-only view; a link that is forged or has ended gets the same 404 as any nonsense."""
        token = request.match_info.get("token")
        if token is None:
            if not _is_here(request):
                raise web.HTTPNotFound
            return False
        payload = self.keyring.verify(SHARE, token) if self.keyring else None
        if not payload or not payload.isdigit() or int(payload) < self.clock().timestamp():
            raise web.HTTPNotFound
        return True

    async def shell(self, request: web.Request) -> web.Response:
        shared = self._enter(request)
        page = (Path(__file__).with_name("studio.html")).read_text(encoding="utf-8")
        page = page.replace("{{token}}", "" if shared else self.studio.token)
        return _answer(page.encode(), "text/html", policy=_SHELL)

    async def asset(self, request: web.Request) -> web.Response:
        self._enter(request)
        name = request.match_info["name"]
        return _answer(Path(__file__).with_name(name).read_bytes(), FILES[name])

    async def state(self, request: web.Request) -> web.Response:
        """Everything but the mail itself, as JSON."""
        shared = self._enter(request)
        shot = await self.studio.shot(self._edition(request))
        told = shot.as_json() if shot else {}
        told |= {
            "version": self.studio.version,
            "error": self.studio.error,
            "editions": self.studio.builder.editions,
            "shared": shared,
        }
        if shared:
            told["canTest"] = False
        return _answer(json.dumps(told, ensure_ascii=False).encode(), "application/json")

    async def mail(self, request: web.Request) -> web.Response:
        self._enter(request)
        shot = await self.studio.shot(self._edition(request))
        mode = request.query.get("mode", "light")
        if shot is None or mode not in _MODES:
            raise web.HTTPNotFound
        html = staged(
            shot.html,
            mode=mode,
            pictures=request.query.get("pictures") != "off",
            roots=self.studio.builder.roots,
        )
        return _answer(html.encode("utf-8", "replace"), "text/html", policy=_MAIL, frame="SAMEORIGIN")

    async def eml(self, request: web.Request) -> web.Response:
        self._enter(request)
        shot = await self.studio.shot(self._edition(request))
        if shot is None:
            raise web.HTTPNotFound
        answer = _answer(shot.eml, "message/rfc822")
        answer.headers["Content-Disposition"] = 'attachment; filename="issue.eml"'
        return answer

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A picture of the site, from its folder."""
        self._enter(request)
        roots, number = self.studio.builder.roots, request.match_info["root"]
        if not number.isdigit() or int(number) >= len(roots):
            raise web.HTTPNotFound
        root = roots[int(number)].resolve()
        file = (root / request.match_info["path"]).resolve()
        kind = PICTURES.get(file.suffix.lower())
        if kind is None or not file.is_relative_to(root) or not file.is_file():
            raise web.HTTPNotFound
        return _answer(await asyncio.to_thread(file.read_bytes), kind, policy="default-src 'none'; sandbox")

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: the version, whenever it changes."""
        self._enter(request)
        answer = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await answer.prepare(request)
        last = -1
        try:
            while not self.studio.closing:
                if last != self.studio.version:
                    last = self.studio.version
                    await answer.write(f"data: {last}\n\n".encode())
                    continue
                async with self.studio.changed:
                    try:
                        async with asyncio.timeout(_KEEP_ALIVE):
                            await self.studio.changed.wait()
                    except TimeoutError:
                        await answer.write(b": still here\n\n")
        except (ConnectionResetError, asyncio.CancelledError):
            pass
        return answer

    async def reload(self, request: web.Request) -> web.Response:
        """Ask the sources anew."""
        await self._act(request)
        await self.studio.refresh(collect=True)
        return web.Response(status=204)

    async def test(self, request: web.Request) -> web.Response:
        form = await self._act(request)
        try:
            said = await self.studio.builder.send_test(str(form.get("edition", "")), str(form.get("to", "")))
        except DigestError as exc:
            return _answer(json.dumps({"error": str(exc)}).encode(), "application/json", status=400)
        return _answer(json.dumps({"said": said}).encode(), "application/json")

    async def _act(self, request: web.Request) -> dict[str, object]:
        """The JSON of a request that does something: it must know the token of this run, which other sites cannot read."""
        self._enter(request)
        given = request.headers.get("X-Studio-Token", "")
        if not hmac.compare_digest(given.encode(), self.studio.token.encode()):
            raise web.HTTPForbidden(text="not from the studio's own page\n")
        try:
            form = json.loads(await request.read() or b"{}")
        except ValueError:
            form = None
        if not isinstance(form, dict):
            raise web.HTTPBadRequest(text="expected JSON\n")
        return form

    def _edition(self, request: web.Request) -> str:
        name = request.query.get("edition", "")
        if name and name not in self.studio.builder.editions:
            raise web.HTTPNotFound
        return name or next(iter(self.studio.builder.editions), "")


def _is_here(request: web.Request) -> bool:
    name = re.sub(r":[0-9]{1,5}$", "", request.host).lower()
    forwarded = any(
        name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via")
    )
    return name in _LOOPBACK and request.remote in ("127.0.0.1", "::1") and not forwarded


def _answer(
    body: bytes, kind: str, *, policy: str = "", frame: str = "DENY", status: int = 200
) -> web.Response:
    charset = "utf-8" if kind.startswith("text/") or kind == "application/json" else None
    answer = web.Response(body=body, content_type=kind, charset=charset, status=status)
    answer.headers.update(
        {
            "Cache-Control": "no-store",
            "Content-Security-Policy": policy or "default-src 'none'",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": frame,
        }
    )
    return answer
