"""What is said of a sent issue afterwards, on both databases."""

from __future__ import annotations

from digest.model import Correction, IssuePage
from digest.store import Store
from store.making import DAY, HOUR, NOW, RENDERED, freeze


def said(issue_id: int, note: str, old: str = "", new: str = "") -> Correction:
    return Correction(issue_id=issue_id, created_at=NOW + HOUR, note=note, old=old, new=new)


async def test_corrections_are_kept_beside_the_mail_as_it_was_sent(store: Store) -> None:
    """In their order; the variant stays what everybody got."""
    mailing = await freeze(store, readers=1)
    assert mailing.issue
    number = mailing.issue.id
    (variant_id,) = await store.variants(mailing.id)
    first, second, third = (
        said(number, "One.", "Jon", "John"),
        said(number, "", "a", "b"),
        said(number, "Two."),
    )
    await store.correct(first, second)
    await store.correct(third)
    assert await store.corrections(number) == (first, second, third)
    assert await store.corrections(number + 1) == ()
    assert await store.issue_page(variant_id) == IssuePage(
        rendered=RENDERED, corrections=(first, second, third)
    )
    assert await store.renderings(number) == (RENDERED,)
    assert await store.variants(mailing.id) == {variant_id: RENDERED}


async def test_a_page_is_taken_down_and_put_back(store: Store) -> None:
    """Each says whether it changed anything; the issue remembers since when and why."""
    mailing = await freeze(store, readers=1)
    assert mailing.issue
    number = mailing.issue.id
    (variant_id,) = await store.variants(mailing.id)
    assert await store.take_down(number, why="a photo", now=NOW + DAY)
    assert not await store.take_down(number, why="again", now=NOW + 2 * DAY)
    issue = await store.issue_by_number(number)
    assert issue
    assert (issue.taken_down_at, issue.taken_down_why) == (NOW + DAY, "a photo")
    page = await store.issue_page(variant_id)
    assert page
    assert page.taken_down
    assert await store.put_back(number)
    assert not await store.put_back(number)
    assert await store.issue_page(variant_id) == IssuePage(rendered=RENDERED)
