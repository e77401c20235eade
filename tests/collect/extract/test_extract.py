"""Pages → what they say of their article, from the witness that can be trusted most."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.collect.extract import Extracted
from digest.errors import ParseError
from digest.model import Author, Image, Media
from page_samples import NOW, PARAGRAPHS, linked, page, read

TEASERS = "<article><a href=/1><h3>A</h3></a></article>" * 8
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Towers grow in the north",
    "description": "Operators may share masts.",
    "url": "https://mast.example/news/towers-grow",
    "datePublished": "2026-02-16T08:30:00+01:00",
    "dateModified": "2026-02-16T09:00:00+01:00",
    "author": [{"@type": "Person", "name": "Ann Author", "url": "/people/ann", "image": "/ann.jpg"}, {"name": "Bo Writer"}],
    "publisher": {"@type": "Organization", "name": "Mast News", "logo": {"url": "/logo.png"}},
    "keywords": "5G, Masts",
    "articleSection": ["Networks", "North"],
    "inLanguage": "en-GB",
    "image": {"@type": "ImageObject", "url": "/tower.jpg", "width": 1200, "height": "675", "caption": "A tower"},
    "audio": {"@type": "AudioObject", "contentUrl": "/read.mp3", "duration": "PT3M5S", "contentSize": "900"},
}  # fmt: skip


def test_an_article_in_json_ld_says_everything() -> None:
    """Names, addresses, sizes, instants."""
    assert read(page(linked(ARTICLE))) == Extracted(
        title="Towers grow in the north",
        summary="Operators may share masts.",
        url="https://mast.example/news/towers-grow",
        site="Mast News",
        authors=(
            Author(
                name="Ann Author", url="https://mast.example/people/ann", image="https://mast.example/ann.jpg"
            ),
            Author(name="Bo Writer"),
        ),
        published=datetime(2026, 2, 16, 7, 30, tzinfo=UTC),
        updated=datetime(2026, 2, 16, 8, 0, tzinfo=UTC),
        language="en-GB",
        tags=("5G", "Masts"),
        section="Networks",
        image=Image(url="https://mast.example/tower.jpg", alt="A tower", width=1200, height=675),
        media=(Media(url="https://mast.example/read.mp3", type="audio/mpeg", length=900, duration=185),),
        is_article=True,
    )


def test_a_graph_is_followed_by_its_ids() -> None:
    """As plug-ins of content systems write it: nodes side by side that refer to each other."""
    graph = {
        "@graph": [
            {"@type": "WebSite", "@id": "#site", "name": "Mast News", "inLanguage": "sv-SE"},
            {"@type": "Person", "@id": "#ann", "name": "Ann Author"},
            {"@type": "WebPage", "@id": "#page", "primaryImageOfPage": {"@id": "#pic"}},
            {"@type": "ImageObject", "@id": "#pic", "url": "https://mast.example/p.jpg", "width": 800},
            {
                "@type": ["Article", "BlogPosting"],
                "headline": "Towers",
                "author": {"@id": "#ann"},
                "publisher": {"@id": "#site"},
            },
        ]
    }
    found = read(page(linked(graph)))
    assert (found.title, found.site, found.language) == ("Towers", "Mast News", "sv-SE")
    assert found.authors == (Author(name="Ann Author"),)
    assert found.image == Image(url="https://mast.example/p.jpg", width=800)


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"Article","headline":"Towers",}',
        '{"@type":"Article","headline":"Tow\ners"}'.replace("Tow\ners", "Towers\n"),
        '<!-- {"@type":"Article","headline":"Towers"} -->',
        '//<![CDATA[\n{"@type":"Article","headline":"Towers"}\n//]]>',
        '{"@type":"Article","headline":"Towers"};',
        "{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;Towers&quot;}",
        '{"@type":"Article"\n"headline":"Towers"}',
        '{"@type":"WebSite","name":"M"}{"@type":"Article","headline":"Towers"}',
        '{"@type":"Article","headline":"Towers","description":"He said "no" twice"}',
        '[[{"@type":"https://schema.org/Article","headline":"Towers"}]]',
    ],
)
def test_broken_json_ld_is_mended(script: str) -> None:
    """The mistakes that pages make."""
    found = read(page(f'<title>Other</title><script type="application/ld+json">{script}</script>'))
    assert found.title == "Towers"


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "null",
        "5",
        "[" * 5000,
        '{"@type": ["Article", 5, {}], "headline": {"a": []}}',
        '{"@type":"Article","author":[[null]]}',
    ],
)
def test_json_ld_beyond_mending_is_left_out(script: str) -> None:
    """The other witnesses are heard."""
    found = read(page(f'<title>Towers grow</title><script type="application/ld+json">{script}</script>'))
    assert found.title == "Towers grow"


def test_of_several_articles_the_page_s_own_is_taken() -> None:
    """Teasers are marked up, too; comments and reviews are another's."""
    teaser = {"@type": "NewsArticle", "headline": "Elsewhere", "url": "https://mast.example/news/elsewhere"}
    mine = ARTICLE | {"comment": [{"@type": "SocialMediaPosting", "headline": "Me too"}]}
    assert read(page(linked(teaser, mine))).title == "Towers grow in the north"


