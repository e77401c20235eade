"""What is mailed: the English sample issue, made by the real pipeline, frozen for N readers; or one of a few words."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, text

from digest.app import open_app
from digest.config import load_config
from digest.model import Rendered
from digest.pipeline import build_issue, collect
from digest.plan import Plan, manual_slot
from digest.send.dkim import RSA, new_key, private_pem
from digest.send.options import DkimOptions
from digest.store import Store

EXAMPLES = Path(__file__).parents[1] / "examples"
AT = datetime(2026, 2, 18, 6, 30, tzinfo=UTC)
READERS = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
INSERT INTO subscriber (address, address_key, domain, name, state, created_at)
SELECT 'reader' || i || '@example' || (i % 50) || '.com', 'reader' || i || '@example' || (i % 50) || '.com',
       'example' || (i % 50) || '.com', 'Reader ' || i, 'active', 1 FROM n
"""
SUBSCRIPTIONS = """
INSERT INTO subscription (subscriber_id, newsletter, edition, state, created_at, confirmed_at)
SELECT id, :newsletter, 'main', 'confirmed', 1, 1 FROM subscriber
"""


def sample_plan(folder: Path, *, signed: bool) -> Plan:
    """The sample's English edition, signed with an RSA key of its own where that is asked for."""
    plan = load_config(EXAMPLES / "config.toml", environ={}).plan("daily", "main")
    assert plan.send is not None
    file = folder / "dkim.pem"
    if not file.exists():
        file.write_bytes(private_pem(new_key(RSA, selector="bench")))
    dkim = DkimOptions(domain=plan.send.sender.domain, key_files=(file,)) if signed else None
    return replace(plan, send=replace(plan.send, dkim=dkim))


async def add_readers(store: Store, count: int, newsletter: str) -> None:
    def fill(connection: Connection) -> None:
        connection.execute(text(READERS), {"count": count})
        connection.execute(text(SUBSCRIPTIONS), {"newsletter": newsletter})

    await store._db.write(fill)


def make(folder: Path, count: int) -> None:
    """Freeze the issue in `folder`/issue.db and write what was rendered into `folder`/rendered.json."""

    async def work() -> Rendered:
        config = replace(
            load_config(EXAMPLES / "config.toml", environ={}), database=f"sqlite:///{folder / 'issue.db'}"
        )
        async with open_app({}, at=AT, config=config) as app:
            plan = config.plan("daily", "main")
            await add_readers(app.store, count, plan.newsletter)
            await collect(plan, fetcher=app.fetcher, now=AT, store=app.store)
            built = await build_issue(plan, manual_slot(plan, now=AT), store=app.store, now=AT)
            assert built.draft and built.draft.rendered, built.issue.why
            return built.draft.rendered

    rendered = asyncio.run(work())
    (folder / "rendered.json").write_text(json.dumps(asdict(rendered) | {"images": []}), "utf-8")


def read_rendered(folder: Path) -> Rendered:
    return Rendered(**(json.loads((folder / "rendered.json").read_text("utf-8")) | {"images": ()}))
