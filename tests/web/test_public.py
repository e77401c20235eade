"""The public pages, asked over HTTP from a real server."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin

import aiohttp
import pytest
from aiohttp import web

from digest import links
from digest.errors import StoreError
from digest.model import EmbeddedImage, IssuePage, Picture, Rendered, Secret
from digest.render.personal import placeholder
from digest.tokens import Key, Keyring
from digest.web import Publication, create_app
from digest.web.words import ENGLISH, LANGUAGES, accepted, words_for

NOW = datetime(2026, 3, 4, 8, tzinfo=UTC)
KEYRING = Keyring(keys=(Key(id=1, secret=Secret("ab" * 32)),))
MARKER = "pv0123456789"
ISSUE = Rendered(
    subject="Harbour reopens",
    marker=MARKER,
    text="",
    html='<!doctype html><html lang="ja" dir="ltr"><body><p>Sent to {email}{name}</p>'
    '<a href="{unsubscribe_url}">x</a><a href="{view_url}">y</a></body></html>'.format_map(
        {name: placeholder(name, marker=MARKER) for name in ("email", "name", "unsubscribe_url", "view_url")}
    ),
)

BOAT = Picture(key="ab" * 12, media_type="image/png", data=b"\x89PNG", width=540, height=360)


@dataclass
class People:
    """A store in memory, as the pages see one."""

    subscribed: set[tuple[int, str]] = field(default_factory=lambda: {(7, "daily"), (8, "daily")})
    asked: list[tuple[int, str, datetime]] = field(default_factory=list)
    broken: bool = False
    pages: dict[int, IssuePage] = field(default_factory=lambda: {3: IssuePage(rendered=ISSUE)})

    async def unsubscribe(self, subscriber_id: int, newsletter: str, *, now: datetime) -> bool:
        if self.broken:
            raise StoreError("disk full")
        self.asked.append((subscriber_id, newsletter, now))
        there = (subscriber_id, newsletter) in self.subscribed
        self.subscribed.discard((subscriber_id, newsletter))
        return there

    async def issue_page(self, variant_id: int) -> IssuePage | None:
        return self.pages.get(variant_id)

    async def picture(self, key: str) -> Picture | None:
        return BOAT if key == BOAT.key else None

    async def writable(self) -> bool:
        if self.broken:
            raise StoreError("disk full")
        return True


@pytest.fixture
def people() -> People:
    return People()


@pytest.fixture
async def site(people: People) -> AsyncIterator[str]:
    """A server on a free port of loopback; yields its URL."""
    app = create_app(
        store=people,
        keyring=KEYRING,
        clock=lambda: NOW,
        publications={
            "daily": Publication(name="Quay & <Tide>"),
            "ar": Publication(name="الميناء", language="ar"),
        },
        public_url="https://news.example",
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def leave_url(site: str, subscriber: int = 7, newsletter: str = "daily") -> str:
    return f"{site}/u/{KEYRING.sign(links.UNSUBSCRIBE, f'{subscriber}:{newsletter}')}"


async def test_opening_the_link_shows_a_button_and_changes_nothing(
    site: str, people: People, client: aiohttp.ClientSession
) -> None:
    """Scanners open every link of a mail; only a POST unsubscribes."""
    for method in ("GET", "HEAD", "GET"):
        async with client.request(method, leave_url(site)) as reply:
            text = await reply.text()
            assert reply.status == 200
    assert people.asked == []
    assert "Unsubscribe from Quay &amp; &lt;Tide&gt;?" in text
    assert '<form method="post"><button type="submit">Unsubscribe</button></form>' in text


async def test_the_button_unsubscribes(site: str, people: People, client: aiohttp.ClientSession) -> None:
    """Posting the form ends this subscription and no other."""
    async with client.post(leave_url(site), data={}) as reply:
        assert reply.status == 200
        assert "You are unsubscribed" in await reply.text()
    assert people.asked == [(7, "daily", NOW)]
    assert people.subscribed == {(8, "daily")}


@pytest.mark.parametrize("form", ["urlencoded", "multipart", "empty", "nonsense"])
async def test_one_click_works_however_it_is_sent(
    form: str, site: str, people: People, client: aiohttp.ClientSession
) -> None:
    """RFC 8058: mail programs post without cookies, as urlencoded or multipart; no redirect may follow."""
    data: object = {
        "urlencoded": {"List-Unsubscribe": "One-Click"},
        "multipart": aiohttp.FormData({"List-Unsubscribe": "One-Click"}, default_to_multipart=True),
        "empty": None,
        "nonsense": b"\x00\xff--",
    }[form]
    async with client.post(leave_url(site), data=data, allow_redirects=False) as reply:
        assert reply.status == 200
        assert "Set-Cookie" not in reply.headers
    assert people.subscribed == {(8, "daily")}


async def test_repeating_the_post_says_the_same(
    site: str, people: People, client: aiohttp.ClientSession
) -> None:
    """Unsubscribing is idempotent: 200, the same page, also where there is no such subscription."""
    pages = []
    for url in (leave_url(site), leave_url(site), leave_url(site, subscriber=999)):
        async with client.post(url) as reply:
            pages.append((reply.status, await reply.text()))
    assert pages[0][0] == 200
    assert pages[0] == pages[1] == pages[2]


async def test_every_bad_link_gets_the_same_404(
    site: str, people: People, client: aiohttp.ClientSession
) -> None:
    """Forged, cut, of another purpose or nonsense: one answer that does not tell which."""
    good = leave_url(site).rpartition("/")[2]
    tokens = [
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        good[:-5],
        KEYRING.sign(links.ISSUE, "7:daily"),
        KEYRING.sign(links.UNSUBSCRIBE, "7"),
        KEYRING.sign(links.UNSUBSCRIBE, "x:daily"),
        Keyring(keys=(Key(id=1, secret=Secret("cd" * 32)),)).sign(links.UNSUBSCRIBE, "7:daily"),
        "nonsense",
        "a" * 6000,
        "%00%0d%0aX:1",
    ]
    answers = set()
    for token in tokens:
        for method in ("GET", "POST"):
            async with client.request(method, f"{site}/u/{token}") as reply:
                answers.add((reply.status, await reply.text()))
    async with client.get(f"{site}/elsewhere") as reply:
        answers.add((reply.status, await reply.text()))
    ((status, text),) = answers
    assert status == 404
    assert "This link does not work" in text
    assert people.asked == []


async def test_a_link_of_a_megabyte_is_refused(
    site: str, people: People, client: aiohttp.ClientSession
) -> None:
    """The server stops reading before it looks at such a token; nothing changes."""
    async with client.post(f"{site}/u/{'a' * 1_000_000}") as reply:
        assert 400 <= reply.status < 500
    assert people.asked == []


async def test_a_large_body_is_refused(site: str, people: People, client: aiohttp.ClientSession) -> None:
    """A one-click body has 26 bytes; nobody needs a hundred thousand."""
    async with client.post(leave_url(site), data=b"x" * 100_000) as reply:
        assert reply.status == 413
    assert people.asked == []


async def test_a_newsletter_that_left_the_config_can_still_be_left(
    site: str, people: People, client: aiohttp.ClientSession
) -> None:
    """Old mails keep their working link."""
    people.subscribed.add((7, "weekly"))
    async with client.post(leave_url(site, newsletter="weekly")) as reply:
        assert "weekly will not be mailed" in await reply.text()
    assert (7, "weekly") not in people.subscribed


async def test_a_failing_database_is_said_and_promises_nothing(
    site: str, people: People, client: aiohttp.ClientSession
) -> None:
    """503, try later, nothing was changed, and no word of what is broken."""
    people.broken = True
    async with client.post(leave_url(site)) as reply:
        text = await reply.text()
        assert reply.status == 503
        assert reply.headers["Retry-After"] == "60"
    assert "Please try again later" in text
    assert "disk" not in text
    async with client.get(f"{site}/readyz") as reply:
        assert reply.status == 503


async def test_alive_and_ready(site: str, client: aiohttp.ClientSession) -> None:
    """Both say so in plain text, under any host name."""
    for path, text in (("/livez", "alive\n"), ("/readyz", "ready\n")):
        async with client.get(site + path, headers={"Host": "10.0.0.1"}) as reply:
            assert (reply.status, await reply.text()) == (200, text)


async def test_the_issue_s_page_holds_nothing_personal(site: str, client: aiohttp.ClientSession) -> None:
    """View online shows the issue with neutral values in its language; its links stay on this site."""
    token = KEYRING.sign(links.ISSUE, "3")
    url = f"{site}/i/{token}"
    async with client.get(url) as reply:
        text = await reply.text()
        assert reply.status == 200
        assert "form-action 'none'" in reply.headers["Content-Security-Policy"]
        assert "script-src" not in reply.headers["Content-Security-Policy"]
    assert MARKER not in text
    assert f"<p>Sent to {words_for('ja').your_address}</p>" in text
    leave, view = re.findall(r'href="([^"]*)"', text)
    assert urljoin(url, view) == url
    async with client.get(urljoin(url, leave)) as reply:
        assert reply.status == 200
        assert "use the link at the end of a newsletter" in await reply.text()


@pytest.mark.parametrize("payload", ["4", "x", "", "9" * 30])
async def test_an_issue_that_is_not_there_is_a_404(
    payload: str, site: str, client: aiohttp.ClientSession
) -> None:
    """A genuine link to nothing, and one that signs nonsense, are like any bad link."""
    async with client.get(f"{site}/i/{KEYRING.sign(links.ISSUE, payload)}") as reply:
        assert reply.status == 404


async def test_every_answer_carries_the_security_headers(site: str, client: aiohttp.ClientSession) -> None:
    """No script, no frame, no referrer, no cache, no index: pages, errors and wrong methods alike."""
    for method, path, status in (
        ("GET", leave_url(site), 200),
        ("GET", f"{site}/u/bad", 404),
        ("DELETE", leave_url(site), 405),
        ("GET", f"{site}/livez", 200),
    ):
        async with client.request(method, path) as reply:
            assert reply.status == status
            assert reply.headers["Content-Security-Policy"].startswith(
                "default-src 'none'; style-src 'sha256-"
            )
            assert reply.headers["Referrer-Policy"] == "no-referrer"
            assert reply.headers["X-Content-Type-Options"] == "nosniff"
            assert reply.headers["X-Frame-Options"] == "DENY"
            assert reply.headers["Cache-Control"] == "no-store"
            assert reply.headers["Server"] == "digest"
            assert "Set-Cookie" not in reply.headers


async def test_the_style_is_the_one_the_policy_allows(site: str, client: aiohttp.ClientSession) -> None:
    """The hash in the policy is that of the page's style, or a browser would show it bare."""
    import base64
    import hashlib

    async with client.get(leave_url(site)) as reply:
        text, policy = await reply.text(), reply.headers["Content-Security-Policy"]
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert " style=" not in text
    assert "prefers-color-scheme:dark" in style


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("news.example", 200),
        ("NEWS.example:443", 200),
        ("127.0.0.1:8080", 200),
        ("localhost", 200),
        ("evil.example", 421),
        ("news.example.evil.example", 421),
    ],
)
async def test_only_our_hosts_are_answered(
    host: str, status: int, site: str, client: aiohttp.ClientSession
) -> None:
    """The public host and loopback; a page under another name would be somebody else's."""
    async with client.get(leave_url(site), headers={"Host": host}) as reply:
        assert reply.status == status


