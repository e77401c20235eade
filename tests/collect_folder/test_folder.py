"""Folders → articles: what is taken, what is left out and said, and what is refused."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.collect import Found
from digest.collect.files import inside, read_text
from digest.errors import ParseError
from digest.model import Author, Image

Write = Callable[[Mapping[str, str]], Path]
Collect = Callable[..., Awaitable[Found]]

POST = "---\ntitle: {title}\ndate: {date}\n---\nThe fog lifts over the eastern docks.\n"
HUGO = 'baseURL = "https://ana.example/"\ntitle = "Ana writes"\nlanguageCode = "en-gb"\n'


def post(title: str = "Fog", date: str = "2026-02-17", extra: str = "") -> str:
    return POST.format(title=title, date=date + (f"\n{extra}" if extra else ""))


def urls(found: Found) -> set[str]:
    return {article.url for article in found.articles}


async def test_a_hugo_site_says_what_was_found_and_left_out(folder: Write, collect: Collect) -> None:
    """Drafts, future and expired posts and undated pages are skipped, and counted in one line."""
    root = folder(
        {
            "hugo.toml": HUGO,
            "content/_index.md": post(),
            "content/about.md": "---\ntitle: About\n---\nMe.\n",
            "content/posts/_index.md": post(),
            "content/posts/fog.md": post(),
            "content/posts/storm.md": post("Storm", "2026-02-16"),
            "content/posts/idea.md": post("Idea", extra="draft: true"),
            "content/posts/plan.md": post("Plan", extra="draft: true"),
            "content/posts/spring.md": post("Spring", "2026-03-20"),
            "content/posts/old.md": post("Old", extra="expiryDate: 2026-02-18"),
        }
    )
    found = await collect(root)
    assert list(found.notices) == [
        "Hugo site “Ana writes”: 2 posts, 2 drafts skipped, 1 future post skipped, 1 expired post skipped, 1 page without a date skipped"
    ]
    assert [article.title for article in found.articles] == ["Fog", "Storm"]
    assert (found.title, found.language, found.site_url) == ("Ana writes", "en-gb", "https://ana.example/")
    assert found.articles[0].published == datetime(2026, 2, 17, tzinfo=UTC)
    assert found.articles[0].language == "en-GB"


async def test_hugo_addresses(folder: Write, collect: Collect) -> None:
    """Sections, bundles, slugs, url, permalinks and languages lead where Hugo publishes."""
    root = folder(
        {
            "config/_default/hugo.yaml": "baseURL: https://ana.example/blog\ndefaultContentLanguage: en\n"
            "languages: {en: {}, pt: {}}\npermalinks:\n  news: /:year/:month/:slug/\n",
            "content/posts/Two Words.md": post(),
            "content/posts/trip/index.md": post("Trip"),
            "content/posts/trip/notes.md": post("A resource of the bundle"),
            "content/posts/named.md": post(extra="slug: other"),
            "content/posts/moved.md": post(extra="url: /old/place.html"),
            "content/posts/fog.pt.md": post("Neblina"),
            "content/news/a.md": post("Big News, Here!"),
        }
    )
    found = await collect(root)
    base = "https://ana.example/blog"
    assert urls(found) == {
        f"{base}/posts/two-words/",
        f"{base}/posts/trip/",
        f"{base}/posts/other/",
        f"{base}/old/place.html",
        f"{base}/pt/posts/fog/",
        f"{base}/2026/02/big-news-here/",
    }
    assert {article.language for article in found.articles if "/pt/" in article.url} == {"pt"}


@pytest.mark.parametrize(
    ("style", "url"),
    [
        ("", "https://jo.example/log/sea/2026/02/17/Fog.html"),
        ("permalink: pretty", "https://jo.example/log/sea/2026/02/17/Fog/"),
        ("permalink: ordinal", "https://jo.example/log/sea/2026/048/Fog.html"),
        ("permalink: none", "https://jo.example/log/sea/Fog.html"),
        ("permalink: /:year/:slug", "https://jo.example/log/2026/fog"),
    ],
)
async def test_jekyll_addresses_and_dates(folder: Write, collect: Collect, style: str, url: str) -> None:
    """The date comes from the file name, in the site's time zone; categories and styles make the address."""
    root = folder(
        {
            "_config.yml": f"title: Jo\nurl: https://jo.example\nbaseurl: /log\ntimezone: Europe/Berlin\n{style}\n",
            "_posts/2026-02-17-Fog.md": "---\ntitle: Fog\ncategories: [sea]\n---\n{% raw %}Thick.{% endraw %}\n",
            "_drafts/later.md": "---\ntitle: Later\n---\nx",
            "about.md": "---\ntitle: About\n---\nx",
        }
    )
    found = await collect(root)
    assert urls(found) == {url}
    assert found.articles[0].published == datetime(2026, 2, 16, 23, tzinfo=UTC)
    assert found.articles[0].text == "Thick."
    assert found.notices == ("Jekyll site “Jo”: 1 post, 1 draft skipped",)


