"""The desk is asked before an issue goes out, and its word, or its silence, counts."""

from __future__ import annotations

import pytest

from digest.errors import BlockedError
from digest.model import IssueState
from digest.pipeline import build_issue
from digest.plan import manual_slot
from proofs.conftest import HOLD, SEND, Newsroom, at, fields_of, html_of, text_of

READER, DESK, OPS = "ana@example.com", "desk@blog.example", "ops@blog.example"
BEFORE = at("06:44")
ASKED = at("06:45")
SLOT = at("07:30")


async def test_the_proof_is_mailed_at_its_time_and_once(newsroom: Newsroom) -> None:
    """Three quarters of an hour before the slot, however often the daemon looks or starts."""
    await newsroom.tick(BEFORE)
    assert newsroom.mails == []
    for minute in range(45, 60):
        await newsroom.tick(at(f"06:{minute}"), restart=minute % 3 == 0)
    (proof,) = newsroom.mails
    assert proof["To"] == DESK
    assert proof["Subject"] == "[proof] Cranes learn to wait"
    assert "letter: proof mailed" in newsroom.said


EDITIONS = f"{HOLD}\n[newsletters.letter.editions.ar]"


async def test_the_log_says_whose_proof_was_mailed_and_for_whom_the_operator_was_told(
    newsroom: Newsroom,
) -> None:
    """One process mails the notices of all editions of a newsletter."""
    newsroom.configure(EDITIONS)
    await newsroom.tick(ASKED)
    await newsroom.tick(SLOT)
    titles = "letter", "letter (ar)"
    assert [line for line in newsroom.said if "proof mailed" in line] == [
        f"{each}: proof mailed" for each in titles
    ]
    assert [line for line in newsroom.said if "told" in line] == [f"{each}: told {OPS}" for each in titles]


async def test_a_proof_of_an_edition_that_is_gone_is_named_as_before(newsroom: Newsroom) -> None:
    """The server had failed; when it is back, one edition is not configured any more."""
    out = newsroom.folder / "out"
    out.write_text("This is no folder.")
    newsroom.configure(EDITIONS)
    await newsroom.tick(ASKED)
    assert newsroom.said[-1] == f"letter: a notice could not be mailed: {out}: File exists"
    out.unlink()
    newsroom.configure(HOLD)
    await newsroom.tick(at("06:50"))
    assert newsroom.said[-2:] == ["letter: proof mailed", "letter (ar): proof mailed"]


async def test_the_proof_is_the_mail_with_a_band_that_says_what_is_asked(newsroom: Newsroom) -> None:
    """What, by when, what silence means, and where to answer; in both parts, above everything else."""
    await newsroom.tick(ASKED)
    text, html = text_of(newsroom.proof), html_of(newsroom.proof)
    assert text.startswith(
        "Proof of letter, Wed 18 Feb 2026 07:30 UTC.\n"
        "Approve, hold or change it by Wed 18 Feb 2026 07:30 UTC.\n"
        "If nobody says anything, it is held.\n"
        "https://news.blog.example/d/"
    )
    assert "Buoys report the weather" in text
    body = html.partition("<body")[2]
    assert body.index("If nobody says anything") < body.index("Cranes learn to wait")
    assert "Buoys report the weather" in body
    assert newsroom.link in html
    assert newsroom.proof["List-Unsubscribe"] is None


async def test_what_came_in_until_then_is_in_the_proof(newsroom: Newsroom) -> None:
    """The sources are asked once more before the desk is."""
    await newsroom.tick(at("06:40"))
    newsroom.post("fog", "Fog horns retire", "2026-02-18T06:41:00Z")
    await newsroom.tick(ASKED)
    assert "Fog horns retire" in text_of(newsroom.proof)


async def test_silence_holds_and_the_operator_is_told_once(newsroom: Newsroom) -> None:
    """The reader gets nothing; the issue says why."""
    await newsroom.tick(ASKED)
    for minute in (30, 31, 32):
        await newsroom.tick(at(f"07:{minute}"), restart=True)
    issue = await newsroom.issue()
    assert (issue.state, issue.why) == (IssueState.HELD, f"the desk ({DESK}) has not approved it")
    assert newsroom.to(READER) == []
    (alert,) = newsroom.to(OPS)
    assert "the issue of 2026-02-18T07:30 is held: the desk" in text_of(alert)


