"""Readers from a file: read it whole, decide every row, then write what is wanted in a few transactions."""

from __future__ import annotations

import asyncio
import csv
import os
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from digest.errors import InputError
from digest.model import Choice, Subscription, SubscriptionState
from digest.subscriptions.address import harmless_name, read_address
from digest.subscriptions.choices import read_choice
from digest.subscriptions.columns import Columns, Standing, UnclearError, cell, find_columns
from digest.subscriptions.table import read_table

CHUNK = 1000  # rows in one transaction: an interrupted import has whole chunks, and running it again adds the rest
MOST_NAMED = 5  # sections that are not there, by name
ADDRESS_SHOWN = 320  # characters of a refused address that are kept: the longest legal one

Progress = Callable[[int, int], None]  # how many are done, of how many


class Readers(Protocol):
    """Where subscriptions are kept."""

    async def subscribe_all(
        self, wanted: Sequence[Subscription], /, *, now: datetime, dry_run: bool = False
    ) -> tuple[str, ...]:
        """Add each as a confirmed subscription, or remember that they unsubscribed, in one transaction.

        Returns for each: added, already, unsubscribed or suppressed. Never brings back who left. A `dry_run` says what
        would happen and changes nothing.
        """


class Refused(NamedTuple):
    """A row that cannot be used, counted as a spreadsheet counts."""

    row: int
    address: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What became of every row: the numbers add up to the rows that were not blank."""

    added: int = 0
    already: int = 0  # had this newsletter before
    unsubscribed: int = 0  # kept out: the file or the database says they left
    suppressed: int = 0  # kept out: never to be mailed again
    repeated: int = 0  # further rows of an address that the file has already
    refused: tuple[Refused, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def kept_out(self) -> int:
        return self.unsubscribed + self.suppressed

    @property
    def active(self) -> int:
        """How many of the file's readers get the newsletter now."""
        return self.added + self.already


