"""Encrypt for public keys and decrypt with private ones, as `age` does, stream by stream.

Whoever writes backups needs public keys only: the database's machine cannot read its own.
"""

import io
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from typing_extensions import override

from ops.backup.errors import BackupError

try:
    import pyrage
    from pyrage import x25519
except ModuleNotFoundError as error:  # an installation from before backups
    raise BackupError("The package pyrage is missing; run: make install") from error

_GZIP = 31  # zlib's window bits for gzip's format
_CHUNK = 1 << 18


class Sink(Protocol):
    """What takes a stream piece by piece."""

    def write(self, data: bytes, /) -> object:
        """Take the next piece."""


class _Error:
    """Keeps what a stream of ours raised, which pyrage would wrap in an error of its own."""

    def __init__(self) -> None:
        self._first: BaseException | None = None

    @contextmanager
    def kept(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            self._first = self._first or error
            raise

    def raise_first(self) -> None:
        if self._first is not None:
            raise self._first


class _Compressed(io.RawIOBase):
    """Reads `source` compressed; each piece passes `watch` before."""

    def __init__(
        self, source: IO[bytes], watch: Callable[[bytes], object] | None, error: _Error
    ) -> None:
        self._source = source
        self._watch = watch
        self._error = error
        self._deflate: Any = zlib.compressobj(1, zlib.DEFLATED, _GZIP)
        self._ready = bytearray()

    @override
    def read(self, size: int = -1) -> bytes:
        with self._error.kept():
            return self._read(size)

    def _read(self, size: int) -> bytes:
        while self._deflate and (size < 0 or len(self._ready) < size):
            piece = self._source.read(_CHUNK)
            if not piece:
                self._ready += self._deflate.flush()
                self._deflate = None
                break
            if self._watch:
                self._watch(piece)
            self._ready += self._deflate.compress(piece)
        size = len(self._ready) if size < 0 else size
        piece = bytes(self._ready[:size])
        del self._ready[:size]
        return piece


class _Target(io.RawIOBase):
    """Passes what is written on to `target`."""

    def __init__(self, target: Sink, error: _Error) -> None:
        self._target = target
        self._error = error

    @override
    def write(self, data: Any) -> int:
        with self._error.kept():
            self._target.write(bytes(data))
        return len(data)


class _Decompressed(io.RawIOBase):
    """Passes what is written on to `sink`, decompressed."""

    def __init__(self, sink: Sink, error: _Error) -> None:
        self._sink = sink
        self._error = error
        self._inflate = zlib.decompressobj(_GZIP)

    @override
    def write(self, data: Any) -> int:
        piece = self._inflate.decompress(bytes(data))
        with self._error.kept():
            self._sink.write(piece)
        return len(data)

    def finish(self) -> None:
        self._sink.write(self._inflate.flush())
        if not self._inflate.eof:
            raise zlib.error("the stream ends too early")


def new_key(path: Path) -> str:
    """Write a new private key to `path`, for its owner only; return the public key."""
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupError(
            f"{path} exists; a key is never written over, for backups may need it."
        ) from None
    except OSError as error:
        raise BackupError(f"Say where the private key goes, KEY=file: {error}") from None
    with os.fdopen(descriptor, "w") as file:
        file.write(f"# public key: {public}\n{identity}\n")
    return public


def recipients(public_keys: Iterable[str]) -> list[Any]:
    """Return the public keys for `encrypt`; raises BackupError if there is none, or no key."""
    found = []
    for text in public_keys:
        try:
            found.append(x25519.Recipient.from_str(text))
        except pyrage.RecipientError:
            raise BackupError(
                f"BACKUP_RECIPIENTS has {text[:12]!r}…, which is not a public key (age1…)."
            ) from None
    if not found:
        raise BackupError(
            "BACKUP_RECIPIENTS is not set: name the public keys (age1…) that can read the "
            "backups; `make backup-key` makes one."
        )
    return found


def identities(key_file: Path | None) -> list[Any]:
    """Read the private keys of `key_file`, one a line."""
    if key_file is None:
        raise BackupError("BACKUP_KEY_FILE is not set: restoring needs the private key.")
    try:
        lines = [line.strip() for line in key_file.read_text().splitlines()]
        found = [x25519.Identity.from_str(line) for line in lines if line and line[0] != "#"]
    except OSError as error:
        raise BackupError(f"The private key cannot be read: {error}") from None
    except pyrage.IdentityError:
        found = []
    if not found:
        raise BackupError(f"{key_file} holds no private key (AGE-SECRET-KEY-1…).")
    return found


def encrypt(
    source: IO[bytes],
    target: Sink,
    keys: list[Any],
    *,
    watch: Callable[[bytes], object] | None = None,
) -> None:
    """Write `source` to `target`, compressed and encrypted; `watch` sees it in clear."""
    error = _Error()
    try:
        pyrage.encrypt_io(_Compressed(source, watch, error), _Target(target, error), keys)
    except (pyrage.EncryptError, OSError):
        error.raise_first()
        raise


def decrypt(path: Path, sink: Sink, keys: list[Any]) -> None:
    """Give `sink` what `path` holds; raises BackupError for a wrong key or a changed file."""
    ours = _Error()
    plain = _Decompressed(sink, ours)
    with path.open("rb") as file:
        try:
            pyrage.decrypt_io(file, plain, keys)
            plain.finish()
        except pyrage.DecryptError as error:
            ours.raise_first()
            if "matching keys" in str(error):
                raise BackupError(
                    f"Wrong key: none of those in BACKUP_KEY_FILE opens {path.name}."
                ) from None
            raise _damaged(path) from None
        except zlib.error:
            raise _damaged(path) from None
        except OSError as error:
            ours.raise_first()
            if error.errno is not None:  # the disk's; those of decryption have none
                raise
            raise _damaged(path) from None


def _damaged(path: Path) -> BackupError:
    return BackupError(f"{path} was cut or changed: it does not decrypt. Nothing of it is used.")