async def test_silence_sends_where_that_was_agreed(newsroom: Newsroom) -> None:
    """And the proof says so."""
    newsroom.configure(SEND)
    await newsroom.tick(ASKED)
    assert "If nobody says anything, it is sent." in text_of(newsroom.proof)
    await newsroom.tick(SLOT)
    assert len(newsroom.to(READER)) == 1
    assert newsroom.to(OPS) == []


async def test_what_is_approved_is_sent_at_the_slot(newsroom: Newsroom) -> None:
    """Not before, and once."""
    await newsroom.tick(ASKED)
    page = await newsroom.press("approve")
    assert "Approved Wed 18 Feb 2026 06:45 UTC." in page
    await newsroom.tick(at("07:29"))
    assert newsroom.to(READER) == []
    for minute in (30, 31):
        await newsroom.tick(at(f"07:{minute}"))
    (mail,) = newsroom.to(READER)
    assert mail["Subject"] == "Cranes learn to wait"
    assert (await newsroom.issue()).state is IssueState.DONE


async def test_what_was_approved_is_what_is_sent_whatever_arrives_later(newsroom: Newsroom) -> None:
    """The stories, their order, the lead, a title, a note, the intro: as the desk saw them."""
    newsroom.post("fog", "Fog horns retire", "2026-02-16T06:00:00Z")
    await newsroom.tick(ASKED)
    page = await newsroom.page()
    pilots, cranes = fields_of(page, "Pilots go remote"), fields_of(page, "Cranes learn to wait")
    await newsroom.press(
        "approve",
        {
            "lead": pilots,
            "intro": "Good tides.",
            f"action:{cranes}": "drop",
            f"note:{pilots}": "We were there.",
            f"position:{fields_of(page, 'Fog horns retire')}": "1",
        },
    )
    for minute in range(10):
        newsroom.post(f"late{minute}", f"A late story {minute}", f"2026-02-18T07:1{minute}:00Z")
    await newsroom.tick(at("07:20"), restart=True)
    await newsroom.tick(SLOT)
    (mail,) = newsroom.to(READER)
    assert mail["Subject"] == "Pilots go remote"
    text = text_of(mail)
    places = [
        text.find(words)
        for words in (
            "Good tides.",
            "Pilots go remote",
            "We were there.",
            "Fog horns retire",
            "Buoys report the weather",
        )
    ]
    assert -1 not in places
    assert places == sorted(places)
    assert "Cranes" not in text
    assert "late story" not in text
    newsroom.now = at("06:45", 19)
    await newsroom.tick()
    assert "A late story 9" in text_of(newsroom.proof)
    assert "Changed by hand" not in await newsroom.page()


async def test_what_is_held_is_not_sent_though_silence_would(newsroom: Newsroom) -> None:
    """The desk's no is louder than what was agreed for its silence."""
    newsroom.configure(SEND)
    await newsroom.tick(ASKED)
    assert "It is not sent unless you approve it." in await newsroom.press("hold")
    await newsroom.tick(SLOT)
    assert newsroom.to(READER) == []
    issue = await newsroom.issue()
    assert (issue.state, issue.why) == (IssueState.HELD, f"the desk ({DESK}) holds it")


async def test_approved_late_it_leaves_at_the_next_look(newsroom: Newsroom) -> None:
    """As long as the next issue is not due."""
    await newsroom.tick(ASKED)
    await newsroom.tick(SLOT)
    newsroom.now = at("09:10")
    assert "It is sent within a minute." in await newsroom.press("approve")
    await newsroom.tick(at("09:11"), restart=True)
    assert len(newsroom.to(READER)) == 1
    assert (await newsroom.issue()).state is IssueState.DONE
    assert "This issue has been sent." in await newsroom.page()


async def test_what_is_held_until_the_next_issue_is_due_is_given_up(newsroom: Newsroom) -> None:
    """Its stories are in the next one, of which the desk is asked again."""
    await newsroom.tick(ASKED)
    first = newsroom.link
    await newsroom.tick(SLOT)
    await newsroom.tick(at("06:45", 19))
    assert newsroom.link != first
    assert "Cranes learn to wait" in text_of(newsroom.proof)
    await newsroom.press("approve")
    await newsroom.tick(at("07:30", 19))
    issue = await newsroom.issue()
    assert (issue.state, issue.why) == (IssueState.SKIPPED, "held until the next issue was due")
    assert len(newsroom.to(READER)) == 1
    page = await newsroom.get(first)
    assert "There is no such issue: held until the next issue was due." in page
    assert "<form" not in page


