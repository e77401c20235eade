"""`digest dkim`: the keys that sign mail, and the DNS records by which others verify it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from digest.app import find_config
from digest.cli.output import json_option, plural, print_json, say
from digest.errors import ConfigError, InputError
from digest.model import Finding
from digest.send.dkim import ED25519, RSA, key_files, load_signer, new_key, private_pem, standard_files
from digest.send.options import SELECTOR, DkimOptions

if TYPE_CHECKING:
    from dns.asyncresolver import Resolver

    from digest.config import Config

DNS_SECONDS = 5.0
STRING = 255  # octets in one string of a TXT record (RFC 1035 3.3)

selector_option = click.option(
    "--selector",
    metavar="NAME",
    help="The name of the key in DNS.  [default: the configured one, else digest]",
)
domain_option = click.option(
    "--domain",
    metavar="DOMAIN",
    help="The domain that signs.  [default: the configured one, else that of “from”]",
)


@click.group("dkim", epilog="Examples: digest dkim new · digest dkim show · digest dkim show --zone")
def command() -> None:
    """Make the keys that sign mail, and print what DNS must hold."""


@command.command(
    "new",
    short_help="Make keys and print what to publish.",
    epilog="Examples: digest dkim new · digest dkim new --selector 2026b --rsa-only",
)
@selector_option
@domain_option
@click.option("--rsa-only", is_flag=True, help="Make no Ed25519 key.")
@click.option(
    "--force", is_flag=True, help="Overwrite keys that are there; mail they signed no longer verifies."
)
@click.pass_context
def new(ctx: click.Context, selector: str | None, domain: str | None, rsa_only: bool, force: bool) -> int:
    """Make an RSA and an Ed25519 key beside config.toml, for your eyes only, and print the DNS records to publish.

    Nothing that is there is overwritten without --force.
    """
    from digest.cli.new_config import ignore_in_git

    place = find_place(ctx.obj, selector=selector, domain=domain)
    name = place.options[0].selector
    files = key_files(place.root, name)
    made = {kind: files[kind] for kind in ((RSA,) if rsa_only else (RSA, ED25519))}
    write_keys(made, selector=name, force=force)
    say(f"Wrote {' and '.join(map(str, made.values()))}, which only you can read.")
    if ignored := ignore_in_git(place.root, ("dkim/",)):
        say(f"Added {' and '.join(ignored)} to {place.root / '.gitignore'}.")
    signing = tuple(replace(each, key_files=standard_files(place.root, name)) for each in place.options)
    say("\nPublish as TXT records in DNS:\n")
    _say_records(records(signing))
    configured = {(each.domain, file) for each in place.configured for file in each.key_files}
    if any((each.domain, files[RSA]) not in configured for each in signing):
        say(f'Then set dkim = "{name}" in config.toml.')
    say("“digest check” says when DNS has them.")
    return 0


@command.command(
    "show",
    short_help="Print what to publish.",
    epilog="Examples: digest dkim show · digest dkim show --zone >> example.com.zone",
)
@selector_option
@domain_option
@click.option("--zone", is_flag=True, help="Print lines for a zone file.")
@json_option
@click.pass_context
def show(ctx: click.Context, selector: str | None, domain: str | None, zone: bool, as_json: bool) -> int:
    """Print the DNS records that belong to the keys."""
    found = records(find_place(ctx.obj, selector=selector, domain=domain).options)
    if as_json:
        print_json([{"type": "TXT", **record._asdict(), "strings": record.strings} for record in found])
    elif zone:
        for record in found:
            click.echo(record.zone)
    else:
        _say_records(found)
    return 0


# -- records ---------------------------------------------------------------------------------------------


class Record(NamedTuple):
    """A TXT record."""

    name: str
    value: str

    @property
    def strings(self) -> tuple[str, ...]:
        """The value in strings that are short enough for DNS, which readers join."""
        return tuple(self.value[at : at + STRING] for at in range(0, len(self.value), STRING))

    @property
    def zone(self) -> str:
        """The record as a zone file has it."""
        strings = '" "'.join(self.strings)
        return f'{self.name}. IN TXT ( "{strings}" )'


def records(signing: Iterable[DkimOptions]) -> tuple[Record, ...]:
    """What DNS must hold, by the keys themselves. Raises ConfigError when a key cannot be read."""
    signers = [load_signer(options) for options in signing]
    return tuple(
        Record(f"{key.selector}._domainkey.{signer.domain}", key.record)
        for signer in signers
        for key in signer.keys
    )


def _say_records(found: Iterable[Record]) -> None:
    for record in found:
        say(f"{record.name}\n    {record.value}\n")


# -- keys ------------------------------------------------------------------------------------------------


class Place(NamedTuple):
    """Which keys a command means; `configured` are those that sign as the configuration stands."""

    root: Path
    options: tuple[DkimOptions, ...]
    configured: tuple[DkimOptions, ...]


def find_place(options: Mapping[str, Any], *, selector: str | None, domain: str | None) -> Place:
    """What the configuration says, with the flags over it; without a configuration the flags alone, in this folder.

    Raises ConfigError, and InputError when a flag is wrong or nobody says which domain."""
    selector, domain = _parsed("--selector", selector), _parsed("--domain", domain)
    root, wanted = Path.cwd(), list[DkimOptions]()
    configured: tuple[DkimOptions, ...] = ()
    if options.get("config") or Path("config.toml").exists():
        config = find_config(options)
        root, configured = config.root, signing_options(config)
        senders = dict.fromkeys(plan.send.sender.domain.lower() for plan in config.plans if plan.send)
        wanted = list(configured) or [_standard(root, each, SELECTOR) for each in senders]
    if domain:
        wanted = [replace(each, domain=domain) for each in wanted[:1]] or [_standard(root, domain, SELECTOR)]
    if not wanted:
        raise InputError("which domain? Give --domain, or set “from” in config.toml")
    if selector:
        wanted = [_standard(root, each.domain, selector) for each in wanted]
    return Place(root, tuple(wanted), configured)


def _parsed(flag: str, text: str | None) -> str | None:
    from digest.config import values

    try:
        return getattr(values, f"parse_{flag.lstrip('-')}")(text) if text is not None else None
    except ValueError as exc:
        raise InputError(f"{flag}: {exc}") from exc


def _standard(root: Path, domain: str, selector: str) -> DkimOptions:
    return DkimOptions(domain=domain, selector=selector, key_files=standard_files(root, selector))


def signing_options(config: Config) -> tuple[DkimOptions, ...]:
    """As whom the newsletters sign, each once."""
    found = (plan.send.dkim for plan in config.plans if plan.send)
    return tuple(dict.fromkeys(options for options in found if options))


def write_keys(files: Mapping[str, Path], /, *, selector: str, force: bool) -> None:
    """Make a key of each algorithm and write it for its owner alone. Raises InputError, before anything is written when
    a file is there already."""
    taken = [file for file in files.values() if file.exists()]
    if taken and not force:
        raise InputError(
            f"{taken[0]} is there already; --force overwrites it, --selector makes another beside it"
        )
    for algorithm, file in files.items():
        pem = private_pem(new_key(algorithm, selector=selector))
        try:
            file.parent.mkdir(mode=0o700, exist_ok=True)
            file.unlink(missing_ok=True)  # for a file that others can read to become one that they cannot
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as exc:
            raise InputError(f"cannot write {file}: {exc.strerror}") from exc
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(pem)


# -- check -----------------------------------------------------------------------------------------------


async def check_dkim(
    config: Config, *, offline: bool, resolver: Resolver | None = None
) -> AsyncIterator[Finding]:
    """The keys are there, nobody else reads them, and DNS has their public halves; nothing where mail is not signed."""
    from digest.cli.check import fine, worth_knowing, wrong

    signing = signing_options(config)
    for file in dict.fromkeys(file for options in signing for file in options.key_files):
        if file.is_file() and file.stat().st_mode & 0o077:
            yield worth_knowing("DKIM", "other users can read the key", f"chmod 600 {file}", where=file.name)
    if signing and any(getattr(server, "preset", "") == "ses" for server in config.mail_servers):
        yield worth_knowing(
            "DKIM",
            "SES replaces Message-ID and Date, so that our signature no longer holds",
            "leave “dkim” out and let SES sign (Easy DKIM)",
        )
    for options in signing:
        try:
            wanted = records((options,))
        except ConfigError as exc:
            yield wrong("DKIM", str(exc), where=options.domain)
            continue
        if offline:
            yield fine("DKIM", plural(len(wanted), "key"), where=options.domain)
            continue
        for record in wanted:
            yield await _check_record(record, resolver)


async def _check_record(record: Record, resolver: Resolver | None) -> Finding:
    from digest.cli.check import fine, worth_knowing, wrong

    try:
        published = await find_txt(record.name, resolver)
    except (OSError, ImportError) as exc:
        return worth_knowing("DKIM", f"DNS cannot be asked: {exc}", "try again later", where=record.name)
    if any(_key_in(text) == _key_in(record.value) for text in published):
        return fine("DKIM", "published", where=record.name)
    why = "DNS has another key" if published else "DNS has no key"
    return wrong("DKIM", why, f"publish as TXT: {record.value}", where=record.name)


def _key_in(text: str) -> tuple[str, str]:
    """Kind and public key of a record, whose white space does not count."""
    tags = {
        name.strip(): "".join(value.split())
        for name, _, value in (tag.partition("=") for tag in text.split(";"))
    }
    return tags.get("k", "rsa"), tags.get("p", "")


async def find_txt(name: str, resolver: Resolver | None = None, /) -> tuple[str, ...]:
    """The TXT records under `name`, their strings joined. Raises OSError when DNS gives no answer, ImportError where
    dnspython, which comes with email-validator, is not installed."""
    from dns import asyncresolver, exception
    from dns.resolver import NXDOMAIN, NoAnswer

    try:
        resolver = resolver or asyncresolver.Resolver()
        answer = await resolver.resolve(f"{name}.", "TXT", lifetime=DNS_SECONDS)
    except (NXDOMAIN, NoAnswer):
        return ()
    except exception.DNSException as exc:
        raise OSError(str(exc).partition(":")[0] or type(exc).__name__) from exc
    return tuple(b"".join(record.strings).decode("utf-8", "replace") for record in answer)
