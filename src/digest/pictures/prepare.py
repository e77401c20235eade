"""All pictures of an issue at once: what can be had in time is fitted, what cannot is left out and told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple, Protocol

from digest.errors import FetchError
from digest.model import Article, EmbeddedImage, Fit, Gallery, Image, Picture, Shown, Variant
from digest.pictures.fit import PictureError, fit

AT_ONCE = 8
TOTAL = 30.0  # seconds for all of them
LARGEST = 8_000_000  # bytes of one as it is fetched
EMBEDDED = 1_500_000  # bytes of all inside one mail
FRESH = timedelta(days=7)  # how long a picture is not asked for again


class Wanted(NamedTuple):
    """A picture and its place; `path` is its file where the source is a folder."""

    url: str
    fit: Fit
    path: Path | None = None


class Memory(Protocol):
    """What is remembered of pictures between issues, and what the public pages serve."""

    async def known_picture(self, url: str, fit: Fit, *, since: datetime) -> Picture | None:
        """The picture as it was fitted, not before `since`."""
        ...

    async def keep_picture(self, url: str, fit: Fit, picture: Picture, *, now: datetime) -> None: ...


Fetch = Callable[[str], Awaitable[bytes]]
"""A URL → the bytes of its answer, at most LARGEST. Raises FetchError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """How to show an issue's pictures; those that travel inside the mail; what was left out and why."""

    gallery: Gallery
    images: tuple[EmbeddedImage, ...] = ()
    notices: tuple[str, ...] = ()


async def prepare(
    variant: Variant,
    /,
    *,
    logo: str = "",
    inside: Sequence[str] = (),
    fetch: Fetch,
    memory: Memory,
    now: datetime,
    address: Callable[[Picture], str] | None = None,
) -> Prepared:
    """Fit every picture of a variant, and those `inside` its whole articles, as prepare_all does for several variants."""
    (prepared,) = await prepare_all(
        ((variant, inside),), logo=logo, fetch=fetch, memory=memory, now=now, address=address
    )
    return prepared


async def prepare_all(
    variants: Sequence[tuple[Variant, Sequence[str]]],
    /,
    *,
    logo: str = "",
    fetch: Fetch,
    memory: Memory,
    now: datetime,
    address: Callable[[Picture], str] | None = None,
) -> tuple[Prepared, ...]:
    """Fit the pictures of an issue's variants, each with those inside its whole articles; what they share only once.

    `address` is where a hosted picture is served; without it they are embedded. A picture that cannot be had within 30
    seconds, or is none, is left out: it never stops an issue. What would make a mail heavier than 1.5 MB stays where it is,
    the last ones first.
    """
    mails = [
        tuple(dict.fromkeys((*pictures_of(variant, logo=logo), *_inside(variant, inside))))
        for variant, inside in variants
    ]
    wanted = tuple(dict.fromkeys(each for mail in mails for each in mail))
    room, workers = asyncio.Semaphore(AT_ONCE), asyncio.Semaphore(2)

    async def one(each: Wanted) -> Picture | str:
        async with room:
            if found := await memory.known_picture(each.url, each.fit, since=now - FRESH):
                return found
            try:
                data = await _read(each.path) if each.path else await fetch(each.url)
                async with workers:
                    picture = await asyncio.to_thread(fit, data, each.fit)
            except (FetchError, PictureError, OSError) as exc:
                return str(exc)
            await memory.keep_picture(each.url, each.fit, picture, now=now)
            return picture

    tasks = [asyncio.create_task(one(each)) for each in wanted]
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=TOTAL)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
    results = [task.result() if not task.cancelled() else "took too long" for task in tasks]
    found = dict(zip(wanted, results, strict=True))
    return tuple(_shown(mail, found, address) for mail in mails)


def _shown(
    wanted: tuple[Wanted, ...],
    results: Mapping[Wanted, Picture | str],
    address: Callable[[Picture], str] | None,
) -> Prepared:
    shown: dict[tuple[str, Fit], Shown] = {}
    images: dict[str, EmbeddedImage] = {}
    notices, left_out, weight = [], set(), 0
    for each in wanted:
        found = results[each]
        place = each.url, each.fit
        if isinstance(found, str):
            left_out.add(place)
            notices.append(f"left out a picture: {each.url}: {found}")
            continue
        small = found.width if found.width < each.fit.box[0] else 0
        if address is not None:
            shown[place] = Shown(address(found), small)
        elif found.key in images or weight + len(found.data) <= EMBEDDED:
            if found.key not in images:
                weight += len(found.data)
                images[found.key] = EmbeddedImage(cid=found.key, media_type=found.media_type, data=found.data)
            shown[place] = Shown(f"cid:{found.key}", small)
        else:
            notices.append(f"left a picture where it is, the mail would be too heavy: {each.url}")
    gallery = Gallery(shown=shown, left_out=frozenset(left_out))
    return Prepared(gallery=gallery, images=tuple(images.values()), notices=tuple(notices))


async def _read(path: Path) -> bytes:
    def read() -> bytes:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise PictureError(f"{path.name} is larger than {LARGEST // 1_000_000} MB")
        return data

    return await asyncio.to_thread(read)


def pictures_of(variant: Variant, /, *, logo: str = "") -> Iterator[Wanted]:
    """Every picture of an issue, the most important first."""
    yield from _image(variant.lead.lead.image, Fit.LEAD)
    if logo.startswith("http"):
        yield Wanted(logo, Fit.LOGO)
    for author in variant.lead.lead.authors:
        if author.image.startswith("http"):
            yield Wanted(author.image, Fit.PORTRAIT)
    for section in variant.sections:
        for story in section.stories:
            yield from _image(story.lead.image, Fit.STORY)
    for sponsor in variant.sponsors:
        yield from _image(sponsor.image, Fit.SPONSOR)
    if isinstance(variant.podcast, Article):
        yield from _image(variant.podcast.image, Fit.SQUARE)


def _inside(variant: Variant, urls: Sequence[str]) -> Iterator[Wanted]:
    files = {article.image.url: article.image.path for article in variant.articles if article.image}
    return (Wanted(url, Fit.INSIDE, files.get(url)) for url in urls if url.startswith("http"))


def _image(image: Image | None, place: Fit) -> Iterator[Wanted]:
    if image is not None and image.url.startswith("http"):
        yield Wanted(image.url, place, image.path)