async def test_zola_sites_are_read(folder: Write, collect: Collect) -> None:
    """Dates in file names and addresses, [taxonomies], the slash at the end, and links with @."""
    root = folder(
        {
            "config.toml": 'base_url = "https://zo.example"\ntitle = "Zo"\ndefault_language = "en"\n',
            "content/blog/2026-02-17-fog.md": '+++\ntitle = "Fog"\n[taxonomies]\ntags = ["sea"]\n+++\n[s](@/blog/storm.md)\n',
            "content/blog/storm.md": '+++\ntitle = "Storm"\npath = "2026/02/16/storm"\n+++\nWind.\n',
        }
    )
    found = await collect(root)
    assert urls(found) == {"https://zo.example/blog/fog/", "https://zo.example/2026/02/16/storm/"}
    fog = found.articles[0]
    assert fog.tags == ("sea",)
    assert 'href="https://zo.example/blog/storm/"' in fog.html
    assert found.articles[1].published == datetime(2026, 2, 16, tzinfo=UTC)


async def test_pelican_and_eleventy_sites_are_read(folder: Write, collect: Collect, tmp_path: Path) -> None:
    """Pelican's settings are read, not run; Eleventy's site data names it."""
    pelican = folder(
        {
            "pelicanconf.py": "import os\nSITENAME = 'Pel'\nSITEURL = ''\nos.abort()\n",
            "publishconf.py": "SITEURL = 'https://pel.example'\nARTICLE_URL = '{date:%Y}/{slug}/'\n",
            "content/fog.md": "Title: Thick Fog\nDate: 2026-02-17\nTags: sea\nStatus: published\n\nBody.\n",
            "content/idea.md": "Title: Idea\nDate: 2026-02-17\nStatus: draft\n\nBody.\n",
        }
    )
    found = await collect(pelican)
    assert (found.title, urls(found)) == ("Pel", {"https://pel.example/2026/thick-fog/"})
    eleventy = tmp_path / "eleventy"
    (eleventy / "_data").mkdir(parents=True)
    (eleventy / "eleventy.config.js").write_text("export default 1")
    (eleventy / "_data/metadata.json").write_text('{"title": "El", "url": "https://el.example"}')
    (eleventy / "posts").mkdir()
    (eleventy / "posts/fog.md").write_text(post())
    found = await collect(eleventy)
    assert found.title == "El"
    assert urls(found) == {"https://el.example/fog/"}


async def test_our_own_config_is_no_hugo_site(folder: Write, collect: Collect) -> None:
    """digest's config.toml in a plain folder does not turn it into Hugo's."""
    root = folder(
        {
            "config.toml": 'site = "."\nfrom = "Ana <a@ana.example>"\n[newsletters.letter]\nwhen = "fridays 08:00"\n',
            "content/fog.md": post(),
        }
    )
    found = await collect(root)
    assert found.notices[0] == "folder site: 1 post"


async def test_a_folder_inside_a_site_knows_its_site(folder: Write, collect: Collect) -> None:
    """`content/posts` alone has the same addresses as the whole site."""
    root = folder({"hugo.toml": HUGO, "content/posts/fog.md": post(), "content/news/a.md": post("News")})
    found = await collect(root / "content" / "posts")
    assert urls(found) == {"https://ana.example/posts/fog/"}


async def test_a_plain_folder_works_without_a_base_url(folder: Write, collect: Collect) -> None:
    """Titles from headings or names, no addresses, and a notice that says what links need."""
    root = folder(
        {
            "notes/fog.md": "# Thick fog\n\nIt came at noon.\n",
            "big-storm.txt": "One line of text without a title.",
            "README.md": "# Not an article\n",
        }
    )
    found = await collect(root)
    assert {(article.title, article.url) for article in found.articles} == {
        ("Thick fog", ""),
        ("Big storm", ""),
    }
    assert "links and pictures need a base URL: set base_url" in found.notices
    assert all(article.keys[0].kind == "path" for article in found.articles)


