"""The `folder` kind: Markdown, HTML and text files of a static site, of an export, or of a plain folder."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from fnmatch import fnmatch
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from digest.collect import Found, Options, Visit
from digest.collect.files import walk, without_previews
from digest.collect.pagefile import SUFFIXES, Page, make_page_article, read_page
from digest.collect.site import Site, find_site, with_options
from digest.errors import ParseError

_NOT_ARTICLES = frozenset(
    {
        "readme",
        "license",
        "licence",
        "copying",
        "changelog",
        "changes",
        "contributing",
        "code_of_conduct",
        "security",
    }
    | {
        "authors",
        "notice",
        "robots",
        "humans",
        "ads",
        "requirements",
        "404",
        "search",
        "todo",
        "claude",
        "agents",
    }
)
_POST_FOLDERS = frozenset({"_posts", "_drafts"})
_MAX_NOTICES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSource(Options):
    """A folder of articles, or one file. A Hugo, Zola, Jekyll, Hexo, Pelican or Eleventy site is recognised.

    `base_url` and `permalink` (":year/:month/:slug/") overrule what the site says; `glob` narrows its files
    ("2026/*.md"). Nothing outside the folder (its site, where there is one) is read, links or not.
    """

    path: Path
    base_url: str = ""
    permalink: str = ""
    glob: str = ""
    limit: int = 500  # the newest are taken

    async def collect(self, visit: Visit, /) -> Found:
        """Return the newest articles first. Drafts and future posts are left out, and counted in a notice.

        A file that cannot be used becomes a notice. Raises ParseError: no such folder, or a malformed site.
        """
        return await asyncio.to_thread(self._collect, visit.now)

    def _collect(self, now: datetime) -> Found:
        path = self.path.resolve()
        if not (path.is_dir() or path.is_file()):
            what = (
                "is neither a folder nor a regular file"
                if path.exists()
                else "there is no such folder or file"
            )
            raise ParseError(f"{self.path}: {what}")
        site = with_options(find_site(path), base_url=self.base_url, permalink=self.permalink)
        tz, notices = _zone(site)
        tally: Counter[str] = Counter()
        pages: list[Page] = []
        for file, top in self._files(path, site):
            try:
                page = read_page(file, top=top, site=site, now=now, tz=tz)
            except (ParseError, OSError) as exc:
                notices.append(f"{_short(file, site)}: {exc}")
                continue
            why = _left_out(page, site=site, now=now, alone=file == path)
            tally[why] += 1
            if not why:
                pages.append(page)
        pages.sort(key=lambda page: (page.facts.published is None, _age(page, now), page.path))
        articles = tuple(
            make_page_article(page, source=self, site=site, now=now, tz=tz) for page in pages[: self.limit]
        )
        if len(notices) > _MAX_NOTICES:
            notices[_MAX_NOTICES:] = [f"{len(notices) - _MAX_NOTICES} more files cannot be used"]
        unlinked = not site.base_url and any(not each.url for each in articles)
        return Found(
            articles=articles,
            notices=(
                *((_headline(site, tally),) if path.is_dir() or not pages else ()),
                *(
                    ("links and pictures need a base URL: set base_url",)
                    if unlinked and _has_pages(pages)
                    else ()
                ),
                *notices,
            ),
            title=site.name or (pages[0].dump.site if len(pages) == 1 and pages[0].dump else ""),
            language=self.language or site.language,
            site_url=site.base_url,
        )

    def _files(self, path: Path, site: Site) -> Iterator[tuple[Path, Path]]:
        """Yield the files that may hold articles, each with the folder of content it belongs to."""
        tops = site.content or (site.root,)
        if path.is_file():
            yield path, next((top for top in tops if path.is_relative_to(top)), path.parent)
            return
        starts = [path] if any(path.is_relative_to(top) for top in tops) else list(tops)
        for start in starts:
            top = next((top for top in tops if start.is_relative_to(top)), start)
            found = list(walk(start, wanted=lambda name: Path(name).suffix.lower() in SUFFIXES))
            files = without_previews(found)
            bundles = (
                {file.parent for file in files if file.stem == "index"}
                if site.generator in ("Hugo", "Zola")
                else set()
            )
            for file in files:
                relative = file.relative_to(top)
                # Text beside a bundle's index.md is one of its resources, not a post.
                resource = file.stem != "index" and any(parent in bundles for parent in file.parents)
                matches = (
                    not self.glob or fnmatch(relative.as_posix(), self.glob) or fnmatch(file.name, self.glob)
                )
                if matches and not resource and _may_hold_article(relative, site):
                    yield file, top


def _may_hold_article(path: Path, site: Site) -> bool:
    """Decide by the name alone."""
    if path.stem.partition(".")[0] == "_index" or path.stem.lower() in _NOT_ARTICLES:
        return False
    if not site.generator:
        return True
    if path.suffix.lower() in (".txt", ".text"):
        return False
    if site.generator == "Jekyll":
        return bool(_POST_FOLDERS & set(path.parts))
    return not any(part.startswith("_") for part in path.parts[:-1])


def _left_out(page: Page, *, site: Site, now: datetime, alone: bool) -> str:
    """Say why a page makes no article ("drafts", "future", …), or "" when it does. Pure."""
    facts = page.facts
    if facts.draft or "_drafts" in page.path.parts:
        return "drafts"
    if any(each and each > now for each in (facts.published, facts.publish)):
        return "future"
    if facts.expires and facts.expires <= now:
        return "expired"
    if alone:
        return ""
    home = page.path.stem == "index" and len(page.path.parts) == 1
    # Pages such as About have no date; a site's posts do.
    if (site.generator or home) and facts.published is None and facts.event is None:
        return "undated"
    if home and not page.front.kind:
        return "undated"
    empty = not (page.front.body.strip() or facts.title or page.dump)
    return "empty" if empty else ""


def _headline(site: Site, tally: Counter[str]) -> str:
    """One line such as: Hugo site “Ana writes”: 43 posts, 2 drafts skipped."""
    name = f" “{site.name}”" if site.name else ""
    who = f"{site.generator} site{name}" if site.generator else f"folder{name or f' {site.root.name}'}"
    labels = {
        "drafts": "{} draft{s} skipped",
        "future": "{} future post{s} skipped",
        "expired": "{} expired post{s} skipped",
        "undated": "{} page{s} without a date skipped",
        "empty": "{} empty file{s} skipped",
    }
    parts = [f"{tally['']} post{'' if tally[''] == 1 else 's'}"]
    parts += [
        text.format(tally[key], s="" if tally[key] == 1 else "s")
        for key, text in labels.items()
        if tally[key]
    ]
    return f"{who}: {', '.join(parts)}"


def _has_pages(pages: list[Page]) -> bool:
    return any(page.dump is None for page in pages)


def _age(page: Page, now: datetime) -> float:
    return (now - page.facts.published).total_seconds() if page.facts.published else 0.0


def _zone(site: Site) -> tuple[tzinfo, list[str]]:
    """The zone of dates without one: the site's, else UTC."""
    if not site.zone:
        return UTC, []
    try:
        return ZoneInfo(site.zone), []
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC, [f"the site's time zone “{site.zone}” is unknown; its dates are read as UTC"]


def _short(file: Path, site: Site) -> str:
    return file.relative_to(site.root).as_posix() if file.is_relative_to(site.root) else file.name
