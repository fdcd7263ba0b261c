"""The error whose text is printed as it is, without a traceback."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devstack.errors import StackError


class BackupError(StackError):
    """A reason to stop; its text is a whole sentence, and nothing that counts was lost."""


@contextmanager
def explaining_disk(place: Path) -> Iterator[None]:
    """Turn an error of the disk that holds `place` into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise BackupError(
                f"The disk of {place} is full. What was begun was thrown away, what was there "
                "before is whole; make room and try again."
            ) from error
        if error.errno in {errno.EACCES, errno.EROFS, errno.EPERM}:
            raise BackupError(f"{error.filename or place} may not be written: {error}") from error
        raise