async def import_csv(
    path: Path,
    *,
    store: Readers,
    newsletter: str,
    edition: str,
    now: datetime,
    editions: Collection[str] = (),
    sections: Mapping[str, str] | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Subscribe the readers in a CSV file, of any service or none, to a newsletter.

    Rows may name another of the `editions` in a column of that name. `sections` are those that the newsletter has, by
    title or key → key; what else a file names is kept, as it may come to be, and reported. A bad row stops nobody else: it is reported.
    Raises InputError where the file cannot be read or has no column of addresses, StoreError; what was written before
    a StoreError stays, and the import may be run again.
    """
    table = await asyncio.to_thread(read_table, path)
    columns = find_columns(tuple(row for _, row in table.rows[:50]))
    if columns is None:
        raise InputError(f"{path}: no column looks like addresses; name one “email”")
    notices = table.notices
    if columns.guessed:
        head = harmless_name(", ".join(table.rows[0][1]))
        notices += (
            f"row {table.rows[0][0]} (“{head}”) was taken for a header, and the column of addresses guessed",
        )
    notices += _about_choices(columns, table.rows[0][1])
    sheet = _Sheet(columns=columns, newsletter=newsletter, edition=edition, editions=frozenset(editions))
    origin = f"import {harmless_name(path.name)}"
    wanted, refused, repeated = await asyncio.to_thread(sheet.decide, table.rows, origin=origin)
    if sections is not None:
        keys = {_spelled(name): key for name, key in sections.items()}
        notices += _unknown_sections(wanted, keys, newsletter=newsletter)
        wanted = tuple(replace(wish, choice=_by_key(wish.choice, keys)) for wish in wanted)
    words: Counter[str] = Counter()
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        words.update(await store.subscribe_all(chunk, now=now, dry_run=dry_run))
        if progress:
            progress(start + len(chunk), len(wanted))
    return ImportReport(
        added=words["added"],
        already=words["already"],
        unsubscribed=words["unsubscribed"],
        suppressed=words["suppressed"],
        repeated=repeated,
        refused=refused,
        notices=notices,
    )


def write_refused(path: Path, refused: Sequence[Refused]) -> None:
    """Write the refused rows with their reasons, for the owner's eyes only; corrected, it can be imported.

    Raises InputError.
    """
    try:
        # utf-8-sig: without the mark, spreadsheets guess another encoding
        with open(path, "w", encoding="utf-8-sig", newline="", opener=_private) as file:
            writer = csv.writer(file)
            writer.writerow(("row", "email", "reason"))
            writer.writerows((row, _no_formula(address), reason) for row, address, reason in refused)
    except OSError as exc:
        raise InputError(f"{path}: {exc.strerror}; the refused rows could not be written") from exc


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _no_formula(text: str) -> str:
    """Keep a spreadsheet from running what a stranger typed as their address."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _about_choices(columns: Columns, head: Sequence[str]) -> tuple[str, ...]:
    """Which columns are taken for what readers want: it decides what they get."""
    return tuple(
        f"what readers want was read from “{harmless_name(cell(head, index))}”, as their {noun}"
        for noun, indexes in (("topics", columns.topics), ("sections", columns.sections))
        for index in indexes
    )


def _spelled(section: str) -> str:
    """A section's name in the spelling in which choices are kept."""
    return next(iter(read_choice((), (section,)).sections), "")


def _by_key(choice: Choice, keys: Mapping[str, str]) -> Choice:
    """The choice with the keys of its sections, where it named them by their titles."""
    if not choice.sections:
        return choice
    return read_choice(choice.topics, (keys.get(each, each) for each in choice.sections))


def _unknown_sections(
    wanted: Sequence[Subscription], keys: Mapping[str, str], *, newsletter: str
) -> tuple[str, ...]:
    """Which sections readers want that the newsletter has not: who wants nothing else gets the issue for everybody."""
    unknown = Counter(each for wish in wanted for each in wish.choice.sections if each not in keys)
    known = ", ".join(dict.fromkeys(keys.values()))
    there = f"there is {known}" if known else "it has no sections at all"
    return tuple(
        f"{newsletter} has no section “{name}”, which {count:,} {'reader wants' if count == 1 else 'readers want'}; {there}"
        for name, count in unknown.most_common(MOST_NAMED)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """How the rows of one file are to be understood."""

    columns: Columns
    newsletter: str
    edition: str
    editions: frozenset[str]

    def decide(
        self, rows: Sequence[tuple[int, list[str]]], *, origin: str
    ) -> tuple[tuple[Subscription, ...], tuple[Refused, ...], int]:
        """Turn the rows into wishes, one for each person; who left in one row has left. Also returns the repeats."""
        wanted: dict[str, Subscription] = {}
        refused: list[Refused] = []
        repeated = 0
        for number, row in rows[1:] if self.columns.header else rows:
            try:
                wish = self._wish(row, origin=origin)
            except ValueError as exc:
                address = cell(row, self.columns.address)[:ADDRESS_SHOWN]
                refused.append(Refused(number, address, str(exc)))
                continue
            key = wish.address.casefold()
            if key in wanted:
                repeated += 1
                wish = _merged(wanted[key], wish)
            wanted[key] = wish
        return tuple(wanted.values()), tuple(refused), repeated

    def _wish(self, row: Sequence[str], *, origin: str) -> Subscription:
        """One row's wish. Raises ValueError with the reason to refuse it."""
        mailbox = read_address(cell(row, self.columns.address))
        others = (text for index, text in enumerate(row) if index != self.columns.address)
        if not self.columns.header and any("@" in text for text in others):
            raise UnclearError("more than one address: each needs a row of its own")
        left = self.columns.standing(row) is Standing.LEFT
        edition = cell(row, self.columns.edition)
        if edition and edition not in self.editions and not left:
            known = ", ".join(sorted(self.editions)) or self.edition
            raise UnclearError(f"no edition “{edition}”; there is {known}")
        return Subscription(
            subscriber_id=0,  # the database knows
            address=mailbox.address,
            name=harmless_name(self.columns.full_name(row)) or mailbox.name,
            newsletter=self.newsletter,
            edition=edition if edition in self.editions else self.edition,
            choice=self.columns.choice(row),
            state=SubscriptionState.UNSUBSCRIBED if left else SubscriptionState.CONFIRMED,
            origin=origin,
        )


def _merged(first: Subscription, second: Subscription) -> Subscription:
    """Two rows of one person: the first counts, except that leaving wins and a name or a choice is better than none."""
    left = SubscriptionState.UNSUBSCRIBED in {first.state, second.state}
    return replace(
        first,
        name=first.name or second.name,
        choice=first.choice if first.choice.key else second.choice,
        state=SubscriptionState.UNSUBSCRIBED if left else first.state,
    )
