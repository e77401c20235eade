"""What the language versions of one article have in common."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.collect.clean import make_article
from digest.collect.extract import extract
from digest.collect.feeds.xml import parse_xml
from digest.collect.kinds.feed import FeedSource
from digest.collect.sitemaps import parse_sitemap
from digest.collect.translations import translation_keys

NOW = datetime(2026, 2, 18, 8, tzinfo=UTC)
SOURCE = FeedSource(name="wire", url="https://example.com/feed")
EN, ES = "https://example.com/en/2026/fog-closes-harbour", "https://example.com/es/2026/fog-closes-harbour"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (EN, ES),
        (
            "https://example.com/news/en-us/fog-closes-harbour",
            "https://example.com/news/pt-BR/fog-closes-harbour",
        ),
        ("https://en.example.com/a/fog-closes-harbour", "https://ja.example.com/a/fog-closes-harbour"),
        ("https://example.com/zh-hans/story/20260218", "https://example.com/ko/story/20260218/?utm_source=x"),
    ],
)
def test_addresses_that_differ_in_their_language_alone_are_versions(one: str, other: str) -> None:
    """Whether it stands in the path or in the host."""
    assert set(translation_keys(one, ())) & set(translation_keys(other, ()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/en/about", "https://example.com/es/about"),  # says too little
        ("https://example.com/en/2026/fog-closes-harbour", "https://example.com/en/2025/fog-closes-harbour"),
        ("https://example.com/en/fog-closes-harbour", "https://other.com/es/fog-closes-harbour"),
        ("https://example.com/money/fog-closes-harbour", "https://example.com/sport/fog-closes-harbour"),
    ],
)
def test_other_addresses_are_none(one: str, other: str) -> None:
    """Sections, years and sites are no languages."""
    assert not set(translation_keys(one, ())) & set(translation_keys(other, ()))


def test_what_a_page_calls_its_version_has_the_key_of_that_address() -> None:
    """Under names of their own, as most sites have them."""
    spanish = "https://example.com/es/2026/la-niebla-cierra-el-puerto"
    named = make_article(source=SOURCE, url=EN, title="Fog", now=NOW, translations=[EN, spanish])
    version = make_article(source=SOURCE, url=spanish, title="Niebla", now=NOW)
    assert {key.key for key in version.keys} & set(named.translations)


def test_a_site_cannot_say_that_anothers_article_is_a_version_of_its_own() -> None:
    """Nor that a front page is."""
    theirs = "https://bbc.example/news/fog-closes-harbour-again"
    assert translation_keys("https://spam.example/a-b-c", [theirs, "https://spam.example/es/"]) == ()


def test_pages_feeds_and_sitemaps_name_versions() -> None:
    """By hreflang, each in its own way."""
    other = "https://example.com/es/la-niebla-cierra-el-puerto"
    page = (
        f'<html><head><title>Fog</title><link rel="alternate" hreflang="es" href="{other}"></head><p>x</html>'
    )
    assert other in extract(page.encode(), url=EN, now=NOW).translations
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><id>1</id><title>Fog</title>'
        f'<link rel="alternate" hreflang="en" href="{EN}"/><link rel="alternate" hreflang="es" href="{other}"/>'
        "</entry></feed>"
    )
    feed = parse_xml(atom.encode(), name="feed")
    assert feed.items[0].translations == (EN, other)
    sitemap = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
        f'<url><loc>{EN}</loc><xhtml:link rel="alternate" hreflang="es" href="{other}"/></url></urlset>'
    )
    [entry] = parse_sitemap(sitemap.encode(), name="map", url="https://example.com/s.xml", now=NOW).entries
    assert entry.translations == (other,)
