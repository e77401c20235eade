"""The studio as a person uses it: the real command, real Chromium."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import NODE_MODULES

CONFIG = """
site = "https://blog.example"
name = "Harbour Notes"
from = "Ana <letters@blog.example>"
postal_address = "PO Box 7, Porto, Portugal"
smtp = "smtp://127.0.0.1:9?security=none"
[sources]
posts = { path = "posts", base_url = "https://blog.example" }
[newsletters.letter]
theme = "ours"
sources = ["posts"]
[newsletters.letter.editions.ar]
language = "ar"
mixed = true
name = "رسائل"
"""


@dataclass
class Running:
    folder: Path
    url: str

    def write_theme(self, text: str) -> None:
        (self.folder / "ours" / "theme.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Running]:
    """A newsletter of six posts with a theme of its own, in the studio."""
    (tmp_path / "posts").mkdir()
    for number in range(6):
        text = (
            f"---\ntitle: Harbour story {number}\ndate: 2026-02-1{number}T08:00:00Z\ntags: [boats]\n---\n"
            + "Words of it. " * 60
        )
        (tmp_path / "posts" / f"{number}.md").write_text(text)
    (tmp_path / "ours").mkdir()
    running = Running(tmp_path, "")
    running.write_theme('[colours]\nmasthead = "#123456"\n')
    (tmp_path / "config.toml").write_text(CONFIG)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("DIGEST_")}
    command = [
        sys.executable,
        "-u",
        "-m",
        "digest",
        "preview",
        "letter",
        "--serve",
        "--at",
        "2026-02-16T08:00Z",
    ]
    process = subprocess.Popen(command, cwd=tmp_path, env=environ, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    line = process.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+/", line)
    assert found, line
    running.url = found[0]
    yield running
    process.terminate()
    assert process.wait(20) == 0
    process.stdout.close()


@pytest.fixture
def opened(studio: Running, page: Page) -> Running:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(studio.url)
    page.wait_for_selector("html[data-shown]", state="attached")
    return studio


def background(page: Page) -> str:
    """The masthead's colour in the mail."""
    frame = page.frame_locator("#mail")
    return str(
        frame.locator("[style*='border-radius:14px 14px']").first.evaluate(
            "node => getComputedStyle(node).backgroundColor"
        )
    )


def shown_version(page: Page) -> str:
    return page.locator("html").get_attribute("data-shown") or ""


def test_a_changed_theme_shows_at_once_and_the_mail_stays_where_it_was(opened: Running, page: Page) -> None:
    """Nobody reloads, nobody scrolls again."""
    before = background(page)
    page.locator("#stage").evaluate("node => node.scrollTo(0, 400)")
    opened.write_theme('[colours]\nmasthead = "#7A1F3D"\n')
    expect(page.locator("html")).to_have_attribute("data-shown", "1", timeout=20_000)
    assert background(page) != before
    assert page.locator("#stage").evaluate("node => node.scrollTop") == 400


def test_a_theme_that_breaks_says_where_and_leaves_the_last_good_mail(opened: Running, page: Page) -> None:
    """And recovers by itself."""
    opened.write_theme('[colours]\nmasthead = "blue"\n')
    problem = page.locator("#problem")
    expect(problem).to_contain_text(
        "ours/theme.toml: colours.masthead: expected a colour such as #1D4ED8", timeout=20_000
    )
    expect(page.locator("#subject")).to_have_text("Harbour story 5")
    expect(page.frame_locator("#mail").locator("h1")).to_contain_text("Harbour story 5")
    opened.write_theme('[colours]\nmasthead = "#00AA55"\n')
    expect(problem).to_be_hidden(timeout=20_000)


def test_new_content_is_collected(opened: Running, page: Page) -> None:
    (opened.folder / "posts" / "new.md").write_text(
        "---\ntitle: Fresh from the quay\ndate: 2026-02-16T07:00:00Z\n---\nWords."
    )
    expect(page.locator("#subject")).to_have_text("Fresh from the quay", timeout=20_000)


def test_width_colours_and_pictures_can_be_chosen(opened: Running, page: Page) -> None:
    """By mouse and by key."""
    page.get_by_role("radio", name="375").check()
    assert page.locator("#paper").evaluate("node => node.clientWidth") == 375
    page.keyboard.press("1")
    assert page.locator("#paper").evaluate("node => node.clientWidth") == 320
    page.keyboard.press("d")
    body = page.frame_locator("#mail").locator("body")
    expect(body).to_have_css("background-color", "rgb(11, 15, 22)")
    page.keyboard.press("d")
    expect(page.frame_locator("#mail").locator("html")).to_have_css("filter", "invert(1) hue-rotate(180deg)")
    page.get_by_label("Width in pixels").fill("500")
    page.keyboard.press("Enter")
    assert page.locator("#paper").evaluate("node => node.clientWidth") == 500


def test_an_edition_has_its_own_direction(opened: Running, page: Page) -> None:
    page.get_by_label("Edition").select_option("ar")
    expect(page.frame_locator("#mail").locator("html")).to_have_attribute("dir", "rtl", timeout=20_000)


def test_a_finding_leads_to_its_place(opened: Running, page: Page) -> None:
    """The mail scrolls there and the block is outlined."""
    opened.write_theme('[colours]\nmeta = "#DDDDDD"\n')
    finding = page.locator(".finding", has_text="#DDDDDD on #FFFFFF in light mode")
    finding.first.click(timeout=20_000)
    expect(page.locator("#outline")).to_be_visible()
    assert page.locator("#stage").evaluate("node => node.scrollTop") > 0


def test_everything_can_be_done_by_keyboard(opened: Running, page: Page) -> None:
    page.get_by_role("tab", name="Checks").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Stories")).to_be_focused()
    expect(page.get_by_role("tabpanel")).to_contain_text("recency")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tabpanel")).to_contain_text("List-Unsubscribe")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_role("tab", name="Checks")).to_have_attribute("aria-selected", "true")


def test_a_test_copy_reports_what_the_server_says(opened: Running, page: Page) -> None:
    """Nothing listens on that port; the reason stands beside the form."""
    page.get_by_role("button", name="Send test").click()
    page.get_by_label("Address").fill("me@example.com")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#sent")).to_contain_text("127.0.0.1:9", timeout=20_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 800])
def test_the_studio_itself_is_accessible(opened: Running, page: Page, scheme: str, width: int) -> None:
    """axe-core finds nothing, on every tab; nothing is asked of anybody else; nothing overflows."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(opened.url)
    page.wait_for_selector("html[data-shown]", state="attached")
    axe = (NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    page.evaluate(axe)  # the page's own policy lets no script in
    for tab in ("Checks", "Stories", "Inbox", "Links", "HTML"):
        page.get_by_role("tab", name=tab).click()
        result = page.evaluate("axe.run(document, {iframes: false})")
        assert [
            (each["id"], [node["html"] for node in each["nodes"]][:3]) for each in result["violations"]
        ] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert all(url.startswith((opened.url, "data:")) for url in asked), asked
