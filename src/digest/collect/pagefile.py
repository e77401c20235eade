"""One text file of a folder → what it says (read_page), and the article it makes (make_page_article)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from digest.collect import Options
from digest.collect.clean import canonical_url, first_image, make_article, plain_text, summary_of
from digest.collect.dump import Dump, parse_dump
from digest.collect.facts import Facts, read_facts, to_date
from digest.collect.files import inside, read_text
from digest.collect.frontmatter import FrontMatter, read_front_matter
from digest.collect.htmlfile import read_html
from digest.collect.markdown import to_html
from digest.collect.permalink import named_date, page_path, split_language
from digest.collect.shortcodes import expand
from digest.collect.site import Site
from digest.model import Article, Author, Image, Link

_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})
_HTML = frozenset({".html", ".htm"})
_TEXT = frozenset({".txt", ".text"})
SUFFIXES = _MARKDOWN | _HTML | _TEXT
_MORE = re.compile(r"<!--\s*more\s*-->", re.IGNORECASE)
_HEADING = re.compile(r"\A\s*(?:#\s+([^\n]+?)\s*#*|([^\n#>*-][^\n]*)\n=+)[ \t]*(?:\n|\Z)")
_ASSETS = ("static", "assets", "public", "content", "source", "src", ".")
_NO_PICTURE = re.compile(
    r"\.svg(?:[?#]|$)|//img\.shields\.io/|/badges?[/.]", re.IGNORECASE
)  # mail shows no SVG
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_MAX_BODY = 200_000  # characters; Markdown's cost grows with the square of what is left open
_DIRECTORIES = frozenset(
    {"posts", "post", "blog", "articles", "article", "_posts", "drafts", "_drafts", "content"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A content file read so far as to know what it is; `path` is relative to its folder of content."""

    file: Path
    path: PurePosixPath
    front: FrontMatter
    facts: Facts
    dump: Dump | None = None

    @property
    def described(self) -> bool:
        """Whether the file says anything of itself, rather than being plain text."""
        return bool(self.front.kind) or self.dump is not None


def read_page(file: Path, *, top: Path, site: Site, now: datetime, tz: tzinfo) -> Page:
    """Read one file. Raises ParseError: refused, unreadable, or its front matter is malformed."""
    front = read_front_matter(read_text(file, root=site.root))
    path = PurePosixPath(file.relative_to(top).as_posix())
    dump = None
    if file.suffix.lower() in _HTML:
        page = read_html(front.body)
        front = replace(front, fields={**page.fields, **front.fields}, body=page.body)
    elif file.suffix.lower() in _TEXT and not front.kind:
        dump = parse_dump(front.body[:_MAX_BODY])
    facts = _facts_of_dump(dump, now) if dump else read_facts(front.fields, now=now, tz=tz)
    if facts.published is None and not dump:
        day = to_date(named_date(path, facts.url), now=now, tz=tz)
        written = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        # A generator's posts are dated in the file, and a checkout renews the times of all files. A plain folder
        # of plain text has nothing but those times.
        plain = not (site.generator or front.kind or facts.title)
        facts = replace(facts, published=day or (min(written, now) if plain else None))
    return Page(file=file, path=path, front=front, facts=facts, dump=dump)


def _facts_of_dump(dump: Dump, now: datetime) -> Facts:
    authors = [Author(name=name, bio=dump.bio if name == dump.author else "") for name in dump.authors]
    return Facts(
        title=dump.headline,
        published=to_date(dump.date, now=now, tz=UTC),
        authors=tuple(authors),
        tags=dump.tags,
        section=dump.section,
        language=dump.language,
        related=tuple(Link(url="", title=title) for title in dump.related),
    )


def make_page_article(page: Page, *, source: Options, site: Site, now: datetime, tz: tzinfo) -> Article:
    """Make the article of a page; addresses are absolute where the site's base URL is known."""
    facts = page.facts
    place = _Place.of(page, site, tz)
    html, title, summary = _body(page, site, place)
    if page.dump and not site.permalink:
        url = ""  # text does not say where the page was; a permalink pattern in the options does
    else:
        url = canonical_url(place.url) if site.base_url or place.url.startswith("http") else ""
    language = facts.language or split_language(page.path, site)[1]
    article = make_article(
        source=source,
        url=url,
        title=plain_text(facts.title or title) or _humanise(page.path),
        now=now,
        html=html,
        summary=plain_text(to_html(facts.summary)) if facts.summary else summary,
        base_url=place.url if site.base_url else "",
        site_url=site.base_url,
        path=f"{source.name}:{page.path}",
        published=facts.published,
        updated=facts.updated,
        tz=tz,
        authors=facts.authors,
        tags=facts.tags,
        section=facts.section or _section(page.path),
        language=language or ("" if source.language else site.language),
        image=place.image(facts.image.url, facts.image.alt, stated=True) if facts.image else None,
        media=facts.media,
        related=facts.related,
        event=facts.event,
    )
    if article.image is None:
        first = place.first or first_image(article.html)
        article = replace(article, image=first if first and not _NO_PICTURE.search(first.url) else None)
    return article


