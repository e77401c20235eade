"""Pictures: what stands in for them, how large they are, whether they can be shown at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from digest.preflight.mail import Mail
from digest.preflight.options import PreflightOptions
from digest.preflight.problem import Problem, error, info, warning

HEAVY = 1_000_000  # bytes of one embedded picture
ALL = 3_000_000
_FILE_NAME = re.compile(
    r"^[\w%+-]+\.(?:jpe?g|png|gif|webp|avif|svg|bmp)$|^(?:img|dsc|image|screenshot)[_-]?\d+$", re.IGNORECASE
)
_EMPTY_WORDS = frozenset({"image", "photo", "picture", "graphic", "logo image", "spacer", "untitled", "img"})
_MODERN = re.compile(r"\.(svg|webp|avif|heic|tiff?|bmp)$", re.IGNORECASE)


def alternatives(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """What a picture says to who cannot see it, or has pictures switched off."""
    for image in mail.each("img"):
        alt = image.get("alt")
        if alt is None:
            yield error(
                "a picture without alt", image, remedy='say what it shows, or alt="" where it only decorates'
            )
            continue
        if _FILE_NAME.match(alt.strip()) or alt.strip().lower() in _EMPTY_WORDS:
            yield warning(f"alt=“{alt.strip()}” says nothing", image, remedy="say what it shows")
        elif len(alt) > 250:
            yield info(f"an alt of {len(alt)} characters", image, remedy="a sentence is enough")
        link = image.getparent()
        if (
            not alt.strip()
            and link is not None
            and link.tag == "a"
            and not link.text_content().strip()
            and not link.get("aria-label")
        ):
            yield error(
                "a link that is only a picture, and the picture says nothing",
                image,
                remedy="say where it leads",
            )


def dimensions(mail: Mail, options: PreflightOptions) -> Iterator[Problem]:
    """Outlook ignores CSS for a picture's width; without one the mail jumps or bursts."""
    for image in mail.each("img"):
        width = (image.get("width") or "").strip()
        if not width:
            yield warning("a picture without a width", image, remedy='write width="640", without px')
        elif not re.fullmatch(r"\d+%?", width):
            yield warning(f"width=“{width}” is not a number", image, remedy="write it without a unit")
        source = image.get("src") or ""
        if not source.strip():
            yield error("a picture without a source", image)
        elif source.startswith("data:"):
            yield warning(
                "a picture inside the HTML: Gmail and Outlook do not show it",
                image,
                remedy="host it, or embed it by cid:",
            )
        elif found := _MODERN.search(urlsplit(source).path):
            yield warning(
                f"{found[1].upper()} is not shown by every mail program", image, remedy="use JPEG, PNG or GIF"
            )
        elif (
            source.startswith("cid:")
            and mail.message is not None
            and source[4:] not in {each[0] for each in mail.attachments}
        ):
            yield error("the embedded picture is not in the message", image)
    sizes = [size for _, _, size in mail.attachments]
    for cid, kind, size in mail.attachments:
        if size > HEAVY:
            yield warning(
                f"{kind} of {size / 1e6:.1f} MB",
                where=f"embedded picture {cid}",
                remedy="twice the width at which it is shown is enough",
            )
    if sum(sizes) > ALL:
        yield warning(f"{sum(sizes) / 1e6:.1f} MB of embedded pictures", where="message")
    if mail.visible_text and len(mail.visible_text) < 60 and any(True for _ in mail.each("img")):
        yield warning(
            "nearly everything is in pictures",
            mail.body,
            remedy="who sees no pictures sees nothing; spam filters mind it too",
        )
