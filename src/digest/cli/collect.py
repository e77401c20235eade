"""digest collect: what is at these addresses? Needs no config, stores nothing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from digest.cli import DONE, PARTLY
from digest.cli.output import (
    at_option,
    is_quiet,
    json_option,
    kind_option,
    plain,
    plural,
    print_json,
    progress,
    say,
    warn,
)
from digest.collect import Collected, Failure, Source, collect_articles
from digest.collect.kinds import guess_source
from digest.errors import InputError
from digest.model import Article

_FIELDS = (
    *(
        "id",
        "url",
        "title",
        "summary",
        "html",
        "text",
        "published",
        "updated",
        "first_seen",
        "authors",
        "tags",
    ),
    *("section", "language", "image", "media", "related", "event", "source"),
)


@click.command(
    "collect",
    epilog="Examples: digest collect https://example.com/feed · digest collect posts/ --json | jq .title",
)
@click.argument("addresses", nargs=-1, required=True, metavar="URL|PATH…")
@kind_option
@at_option
@json_option
def command(addresses: tuple[str, ...], kind: str | None, at: datetime | None, as_json: bool) -> int:
    """Print the articles found at feeds, sites, folders and files; store nothing.

    With --json, one JSON object a line. Failures go to stderr: exit code 3 when some addresses failed, 1 when all did,
    2 for what is of another kind.
    """
    sources, failures = _sources(addresses, kind=kind or "")
    collected = asyncio.run(_collect(sources, now=at or datetime.now(UTC)))
    for article in collected.articles if as_json else ():
        print_json({name: getattr(article, name) for name in _FIELDS})
    if not as_json:
        _print_list(collected)
    for notice in () if is_quiet() else collected.notices:
        warn(notice)
    failures += collected.failures
    for failure in failures:
        warn(f"failed: {failure.reason}")
    if not failures:
        return DONE
    return PARTLY if len(failures) < len(addresses) else max(failure.exit_code for failure in failures)


def _sources(addresses: Sequence[str], *, kind: str) -> tuple[list[Source], list[Failure]]:
    """An address that the user typed may be local; what it redirects to may not."""
    sources: list[Source] = []
    failures: list[Failure] = []
    for address in addresses:
        name = _name(address)
        try:
            sources.append(
                guess_source(address, name=name, root=Path.cwd(), kind=kind, or_page=True, allow_private=True)
            )
        except InputError as exc:
            failure = Failure(source=name, reason=str(exc), temporary=False, exit_code=exc.exit_code)
            failures.append(failure)
    return sources, failures


def _name(address: str) -> str:
    _, colon, rest = address.partition("://")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    return (host if colon else Path(address).name).removeprefix("www.") or address


async def _collect(sources: Sequence[Source], *, now: datetime) -> Collected:
    from digest.fetch import Fetcher

    with progress("Collecting", len(sources), "sources") as update:
        async with Fetcher() as fetcher:
            return await collect_articles(
                sources, fetcher=fetcher, now=now, progress=lambda _source, done, _total: update(done)
            )


def _print_list(collected: Collected) -> None:
    for name, found in collected.found:
        say(f"{found.title or name}: {plural(len(found.articles), 'article')}")
        for article in found.articles:
            say(f"  {_date(article)}  {article.title}")
            if article.url:
                say(f"{'':20}{article.url}")


def _date(article: Article) -> str:
    if article.published is None:
        return "undated".ljust(16)
    return str(plain(article.published))[:16].replace("T", " ")
