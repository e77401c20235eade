"""The tables (SQLAlchemy Core). A change here needs a new revision in migrations/versions; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    false,
    literal_column,
)
from sqlalchemy.sql import ColumnElement

from digest.model import DeliveryState
from digest.store.columns import Id, Instant, Words

# Alembic can only alter what has a name, and SQLite names nothing by itself.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _words(name: str, default: str = "") -> Column[str]:
    return Column(name, Words, nullable=False, server_default=default)


# An id that was ever in a mailed link (subscriber, variant, mailing) must not come back as somebody else's:
# without AUTOINCREMENT SQLite gives a deleted row's id away again.
NEVER_REUSED = True

keyring = Table(
    "keyring",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("secret", Words, nullable=False),
)

# -- articles ------------------------------------------------------------------------------------------

source = Table(
    "source",
    metadata,
    Column("name", Words, primary_key=True),
    _words("url"),
    _words("etag"),
    _words("last_modified"),
    Column("polled_at", Instant),
    Column("next_poll_at", Instant),
    Column("failures", Integer, nullable=False, server_default="0"),
    _words("error"),
    Column("collected_at", Instant),  # first success; what came with it is backlog
    Column("succeeded_at", Instant),  # last success
    _words("page"),
    _words("moved_to"),
    Column("moved", Integer, nullable=False, server_default="0"),
    Column("gone", Boolean, nullable=False, server_default=false()),
)

article = Table(
    "article",
    metadata,
    Column("id", Words, primary_key=True),
    Column("first_seen", Instant, nullable=False),
)

# Many keys lead to one article (guid, canonical URL, hash), so identity can improve without rewriting history.
article_key = Table(
    "article_key",
    metadata,
    Column("kind", Words, nullable=False),
    Column("key", Words, nullable=False),
    Column("article_id", Words, ForeignKey("article.id"), nullable=False, index=True),
    PrimaryKeyConstraint("kind", "key"),
)

# An article as one source carries it: tags, section and age differ by source, what was sent goes by article.
article_copy = Table(
    "article_copy",
    metadata,
    Column("article_id", Words, ForeignKey("article.id"), nullable=False),
    Column("source", Words, nullable=False),
    Column("first_seen", Instant, nullable=False),
    Column("backlog", Boolean, nullable=False),
    Column("published", Instant),
    Column("updated", Instant),
    Column("event_until", Instant),
    _words("url"),
    _words("title"),
    _words("summary"),
    _words("html"),
    _words("text"),
    _words("section"),
    _words("language"),
    Column("document", Words, nullable=False),  # JSON of the rest: documents.py
    Column("fingerprint", Words, nullable=False),  # an unchanged article is not written again
    PrimaryKeyConstraint("article_id", "source"),
    Index(None, "source", "first_seen"),
    Index(None, "source", "published"),
    Index(None, "source", "event_until"),
)

# -- issues --------------------------------------------------------------------------------------------

issue = Table(
    "issue",
    metadata,
    Column("id", Id, primary_key=True),
    Column("newsletter", Words, nullable=False),
    Column("edition", Words, nullable=False),
    Column("cadence", Words, nullable=False),
    Column("slot", Words, nullable=False),
    Column("slot_at", Instant, nullable=False),
    Column("state", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    _words("subject"),
    _words("why"),
    Column("taken_down_at", Instant),  # its web page is no longer shown
    _words("taken_down_why"),
    UniqueConstraint("newsletter", "edition", "cadence", "slot"),
    Index(None, "newsletter", "edition", "cadence", "slot_at"),
    sqlite_autoincrement=NEVER_REUSED,
)

# The editor's hand: the open one (no issue yet) belongs to the next issue of its edition, the others to past issues.
hand = Table(
    "hand",
    metadata,
    Column("id", Id, primary_key=True),
    Column("newsletter", Words, nullable=False),
    Column("edition", Words, nullable=False),
    Column("cadence", Words, nullable=False),
    Column("issue_id", Id, ForeignKey("issue.id"), unique=True),
    Column("changed_at", Instant, nullable=False),
    Column("document", Words, nullable=False),  # JSON: documents.py
    Index(None, "newsletter", "edition", "cadence"),
)

# What the desk was asked about, and what it said.
proof = Table(
    "proof",
    metadata,
    Column("id", Id, primary_key=True),
    Column("newsletter", Words, nullable=False),
    Column("edition", Words, nullable=False),
    Column("cadence", Words, nullable=False),
    Column("slot", Words, nullable=False),
    Column("slot_at", Instant, nullable=False),
    Column("state", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("decided_at", Instant),
    UniqueConstraint("newsletter", "edition", "cadence", "slot"),
    sqlite_autoincrement=NEVER_REUSED,
)

correction = Table(
    "correction",
    metadata,
    Column("id", Id, primary_key=True),
    Column("issue_id", Id, ForeignKey("issue.id"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    _words("note"),
    _words("old"),
    _words("new"),
)

issue_story = Table(
    "issue_story",
    metadata,
    Column("issue_id", Id, ForeignKey("issue.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("article_id", Words, nullable=False),
    Column("score", Float, nullable=False),
    _words("section"),
    Column("verdict", Words, nullable=False),
    _words("why"),
    Column("document", Words, nullable=False),  # JSON: factors, title, also
    PrimaryKeyConstraint("issue_id", "position"),
)

sent_article = Table(
    "sent_article",
    metadata,
    Column("newsletter", Words, nullable=False),
    Column("edition", Words, nullable=False),
    Column("cadence", Words, nullable=False),
    Column("article_id", Words, nullable=False),
    Column("issue_id", Id, ForeignKey("issue.id"), nullable=False, index=True),
    PrimaryKeyConstraint("newsletter", "edition", "cadence", "article_id"),
)

variant = Table(
    "variant",
    metadata,
    Column("id", Id, primary_key=True),
    Column("issue_id", Id, ForeignKey("issue.id")),
    Column("mailing_id", Id, ForeignKey("mailing.id"), index=True),  # of a notice, which has no issue
    _words("group_key"),
    _words("subject"),
    _words("preheader"),
    _words("html"),
    _words("text"),
    _words("mjml"),
    _words("marker"),
    UniqueConstraint("issue_id", "group_key"),
    sqlite_autoincrement=NEVER_REUSED,
)

# What a variant told, so that nobody gets it again from another newsletter.
variant_article = Table(
    "variant_article",
    metadata,
    Column("variant_id", Id, ForeignKey("variant.id"), nullable=False),
    Column("article_id", Words, nullable=False, index=True),
    # Of the article that leads a story, the story's number in reading order; 0: the story's others, and the podcast.
    Column("place", Integer, nullable=False),
    PrimaryKeyConstraint("variant_id", "article_id"),
)

variant_image = Table(
    "variant_image",
    metadata,
    Column("variant_id", Id, ForeignKey("variant.id"), nullable=False),
    Column("cid", Words, nullable=False),
    Column("media_type", Words, nullable=False),
    Column("data", LargeBinary, nullable=False),
    PrimaryKeyConstraint("variant_id", "cid"),
)

picture = Table(
    "picture",
    metadata,
    Column("key", Words, primary_key=True),  # made from its bytes
    Column("media_type", Words, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
)

picture_source = Table(
    "picture_source",
    metadata,
    Column("url", Words, nullable=False),
    Column("fit", Words, nullable=False),  # the place in a mail it was fitted to
    Column("key", Words, ForeignKey("picture.key"), nullable=False),
    Column("checked_at", Instant, nullable=False),
    PrimaryKeyConstraint("url", "fit"),
)

mailing = Table(
    "mailing",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Words, nullable=False, unique=True),
    Column("issue_id", Id, ForeignKey("issue.id"), unique=True),  # none: a notice
    _words("newsletter"),  # whose unsubscribers are left out; "" for a notice that goes to anybody
    Column("created_at", Instant, nullable=False),
    Column("audience", Integer, nullable=False),
    _words("if_in_doubt", "hold"),
    Column("cancelled_at", Instant),
    sqlite_autoincrement=NEVER_REUSED,
)

# -- people --------------------------------------------------------------------------------------------

subscriber = Table(
    "subscriber",
    metadata,
    Column("id", Id, primary_key=True),
    Column("address", Words, nullable=False),  # as it is mailed
    Column("address_key", Words, nullable=False, unique=True),  # case-folded: one person, one row
    Column("domain", Words, nullable=False),
    _words("name"),
    Column("state", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("suppressed_at", Instant),
    _words("suppressed_why"),
    sqlite_autoincrement=NEVER_REUSED,
)

subscription = Table(
    "subscription",
    metadata,
    Column("subscriber_id", Id, ForeignKey("subscriber.id"), nullable=False),
    Column("newsletter", Words, nullable=False),
    Column("edition", Words, nullable=False),
    _words("group_key"),  # which variant: freezing an audience is one INSERT … SELECT
    Column("state", Words, nullable=False),
    _words("origin"),  # where consent came from
    Column("created_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
    Column("unsubscribed_at", Instant),
    PrimaryKeyConstraint("subscriber_id", "newsletter"),
    Index(None, "newsletter", "edition", "state"),
)

# -- delivery ------------------------------------------------------------------------------------------

delivery = Table(
    "delivery",
    metadata,
    Column("id", Id, primary_key=True),
    Column("mailing_id", Id, ForeignKey("mailing.id"), nullable=False),
    Column("subscriber_id", Id, ForeignKey("subscriber.id"), nullable=False, index=True),
    Column("variant_id", Id, ForeignKey("variant.id"), nullable=False),
    Column("domain", Words, nullable=False),  # the recipient's; the address itself is joined at the claim
    Column("due_at", Instant, nullable=False),  # never changes: the message's Date
    Column("next_at", Instant, nullable=False),  # when it may be claimed: due_at, later where deferred
    Column("expires_at", Instant, nullable=False),
    Column("state", Words, nullable=False),
    _words("owner"),  # the number of a sender (table sender)
    Column("generation", Integer, nullable=False),  # counts claims, so that a fenced worker is recognised
    Column("lease_until", Instant),
    Column("attempts", Integer, nullable=False),  # how often it was marked sending
    _words("reply"),
    Column("provider_id", Words),  # the Message-ID that the provider gave instead of ours
    UniqueConstraint("mailing_id", "subscriber_id"),
)

# Who sends: a process holds a lock under its number for as long as it lives (owners.py).
sender = Table(
    "sender",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Words, nullable=False),
    Column("started_at", Instant, nullable=False),
    sqlite_autoincrement=NEVER_REUSED,
)

# Token buckets, reserved in the claim: "server:HOST:PORT", "day:HOST:PORT:2026-02-18", "domain:example.com".
pace = Table(
    "pace",
    metadata,
    Column("key", Words, primary_key=True),
    Column("tokens", Float, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("paused_until", Instant),  # a domain whose breaker is open
    Column("strikes", Integer, nullable=False, server_default="0"),  # how often in a row it opened
)
STRUCK = pace.c.strikes > literal_column("0")
# The migrations write these conditions for PostgreSQL too. To name them here for it would load its dialect for everybody.
Index("ix_pace_struck", pace.c.strikes, sqlite_where=STRUCK)


def in_states(*states: DeliveryState) -> ColumnElement[bool]:
    """`delivery.state IN (…)` with the states written out: a partial index is not used for bound parameters."""
    return delivery.c.state.in_([literal_column(f"'{state.value}'", Words) for state in states])


WAITING = (DeliveryState.PENDING, DeliveryState.DEFERRED)
HELD = (DeliveryState.CLAIMED, DeliveryState.SENDING)

_waiting, _held = in_states(*WAITING), in_states(*HELD)
Index(
    "ix_delivery_waiting",
    delivery.c.mailing_id,
    delivery.c.next_at,
    delivery.c.id,
    delivery.c.domain,  # a claim passes over many of a paused domain without touching the rows
    sqlite_where=_waiting,
)
Index("ix_delivery_held", delivery.c.lease_until, sqlite_where=_held)
