"""Which articles are candidates at all: bans, wishes, language, news or not, sent or not; each refusal says why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from digest.model import Article, Story, Verdict
from digest.rank.cluster import choose_lead
from digest.rank.context import Context, span
from digest.rank.matching import same_language

_LATE = timedelta(days=30)  # found later than this after it was published, it is no news
_CLOCK_SKEW = timedelta(hours=1)
_TOLD, _OLD = (Verdict.IN, Verdict.PANEL), (Verdict.OLD,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judges groups of articles about the same news for one issue. `since` is None for a first issue."""

    context: Context
    since: datetime | None
    sent: frozenset[str]
    never: frozenset[str]
    only: frozenset[str]

    def stories(self, group: tuple[Article, ...]) -> Iterator[Story]:
        """Yield one story of the articles that may be told, and one for each that may not.

        A ban, a wish or an earlier issue concerns the whole group: what is banned does not come back by another source.
        """
        common = self._refuse_group(group)
        sent = next((article for article in group if article.id in self.sent), None) if self.sent else None
        verdicts = [(article, common or self._refuse(article, sent)) for article in group]
        # Where nothing may be told, what is merely old is still one story: the newest of them may stand in.
        kept = _TOLD if any(verdict in _TOLD for _, (verdict, _) in verdicts) else _OLD
        members = tuple([article for article, (verdict, _) in verdicts if verdict in kept])
        if members:
            yield from self._tell(members, {id(article): judged for article, judged in verdicts})
        for article, (verdict, why) in verdicts:
            if verdict not in kept:
                yield Story(lead=article, verdict=verdict, why=why)

    def _tell(self, members: tuple[Article, ...], judged: dict[int, tuple[Verdict, str]]) -> Iterator[Story]:
        lead, also, repeats = choose_lead(members, self.context)
        verdict, why = judged[id(lead)]
        if verdict is Verdict.PANEL and any(judged[id(member)][0] is Verdict.IN for member in members):
            verdict, why = Verdict.IN, ""
        yield Story(lead=lead, also=also, verdict=verdict, why=why)
        for article in repeats:
            yield Story(
                lead=article,
                verdict=Verdict.DUPLICATE,
                why=f"duplicate of “{lead.title}” ({lead.source})",
            )

    def _refuse_group(self, group: tuple[Article, ...]) -> tuple[Verdict, str] | None:
        if not self.never and not self.only:
            return None
        filed = self.context.labels(group)
        banned = [name for key, name in filed.items() if key in self.never]
        if banned:
            return Verdict.BANNED, f"tag {banned[0]} is never wanted"
        if self.only and not self.only & filed.keys():
            return Verdict.NOT_WANTED, f"has none of the tags {', '.join(self.context.options.only)}"
        return None

    def _refuse(self, article: Article, sent: Article | None) -> tuple[Verdict, str]:
        """Judge one article, of whose group `sent` was in an earlier issue."""
        now, options = self.context.now, self.context.options
        if (
            options.language
            and not options.mixed
            and article.language
            and not same_language(options.language, article.language)
        ):
            return Verdict.LANGUAGE, f"in {article.language}, the edition is in {options.language}"
        if _is_ahead(article, now):  # an event stays announced until it is over
            known = sent is not None or self._old(article)
            return (Verdict.PANEL, "announced before, still ahead") if known else (Verdict.IN, "")
        if sent is not None:
            return Verdict.SENT, f"“{sent.title}” was in an earlier issue"
        if article.event is not None:
            return Verdict.OLD, "the event is over"
        why = self._old(article)
        return (Verdict.OLD, why) if why else (Verdict.IN, "")

    def _old(self, article: Article) -> str:
        """Return why an article is no news, "" where it is."""
        now, window = self.context.now, self.context.options.window
        if article.published is None and article.backlog:
            return "undated, and already there when its source was first collected"
        if article.when > now + _CLOCK_SKEW:
            return f"dated {_moment(article.when)}, after this issue"
        if self.since is None:
            return (
                ""
                if article.when > now - window
                else f"{_age(article, now)} old, a first issue takes {span(window)}"
            )
        # What a source shows late is news all the same, if it was not there from the beginning.
        late = article.first_seen > self.since and not article.backlog and now - article.when <= _LATE
        if article.when > self.since or late:
            return ""
        return f"{_age(article, now)} old, from before {_moment(self.since)}"


def make_judge(context: Context, *, since: datetime | None, sent: frozenset[str]) -> Judge:
    """Prepare the judge of one issue."""
    return Judge(
        context=context,
        since=since,
        sent=sent,
        never=frozenset(map(context.key, context.options.never)),
        only=frozenset(map(context.key, context.options.only)),
    )


def _is_ahead(article: Article, now: datetime) -> bool:
    event = article.event
    return event is not None and (event.ends or event.starts) > now


def _age(article: Article, now: datetime) -> str:
    return span(max(timedelta(0), now - article.when))


def _moment(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