def test_a_headline_that_nobody_sees_gives_way_to_the_name() -> None:
    """An encyclopedia puts a short description there."""
    node = {"@type": "Article", "name": "Lattice tower", "headline": "freestanding framework of steel"}
    assert read(page(linked(node) + "<title>Lattice tower - Mastpedia</title>")).title == "Lattice tower"
    seen = node | {"headline": "Lattice towers are back"}
    assert (
        read(page(linked(seen) + "<title>Lattice towers are back</title>")).title == "Lattice towers are back"
    )


def test_open_graph_and_article_tags_are_read() -> None:
    """What most pages have."""
    found = read(
        page(
            """<title>Towers grow | Mast News</title><link rel="canonical" href="/news/towers-grow">
            <meta property="og:type" content="article"><meta property="og:title" content="Towers grow &amp;amp; sway | Mast News">
            <meta property="og:site_name" content="Mast News"><meta property="og:description" content="In short.">
            <meta property="og:image" content="/a.jpg"><meta property="og:image:width" content="1200"><meta property="og:image:alt" content="A mast">
            <meta property="og:image" content="/b.jpg">
            <meta property="article:published_time" content="2026-02-16T08:30:00Z"><meta property="article:author" content="https://mast.example/ann">
            <meta name="author" content="By Ann Author and Bo Writer"><meta property="article:section" content="Networks">
            <meta property="article:tag" content="5G"><meta property="article:tag" content="Masts"><meta property="og:locale" content="en_US">"""
        )
    )
    assert (found.title, found.site, found.summary) == ("Towers grow & sway", "Mast News", "In short.")
    assert (found.url, found.language, found.section) == (
        "https://mast.example/news/towers-grow",
        "en-US",
        "Networks",
    )
    assert (found.tags, found.authors) == (
        ("5G", "Masts"),
        (Author(name="Ann Author"), Author(name="Bo Writer")),
    )
    assert found.image == Image(url="https://mast.example/a.jpg", alt="A mast", width=1200)
    assert found.published == datetime(2026, 2, 16, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    ["date", "pubdate", "publish-date", "parsely-pub-date", "sailthru.date", "DC.date.issued", "dcterms.created", "DCSext.articleFirstPublished",
     "bt:pubDate", "citation_publication_date", "originalPublicationDate", "publishedDate", "cXenseParse:recs:publishtime", "article.published"],
)  # fmt: skip
def test_a_date_is_found_under_the_names_that_sites_use(name: str) -> None:
    """Vocabularies and home-made names."""
    assert read(page(f'<meta name="{name}" content="2026-02-16 08:30">')).published == datetime(
        2026, 2, 16, 8, 30, tzinfo=UTC
    )


def test_a_publisher_is_no_date() -> None:
    """Names that only begin the same way."""
    assert (
        read(
            page('<meta name="publisher" content="2026-02-16"><meta name="expires" content="2026-02-17">')
        ).published
        is None
    )


