"""Files of a folder that strangers may have filled: regular files inside the root only, each read up to a cap."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from digest.errors import ParseError

MAX_BYTES = 5_000_000
_MAX_FILES = 50_000
_NOT_CONTENT = frozenset(
    {
        "node_modules",
        "vendor",
        "themes",
        "layouts",
        "public",
        "_site",
        "__pycache__",
        "venv",
        "target",
        "archetypes",
    }
)


PREVIEW_MARK = "<!-- written by digest preview -->\n"  # at the end of the HTML: a mail of ours is no article


def without_previews(files: list[Path]) -> list[Path]:
    """Leave out what `digest preview .` wrote into the folder: HTML that ends with the mark, and the text beside it."""
    ours = {file.with_suffix("") for file in files if file.suffix == ".html" and _is_preview(file)}
    return [file for file in files if file.with_suffix("") not in ours]


def _is_preview(file: Path) -> bool:
    mark = PREVIEW_MARK.encode()
    try:
        if not stat.S_ISREG(file.stat().st_mode) or file.stat().st_size < len(mark):
            return False
        with file.open("rb") as opened:
            opened.seek(-len(mark), os.SEEK_END)
            return opened.read() == mark
    except OSError:
        return False


def inside(path: Path, root: Path) -> Path | None:
    """Return the regular file that `path` leads to, or None when it is none or lies outside `root` (resolved)."""
    try:
        real = path.resolve(strict=True)
        regular = stat.S_ISREG(real.stat().st_mode)
    except (
        OSError,
        RuntimeError,
        ValueError,
    ):  # ValueError: a NUL in the name; RuntimeError: a loop of links
        return None
    return real if regular and real.is_relative_to(root) else None


def read_text(path: Path, *, root: Path, max_bytes: int = MAX_BYTES) -> str:
    """Read a text file inside `root` as UTF-8; bytes that are not become U+FFFD.

    Raises ParseError for links out of the root, FIFOs, devices, files over the cap and unreadable ones.
    """
    if inside(path, root) is None:
        raise ParseError("not a regular file inside its folder")
    try:
        # The file may be exchanged between the look and the opening: not blocking, and looked at again.
        handle = os.open(
            path.resolve(strict=True), os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
        )
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise ParseError("not a regular file")
            content = file.read(max_bytes + 1)
    except OSError as exc:
        raise ParseError(f"cannot be read: {exc.strerror or exc}") from exc
    if len(content) > max_bytes:
        raise ParseError(f"larger than {max_bytes // 1_000_000} MB")
    return content.decode("utf-8-sig", "replace")


def walk(top: Path, *, wanted: Callable[[str], bool], hidden: frozenset[str] = frozenset()) -> Iterator[Path]:
    """Yield the files under `top` whose name is `wanted`, in a stable order.

    Enters no linked folders, no dot folders, no builds and no dependencies, unless named in `hidden`.
    Links to files are yielded: read_text() decides on them.
    """
    count = 0
    for folder, folders, names in os.walk(top, followlinks=False):
        folders[:] = sorted(
            name for name in folders if name in hidden or not (name.startswith(".") or name in _NOT_CONTENT)
        )
        for name in sorted(names):
            if wanted(name) and not name.startswith("."):
                count += 1
                if count > _MAX_FILES:
                    raise ParseError(f"{top}: more than {_MAX_FILES:,} files; name a folder with fewer")
                yield Path(folder) / name
