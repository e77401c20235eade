"""What the columns of an export mean: Mailchimp, Substack, Ghost, listmonk, Buttondown, Kit, and plain files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from digest.model import Choice
from digest.subscriptions.choices import read_choice

# Header words are compared without case, spaces and punctuation: “E-Mail Address” is emailaddress.
_ADDRESS = ("email", "emailaddress", "subscriberemail", "mail", "mailaddress", "subscriber", "address")
_NAME = ("name", "fullname", "subscribername", "displayname")
_FIRST = ("firstname", "givenname", "fname", "vorname", "prénom", "prenom", "nombre", "nome")
_LAST = ("lastname", "surname", "familyname", "lname", "nachname", "apellido", "apellidos", "sobrenome")
_EDITION = ("edition",)
_TOPICS = ("topics", "topic", "interests", "interest", "groups")
_SECTIONS = ("sections", "section")

_STATUS = ("status", "subscriberstatus", "subscriptionstatus", "emailstatus", "memberstatus")
# These may as well hold a US state or a kind of customer, so only words that end a subscription count.
_PERHAPS_STATUS = ("state", "type", "subscribertype")
# A date or a yes here ends the subscription. Substack's active_subscription is about paying and not in any table.
_OUT_IF_SET = (
    *("unsubscribed", "unsubscribedat", "unsubscribedate", "unsubscriptiondate", "unsubtime", "optedout"),
    *(
        "optout",
        "optouttime",
        "emaildisabled",
        "cleantime",
        "bounced",
        "complained",
        "deletedat",
        "suppressed",
    ),
)
_OUT_IF_UNSET = ("subscribed", "subscribedtoemails", "subscribedtoemail", "optin", "optedin")
_NEVER_IF_UNSET = ("confirmed",)

_IN = frozenset(
    [
        "active",
        "activated",
        "subscribed",
        "confirmed",
        "enabled",
        "regular",
        "premium",
        "paid",
        "free",
        "comp",
        "complimentary",
        "gift",
        "gifted",
        "vip",
        "trial",
        "trialed",
        "trialing",
        "churning",
        "pastdue",
        "yes",
        "true",
        "1",
    ]
)
_OUT = frozenset(
    [
        "unsubscribed",
        "unsubscribe",
        "cancelled",
        "canceled",
        "cleaned",
        "bounced",
        "bounce",
        "complained",
        "complaint",
        "spam",
        "spammy",
        "spamcomplaint",
        "blocklisted",
        "blacklisted",
        "blocked",
        "disabled",
        "removed",
        "deleted",
        "archived",
        "suppressed",
        "undeliverable",
        "optedout",
        "optout",
        "unsub",
        "no",
        "false",
        "0",
    ]
)
_NEVER = frozenset(
    [
        "unconfirmed",
        "pending",
        "unactivated",
        "inactive",
        "nonsubscribed",
        "transactional",
        "notconfirmed",
        "validating",
        "invalid",
    ]
)
_NO = frozenset(
    {"", "0", "false", "no", "n", "f", "null", "none", "nil", "na", "nan", "00000000000000", "00000000"}
)


class Standing(Enum):
    """What a row says about its reader."""

    READS = "reads"
    LEFT = "left"  # unsubscribed, bounced, complained: kept, so that nobody subscribes them again


class UnclearError(ValueError):
    """The row does not say that its reader wants the newsletter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column holds what. -1: there is none."""

    address: int
    name: int = -1
    first: int = -1
    last: int = -1
    edition: int = -1
    topics: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()
    status: tuple[int, ...] = ()
    perhaps_status: tuple[int, ...] = ()
    out_if_set: tuple[int, ...] = ()
    out_if_unset: tuple[int, ...] = ()
    never_if_unset: tuple[int, ...] = ()
    header: bool = True
    guessed: bool = False  # by what the cells look like, although there seems to be a header

    def full_name(self, row: Sequence[str]) -> str:
        """The name of a row, put together where first and last name are apart."""
        parts = (cell(row, self.first), cell(row, self.last))
        return cell(row, self.name) or " ".join(part for part in parts if part)

    def choice(self, row: Sequence[str]) -> Choice:
        """What a row says that its reader wants; everything where it says nothing. Raises ValueError."""
        return read_choice(
            (cell(row, index) for index in self.topics), (cell(row, index) for index in self.sections)
        )

    def standing(self, row: Sequence[str]) -> Standing:
        """Whether the row's reader reads or left; the word for “left” wins over every other.

        Raises UnclearError where a status says neither, or that the reader never confirmed.
        """
        words = [(index, fold(cell(row, index))) for index in self.status]
        perhaps = [fold(cell(row, index)) for index in self.perhaps_status]
        subscribed = [fold(cell(row, index)) for index in self.out_if_unset]
        if (
            any(word in _OUT for _, word in words)
            or any(word in _OUT - _NO for word in perhaps)
            or any(fold(cell(row, index)) not in _NO for index in self.out_if_set)
            or any(word in _NO - {""} for word in subscribed)
        ):
            return Standing.LEFT
        if never := next((word for word in (*dict(words).values(), *perhaps) if word in _NEVER), ""):
            raise UnclearError(f"never confirmed: the status is “{never}”")
        if any(fold(cell(row, index)) in _NO for index in self.never_if_unset):
            raise UnclearError("never confirmed")
        if unknown := next((cell(row, index) for index, word in words if word and word not in _IN), ""):
            raise UnclearError(f"no known status: “{unknown}”")
        if "" in subscribed:
            raise UnclearError("nothing in the column that says who is subscribed")
        return Standing.READS


def find_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Recognise the columns by the header, else by a column that looks like addresses; None where there is neither."""
    if not rows:
        return None
    head = [fold(word) for word in rows[0]]
    looks = _address_column(rows)
    if any("@" in word for word in rows[0]):
        return None if looks < 0 else Columns(address=looks, name=_beside(rows, looks), header=False)
    named = next((head.index(word) for word in _ADDRESS if word in head), -1)
    if named >= 0 and head[named] in {"address", "subscriber"} and looks >= 0:
        named = looks  # “address” may be where people live
    address = named if named >= 0 else looks
    if address < 0:
        return None
    return Columns(
        address=address,
        guessed=named < 0,
        name=_first_of(head, _NAME, but=address),
        first=_first_of(head, _FIRST, but=address),
        last=_first_of(head, _LAST, but=address),
        edition=_first_of(head, _EDITION, but=address),
        topics=_all_of(head, _TOPICS),
        sections=_all_of(head, _SECTIONS),
        status=_all_of(head, _STATUS),
        perhaps_status=_all_of(head, _PERHAPS_STATUS),
        out_if_set=_all_of(head, _OUT_IF_SET),
        out_if_unset=_all_of(head, _OUT_IF_UNSET),
        never_if_unset=_all_of(head, _NEVER_IF_UNSET),
    )


def cell(row: Sequence[str], index: int) -> str:
    """A cell without the blanks around it; "" where the row is too short or the column absent."""
    return row[index].strip() if 0 <= index < len(row) else ""


def fold(text: str) -> str:
    """`text` in lower case, letters and digits only."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _address_column(rows: Sequence[Sequence[str]]) -> int:
    """The column with the most cells like an address, among the first rows; -1 for none."""
    sample = rows[:50]
    width = max((len(row) for row in sample), default=0)
    counts = [sum("@" in cell(row, index)[1:-1] for row in sample) for index in range(width)]
    return counts.index(max(counts)) if any(counts) else -1


def _beside(rows: Sequence[Sequence[str]], address: int) -> int:
    """In a file of two columns without header, the other one is the name."""
    return 1 - address if {len(row) for row in rows[:50] if row} == {2} else -1


def _first_of(head: Sequence[str], words: Sequence[str], *, but: int) -> int:
    return next((head.index(word) for word in words if word in head and head.index(word) != but), -1)


def _all_of(head: Sequence[str], words: Sequence[str]) -> tuple[int, ...]:
    return tuple(index for index, word in enumerate(head) if word in words)
