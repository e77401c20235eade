"""The studio: a mail while it is being made, in the browser. It shows; only a test copy leaves it."""

from __future__ import annotations

from digest.web.studio.pages import Studio, create_studio
from digest.web.studio.shot import Shot

__all__ = ["Shot", "Studio", "create_studio"]
