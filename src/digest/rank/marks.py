"""What the editor's hand says of a group of articles about the same news."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from digest.model import Action, Article, Hand, Mark, Story

_STRENGTH = {Action.LEAD: 0, Action.PIN: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """A hand, by article."""

    by_article: Mapping[str, Mark]
    places: Mapping[str, int]  # of marks, in the editor's order
    approved: Mapping[str, int]  # places in an order that the desk approved

    def on(self, articles: Iterable[Article]) -> list[Mark]:
        """The marks on any of these articles, in the editor's order."""
        names = {article.id for article in articles if article.id in self.by_article}
        return sorted((self.by_article[name] for name in names), key=lambda mark: self.places[mark.article])

    def wants(self, article: Article) -> bool:
        """Say whether the editor wants the article in the issue, however it ranks."""
        mark = self.by_article.get(article.id)
        return mark is not None and mark.action in _STRENGTH

    def drops(self, article: Article) -> bool:
        mark = self.by_article.get(article.id)
        return mark is not None and mark.action is Action.DROP

    def leader(self, articles: Sequence[Article]) -> Article | None:
        """Which of the articles about the same news the editor wants to lead it, None where it is left to us."""
        chosen = [article for article in articles if self.wants(article)]
        if chosen:
            return min(chosen, key=self._strength)
        known = [article for article in articles if article.id in self.approved]
        return min(known, key=lambda article: self.approved[article.id]) if known else None

    def _strength(self, article: Article) -> tuple[int, int]:
        mark = self.by_article[article.id]
        return _STRENGTH[mark.action], self.places[mark.article]


def read_marks(hand: Hand) -> Marks | None:
    """Prepare a hand; None is one that says nothing of any article."""
    if not hand.marks and not hand.fixed:
        return None
    by_article: dict[str, Mark] = {}
    for mark in hand.marks:
        by_article.setdefault(mark.article, mark)
    return Marks(
        by_article=by_article,
        places={name: place for place, name in enumerate(by_article)},
        approved={name: place for place, name in enumerate(hand.order)} if hand.fixed else {},
    )


def boosts_of(groups: Iterable[Sequence[Article]], marks: Marks | None) -> dict[str, float]:
    """Article → the factor that an editor gave its story: the first that differs from 1."""
    boosts: dict[str, float] = {}
    if marks is None:
        return boosts
    for group in groups:
        given = [mark.boost for mark in marks.on(group) if mark.boost != 1]
        if given:
            boosts |= {article.id: given[0] for article in group}
    return boosts


def action_of(story: Story, hand: Hand) -> Action | None:
    """What the editor wants done with the whole story: the strongest of the marks on its articles."""
    names = {story.lead.id, *(article.id for article in story.also)}
    actions = {mark.action for mark in hand.marks if mark.article in names}
    return next((each for each in (Action.LEAD, Action.PIN, Action.DROP) if each in actions), None)
