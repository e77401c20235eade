"""The pictures of an issue: fetched, fitted to the mail, hosted or embedded."""

from __future__ import annotations

from digest.pictures.options import PictureMode
from digest.pictures.prepare import Memory, Prepared, prepare, prepare_all

__all__ = ["Memory", "PictureMode", "Prepared", "prepare", "prepare_all"]
