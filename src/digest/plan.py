"""What is made: one edition of one newsletter, and for which slot."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from digest.collect import Source
from digest.model import (
    Article,
    IssueKey,
    ProofOptions,
    Slot,
)
from digest.pictures.options import PictureMode
from digest.preflight.options import PreflightOptions
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
    pictures: PictureMode = PictureMode.REMOTE
    preflight: PreflightOptions = field(default_factory=PreflightOptions)
    schedule: Schedule | None = None
    catch_up: timedelta = timedelta(hours=6)  # an older missed slot is recorded as skipped
    proof: ProofOptions | None = None  # who is asked before an issue goes out
    sponsors: Path | None = None  # folder of bookings
    once_per_reader: bool = False  # nobody gets what another newsletter brought them
    theme_root: Path | None = None  # where relative theme folders start

    @property
    def title(self) -> str:
        """How people call it: “daily”, or “daily (ar)” for an edition."""
        return self.newsletter if self.edition == "main" else f"{self.newsletter} ({self.edition})"

    @property
    def arguments(self) -> str:
        """How commands are told of it: “daily”, or “daily --edition ar”."""
        return self.newsletter if self.edition == "main" else f"{self.newsletter} --edition {self.edition}"

    @property
    def source_names(self) -> tuple[str, ...]:
        return tuple(source.name for source in self.sources)

    def key(self, slot: Slot) -> IssueKey:
        return IssueKey(self.newsletter, self.edition, self.cadence, slot.key)


def manual_slot(plan: Plan, *, now: datetime, own: bool = False) -> Slot:
    """The slot that `digest send` means: the latest scheduled one ≤ now; without a schedule, today's; `own` its own."""
    zone = ZoneInfo(plan.render.timezone)
    if own:
        return Slot(key=f"now-{now:%Y-%m-%dT%H:%M:%SZ}", at=now)
    if plan.schedule and (slot := plan.schedule.latest(now)):
        return slot
    return Slot(key=f"{now.astimezone(zone):%Y-%m-%d}", at=now)


def post_slot(article: Article) -> Slot:
    """The slot of a newsletter that mails each new post: one per article."""
    return Slot(key=f"post-{article.id}", at=article.when)


def for_one_post(plan: Plan) -> Plan:
    """The plan of an issue that is one article."""
    return replace(plan, rank=replace(plan.rank, min_stories=1, max_stories=1, sections=()))


def expiry(plan: Plan, now: datetime) -> datetime:
    """A delivery is given up when the next issue is due, but not within the hour."""
    upcoming = plan.schedule.upcoming(now, 1) if plan.schedule and not plan.schedule.each_post else ()
    return max(upcoming[0].at if upcoming else now + timedelta(days=1), now + timedelta(hours=1))


def why_blocked(plan: Plan) -> str:
    """Why this plan may be previewed but not sent, or ""."""
    if plan.send is None:
        return "no sender: set “from” in config.toml"
    if not plan.send.postal_address:
        return (
            "no postal address: the law asks for one in each newsletter; "
            "set “postal_address” in config.toml (a PO box is fine)"
        )
    return ""
