"""One issue, a variant for each group of readers: built by the real pipeline, kept in a real database."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from digest import pipeline
from digest.collect.kinds.feed import FeedSource
from digest.draft import Draft, draft_issue
from digest.errors import GroupsChangedError, PreflightError
from digest.model import (
    Action,
    Article,
    ArticleKey,
    Choice,
    Hand,
    Mailbox,
    Mark,
    Slot,
    Subscription,
    article_id,
)
from digest.pipeline import Built, build_issue, candidates
from digest.plan import Plan
from digest.rank.options import RankOptions, SectionRule
from digest.render.options import Brand, RenderOptions, Show
from digest.send.options import SendOptions
from digest.store import Store, open_store

NOW = datetime(2026, 2, 18, 7, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
TAGS = ("5g", "ai", "money", "asia")
ASIA = SectionRule(key="asia", name="Asia", tags=("asia",))
EVERYBODY = Choice()


def plan(newsletter: str = "daily", *, least: int = 1, **changes: Any) -> Plan:
    made = Plan(
        newsletter=newsletter,
        sources=(FeedSource(name="wire", url="https://wire.example/feed"),),
        rank=RankOptions(min_stories=least, sections=(ASIA,)),
        render=RenderOptions(
            brand=Brand(name="Harbour Notes", site="https://wire.example"),
            show=Show.TITLE,
            postal_address="PO Box 7, Porto",
        ),
        send=SendOptions(
            sender=Mailbox(address="letters@wire.example", name="Ana"),
            postal_address="PO Box 7, Porto",
            list_id="daily.wire.example",
        ),
    )
    return replace(made, **changes)


def post(name: str, *tags: str, at: datetime = NOW - HOUR) -> Article:
    keys = (ArticleKey("guid", name),)
    return Article(
        id=article_id(keys),
        source="wire",
        url=f"https://wire.example/{name}",
        title=f"All about {name} today",
        keys=keys,
        published=at,
        first_seen=at,
        tags=tags,
    )


def slot(at: datetime = NOW) -> Slot:
    return Slot(key=f"{at:%Y-%m-%dT%H:%M}", at=at)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(f"sqlite:///{tmp_path / 'digest.db'}") as opened:
        yield opened


async def collect(store: Store, *posts: Article, now: datetime = NOW - HOUR) -> None:
    """Keep the posts as a source's news."""
    await store.add_articles("wire", posts, None, now=now, fresh=len(posts))


async def join(store: Store, newsletter: str, wishes: dict[str, Choice]) -> None:
    for name, choice in wishes.items():
        await store.subscribe(
            f"{name}@example.com", newsletter=newsletter, origin="cli", now=NOW - HOUR, choice=choice
        )


async def build(store: Store, made: Plan, *, at: datetime = NOW, **how: Any) -> Built:
    return await build_issue(made, slot(at), store=store, now=at, **how)


async def received(store: Store, built: Built) -> dict[str, set[str]]:
    """Who gets which articles, by their names."""

    def read(connection: Connection) -> dict[str, set[str]]:
        rows = connection.execute(
            text(
                "SELECT s.address, k.key FROM delivery d JOIN subscriber s ON s.id = d.subscriber_id "
                "JOIN variant_article v ON v.variant_id = d.variant_id "
                "JOIN article_key k ON k.article_id = v.article_id AND k.kind = 'guid' "
                "WHERE d.mailing_id = :mailing"
            ),
            {"mailing": built.mailing.id if built.mailing else 0},
        )
        found: dict[str, set[str]] = defaultdict(set)
        for address, name in rows:
            found[address.partition("@")[0]].add(name)
        return dict(found)

    return await store._db.read(read)


def topics(*names: str) -> Choice:
    return Choice(topics=names)


MIXED = (post("mast", "5g"), post("robot", "ai"), post("loan", "money"), post("tokyo", "asia", "money"))


# -- who gets what ---------------------------------------------------------------------------------------