async def test_a_plain_folder_with_a_base_url_links_to_names(folder: Write, collect: Collect) -> None:
    """The path without its suffix; links between files follow; undated front matter stays undated."""
    root = folder(
        {
            "notes/fog.md": "---\ntitle: Fog\n---\nSee [storm](storm.md#wind) ![map](map.png)\n",
            "notes/map.png": "png",
        }
    )
    found = await collect(root, base_url="https://n.example/site")
    (fog,) = found.articles
    assert fog.url == "https://n.example/site/notes/fog"
    assert fog.published is None
    assert 'href="https://n.example/site/notes/storm#wind"' in fog.html
    assert fog.image == Image(
        url="https://n.example/site/notes/map.png", alt="map", path=(root / "notes/map.png").resolve()
    )


async def test_plain_text_without_any_facts_has_its_files_time(folder: Write, collect: Collect) -> None:
    """A plain folder of plain text has no other dates."""
    root = folder({"fog.md": "It came at noon.\n"})
    os.utime(root / "fog.md", (1_770_000_000, 1_770_000_000))
    found = await collect(root)
    assert found.articles[0].published == datetime.fromtimestamp(1_770_000_000, UTC)


async def test_pictures_are_found_where_the_site_keeps_them(folder: Write, collect: Collect) -> None:
    """Beside the page, in static/, by address; an SVG or a badge is no picture for a mail."""
    root = folder(
        {
            "hugo.toml": HUGO,
            "static/images/sea.jpg": "jpg",
            "content/posts/a/index.md": post("A", extra="cover: {image: sea.webp, alt: The sea}"),
            "content/posts/a/sea.webp": "webp",
            "content/posts/b.md": post("B", extra="image: images/sea.jpg"),
            "content/posts/c.md": post("C")
            + "![x](chart.svg) ![b](https://img.shields.io/x.png) ![y](y.png)\n",
            "content/posts/d.md": post("D", extra="image: https://cdn.example/d.jpg"),
        }
    )
    found = await collect(root)
    images = {article.title: article.image for article in found.articles}
    assert images == {
        "A": Image(
            url="https://ana.example/posts/a/sea.webp",
            alt="The sea",
            path=(root / "content/posts/a/sea.webp").resolve(),
        ),
        "B": Image(url="https://ana.example/images/sea.jpg", path=(root / "static/images/sea.jpg").resolve()),
        "C": Image(url="https://ana.example/posts/c/y.png", alt="y"),
        "D": Image(url="https://cdn.example/d.jpg"),
    }


async def test_one_bad_file_is_a_notice(folder: Write, collect: Collect) -> None:
    """Malformed front matter names its file and line and stops nothing."""
    root = folder({"a.md": post(), "b.md": "---\ntitle: a: b\n---\nx"})
    found = await collect(root, base_url="https://n.example")
    assert [article.title for article in found.articles] == ["Fog"]
    assert found.notices[1].startswith("b.md: line 2:")


async def test_a_malformed_site_is_an_error(folder: Write, collect: Collect) -> None:
    """Without its configuration nothing can be said about a site."""
    root = folder({"hugo.toml": "baseURL = \n", "content/a.md": post()})
    with pytest.raises(ParseError, match=r"hugo\.toml.*line 1"):
        await collect(root)


async def test_the_newest_are_taken(folder: Write, collect: Collect) -> None:
    """The limit keeps the newest; the glob narrows the files."""
    files = {f"{year}/p.md": post(f"P{year}", f"{year}-01-01") for year in (2023, 2024, 2025, 2026)}
    root = folder(files)
    assert [a.title for a in (await collect(root, limit=2)).articles] == ["P2026", "P2025"]
    assert [a.title for a in (await collect(root, glob="2024/*.md")).articles] == ["P2024"]


async def test_html_files_are_read_by_their_meta_tags(folder: Write, collect: Collect) -> None:
    """Title, date, author, tags and body of a saved page; navigation stays out."""
    page = """<!doctype html><html lang="en"><head><title>Fog – Site</title>
<meta property="og:title" content="Fog"><meta property="article:published_time" content="2026-02-17T09:00:00+01:00">
<meta name="author" content="Ana Lima"><meta property="article:tag" content="sea">
<meta name="description" content="Short."><link rel="canonical" href="https://p.example/fog"></head>
<body><nav>Menu</nav><article><h1>Fog</h1><p>It came.</p><script>x</script></article></body></html>"""
    (fog,) = (await collect(folder({"fog.html": page}))).articles
    assert (fog.title, fog.url, fog.summary, fog.text) == (
        "Fog",
        "https://p.example/fog",
        "Short.",
        "It came.",
    )
    assert fog.published == datetime(2026, 2, 17, 8, tzinfo=UTC)
    assert (fog.authors, fog.tags, fog.language) == ((Author(name="Ana Lima"),), ("sea",), "en")


