"""What a static site says of itself: find_site() reads its configuration, never runs it."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from digest.collect.files import read_text
from digest.collect.frontmatter import load_toml, load_yaml
from digest.errors import ParseError

_FORMATS = ("toml", "yaml", "yml", "json")
_OURS = frozenset({"newsletters", "smtp", "from", "sources", "postal_address"})  # digest's own config.toml
_HUGO = frozenset(
    {"baseurl", "languagecode", "theme", "params", "menu", "menus", "module", "markup", "permalinks"}
)
_UPWARDS = 4  # folders above the given one where its site may begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site as its configuration describes it; `generator` is "" for a plain folder. Paths are resolved."""

    generator: str = ""  # Hugo, Zola, Jekyll, Hexo, Pelican, Eleventy
    name: str = ""
    base_url: str = ""
    language: str = ""
    content: tuple[Path, ...] = ()
    permalink: str = ""
    tagline: str = ""
    root: Path
    permalinks: tuple[tuple[str, str], ...] = ()  # Hugo: section → pattern
    languages: tuple[str, ...] = ()
    zone: str = ""  # name of the time zone of dates without one


def find_site(path: Path) -> Site:
    """Return the site that the folder (or file) `path` belongs to, or a plain Site of the folder itself.

    Looks into the folder and a few above it, as `content/posts` belongs to the Hugo site two folders up.
    Raises ParseError when a site's configuration is malformed.
    """
    path = path.resolve()
    start = path if path.is_dir() else path.parent
    for folder in (start, *start.parents[:_UPWARDS]):
        for read in _READERS:
            site = read(folder)
            if site and (folder == start or any(start.is_relative_to(each) for each in site.content)):
                return site
        if (folder / ".git").exists():
            break
    return Site(root=start, content=(start,))


def _read(file: Path) -> dict[str, Any] | None:
    """Read a configuration file by its suffix; None when there is none."""
    if not file.is_file():
        return None
    text = read_text(file, root=file.parent.resolve(), max_bytes=1_000_000).replace("\r\n", "\n")
    try:
        if file.suffix == ".toml":
            return load_toml(text)
        loaded = json.loads(text) if file.suffix == ".json" else load_yaml(text)
    except (ParseError, ValueError, RecursionError) as exc:
        raise ParseError(f"{file}: {exc}") from exc
    return loaded if isinstance(loaded, dict) else None


def _lower(table: Mapping[str, Any]) -> dict[str, Any]:
    return {str(key).lower(): value for key, value in table.items()}


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _url(value: Any) -> str:
    """An address with one slash at the end; "" for what is none ("/", a variable, localhost)."""
    text = _text(value)
    if not text.startswith(("http://", "https://")) or "://localhost" in text or "://127." in text:
        return ""
    return text.rstrip("/") + "/"


def _folders(root: Path, *names: str) -> tuple[Path, ...]:
    """Those of the folders that exist inside `root`."""
    found = [(root / name).resolve() for name in names if name]
    return tuple(dict.fromkeys(each for each in found if each.is_dir() and each.is_relative_to(root)))


def _hugo(root: Path) -> Site | None:
    config: dict[str, Any] = {}
    for stem in ("hugo", "config", "config/_default/hugo", "config/_default/config"):
        for suffix in _FORMATS:
            found = _read(root / f"{stem}.{suffix}")
            sure = stem != "config" or (root / "content").is_dir()
            if found and sure and (not stem.endswith("config") or _is_hugo(found)):
                config |= _lower(found)
    if not config:
        return None
    for name in ("permalinks", "languages", "params"):
        for suffix in _FORMATS:
            config.setdefault(name, _read(root / f"config/_default/{name}.{suffix}") or {})
    languages = _table(config.get("languages"))
    default = _text(config.get("defaultcontentlanguage")) or next(iter(languages), "")
    own = _lower(_table(languages.get(default)))
    permalinks = _table(config.get("permalinks"))
    permalinks = _table(permalinks.get("page")) or permalinks
    params = _lower(_table(config.get("params")))
    content = _text(own.get("contentdir")) or _text(config.get("contentdir")) or "content"
    return Site(
        generator="Hugo",
        name=_text(own.get("title")) or _text(config.get("title")),
        base_url=_url(own.get("baseurl")) or _url(config.get("baseurl")),
        language=_text(own.get("languagecode")) or _text(config.get("languagecode")) or default,
        content=_folders(root, content),
        permalink="ugly" if str(config.get("uglyurls", "")).lower() == "true" else "",
        tagline=_text(params.get("description"))
        or _text(params.get("subtitle"))
        or _text(params.get("tagline")),
        root=root,
        permalinks=tuple((section, text) for section, each in permalinks.items() if (text := _text(each))),
        languages=(default, *(each for each in languages if each != default)) if default else (),
        zone=_text(config.get("timezone")),
    )


