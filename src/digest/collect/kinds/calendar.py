"""The `calendar` kind: coming events of an iCalendar, by URL or as a file."""

from __future__ import annotations

import asyncio
import html as entities
import os
import re
import stat
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from digest.collect import Found, Options, PollState, Visit
from digest.collect.calendars import Meeting, ParsedCalendar, Words
from digest.collect.clean import canonical_url, make_article, one_line, plain_text
from digest.collect.poll import poll, with_ttl
from digest.errors import ParseError
from digest.model import Article, Event

_TYPES = "text/calendar, text/plain;q=0.5, */*;q=0.1"
_MAX_BYTES = 5_000_000
_MARKUP = re.compile(
    r"</?(?:a|b|br|div|em|h[1-6]|html|i|li|ol|p|span|strong|table|u|ul)\b[^<>]*>", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]", re.IGNORECASE)
_MAX_TEXT = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarSource(Options):
    """Events of an iCalendar (RFC 5545) that come within `days`; `webcal:` is understood."""

    url: str = ""
    path: Path | None = None  # a calendar file, instead of `url`
    days: int = 60  # how far ahead
    limit: int = 500  # the next ones are taken

    async def collect(self, visit: Visit, /) -> Found:
        """Return its coming events, the next first; each instance of a series is an article of its own.

        Past, cancelled and private events are left out; one that cannot be used is a notice. Raises FetchError, and
        ParseError when there is no calendar.
        """
        if self.path is not None:
            data = await asyncio.to_thread(_read_file, self.path)
            calendar = await asyncio.to_thread(self._parse, data, visit.now)
            return self._found(calendar, url="", now=visit.now)
        url = re.sub(r"^webcals?:(?://)?", "https://", self.url.strip(), flags=re.IGNORECASE)
        polled = await poll(
            url,
            visit=visit,
            source=self.name,
            allow_private=self.allow_private,
            accept=_TYPES,
            max_bytes=_MAX_BYTES,
        )
        if polled.response is None:
            return Found(state=polled.state, notices=polled.notices)
        calendar = await asyncio.to_thread(self._parse, polled.response.body, visit.now)
        found = self._found(calendar, url=polled.response.url, now=visit.now)
        state = with_ttl(polled.state, calendar.ttl, now=visit.now)
        return replace(
            found,
            state=state if calendar.whole else _unconditional(state),
            notices=(*polled.notices, *found.notices),
        )

    def _parse(self, data: bytes, now: datetime) -> ParsedCalendar:
        from digest.collect.calendars.read import parse_calendar

        return parse_calendar(data, name=self.url or str(self.path), now=now, days=self.days)

    def _found(self, calendar: ParsedCalendar, *, url: str, now: datetime) -> Found:
        site = canonical_url(calendar.url) or _home(url)
        taken = calendar.meetings[: self.limit]
        left = len(calendar.meetings) - len(taken)
        return Found(
            articles=tuple(self._article(meeting, site=site, now=now) for meeting in taken),
            notices=(
                *calendar.notices,
                *((f"{left + len(taken)} events; took the next {len(taken)}",) if left else ()),
            ),
            title=one_line(plain_text(calendar.title)),
            language=self.language,
            site_url=site,
        )

    def _article(self, meeting: Meeting, *, site: str, now: datetime) -> Article:
        words = meeting.words
        title = one_line(plain_text(words.title))
        return make_article(
            source=self,
            url=words.url,
            url_is_key=False,  # instances share it
            title=title or "Untitled",
            html=_html(words),
            site_url=site,
            guid=f"{urlsplit(site).hostname or self.name}#{meeting.key}",
            published=words.created,
            updated=words.updated,
            authors=words.authors,
            tags=words.tags,
            language=words.language,
            image=words.image,
            event=Event(
                starts=meeting.starts, ends=meeting.ends, place=one_line(plain_text(words.place), limit=120)
            ),
            now=now,
        )


def _unconditional(state: PollState) -> PollState:
    """Time moves the window over an unchanged file, so “not modified” would hide what comes into it."""
    return replace(state, etag="", last_modified="")


def _home(url: str) -> str:
    """The site of a calendar, never the file: its address may be a secret of whoever shared it."""
    parts = urlsplit(canonical_url(url))
    return f"{parts.scheme}://{parts.netloc}/" if parts.netloc else ""


def _html(words: Words) -> str:
    """Its description as markup; plain text keeps its lines and gets links."""
    if words.html:
        return words.html
    text = words.text[:_MAX_TEXT]
    if _MARKUP.search(text):
        # Paragraphs are often line breaks all the same.
        return text if re.search(r"<(?:br|p|div|li)\b", text, re.IGNORECASE) else text.replace("\n", "<br>")
    paragraphs = (each.strip() for each in re.split(r"\n\s*\n", text))
    return "".join(f"<p>{_linked(each).replace(chr(10), '<br>')}</p>" for each in paragraphs if each)


def _linked(text: str) -> str:
    parts: list[str] = []
    done = 0
    for match in _ADDRESS.finditer(text):
        url = entities.escape(match[0])
        parts += (entities.escape(text[done : match.start()]), f'<a href="{url}">{url}</a>')
        done = match.end()
    return "".join((*parts, entities.escape(text[done:])))


def _read_file(path: Path) -> bytes:
    try:
        # Not blocking: a FIFO is no calendar and would wait for ever.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise ParseError(f"{path}: not a regular file")
            with open(handle, "rb", closefd=False) as file:
                data = file.read(_MAX_BYTES + 1)
        finally:
            os.close(handle)
    except OSError as exc:
        raise ParseError(f"{path}: {exc.strerror or exc}") from exc
    if len(data) > _MAX_BYTES:
        raise ParseError(f"{path}: larger than {_MAX_BYTES // 1_000_000} MB")
    return data
