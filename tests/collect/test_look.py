"""A site's look: which colour is its own, and which picture its logo."""

from __future__ import annotations

import pytest
from aiohttp import web

from digest.collect.look import Look, fetch_look, look_of, parse_colour
from digest.errors import FetchError
from digest.fetch import Fetcher
from web_server import web_server

URL = "https://gazette.example/"


def page(head: str = "", body: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#0a7c66", "#0A7C66"),
        ("#FA0", "#FFAA00"),
        ("rgb(10, 124, 102)", "#0A7C66"),
        ("rgba(10 124 102 / 50%)", "#0A7C66"),
        ("linear-gradient(90deg, #123456, #fff)", "#123456"),
        ("rgb(300, 1, 1)", ""),
        ("var(--x)", ""),
        ("", ""),
    ],
)
def test_a_colour_is_read_as_css_writes_it(text: str, colour: str) -> None:
    assert parse_colour(text) == colour


def test_the_theme_colour_goes_before_what_the_stylesheet_says() -> None:
    """The page says it on purpose."""
    look = look_of(
        page('<meta name="theme-color" content="#8A1538">'), url=URL, styles=(":root{--primary:#0055AA}",)
    )
    assert (look.colour, look.accent) == ("#8A1538", "#0055AA")
    assert look.found == ("#8A1538 (theme-color)", "#0055AA (the stylesheet's primary colour)")


def test_a_white_theme_colour_says_nothing() -> None:
    """Many sites have it for the browser's bar; the manifest, the variables or the header know better."""
    white = page('<meta name="theme-color" content="#fff">')
    assert look_of(white, url=URL, manifest='{"theme_color": "#0A7C66"}').colour == "#0A7C66"
    assert look_of(white, url=URL, styles=(".site-header{color:red;background:#063}",)).colour == "#006633"
    assert look_of(white, url=URL) == Look()


def test_the_dark_theme_colour_is_not_the_brand() -> None:
    dark = page('<meta name="theme-color" content="#111111" media="(prefers-color-scheme: dark)">')
    assert look_of(dark, url=URL).colour == ""


def test_the_logo_is_what_the_structured_data_names() -> None:
    """schema.org's publisher.logo, as text or as an ImageObject; relative to the page."""
    data = '{"@graph":[{"@type":"NewsArticle","publisher":{"logo":{"url":"/brand/logo.png"}}}]}'
    script = f'<script type="application/ld+json">{data}</script>'
    assert look_of(page(script), url=URL).logo == "https://gazette.example/brand/logo.png"


def test_an_svg_is_no_logo_for_a_mail() -> None:
    """Gmail and Outlook do not show it; the next raster picture is taken."""
    body = '<img class="logo" src="logo.svg"><img alt="Gazette logo" src="img/l.png?v=2">'
    assert look_of(page(body=body), url=URL).logo == "https://gazette.example/img/l.png?v=2"


@pytest.mark.parametrize("nonsense", [b"", b"\xff\xfe\x00", b"{}", b"<script type='application/ld+json'>{[}"])
def test_nonsense_has_no_look(nonsense: bytes) -> None:
    assert look_of(nonsense, url=URL, manifest="{", styles=("{{{",)) == Look()


async def test_the_stylesheets_and_the_manifest_are_fetched() -> None:
    """One that cannot be had is done without."""
    async with web_server() as server, Fetcher() as fetcher:
        head = '<link rel="stylesheet" href="/gone.css"><link rel="stylesheet" href="s.css"><link rel="manifest" href="m.json">'
        server.pages["/"] = page(head)
        server.pages["/s.css"] = b":root{--brand: #123A5F; --accent-1: #E0401A}"
        server.pages["/m.json"] = b'{"theme_color": "white"}'
        look = await fetch_look(server.url(), fetcher=fetcher, allow_private=True)
    assert (look.colour, look.accent) == ("#123A5F", "#E0401A")


async def test_a_page_that_is_not_there_is_an_error() -> None:
    async with web_server() as server, Fetcher() as fetcher:
        server.pages["/"] = web.Response(status=503)
        with pytest.raises(FetchError, match="answered 503"):
            await fetch_look(server.url(), fetcher=fetcher, allow_private=True)