def _is_hugo(config: Mapping[str, Any]) -> bool:
    """Several programs read a config.toml; ours and Zola's are not Hugo's."""
    keys = _lower(config).keys()
    return not (keys & _OURS or "base_url" in keys) and bool(keys & _HUGO)


def _zola(root: Path) -> Site | None:
    config = _read(root / "zola.toml") or _read(root / "config.toml")
    if not config or "base_url" not in config or config.keys() & _OURS:
        return None
    return Site(
        generator="Zola",
        name=_text(config.get("title")),
        base_url=_url(config.get("base_url")),
        language=_text(config.get("default_language")),
        content=_folders(root, "content"),
        tagline=_text(config.get("description")),
        root=root,
        languages=tuple(_table(config.get("languages"))),
    )


def _jekyll(root: Path) -> Site | None:
    config = _read(root / "_config.yml") or _read(root / "_config.yaml") or _read(root / "_config.toml")
    if config is None and not (root / "_posts").is_dir():
        return None
    config = config or {}
    hexo = (root / "source" / "_posts").is_dir()
    host, base = _text(config.get("url")), _text(config.get("root" if hexo else "baseurl"))
    joined = (
        f"{host.rstrip('/')}/{base.strip('/')}"
        if base.strip("/") and not host.rstrip("/").endswith(base.rstrip("/"))
        else host
    )
    style = config.get("permalink")
    return Site(
        generator="Hexo" if hexo else "Jekyll",
        name=_text(config.get("title")) or _text(config.get("name")),
        base_url=_url(joined),
        language=_text(config.get("lang")) or _text(config.get("locale")) or _text(config.get("language")),
        content=_folders(root, "source/_posts")
        if hexo
        else _folders(root, _text(config.get("source")) or "."),
        permalink=_text(style) or (":year/:month/:day/:title/" if hexo else "date"),
        tagline=_text(config.get("tagline"))
        or _text(config.get("subtitle"))
        or _text(config.get("description")),
        root=root,
        zone=_text(config.get("timezone")),
    )


def _pelican(root: Path) -> Site | None:
    """Read the plain assignments of pelicanconf.py and publishconf.py; nothing of them is run."""
    found: dict[str, Any] = {}
    for name in ("pelicanconf.py", "publishconf.py"):
        file = root / name
        if not file.is_file():
            continue
        try:
            tree = ast.parse(read_text(file, root=root.resolve(), max_bytes=1_000_000))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as exc:
            raise ParseError(f"{file}: not Python: {exc}") from exc
        found |= {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
    if not found or not (root / "pelicanconf.py").is_file():
        return None
    return Site(
        generator="Pelican",
        name=_text(found.get("SITENAME")),
        base_url=_url(found.get("SITEURL")),
        language=_text(found.get("DEFAULT_LANG")) or "en",
        content=_folders(root, _text(found.get("PATH")) or "content"),
        permalink=_text(found.get("ARTICLE_URL")) or "{slug}.html",
        tagline=_text(found.get("SITESUBTITLE")),
        root=root,
        zone=_text(found.get("TIMEZONE")),
    )


def _eleventy(root: Path) -> Site | None:
    """Eleventy is configured by a program, so its name and address are looked for where its starters keep them."""
    names = (".eleventy.js", *(f"eleventy.config.{suffix}" for suffix in ("js", "mjs", "cjs", "ts")))
    if not any((root / name).is_file() for name in names):
        return None
    package = _read(root / "package.json") or {}
    content = _folders(root, "content", "src", "posts")[:1] or (root,)
    data: dict[str, Any] = {}
    for folder in (root / "_data", root / "src" / "_data", root / "content" / "_data"):
        for name in ("metadata.json", "site.json", "meta.json"):
            data = data or _read(folder / name) or {}
    return Site(
        generator="Eleventy",
        name=_text(data.get("title")) or _text(data.get("name")),
        base_url=_url(data.get("url")) or _url(data.get("base")) or _url(package.get("homepage")),
        language=_text(data.get("language")) or _text(data.get("lang")),
        content=content,
        tagline=_text(data.get("description")),
        root=root,
    )


_READERS: tuple[Callable[[Path], Site | None], ...] = (_hugo, _zola, _jekyll, _pelican, _eleventy)


def with_options(site: Site, *, base_url: str = "", permalink: str = "", only: Path | None = None) -> Site:
    """Let the source's own options overrule what was found; `only` narrows the content to one folder or file."""
    if base_url:
        site = replace(site, base_url=base_url.rstrip("/") + "/")
    if permalink:
        site = replace(site, permalink=permalink, permalinks=())
    if only is not None and only != site.root:
        site = replace(site, content=(only,))
    return site
