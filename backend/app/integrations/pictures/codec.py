"""Turns what somebody uploaded into a picture of our own, or refuses it.

Nothing of the file survives but its pixels: no position, no camera, no second file behind its end.
What it is, its content says; its name and its declared type are not looked at. Its Exif entries are
read one by one and never written again: cameras write odd ones, and a picture is no worse for them.

How much work a file may be is known from its header, before it is decoded (`_refuse_much_work`).
"""

import hashlib
import struct
import zlib
from datetime import datetime
from io import BytesIO

import imagehash
from PIL import Image, ImageStat
from PIL.ExifTags import IFD, Base

from app.domain.errors import Invalid
from app.domain.matches import pictures
from app.domain.matches.pictures import Fingerprint, Picture
from app.domain.matches.resemblance import DETAIL_SIZE, pack
from app.domain.problems import ProblemCode

_FORMATS = ("JPEG", "PNG", "WEBP")
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    struct.error,
    zlib.error,
)
# Of the Exif entry "Orientation": what turns a picture upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_QUALITY = 82
_EFFORT = 2  # a fifth of the default's time for a twentieth more bytes
_SCAN = b"\xff\xda"  # begins a scan of a JPEG; within one, 0xFF is always followed by 0x00
_LEAST_CONTRAST = 4.0  # standard deviation of grey levels; below, all pictures look alike

Image.MAX_IMAGE_PIXELS = pictures.LARGEST_PIXELS


def prepare(original: bytes) -> Picture:
    """Return the picture in `original` as we keep it; takes up to a second of a core.

    Raises Invalid for what is no whole JPEG, PNG or WebP, moves, or is too large or too small.
    """
    if len(original) > pictures.LARGEST_BYTES:
        raise _too_large()
    try:
        upright, taken_at = _decoded(original)
    except _BOMBS as error:
        raise _too_large() from error
    except _BROKEN as error:
        raise _unreadable() from error
    out = BytesIO()
    upright.save(out, "WEBP", quality=_QUALITY, method=_EFFORT)
    data = out.getvalue()
    return Picture(
        original_sha256=hashlib.sha256(original).digest(),
        original_bytes=len(original),
        data=data,
        sha256=hashlib.sha256(data).digest(),
        content_type="image/webp",
        width=upright.width,
        height=upright.height,
        fingerprint=_fingerprint(upright),
        taken_at=taken_at,
    )


def _decoded(original: bytes) -> tuple[Image.Image, datetime | None]:
    with Image.open(BytesIO(original), formats=_FORMATS) as found:
        # Only the header has been read. Phones put a second view into a JPEG; the first is meant.
        if found.format != "MPO" and getattr(found, "is_animated", False):
            raise Invalid(
                ProblemCode.PICTURE_UNREADABLE, "That picture moves. Send a single picture."
            )
        if found.width * found.height > pictures.LARGEST_PIXELS:
            raise _too_large()
        if min(found.size) < pictures.SMALLEST_EDGE:
            raise Invalid(ProblemCode.PICTURE_UNREADABLE, "That picture is too small to read.")
        _refuse_much_work(found, original)
        # A JPEG can be decoded at a half, a quarter or an eighth, with that much less memory.
        found.draft("RGB", (pictures.LONGEST_EDGE, pictures.LONGEST_EDGE))
        found.load()
        return _fresh(_upright(found)), _taken_at(found)


def _refuse_much_work(found: Image.Image, original: bytes) -> None:
    """Refuse what would hold the thread of pictures for seconds, by what its header says.

    A PNG or WebP is unpacked whole, so its bytes count; of a JPEG in steps each scan is a pass over
    all of it.
    """
    pixels = found.width * found.height
    if found.format in {"PNG", "WEBP"}:
        if pixels * len(found.getbands()) * _bytes_deep(found) > pictures.MOST_UNPACKED_BYTES:
            raise _too_large()
    elif pixels * original.count(_SCAN) > pictures.MOST_SCANNED_PIXELS:
        raise _too_large()


def _bytes_deep(found: Image.Image) -> int:
    """Return the bytes of one channel of one pixel in the file, before Pillow makes it one."""
    coding = found.tile[0].args if found.tile else None  # type: ignore[attr-defined]
    return 2 if ";16" in str(coding) else 1


def _upright(found: Image.Image) -> Image.Image:
    """Turn a picture as its camera says that it was held; an unreadable note turns nothing."""
    try:
        turn = _TURNS.get(found.getexif().get(Base.Orientation, 1))
    except _BROKEN:
        turn = None
    return found if turn is None else found.transpose(turn)


def _taken_at(found: Image.Image) -> datetime | None:
    """Return when a camera says that it took the picture; in Nairobi's time if it names no zone.

    This is all that is read of what else a file says; a malformed entry is none.
    """
    try:
        notes = found.getexif().get_ifd(IFD.Exif)
        taken, offset = notes.get(Base.DateTimeOriginal), notes.get(Base.OffsetTimeOriginal)
        if not isinstance(taken, str):
            return None
        zone = offset if isinstance(offset, str) and offset else "+03:00"
        return datetime.strptime(f"{taken.strip()}{zone.strip()}", "%Y:%m:%d %H:%M:%S%z")
    except _BROKEN:
        return None


def _fresh(found: Image.Image) -> Image.Image:
    """Return the visible pixels alone, no longer than what we keep."""
    if found.mode.startswith("I"):
        found = _eight_bits(found)
    if found.has_transparency_data:
        # What shines through is white, so that nothing can be hidden in colours nobody sees.
        layer = found.convert("RGBA")
        layer.thumbnail((pictures.LONGEST_EDGE, pictures.LONGEST_EDGE))
        opaque = Image.new("RGB", layer.size, "white")
        opaque.paste(layer, mask=layer.getchannel("A"))
        return opaque
    flat = found.convert("RGB")
    flat.thumbnail((pictures.LONGEST_EDGE, pictures.LONGEST_EDGE), Image.Resampling.LANCZOS)
    plain = Image.new("RGB", flat.size)
    plain.paste(flat)
    return plain


def _eight_bits(grey: Image.Image) -> Image.Image:
    """Return a picture of 65,536 greys with 256 of them; Pillow's own way cuts all above 255."""
    level = grey.convert("I").point(lambda level: level * (1 / 257)).convert("L")
    level.info.pop("transparency", None)  # one of the old levels
    return level


def _fingerprint(picture: Image.Image) -> Fingerprint | None:
    grey = picture.convert("L")
    edge = pictures.THUMB_EDGE
    thumb = grey.resize((edge, edge), Image.Resampling.BOX)
    if ImageStat.Stat(thumb).stddev[0] < _LEAST_CONTRAST:
        return None
    return Fingerprint(
        phash=_signed(imagehash.phash(grey)),
        dhash=_signed(imagehash.dhash(grey)),
        thumb=thumb.tobytes(),
        detail=pack(grey.resize(DETAIL_SIZE, Image.Resampling.LANCZOS).tobytes()),
    )


def _signed(found: imagehash.ImageHash) -> int:
    """Return 64 bits as PostgreSQL's bigint counts them."""
    return int.from_bytes(bytes.fromhex(str(found)), signed=True)


def _unreadable() -> Invalid:
    return Invalid(
        ProblemCode.PICTURE_UNREADABLE,
        "That is not a whole JPEG, PNG or WebP picture. Open it, take a screenshot of it, and send"
        " that.",
    )


def _too_large() -> Invalid:
    return Invalid(
        ProblemCode.PICTURE_TOO_LARGE,
        "That picture is too large: 10 MB and 40 megapixels are the most.",
    )
