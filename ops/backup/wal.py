"""Files of WAL: encrypted into the folder of backups, and got back from there.

A file's name carries the SHA-256 of what is in it, so a repeated archiving is recognised and a
second, different one is refused.
"""

import hashlib
import os
import re
import secrets
import shutil
import struct
from pathlib import Path
from typing import Any, BinaryIO

from ops.backup import crypt
from ops.backup.errors import BackupError, explaining_disk
from ops.backup.folder import Folder, sync
from ops.backup.manifest import file_digest

SEGMENT = re.compile(r"[0-9A-F]{24}")
_NAME = re.compile(r"[0-9A-F]{8}\.history|[0-9A-F]{24}(\.partial|\.[0-9A-F]{8}\.backup)?")
_SUFFIX = ".age"
# Of a segment's first page: magic, info, timeline, address, rest, gap, then the system identifier.
_HEADER = struct.Struct("<HHIQIIQ")
_IS_LONG = 2


class OtherContents(BackupError):
    """A file of WAL was archived before, and it was another one."""


def archive(folder: Folder, path: Path, keys: list[Any]) -> None:
    """Encrypt the file at `path` into the folder; safe to repeat. Raises BackupError."""
    name = path.name
    if not _NAME.fullmatch(name):
        raise BackupError(f"{name} is no file of WAL.")
    _require_ours(folder, path)
    digest = file_digest(path)
    known = _stored(folder, name)
    if known:
        if known.name.split(".")[-2] == digest:
            return
        raise OtherContents(
            f"{name} is in the archive with other contents: two servers write into it, or this "
            "one was restored over. Stop the wrong one; nothing was overwritten."
        )
    target = folder.wal / f"{name}.{digest}{_SUFFIX}"
    fresh = target.with_name(f"{target.name}.{secrets.token_hex(4)}.new")
    with explaining_disk(folder.path):
        try:
            with path.open("rb") as source, fresh.open("wb") as file:
                crypt.encrypt(source, file, keys)
                file.flush()
                os.fsync(file.fileno())
            fresh.rename(target)
        finally:
            fresh.unlink(missing_ok=True)
        sync(folder.wal)


def has(folder: Folder, name: str) -> bool:
    """Return whether a file of WAL is here, archived or streamed to its end."""
    return _stored(folder, name) is not None or (folder.stream / name).exists()


def fetch(folder: Folder, name: str, into: Path, keys: list[Any]) -> bool:
    """Write the file of WAL `name` to `into`; False if there is none. Raises BackupError.

    What was streamed last may not have reached its end: the server reads as far as it goes.
    """
    streamed = (folder.stream / name, folder.stream / f"{name}.partial")
    found = [path for path in streamed if path.exists()]
    stored = _stored(folder, name) or (None if found else _stored(folder, f"{name}.partial"))
    if stored:
        with into.open("wb") as file:
            sink = _Hashing(file)
            crypt.decrypt(stored, sink, keys)
        if sink.hash.hexdigest() != stored.name.split(".")[-2]:
            raise BackupError(f"{stored} was changed: its name does not fit what is in it.")
        return True
    if found:
        shutil.copyfile(found[0], into)
    return bool(found)


def segments(folder: Folder) -> list[Path]:
    """Return the archived segments, in the order of their positions."""
    found = [path for path in folder.wal.glob(f"*{_SUFFIX}") if SEGMENT.match(path.name)]
    return sorted(found, key=lambda path: path.name[8:24])


def _stored(folder: Folder, name: str) -> Path | None:
    # A segment's `.partial` and `.backup` begin with its name, too; the digest has no point in it.
    pattern = re.compile(rf"{re.escape(name)}\.[0-9a-f]{{64}}{re.escape(_SUFFIX)}")
    found = [path for path in folder.wal.glob(f"{name}.*") if pattern.fullmatch(path.name)]
    return found[0] if found else None


def _require_ours(folder: Folder, path: Path) -> None:
    """Refuse WAL of another database, which its first page names."""
    if not SEGMENT.fullmatch(path.name.removesuffix(".partial")):
        return
    with path.open("rb") as file:
        header = file.read(_HEADER.size)
    if len(header) < _HEADER.size:
        raise BackupError(f"{path.name} is too short for WAL.")
    _, info, *_, system_identifier = _HEADER.unpack(header)
    if info & _IS_LONG:
        folder.claim_for(str(system_identifier))


class _Hashing:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.hash = hashlib.sha256()

    def write(self, data: bytes, /) -> None:
        self._file.write(data)
        self.hash.update(data)
