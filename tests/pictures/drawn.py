"""Pictures drawn for the tests: line art and photographs in any form."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw


def lines(mode="RGB", size=(320, 200)):
    """Line art: a frame and its diagonals."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((4, 4, size[0] - 5, size[1] - 5), outline="black", width=3)
    draw.line((0, 0, *size), fill="red", width=5)
    return image.convert(mode)


def photograph(mode="RGB", size=(320, 200)):
    """What a camera sees: noise, which PNG cannot make small."""
    return Image.effect_noise(size, 80).convert("RGB").convert(mode)


def saved(image, form, **options):
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image
