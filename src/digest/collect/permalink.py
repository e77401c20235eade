"""Where a site generator publishes a file: page_path()."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from pathlib import PurePosixPath

from digest.collect.facts import Facts
from digest.collect.site import Site

_DATED = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:T\d{2}[:-]?\d{2}\S*?)?[-_. ](?=\S)")
_PATH_DATE = re.compile(r"(?:^|/)((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})(?:/|$)")
_TOKEN = re.compile(r":([a-z_]+)(?:\[[^\]]*\])?|\{(\w+)(?::([^}]*))?\}")
_JEKYLL = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}


def named_date(path: PurePosixPath, url: str = "") -> str:
    """Return the day that a file name (2026-02-17-title.md), an address or a folder (/2026/02/17/) carries, or ""."""
    for name in (path.name, path.parent.name if path.stem == "index" else ""):
        if match := _DATED.match(name):
            return "-".join(match.groups())
    for text in (url, path.as_posix()):
        if match := _PATH_DATE.search(text):
            year, month, day = match.groups()
            return f"{year}-{int(month):02}-{int(day):02}"
    return ""


def split_language(path: PurePosixPath, site: Site) -> tuple[PurePosixPath, str]:
    """Take the language off a name: about.pt.md → (about.md, "pt"), for a language that the site has."""
    stem, dot, language = path.stem.rpartition(".")
    if dot and language in site.languages:
        return path.with_name(stem + path.suffix), language
    return path, ""


def page_path(
    site: Site, path: PurePosixPath, facts: Facts, *, published: datetime | None, tz: tzinfo = UTC
) -> str:
    """Return the address of a content file: absolute, or from the site's root ("/posts/why/").

    `path` is relative to the folder of content that holds it.
    """
    own = facts.url if "{{" not in facts.url else ""
    if own.startswith(("http://", "https://")):
        return own
    plain, language = split_language(path, site)
    local = published.astimezone(tz) if published else None
    values = _values(site, plain, facts, local)
    if own:
        return _fill(own if own.startswith("/") else f"/{own}", values)
    filled = _fill(_pattern(site, plain), values)
    return f"/{language}{filled}" if language and language != site.languages[0] else filled


def _pattern(site: Site, path: PurePosixPath) -> str:
    """Choose the pattern: the source's or the site's own, else what the generator does by default."""
    section = path.parts[0] if len(path.parts) > 1 else ""
    of_section = dict(site.permalinks).get(section, "")
    if site.generator == "Jekyll":
        return _JEKYLL.get(site.permalink, site.permalink)
    if of_section or site.permalink not in ("", "ugly"):
        return of_section or site.permalink
    if site.generator in ("Hugo", "Zola"):
        return ":folders/:slugorfilename.html" if site.permalink == "ugly" else ":folders/:slugorfilename/"
    return (
        ":folders/:basename/"
        if site.generator == "Eleventy" or path.stem == "index"
        else ":folders/:basename"
    )


def _values(site: Site, path: PurePosixPath, facts: Facts, local: datetime | None) -> dict[str, str]:
    """Everything that a pattern may name. An index file stands for its folder."""
    bundle = path.stem in ("index", "_index")
    folders = list(path.parent.parts[:-1] if bundle else path.parent.parts)
    stem = (path.parent.name if bundle else path.stem) or ""
    if site.generator in ("Zola", "Jekyll", "Hexo", "Eleventy"):
        stem = _DATED.sub("", stem)
    title = urlize(facts.title) or urlize(stem)
    lowered = site.generator in ("Hugo", "Zola")
    above = [folder for folder in folders if not folder.startswith("_")]
    categories = above if site.generator == "Jekyll" else []
    categories = [*categories, *(urlize(each) for each in facts.categories)]
    slug = facts.slug or (title if site.generator == "Pelican" else urlize(stem))
    values = {
        "folders": "/".join(urlize(each) if lowered else each for each in folders),
        "sections": "/".join(urlize(each) for each in folders),
        "section": urlize(folders[0]) if folders else "",
        "title": (facts.slug or stem) if site.generator in ("Jekyll", "Hexo") else title,
        "name": stem,
        "slug": slug if site.generator != "Hugo" else facts.slug or title,
        "slugorfilename": urlize(facts.slug) or urlize(stem),
        "slugorcontentbasename": urlize(facts.slug) or urlize(stem),
        "filename": urlize(stem),
        "contentbasename": urlize(stem),
        "basename": stem,
        "categories": "/".join(dict.fromkeys(categories)),
        "category": categories[0] if categories else "",
        "output_ext": ".html",
        "lang": facts.language or site.language,
    }
    return values | _dates(local)


def _dates(local: datetime | None) -> dict[str, str]:
    if local is None:
        return {}
    return {
        "year": f"{local:%Y}",
        "short_year": f"{local:%y}",
        "month": f"{local:%m}",
        "i_month": str(local.month),
        "short_month": f"{local:%b}",
        "long_month": f"{local:%B}",
        "monthname": f"{local:%B}".lower(),
        "day": f"{local:%d}",
        "i_day": str(local.day),
        "y_day": f"{local:%j}",
        "yearday": str(int(f"{local:%j}")),
        "week": f"{local:%V}",
        "weekday": f"{local:%w}",
        "weekdayname": f"{local:%A}".lower(),
        "short_day": f"{local:%a}",
        "hour": f"{local:%H}",
        "minute": f"{local:%M}",
        "second": f"{local:%S}",
        "date": f"{local:%Y-%m-%d}",
    }


def _fill(pattern: str, values: dict[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        if match[2] == "date" and match[3]:  # Pelican: {date:%Y}
            codes = {"%Y": "year", "%m": "month", "%d": "day", "%b": "short_month", "%B": "long_month"}
            return re.sub(r"%[A-Za-z]", lambda code: values.get(codes.get(code[0], ""), ""), match[3])
        return values.get(name, "")

    return re.sub(r"/{2,}", "/", "/" + _TOKEN.sub(value, pattern))


def urlize(text: str) -> str:
    """Lower case, spaces to hyphens, no punctuation: "Hello, World!" → "hello-world"."""
    kept = re.sub(r"[^\w\s./+~-]", "", text.strip().lower())
    return re.sub(r"-{2,}", "-", re.sub(r"\s+", "-", kept)).strip("-")
