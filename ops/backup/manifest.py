"""Check a base backup by the SHA-256 of its manifest, while its tar stream goes by.

PostgreSQL's own pg_verifybackup crashes in the wheel, and Debian's cannot read PostgreSQL 18's
manifests. The tar is the server's, so its files are plain ones with short names.
"""

import hashlib
import json
import os
import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from ops.backup.errors import BackupError

NAME = "backup_manifest"
_BLOCK = 512


@dataclass(frozen=True)
class Manifest:
    """What the server says that its backup consists of, and the WAL that it needs."""

    text: bytes
    files: dict[str, tuple[int, str]]  # path: size, SHA-256
    system_identifier: str
    timeline: int
    start_lsn: str
    end_lsn: str


def parse(text: bytes) -> Manifest:
    """Read a manifest; raises BackupError if it was cut, changed or made without SHA-256."""
    body, _, last = text.rpartition(b'"Manifest-Checksum"')
    try:
        stated = json.loads(b"{" + b'"Manifest-Checksum"' + last)["Manifest-Checksum"]
        content: dict[str, Any] = json.loads(text)
        ranges = content["WAL-Ranges"]
        files = {_path(file): (file["Size"], _checksum(file)) for file in content["Files"]}
    except (ValueError, KeyError, TypeError):
        raise BackupError("A backup's manifest was cut: it cannot be read.") from None
    if hashlib.sha256(body).hexdigest() != stated:
        raise BackupError("A backup's manifest was changed: its own checksum does not fit.")
    return Manifest(
        text=text,
        files=files,
        system_identifier=str(content["System-Identifier"]),
        timeline=ranges[-1]["Timeline"],
        start_lsn=ranges[0]["Start-LSN"],
        end_lsn=ranges[-1]["End-LSN"],
    )


def _path(file: dict[str, Any]) -> str:
    return str(file["Path"] if "Path" in file else bytes.fromhex(file["Encoded-Path"]).decode())


def _checksum(file: dict[str, Any]) -> str:
    if file["Size"] and file.get("Checksum-Algorithm") != "SHA256":
        raise BackupError("A backup was made without --manifest-checksums=SHA256.")
    return str(file.get("Checksum", ""))


class TarCheck:
    """Takes the tar of a base backup in pieces, hashes its files, and unpacks them if told to."""

    def __init__(self, into: Path | None = None) -> None:
        self._into = into
        self._rest = bytearray()
        self._member: _Member | None = None
        self._padding = 0
        self._manifest = b""
        self._found: dict[str, tuple[int, str]] = {}
        self.bytes = 0

    def write(self, data: bytes, /) -> None:
        """Take the next piece."""
        self.bytes += len(data)
        self._rest += data
        while self._step():
            pass

    def __enter__(self) -> "TarCheck":
        return self

    def __exit__(self, *_: object) -> None:
        if self._member:
            self._member.close()

    def finish(self) -> Manifest:
        """Compare all files with the manifest, which came last; raises BackupError."""
        if self._member or not self._manifest:
            raise BackupError("The base backup ends too early.")
        manifest = parse(self._manifest)
        compare(manifest, self._found)
        return manifest

    def _step(self) -> bool:
        """Consume a header, a piece of a file or padding; False if more has to come."""
        if self._member:
            piece = bytes(self._rest[: self._member.left])
            del self._rest[: len(piece)]
            if not self._member.take(piece):
                return False
            self._close(self._member)
        if self._padding:
            skip = min(self._padding, len(self._rest))
            del self._rest[:skip]
            self._padding -= skip
        if self._padding or len(self._rest) < _BLOCK:
            return False
        header = bytes(self._rest[:_BLOCK])
        del self._rest[:_BLOCK]
        if header.strip(b"\0"):
            self._open(tarfile.TarInfo.frombuf(header, "utf-8", "surrogateescape"))
        return True

    def _open(self, member: tarfile.TarInfo) -> None:
        name = PurePosixPath(member.name)
        if name.is_absolute() or ".." in name.parts or not (member.isfile() or member.isdir()):
            raise BackupError(f"The base backup holds {member.name}, which cannot be unpacked.")
        place = self._into / name if self._into else None
        if place:
            folder = place if member.isdir() else place.parent
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if member.isfile():
            self._padding = -member.size % _BLOCK
            self._member = _Member(str(name), member.size, place)

    def _close(self, member: "_Member") -> None:
        self._found[member.name] = (member.size, member.hash.hexdigest())
        if member.name == NAME:
            self._manifest = bytes(member.text)
        member.close()
        self._member = None


class _Member:
    """The file of the tar that is going by."""

    def __init__(self, name: str, size: int, place: Path | None) -> None:
        self.name = name
        self.size = self.left = size
        self.hash = hashlib.sha256()
        self.text = bytearray()  # of the manifest alone
        self._file: BinaryIO | None = _private(place) if place else None

    def take(self, piece: bytes) -> bool:
        """Take the next piece; True if the file is whole."""
        self.left -= len(piece)
        self.hash.update(piece)
        if self._file:
            self._file.write(piece)
        if self.name == NAME:
            self.text += piece
        return self.left == 0

    def close(self) -> None:
        """Have what was taken written to the disk."""
        if self._file:
            self._file.close()


def compare(manifest: Manifest, found: dict[str, tuple[int, str]]) -> None:
    """Raise BackupError unless exactly the files of the manifest were found, as it has them."""
    # The server may leave an empty WAL folder's files and the manifest itself out of the manifest.
    for path, (size, digest) in manifest.files.items():
        if path not in found:
            raise BackupError(f"The backup lacks {path}, which its manifest names.")
        if found[path][0] != size or (digest and found[path][1] != digest):
            raise BackupError(f"{path} was changed: it does not fit the backup's manifest.")
    for path in found.keys() - manifest.files.keys() - {NAME}:
        if not path.startswith("pg_wal/"):
            raise BackupError(f"The backup holds {path}, which its manifest does not name.")


def check_folder(folder: Path) -> Manifest:
    """Check an unpacked backup by its manifest; raises BackupError."""
    manifest = parse((folder / NAME).read_bytes())
    found = {}
    for path in manifest.files:
        place = folder / path
        if place.is_file():
            found[path] = (place.stat().st_size, file_digest(place))
    compare(manifest, found)
    return manifest


def file_digest(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _private(path: Path) -> BinaryIO:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(descriptor, "wb")
