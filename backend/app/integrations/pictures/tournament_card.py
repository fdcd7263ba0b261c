"""Draws the picture that a chat shows beside the link of a tournament (Open Graph), as PNG.

1200 x 630 is what WhatsApp, Facebook and X ask for. The typeface is the one in Pillow (Aileron,
CC0). A name is text and nothing else: it is cut to what fits, and a letter that the typeface does
not have is a box.
"""

from functools import lru_cache
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont

from app.domain.tournaments.card import Card

SIZE: Final = 1200, 630
_MARGIN: Final = 80
_WIDTH: Final = SIZE[0] - 2 * _MARGIN
_SURFACE, _TEXT, _SOFT, _STAKE = "#0c0e0a", "#f7f4ea", "#d8d3c1", "#ffb01f"
_KEPT: Final = 128  # pictures of some 30 KB


@lru_cache(maxsize=_KEPT)
def draw(card: Card) -> bytes:
    """Return the picture; the same terms are drawn once by a process."""
    picture = Image.new("RGB", SIZE, _SURFACE)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 16, SIZE[1]), fill=_STAKE)
    pen.text((_MARGIN, 60), "WageWars", font=_font(44), fill=_STAKE)
    top = 150
    for line in _name_in_lines(pen, card.name, _font(84)):
        pen.text((_MARGIN, top), line, font=_font(84), fill=_TEXT)
        top += 100
    top = 370
    for line, colour in zip(card.lines, (_SOFT, _SOFT, _STAKE, _TEXT), strict=True):
        pen.text((_MARGIN, top), _cut(pen, line, _font(42)), font=_font(42), fill=colour)
        top += 56
    out = BytesIO()
    picture.quantize(64).save(out, "PNG")
    return out.getvalue()


@lru_cache
def _font(size: int) -> FreeTypeFont:
    found = ImageFont.load_default(size)
    assert isinstance(found, FreeTypeFont), "Pillow has its FreeType"
    return found


def _name_in_lines(pen: ImageDraw.ImageDraw, name: str, font: FreeTypeFont) -> list[str]:
    """Break a name between words into two lines at most; what is too long ends in dots."""
    words = "".join(letter if letter.isprintable() else " " for letter in name).split()
    first: list[str] = []
    while words and (not first or _fits(pen, " ".join([*first, words[0]]), font)):
        first.append(words.pop(0))
    lines = [" ".join(first), " ".join(words)]
    return [_cut(pen, line, font) for line in lines if line]


def _cut(pen: ImageDraw.ImageDraw, line: str, font: FreeTypeFont) -> str:
    kept = line
    while not _fits(pen, kept, font):
        kept = f"{kept.removesuffix('...')[:-1]}..."
    return kept


def _fits(pen: ImageDraw.ImageDraw, line: str, font: FreeTypeFont) -> bool:
    return pen.textlength(line, font=font) <= _WIDTH
