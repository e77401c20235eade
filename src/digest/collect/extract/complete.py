"""An article of a feed or a sitemap + its page → the whole article."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from digest.collect import Options
from digest.collect.clean import first_image, make_article
from digest.collect.extract import Extracted
from digest.collect.extract.said import folded
from digest.collect.feeds.images import choose
from digest.model import Article

_TEASER = 600  # characters; a longer text is no teaser, however it ends


def article_of(found: Extracted, /, *, source: Options, url: str, now: datetime) -> Article:
    """Make an Article of a page that lives at `url`; everything in it is cleaned. Never raises."""
    article = make_article(
        source=source,
        url=url,
        title=found.title,
        html=found.html,
        summary=found.summary,
        text=found.text,
        base_url=url,
        published=found.published,
        updated=found.updated,
        authors=found.authors,
        tags=found.tags,
        section=found.section,
        language=found.language,
        image=found.image,
        media=found.media,
        translations=found.translations,
        now=now,
    )
    pictures = [article.image] if article.image else []
    return replace(article, image=choose(pictures, body=first_image(article.html)))


def complete(article: Article, found: Extracted, *, source: Options, now: datetime) -> Article:
    """Return `article` with what it lacks from its page; what it has stays, and so do its identity and its address.

    A text that is only a teaser gives way to a body at least twice as long. Never raises.
    """
    page = article_of(found, source=source, url=article.url, now=now)
    bare = not article.html or _is_teaser(article)
    whole = bare and len(page.text) > 2 * len(article.text)
    lacking = replace(
        article,
        summary="" if _lacks_summary(article) and page.summary else article.summary,
        html="" if whole else article.html,
        text="" if whole else article.text,
        tags=article.tags if set(article.tags) - set(source.tags) else (),
    )
    return filled(lacking, page)


def filled(article: Article, other: Article) -> Article:
    """The article with what it lacks from another reading of it; markup and text belong together."""
    body = article if article.text else other
    return replace(
        article,
        summary=article.summary or other.summary,
        html=body.html,
        text=body.text,
        published=article.published or other.published,
        updated=article.updated or other.updated,
        authors=article.authors or other.authors,
        tags=article.tags or other.tags,
        section=article.section or other.section,
        language=article.language or other.language,
        image=article.image or other.image,
        media=article.media or other.media,
        translations=tuple(dict.fromkeys((*article.translations, *other.translations))),
    )


def _is_teaser(article: Article) -> bool:
    """Does the body say no more than the summary, or break off?"""
    text = article.text.strip()
    if len(text) > _TEASER:
        return False
    return text.endswith(("…", "...", "[…]", "[...]")) or folded(text) in folded(article.summary) or not text


def _lacks_summary(article: Article) -> bool:
    """No words, or those of the title once more."""
    return folded(article.summary) in ("", folded(article.title))
