"""`digest run`: the daemon."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import click

from digest.app import App, open_app, run_fast
from digest.cli.output import at_option, plural, say, warn
from digest.errors import ConfigError, InputError


@click.command("run", epilog="Examples: digest run · digest -c /etc/digest/config.toml run")
@at_option
@click.pass_context
def command(ctx: click.Context, at: datetime | None) -> int:
    """Collect, build and send on schedule until SIGTERM or Ctrl-C; both stop cleanly.

    A slot missed while digest was down is caught up once, if it is younger than `catch_up`. With a public URL, the web
    pages (unsubscribe, view online) are served too. With --at the clock starts at that instant and ticks on.
    """
    if not ctx.obj["debug"]:
        handler = logging.StreamHandler()
        handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(name)s %(message)s"))
        logging.getLogger().addHandler(handler)
    return run_fast(serve(ctx.obj, at=at))


class OneLine(logging.Formatter):
    """An exception is named after the message, in the same line; --debug shows the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        kind, error, _ = record.exc_info or (None, None, None)
        record.exc_info = record.exc_text = None
        line = super().format(record)
        return f"{line}: {kind.__name__}: {error}" if kind else line


async def serve(options: dict[str, Any], *, at: datetime | None) -> int:
    """Run the daemon and the public pages until a signal."""
    from digest.daemon import Daemon
    from digest.send import Pool

    async with open_app(options, at=at, ticking=True) as app:
        for notice in app.config.notices:
            warn(notice)
        scheduled = [plan for plan in app.config.plans if plan.schedule]
        if not scheduled:
            raise ConfigError("no newsletter has a schedule; set “when”", file=str(app.config.file))
        servers = app.config.servers  # a missing server or secret is said before the first tick
        pool = Pool(servers)
        daemon = Daemon(app=app, pool=pool, say=lambda text: say(f"{app.now():%Y-%m-%d %H:%M:%SZ} {text}"))
        loop = asyncio.get_running_loop()

        def on_signal() -> None:
            daemon.stop.set()
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)  # a second signal ends the process at once
            warn("stopping after what is under way")

        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, on_signal)
        async with pool, public_pages(app):
            daemon.say(f"running {plural(len(scheduled), 'schedule')}; stop with Ctrl-C or SIGTERM")
            await daemon.run()
        daemon.say("stopped")
    return 0


@asynccontextmanager
async def public_pages(app: App) -> AsyncIterator[None]:
    """Serve the pages that mails link to while the daemon runs; nothing without a public URL."""
    if not app.config.public_url:
        yield
        return
    from aiohttp import web

    from digest.proofs import Desk
    from digest.web import Publication, create_app

    host, _, port = app.config.listen.rpartition(":")
    publications: dict[str, Publication] = {}
    for plan in app.config.plans:
        look = plan.render
        publications.setdefault(
            plan.newsletter, Publication(name=look.newsletter or look.brand.name, language=look.language)
        )
    pages = create_app(
        store=app.store,
        keyring=app.keyring,
        clock=app.clock,
        publications=publications,
        public_url=app.config.public_url,
        desk=Desk(plans=app.config.plans, store=app.store, clock=app.clock),
    )
    runner = web.AppRunner(pages, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host or "127.0.0.1", int(port)).start()
    except OSError as exc:
        await runner.cleanup()
        raise InputError(f"cannot listen on {app.config.listen}: {exc.strerror}; change “listen”") from exc
    say(f"public pages on http://{app.config.listen}, reached as {app.config.public_url}")
    try:
        yield
    finally:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(runner.cleanup(), 10)
