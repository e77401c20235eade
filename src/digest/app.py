"""The composition root: reads the config, opens what it names, closes it. Owns the clock."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

from digest.errors import ConfigError
from digest.pipeline import LEASE
from digest.tokens import Keyring

if TYPE_CHECKING:
    # Imported where used: a preview of a folder needs neither pydantic nor a database.
    from digest.config import Config
    from digest.fetch import Fetcher
    from digest.store import Store

T = TypeVar("T")
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present instant, aware, UTC."""
    return datetime.now(UTC)


def clock_at(at: datetime | None, *, ticking: bool = False) -> Clock:
    """A clock for `--at`: it stands still, or ticks on from there when `ticking`; without `at`, the system's."""
    if at is None:
        return system_clock
    started = time.monotonic()
    return (lambda: at + timedelta(seconds=time.monotonic() - started)) if ticking else (lambda: at)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    config: Config
    store: Store
    fetcher: Fetcher
    keyring: Keyring
    clock: Clock
    lease: timedelta = LEASE

    def now(self) -> datetime:
        return self.clock()


def find_config(options: Mapping[str, Any]) -> Config:
    """Load the config that `--config`, DIGEST_CONFIG or the current folder names.

    Raises ConfigError, also when there is none: the message says how to begin.
    """
    from digest.config import load_config

    named = options.get("config")
    file = Path(named) if named else Path("config.toml")
    if not file.is_file():
        begin = "run “digest init” to write one, or “digest preview URL” to look without"
        raise ConfigError(f"no such file; {begin}", file=str(file))
    return load_config(file)


@asynccontextmanager
async def open_app(
    options: Mapping[str, Any],
    *,
    at: datetime | None = None,
    ticking: bool = False,
    config: Config | None = None,
    looking: bool = False,
) -> AsyncIterator[App]:
    """Open store and fetcher for one command. `options` is click's `ctx.obj`.

    A command that is only `looking` leaves no new database behind: where there is none, it gets one that vanishes.
    """
    from digest.fetch import Fetcher
    from digest.store import open_store

    config = config or find_config(options)
    scratch = TemporaryDirectory(prefix="digest-") if looking and not _exists(config.database) else None
    store = open_store(str(Path(scratch.name) / "look.db") if scratch else config.database)
    try:
        keyring = await store.keyring()
        async with Fetcher(contact=config.contact) as fetcher:
            yield App(
                config=config,
                store=store,
                fetcher=fetcher,
                keyring=keyring,
                clock=clock_at(at, ticking=ticking),
                lease=_lease(os.environ.get("DIGEST_LEASE", "")),
            )
    finally:
        await store.close()
        if scratch:
            scratch.cleanup()


def run_fast(work: Coroutine[Any, Any, T], /) -> T:
    """Run a command that talks to many servers, on uvloop where it is installed (the extra `fast`)."""
    try:
        import uvloop
    except ModuleNotFoundError:
        return asyncio.run(work)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def _lease(seconds: str) -> timedelta:
    """How long a delivery stays with a sender that has gone silent. Raises ConfigError."""
    if not seconds:
        return LEASE
    try:
        if (value := float(seconds)) > 0:
            return timedelta(seconds=value)
    except (ValueError, OverflowError):
        pass
    raise ConfigError(f"expected a number of seconds above 0, got “{seconds}”", file="DIGEST_LEASE")


def _exists(database: str) -> bool:
    """Whether a database may be there already: PostgreSQL is asked, a file must exist."""
    return not database.startswith("sqlite:") or Path(database.removeprefix("sqlite:///")).exists()
