"""Which backups may go: a chain whose seconds are all too old, once a newer one was checked."""

from datetime import datetime, timedelta

from ops.backup import server, wal
from ops.backup.folder import Backup, Folder


def expire(folder: Folder, *, keep_seconds: float, now: datetime) -> list[str]:
    """Remove what is older than `keep_seconds`, with its WAL; return the ids of the backups.

    The newest full backup before that time stays, for from it every later second is restored. A
    chain goes only if the next one lies in the folder as it was written.
    """
    chains = _chains(folder.backups())
    oldest = now - timedelta(seconds=keep_seconds)
    removed: list[str] = []
    while len(chains) > 1 and chains[1][0].ended <= oldest:
        for backup in chains[1]:
            folder.check(backup)
        # The last first: what is left of a removal that was interrupted is a whole chain.
        for backup in reversed(chains[0]):
            folder.remove(backup)
            removed.append(backup.id)
        chains.pop(0)
    if removed:
        _remove_wal(folder, before=chains[0][0])
    return removed


def _chains(backups: list[Backup]) -> list[list[Backup]]:
    chains: list[list[Backup]] = []
    for backup in backups:
        if backup.is_full:
            chains.append([])
        if chains:
            chains[-1].append(backup)
    return chains


def _remove_wal(folder: Folder, *, before: Backup) -> None:
    """Delete the files of WAL that lie wholly before a full backup, whatever their timeline."""
    name = server.segment_names(
        timeline=before.timeline,
        start=server.lsn(before.start_lsn),
        end=server.lsn(before.start_lsn) + 1,
        size=before.segment_bytes,
    )[0]
    for path in wal.segments(folder):
        if path.name[8:24] < name[8:]:
            path.unlink()