async def test_a_page_speaks_the_newsletter_s_language(site: str, client: aiohttp.ClientSession) -> None:
    """The newsletter's own language goes before the browser's, right to left where it is."""
    async with client.get(leave_url(site, newsletter="ar"), headers={"Accept-Language": "fr"}) as reply:
        assert '<html lang="ar" dir="rtl">' in await reply.text()
    async with client.get(leave_url(site), headers={"Accept-Language": "xx, fr-CA;q=0.8, en;q=0.1"}) as reply:
        text = await reply.text()
    assert '<html lang="fr" dir="ltr">' in text
    assert "Se désabonner de Quay &amp; &lt;Tide&gt; ?" in text


@pytest.mark.parametrize(
    ("tags", "language"),
    [
        (("pt-BR",), "en"),
        (("zh-TW",), "zh-Hant"),
        (("zh-Hant-HK",), "zh-Hant"),
        (("zh_CN",), "zh-Hans"),
        (("es-419", "fr"), "es"),
        ((), "en"),
    ],
)
def test_the_nearest_language_is_found(tags: tuple[str, ...], language: str) -> None:
    """A region falls back to its language, Chinese to the script of the region, the rest to English."""
    assert words_for(*tags).language == language


def test_every_language_says_everything() -> None:
    """No text is empty, and each that names the newsletter in English names it everywhere."""
    from dataclasses import asdict

    for words in LANGUAGES.values():
        for name, text in asdict(words).items():
            assert text
            assert ("{name}" in text) == ("{name}" in asdict(ENGLISH)[name])


