"""What lies beside the database: evidence, callbacks that wait on disk, and the keys.

A chain holds each file once: an incremental backup has the new ones, and the list of all. A file
that retention has deleted is in no later list, so a restore does not bring it back.
"""

import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from devstack.secrets import write_private
from ops.backup import crypt
from ops.backup.errors import BackupError
from ops.backup.folder import EXTRAS, Backup, Folder
from ops.backup.settings import Settings

KEYS = "keys.json"
Listing = dict[str, tuple[int, int, str]]  # path: size, mtime in ns, id of the backup that holds it


def save(
    settings: Settings, target: crypt.Sink, keys: list[Any], *, backup_id: str, before: Listing
) -> Listing:
    """Write the files that `before` lacks, and the keys, to `target`; return the list of all."""
    listing: Listing = {}
    reader, writer = os.pipe()
    with ThreadPoolExecutor(max_workers=1) as pool:
        with open(reader, "rb") as source:  # noqa: PTH123  # a pipe
            packing = pool.submit(_pack, settings, writer, listing, before, backup_id)
            crypt.encrypt(source, target, keys)
        packing.result()
    return listing


def _pack(
    settings: Settings, writer: int, listing: Listing, before: Listing, backup_id: str
) -> None:
    with open(writer, "wb") as pipe, tarfile.open(fileobj=pipe, mode="w|") as tar:
        _add(tar, KEYS, json.dumps(settings.keys(), indent=2).encode())
        for name, path in _files(settings):
            with suppress(FileNotFoundError):  # a callback came into the database meanwhile
                status = path.stat()
                known = before.get(name)
                if known and known[:2] == (status.st_size, status.st_mtime_ns):
                    listing[name] = known
                    continue
                _add(tar, name, path.read_bytes())
                listing[name] = (status.st_size, status.st_mtime_ns, backup_id)


def _files(settings: Settings) -> Iterator[tuple[str, Path]]:
    for name, folder in (("evidence", settings.evidence), ("spool", settings.spool)):
        if folder is not None and folder.is_dir():
            for path in sorted(folder.rglob("*")):
                if path.is_file() and not path.is_symlink():
                    yield f"{name}/{path.relative_to(folder).as_posix()}", path


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    member.mode = 0o600
    tar.addfile(member, io.BytesIO(content))


def restore(folder: Folder, backup: Backup, into: Path, keys: list[Any], *, work: Path) -> int:
    """Bring back the files of `backup`'s list and the keys; return how many files."""
    wanted: dict[str, set[str]] = {backup.id: {KEYS}}
    for name, (_, _, holder) in backup.extras.items():
        wanted.setdefault(holder, set()).add(name)
    files = sum(map(len, wanted.values())) - 1
    for holder, names in wanted.items():
        packed = work / f"{holder}.tar"
        with packed.open("wb") as file:
            crypt.decrypt(folder.place(holder) / EXTRAS, file, keys)
        _unpack(packed, names, into)
        packed.unlink()
    return files


def _unpack(packed: Path, names: set[str], into: Path) -> None:
    with tarfile.open(packed) as tar:
        for member in tar:
            if member.name not in names:
                continue
            names.discard(member.name)
            content = tar.extractfile(member)
            place = into / PurePosixPath(member.name)
            if content is None or ".." in place.parts:
                raise BackupError(f"The backup holds {member.name}, which is no file.")
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if member.name == KEYS:
                # Under this name the embedded servers find their passwords.
                write_private(into / "secrets.json", content.read().decode())
                continue
            with place.open("wb") as file:
                shutil.copyfileobj(content, file)
    if names:
        raise BackupError(f"The backup lacks {min(names)}, which its list names.")
