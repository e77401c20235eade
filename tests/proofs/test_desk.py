"""The desk's page: what it shows, what it changes, and to whom."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

import pytest

from digest import links
from digest.model import Action, Hand, IssueState, Mark, ProofState
from proofs.conftest import FORM, Newsroom, at, fields_of, form_fields, posted, text_of

READER = "ana@example.com"
ASKED, SLOT = at("06:45"), at("07:30")
SCOPE = "letter", "main", "each"


@pytest.fixture
async def asked(newsroom: Newsroom) -> Newsroom:
    """The proof is with the desk."""
    await newsroom.tick(ASKED)
    return newsroom


async def state(newsroom: Newsroom) -> ProofState:
    proof = await newsroom.store.proof_by_id(1)
    assert proof
    return proof.state


async def hand(newsroom: Newsroom) -> Hand:
    return await newsroom.store.hand(*SCOPE)


async def test_the_page_shows_the_issue_and_its_form(asked: Newsroom) -> None:
    """Every story with its fields, the intro, three buttons, the mail in a frame."""
    page = await asked.page()
    for words in (
        "Proof of letter, due Wed 18 Feb 2026 07:30 UTC",
        "Waiting for you.",
        "it is held",
        "3 stories",
    ):
        assert words in page
    titles = [value for name, value in form_fields(page) if name.startswith("title:")]
    assert titles == ["Cranes learn to wait", "Buoys report the weather", "Pilots go remote"]
    assert re.findall(r'<button[^>]* value="(\w+)"', page) == ["save", "approve", "hold"]
    assert "<script" not in page
    assert " style=" not in page
    mail = await asked.get(f"{asked.link}/mail")
    assert "Buoys report the weather" in mail
    assert READER not in mail


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_looking_changes_nothing(method: str, asked: Newsroom) -> None:
    """Scanners open every link of a mail, with whatever they add to it."""
    base = await asked.serve() + asked.link
    for path in ("", "?do=approve", "/mail", "?do=hold&seen="):
        async with asked.session.request(method, base + path) as reply:
            assert reply.status == 200
    assert await state(asked) is ProofState.WAITING
    assert await hand(asked) == Hand()
    assert await asked.store.issues() == ()


async def test_the_page_loads_nothing_and_is_framed_by_nobody(asked: Newsroom) -> None:
    """Its style is the one its policy names; the mail runs nothing and is framed by the page alone."""
    import base64
    import hashlib

    base = await asked.serve() + asked.link
    async with asked.session.get(base) as reply:
        text, policy = await reply.text(), reply.headers["Content-Security-Policy"]
        assert reply.headers["X-Frame-Options"] == "DENY"
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["Referrer-Policy"] == "no-referrer"
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.startswith(
        f"default-src 'none'; style-src 'sha256-{digest}'; frame-src 'self'; form-action 'self'"
    )
    assert "frame-ancestors 'none'" in policy
    async with asked.session.get(f"{base}/mail") as reply:
        policy = reply.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; img-src")
        assert policy.endswith("; sandbox")
        assert "frame-ancestors 'self'" in policy
        assert reply.headers["X-Frame-Options"] == "SAMEORIGIN"


async def test_a_forged_link_is_like_any_nonsense(asked: Newsroom) -> None:
    """Another purpose's token, another proof's number, a cut one: the same 404, for the form too."""
    keyring = await asked.store.keyring()
    genuine = asked.link.removeprefix("/d/")
    tokens = [
        keyring.sign(links.ISSUE, "1"),
        keyring.sign(links.UNSUBSCRIBE, "1"),
        keyring.sign(links.DESK, "2"),
        keyring.sign(links.DESK, "x"),
        genuine[:-2],
        "x",
        "a" * 5000,
    ]
    answers = set()
    base = await asked.serve()
    for token in tokens:
        for method, path in (("GET", ""), ("POST", ""), ("GET", "/mail")):
            async with asked.session.request(method, f"{base}/d/{token}{path}") as reply:
                answers.add((reply.status, await reply.text()))
    ((status, text),) = answers
    assert status == 404
    assert "This link does not work" in text


async def test_saving_keeps_what_was_typed(asked: Newsroom) -> None:
    """Title, note, choice, lead and intro become the hand; the page and the mail show it."""
    page = await asked.page()
    buoys, pilots = fields_of(page, "Buoys report the weather"), fields_of(page, "Pilots go remote")
    page = await asked.press(
        "save",
        {
            "intro": "Good morning.\r\nIt snowed.",
            "lead": buoys,
            f"title:{buoys}": "Buoys\u202e\x07 talk",
            f"note:{buoys}": "Our reporter was there.",
            f"action:{pilots}": "drop",
        },
    )
    assert await state(asked) is ProofState.WAITING
    kept = await hand(asked)
    assert kept == Hand(
        marks=(
            Mark(
                article=buoys,
                url="https://blog.example/buoys",
                action=Action.LEAD,
                title="Buoys talk",
                note="Our reporter was there.",
            ),
            Mark(article=pilots, url="https://blog.example/pilots", action=Action.DROP),
        ),
        intro="Good morning.\nIt snowed.",
    )
    assert "Changed by hand: lead chosen, 1 dropped, 1 retitled, 1 annotated" in page


async def test_a_form_that_nobody_touched_changes_nothing(asked: Newsroom) -> None:
    """Save by accident, and save again."""
    await asked.press("save")
    await asked.press("save")
    assert await hand(asked) == Hand()


async def test_what_was_typed_is_text_wherever_it_is_shown(asked: Newsroom) -> None:
    """And so is what a feed says."""
    asked.post("evil", "'Say \"no\" onfocus=alert(1) & 2 < 3'", "2026-02-18T06:40:00Z")
    await asked.tick(at("07:05"), restart=True)
    page = await asked.page()
    evil = fields_of(page, 'Say "no" onfocus=alert(1) & 2 < 3')
    attack = '"></textarea><img src=x onerror=alert(2)>'
    page = await asked.press("save", {f"note:{evil}": attack, f"title:{evil}": attack, "intro": attack})
    mail = await asked.get(f"{asked.link}/mail")
    for text in (page, mail):
        assert "<script" not in text
        assert "<img src=x" not in text
    assert dict(form_fields(page))[f"note:{evil}"] == attack


async def test_two_people_at_once_are_both_served(asked: Newsroom) -> None:
    """The second is refused with what they typed over what the first one did, and can press again."""
    before = await asked.page()
    buoys, pilots = fields_of(before, "Buoys report the weather"), fields_of(before, "Pilots go remote")
    await asked.press("save", {f"title:{buoys}": "Buoys talk"}, page=before)
    mine = {f"note:{pilots}": "Mine.", "intro": "Hello."}
    page = await asked.press("approve", mine, page=before, status=409)
    assert "Nothing was saved. Somebody else changed this issue" in page
    assert await state(asked) is ProofState.WAITING
    fields = dict(form_fields(page))
    assert (fields[f"title:{buoys}"], fields[f"note:{pilots}"], fields["intro"]) == (
        "Buoys talk",
        "Mine.",
        "Hello.",
    )
    await asked.press("approve", page=page)
    assert await state(asked) is ProofState.APPROVED
    kept = await hand(asked)
    assert kept.intro == "Hello."
    assert {mark.article: (mark.title, mark.note) for mark in kept.marks} == {
        buoys: ("Buoys talk", ""),
        pilots: ("", "Mine."),
    }


async def test_holding_needs_no_fresh_form(asked: Newsroom) -> None:
    """The emergency brake works, whatever somebody else did; what was typed is not lost."""
    before = await asked.page()
    buoys = fields_of(before, "Buoys report the weather")
    await asked.press("approve", {f"title:{buoys}": "Buoys talk"}, page=before)
    page = await asked.press("hold", {"intro": "Wait!"}, page=before, status=409)
    assert "The issue is held. Somebody else changed" in page
    assert dict(form_fields(page))["intro"] == "Wait!"
    assert await state(asked) is ProofState.HELD
    await asked.tick(SLOT)
    assert asked.to(READER) == []


async def test_saving_after_approving_asks_for_another_approval(asked: Newsroom) -> None:
    """What is sent was seen as it is by whoever approved it."""
    await asked.press("approve")
    page = await asked.press("save", {"intro": "Another one."})
    assert "Waiting for you." in page
    await asked.tick(SLOT)
    assert (await asked.issue()).state is IssueState.HELD


async def test_a_change_from_elsewhere_takes_an_approval_back(asked: Newsroom) -> None:
    """Such as from the command line: the page says so, and silence is silence."""
    await asked.press("approve")
    fixed = await hand(asked)
    await asked.store.keep_hand(*SCOPE, replace(fixed, intro="Mine."), now=asked.now)
    assert "Waiting for you." in await asked.page()
    await asked.tick(SLOT)
    assert (await asked.issue()).state is IssueState.HELD


async def test_after_the_issue_was_sent_the_page_says_so_and_offers_nothing(asked: Newsroom) -> None:
    """A form that is still open somewhere changes nothing either."""
    before = await asked.page()
    await asked.press("approve")
    await asked.tick(SLOT)
    assert len(asked.to(READER)) == 1
    page = await asked.press("hold", {"intro": "Too late."}, page=before)
    assert "This issue has been sent." in page
    assert "<form" not in page
    assert "<iframe" not in page
    assert await hand(asked) == Hand()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://news.blog.example.evil.example"},
        {"Origin": "https://["},
    ],
)
async def test_another_site_s_form_is_refused(headers: dict[str, str], asked: Newsroom) -> None:
    """Even one that knows the link."""
    await asked.press("approve", headers=headers, status=403)
    assert await state(asked) is ProofState.WAITING


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "null"},
        {"Origin": "https://news.blog.example"},
    ],
)
async def test_our_own_form_is_taken_from_every_browser(headers: dict[str, str], asked: Newsroom) -> None:
    """Pages that send no referrer have the origin “null”."""
    await asked.press("approve", headers=headers)
    assert await state(asked) is ProofState.APPROVED


async def test_a_form_that_is_not_ours_is_refused_in_a_line(asked: Newsroom) -> None:
    """No traceback, no change, whatever is posted."""
    page = await asked.page()
    row = fields_of(page, "Pilots go remote")
    url = await asked.serve() + asked.link
    bad: list[list[tuple[str, str]]] = [
        [],
        [("do", "delete")],
        [("do", "approve"), ("row", "../x")],
        [("do", "approve"), ("row", row)],
        [("do", "approve"), ("row", row), (f"was:{row}", "[" * 3000)],
        [("do", "approve"), ("row", row), (f"was:{row}", '{"action": "lead"}')],
        [("do", "approve"), *(("row", f"a{number}") for number in range(500))],
    ]
    for fields in bad:
        async with asked.session.post(url, data=posted(fields), headers=FORM) as reply:
            assert reply.status == 400, fields
    async with asked.session.post(url, data=b"{}", headers={"Content-Type": "application/json"}) as reply:
        assert reply.status == 415
    async with asked.session.post(url, data=posted([("do", "x" * 3_000_000)]), headers=FORM) as reply:
        assert reply.status == 413
    assert await state(asked) is ProofState.WAITING
    assert await hand(asked) == Hand()


async def test_what_is_too_long_is_said_and_not_lost(asked: Newsroom) -> None:
    """A browser stops at the limit; whoever gets past it still has their text."""
    page = await asked.page()
    row = fields_of(page, "Pilots go remote")
    page = await asked.press("save", {f"note:{row}": "字" * 1001}, status=422)
    assert "is longer than 1000 characters" in page
    assert dict(form_fields(page))[f"note:{row}"] == "字" * 1001
    assert await hand(asked) == Hand()


async def test_a_form_of_fifty_long_stories_fits(newsroom: Newsroom) -> None:
    """In the script that takes most bytes."""
    for number in range(50):
        newsroom.post(f"post{number}", "字" * 200 + str(number), f"2026-02-18T05:{number:02}:00Z")
    newsroom.configure('proof = { to = "desk@blog.example" }\nstories = { max = 50 }')
    await newsroom.tick(ASKED)
    fields = form_fields(await newsroom.page())
    notes = {name: "字" * 1000 for name, _ in fields if name.startswith("note:")}
    assert len(notes) == 50
    await newsroom.press("save", notes)
    await newsroom.press("save", dict.fromkeys(notes, "語" * 1000))
    assert {mark.note for mark in (await hand(newsroom)).marks} == {"語" * 1000}


async def test_many_looks_at_once_make_one_issue(asked: Newsroom) -> None:
    """A page, its frame and a reload are not three rankings."""
    await asked.serve()
    pages = await asyncio.gather(*(asked.get(asked.link + path) for path in ["", "/mail"] * 5))
    assert len(pages) == 10
    assert len(set(pages[::2])) == 1


async def test_the_proof_s_links_lead_nowhere_private(asked: Newsroom) -> None:
    """Unsubscribing in the proof is nobody's; reading online is the desk's page."""
    text = text_of(asked.proof)
    assert "Unsubscribe: https://news.blog.example/u\n" in text
    assert "/i/" not in text
