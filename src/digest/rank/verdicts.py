"""Which articles are candidates at all: the editor's hand, bans, wishes, language, news or not, sent or not.

Each refusal says why, and what would have let the article in.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from digest.model import Article, Story, Verdict
from digest.rank.cluster import choose_lead
from digest.rank.context import Context, author_keys, section_of, span
from digest.rank.marks import Marks
from digest.rank.matching import same_language
from digest.rank.options import RankOptions

_LATE = timedelta(days=30)  # found later than this after it was published, it is no news
_CLOCK_SKEW = timedelta(hours=1)
_NO_TIME = timedelta(0)
_ANSWERED = {Verdict.IN, Verdict.PANEL}
_NOTHING_SENT = "nothing: nobody gets the same news twice"
_PINNABLE = {Verdict.OLD, Verdict.BANNED, Verdict.NOT_WANTED, Verdict.LANGUAGE}


class Ruling(NamedTuple):
    """What is said of one article; `remedy` is what would have let it in, with {url} for its address."""

    verdict: Verdict
    why: str = ""
    remedy: str = ""


_IN = Ruling(Verdict.IN)
_KNOWN = Ruling(Verdict.PANEL, "announced before, still ahead")
_OVER = Ruling(Verdict.OLD, "the event is over", "nothing: events are announced until they are over")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judges groups of articles about the same news for one issue. `since` is None for a first issue."""

    context: Context
    since: datetime | None
    since_said: str  # the same, for people
    earliest: datetime  # what a first issue takes is later
    latest: datetime  # what is later is dated after this issue
    pin: str  # the command that lets an article in, with {url} for its address
    sent: frozenset[str]
    never: frozenset[str]
    only: frozenset[str]
    marks: Marks | None = None

    def stories(self, group: tuple[Article, ...]) -> Iterator[Story]:
        """Yield one story of the articles that may be told, and one for each that may not.

        A banned tag, a wish or an earlier issue concerns the whole group: what is banned does not come back by another
        source. So does what the editor says of any of its articles.
        """
        common = self._refuse_group(group) if self.never or self.only else None
        sent = next((article for article in group if article.id in self.sent), None) if self.sent else None
        if len(group) == 1 and self.marks is None:
            yield self._single(group[0], self._rule(group[0], common, sent))
            return
        rulings = [(article, self._rule(article, common, sent)) for article in group]
        if self.marks is not None:
            rulings = self._heed_editor(rulings, sent, self.marks)
        told = self._members(rulings)
        if told:
            yield from self._tell(told, {id(article): ruling for article, ruling in rulings})
        among = {id(article) for article in told}
        for article, ruling in rulings:
            if id(article) not in among:
                yield self._single(article, ruling)

    def _rule(self, article: Article, common: Ruling | None, sent: Article | None) -> Ruling:
        """Judge one article of a group of which `sent` was in an earlier issue, and for which `common` holds."""
        ahead = article.event is not None and _is_ahead(article, self.context.now)
        if sent is not None and not ahead:
            return Ruling(Verdict.SENT, f"“{sent.title}” was in an earlier issue", _NOTHING_SENT)
        ruling = common or self._refuse(article, sent)
        if ruling.verdict in _PINNABLE and article.event is not None and not ahead:
            return ruling._replace(remedy=_OVER.remedy)  # not even a pin brings back an event that is over
        return ruling

    def _single(self, article: Article, ruling: Ruling) -> Story:
        section = section_of((article,), self.context)
        if ruling is _IN:
            return Story(lead=article, section=section)
        remedy = addressed(ruling.remedy, article)
        return Story(lead=article, section=section, verdict=ruling.verdict, why=ruling.why, remedy=remedy)

    def _members(self, rulings: list[tuple[Article, Ruling]]) -> tuple[Article, ...]:
        """The articles of the group that make one story."""
        # Where nothing may be told, what is merely old is still one story: the newest of them may stand in. And what the
        # editor dropped is one that may be taken back.
        for verdicts in (_ANSWERED, {Verdict.DROPPED}, {Verdict.OLD}):
            members = tuple(article for article, ruling in rulings if ruling.verdict in verdicts)
            if members:
                return members
        return ()

    def _tell(self, members: tuple[Article, ...], rulings: dict[int, Ruling]) -> Iterator[Story]:
        lead, also, repeats = self._choose_lead(members)
        ruling = rulings[id(lead)]
        if ruling.verdict is Verdict.PANEL and any(
            rulings[id(member)].verdict is Verdict.IN for member in members
        ):
            ruling = _IN
        note = ""
        if self.marks is not None:
            said = self.marks.on((lead, *also, *repeats))
            note = next((mark.note for mark in said if mark.note), "")
            title = next((mark.title for mark in said if mark.title), "")
            lead = replace(lead, title=title) if title else lead
        yield Story(
            lead=lead,
            also=also,
            section=section_of((lead, *also), self.context),
            verdict=ruling.verdict,
            why=ruling.why,
            remedy=addressed(ruling.remedy, lead),
            note=note,
        )
        for article in repeats:
            yield Story(
                lead=article,
                section=section_of((article,), self.context),
                verdict=Verdict.DUPLICATE,
                why=f"duplicate of “{lead.title}” ({lead.source})",
                remedy=self._would_lead(article),
            )

    def _would_lead(self, article: Article) -> str:
        """What would have let an article lead the story that it only repeats."""
        if article.event is not None and not _is_ahead(article, self.context.now):
            return _OVER.remedy
        command = pin(article, self.context.options)
        return f"{command} would let it lead that story" if command else ""

    def _choose_lead(
        self, members: tuple[Article, ...]
    ) -> tuple[Article, tuple[Article, ...], tuple[Article, ...]]:
        leader = self.marks.leader(members) if self.marks is not None else None
        if leader is None or len(members) == 1:
            return choose_lead(members, self.context)
        lead, also, repeats = choose_lead(
            tuple(member for member in members if member is not leader), self.context
        )
        others = [
            article
            for article in (lead, *also)
            if article.source != leader.source and article.id != leader.id and article.url != leader.url
        ]
        rest = [
            article for article in (lead, *also, *repeats) if not any(article is other for other in others)
        ]
        return leader, tuple(others), tuple(rest)

    def _heed_editor(
        self, rulings: list[tuple[Article, Ruling]], sent: Article | None, marks: Marks
    ) -> list[tuple[Article, Ruling]]:
        """Let in what the editor pinned and take out what was dropped; where both are marked, each article has its way."""
        found = [
            (article, self._let_in(article, ruling, sent) if marks.wants(article) else ruling)
            for article, ruling in rulings
        ]
        dropped = any(marks.drops(article) for article, _ in found)
        if not dropped:
            return found
        pinned = any(marks.wants(article) and ruling.verdict in _ANSWERED for article, ruling in found)
        out = Ruling(Verdict.DROPPED, "dropped by the editor", _edit("--keep", self.context.options))
        return [
            (
                article,
                out
                if ruling.verdict is not Verdict.SENT
                and (marks.drops(article) or not (pinned or _is_out(ruling)))
                else ruling,
            )
            for article, ruling in found
        ]

    def _let_in(self, article: Article, ruling: Ruling, sent: Article | None) -> Ruling:
        """What becomes of an article that the editor pinned: nothing is sent twice, no past event is announced."""
        if ruling.verdict is Verdict.SENT:
            return ruling._replace(why=f"{ruling.why}; pinned by the editor, but nothing is sent twice")
        if article.event is not None and not _is_ahead(article, self.context.now):
            return ruling
        if ruling.verdict is Verdict.PANEL and sent is None:
            return Ruling(Verdict.IN, f"pinned by the editor; else {ruling.why}")
        if ruling.verdict in _PINNABLE:
            if sent is not None:  # an event that was a story already
                return _KNOWN
            return Ruling(Verdict.IN, f"pinned by the editor; else {ruling.verdict.value}: {ruling.why}")
        return ruling

    def _refuse_group(self, group: tuple[Article, ...]) -> Ruling | None:
        filed = self.context.labels(group)
        banned = next((name for key, name in filed.items() if key in self.never), None)
        if banned is not None:
            return Ruling(
                Verdict.BANNED,
                f"tag {banned} is never wanted",
                self._would_compete(f"“never” without {banned}"),
            )
        if self.only and self.only.isdisjoint(filed):
            wanted = ", ".join(self.context.options.only)
            return Ruling(
                Verdict.NOT_WANTED,
                f"has none of the tags {wanted}",
                self._would_compete(f"one of the tags {wanted}"),
            )
        return None

    def _refuse(self, article: Article, sent: Article | None) -> Ruling:
        """Judge one article by itself; `sent` is what an earlier issue had of the event it announces."""
        now, options = self.context.now, self.context.options
        if (
            options.language
            and not options.mixed
            and article.language
            and not same_language(options.language, article.language)
        ):
            return Ruling(
                Verdict.LANGUAGE,
                f"in {article.language}, the edition is in {options.language}",
                self._would_compete("“mixed = true”"),
            )
        if self.never and article.authors:
            names = author_keys(article.authors)
            banned = next((names[key] for key in names if key in self.never), None)
            if banned is not None:
                return Ruling(
                    Verdict.BANNED,
                    f"author {banned} is never wanted",
                    self._would_compete(f"“never” without {banned}"),
                )
        if article.event is not None:
            if not _is_ahead(article, now):
                return _OVER
            known = sent is not None or self._old(article) is not None
            return _KNOWN if known else _IN  # an event stays announced until it is over
        return self._old(article) or _IN

    def _would_compete(self, setting: str) -> str:
        """What a refusal by the configuration says: the setting is a chance, the pin a certainty."""
        return f"{setting} would let it compete" + (f", {self.pin} would have it in" if self.pin else "")

    def _old(self, article: Article) -> Ruling | None:
        """Return why an article is no news, None where it is."""
        when = article.published or article.first_seen
        if article.published is None and article.backlog:
            return Ruling(
                Verdict.OLD, "undated, and already there when its source was first collected", self.pin
            )
        if when > self.latest:
            return Ruling(
                Verdict.OLD, f"dated {_moment(when)}, after this issue", one_of("a later issue", self.pin)
            )
        if self.since is None:
            if when > self.earliest:
                return None
            age = self.context.now - when
            window = self.context.options.window
            return Ruling(
                Verdict.OLD,
                f"{span(age)} old, a first issue takes {span(window)}",
                self._would_compete(f'“window = "{math.floor(age / timedelta(days=1)) + 1} days"”'),
            )
        if when > self.since:
            return None
        age = self.context.now - when
        # What a source shows late is news all the same, if it was not there from the beginning.
        if article.first_seen > self.since and not article.backlog and age <= _LATE:
            return None
        return Ruling(Verdict.OLD, f"{span(max(_NO_TIME, age))} old, from before {self.since_said}", self.pin)


