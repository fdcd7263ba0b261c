"""Only the pixels of an uploaded picture are kept; other files are refused.

Rows of docs/security.md: S48, S49.
"""

import struct
import zlib
from datetime import datetime
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from app.domain.errors import Invalid
from app.domain.matches import pictures
from app.domain.problems import ProblemCode
from app.integrations.pictures import prepare
from tests.support.pictures import encoded, opened, photo, photo_taken, scoreboard

BOARD = scoreboard(1, size=(640, 360))


def refused(original: bytes) -> ProblemCode:
    with pytest.raises(Invalid) as refusal:
        prepare(original)
    return refusal.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_screenshot_of_every_usual_kind_is_kept_as_webp(kind: str) -> None:
    kept = prepare(encoded(BOARD, kind))
    picture = opened(kept.data)
    assert (picture.format, picture.size) == ("WEBP", (640, 360))
    assert (kept.width, kept.height, kept.content_type) == (640, 360, "image/webp")


def test_a_large_picture_is_shrunk_to_two_thousand_pixels() -> None:
    kept = prepare(encoded(BOARD.resize((4000, 2250)), quality=70))
    assert (kept.width, kept.height) == (2000, 1125)
    assert opened(kept.data).size == (2000, 1125)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_way_to_store_colours_is_understood(mode: str) -> None:
    assert prepare(encoded(BOARD.convert("L").convert(mode), "PNG")).width == 640


def test_a_jpeg_for_printing_is_understood() -> None:
    assert prepare(encoded(BOARD.convert("CMYK"))).width == 640


def test_where_and_with_what_it_was_taken_is_forgotten() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Tecno"
    exif.get_ifd(0x8825)[2] = (1.0, 17.0, 12.3)  # latitude
    original = encoded(BOARD, exif=exif.tobytes(), comment=b"a word to the referee", dpi=(72, 72))
    assert opened(original).getexif().get_ifd(0x8825)
    kept = opened(prepare(original).data)
    assert not kept.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment", "dpi"} & set(kept.info)
    for word in (b"Tecno", b"referee", b"Exif"):
        assert word not in prepare(original).data


@pytest.mark.parametrize(
    ("written", "offset", "moment"),
    [
        ("2026:11:23 19:30:00", "+01:00", "2026-11-23T19:30:00+01:00"),
        ("2026:11:23 19:30:00", None, "2026-11-23T19:30:00+03:00"),
        (None, None, None),
        ("yesterday", None, None),
        ("2026:99:99 19:30:00", "+03:00", None),
        ("2026:11:23 19:30:00", "nowhere", None),
    ],
)
def test_when_it_was_taken_is_read_before_it_is_forgotten(
    written: str | None, offset: str | None, moment: str | None
) -> None:
    taken = prepare(photo_taken(written, offset=offset)).taken_at
    assert taken == (datetime.fromisoformat(moment) if moment else None)


def test_a_photo_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    kept = opened(prepare(encoded(BOARD, exif=exif.tobytes())).data)
    assert kept.size == (360, 640)


# Entries of an Exif directory (tag, type, count, value) that cameras write and Pillow cannot
# write again.
ODD = [
    (0x9204, 10, 1, struct.pack("<ii", -1, 0)),  # an exposure bias of minus infinity
    (0x0102, 4, 1, b"\xff\xff\xff\xff"),  # bits per sample
    (0x0100, 2, 5, b"wide\0"),  # a width in words
]


def exif_of(*entries: tuple[int, int, int, bytes]) -> bytes:
    """Return an Exif block with one directory."""
    beyond, extra, listed = 8 + 2 + 12 * len(entries) + 4, b"", b""
    for tag, kind, count, value in entries:
        place = value.ljust(4, b"\0")
        if len(value) > 4:
            place, extra = struct.pack("<I", beyond + len(extra)), extra + value
        listed += struct.pack("<HHI", tag, kind, count) + place
    return b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + listed + bytes(4) + extra


@pytest.mark.parametrize("odd", ODD, ids=["fraction", "number", "words"])
def test_a_photo_with_an_odd_note_stands_upright_all_the_same(
    odd: tuple[int, int, int, bytes],
) -> None:
    sideways = (0x0112, 3, 1, struct.pack("<H", 6))
    kept = prepare(encoded(BOARD, exif=exif_of(*sorted([odd, sideways]))))
    assert (kept.width, kept.height) == (360, 640)


