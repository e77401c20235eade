"""Serve the studio: on the port that was wanted, or the next that is free."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from digest.errors import InputError

PORT, TRIES = 8026, 20


@asynccontextmanager
async def served(app: web.Application, *, host: str, port: int | None) -> AsyncIterator[int]:
    """Serve until the block ends; yields the port. Raises InputError where none can be had."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        for number in [port] if port else range(PORT, PORT + TRIES):
            try:
                await web.TCPSite(runner, host, number).start()
            except OSError as exc:
                reason = exc.strerror
            else:
                yield number
                return
        wanted = str(port) if port else f"{PORT} to {PORT + TRIES - 1}"
        raise InputError(f"cannot listen on {host}, port {wanted}: {reason}")
    finally:
        await runner.cleanup()
