"""A folder as a store: for laptops, tests, and a single machine whose disk is backed up."""

import contextlib
import os
import secrets
from pathlib import Path

from app.integrations.storage.store import NotThere, StoreAway, checked, is_intact


class LocalStore:
    """Files below one folder, each complete or not there at all."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def put(self, key: str, data: bytes, *, content_type: str) -> None:  # noqa: ARG002  # S3's need
        """Write beside the place, sync, and move into it: a crash leaves no half picture."""
        path = self._path(key)
        unfinished = path.with_name(f"{path.name}.{secrets.token_hex(6)}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with unfinished.open("xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                unfinished.replace(path)
            finally:
                unfinished.unlink(missing_ok=True)
            # New folders are only safe when the folders above them know.
            for above in list(path.parents)[:4]:
                _sync(above)
        except OSError as error:
            raise StoreAway(type(error).__name__) from error

    def read(self, key: str) -> bytes:
        """Return the bytes of a file."""
        try:
            data = self._path(key).read_bytes()
        except FileNotFoundError as error:
            raise NotThere(key) from error
        except OSError as error:
            raise StoreAway(type(error).__name__) from error
        if not is_intact(key, data):
            raise NotThere(key)
        return data

    def exists(self, key: str) -> bool:
        """Say whether there is a file."""
        return self._path(key).is_file()

    def delete(self, key: str) -> None:
        """Remove a file, and the folders that are empty after it."""
        path = self._path(key)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreAway(type(error).__name__) from error
        for above in list(path.parents)[:2]:
            with contextlib.suppress(OSError):  # others are in there, or it is gone
                above.rmdir()

    def _path(self, key: str) -> Path:
        return self._folder / checked(key)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