async def test_a_dump_is_one_file_of_a_folder(folder: Write, collect: Collect) -> None:
    """A text page dump becomes an article with related titles and without an address."""
    body = "The bridge stays closed until the fog lifts, said the harbour office on Monday.\n\n" * 3
    text = f" date 2026-02-11  Fog closes bridge – The Ledger\nHome\nNews\n\nFog closes bridge\n\n{body}Related\n\nStorm over the docks\n"
    root = folder({"page.txt": text})
    found = await collect(root / "page.txt")
    (article,) = found.articles
    assert (article.title, article.url, found.title) == ("Fog closes bridge", "", "The Ledger")
    assert [(link.title, link.url) for link in article.related] == [("Storm over the docks", "")]
    assert article.published == datetime(2026, 2, 11, tzinfo=UTC)
    assert found.notices == ()
    options = {"base_url": "https://l.example", "permalink": "/:year/:slug/"}
    (addressed,) = (await collect(root / "page.txt", **options)).articles
    assert addressed.url == "https://l.example/2026/page/"


async def test_the_summary_is_what_stands_before_more(folder: Write, collect: Collect) -> None:
    """<!--more--> ends the summary; the title's own heading is not repeated in the body."""
    root = folder(
        {"a.md": "---\ntitle: Fog\ndate: 2026-02-17\n---\n# Fog\n\nA *teaser*.\n\n<!--more-->\n\nThe rest.\n"}
    )
    (fog,) = (await collect(root)).articles
    assert fog.summary == "A teaser."
    assert "<h1>" not in fog.html


async def test_hostile_files_are_refused_and_named(folder: Write, collect: Collect, tmp_path: Path) -> None:
    """A link out of the folder, a FIFO, a device and a huge file make notices, no articles, and no waiting."""
    secret = tmp_path / "secret.md"
    secret.write_text(post("Secret"))
    root = folder({"a.md": post(), "huge.md": "x" * 5_100_000})
    (root / "out.md").symlink_to(secret)
    (root / "dots.md").symlink_to("../secret.md")
    (root / "zero.md").symlink_to("/dev/zero")
    (root / "loop.md").symlink_to("loop.md")
    (root / "in.md").symlink_to("a.md")
    (root / "elsewhere").symlink_to(tmp_path)
    os.mkfifo(root / "pipe.md")
    found = await collect(root, base_url="https://n.example")
    assert {article.title for article in found.articles} == {"Fog"}
    refused = {notice.partition(":")[0] for notice in found.notices[1:]}
    assert refused == {"out.md", "dots.md", "zero.md", "loop.md", "pipe.md", "huge.md"}


@pytest.mark.parametrize("name", ["../secret.png", "/etc/hostname", "%2e%2e/secret.png", "..//secret.png"])
async def test_a_picture_outside_the_site_is_never_opened(
    folder: Write, collect: Collect, tmp_path: Path, name: str
) -> None:
    """A path that climbs out of the folder is only ever an address."""
    (tmp_path / "secret.png").write_text("png")
    root = folder({"a.md": post(extra=f"image: '{name}'")})
    (article,) = (await collect(root, base_url="https://n.example/")).articles
    assert article.image is None or article.image.path is None


@pytest.mark.parametrize("path", ["/dev/zero", "/nowhere/at/all"])
async def test_what_is_no_folder_is_refused(collect: Collect, path: str) -> None:
    """A device or nothing at all is one clear error."""
    with pytest.raises(ParseError, match=path):
        await collect(Path(path))


def test_a_file_is_read_only_inside_its_root(tmp_path: Path) -> None:
    """inside() and read_text() agree on links, dots and NUL bytes."""
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "out.txt").write_text("secret")
    (root / "in.txt").write_bytes(b"\xef\xbb\xbfh\xff")
    assert read_text(root / "in.txt", root=root) == "h\ufffd"
    for name in ("../out.txt", "nul\0", "missing", "."):
        assert inside(root / name, root) is None
        with pytest.raises(ParseError):
            read_text(root / name, root=root)
