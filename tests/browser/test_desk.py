"""The desk's page as a person uses it: the real daemon, real Chromium, no script."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

CONFIG = """
site = "https://blog.example"
name = "Harbour Notes"
from = "Ana <letters@blog.example>"
postal_address = "PO Box 7, Porto, Portugal"
smtp = "folder:out"
public_url = "https://news.blog.example"
listen = "127.0.0.1:{port}"
[sources]
posts = {{ path = "posts", base_url = "https://blog.example" }}
[newsletters.letter]
when = "daily 07:30"
proof = {{ to = "desk@blog.example" }}
stories = {{ max = 6 }}
"""


@pytest.fixture
def link(tmp_path: Path) -> Iterator[str]:
    """The page of a proof of six stories, with three candidates left out."""
    (tmp_path / "posts").mkdir()
    for number in range(9):
        text = f"---\ntitle: Harbour story {number}\ndate: 2026-02-17T0{number}:00:00Z\n---\nWords of it.\n"
        (tmp_path / "posts" / f"{number}.md").write_text(text)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "config.toml").write_text(CONFIG.format(port=port))
    environ = {name: value for name, value in os.environ.items() if not name.startswith("DIGEST_")}
    command = [sys.executable, "-u", "-m", "digest", "run", "--at", "2026-02-18T07:00Z"]
    process = subprocess.Popen(command, cwd=tmp_path, env=environ, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert any("proof mailed" in line for line in process.stdout)
    (file,) = (tmp_path / "out").glob("*.eml")
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    part = message.get_body(("plain",))  # type: ignore[attr-defined]  # the policy makes it an EmailMessage
    assert isinstance(part, EmailMessage)
    found = re.search(r"https://news\.blog\.example(/d/\S+)", part.get_content())
    assert found
    yield f"http://127.0.0.1:{port}{found[1]}"
    process.terminate()
    assert process.wait(20) == 0
    process.stdout.close()


@pytest.fixture(params=[(375, "light"), (375, "dark"), (720, "light"), (1280, "dark")], ids=str)
def desk(request: pytest.FixtureRequest, chromium: Browser, link: str) -> Iterator[Page]:
    """The page in a browser that runs no script; what its policy forbids fails the test."""
    width, scheme = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=False
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    refused: list[str] = []
    page.on(
        "console",
        lambda line: refused.append(line.text) if "Content Security Policy" in line.text else None,
    )
    page.goto(link)
    yield page
    context.close()
    assert refused == []


def overflow(page: Page) -> bool:
    """Whether something stands out to the side."""
    boxes = page.locator("input:not([type=hidden]), select, textarea, button, summary, h1, p, fieldset")
    size = page.viewport_size
    assert size
    found = [box.bounding_box() for box in boxes.all() if box.is_visible()]
    return any(box and (box["x"] < 0 or box["x"] + box["width"] > size["width"] + 0.5) for box in found)


def test_an_issue_is_changed_and_approved_without_script_on_any_screen(desk: Page) -> None:
    """Retitled, reordered, put in, saved, approved; nothing stands out to the side."""
    assert not overflow(desk)
    desk.get_by_label("Title").nth(1).fill("A better title")
    desk.get_by_label("Place").nth(3).fill("2")
    desk.locator("summary", has_text="3 candidates left out").click()
    desk.get_by_label("Harbour story 2").select_option("put in")
    desk.get_by_role("button", name="Save").click()
    expect(desk.locator("header")).to_contain_text("Changed by hand: 1 pinned, 1 retitled, order changed")
    expect(desk.locator("header")).to_contain_text("Waiting for you.")
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_role("status")).to_contain_text("Approved Wed 18 Feb 2026 07:0")
    assert not overflow(desk)


def test_the_keyboard_is_enough_and_enter_only_saves(desk: Page) -> None:
    """Enter in a field must not approve; what has the focus shows it, and is not behind the buttons."""
    desk.get_by_label("Title").first.focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status")).to_contain_text("Waiting for you.")
    desk.get_by_label("Title").nth(4).focus()
    for _ in range(80):
        desk.keyboard.press("Tab")
        focused = desk.locator(":focus")
        if focused.count() and focused.first.get_attribute("value") == "hold":
            break
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status")).to_contain_text("Held Wed 18 Feb 2026 07:0")


def test_the_mail_stands_in_its_frame(desk: Page) -> None:
    """As it would be now, and no part of the page."""
    frame = desk.frame_locator("iframe[sandbox='']")
    expect(frame.locator("body")).to_contain_text("Harbour story 8")
