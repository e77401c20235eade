"""A database that is full or busy under a real sender; the inbox's journal is the oracle."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.conftest import READERS
from faults.driving import CONNECTIONS, Workshop, ended, once_each, until

BLOCK = 4096


class Disk:
    """A small file system: `fill` leaves some bytes of it, `empty` gives all of them back."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.ballast = folder, folder / "ballast"

    def fill(self, *, leave: int = 0) -> None:
        stat = os.statvfs(self.folder)
        room = stat.f_bavail * stat.f_frsize - leave
        self.ballast.write_bytes(bytes(max(room // BLOCK * BLOCK, 0)))

    def empty(self) -> None:
        self.ballast.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A tmpfs of 4 MB, where the machine lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0
    if not mounted:
        assert "CI" not in os.environ, "CI runs as root and can mount a tmpfs"
        pytest.skip("a disk that is full needs the right to mount one")
    yield Disk(folder)
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def cramped(disk: Disk, workshop: Workshop) -> Workshop:
    """The workshop with its database on the small disk."""
    shutil.copy(workshop.folder / "digest.db", disk.folder)
    workshop.database = f"sqlite:///{disk.folder / 'digest.db'}"
    return workshop


def test_a_full_disk_lets_no_message_out_and_the_send_resumes_when_there_is_room(
    cramped: Workshop, disk: Disk
) -> None:
    """Fault 9, first half: what cannot be marked is not sent; one line says why."""
    with cramped.inbox.open():
        cramped.write()
        disk.fill()
        full = cramped.start_send()
        _, err = full.communicate(timeout=60)
        assert full.returncode == 1
        assert "full" in err or "disk" in err
        assert cramped.inbox.received == 0
        assert cramped.inbox.events == []
        disk.empty()
        states = cramped.finish()
    assert list(states.values()) == ["sent"] * READERS
    assert list(cramped.inbox.copies.values()) == [1] * READERS


@pytest.mark.faults
def test_a_disk_that_fills_up_after_a_250_leaves_no_more_in_doubt_than_connections(
    cramped: Workshop, disk: Disk
) -> None:
    """Fault 9, second half: the results that could not be written are unsure, nobody gets a second copy."""
    with cramped.inbox.open(delay=0.02):
        cramped.write()
        sender = cramped.start_send()
        until(lambda: cramped.inbox.received >= 5, "some mails")
        disk.fill()
        ended(sender, code=1)
        assert cramped.inbox.received < READERS
        disk.empty()
        states = cramped.finish()
    once_each(cramped.inbox.copies, states)
    assert set(states.values()) <= {"sent", "in_doubt"}
    assert list(states.values()).count("in_doubt") <= CONNECTIONS


@pytest.mark.faults
def test_a_database_that_another_process_holds_for_a_while_only_costs_that_while(workshop: Workshop) -> None:
    """Busy: the sender waits, nothing leaves unmarked, nothing is lost or doubled."""
    with workshop.inbox.open(delay=0.01):
        workshop.write()
        sender = workshop.start_send()
        until(lambda: workshop.inbox.received >= 5, "some mails")
        other = sqlite3.connect(workshop.folder / "digest.db", isolation_level=None, timeout=30)
        other.execute("BEGIN IMMEDIATE")
        held = workshop.inbox.received
        with pytest.raises(subprocess.TimeoutExpired):
            sender.wait(0.5)
        assert workshop.inbox.received <= held + 2 * CONNECTIONS, "only what was marked before went out"
        other.execute("ROLLBACK")
        other.close()
        ended(sender, code=0)
        states = workshop.finish()
    assert list(states.values()) == ["sent"] * READERS
    assert list(workshop.inbox.copies.values()) == [1] * READERS
