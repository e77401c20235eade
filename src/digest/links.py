"""Every public URL this program puts into a mail, in one place. The web pages under `public_url` answer them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from digest.tokens import Keyring

UNSUBSCRIBE = "unsubscribe"  # token purpose; payload "<subscriber id>:<newsletter>"
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif"}
DESK = "desk"  # token purpose; payload "<proof id>"
ISSUE = "issue"  # token purpose; payload "<variant id>"


def icons(public_url: str) -> str:
    """The folder of the social networks' icons, or "" without a public URL."""
    return f"{public_url}/icons" if public_url else ""


def picture(public_url: str, key: str, media_type: str) -> str:
    """Where the public pages serve a fitted picture."""
    return f"{public_url}/p/{key}.{EXTENSIONS[media_type]}"


@lru_cache(maxsize=16)
def _quoted(address: str) -> str:
    return quote(address, safe="@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Makes URLs; without `public_url` the unsubscribe is a mailto and the issue has no web page."""

    keyring: Keyring
    mailto: str  # the address that reads unsubscribe mail
    public_url: str = ""

    def unsubscribe_token(self, subscriber_id: int, newsletter: str) -> str:
        return self.keyring.sign(UNSUBSCRIBE, f"{subscriber_id}:{newsletter}")

    def unsubscribe(self, token: str) -> str:
        """The link in the mail's body and, when https, the one-click target (RFC 8058)."""
        return f"{self.public_url}/u/{token}" if self.public_url else self.unsubscribe_mailto(token)

    def unsubscribe_mailto(self, token: str) -> str:
        """RFC 6068; the subject carries the token, so the address it comes from need not be trusted."""
        return f"mailto:{_quoted(self.mailto)}?subject=unsubscribe%20{token}"  # of URL-safe characters

    def view(self, variant_id: int) -> str:
        """The issue's web page, or "" without a public URL."""
        return f"{self.public_url}/i/{self.keyring.sign(ISSUE, str(variant_id))}" if self.public_url else ""

    def desk(self, proof_id: int) -> str:
        """The page on which the desk decides about a proof: who has this link may."""
        return f"{self.public_url}/d/{self.keyring.sign(DESK, str(proof_id))}"
