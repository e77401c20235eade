"""What pip installs holds the templates and the examples, and finds them there."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content, as site-packages would hold it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("newsletter_digest-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_previews_with_its_own_theme(
    unpacked: Path, posts: Path, tmp_path: Path, environ: Mapping[str, str]
) -> None:
    """Run from the unpacked wheel, with no checkout in sight."""
    code = (
        "import digest, sys; from pathlib import Path\n"
        f"assert Path(digest.__file__).is_relative_to({str(unpacked)!r}), digest.__file__\n"
        "sys.argv = ['digest', 'preview', 'posts', '--at', '2026-02-18T08:00Z']\n"
        "from digest.__main__ import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=dict(environ) | {"PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Cranes learn to wait" in (tmp_path / "preview.html").read_text("utf-8")


def test_the_wheel_holds_templates_examples_and_migrations(unpacked: Path) -> None:
    """The folders that are no Python."""
    shipped = unpacked / "digest" / "_shipped"
    assert (shipped / "templates" / "default" / "issue.mjml.j2").is_file()
    assert (shipped / "examples" / "config.toml").is_file()
    assert list((unpacked / "digest" / "store" / "migrations").rglob("*.py"))
