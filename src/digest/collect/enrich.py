"""Articles whose source says little are completed: from what was known of them, else from their page."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from digest.collect import Options, Visit
from digest.collect.errand import Errand
from digest.collect.extract.complete import complete, filled
from digest.errors import FetchError, ParseError
from digest.model import Article

MOST = 30  # pages a visit
AT_ONCE = 4
RECENT = timedelta(days=30)  # older articles are not worth a request
TOTAL = 60.0  # seconds for all of them


def lacks(article: Article) -> bool:
    """Would its page tell more of it than its source does?"""
    return not (article.summary and article.image and article.authors and article.tags)


async def enriched(
    articles: Sequence[Article], /, *, source: Options, own: str, visit: Visit
) -> tuple[Article, ...]:
    """Complete what lacks a summary, picture, author or tags; `own` is the address of the source.

    A page is asked for once, when its article is new, the newest 30 of a visit, where robots.txt allows it. A page that
    cannot be had leaves its article as it is.
    """
    thin = tuple(article for article in articles if lacks(article))
    known = await visit.recall(thin) if thin else {}
    unknown = [each for each in thin if each.id not in known and each.url and visit.now - each.when <= RECENT]
    unknown.sort(key=lambda each: each.when, reverse=True)
    read = await _pages(unknown[:MOST], source=source, own=own, visit=visit)
    return tuple(
        filled(each, known[each.id]) if each.id in known else read.get(each.id, each) for each in articles
    )


async def _pages(
    articles: Sequence[Article], *, source: Options, own: str, visit: Visit
) -> dict[str, Article]:
    room = asyncio.Semaphore(AT_ONCE)
    errand = Errand(visit=visit, own=own, allow_private=source.allow_private)
    done: dict[str, Article] = {}

    async def one(article: Article) -> None:
        async with room:
            try:
                page = await errand.read_page(article.url)
            except (FetchError, ParseError):
                return  # the article stays as its source tells it
            done[article.id] = await asyncio.to_thread(complete, article, page, source=source, now=visit.now)

    tasks = [asyncio.create_task(one(article)) for article in articles]
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=TOTAL)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return done
