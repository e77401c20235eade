"""Notices: short mailings that are no issue (a confirmation, an alert), in the same ledger and under the same promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, exists, insert, select

from digest.model import DeliveryState, IfInDoubt, Mailbox, Mailing, Rendered, SubscriberState
from digest.store.issues import add_variant, read_mailing
from digest.store.people import address_key, new_person
from digest.store.schema import WAITING, delivery, in_states, mailing, subscriber
from digest.store.upsert import insert_new


def freeze_notice(
    connection: Connection,
    key: str,
    rendered: Rendered,
    recipients: Sequence[Mailbox],
    *,
    newsletter: str,
    if_in_doubt: IfInDoubt,
    due_at: datetime,
    expires_at: datetime,
) -> Mailing:
    """Write a notice and its deliveries, once for each `key`: a notice that is there is returned unchanged.

    A recipient needs no subscription. Who is suppressed is not written to.
    """
    values = {
        "key": key,
        "newsletter": newsletter,
        "created_at": due_at,
        "audience": 0,
        "if_in_doubt": if_in_doubt.value,
    }
    insert_new(connection, mailing, [values])
    row = connection.execute(select(mailing).where(mailing.c.key == key).with_for_update()).one()
    if row.audience:
        return read_mailing(connection, row)
    people = [new_person(each.address, name=each.name, now=due_at) for each in recipients]
    insert_new(connection, subscriber, sorted(people, key=lambda person: str(person["address_key"])))
    keys = {address_key(each.address) for each in recipients}
    found = connection.execute(select(subscriber).where(subscriber.c.address_key.in_(keys))).all()
    variant_id = add_variant(connection, rendered, mailing_id=row.id)
    rows = [
        {
            "mailing_id": row.id,
            "subscriber_id": person.id,
            "variant_id": variant_id,
            "domain": person.domain,
            "due_at": due_at,
            "next_at": due_at,
            "expires_at": expires_at,
            "state": (
                DeliveryState.PENDING
                if person.state == SubscriberState.ACTIVE.value
                else DeliveryState.SUPPRESSED
            ).value,
            "generation": 0,
            "attempts": 0,
        }
        for person in found
    ]
    connection.execute(insert(delivery), rows)
    connection.execute(mailing.update().where(mailing.c.id == row.id).values(audience=len(rows)))
    return read_mailing(connection, connection.execute(select(mailing).where(mailing.c.id == row.id)).one())


def unfinished(connection: Connection, newsletter: str, *, now: datetime) -> tuple[Mailing, ...]:
    """A newsletter's notices that have a delivery due, oldest first."""
    due = exists().where(
        delivery.c.mailing_id == mailing.c.id, in_states(*WAITING), delivery.c.next_at <= now
    )
    query = (
        select(mailing)
        .where(mailing.c.issue_id.is_(None), mailing.c.newsletter == newsletter, due)
        .order_by(mailing.c.id)
    )
    return tuple(read_mailing(connection, row) for row in connection.execute(query).all())
