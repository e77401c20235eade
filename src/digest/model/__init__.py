"""The nouns (docs/glossary.md). Standard library only; everything frozen; every instant aware and UTC."""

from digest.model.article import Article, ArticleKey, Author, Event, Image, Link, Media, PollState, article_id
from digest.model.delivery import (
    Delivery,
    DeliveryRecord,
    DeliveryState,
    Envelope,
    IfInDoubt,
    Mailing,
    Outcome,
    Tally,
)
from digest.model.finding import Finding, Level
from digest.model.issue import (
    EmbeddedImage,
    Factor,
    Issue,
    IssueKey,
    IssueState,
    Rendered,
    Section,
    Slot,
    Sponsor,
    Story,
    Variant,
    Verdict,
)
from digest.model.language import direction
from digest.model.pace import Claim, Pace
from digest.model.people import Mailbox, SubscriberState, Subscription, SubscriptionState
from digest.model.picture import Fit, Gallery, Picture, Shown
from digest.model.values import DAY, Secret, utc

__all__ = [
    "DAY",
    "Article",
    "ArticleKey",
    "Author",
    "Claim",
    "Delivery",
    "DeliveryRecord",
    "DeliveryState",
    "EmbeddedImage",
    "Envelope",
    "Event",
    "Factor",
    "Finding",
    "Fit",
    "Gallery",
    "IfInDoubt",
    "Image",
    "Issue",
    "IssueKey",
    "IssueState",
    "Level",
    "Link",
    "Mailbox",
    "Mailing",
    "Media",
    "Outcome",
    "Pace",
    "Picture",
    "PollState",
    "Rendered",
    "Secret",
    "Section",
    "Shown",
    "Slot",
    "Sponsor",
    "Story",
    "SubscriberState",
    "Subscription",
    "SubscriptionState",
    "Tally",
    "Variant",
    "Verdict",
    "article_id",
    "direction",
    "utc",
]
