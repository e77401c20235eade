"""Pictures made for tests."""

from __future__ import annotations

import io
import random

from PIL import Image


def photo(width: int, height: int, *, form: str = "JPEG", mode: str = "RGB", **options: object) -> bytes:
    """Noise in which every pixel differs, as a photograph's."""
    chance = random.Random(1)
    small = Image.frombytes("RGB", (64, 64), bytes(chance.randrange(256) for _ in range(64 * 64 * 3)))
    image = small.resize((width, height)).convert(mode)
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image
