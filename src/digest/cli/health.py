"""How the sources are doing, as rows for people and programs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from digest.app import open_app
from digest.cli.output import plural
from digest.collect.kinds import kind_of
from digest.model import SourceHealth
from digest.rank.context import span

if TYPE_CHECKING:
    from digest.collect import Source
    from digest.config import Config


async def health_rows(options: Mapping[str, Any], config: Config) -> list[dict[str, Any]]:
    """A row for each configured source: what it is, its last visit, and how much it brings."""
    async with open_app(options, config=config, looking=True) as app:
        health = {each.state.source: each for each in await app.store.sources(now=app.now())}
    used: dict[str, list[str]] = {}
    for plan in config.plans:
        for source in plan.sources:
            used.setdefault(source.name, []).append(plan.title)
    return [
        _row(source, health.get(source.name))
        | {"address": config.mask(address_of(source)), "newsletters": used.get(source.name, [])}
        for source in config.sources
    ]


def _row(source: Source, health: SourceHealth | None) -> dict[str, Any]:
    state = health.state if health else None
    return {
        "name": source.name,
        "kind": kind_of(source),
        "last_success": state.succeeded_at if state else None,
        "last_poll": state.polled_at if state else None,
        "next_poll": state.next_poll_at if state else None,
        "articles": health.articles if health else 0,
        "weekly": round(health.recent / 4, 2) if health else None,
        "failures": state.failures if state else 0,
        "error": state.error if state else "",
        "moved_to": state.moved_to if state else "",
        "gone": state.gone if state else False,
        "state": _state(health),
    }


def _state(health: SourceHealth | None) -> str:
    if health is None:
        return "not read yet"
    state = health.state
    if state.gone:
        return "gone for good (HTTP 410)"
    if state.failures:
        return f"failed {plural(state.failures, 'time')}: {state.error}"
    return f"moved to {state.moved_to}" if state.moved_to else "fine"


def address_of(source: Source) -> str:
    """The URL or the path of a source."""
    return str(getattr(source, "url", "") or getattr(source, "path", "") or "")


def ago(then: datetime | None, now: datetime) -> str:
    """How long ago, for people."""
    return f"{span(now - then)} ago" if then else "never"


def ahead(then: datetime | None, now: datetime) -> str:
    """How far ahead, for people; what is due is due now."""
    return f"in {span(then - now)}" if then and then > now else "now"