@pytest.mark.parametrize(
    ("header", "tags"),
    [("", []), ("fr;q=0.1, ja", ["ja", "fr"]), ("de;q=0, en;q=x, ko", ["ko"]), (";;,=,q", ["q"])],
)
def test_accept_language_is_read_without_trust(header: str, tags: list[str]) -> None:
    """By wish, nonsense left out."""
    assert [tag for tag in accepted(header) if tag != "="] == tags


async def test_the_networks_icons_are_there_for_every_mail(site: str, client: aiohttp.ClientSession) -> None:
    """Small PNG files that may be kept for a week; nothing else lies there."""
    async with client.get(f"{site}/icons/linkedin.png") as reply:
        assert (reply.status, reply.content_type) == (200, "image/png")
        assert reply.headers["Cache-Control"] == "public, max-age=604800"
        assert (await reply.read()).startswith(b"\x89PNG")
    for name in ("nobody.png", "linkedin.svg", "%2e%2e%2ftheme.toml", "LinkedIn.png", "."):
        async with client.get(f"{site}/icons/{name}") as reply:
            assert reply.status == 404, name


async def test_pictures_of_mails_are_served_for_good(site: str, client: aiohttp.ClientSession) -> None:
    """Their name is made from their bytes, so they never change; anything else is a 404."""
    async with client.get(f"{site}/p/{BOAT.key}.png") as reply:
        assert (reply.status, reply.content_type, await reply.read()) == (200, "image/png", b"\x89PNG")
        assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        tag = reply.headers["ETag"]
    async with client.get(f"{site}/p/{BOAT.key}.png", headers={"If-None-Match": tag}) as reply:
        assert reply.status == 304
    for name in (f"{BOAT.key}.jpg", f"{BOAT.key}", "0" * 24 + ".png", "x.png"):
        async with client.get(f"{site}/p/{name}") as reply:
            assert reply.status == 404, name


async def test_embedded_pictures_stand_in_the_page(
    site: str, people: People, client: aiohttp.ClientSession
) -> None:
    """The page has no mail around it."""
    image = EmbeddedImage(cid="boat", media_type="image/png", data=b"\x89PNG")
    page = Rendered(
        subject="x", text="", html='<html lang="en"><img src="cid:boat" alt="Boat"></html>', images=(image,)
    )

    people.pages[3] = IssuePage(rendered=page)
    async with client.get(f"{site}/i/{KEYRING.sign(links.ISSUE, '3')}") as reply:
        assert 'src="data:image/png;base64,iVBORw=="' in await reply.text()
