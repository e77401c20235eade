"""What a preflight is told besides the mail."""

from __future__ import annotations

from dataclasses import dataclass

CLIENTS = ("apple-mail", "gmail", "outlook", "samsung-email", "thunderbird", "yahoo")


@dataclass(frozen=True, slots=True, kw_only=True)
class PreflightOptions:
    """Which mail programs count, and which checks are left out.

    `own` says that the mail is to go to a list of ours: then it must say how to leave it, who sends it and from where. A file
    from elsewhere may be anything, so those are only worth knowing. `untranslated` are what a theme had in English only;
    `public_url` is where the public pages answer: a loopback one is a trial.
    """

    clients: tuple[str, ...] = CLIENTS  # names of caniemail.com's families
    ignore: frozenset[str] = frozenset()  # keys of checks
    own: bool = True
    untranslated: tuple[str, ...] = ()
    public_url: str = ""
    postal_address: str = ""
