"""The desk's page: an issue before its slot, a form to change it, and three buttons. A GET changes nothing.

The link in the proof is the key: there is no cookie, so another site has nothing to ride on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from aiohttp import web

from digest import links
from digest.desk.form import Fields, Form, Row, form_of, retyped
from digest.model import Action, Answer, ProofState
from digest.proofs import Sheet
from digest.render.personal import split
from digest.render.text import clean_characters
from digest.tokens import Keyring
from digest.web.desk_page import POLICY, desk_page, over_page
from digest.web.public import html_response, number
from digest.web.words import ENGLISH

MAX_FORM = (
    2 * 1024 * 1024
)  # bytes; fifty stories in a script that takes nine for a character, and their old texts
MAX_ROWS = 300
LIMITS = {"title": 300, "note": 1000, "intro": 2000}  # characters
STATES = {"save": None, "approve": ProofState.APPROVED, "hold": ProofState.HELD}

# The mail is hostile: nothing of it runs, and it is shown in the desk's page alone.
_MAIL_POLICY = (
    "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox"
)
_NOTHING = "<!DOCTYPE html><title>No issue</title><p>There is too little to say for an issue now.</p>"
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")  # could turn what stands behind it around


class Desk(Protocol):
    """What makes sheets and keeps what is decided. Each may raise StoreError."""

    async def sheet(self, proof_id: int, /) -> Sheet | None:
        """What the desk sees of a proof now, from what is there already."""
        ...

    async def answer(self, sheet: Sheet, form: Form, state: ProofState | None, /) -> Answer:
        """Keep what a form says and, with a state, what becomes of the issue."""
        ...


class FormError(ValueError):
    """A form that no page of ours sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPages:
    """The handlers below /d/TOKEN."""

    desk: Desk
    keyring: Keyring
    host: str  # of the public URL

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/d/{token}", self.show),
            web.post("/d/{token}", self.decide),
            web.get("/d/{token}/mail", self.mail),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show where the proof stands, and the form."""
        sheet = await self._sheet(request)
        if sheet.over:
            return _response(over_page(sheet))
        return self._page(request, sheet, form_of(sheet.lines, sheet.hand, intro=sheet.intro))

    async def mail(self, request: web.Request) -> web.Response:
        """The issue as it would be now, for the frame on the page."""
        sheet = await self._sheet(request)
        rendered = sheet.draft.rendered if sheet.draft else None
        values = {
            "unsubscribe_url": "#",
            "view_url": "#",
            "email": ENGLISH.your_address,
            "name": "",
        }
        response = html_response(split(rendered).splice(values).html if rendered else _NOTHING)
        response.headers["Content-Security-Policy"] = _MAIL_POLICY
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    async def decide(self, request: web.Request) -> web.Response:
        """Save, approve or hold; then lead back to the page, which says what holds now."""
        self._refuse_others(request)
        sheet = await self._sheet(request)
        back = web.Response(status=303, headers={"Location": request.match_info["token"]})
        if sheet.over:
            return back
        if request.content_type != "application/x-www-form-urlencoded":
            raise web.HTTPUnsupportedMediaType
        # The other pages' forms have 26 bytes; this one has everything that is said of an issue.
        posted = await request.clone(client_max_size=MAX_FORM).post()
        try:
            fields = {name: value for name, value in posted.items() if isinstance(value, str)}
            state = STATES[fields.get("do", "")]
            form = read_form(fields, posted.getall("row", ()))
        except (FormError, KeyError):
            raise web.HTTPBadRequest(text="this is not the desk's form\n") from None
        fresh = retyped(form_of(sheet.lines, sheet.hand, intro=sheet.intro), form)
        if problem := too_long(form):
            return self._page(request, sheet, fresh, problem=problem, status=422)
        answer = await self.desk.answer(sheet, form, state)
        if answer is Answer.STALE:
            sheet = await self._sheet(request)
            fresh = retyped(form_of(sheet.lines, sheet.hand, intro=sheet.intro), form)
            done = "The issue is held. " if state is ProofState.HELD else "Nothing was saved. "
            problem = (
                f"{done}Somebody else changed this issue while you had the page open. Below is how it is now, with "
                "what you typed over it: look through it, and press the button again."
            )
            return self._page(request, sheet, fresh, problem=problem, status=409)
        return back

    async def _sheet(self, request: web.Request) -> Sheet:
        payload = self.keyring.verify(links.DESK, request.match_info["token"])
        sheet = await self.desk.sheet(number(payload))
        if sheet is None:
            raise web.HTTPNotFound
        return sheet

    def _page(
        self, request: web.Request, sheet: Sheet, form: Form, *, problem: str = "", status: int = 200
    ) -> web.Response:
        page = desk_page(sheet, form, base=request.match_info["token"], problem=problem, limits=LIMITS)
        return _response(page, status=status)

    def _refuse_others(self, request: web.Request) -> None:
        """Refuse a form of another site. Our own pages send no referrer, so browsers call their origin “null”."""
        site = request.headers.get("Sec-Fetch-Site", "")
        origin = request.headers.get("Origin", "null")
        ours = {self.host, re.sub(r":[0-9]{1,5}$", "", request.host).lower()}
        if site not in ("", "same-origin", "none") or (
            not site and origin != "null" and (_hostname(origin) not in ours)
        ):
            raise web.HTTPForbidden(text="this form is not from our own page\n")


def read_form(fields: Mapping[str, str], articles: Any) -> Form:
    """Read what was posted: nothing of it is trusted. Raises FormError."""
    names = list(dict.fromkeys(articles))
    if not all(isinstance(name, str) and re.fullmatch(r"[0-9A-Za-z_-]{1,64}", name) for name in names):
        raise FormError("an article")
    if len(names) > MAX_ROWS:
        raise FormError("too many rows")
    rows = tuple(_row(fields, name) for name in names)
    lead = fields.get("lead", "")
    told = {row.article for row in rows if row.told and not row.panel}
    was_lead = fields.get("was-lead", "")
    return Form(
        seen=fields.get("seen", ""),
        rows=rows,
        lead=lead if lead in told else was_lead,
        was_lead=was_lead,
        intro=_text(fields.get("intro", "")),
        was_intro=_text(fields.get("was-intro", "")),
    )


def _row(fields: Mapping[str, str], name: str) -> Row:
    try:
        known = json.loads(fields[f"was:{name}"])
        was = Fields(
            action=_action(known["action"]),
            title=_line(str(known["title"])),
            note=_text(str(known["note"])),
            position=int(known["position"]) if known["position"] is not None else None,
        )
        told, panel = known["told"] is True, known["panel"] is True
    except (KeyError, ValueError, TypeError, RecursionError) as exc:
        raise FormError("what was shown") from exc
    position = fields.get(f"position:{name}", "").strip()
    now = Fields(
        action=_action(fields.get(f"action:{name}", was.action.value if was.action else "")),
        title=_line(fields.get(f"title:{name}", was.title)),
        note=_text(fields.get(f"note:{name}", was.note)),
        position=int(position) if re.fullmatch(r"[0-9]{1,4}", position, re.ASCII) else was.position,
    )
    return Row(article=name, was=was, now=now, told=told, panel=panel)


def _action(value: object) -> Action | None:
    if value in ("", None):
        return None
    if value not in (Action.PIN.value, Action.KEEP.value, Action.DROP.value):
        raise FormError("an action")
    return Action(str(value))


def too_long(form: Form) -> str:
    """What is longer than there is room for, as a sentence, or ""."""
    for row in form.rows:
        for name, text in (("title", row.now.title), ("note", row.now.note)):
            # A publisher's own title may be longer; it is only shown.
            if len(text) > LIMITS[name] and text != getattr(row.was, name):
                return (
                    f"Nothing was saved: the {name} “{text[:40]}…” is longer than {LIMITS[name]} characters."
                )
    if len(form.intro) > LIMITS["intro"] and form.intro != form.was_intro:
        return f"Nothing was saved: the intro is longer than {LIMITS['intro']:,} characters."
    return ""


def _line(text: str) -> str:
    return " ".join(_BIDI.sub("", clean_characters(text)).split())


def _text(text: str) -> str:
    return _BIDI.sub("", clean_characters(text.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def _hostname(origin: str) -> str:
    try:
        return (urlsplit(origin).hostname or "").lower()
    except ValueError:
        return ""


def _response(page: str, *, status: int = 200) -> web.Response:
    response = html_response(page, status=status)
    response.headers["Content-Security-Policy"] = POLICY
    return response