def test_microdata_and_the_markup_are_read() -> None:
    """What a theme without plug-ins writes."""
    found = read(
        page(
            "<title>Mast News</title>",
            """<aside class="related"><time datetime="2026-02-01">1 Feb</time></aside>
            <article itemscope itemtype="https://schema.org/BlogPosting"><h1 itemprop="headline">Towers grow</h1>
            <span itemprop="author" itemscope itemtype="https://schema.org/Person"><a href="/ann"><span itemprop="name">Ann Author</span></a></span>
            <time itemprop="datePublished" datetime="2026-02-16T08:30Z">Monday</time> <time class="updated" datetime="2026-02-17">Tuesday</time>
            <a rel="tag" href="/t/5g">5G</a><img itemprop="image" src="/t.jpg" alt="Tower" width="640"></article>""",
            html='lang="de-AT"',
        )
    )  # fmt: skip
    assert (found.title, found.language, found.tags) == ("Towers grow", "de-AT", ("5G",))
    assert (found.published, found.updated) == (
        datetime(2026, 2, 16, 8, 30, tzinfo=UTC),
        datetime(2026, 2, 17, tzinfo=UTC),
    )
    assert found.image == Image(url="https://mast.example/t.jpg", alt="Tower", width=640)
    assert found.is_article


def test_a_byline_and_a_date_line_are_enough() -> None:
    """Classes that say what they are, after the headline; teasers beside it are not taken."""
    found = read(
        page(
            "<title>Towers grow</title>",
            """<h1>Towers grow</h1><p class="byline">By <a href="/author/ann">Ann Author</a></p>
            <p class="post-date">February 16, 2026</p><div class="sidebar"><span class="byline">By Someone Else</span></div>""",
        )
    )
    assert found.authors == (Author(name="Ann Author", url="https://mast.example/author/ann"),)
    assert found.published == datetime(2026, 2, 16, tzinfo=UTC)


def test_the_day_may_stand_in_the_address_only() -> None:
    """The last resort without the extra."""
    assert read(page(), url="https://mast.example/2026/feb/16/towers").published == datetime(
        2026, 2, 16, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Posted on 12 January 2026", ""),
        ("By Ann Author | January 12th, 2026, 10:15", "en"),
        ("Jan. 12, 2026", "en-US"),
        ("12. Januar 2026, 10:15 Uhr", "de"),
        ("Publié le 12 janvier 2026 à 10h15", "fr"),
        ("12 de enero de 2026", "es"),
        ("12 stycznia 2026", "pl"),
        ("12 января 2026", "ru"),
        ("2026年1月12日 10:15", "ja"),
        ("2026년 1월 12일", "ko"),
        ("12.01.2026", "de"),
        ("12/01/2026", "fr"),
        ("2026.01.12", ""),
    ],
)
def test_a_date_by_the_headline_is_read_in_the_page_s_language(line: str, language: str) -> None:
    """Where nothing but the text says it."""
    found = read(page(body=f"<h1>Towers grow</h1><div>{line}</div>{PARAGRAPHS}", html=f'lang="{language}"'))
    assert str(found.published and found.published.date()) == "2026-01-12"


def test_a_date_in_a_sentence_is_no_date_of_the_page() -> None:
    """Long texts tell stories."""
    text = f"{PARAGRAPHS[:-4]} It all began on 12 January 2025.</p>"
    assert read(page(body=f"<h1>Towers grow</h1>{text}")).published is None


def test_one_day_stated_twice_takes_the_time_where_there_is_one() -> None:
    """JSON-LD with a day, a meta tag with the time."""
    node = {"@type": "Article", "headline": "A", "datePublished": "2026-02-16"}
    found = read(
        page(linked(node) + '<meta property="article:published_time" content="2026-02-16T21:10:00+02:00">')
    )
    assert found.published == datetime(2026, 2, 16, 19, 10, tzinfo=UTC)


