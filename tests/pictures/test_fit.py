"""A picture fitted to its place: whatever comes in, every mail program can show what comes out."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from digest.model import Fit
from digest.pictures.fit import PictureError, fit
from pictures.making import opened, photo


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "BMP", "TIFF", "GIF"])
def test_every_format_becomes_one_that_mail_programs_show(form: str) -> None:
    found = fit(photo(1600, 1200, form=form), Fit.LEAD)
    assert found.media_type in ("image/jpeg", "image/png")
    assert (found.width, found.height) == (1280, 720)
    assert opened(found.data).size == (1280, 720)


@pytest.mark.parametrize(
    ("place", "size"),
    [
        (Fit.LEAD, (1280, 720)),
        (Fit.STORY, (540, 360)),
        (Fit.SQUARE, (280, 280)),
        (Fit.PORTRAIT, (144, 144)),
        (Fit.SPONSOR, (352, 264)),
    ],
)
def test_a_picture_is_twice_as_wide_as_it_is_shown_and_cut_to_its_place(
    place: Fit, size: tuple[int, int]
) -> None:
    """A sponsor's keeps its shape."""
    found = fit(photo(1600, 1200), place)
    assert (found.width, found.height) == size


def test_a_small_picture_is_never_enlarged() -> None:
    """It is cut to its shape, and that is all."""
    found = fit(photo(300, 300), Fit.LEAD)
    assert (found.width, found.height) == (300, 169)
    wide = fit(photo(2000, 100), Fit.LEAD)
    assert (wide.width, wide.height) == (178, 100)


def test_what_one_can_see_through_stays_so() -> None:
    image = Image.new("RGBA", (800, 800), (255, 0, 0, 0))
    out = io.BytesIO()
    image.save(out, "WEBP")
    found = fit(out.getvalue(), Fit.PORTRAIT)
    assert found.media_type == "image/png"
    assert opened(found.data).convert("RGBA").getpixel((0, 0))[3] == 0


def test_a_drawing_of_few_colours_stays_sharp_and_small() -> None:
    """As a PNG with a palette, where that is smaller than a JPEG."""
    image = Image.new("RGB", (1280, 720), "#0B1A33")
    image.paste("#FF7A68", (100, 100, 600, 500))
    out = io.BytesIO()
    image.save(out, "PNG")
    found = fit(out.getvalue(), Fit.LEAD)
    assert found.media_type == "image/png"
    assert len(found.data) < 5_000


def test_a_photograph_lies_as_the_camera_says() -> None:
    """EXIF orientation is applied, and nothing of the rest is passed on: neither place nor camera."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Somebody's camera"
    found = fit(photo(800, 400, exif=exif), Fit.SPONSOR)
    assert (found.width, found.height) == (352, 704)
    assert not opened(found.data).getexif()
    assert b"camera" not in found.data


def test_other_colours_become_srgb() -> None:
    """CMYK, grey and palettes too."""
    for mode, form in (("CMYK", "JPEG"), ("L", "JPEG"), ("P", "PNG"), ("I;16", "PNG")):
        data = photo(400, 400, form=form, mode=mode) if mode != "I;16" else _grey16()
        assert opened(fit(data, Fit.PORTRAIT).data).mode in ("RGB", "P", "L")


def _grey16() -> bytes:
    out = io.BytesIO()
    Image.new("I;16", (400, 400), 30_000).save(out, "PNG")
    return out.getvalue()


def test_a_moving_picture_moves_on() -> None:
    """One of at most 1 MB is kept as it is."""
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert fit(out.getvalue(), Fit.STORY).data == out.getvalue()


def test_the_same_bytes_have_the_same_key() -> None:
    one, other = fit(photo(900, 600), Fit.STORY), fit(photo(900, 600), Fit.STORY)
    assert one == other
    assert len(one.key) == 24


def bomb() -> bytes:
    """A PNG that says it has 60,000 × 60,000 pixels."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a picture"),
        (b"<html><body>Sign in</body></html>", "not a picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not a picture"),
        (photo(800, 600)[:2000], "not a picture"),
        (photo(1, 1, form="GIF"), "1 × 1 pixels are too few"),
        (bomb(), "too many|not a picture"),
    ],
    ids=["empty", "html", "svg", "truncated", "tracker", "bomb"],
)
def test_what_is_no_picture_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(PictureError, match=said):
        fit(data, Fit.STORY)