async def test_readers_get_what_they_chose(store: Store) -> None:
    """By topic, by section, by both; who chose nothing gets everything."""
    await collect(store, *MIXED)
    wishes = {
        "ada": EVERYBODY,
        "bob": topics("5g"),
        "cyd": Choice(sections=("asia",)),
        "dee": Choice(topics=("5G",), sections=("asia",)),
        "eve": topics("rain"),
    }
    await join(store, "daily", wishes)
    built = await build(store, plan())
    everything = {"mast", "robot", "loan", "tokyo"}
    assert await received(store, built) == {
        "ada": everything,
        "bob": {"mast"},
        "cyd": {"tokyo"},
        "dee": {"mast", "tokyo"},
        "eve": everything,
    }
    assert built.mailing is not None and built.mailing.audience == 5
    records = await store.variant_records(built.issue.id)
    assert [(each.group_key, each.readers, len(each.stories)) for each in records] == [
        ("", 2, 4),
        ("section=asia", 1, 1),
        ("topic=5g", 1, 1),
        ("topic=5g&section=asia", 1, 2),
    ]


async def test_each_variant_has_a_page_and_a_mail_of_its_own(store: Store) -> None:
    """“View online” shows what that reader got."""
    await collect(store, *MIXED)
    await join(store, "daily", {"ada": EVERYBODY, "bob": topics("5g")})
    built = await build(store, plan())
    common, own = await store.variant_records(built.issue.id)
    pages = [await store.issue_page(each.id) for each in (common, own)]
    assert pages[0] and pages[1]
    assert "robot" in pages[0].rendered.text and "mast" in pages[0].rendered.text
    assert "robot" not in pages[1].rendered.text and "mast" in pages[1].rendered.text


async def test_what_one_group_got_is_not_told_to_the_others_later(store: Store) -> None:
    """An edition tells an article once, whoever got it."""
    await collect(store, *MIXED)
    await join(store, "daily", {"bob": topics("5g")})
    made = plan(rank=RankOptions(max_stories=1))
    first = await build(store, made)
    assert await received(store, first) == {"bob": {"mast"}}
    await collect(store, post("ferry", at=NOW + HOUR), now=NOW + HOUR)
    later = await build(store, made, at=NOW + 24 * HOUR)
    assert await received(store, later) == {"bob": {"ferry"}}


async def test_a_pin_is_for_everybody(store: Store) -> None:
    """The editor's hand reaches those who did not choose the topic."""
    await collect(store, *MIXED)
    await join(store, "daily", {"bob": topics("5g")})
    loan = post("loan").id
    await store.keep_hand(
        "daily", "main", "each", Hand(marks=(Mark(article=loan, action=Action.PIN),)), now=NOW
    )
    assert await received(store, await build(store, plan())) == {"bob": {"mast", "loan"}}


async def test_of_each_new_post_readers_get_those_they_chose(store: Store) -> None:
    """Others of that post get nothing, rather than each of them."""
    await collect(store, *MIXED)
    await join(store, "daily", {"ada": EVERYBODY, "bob": topics("5g"), "cyd": Choice(sections=("asia",))})
    built = await build(store, plan(), articles=(post("tokyo", "asia", "money"),))
    assert await received(store, built) == {"ada": {"tokyo"}, "cyd": {"tokyo"}}
    assert built.draft is not None and built.draft.without == 1


async def test_a_preview_shows_a_groups_variant(store: Store) -> None:
    """And the common one where the group gets that."""
    await collect(store, *MIXED)
    found = await candidates(plan(), slot(), store=store, now=NOW)

    def stories(choice: Choice | None) -> tuple[str, int]:
        draft = draft_issue(plan(), slot(), found, now=NOW, choice=choice)
        assert draft.variant and len(draft.finished) == 1
        return draft.variant.group_key, len(draft.variant.stories)

    assert stories(None) == ("", 4)
    assert stories(topics("money")) == ("topic=money", 2)
    assert stories(topics("rain")) == ("", 4)


# -- once per reader -------------------------------------------------------------------------------------


