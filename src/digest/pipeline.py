"""The program in two functions: build_issue() and deliver(). Both may be run again at any time and resume."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from digest.collect import Source
from digest.rank.options import RankOptions
from digest.render.options import RenderOptions
from digest.schedule import Schedule
from digest.send.options import SendOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One edition of one newsletter: what to collect, how to rank, render and send it, and when."""

    newsletter: str
    edition: str = "main"
    cadence: str = "each"
    sources: tuple[Source, ...]
    rank: RankOptions = field(default_factory=RankOptions)
    render: RenderOptions
    send: SendOptions | None = None  # None: preview without a config
    schedule: Schedule | None = None
    catch_up: timedelta = timedelta(hours=6)  # an older missed slot is recorded as skipped
    sponsors: Path | None = None  # folder of bookings
