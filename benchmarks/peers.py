"""The peers, each in a process of its own: python -m benchmarks.peers NAME --folder … --port … --count … --connections …

usual      what most newsletters in Python do: for each reader, Jinja on the compiled HTML, EmailMessage, dkimpy, and
           aiosmtplib's send_message over a pool of connections
pool       aiosmtplib's sendmail over a pool of connections, with bytes that are ready: no rendering, no signature, no record
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import aiosmtplib

from benchmarks.mailing import AT, read_rendered
from digest.app import run_fast

Send = Callable[[aiosmtplib.SMTP, int], Awaitable[object]]


def usual(folder: Path) -> Send:
    import dkim
    from jinja2 import Environment

    rendered, key = read_rendered(folder), (folder / "dkim.pem").read_bytes()
    placeholder = re.compile(rf"{rendered.marker}_(\w+?)_(?=\W)")

    def template(text: str, *, escape: bool) -> object:
        # What the usual way starts from: the compiled HTML with {{ name }} in it.
        quoted = "{% raw %}" + placeholder.sub(r"{% endraw %}{{ \1 }}{% raw %}", text) + "{% endraw %}"
        return Environment(autoescape=escape).from_string(quoted)

    html, text = template(rendered.html, escape=True), template(rendered.text, escape=False)

    async def send(client: aiosmtplib.SMTP, number: int) -> object:
        address = f"reader{number}@example.com"
        url = f"https://news.example.com/u/1.{number}.abcdefghijklmnop"
        values = {"name": f"Reader {number}", "email": address, "unsubscribe_url": url, "view_url": url}
        message = EmailMessage()
        message["From"], message["To"] = "news@example.com", address
        message["Subject"], message["Date"] = rendered.subject, format_datetime(AT)
        message["Message-ID"], message["List-Unsubscribe"] = f"<{number}@example.com>", f"<{url}>"
        message.set_content(text.render(values))  # type: ignore[attr-defined]  # a jinja2 template
        message.add_alternative(html.render(values), subtype="html")  # type: ignore[attr-defined]
        signature = dkim.sign(message.as_bytes(), b"bench", b"example.com", key)
        name, _, value = signature.decode().replace("\r\n", "").partition(": ")
        message[name] = value
        return await client.send_message(message)

    return send


def pool(folder: Path) -> Send:
    rendered = read_rendered(folder)
    message = EmailMessage()
    message["From"], message["Subject"] = "news@example.com", rendered.subject
    message.set_content(rendered.text)
    message.add_alternative(rendered.html, subtype="html")
    ready = message.as_bytes().replace(b"\n", b"\r\n")

    async def send(client: aiosmtplib.SMTP, number: int) -> object:
        address = f"reader{number}@example.com"
        return await client.sendmail(
            "news@example.com", [address], b"To: %s\r\n%s" % (address.encode(), ready)
        )

    return send


async def drive(send: Send, *, port: int, count: int, connections: int) -> float:
    """Messages a second, connecting not counted."""
    clients = [aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False) for _ in range(connections)]
    await asyncio.gather(*(client.connect() for client in clients))
    numbers = iter(range(count))

    async def work(client: aiosmtplib.SMTP) -> None:
        for number in numbers:
            await send(client, number)

    begun = time.perf_counter()
    await asyncio.gather(*map(work, clients))
    took = time.perf_counter() - begun
    await asyncio.gather(*(client.quit() for client in clients))
    return count / took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=["usual", "pool"])
    parser.add_argument("--folder", type=Path, required=True)
    for option in ("port", "count", "connections"):
        parser.add_argument(f"--{option}", type=int, required=True)
    options = parser.parse_args()
    send = {"usual": usual, "pool": pool}[options.name](options.folder)
    # The same event loop as ours: the difference is what is done on it.
    rate = run_fast(drive(send, port=options.port, count=options.count, connections=options.connections))
    print(json.dumps({"rate": rate}))


if __name__ == "__main__":
    main()