async def test_nobody_gets_what_another_newsletter_brought(store: Store) -> None:
    """Who reads only one of them misses nothing; who had it all gets no second mail."""
    await collect(store, *MIXED)
    await join(store, "weekly", {"ada": EVERYBODY, "bob": topics("5g", "ai")})
    await join(store, "daily", {"ada": EVERYBODY, "bob": EVERYBODY, "cyd": EVERYBODY})
    await build(store, plan("weekly", once_per_reader=True))
    built = await build(store, plan("daily", once_per_reader=True))
    everything = {"mast", "robot", "loan", "tokyo"}
    assert await received(store, built) == {"bob": {"loan", "tokyo"}, "cyd": everything}
    assert built.mailing is not None and built.mailing.audience == 2
    assert built.draft is not None and built.draft.without == 1


async def test_without_the_setting_newsletters_know_nothing_of_each_other(store: Store) -> None:
    """As before."""
    await collect(store, *MIXED)
    for name in ("weekly", "daily"):
        await join(store, name, {"ada": EVERYBODY})
    await build(store, plan("weekly"))
    assert len((await received(store, await build(store, plan("daily"))))["ada"]) == 4


async def test_newsletters_built_at_once_do_not_tell_the_same(store: Store) -> None:
    """The one that comes second composes again."""
    await collect(store, *MIXED)
    names = ("daily", "weekly", "evening")
    for name in names:
        await join(store, name, {"ada": EVERYBODY, "bob": topics("5g", "money")})
    built = await asyncio.gather(*(build(store, plan(name, once_per_reader=True)) for name in names))
    got = [await received(store, each) for each in built]
    assert sorted(len(each.get("ada", ())) for each in got) == [0, 0, 4]
    # Of the second one, the common issue without what the first brought; of the third, nothing is left.
    assert sorted(len(each.get("bob", ())) for each in got) == [0, 1, 3]


class Joining:
    """A store in whose readers somebody new turns up whenever an issue is about to be frozen."""

    def __init__(self, store: Store, times: int) -> None:
        self._store, self._times = store, times
        self.frozen = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def freeze(self, *given: Any, **more: Any) -> Any:
        self.frozen += 1
        if self.frozen <= self._times:
            await join(self._store, "daily", {f"new{self.frozen}": topics(TAGS[self.frozen % 4], "ai")})
        return await self._store.freeze(*given, **more)


async def test_who_joins_while_an_issue_is_made_gets_their_variant(store: Store) -> None:
    """It is composed again; the person who sends is asked once."""
    await collect(store, *MIXED)
    await join(store, "daily", {"ada": EVERYBODY})
    asked: list[Draft] = []
    joining: Any = Joining(store, 2)
    built = await build(joining, plan(), approve=lambda draft: not asked.append(draft))
    assert (joining.frozen, len(asked)) == (3, 1)
    got = await received(store, built)
    assert (got["new1"], got["new2"]) == (
        {"robot", "loan"} - {"loan"} | {"robot"},
        {"robot", "loan", "tokyo"},
    )


async def test_an_issue_is_not_composed_for_ever(store: Store) -> None:
    """Then the database's error is told, and the next run makes it."""
    await collect(store, *MIXED)
    await join(store, "daily", {"ada": EVERYBODY})
    joining: Any = Joining(store, 4)
    built = await build(joining, plan())
    assert built.mailing is not None

    class Never(Joining):
        async def freeze(self, *given: Any, **more: Any) -> Any:
            self.frozen += 1
            raise GroupsChangedError("readers chose anew")

    never: Any = Never(store, 0)
    with pytest.raises(GroupsChangedError):
        await build(never, plan("weekly"))
    assert never.frozen == pipeline.COMPOSE_AGAIN


# -- one rendering for each variant ----------------------------------------------------------------------


async def fill(store: Store, readers: int, choices: int) -> None:
    """So many readers with so many choices; the first is everything."""
    names = [f"t{number}" for number in range(1, choices)]
    wishes = [EVERYBODY, *(topics(name) for name in names)]
    for start in range(0, readers, 5000):
        await store.subscribe_all(
            [
                Subscription(
                    subscriber_id=0,
                    address=f"reader{number}@example.com",
                    newsletter="daily",
                    choice=wishes[number % choices],
                )
                for number in range(start, min(start + 5000, readers))
            ],
            now=NOW - HOUR,
        )


