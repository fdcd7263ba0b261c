"""The migrated cluster, kept in `.data/test-clusters` until something changes that builds it.

Initialising a cluster and migrating it takes five seconds, copying it a tenth of one.
"""

import contextlib
import hashlib
import os
import shutil
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[4]

_CACHE = REPOSITORY / ".data" / "test-clusters"
_SECRETS = "secrets.json"
_KEPT = 3  # clusters, 50 MB each: one for each branch that one works on
# Whatever is in these decides what is in the cluster.
_SOURCES = (
    "alembic/**/*.py",
    "alembic/**/*.sql",
    "backend/requirements.txt",  # the version of PostgreSQL
    "backend/tests/support/servers/*.py",
    "devstack/postgres.py",
)


def copy_secrets(data_dir: Path) -> None:
    """Copy the passwords of the kept cluster to `data_dir`; nothing if none is kept."""
    with contextlib.suppress(OSError):
        shutil.copy2(entry() / _SECRETS, data_dir)
        os.utime(entry())


def fits(data_dir: Path) -> bool:
    """Return True if a cluster is kept whose passwords are those of `data_dir`."""
    kept, ours = entry() / _SECRETS, data_dir / _SECRETS
    return kept.exists() and kept.read_bytes() == ours.read_bytes()


@cache
def entry() -> Path:
    """Return the data folder in which the cluster is kept; it need not exist."""
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(REPOSITORY.glob(pattern)):
            digest.update(f"{path.relative_to(REPOSITORY)}\0".encode() + path.read_bytes())
    return _CACHE / digest.hexdigest()[:16]


def keep(data_dir: Path) -> None:
    """Keep the cluster of `data_dir`, which no server uses at the moment; old ones go.

    Where nothing can be kept, the next run builds its cluster again.
    """
    kept = entry()
    fresh = kept.with_name(f"{kept.name}.{os.getpid()}")
    try:
        fresh.mkdir(mode=0o700, parents=True)
        shutil.copy2(data_dir / _SECRETS, fresh)
        shutil.copytree(data_dir / "postgres", fresh / "postgres")
        fresh.rename(kept)
        for old in sorted(_CACHE.iterdir(), key=_last_change, reverse=True)[_KEPT:]:
            shutil.rmtree(old, ignore_errors=True)
    except OSError:  # another run was quicker, or the disk is full
        shutil.rmtree(fresh, ignore_errors=True)


def _last_change(path: Path) -> float:
    return path.stat().st_mtime
