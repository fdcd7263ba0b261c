"""The process that decodes strangers' pictures: `python -m app.integrations.pictures.child`.

It imports the decoder once, then forks for each picture that comes in on stdin. The fork gives up
what it could do harm with before it looks at the first byte: it can open no file and no socket (no
descriptor is left to it), write nowhere but into one pipe, start no process, take no more than so
much memory and so many seconds of a core. Its environment holds no secret. What it says is checked
by `apart`, for it may have been taken over.

Wire, both ways: four bytes of length, then so many bytes. An answer is a line of JSON, then the
picture as we keep it.
"""

import json
import os
import resource
import struct
import sys
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from PIL import ExifTags, Image

from app.domain.errors import Invalid
from app.integrations.pictures import codec

LENGTH = struct.Struct(">I")
_CPU_SECONDS = 8
_MEMORY_BYTES = 768 * 1024 * 1024  # beyond what the decoder has when it is loaded
_MOST_ANSWER = 16 * 1024 * 1024
_PIPE = 3


def main() -> None:
    """Serve until stdin ends, which it does when the process that started this one does."""
    _load_everything()
    os.nice(10)
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    while original := _read(stdin):
        answer = _in_fork(original)
        stdout.write(LENGTH.pack(len(answer)) + answer)
        stdout.flush()


def _load_everything() -> None:
    """Decode one picture of each kind, so that no module is left to be opened by a fork."""
    Image.init()
    plain = Image.effect_noise((64, 64), 80).convert("RGBA")
    exif = Image.Exif()  # what reads when a picture was taken is loaded by one that says so
    taken = exif.get_ifd(ExifTags.IFD.Exif)
    taken[ExifTags.Base.DateTimeOriginal] = "2026:01:01 00:00:00"
    taken[ExifTags.Base.OffsetTimeOriginal] = "+03:00"
    for kind in ("PNG", "WEBP", "JPEG"):
        out = BytesIO()
        plain.convert("RGB" if kind == "JPEG" else "RGBA").save(out, kind, exif=exif)
        codec.prepare(out.getvalue())


def _read(stream: BinaryIO) -> bytes:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return b""
    (length,) = LENGTH.unpack(head)
    return stream.read(length)


def _in_fork(original: bytes) -> bytes:
    """Return what a fork says about a picture; empty if it died."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(read_end)
            _give_up_rights(write_end)
            _write(_answer(original))
            status = 0
        finally:
            os._exit(status)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as pipe:
        answer = pipe.read(_MOST_ANSWER + 1)
    _, status = os.waitpid(child, 0)
    return answer if status == 0 and len(answer) <= _MOST_ANSWER else b""


def _give_up_rights(pipe: int) -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(pipe, _PIPE) if pipe != _PIPE else None
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.closerange(_PIPE + 1, 1024)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    for what, most in (
        (resource.RLIMIT_AS, used + _MEMORY_BYTES),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, _PIPE + 1),  # last: no descriptor can be opened any more
    ):
        resource.setrlimit(what, (most, most))


def _answer(original: bytes) -> bytes:
    try:
        picture = codec.prepare(original)
    except Invalid as refused:
        return json.dumps({"code": refused.code, "sentence": refused.sentence}).encode()
    seen = picture.fingerprint
    said = {
        "width": picture.width,
        "height": picture.height,
        "taken_at": picture.taken_at.isoformat() if picture.taken_at else None,
        "fingerprint": seen
        and {
            "phash": seen.phash,
            "dhash": seen.dhash,
            "thumb": seen.thumb.hex(),
            "detail": seen.detail.hex(),
        },
    }
    return json.dumps(said).encode() + b"\n" + picture.data


def _write(answer: bytes) -> None:
    while answer:
        answer = answer[os.write(_PIPE, answer) :]


if __name__ == "__main__":
    main()