async def test_a_group_costs_one_rendering_however_many_its_readers(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """10,000 readers in 40 groups are 40 renderings; 40 groups that get the same are one."""
    import digest.render

    rendered: list[str] = []
    render = digest.render.render_variant

    def counted(variant: Any, /, **how: Any) -> Any:
        rendered.append(variant.group_key)
        return render(variant, **how)

    monkeypatch.setattr(digest.render, "render_variant", counted)
    await fill(store, 10_000, 40)
    await collect(store, *(post(f"story{number}", f"t{number % 40}") for number in range(80)))
    built = await build(store, plan())
    assert built.mailing is not None and built.mailing.audience == 10_000
    assert len(rendered) == len(set(rendered)) == 40
    records = await store.variant_records(built.issue.id)
    assert [each.readers for each in records] == [250] * 40
    rendered.clear()
    await collect(store, *(post(f"common{number}", at=NOW + HOUR) for number in range(9)), now=NOW + HOUR)
    later = await build(store, plan(), at=NOW + 24 * HOUR)
    assert later.mailing is not None and later.mailing.audience == 10_000
    assert rendered == [""]


async def test_a_mistake_in_any_variant_stops_all(store: Store) -> None:
    """Also where the common issue has none of it: the story is cut from that."""
    bad = replace(post("bad", "5g", at=NOW - 40 * HOUR), url="http://localhost/draft")
    await collect(store, bad, *(post(f"story{number}", at=NOW - HOUR) for number in range(12)))
    await join(store, "daily", {"ada": EVERYBODY})
    await build(store, plan(), approve=lambda draft: False)  # alone, she would get an issue without mistakes
    await join(store, "daily", {"bob": topics("5g")})
    with pytest.raises(PreflightError, match="localhost can be reached from this machine"):
        await build(store, plan())
    issue = await store.issue(plan().key(slot()))
    assert issue is not None and await store.mailing(issue.id) is None


# -- whatever happens ------------------------------------------------------------------------------------

NEWSLETTERS = ("daily", "weekly", "evening")
READERS = ("ada", "bob", "cyd", "dee")
CHOICES = st.builds(
    lambda names, asia: Choice(topics=tuple(sorted(names)), sections=("asia",) if asia else ()),
    st.frozensets(st.sampled_from([*TAGS, "rain"]), max_size=2),
    st.integers(0, 3).map(lambda number: number == 0),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("issue"), st.sampled_from(NEWSLETTERS)),
        st.tuples(st.just("issue"), st.sampled_from(NEWSLETTERS)),
        st.tuples(st.just("both"), st.sampled_from(NEWSLETTERS)),
        st.tuples(st.just("post"), st.frozensets(st.sampled_from(TAGS), max_size=2).map(sorted)),
        st.tuples(st.just("post"), st.frozensets(st.sampled_from(TAGS), max_size=2).map(sorted)),
        st.tuples(
            st.just("choose"), st.tuples(st.sampled_from(READERS), st.sampled_from(NEWSLETTERS), CHOICES)
        ),
        st.tuples(st.just("leave"), st.tuples(st.sampled_from(READERS), st.sampled_from(NEWSLETTERS))),
        st.tuples(st.just("pin"), st.sampled_from(NEWSLETTERS)),
    ),
    min_size=3,
    max_size=12,
)
AUDIENCE = st.dictionaries(
    st.tuples(st.sampled_from(NEWSLETTERS), st.sampled_from(READERS)), CHOICES, min_size=2
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(audience=AUDIENCE, steps=STEPS, least=st.integers(1, 2))
def test_nobody_gets_an_article_twice_or_what_they_did_not_choose(
    audience: dict[tuple[str, str], Choice], steps: list[tuple[str, Any]], least: int
) -> None:
    """Over random readers, choices, newsletters and issues; each reader has one variant of an issue or none."""
    with TemporaryDirectory() as folder:
        asyncio.run(live(Path(folder), audience, steps, least))


async def live(
    folder: Path, audience: dict[tuple[str, str], Choice], steps: Iterable[tuple[str, Any]], least: int
) -> None:
    async with open_store(f"sqlite:///{folder / 'digest.db'}") as store:
        choices = dict(audience)
        for (newsletter, reader), choice in audience.items():
            await join(store, newsletter, {reader: choice})
        tags: dict[str, tuple[str, ...]] = {}
        pinned: dict[str, str] = {}
        seen: dict[str, set[str]] = defaultdict(set)
        now = NOW

        async def add(*names: str) -> None:
            one = post(f"story{len(tags)}", *names, at=now - HOUR / 2)
            tags[f"story{len(tags)}"] = names
            await collect(store, one, now=now - HOUR / 2)

        async def check(built: Built, newsletter: str) -> None:
            if built.mailing is None:
                return
            records = {each.id: each for each in await store.variant_records(built.issue.id)}
            page = await store.delivery_page(built.mailing.id)
            assert len({each.subscriber_id for each in page}) == len(page) == built.mailing.audience
            assert sum(each.readers for each in records.values()) == built.mailing.audience
            theirs = await store._db.read(
                lambda c: c.execute(
                    text(
                        "SELECT s.address, v.group_key FROM delivery d JOIN variant v ON v.id = d.variant_id "
                        "JOIN subscriber s ON s.id = d.subscriber_id WHERE d.mailing_id = :m"
                    ),
                    {"m": built.mailing.id if built.mailing else 0},
                ).all()
            )
            got = await received(store, built)
            assert built.draft and built.draft.variant
            told = built.draft.variant.articles
            common = {key.key for article in told for key in article.keys if key.kind == "guid"}
            for address, group_key in theirs:
                reader = address.partition("@")[0]
                assert got[reader].isdisjoint(seen[reader]), "an article came twice"
                rest = common - seen[reader]
                seen[reader] |= got[reader]
                # Who fell back has what is left of the common issue; another group may have chosen just that.
                if group_key.partition("#")[0] and got[reader] != rest:
                    wanted = set(choices[newsletter, reader].topics) | set(
                        choices[newsletter, reader].sections
                    )
                    for name in got[reader] - {pinned.get(newsletter, "")}:
                        assert wanted & set(tags[name]), "a story that nobody chose"

        await add("5g")
        await add("asia", "ai")
        for step, what in steps:
            now += HOUR
            if step == "post":
                await add(*what)
            elif step == "issue":
                made = plan(what, least=least, once_per_reader=True)
                await check(await build(store, made, at=now, force=True), what)
                pinned.pop(what, None)
            elif step == "both":
                names = [name for name in NEWSLETTERS if name != what]
                both = [plan(name, least=least, once_per_reader=True) for name in names]
                for name, built in zip(
                    names,
                    await asyncio.gather(*(build(store, made, at=now, force=True) for made in both)),
                    strict=True,
                ):
                    await check(built, name)
                    pinned.pop(name, None)
            elif step == "choose":
                reader, newsletter, choice = what
                if await store.choose(f"{reader}@example.com", newsletter, choice):
                    choices[newsletter, reader] = choice
            elif step == "pin":
                name = f"story{len(tags) - 1}"
                hand = Hand(marks=(Mark(article=post(name).id, action=Action.PIN),))
                await store.keep_hand(what, "main", "each", hand, now=now)
                pinned[what] = name
            else:
                reader, newsletter = what
                await store.remove(f"{reader}@example.com", newsletter, now=now)


# -- each new post ---------------------------------------------------------------------------------------


async def test_a_post_that_the_editor_dropped_is_not_offered(store: Store) -> None:
    """Neither to the daemon, which looks again each minute, nor to somebody who says “send”."""
    kelp, fog = post("kelp"), post("fog", at=NOW - 2 * HOUR)
    await collect(store, fog, kelp)
    await store.keep_hand(
        "daily", "main", "each", Hand(marks=(Mark(article=kelp.id, action=Action.DROP),)), now=NOW
    )
    offered = await pipeline.new_posts(plan(), store=store, now=NOW)
    assert [article.id for article in offered] == [fog.id]
    stored = await candidates(plan(), slot(), store=store, now=NOW)
    newest = pipeline.newest_post(plan(), stored.articles, now=NOW, hand=stored.hand)
    assert newest is not None
    assert newest.id == fog.id