@pytest.mark.parametrize("note", [(0x0112, 2, 2, b"6\0"), (0x0112, 3, 1, b"\x09\0")])
def test_a_turn_that_is_none_turns_nothing(note: tuple[int, int, int, bytes]) -> None:
    assert prepare(encoded(BOARD, exif=exif_of(note))).width == 640


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_way_to_hold_a_phone_ends_upright(turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    kept = opened(prepare(encoded(BOARD, "PNG", exif=exif.tobytes())).data).convert("L")
    upright = ImageOps.exif_transpose(opened(encoded(BOARD, "PNG", exif=exif.tobytes())))
    apart = ImageChops.difference(kept, upright.convert("L"))
    assert ImageStat.Stat(apart).mean[0] < 3


def test_sixteen_bits_of_grey_stay_what_they_were() -> None:
    ramp = Image.frombytes(
        "I;16", (256, 64), b"".join(struct.pack("<H", n * 257) for n in range(256)) * 64
    )
    for hidden in ({}, {"transparency": 40_000}):
        kept = opened(prepare(encoded(ramp, "PNG", **hidden)).data).convert("L")
        found = [kept.getpixel((x, 32)) for x in range(0, 256, 15)]
        assert all(abs(int(one) - x) < 6 for x, one in zip(range(0, 256, 15), found, strict=True))  # type: ignore[arg-type]


def test_transparent_pixels_hide_nothing() -> None:
    layer = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    kept = opened(prepare(encoded(layer, "PNG")).data).convert("RGB")
    assert all(least > 250 for least, _ in kept.getextrema())  # type: ignore[misc]


def test_a_second_file_behind_the_picture_is_cut_off() -> None:
    for tail in (b"<script>alert(1)</script>", b"PK\x03\x04 an archive", b"%PDF-1.7"):
        assert tail not in prepare(encoded(BOARD) + tail).data


def test_a_photo_with_a_second_view_is_its_first_view() -> None:
    """Some phones save MPO files under the name of JPEG."""
    double = encoded(BOARD, "MPO", save_all=True, append_images=[BOARD.rotate(180)])
    assert prepare(double).width == 640


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_an_animated_picture_is_refused(kind: str) -> None:
    frames = encoded(BOARD, kind, save_all=True, append_images=[BOARD.rotate(90)], duration=100)
    assert refused(frames) is ProblemCode.PICTURE_UNREADABLE


@pytest.mark.parametrize(
    "original",
    [
        b"",
        b"\xff\xd8\xff\xe0",
        b"GIF89a" + bytes(100),
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(1_000),
        b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf" + bytes(1_000),
        b"<svg xmlns='http://www.w3.org/2000/svg' width='99' height='99'><script/></svg>",
        b"<!doctype html><img src=x onerror=alert(1)>",
        b"%PDF-1.7",
        bytes(10_000),
        encoded(BOARD, "GIF"),
        encoded(BOARD, "BMP"),
        encoded(BOARD, "TIFF"),
        encoded(BOARD, "PPM"),
    ],
)
def test_a_file_of_another_kind_is_refused(original: bytes) -> None:
    assert refused(original) is ProblemCode.PICTURE_UNREADABLE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused(kind: str) -> None:
    whole = encoded(BOARD, kind)
    for part in (0.02, 0.5, 0.9):
        assert refused(whole[: int(len(whole) * part)]) is ProblemCode.PICTURE_UNREADABLE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_damaged_picture_is_a_refusal_or_a_picture_but_no_crash(kind: str) -> None:
    whole = bytearray(encoded(BOARD, kind))
    for place in range(8, len(whole), max(1, len(whole) // 60)):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        try:
            assert prepare(bytes(damaged)).width > 0
        except Invalid as refusal:
            assert refusal.code in {  # noqa: PT017  # a picture is as good an answer
                ProblemCode.PICTURE_UNREADABLE,
                ProblemCode.PICTURE_TOO_LARGE,
            }


def deep(width: int, height: int, *, bits: int, colours: int) -> bytes:
    """Return a PNG of so many bits a channel, all black: megapixels in a few kilobytes."""
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colours]
    row = bytes(1 + width * channels * bits // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def test_pixels_are_counted_with_their_depth() -> None:
    """Forty megapixels of 16 bits were five seconds of the thread that all uploads share."""
    assert refused(deep(8_000, 5_000, bits=16, colours=6)) is ProblemCode.PICTURE_TOO_LARGE
    assert refused(deep(8_000, 5_000, bits=8, colours=6)) is ProblemCode.PICTURE_TOO_LARGE
    assert prepare(deep(3_200, 1_440, bits=8, colours=6)).width == 2000, "the screen of a phone"
    assert prepare(deep(1_440, 720, bits=16, colours=2)).width == 1440


def test_a_jpeg_of_very_many_scans_is_not_unpacked() -> None:
    steps = encoded(Image.new("L", (6_000, 4_000)), progressive=True, quality=80)
    assert prepare(steps).width == 2000
    scan = steps[steps.rindex(b"\xff\xda") : -2]
    assert refused(steps[:-2] + scan * 400 + steps[-2:]) is ProblemCode.PICTURE_TOO_LARGE


def chunk(name: bytes, body: bytes) -> bytes:
    """Return one chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def bomb(width: int, height: int) -> bytes:
    """Return a PNG that promises so many pixels, all black, in a few kilobytes."""
    packer, rows = zlib.compressobj(9), BytesIO()
    for _ in range(min(height, 200)):
        rows.write(packer.compress(bytes(1 + (width + 7) // 8)))
    rows.write(packer.flush())
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", rows.getvalue())
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(50_000, 50_000), (8_000, 6_000), (40_000_001, 1)])
def test_a_bomb_is_not_unpacked(size: tuple[int, int]) -> None:
    assert refused(bomb(*size)) in {ProblemCode.PICTURE_TOO_LARGE, ProblemCode.PICTURE_UNREADABLE}


def test_a_novel_hidden_in_a_png_is_not_unpacked() -> None:
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("novel", "x" * 80_000_000, zip=True)
    assert refused(encoded(BOARD, "PNG", pnginfo=words)) is ProblemCode.PICTURE_UNREADABLE


def test_more_than_ten_megabytes_are_not_read() -> None:
    assert refused(photo() + bytes(pictures.LARGEST_BYTES)) is ProblemCode.PICTURE_TOO_LARGE


def test_a_dot_is_too_small_to_prove_anything() -> None:
    assert refused(encoded(Image.new("RGB", (31, 400)))) is ProblemCode.PICTURE_UNREADABLE


def test_a_black_picture_is_similar_to_no_other() -> None:
    assert prepare(encoded(Image.new("RGB", (400, 300)))).fingerprint is None


def test_the_same_file_becomes_the_same_picture() -> None:
    one, two = prepare(photo()), prepare(photo())
    assert (one.sha256, one.original_sha256) == (two.sha256, two.original_sha256)
