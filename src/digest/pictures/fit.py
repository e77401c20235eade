"""Fit a picture to its place in a mail: upright, in sRGB, twice its width, in a format that every mail program shows."""

from __future__ import annotations

import hashlib
import io
import warnings
from typing import TYPE_CHECKING

from digest.model import Fit, Picture

if TYPE_CHECKING:
    from PIL.Image import Image

PIXELS = 40_000_000  # at most; what claims more is refused before it is decoded
SMALLEST = 40  # pixels; a smaller one is a tracker or an icon
DENSITY = 2  # pixels for each CSS pixel: sharp on every screen
QUALITY = 82
MOVING = 1_000_000  # bytes; a larger animation becomes its first picture
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")


class PictureError(ValueError):
    """It cannot be shown; says why."""


def fit(data: bytes, place: Fit, /) -> Picture:
    """Fit the bytes of a picture to its place. Never enlarges. Raises PictureError."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                if opened.width * opened.height > PIXELS:
                    raise PictureError(f"{opened.width} × {opened.height} pixels are too many")
                if min(opened.size) < SMALLEST:
                    raise PictureError(f"{opened.width} × {opened.height} pixels are too few")
                if getattr(opened, "is_animated", False) and opened.format == "GIF" and len(data) <= MOVING:
                    return _picture(data, "image/gif", opened.size)
                upright = ImageOps.exif_transpose(opened)
                clear = _is_clear(upright)
                image = _fitted(_in_srgb(upright, clear=clear), place)
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as exc:
        if isinstance(exc, PictureError):
            raise
        raise PictureError(f"not a picture that can be read: {type(exc).__name__}") from exc
    return _written(image, clear=clear)


def _is_clear(image: Image) -> bool:
    """Whether anything can be seen through it."""
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return False
    low, _ = image.convert("RGBA").getchannel("A").getextrema()
    return isinstance(low, (int, float)) and low < 255


def _in_srgb(image: Image, *, clear: bool) -> Image:
    """The picture in the colours that mail programs take for granted; a profile of another kind is applied."""
    from PIL import ImageCms

    mode = "RGBA" if clear else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, given, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile: the numbers as they are
    return image.convert(mode)


def _fitted(image: Image, place: Fit) -> Image:
    from PIL import Image as Pillow
    from PIL import ImageOps

    width, height = place.box
    wide = min(width * DENSITY, image.width)
    if not height:
        return image.resize(
            (wide, max(1, round(image.height * wide / image.width))), Pillow.Resampling.LANCZOS
        )
    tall = round(wide * height / width)
    if tall > image.height:
        wide, tall = max(1, round(image.height * width / height)), image.height
    return ImageOps.fit(image, (wide, tall), Pillow.Resampling.LANCZOS)


def _written(image: Image, *, clear: bool) -> Picture:
    """As PNG where one can see through it or it has few colours, else as JPEG."""
    png, jpeg = io.BytesIO(), io.BytesIO()
    few = not clear and image.getcolors(256) is not None
    if clear or few:
        flat = image.quantize(256) if few else image
        flat.save(png, "PNG", optimize=True)
    if not clear:
        image.save(jpeg, "JPEG", quality=QUALITY, progressive=True, optimize=True)
    if clear or (few and png.tell() <= jpeg.tell()):
        return _picture(png.getvalue(), "image/png", image.size)
    return _picture(jpeg.getvalue(), "image/jpeg", image.size)


def _picture(data: bytes, media_type: str, size: tuple[int, int]) -> Picture:
    key = hashlib.blake2b(data, digest_size=12).hexdigest()
    return Picture(key=key, media_type=media_type, data=data, width=size[0], height=size[1])