def _section(path: PurePosixPath) -> str:
    """The folder names the section, unless it is what every site calls its posts."""
    name = path.parts[0] if len(path.parts) > 2 or (len(path.parts) == 2 and path.stem != "index") else ""
    return "" if name.lower() in _DIRECTORIES or re.fullmatch(r"[\d-]+", name) else name


def _humanise(path: PurePosixPath) -> str:
    stem = path.parent.name if path.stem == "index" and path.parent.name else path.stem
    words = re.sub(r"^\d{4}-\d{2}-\d{2}[-_. ]?", "", stem).replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _body(page: Page, site: Site, place: _Place) -> tuple[str, str, str]:
    """Return the unsafe HTML, the title that the body itself begins with, and the text before "read more"."""
    if page.dump:
        return page.dump.html, "", ""
    body = page.front.body[:_MAX_BODY]
    suffix = page.file.suffix.lower()
    if suffix in _TEXT:
        return _plain(body)
    body = expand(body, generator=site.generator, base_url=site.base_url)
    if suffix in _HTML:
        before, more, _ = body.partition("<!--more-->")
        return body, "", plain_text(before) if more else ""
    title = ""
    if match := _HEADING.match(body):
        title = plain_text(to_html(match[1] or match[2]))
        if not page.facts.title or title.casefold() == plain_text(page.facts.title).casefold():
            body = body[match.end() :]
    html = to_html(body, link=place.link, image=place.image_url)
    teaser = _MORE.split(body, maxsplit=1)
    if len(teaser) > 1:
        return html, title, plain_text(to_html(teaser[0]))
    # Of its paragraphs alone: headings and lists read badly in one line.
    return html, title, summary_of(plain_text("\n\n".join(_PARAGRAPH.findall(html)[:6])))


def _plain(text: str) -> tuple[str, str, str]:
    """Plain text: a short first line is the title, blank lines part the paragraphs."""
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]
    first, _, rest = text.strip().partition("\n")
    title = ""
    if len(first) <= 120 and rest.strip():
        title = first.strip()
        blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", rest.strip())]
    return "\n".join(f"<p>{escape(block)}</p>" for block in blocks if block), title, ""


class _Place:
    """Where a page stands: resolves its links and pictures, and remembers its first picture."""

    def __init__(self, page: Page, site: Site, url: str) -> None:
        self.url = url  # absolute, or from the site's root when there is no base URL
        self.first: Image | None = None
        self._page, self._site = page, site

    @classmethod
    def of(cls, page: Page, site: Site, tz: tzinfo) -> _Place:
        path = page_path(site, page.path, page.facts, published=page.facts.published, tz=tz)
        return cls(page, site, _join(site.base_url, path))

    def link(self, target: str) -> str:
        """Resolve what only the generator understands: Zola's @/posts/x.md, and x.md beside a plain file."""
        if target.startswith("@/"):
            inner, hash_, fragment = target[2:].partition("#")
            path = page_path(self._site, PurePosixPath(unquote(inner)), Facts(), published=None)
            return _join(self._site.base_url, path) + hash_ + fragment
        parts = urlsplit(target) if "://" not in target else None
        if parts and PurePosixPath(parts.path).suffix in _MARKDOWN and not self._site.generator:
            return target.replace(parts.path, str(PurePosixPath(parts.path).with_suffix("")), 1)
        return target

    def image_url(self, target: str, alt: str) -> str:
        """Resolve a picture of the body; the first one that mail can show is remembered."""
        image = self.image(target, alt)
        if image is None:
            return ""
        if self.first is None and not _NO_PICTURE.search(image.url):
            self.first = image
        return image.url

    def image(self, target: str, alt: str, *, stated: bool = False) -> Image | None:
        """Make the picture's address absolute and find its file inside the site.

        `stated` in the front matter, a path with folders counts from the site's root; in a body, from the page.
        """
        target = target.strip()
        if target.startswith(("http://", "https://", "//")):
            url = canonical_url(target, base=self.url)
            return Image(url=url, alt=alt) if url else None
        if not target or urlsplit(target).scheme or target.startswith("#"):
            return None
        file, from_root = self._file(unquote(urlsplit(target).path))
        if file is None:
            from_root = target.startswith("/") or (stated and "/" in target.removeprefix("./"))
        if from_root:
            return Image(url=_join(self._site.base_url, target), alt=alt, path=file)
        return Image(url=urljoin(self.url, target), alt=alt, path=file)

    def _file(self, target: str) -> tuple[Path | None, bool]:
        """Find a picture beside its page, or where the site keeps its files; never outside the site."""
        root = self._site.root
        if not target.startswith("/") and (beside := inside(self._page.file.parent / target, root)):
            return beside, False
        for folder in _ASSETS:
            if found := inside(root / folder / target.lstrip("/"), root):
                return found, True
        return None, False


def _join(base_url: str, path: str) -> str:
    """Join a path that counts from the site's root, which need not be the host's."""
    return base_url.rstrip("/") + "/" + path.lstrip("/") if "://" not in path else path