def make_judge(
    context: Context, *, since: datetime | None, sent: frozenset[str], marks: Marks | None = None
) -> Judge:
    """Prepare the judge of one issue."""
    return Judge(
        context=context,
        since=since,
        since_said=_moment(since) if since else "",
        earliest=context.now - context.options.window,
        latest=context.now + _CLOCK_SKEW,
        pin=pin_command(context.options),
        sent=sent,
        never=frozenset(filter(None, map(context.key, context.options.never))),
        only=frozenset(map(context.key, context.options.only)),
        marks=marks,
    )


def pin(article: Article, options: RankOptions) -> str:
    """The command that lets an article in; "" where there is no issue to edit."""
    return addressed(pin_command(options), article)


def pin_command(options: RankOptions) -> str:
    """The same for any article, with {url} for its address."""
    return _edit("--pin", options)


def addressed(remedy: str, article: Article) -> str:
    """What is said of any article, as it is said of this one."""
    return remedy.replace("{url}", article.url)


def one_of(*ways: str) -> str:
    """Several ways, each of which is enough, without those that are "": “a, b, or c”."""
    *others, last = [way for way in ways if way] or [""]
    return ", ".join([*others, f"or {last}"]) if others else last


def _edit(option: str, options: RankOptions) -> str:
    return f"“{options.edit} {option} {{url}}”" if options.edit else ""


def _is_out(ruling: Ruling) -> bool:
    """Whether an article is out anyway."""
    return ruling.verdict not in (*_ANSWERED, Verdict.OLD)


def _is_ahead(article: Article, now: datetime) -> bool:
    event = article.event
    return event is not None and (event.ends or event.starts) > now


def _moment(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
