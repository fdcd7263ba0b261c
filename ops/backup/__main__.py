"""The commands: `python -m ops.backup take|schedule|restore|receive|archive|key|check`."""

import argparse
import os
import sys
from pathlib import Path

import psycopg2

from devstack import instances
from devstack.errors import StackError
from ops.backup import base, crypt, receiver, restore, schedule, settings, wal
from ops.backup.errors import BackupError
from ops.backup.folder import Folder


def _take(options: argparse.Namespace) -> None:
    chosen = settings.read(data_dir=options.data)
    taken = base.take(chosen, settings.database_url(chosen), full=options.full)
    if taken.note:
        print(taken.note)
    for removed in taken.removed:
        print(f"removed   {removed}: older than is kept")
    print(
        f"backup    {taken.backup.id}\n"
        f"size      {taken.backup.unpacked_bytes / 1e6:.1f} MB, encrypted "
        f"{taken.stored_bytes / 1e6:.1f} MB\n"
        f"took      {taken.seconds:.1f} s; verified by SHA-256"
    )


def _schedule(options: argparse.Namespace) -> None:
    schedule.run(settings.read(data_dir=options.data), lambda: _take(options))


def _restore(options: argparse.Namespace) -> None:
    chosen = settings.read(data_dir=options.data)
    if not options.to or not options.into:
        raise BackupError(
            'Say to which second and where: make restore TO="2026-12-01 12:00:00+03" INTO=folder'
        )
    done = restore.restore(chosen, restore.moment(options.to), Path(options.into).resolve())
    answers = done.answers
    print(
        f"restored  {options.into}, to {done.target}\n"
        f"from      {', '.join(done.backups)}\n"
        f"holds     {answers.transactions} transactions, the last of "
        f"{answers.last_transaction_at}; {done.files} files of evidence and spool\n"
        f"took      {done.seconds:.1f} s"
    )
    if answers.violations:
        raise BackupError(
            "Something is wrong with the money there:\n" + "\n".join(answers.violations)
        )
    print("ledger    whole: sums, balances, floors, triggers and transaction ids are right")


def _receive(options: argparse.Namespace) -> None:
    chosen = settings.read(data_dir=options.data)
    outbox = Path(options.outbox) if options.outbox else None
    receiver.Receiver(chosen, settings.database_url(chosen), outbox=outbox).run()


def _archive(options: argparse.Namespace) -> None:
    """Serve as PostgreSQL's archive_command, in whose environment the settings are."""
    chosen = settings.read(os.environ, data_dir=options.data)
    folder = Folder(chosen.folder)
    folder.create()
    wal.archive(folder, Path(options.path), crypt.recipients(chosen.recipients))


def _key(options: argparse.Namespace) -> None:
    public = crypt.new_key(Path(options.path))
    print(
        f"private   {options.path}: keep it twice, on no machine of the database's\n"
        f"public    BACKUP_RECIPIENTS={public}"
    )


def _check(options: argparse.Namespace) -> None:
    folder = Folder(settings.read(data_dir=options.data).folder)
    backups = folder.backups()
    for backup in backups:
        folder.check(backup)
        print(f"whole     {backup.id}, until {backup.ended_at}")
    if not backups:
        raise BackupError(f"There is no backup in {folder.path}.")


def main() -> int:
    """Run from the command line; what fails is said in a sentence, and the exit code is 1."""
    parser = argparse.ArgumentParser(prog="python -m ops.backup", description=__doc__)
    parser.add_argument("--data", type=Path, default=instances.DEFAULT_DATA, help="data folder")
    commands = parser.add_subparsers(required=True)
    take = commands.add_parser("take", help="take a backup (make backup)")
    take.add_argument("--full", action="store_true", help="a full one, whatever its turn")
    take.set_defaults(run=_take)
    nightly = commands.add_parser("schedule", help="take one each night, until a signal comes")
    nightly.set_defaults(run=_schedule, full=False)
    back = commands.add_parser("restore", help="restore to a second (make restore)")
    back.add_argument("--to", default="", help='"2026-12-01 12:00:00+03", or latest')
    back.add_argument("--into", default="", help="an empty folder")
    back.set_defaults(run=_restore)
    receive = commands.add_parser("receive", help="receive the WAL, until a signal comes")
    receive.add_argument("--outbox", help="where an archive_command puts WAL in clear")
    receive.set_defaults(run=_receive)
    archive = commands.add_parser("archive", help="encrypt one file of WAL (archive_command)")
    archive.add_argument("path", help="%%p")
    archive.set_defaults(run=_archive)
    key = commands.add_parser("key", help="make a pair of keys (make backup-key)")
    key.add_argument("path", help="the file for the private key")
    key.set_defaults(run=_key)
    check = commands.add_parser("check", help="compare all backups with their checksums")
    check.set_defaults(run=_check)
    options = parser.parse_args()
    try:
        options.run(options)
    except StackError as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("Stopped; nothing half is left.", file=sys.stderr, flush=True)
        return 130
    except psycopg2.Error as error:
        print(f"The database gave up: {str(error).strip()}", file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