def test_created_is_weaker_than_published() -> None:
    """Some write dateCreated for the last change."""
    node = {"@type": "Article", "headline": "A", "dateCreated": "2026-02-17T10:00:00Z"}
    assert read(page(linked(node) + '<meta name="pubdate" content="2026-02-16">')).published == datetime(
        2026, 2, 16, tzinfo=UTC
    )
    assert read(page(linked(node))).published == datetime(2026, 2, 17, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("03/04/2025", "en-US", "2025-03-04"),
        ("03/04/2025", "en-GB", "2025-04-03"),
        ("03/04/2025", "fr", "2025-04-03"),
        ("16/02/2026", "", "2026-02-16"),
        ("3.4.2025", "", "2025-04-03"),
        ("2026-02-16T08:30:00.1234567Z", "", "2026-02-16"),
        ("Published on February 16th, 2026 at 10:15 am", "en", "2026-02-16"),
        ("1771230600000", "", "2026-02-16"),
        ("20260216083000", "", "2026-02-16"),
        ("2/16/26", "", "2026-02-16"),
        ("2026-02-16T08:30:00Z[UTC]", "", "2026-02-16"),
        ("Mon Feb 16 22:30:00 EST 2026", "", "2026-02-17"),
        ("Mon Feb 16 2026 22:30:00 GMT-0500 (EST)", "", "2026-02-17"),
        ("Feb 16, 2026 10:30 p.m. ET", "", "2026-02-17"),
        ("Mon Feb 16 22:30:00 XYZ 2026", "", "2026-02-16"),
        ("16.02.2026 - 08:30 Uhr", "de", "2026-02-16"),
        ("lunes, 16 de febrero de 2026", "es", "2026-02-16"),
        ("2027-01-01", "", "None"),
        ("1970-01-01", "", "None"),
        ("Monday", "", "None"),
    ],
)
def test_a_date_is_read_as_its_page_means_it(text: str, language: str, expected: str) -> None:
    """Day and month by language; the future and the epoch are mistakes."""
    found = read(page(f'<meta name="pubdate" content="{text}">', html=f'lang="{language}"'))
    assert str(found.published and found.published.date()) == expected


def test_the_whole_title_wins_over_one_that_was_cut() -> None:
    """JSON-LD is often limited to 110 characters."""
    whole = "Towers grow in the far north where the nearest road ends an hour before the site and the winter is long"
    found = read(page(linked({"@type": "Article", "headline": whole[:60] + "…"}), f"<h1>{whole}</h1>"))
    assert found.title == whole


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Towers grow | Mast News", '<a href="/">Mast News</a>', "Towers grow"),
        ("Towers grow – mast.example", "", "Towers grow"),
        ("Mast: Towers grow", "<h1>Mast: Towers grow</h1>", "Mast: Towers grow"),
        ("Towers grow - Networks - Mast News", "<h1>Towers grow</h1>", "Towers grow"),
        (
            "Towers grow [Mast News]",
            '<a href="https://mast.example/"><img alt="Mast News"></a>',
            "Towers grow",
        ),
        ("Towers - and what they cost", "", "Towers - and what they cost"),
        ("Mast", "", "Mast"),
        ("Towers grow - Northern Echo", "<h2>Towers grow</h2>", "Towers grow"),
        ("Towers grow in the north | Northern Echo", "", "Towers grow in the north"),
        ("Towers | Cables", "", "Towers | Cables"),
        ("Northern Echo » Towers grow", '<link rel="alternate" title="Northern Echo » Feed">', "Towers grow"),
        ("", "<h1>Towers<br>grow</h1>", "Towers grow"),
        ("Why <div> is no <p>", "", "Why <div> is no <p>"),
    ],
)
def test_the_site_s_name_is_no_part_of_a_title(title: str, body: str, expected: str) -> None:
    """It is cut where the page shows that it is the site's name, and nowhere else."""
    assert read(page(f"<title>{title}</title>", body)).title == expected


def test_people_come_before_the_site_and_names_before_handles() -> None:
    """Many sites put themselves down as author."""
    site = {
        "@type": "Article",
        "headline": "A",
        "author": {"@type": "Organization", "name": "Mast News"},
        "publisher": {"name": "Mast News"},
    }
    assert read(page(linked(site) + '<meta name="author" content="Ann Author">')).authors == (
        Author(name="Ann Author"),
    )
    handle = {"@type": "Article", "headline": "A", "author": "annie77"}
    assert read(page(linked(handle), '<p class="author">Ann Author</p>')).authors == (
        Author(name="Ann Author"),
    )


