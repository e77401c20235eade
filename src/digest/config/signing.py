"""`dkim` and `bounces` → as whom mail is signed, and where it returns to."""

from __future__ import annotations

from digest.config.layers import Task
from digest.config.read import path_in
from digest.model import Mailbox
from digest.send.dkim import standard_files
from digest.send.options import SELECTOR, DkimOptions
from digest.send.verp import LOCAL_LENGTH


def read_dkim(task: Task, sender: Mailbox) -> DkimOptions | None:
    """Which keys sign a sender's mail; None where `dkim` is not set. The files are not read, they may not be there yet."""
    table = task.file.dkim
    if table is None:
        return None
    selector, domain = table.selector or SELECTOR, table.domain or sender.domain.lower()
    if not aligned(domain, sender.domain):
        task.problem(
            "dkim.domain",
            f"expected {sender.domain} or a domain above or below it, else the signature counts for nothing in mail "
            f"from {sender.address} (DMARC); got {domain}",
        )
    try:
        files = tuple(path_in(task.root, name) for name in table.key_file or ())
    except ValueError as exc:
        task.problem("dkim.key_file", str(exc))
        return None
    return DkimOptions(
        domain=domain, selector=selector, key_files=files or standard_files(task.root, selector)
    )


def aligned(domain: str, other: str) -> bool:
    """Whether one of two domains is the other, or lies below it: what DMARC calls relaxed alignment (RFC 7489 3.1),
    without a list of the suffixes under which the public registers."""
    one, two = domain.lower(), other.lower()
    return one == two or one.endswith(f".{two}") or two.endswith(f".{one}")


def read_bounces(task: Task) -> Mailbox | None:
    """The mailbox for bounces, if a delivery's token fits into its address."""
    bounces = task.file.bounces
    local = bounces.address.rpartition("@")[0] if bounces else ""
    if not local.isascii() or len(local) > LOCAL_LENGTH:
        task.problem(
            "bounces",
            f"expected at most {LOCAL_LENGTH} ASCII characters before the @: a token comes after them",
        )
    return bounces
