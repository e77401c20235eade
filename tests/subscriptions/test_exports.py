"""Exports of other services: who reads, who left, who never confirmed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.model import SubscriptionState
from digest.store import Store
from digest.subscriptions import import_csv

NOW = datetime(2026, 2, 18, 8, tzinfo=UTC)
IN, LEFT = SubscriptionState.CONFIRMED, SubscriptionState.UNSUBSCRIBED

EXPORTS = {
    "mailchimp-subscribed": (
        (
            '"Email Address","First Name","Last Name",Address,State,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,TAGS\n'
            'ana@example.com,Ana,Reis,"7 Quay Rd, Oslo",OR,2,,"2024-01-02 10:00:00","""vip"""\n'
        ),
        {"ana@example.com": (IN, "Ana Reis")},
    ),
    "mailchimp-unsubscribed": (
        (
            '"Email Address","First Name","Last Name",UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON\n'
            'bo@example.com,Bo,,"2024-03-01 09:00:00",News,"N/A (Unsubscribed by an admin)"\n'
        ),
        {"bo@example.com": (LEFT, "Bo")},
    ),
    "mailchimp-cleaned": (
        (
            '"Email Address","First Name","Last Name",CLEAN_TIME,CLEAN_CAMPAIGN_TITLE\n'
            'cy@example.com,Cy,Li,"2024-03-01 09:00:00",News\n'
        ),
        {"cy@example.com": (LEFT, "Cy Li")},
    ),
    "substack": (
        (
            "email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at\n"
            "ana@example.com,false,,other,false,2024-01-01T00:00:00Z,\n"
            "bo@example.com,true,2027-01-01,monthly,true,2024-01-01T00:00:00Z,\n"
        ),
        {"ana@example.com": (IN, ""), "bo@example.com": (LEFT, "")},
    ),
    "ghost": (
        (
            "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers\n"
            "1,ana@example.com,Ana Reis,,true,,,2024-01-01T00:00:00Z,,,\n"
            "2,bo@example.com,Bo,,false,,,2024-01-01T00:00:00Z,,,\n"
            "3,cy@example.com,Cy,,true,,,2024-01-01T00:00:00Z,2025-01-01T00:00:00Z,,\n"
        ),
        {"ana@example.com": (IN, "Ana Reis"), "bo@example.com": (LEFT, "Bo"), "cy@example.com": (LEFT, "Cy")},
    ),
    "listmonk": (
        (
            "uuid,email,name,attributes,status,created_at,updated_at\n"
            'u1,ana@example.com,Ana,"{""city"": ""Porto""}",enabled,2024-01-01,2024-01-01\n'
            "u2,bo@example.com,Bo,{},blocklisted,2024-01-01,2024-01-01\n"
            "u3,cy@example.com,Cy,{},disabled,2024-01-01,2024-01-01\n"
        ),
        {"ana@example.com": (IN, "Ana"), "bo@example.com": (LEFT, "Bo"), "cy@example.com": (LEFT, "Cy")},
    ),
    "buttondown": (
        (
            "id,email_address,type,creation_date,unsubscription_date,tags,notes\n"
            "1,ana@example.com,regular,2024-01-01,,,\n"
            "2,bo@example.com,unsubscribed,2024-01-01,2024-02-01,,\n"
            "3,cy@example.com,unactivated,2024-01-01,,,\n"
            "4,dee@example.com,premium,2024-01-01,,,\n"
        ),
        {"ana@example.com": (IN, ""), "bo@example.com": (LEFT, ""), "dee@example.com": (IN, "")},
    ),
    "kit": (
        (
            "First Name,Email,State,Created At,Tags\n"
            "Ana,ana@example.com,active,2024-01-01,\n"
            "Bo,bo@example.com,cancelled,2024-01-01,\n"
            "Cy,cy@example.com,inactive,2024-01-01,\n"
            "Dee,dee@example.com,complained,2024-01-01,\n"
        ),
        {"ana@example.com": (IN, "Ana"), "bo@example.com": (LEFT, "Bo"), "dee@example.com": (LEFT, "Dee")},
    ),
    "two columns without a header": (
        "Ana Reis,ana@example.com\nBo,bo@example.com\n",
        {"ana@example.com": (IN, "Ana Reis"), "bo@example.com": (IN, "Bo")},
    ),
    "one address a line": (
        "ana@example.com\n\nBo <bo@example.com>\n",
        {"ana@example.com": (IN, ""), "bo@example.com": (IN, "Bo")},
    ),
    "an unknown header": (
        "Lesende;Kontakt\nAna;ana@example.com\n",
        {"ana@example.com": (IN, "")},
    ),
    "german, semicolons": (
        "Vorname;Nachname;E-Mail;Unsubscribed\nJörg;Groß;j@example.com;nein\nBo;Li;bo@example.com;no\n",
        {"j@example.com": (LEFT, "Jörg Groß"), "bo@example.com": (IN, "Bo Li")},
    ),
    "tabs": ("E-mail\tName\nana@example.com\tReis, Ana\n", {"ana@example.com": (IN, "Reis, Ana")}),
    "Excel's own": ("sep=;\r\nemail;name\r\nana@example.com;Ana\r\n", {"ana@example.com": (IN, "Ana")}),
    "old Mac lines": ("email,name\rana@example.com,Ana\r", {"ana@example.com": (IN, "Ana")}),
    "confirmed or not": (
        "email,confirmed\nana@example.com,yes\nbo@example.com,no\n",
        {"ana@example.com": (IN, "")},
    ),
}


@pytest.mark.parametrize("service", EXPORTS)
async def test_an_export_is_understood(store: Store, tmp_path: Path, service: str) -> None:
    """Addresses, names and who left are found in the columns that the service writes; who never confirmed is refused."""
    text, expected = EXPORTS[service]
    file = tmp_path / "export.csv"
    file.write_bytes(text.encode("utf-8"))
    report = await import_csv(file, store=store, newsletter="letter", edition="main", now=NOW)
    found = {each.address: (each.state, each.name) for each in await store.subscriptions()}
    assert found == expected
    assert report.added == sum(state is IN for state, _ in expected.values())
    assert report.kept_out == sum(state is LEFT for state, _ in expected.values())
    assert all(refused.reason.startswith("never confirmed") for refused in report.refused)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("ana@example.com,perhaps,true", "no known status: “perhaps”"),
        ("ana@example.com,unconfirmed,true", "never confirmed: the status is “unconfirmed”"),
        ("ana@example.com,active,", "nothing in the column that says who is subscribed"),
    ],
)
async def test_a_row_without_clear_consent_is_refused(
    store: Store, tmp_path: Path, row: str, reason: str
) -> None:
    """Nobody is subscribed by a status that we do not know."""
    file = tmp_path / "export.csv"
    file.write_text(f"email,status,subscribed\n{row}\n", "utf-8")
    report = await import_csv(file, store=store, newsletter="letter", edition="main", now=NOW)
    assert [(each.row, each.reason) for each in report.refused] == [(2, reason)]
    assert await store.subscriptions() == ()


@pytest.mark.parametrize(
    ("encoding", "notices"), [("utf-8", 0), ("utf-8-sig", 0), ("utf-16", 0), ("cp1252", 1)]
)
async def test_every_usual_encoding_is_read(
    store: Store, tmp_path: Path, encoding: str, notices: int
) -> None:
    """Only a guess is mentioned."""
    file = tmp_path / "export.csv"
    file.write_bytes("email,name\njoerg@example.com,Jörg “Groß”\n".encode(encoding))
    report = await import_csv(file, store=store, newsletter="letter", edition="main", now=NOW)
    assert [each.name for each in await store.subscriptions()] == ["Jörg “Groß”"]
    assert len(report.notices) == notices
