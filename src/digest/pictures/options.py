"""Where a mail's pictures are."""

from __future__ import annotations

from enum import StrEnum


class PictureMode(StrEnum):
    REMOTE = "remote"  # where they are
    HOSTED = "hosted"  # fitted, served by the public pages
    EMBEDDED = "embedded"  # fitted, inside the mail
