"""All pictures of an issue: fitted where they can be had, left out where not, never in the way."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from digest.errors import FetchError
from digest.model import Fit, Image, Picture, Variant
from digest.pictures import prepare
from digest.render import render_variant
from digest.render.options import Show
from digest.render.stories import pictures_inside
from pictures.making import photo
from render_samples import DEFAULT, NOW, article, full_variant, options, variant

PREPARE = sys.modules["digest.pictures.prepare"]  # the package's function has its name


@dataclass
class Album:
    """A memory of pictures, as the database is one."""

    kept: dict[tuple[str, Fit], tuple[Picture, datetime]] = field(default_factory=dict)

    async def known_picture(self, url: str, fit: Fit, *, since: datetime) -> Picture | None:
        found = self.kept.get((url, fit))
        return found[0] if found and found[1] >= since else None

    async def keep_picture(self, url: str, fit: Fit, picture: Picture, *, now: datetime) -> None:
        self.kept[url, fit] = picture, now


@dataclass
class Site:
    """Answers with a photograph; `broken` addresses do not."""

    broken: frozenset[str] = frozenset()
    asked: list[str] = field(default_factory=list)
    data: bytes = photo(1400, 1000)

    async def __call__(self, url: str) -> bytes:
        self.asked.append(url)
        if url in self.broken:
            raise FetchError("answers 404", url=url)
        return self.data


def picture_of(found: Picture) -> str:
    return f"https://news.example/p/{found.key}.jpg"


def illustrated(number: int = 1, **image: object) -> Variant:
    return variant(
        replace(article(number, "Boat"), image=Image(url="https://a.example/1.jpg", alt="Boat", **image))
    )  # type: ignore[arg-type]


async def test_hosted_pictures_are_taken_from_the_public_pages() -> None:
    """The lead's at twice the card's width, the stories' at twice a column's; alt texts stay."""
    site, album = Site(), Album()
    whole = full_variant()
    found = await prepare(whole, fetch=site, memory=album, now=NOW, address=picture_of)
    html = render_variant(whole, theme=DEFAULT, options=options(gallery=found.gallery)).html
    assert found.images == ()
    assert "https://news.example/p/" in html
    assert "harbour-gazette.example/img/" not in html
    lead = whole.lead.lead.image
    assert lead is not None
    assert album.kept[lead.url, Fit.LEAD][0].width == 1280


async def test_embedded_pictures_travel_inside_the_mail() -> None:
    found = await prepare(illustrated(), fetch=Site(), memory=Album(), now=NOW)
    [image] = found.images
    rendered = render_variant(illustrated(), theme=DEFAULT, options=options(gallery=found.gallery))
    assert f'src="cid:{image.cid}" alt="Boat"' in rendered.html
    assert image.media_type == "image/jpeg"


async def test_a_picture_that_cannot_be_had_is_left_out_and_told() -> None:
    """The issue goes on without it."""
    site = Site(broken=frozenset({"https://a.example/1.jpg"}))
    found = await prepare(illustrated(), fetch=site, memory=Album(), now=NOW)
    assert found.notices == ("left out a picture: https://a.example/1.jpg: answers 404",)
    html = render_variant(illustrated(), theme=DEFAULT, options=options(gallery=found.gallery)).html
    assert "a.example/1.jpg" not in html


async def test_a_picture_is_asked_for_once_a_week() -> None:
    site, album = Site(), Album()
    for when in (NOW, NOW + timedelta(days=6), NOW + timedelta(days=8)):
        await prepare(illustrated(), fetch=site, memory=album, now=when)
    assert len(site.asked) == 2


async def test_a_folders_picture_is_read_from_its_file(tmp_path: Path) -> None:
    """The site need not be published yet."""
    (tmp_path / "1.jpg").write_bytes(photo(800, 600))
    site = Site()
    found = await prepare(illustrated(path=tmp_path / "1.jpg"), fetch=site, memory=Album(), now=NOW)
    assert site.asked == []
    assert len(found.images) == 1


async def test_a_heavy_mail_leaves_its_last_pictures_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PREPARE, "EMBEDDED", 1000)
    found = await prepare(illustrated(), fetch=Site(), memory=Album(), now=NOW)
    assert found.images == ()
    assert "the mail would be too heavy" in found.notices[0]
    html = render_variant(illustrated(), theme=DEFAULT, options=options(gallery=found.gallery)).html
    assert "https://a.example/1.jpg" in html


async def test_a_server_that_never_answers_does_not_stop_an_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PREPARE, "TOTAL", 0.05)
    never = asyncio.Event()

    async def hang(url: str) -> bytes:
        await never.wait()
        return b""

    found = await prepare(illustrated(), fetch=hang, memory=Album(), now=NOW)
    assert found.notices == ("left out a picture: https://a.example/1.jpg: took too long",)


async def test_a_small_lead_is_not_stretched() -> None:
    """Its true width is known now, whatever the feed said."""
    found = await prepare(illustrated(), fetch=Site(data=photo(300, 200)), memory=Album(), now=NOW)
    html = render_variant(illustrated(), theme=DEFAULT, options=options(gallery=found.gallery)).html
    assert 'width="300"' in html


async def test_pictures_inside_a_whole_article_are_fitted_to_its_column() -> None:
    """As high as they are; one that is the article's own picture is shown once; one that cannot be had is not shown."""
    urls = [f"https://a.example/{number}.jpg" for number in (1, 2, 3)]
    html = "<p>Boats.</p>" + "".join(f'<p><img src="{url}" alt="Boat {url[-5]}"></p>' for url in urls)
    post = replace(article(1, "Boat"), html=html, image=Image(url=urls[0], alt="Boat"))
    full = options(show=Show.FULL)
    inside = pictures_inside(variant(post), options=full)
    assert inside == tuple(urls)
    assert pictures_inside(variant(post), options=options()) == ()
    album = Album()
    found = await prepare(
        variant(post),
        inside=inside,
        fetch=Site(broken=frozenset(urls[2:])),
        memory=album,
        now=NOW,
        address=picture_of,
    )
    kept = album.kept[urls[1], Fit.INSIDE][0]
    assert (kept.width, kept.height) == (1280, 914)
    rendered = render_variant(variant(post), theme=DEFAULT, options=replace(full, gallery=found.gallery)).html
    assert f'src="{picture_of(kept)}" alt="Boat 2"' in rendered
    assert "a.example" not in "".join(part for part in rendered.split("<img")[1:])
    assert rendered.count('alt="Boat') == 2
