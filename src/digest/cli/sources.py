"""`digest sources`: what the sources are, how they are doing, and changes to them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Container, Mapping
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.app import find_config, open_app
from digest.cli import DONE, FAILED
from digest.cli.health import address_of, ago, ahead, health_rows
from digest.cli.output import json_option, kind_option, plural, print_json, say, table, warn
from digest.collect.kinds import guess_source
from digest.errors import DigestError, InputError

if TYPE_CHECKING:
    from digest.collect import Collected, Source
    from digest.config import Config

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@click.group(
    "sources",
    invoke_without_command=True,
    epilog="Examples: digest sources · digest sources add https://www.example.com · digest sources test wire · "
    "digest sources import feeds.opml",
)
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """List the sources, or change them.

    For each: when it was last read, when it is due, how many articles it brings in a week, and what is wrong with it.
    """
    return DONE if ctx.invoked_subcommand else list_sources(ctx.obj, as_json=as_json)


@command.command(
    "list",
    short_help="List the sources and how they are doing.",
    epilog="Examples: digest sources list · digest sources list --json | jq '.[] | select(.failures > 0)'",
)
@json_option
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> int:
    """List the sources; the same as “digest sources”."""
    return list_sources(ctx.obj, as_json=as_json)


def list_sources(options: Mapping[str, Any], *, as_json: bool) -> int:
    """Print every configured source with its health."""
    config = find_config(options)
    rows = asyncio.run(health_rows(options, config))
    if as_json:
        print_json(rows)
        return DONE
    now = datetime.now(UTC)
    cells = [
        (
            row["name"],
            row["kind"],
            ago(row["last_success"], now),
            ahead(row["next_poll"], now),
            "" if row["weekly"] is None else f"{row['weekly']:.3g}",
            row["state"],
            row["address"],
        )
        for row in rows
    ]
    table(("source", "kind", "last read", "due", "a week", "", "address"), cells, right=(4,))
    return DONE


# -- add and remove ----------------------------------------------------------------------------------------


@command.command(
    "add",
    short_help="Add a source to the configuration.",
    epilog="Examples: digest sources add https://www.example.com · digest sources add posts/ --name desk",
)
@click.argument("address", metavar="URL|PATH")
@click.option("--name", metavar="NAME", help="What the configuration calls it.  [default: from its title]")
@kind_option
@click.option("--allow-private", is_flag=True, help="It is an address of your own network.")
@click.option("--no-test", is_flag=True, help="Do not look at it first.")
@click.pass_context
def add(
    ctx: click.Context, address: str, name: str | None, kind: str | None, allow_private: bool, no_test: bool
) -> int:
    """Look at an address and add it to [sources]; comments and order of the file stay.

    Where it cannot be collected nothing is added (exit code 1).
    """
    from digest.collect.opml import Outline, source_names
    from digest.config.edit import add_sources

    config = find_config(ctx.obj)
    if name is not None and not _NAME.fullmatch(name):
        raise InputError(f"“{name}”: expected lower-case letters, digits and hyphens")
    title = ""
    if not no_test:
        collected = asyncio.run(_look(_guess(address, kind=kind, allow_private=allow_private)))
        if collected.failures:
            raise DigestError(f"not added: {collected.failures[0].reason}")
        title = collected.found[0][1].title
        _print_found(collected)
    if name is None:
        (name,) = source_names((Outline(title=title, url=address),))
        name = _free(name, taken=config.source_names)
    options = {"kind": kind, "allow_private": allow_private}
    add_sources(config.file, {name: _stored(address, root=config.root, options=options)})
    say(f"added {name} = {address}")
    _warn_unused(find_config(ctx.obj), name)
    return DONE


def _free(name: str, *, taken: Container[str]) -> str:
    """The name, with a number behind it where it is taken."""
    return next(
        free for free in chain([name], (f"{name}-{number}" for number in count(2))) if free not in taken
    )


def _stored(address: str, *, root: Path, options: Mapping[str, Any]) -> str | Mapping[str, Any]:
    """How the file writes an address and the options that are set: a path is relative to the file."""
    given = {key: value for key, value in options.items() if value}
    if "://" in address or address.lower().startswith("webcal"):
        return {"url": address} | given if given else address
    path = Path(address).expanduser().absolute()
    return {"path": str(path.relative_to(root) if path.is_relative_to(root) else path)} | given


def _warn_unused(config: Config, name: str) -> None:
    if not any(source.name == name for plan in config.plans for source in plan.sources):
        warn(f"no newsletter collects it yet: each names its sources; add “{name}” there")


@command.command(
    "remove",
    short_help="Remove a source from the configuration.",
    epilog="Examples: digest sources remove wire",
)
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@click.pass_context
def remove(ctx: click.Context, names: tuple[str, ...]) -> int:
    """Remove sources from [sources], and from the newsletters that list them. What they brought is kept."""
    from digest.config.edit import remove_sources

    remove_sources(find_config(ctx.obj).file, names)
    say(f"removed {', '.join(names)}")
    return DONE


# -- test --------------------------------------------------------------------------------------------------


@command.command(
    "test",
    short_help="Collect a source now and show what comes.",
    epilog="Examples: digest sources test wire · digest sources test https://www.example.com/feed",
)
@click.argument("wanted", metavar="NAME|URL|PATH")
@kind_option
@json_option
@click.pass_context
def test(ctx: click.Context, wanted: str, kind: str | None, as_json: bool) -> int:
    """Collect one source at once, due or not, and show what comes; articles are not kept.

    A configured one that was said to be gone is asked again, and polled again if it answers.
    """
    if "://" in wanted or Path(wanted).exists():
        collected = asyncio.run(_look(_guess(wanted, kind=kind, allow_private=True)))
    else:
        collected = asyncio.run(_test(ctx.obj, wanted))
    if as_json:
        print_json(
            [
                {
                    "source": name,
                    "title": found.title,
                    "language": found.language,
                    "articles": len(found.articles),
                }
                for name, found in collected.found
            ]
        )
    else:
        _print_found(collected)
    for failure in collected.failures:
        warn(f"failed: {failure.reason}")
    return FAILED if collected.failures else DONE


async def _test(options: Mapping[str, Any], wanted: str) -> Collected:
    from digest.collect import PollState, collect_articles

    config = find_config(options)
    source = next((each for each in config.sources if each.name == wanted), None)
    if source is None:
        raise InputError(f"no source “{wanted}”; there are: {', '.join(config.source_names)}")
    async with open_app(options, config=config, looking=True) as app:
        collected = await collect_articles((source,), fetcher=app.fetcher, now=app.now(), complete=False)
        known = await app.store.poll_state(source.name)
        if known and known.gone and not collected.failures:
            # Its validators would say that nothing has changed since.
            await app.store.record_poll(PollState(source=known.source, url=known.url, polled_at=app.now()))
    return collected


def _guess(address: str, *, kind: str | None, allow_private: bool) -> Source:
    return guess_source(address, name=address, root=Path.cwd(), kind=kind or "", allow_private=allow_private)


async def _look(source: Source) -> Collected:
    from digest.collect import collect_articles
    from digest.fetch import Fetcher

    async with Fetcher() as fetcher:
        return await collect_articles((source,), fetcher=fetcher, now=datetime.now(UTC), complete=False)


def _print_found(collected: Collected) -> None:
    for name, found in collected.found:
        say(f"{found.title or name}: {plural(len(found.articles), 'article')}")
        for article in found.articles[:3]:
            say(f"  {article.when:%d %b %Y}  {article.title}")
        for notice in found.notices:
            warn(notice)


# -- OPML --------------------------------------------------------------------------------------------------


@command.command(
    "import",
    short_help="Add the feeds of an OPML list.",
    epilog="Examples: digest sources import feeds.opml · digest sources import https://www.example.com/feeds.opml --tag",
)
@click.argument("opml", metavar="FILE|URL")
@click.option("--tag", is_flag=True, help="Give the articles of each feed its categories as tags.")
@click.option("--dry-run", is_flag=True, help="Show what would be added; change nothing.")
@click.pass_context
def import_list(ctx: click.Context, opml: str, tag: bool, dry_run: bool) -> int:
    """Add each feed of an OPML list to [sources] that is not there yet."""
    from digest.collect.opml import read_opml, source_names
    from digest.collect.urls import url_key
    from digest.config.edit import add_sources

    config = find_config(ctx.obj)
    known = {url_key(address_of(source)) for source in config.sources}
    outlines = [each for each in read_opml(_read_list(opml), name=opml) if url_key(each.url) not in known]
    taken, new = set(config.source_names), {}
    for name, outline in zip(source_names(tuple(outlines)), outlines, strict=True):
        free = _free(name, taken=taken)
        taken.add(free)
        tags = [category.rpartition("/")[2] for category in outline.categories] if tag else []
        new[free] = {"url": outline.url, "tags": tags} if tags else outline.url
    for name, value in new.items():
        say(f"{name} = {value if isinstance(value, str) else value['url']}")
    if not dry_run and new:
        add_sources(config.file, new)
    say(f"{plural(len(new), 'source')} {'would be ' if dry_run else ''}added")
    for name in list(new)[:1] if not dry_run else ():
        _warn_unused(find_config(ctx.obj), name)
    return DONE


def _read_list(opml: str) -> bytes:
    if "://" in opml:
        return asyncio.run(_download(opml))
    try:
        return Path(opml).read_bytes()
    except OSError as exc:
        raise InputError(f"{opml}: {exc.strerror or exc}") from exc


async def _download(url: str) -> bytes:
    from digest.fetch import Fetcher

    async with Fetcher() as fetcher:
        answer = await fetcher.get(url, allow_private=True, ports_any=True)
    if answer.status != 200:
        raise InputError(f"{url}: HTTP {answer.status}")
    return answer.body


@command.command(
    "export",
    short_help="Write the feeds as an OPML list.",
    epilog="Examples: digest sources export > feeds.opml · digest sources export feeds.opml",
)
@click.argument("file", required=False, metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def export(ctx: click.Context, file: Path | None) -> int:
    """Write the configured feeds as OPML 2.0, to a file or to stdout."""
    from digest.collect.kinds.feed import FeedSource
    from digest.collect.opml import Outline, write_opml

    config = find_config(ctx.obj)
    feeds = [each for each in config.sources if isinstance(each, FeedSource) and each.url]
    outlines = [Outline(title=each.name, url=each.url, categories=each.tags) for each in feeds]
    text = write_opml(
        tuple(outlines), title=config.plans[0].render.brand.name or "Feeds", now=datetime.now(UTC)
    )
    if file is None:
        click.echo(text, nl=False)
        return DONE
    try:
        file.write_text(text, "utf-8")
    except OSError as exc:
        raise InputError(f"{file}: {exc.strerror or exc}") from exc
    say(f"{plural(len(outlines), 'feed')} written to {file}")
    return DONE
