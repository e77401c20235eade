"""What the rest of the program sees of the configuration: plans, and where to keep, send and serve."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from digest.collect import Source
from digest.config.problems import Problem
from digest.errors import ConfigError, InputError
from digest.model import Mailbox, Secret
from digest.plan import Plan
from digest.send.transports import ServerOptions

_LOGIN = re.compile(r"(?<=://)[^/@\s]+(?=@)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A configuration that was checked; paths are absolute.

    `mail_servers` is what the file says; `servers` is that with every secret present, which only sending needs.
    """

    file: Path
    root: Path
    plans: tuple[Plan, ...]
    sources: tuple[Source, ...]  # all of them, whether a newsletter collects them or not
    database: str = field(repr=False)  # its URL may hold a password
    mail_servers: tuple[ServerOptions, ...] = ()
    alert: Mailbox | None = None
    public_url: str = ""
    listen: str = "127.0.0.1:8080"
    notices: tuple[str, ...] = ()  # what the file says that has no effect
    missing: tuple[Problem, ...] = ()  # secrets that only sending needs
    secrets: tuple[Secret, ...] = ()

    @property
    def newsletters(self) -> tuple[str, ...]:
        """The names of the newsletters in the order of the file."""
        return tuple(dict.fromkeys(plan.newsletter for plan in self.plans))

    @property
    def contact(self) -> str:
        """Where the publisher is found: the site, else the public pages; "" where neither is known."""
        return next(
            (plan.render.brand.site for plan in self.plans if plan.render.brand.site), self.public_url
        )

    @property
    def source_names(self) -> tuple[str, ...]:
        """The names of the sources in the order of the file."""
        return tuple(source.name for source in self.sources)

    @property
    def servers(self) -> tuple[ServerOptions, ...]:
        """The mail servers in the order they are tried. Raises ConfigError when there is none or a secret is missing."""
        if not self.mail_servers:
            raise ConfigError(
                "missing; sending needs a mail server such as smtp://user@host or a preset such as postmark",
                file=self.file.name,
                key="smtp",
            )
        for key, message in self.missing:
            raise ConfigError(message, file=self.file.name, key=key)
        return self.mail_servers

    def editions(self, newsletter: str) -> tuple[str, ...]:
        """The editions of a newsletter, “main” first where it exists."""
        return tuple(plan.edition for plan in self.plans if plan.newsletter == newsletter)

    def plan(self, newsletter: str | None = None, edition: str | None = None) -> Plan:
        """The plan of one edition; a name may be left out where only one is possible (“main” is preferred).

        Raises InputError, which lists the names.
        """
        names = self.newsletters
        if newsletter is None and len(names) > 1:
            raise InputError(f"which newsletter? There is {', '.join(names)}")
        chosen = newsletter or names[0]
        if chosen not in names:
            raise InputError(f"no newsletter “{chosen}”; there is {', '.join(names)}")
        editions = self.editions(chosen)
        if edition is None and len(editions) > 1 and "main" not in editions:
            raise InputError(f"which edition of {chosen}? There is {', '.join(editions)}")
        wanted = edition or ("main" if "main" in editions else editions[0])
        if wanted not in editions:
            raise InputError(f"no edition “{wanted}” of {chosen}; there is {', '.join(editions)}")
        return next(plan for plan in self.plans if (plan.newsletter, plan.edition) == (chosen, wanted))

    def mask(self, text: str) -> str:
        """`text` without any secret that the configuration was given, and without logins in URLs."""
        return masker(self.secrets)(text)


def masker(secrets: tuple[Secret, ...]) -> Callable[[str], str]:
    """Return a function that replaces every secret, longest first, and every login in a URL."""
    # anything shorter hides more of the rest than it protects
    values = sorted({s.reveal() for s in secrets if len(s.reveal()) >= 4}, key=len, reverse=True)

    def mask(text: str) -> str:
        for value in values:
            text = text.replace(value, "***")
        return _LOGIN.sub("***", text)

    return mask
