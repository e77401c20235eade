"""What the web page of an issue says after it was corrected or taken down."""

from __future__ import annotations

from datetime import UTC, datetime

import aiohttp
import pytest

from digest import links
from digest.model import Correction, IssuePage, Rendered
from web.test_public import KEYRING, People, client, people, site

__all__ = ["client", "people", "site"]  # fixtures

WHEN = datetime(2026, 2, 19, 9, tzinfo=UTC)


def correction(note: str, old: str = "", new: str = "") -> Correction:
    return Correction(issue_id=1, created_at=WHEN, note=note, old=old, new=new)


def issue(language: str, body: str) -> Rendered:
    page = f'<html lang="{language}"><head><title>Mayor Smith</title></head><body class="a>b">{body}</body></html>'
    return Rendered(subject="Mayor Smith", text="", html=page)


async def shown(site: str, client: aiohttp.ClientSession) -> tuple[int, str]:
    async with client.get(f"{site}/i/{KEYRING.sign(links.ISSUE, '3')}") as reply:
        assert "no-cache" in reply.headers["Cache-Control"] or "no-store" in reply.headers["Cache-Control"]
        return reply.status, await reply.text()


async def test_a_correction_changes_the_text_and_says_so_at_the_top(
    site: str, people: People, client: aiohttp.ClientSession
) -> None:
    """The words are changed wherever they stand, never in a link; the note is dated and cannot be markup."""
    body = '<p>Mayor  Jon\n Smith &amp; Co</p><a title="Jon Smith" href="https://x.example/Jon Smith">Jon Smith</a>'
    people.pages[3] = IssuePage(
        rendered=issue("en", body),
        corrections=(correction("It is <b>John</b>.", "Jon Smith", "John <Smith>"),),
    )
    status, text = await shown(site, client)
    assert status == 200
    assert "<p>Mayor  John &lt;Smith&gt; &amp; Co</p>" in text
    assert '<a title="Jon Smith" href="https://x.example/Jon Smith">John &lt;Smith&gt;</a>' in text
    top = text.partition('<body class="a>b">')[2]
    assert top.startswith('<div role="note"')
    assert "Correction, February 19, 2026: It is &lt;b&gt;John&lt;/b&gt;." in top


async def test_corrections_follow_each_other(
    site: str, people: People, client: aiohttp.ClientSession
) -> None:
    """The second corrects what the first made, and both are said."""
    people.pages[3] = IssuePage(
        rendered=issue("en", "<p>Jon</p>"),
        corrections=(correction("One.", "Jon", "John"), correction("Two.", "John", "Joan")),
    )
    _, text = await shown(site, client)
    assert "<p>Joan</p>" in text
    assert text.index("One.") < text.index("Two.")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en-GB", "Correction, 19 February 2026: x"),
        ("es", "Corrección, 19 de febrero de 2026: x"),
        ("fr", "Correction du 19 février 2026 : x"),
        ("ar", "تصحيح، 19 فبراير 2026: x"),
        ("ar-EG", "تصحيح، ١٩ فبراير ٢٠٢٦: x"),
        ("ja", "訂正（2026年2月19日）：x"),
        ("ko", "정정(2026년 2월 19일): x"),
        ("zh-Hans", "更正（2026年2月19日）：x"),
        ("zh-Hant", "更正（2026年2月19日）：x"),
    ],
)
async def test_a_correction_speaks_the_issue_s_language(
    language: str, line: str, site: str, people: People, client: aiohttp.ClientSession
) -> None:
    """Words, date and direction."""
    people.pages[3] = IssuePage(rendered=issue(language, "<p>y</p>"), corrections=(correction("x"),))
    _, text = await shown(site, client)
    assert line in text
    assert f'dir="{"rtl" if language.startswith("ar") else "ltr"}"' in text


async def test_a_page_that_was_taken_down_is_gone(
    site: str, people: People, client: aiohttp.ClientSession
) -> None:
    """410 and a sentence in the issue's language; nothing of what it said."""
    people.pages[3] = IssuePage(
        rendered=issue("fr", "<p>Secret</p>"), corrections=(correction("Note."),), taken_down=True
    )
    status, text = await shown(site, client)
    assert status == 410
    assert "Ce numéro n’est plus disponible" in text
    assert "Secret" not in text
    assert "Smith" not in text
    assert "Note." not in text
