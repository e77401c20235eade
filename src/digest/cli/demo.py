"""`digest demo`: the sample newsletter, made from the shipped articles and mailed over real SMTP to a local inbox."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import click

import digest
from digest.app import App, open_app
from digest.cli.inbox import Inbox
from digest.cli.issue import collect_with_progress, copy_for
from digest.cli.output import is_quiet, json_option, plural, print_json, say, size
from digest.cli.pictures import localise
from digest.cli.preview import image_roots
from digest.config import Config, load_config
from digest.errors import DigestError, InputError
from digest.model import DeliveryState
from digest.pipeline import build_issue, deliver
from digest.plan import Plan, manual_slot

AT = datetime(2026, 2, 18, 6, 30, tzinfo=UTC)  # the morning for which the sample articles are written


@click.command("demo", epilog="Examples: digest demo · digest demo --out mails --json · digest demo --crash")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    show_default=True,
    help="Folder for the results.",
)
@click.option(
    "--crash", is_flag=True, help="Mail it to 2,000 readers instead, kill the sender three times, and count."
)
@json_option
def command(out: Path, crash: bool, as_json: bool) -> int:
    """Make the sample newsletter in its three languages and mail it to an inbox on this machine.

    Everything is real: articles are collected from files, ranked, rendered, frozen in a database and sent over SMTP.
    Nothing leaves this machine.

    With --crash the English edition goes to 2,000 readers. Its sender is killed (kill -9) three times and started again;
    then the inbox's journal says who has how many copies.
    """
    if crash:
        from digest.cli.crash import show as show_crash

        return show_crash(out, examples=find_examples(), as_json=as_json)
    started = time.perf_counter()
    clear(out)
    shown = asyncio.run(demo(out))
    took = (time.perf_counter() - started) * 1000
    if as_json:
        print_json({"editions": shown, "milliseconds": round(took)})
    elif not is_quiet():
        for edition in shown:
            describe(edition)
        say(f"\nAll in {took:,.0f} ms. Open {shown[0].html} in a browser, or the .eml in your mail program.")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one edition came to, and where it lies."""

    edition: str
    subject: str
    stories: int
    articles: int
    sent: int
    html: Path
    text: Path
    eml: Path
    html_bytes: int
    text_bytes: int
    eml_bytes: int
    milliseconds: int


def describe(edition: Shown) -> None:
    say(f"\n{edition.subject}")
    say(
        f"  {plural(edition.stories, 'story', 'stories')} of {plural(edition.articles, 'article')}, "
        f"sent to {plural(edition.sent, 'reader')} in {edition.milliseconds:,} ms"
    )
    say(f"  HTML  {size(edition.html_bytes):>7}  {edition.html}")
    say(f"  text  {size(edition.text_bytes):>7}  {edition.text}")
    say(f"  .eml  {size(edition.eml_bytes):>7}  {edition.eml}")


def find_examples() -> Path:
    """The shipped examples: beside the sources in a checkout, inside the package when installed."""
    package = Path(digest.__file__).parent
    for folder in (package / "_shipped" / "examples", package.parents[1] / "examples"):
        if (folder / "config.toml").is_file():
            return folder
    raise InputError("the sample newsletter is not part of this installation; clone the repository for it")


def clear(out: Path) -> None:
    """Make the folder and take away what an earlier demo left in it. Raises InputError."""
    try:
        (out / "inbox").mkdir(parents=True, exist_ok=True)
        for old in (*out.glob("demo.db*"), *(out / "inbox").glob("*.eml")):
            old.unlink()
    except OSError as exc:
        raise InputError(f"cannot write to {out}: {exc.strerror}") from exc


async def demo(out: Path) -> list[Shown]:
    """Run the whole pipeline on the examples with a fresh database under `out`."""
    examples = find_examples()
    mails = Mails(out / "inbox")
    async with Inbox(mails.keep) as inbox:
        config = demo_config(examples, database=f"sqlite:///{(out / 'demo.db').resolve()}", port=inbox.port)
        async with open_app({}, at=AT, config=config) as app:
            await add_readers(app, examples / "subscribers.csv")
            say(f"Articles from {examples}; inbox on 127.0.0.1:{inbox.port}")
            return [await show(app, plan, out, mails=mails) for plan in config.plans]


def demo_config(examples: Path, *, database: str, port: int) -> Config:
    """The shipped config with the demo's own database and inbox."""
    from digest.send.transports import parse_server

    config = load_config(examples / "config.toml", environ={})
    server = parse_server(f"smtp://127.0.0.1:{port}?security=none", root=examples)
    return replace(config, database=database, mail_servers=(server,), missing=(), alert=None)


async def add_readers(app: App, csv: Path) -> None:
    """Import the sample readers: each edition has some."""
    from digest.subscriptions import import_csv

    newsletter = app.config.plans[0].newsletter
    await import_csv(csv, store=app.store, newsletter=newsletter, edition="main", now=app.now())
    for plan in app.config.plans:
        if plan.edition != "main":
            await app.store.subscribe(
                f"reader-{plan.edition}@readers.example",
                newsletter=plan.newsletter,
                edition=plan.edition,
                name="",
                origin="demo",
                now=app.now(),
            )


async def show(app: App, plan: Plan, out: Path, *, mails: Mails) -> Shown:
    """Make and mail one edition; write its HTML and text beside the received mail."""
    from digest.send import Pool

    started, before = time.perf_counter(), len(mails.received)
    collected = await collect_with_progress(app, plan, remember=True)
    if collected.failures:
        raise DigestError("; ".join(f"{failure.source}: {failure.reason}" for failure in collected.failures))
    built = await build_issue(plan, manual_slot(plan, now=app.now()), store=app.store, now=app.now())
    if built.mailing is None or built.draft is None or built.draft.variant is None:
        raise DigestError(f"{plan.title}: no issue: {built.issue.why}")
    async with Pool(app.config.servers) as pool:
        tally = await deliver(
            plan, built.mailing, store=app.store, pool=pool, keyring=app.keyring, clock=app.clock
        )
    if tally[DeliveryState.SENT] != tally.audience:
        raise DigestError(f"{plan.title}: {tally[DeliveryState.SENT]} of {tally.audience} mails were sent")
    took = (time.perf_counter() - started) * 1000
    copy, _ = copy_for(plan, built.draft)
    language = plan.render.language
    html, text = out / f"{plan.newsletter}-{language}.html", out / f"{plan.newsletter}-{language}.txt"
    html.write_text(
        localise(
            copy.html,
            brand=plan.render.brand,
            icons=plan.render.icons,
            roots=image_roots(plan, app.config.root),
        ),
        "utf-8",
    )
    text.write_text(copy.text, "utf-8")
    received = mails.received[before]
    return Shown(
        edition=plan.edition,
        subject=built.issue.subject,
        stories=len(built.draft.variant.stories),
        articles=len(collected.articles),
        sent=tally[DeliveryState.SENT],
        html=html,
        text=text,
        eml=received,
        html_bytes=len(copy.html.encode()),
        text_bytes=len(copy.text.encode()),
        eml_bytes=received.stat().st_size,
        milliseconds=round(took),
    )


@dataclass
class Mails:
    """Keeps each mail as a file."""

    folder: Path
    received: list[Path] = field(default_factory=list)

    def keep(self, recipient: str, content: bytes) -> None:
        reader = re.sub(r"[^A-Za-z0-9.@+-]", "_", recipient)
        file = self.folder / f"{len(self.received) + 1:04}-{reader}.eml"
        file.write_bytes(content)
        self.received.append(file)
