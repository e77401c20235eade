"""A feed's article and its page → the whole article."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from digest.collect.clean import make_article
from digest.collect.extract import Extracted
from digest.collect.extract.complete import article_of, complete
from digest.collect.kinds.page import PageSource
from digest.model import Author, Image
from page_samples import NOW, PARAGRAPHS, SECOND, THIRD, URL, WORDS

SOURCE = PageSource(name="mast", url="https://mast.example/", tags=("Ours",))
PAGE = Extracted(
    title="Another title",
    summary="In short.",
    url="https://elsewhere.example/",
    authors=(Author(name="Ann Author"),),
    published=datetime(2026, 2, 16, tzinfo=UTC),
    updated=datetime(2026, 2, 17, tzinfo=UTC),
    language="en_gb",
    tags=("5G",),
    section="Networks",
    image=Image(url="https://mast.example/p.jpg", width=900),
    html=f'{PARAGRAPHS}<script>alert(1)</script><a href="javascript:x">y</a>',
    text="not used where there is HTML",
)


def test_what_a_feed_leaves_out_comes_from_the_page() -> None:
    """Cleaned as everything is; title, address and identity stay."""
    bare = make_article(source=SOURCE, url=URL, title="Towers grow", guid="mast#1", now=NOW)
    whole = complete(bare, PAGE, source=SOURCE, now=NOW)
    assert whole == replace(
        bare,
        summary="In short.",
        html=f"{PARAGRAPHS}y",
        text=f"{WORDS}\n\n{SECOND}\n\n{THIRD}\n\ny",
        published=PAGE.published,
        updated=PAGE.updated,
        authors=PAGE.authors,
        tags=("5G", "Ours"),
        section="Networks",
        language="en-GB",
        image=PAGE.image,
    )


def test_what_a_feed_says_stays() -> None:
    """Also where the page says otherwise."""
    full = make_article(
        source=SOURCE,
        url=URL,
        title="Towers grow",
        summary="The feed's words.",
        html=f"<p>{WORDS} {SECOND} {THIRD} {WORDS}</p>",
        published=datetime(2026, 2, 15, tzinfo=UTC),
        updated=datetime(2026, 2, 15, tzinfo=UTC),
        authors=(Author(name="Bo Writer"),),
        tags=("Masts",),
        section="North",
        language="sv",
        image=Image(url="https://mast.example/feed.jpg"),
        now=NOW,
    )
    assert complete(full, PAGE, source=SOURCE, now=NOW) == full


def test_a_teaser_gives_way_to_the_whole_text() -> None:
    """A body that only repeats the summary, or breaks off, is none."""
    teaser = make_article(
        source=SOURCE, url=URL, title="Towers grow", html=f"<p>{WORDS[:100]} […]</p>", now=NOW
    )
    assert complete(teaser, PAGE, source=SOURCE, now=NOW).text.startswith(f"{WORDS}\n\n{SECOND}")


def test_a_page_without_a_body_takes_nothing_away() -> None:
    """Paywalls, or the extra is missing."""
    teaser = make_article(
        source=SOURCE, url=URL, title="Towers grow", html=f"<p>{WORDS}</p>", summary=WORDS, now=NOW
    )
    whole = complete(teaser, Extracted(), source=SOURCE, now=NOW)
    assert whole == teaser


def test_an_article_of_a_page_is_clean() -> None:
    """make_article is the one door."""
    article = article_of(PAGE, source=SOURCE, url=URL, now=NOW)
    assert (article.title, article.url, article.html) == ("Another title", URL, f"{PARAGRAPHS}y")
    assert article.image == PAGE.image