def test_logos_and_icons_are_no_pictures_of_articles() -> None:
    """The next one is taken; sizes known elsewhere are added."""
    node = {
        "@type": "Article",
        "headline": "A",
        "image": ["/img/logo.png", {"url": "/i.jpg", "width": 32}, "/real.jpg"],
    }
    found = read(
        page(
            linked(node)
            + '<meta property="og:image" content="https://mast.example/real.jpg"><meta property="og:image:width" content="900">'
        )
    )
    assert found.image == Image(url="https://mast.example/real.jpg", width=900)


def test_relative_addresses_follow_the_base_element() -> None:
    """Also that of the canonical address."""
    found = read(
        page(
            '<base href="https://cdn.example/x/"><link rel=canonical href="a"><meta property="og:image" content="p.jpg">'
        )
    )
    assert (found.url, found.image) == ("https://cdn.example/x/a", Image(url="https://cdn.example/x/p.jpg"))


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        ("<title>Türme</title>".encode(), ""),
        ("<meta charset=iso-8859-1><title>Türme</title>".encode("latin-1"), ""),
        ("<title>Türme</title>".encode("latin-1"), "ISO-8859-1"),
        ("<title>Türme</title>".encode(), "iso-8859-1"),
        (
            "<meta http-equiv=content-type content='text/html; charset=windows-1252'><title>Türme</title>".encode(
                "cp1252"
            ),
            "",
        ),
        ("\ufeff<title>Türme</title>".encode("utf-16-le"), "utf-8"),
        ("\ufeff<meta charset=latin1><title>Türme</title>".encode(), ""),
        ("<title>Türme</title>".encode(), "punycode"),
    ],
)
def test_the_encoding_is_found(data: bytes, charset: str) -> None:
    """BOM, HTTP, meta; valid UTF-8 is UTF-8 whatever a server says."""
    assert read(data, charset=charset).title == "Türme"


def test_wrong_bytes_become_replacement_characters() -> None:
    """Where nothing says what they are."""
    assert read(b"<title>T\xfcrme</title>").title == "T\ufffdrme"


@pytest.mark.parametrize(
    ("data", "url", "expected"),
    [
        (page(linked(ARTICLE)), "https://mast.example/news/towers-grow", True),
        (page('<meta property="og:type" content="article">'), "https://mast.example/a", True),
        (page(body=f"<h1>About us</h1>{PARAGRAPHS}"), "https://mast.example/about", True),
        (page(body="<h1>Note</h1><p>Back on Monday.</p>"), "https://mast.example/note", True),
        (page('<meta property="og:type" content="website">', "<h2><a href=/1>A</a></h2>" * 6), "https://mast.example/", False),
        (page(linked({"@type": "CollectionPage", "name": "News"})), "https://mast.example/news", False),
        (page(linked(*({"@type": "Article", "headline": f"{n}", "url": f"/{n}"} for n in range(6)))), "https://mast.example/news", False),
        (page('<meta property="og:type" content="article">' + linked({"@type": "ItemList"}), TEASERS), "https://mast.example/a", True),
        (page(body=TEASERS), "https://mast.example/category/masts/", False),
        (page(body=f"<h1>Masts</h1>{TEASERS}").replace(b"<body", b"<body class='archive paged'"), "https://mast.example/masts", False),
        (page(body=f"<h1>Masts</h1>{TEASERS}").replace(b"<body", b"<body class='post-template single'"), "https://mast.example/masts", True),
    ],
    ids=["json-ld", "og", "plain", "short", "front", "collection", "many", "related", "category", "class", "single"],
)  # fmt: skip
def test_a_listing_is_no_article(data: bytes, url: str, expected: bool) -> None:
    """By what it says it is, by its address, by its shape."""
    assert read(data, url=url).is_article is expected


@pytest.mark.parametrize("data", [b"", b"   ", b"<!-- only -->", b"<?xml version='1.0'?>"])
def test_what_is_no_page_is_a_parse_error(data: bytes) -> None:
    """With the address in it."""
    with pytest.raises(ParseError, match=r"https://mast.example/news/towers-grow: not a web page"):
        read(data)


def test_now_bounds_the_dates() -> None:
    """A clock that is a day fast is set back, not disbelieved."""
    assert read(page('<meta name="date" content="2026-02-18T20:00:00Z">')).published == NOW