async def test_a_daemon_that_was_down_asks_when_it_is_up(newsroom: Newsroom) -> None:
    """After the slot: the desk is asked, and the issue is held until it answers."""
    await newsroom.tick(at("07:50"))
    assert "It was due at Wed 18 Feb 2026 07:30 UTC, and is held until it is approved" in text_of(
        newsroom.proof
    )
    assert newsroom.to(READER) == []
    await newsroom.press("approve")
    await newsroom.tick(at("07:51"))
    assert len(newsroom.to(READER)) == 1


async def test_a_daemon_that_was_down_sends_where_silence_does(newsroom: Newsroom) -> None:
    """Nobody is asked afterwards."""
    newsroom.configure(SEND)
    await newsroom.tick(at("07:50"))
    assert len(newsroom.to(READER)) == 1
    assert newsroom.to(DESK) == []


async def test_too_little_to_say_bothers_nobody(newsroom: Newsroom) -> None:
    """No proof; at the slot it is decided as ever."""
    newsroom.configure(f"{HOLD}\nstories = {{ min = 9 }}")
    for now in (ASKED, at("07:00"), at("07:29")):
        await newsroom.tick(now)
    assert newsroom.mails == []
    await newsroom.tick(SLOT)
    assert newsroom.to(DESK) == []
    issue = await newsroom.issue()
    assert issue.state is IssueState.SKIPPED
    assert "the issue of 2026-02-18T07:30 did not go out" in text_of(newsroom.to(OPS)[0])


async def test_enough_to_say_at_last_is_asked_at_once(newsroom: Newsroom) -> None:
    """The desk gets its proof as soon as there is an issue, also when the time for it began before."""
    newsroom.configure(f"{HOLD}\nstories = {{ min = 4 }}")
    await newsroom.tick(ASKED)
    assert newsroom.mails == []
    newsroom.post("fog", "Fog horns retire", "2026-02-18T06:50:00Z")
    await newsroom.tick(at("07:00"))
    assert "Fog horns retire" in text_of(newsroom.proof)


async def test_a_mistake_is_said_to_the_desk_and_still_not_sent(newsroom: Newsroom) -> None:
    """Approving does not get round the preflight; the operator is told that it did not go out."""
    newsroom.post("fog", '"Dear {{ name }}, fog horns retire"', "2026-02-18T06:00:00Z")
    await newsroom.tick(ASKED)
    said = "It cannot be sent as it is: “{{” is left over"
    assert said in text_of(newsroom.proof)
    assert said in await newsroom.press("approve")
    await newsroom.tick(SLOT)
    assert newsroom.to(READER) == []
    assert "did not go out" in text_of(newsroom.to(OPS)[0])
    page = await newsroom.page()
    name = fields_of(page, "Dear {{ name }}, fog horns retire")
    await newsroom.press("approve", {f"title:{name}": "Fog horns retire", f"action:{name}": "drop"})
    await newsroom.tick(at("07:40"))
    assert len(newsroom.to(READER)) == 1


async def test_only_to_holds_for_the_desk(newsroom: Newsroom) -> None:
    """A staging machine does not wake the real desk."""
    newsroom.configure(HOLD, top='only_to = ["*@staff.example"]')
    await newsroom.tick(ASKED)
    assert newsroom.mails == []
    assert f"letter: {DESK} does not get it: not in only_to" in newsroom.said


async def test_a_held_issue_is_not_sent_by_hand_unless_it_is_released(newsroom: Newsroom) -> None:
    """`--yes` is no answer to the desk's no."""
    await newsroom.tick(ASKED)
    await newsroom.tick(SLOT)
    app = await newsroom.app()
    (plan,) = app.config.plans
    slot = manual_slot(plan, now=newsroom.now)
    with pytest.raises(BlockedError, match=r"has not approved it; approve it on the page .* --release"):
        await build_issue(plan, slot, store=newsroom.store, now=newsroom.now)
    built = await build_issue(plan, slot, store=newsroom.store, now=newsroom.now, release=True)
    assert built.mailing
    own = manual_slot(plan, now=newsroom.now, own=True)
    newsroom.post("fog", "Fog horns retire")
    await newsroom.tick(at("07:40"), restart=True)
    assert (await build_issue(plan, own, store=newsroom.store, now=newsroom.now)).issue.key.slot == own.key


async def test_a_newsletter_whose_desk_was_abolished_goes_out(newsroom: Newsroom) -> None:
    """What waited is sent; what the desk had held stays held."""
    await newsroom.tick(ASKED)
    await newsroom.tick(SLOT)
    newsroom.configure("")
    await newsroom.tick(at("07:35"))
    assert len(newsroom.to(READER)) == 1
