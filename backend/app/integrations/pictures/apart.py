"""Has a picture decoded in a process of its own, and believes what that says as far as it fits.

Each thread that asks has one such process (`child`), started at its first picture and again after
it died. One that does not answer in time is killed with all that it has started. Hashes and sizes
are computed here, from the bytes that came back.
"""

import contextlib
import hashlib
import json
import logging
import os
import select
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from app.domain.errors import Invalid
from app.domain.matches import pictures
from app.domain.matches.pictures import Fingerprint, Picture
from app.domain.problems import ProblemCode

logger = logging.getLogger(__name__)

SECONDS = 20.0  # for one picture, on a busy machine
_CODES = (ProblemCode.PICTURE_UNREADABLE, ProblemCode.PICTURE_TOO_LARGE)
_LENGTH_BYTES = 4
_MOST_ANSWER = 16 * 1024 * 1024
_MOST_DETAIL = 64 * 1024
_BACKEND = Path(__file__).resolve().parents[3]
_MODULE = "app.integrations.pictures.child"


class Died(Exception):
    """The process did not answer, or not with a picture."""


class _Child:
    """One process that decodes, for one thread."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, original: bytes, *, seconds: float) -> bytes:
        """Return its answer; raises Died, with the process killed."""
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        deadline = time.monotonic() + seconds
        try:
            # A picture is larger than a pipe, but the process reads all of it before it decodes.
            process.stdin.write(len(original).to_bytes(_LENGTH_BYTES, "big") + original)
            process.stdin.flush()
            length = int.from_bytes(_read(process.stdout, _LENGTH_BYTES, deadline), "big")
            return _read(process.stdout, length, deadline)
        except (OSError, Died) as error:
            self.kill()
            raise Died(str(error)) from error

    def kill(self) -> None:
        """End the process and what it has started."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.kill()
            self._process = subprocess.Popen(  # noqa: S603  # our own module, by our own Python
                [sys.executable, "-m", _MODULE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={"PYTHONPATH": str(_BACKEND), "OPENBLAS_NUM_THREADS": "1", "PATH": ""},
                cwd=_BACKEND,
                start_new_session=True,
            )
        return self._process


_children = threading.local()


def prepare(original: bytes, *, seconds: float = SECONDS) -> Picture:
    """Return the picture in `original` as we keep it; raises Invalid as `codec.prepare` does."""
    if not original or len(original) > pictures.LARGEST_BYTES:
        code = ProblemCode.PICTURE_TOO_LARGE if original else ProblemCode.PICTURE_UNREADABLE
        raise Invalid(code, "That picture is empty, or larger than 10 MB.")
    child: _Child = _children.__dict__.setdefault("child", _Child())
    try:
        return _read_answer(child.ask(original, seconds=seconds), original)
    except (Died, ValueError, KeyError, TypeError) as error:
        logger.warning("a picture was not decoded: %s", error)
        raise Invalid(
            ProblemCode.PICTURE_UNREADABLE,
            "That picture could not be read. Open it, take a screenshot of it, and send that.",
        ) from error


def _read(stream: IO[bytes], length: int, deadline: float) -> bytes:
    if length > _MOST_ANSWER:
        raise Died("an answer that is too long")
    found = bytearray()
    descriptor = stream.fileno()
    while len(found) < length:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            raise Died("no answer in time")
        part = os.read(descriptor, min(length - len(found), 1024 * 1024))
        if not part:
            raise Died("it ended")
        found += part
    return bytes(found)


def _read_answer(answer: bytes, original: bytes) -> Picture:
    head, _, data = answer.partition(b"\n")
    said: dict[str, Any] = json.loads(head)
    if "code" in said:
        code = ProblemCode(said["code"])
        if code not in _CODES:
            raise Died("a refusal that is none")
        raise Invalid(code, str(said["sentence"])[:200])
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise Died("no picture came back")
    return Picture(
        original_sha256=hashlib.sha256(original).digest(),
        original_bytes=len(original),
        data=data,
        sha256=hashlib.sha256(data).digest(),
        content_type="image/webp",
        width=_edge(said["width"]),
        height=_edge(said["height"]),
        fingerprint=_fingerprint(said["fingerprint"]),
        taken_at=datetime.fromisoformat(said["taken_at"]) if said["taken_at"] else None,
    )


def _edge(pixels: object) -> int:
    if not isinstance(pixels, int) or not 1 <= pixels <= pictures.LONGEST_EDGE:
        raise Died("an edge that is none")
    return pixels


def _fingerprint(said: dict[str, Any] | None) -> Fingerprint | None:
    if said is None:
        return None
    thumb, detail = bytes.fromhex(said["thumb"]), bytes.fromhex(said["detail"])
    hashes = [said["phash"], said["dhash"]]
    fits = all(isinstance(one, int) and -(2**63) <= one < 2**63 for one in hashes)
    if not fits or len(thumb) != pictures.THUMB_EDGE**2 or len(detail) > _MOST_DETAIL:
        raise Died("a fingerprint that is none")
    return Fingerprint(phash=hashes[0], dhash=hashes[1], thumb=thumb, detail=detail)
