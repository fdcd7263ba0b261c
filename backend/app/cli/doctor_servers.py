"""What `make doctor` asks PostgreSQL and Redis: versions, rights, migrations, replicas, clocks."""

import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psycopg2
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from redis import Redis, RedisError

from app.cli.doctor_findings import Finding, State
from app.core.database_login import UnsafeLogin, require_safe_login
from app.core.redis import get_redis, sentinel_options
from app.core.redis_address import SentinelAddress, read_sentinel_address
from app.core.settings import get_settings

_MIN_POSTGRESQL = 180_000
_MOST_CLOCK_SECONDS = 1.0
_MIN_SENTINELS = 3
_ALEMBIC_INI = Path(__file__).resolve().parents[3] / "alembic.ini"


def of_postgresql(url: str) -> Iterator[Finding]:
    """Yield what is to be said about the database at `url` and our login there."""
    try:
        opened = psycopg2.connect(f"postgresql://{url.partition('://')[2]}", connect_timeout=5)
    except psycopg2.OperationalError as error:
        yield Finding(State.WRONG, "postgresql", f"does not answer ({_kind(error)})")
        return
    with closing(opened) as connection:
        connection.autocommit = True
        yield _version(connection)
        yield from _login(connection)
        yield from _writable(connection)
        yield from _migrations(connection)
        yield from _replicas(connection)
        (theirs,) = _row(connection, "extract(epoch FROM clock_timestamp())")
        yield _clock("PostgreSQL", float(theirs))


def _kind(error: psycopg2.Error) -> str:
    """Return the first line of an error without the address, which says who and where we are."""
    first = str(error).partition("\n")[0]
    return first.partition("failed: ")[2] or type(error).__name__


def _row(connection: Connection, columns: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}")
        row: tuple[Any, ...] | None = cursor.fetchone()
    assert row is not None  # a SELECT without FROM has one
    return row


def _version(connection: Connection) -> Finding:
    version = connection.server_version
    text = f"PostgreSQL {version // 10_000}.{version % 10_000}"
    if version < _MIN_POSTGRESQL:
        return Finding(State.WRONG, "versions", f"{text}; we need 18 or newer")
    return Finding(State.OK, "versions", text)


def _login(connection: Connection) -> Iterator[Finding]:
    user, lock, statement, idle = _row(
        connection,
        "current_user, current_setting('lock_timeout'), current_setting('statement_timeout'),"
        " current_setting('idle_in_transaction_session_timeout')",
    )
    said = f"login {user}: lock_timeout {lock}, statement_timeout {statement}, idle {idle}"
    try:
        require_safe_login(connection)
    except UnsafeLogin as error:
        yield Finding(State.WRONG, "login", str(error))
    else:
        yield Finding(State.OK, "login", f"{said}; it has the app's rights and no more")


def _writable(connection: Connection) -> Iterator[Finding]:
    read_only, is_replica = _row(
        connection, "current_setting('transaction_read_only'), pg_is_in_recovery()"
    )
    if is_replica or read_only == "on":
        yield Finding(State.WRONG, "postgresql", "it takes no writes: a replica, or read-only")


def _migrations(connection: Connection) -> Iterator[Finding]:
    if not _ALEMBIC_INI.exists():
        yield Finding(State.NOTE, "migrations", "their files are not here to compare with")
        return
    config = Config(_ALEMBIC_INI)
    config.set_main_option("script_location", str(_ALEMBIC_INI.with_name("alembic")))
    head = ScriptDirectory.from_config(config).get_current_head()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT version_num FROM alembic_version")
            found = [name for (name,) in cursor.fetchall()]
    except psycopg2.Error as error:
        yield Finding(State.WRONG, "migrations", f"none has run ({type(error).__name__})")
        return
    if found == [head]:
        yield Finding(State.OK, "migrations", f"the database is at {head}, the newest")
    else:
        said = f"the database is at {', '.join(found) or 'nothing'}, this code needs {head}"
        yield Finding(State.WRONG, "migrations", said)


def _replicas(connection: Connection) -> Iterator[Finding]:
    """Say how many servers copy this one; which are synchronous only pg_read_all_stats shows."""
    names, replicas, known, in_step, lag = _row(
        connection,
        "current_setting('synchronous_standby_names'), count(*), count(sync_state),"
        " count(*) FILTER (WHERE sync_state IN ('sync', 'quorum')),"
        " extract(epoch FROM max(replay_lag)) FROM pg_stat_replication",
    )
    if not replicas:
        state = State.WRONG if names else State.NOTE
        yield Finding(state, "replication", "no server copies this one")
        return
    said = f"{replicas} servers copy this one"
    if known < replicas:
        yield Finding(State.NOTE, "replication", f"{said}; GRANT pg_read_all_stats to see how")
    elif not in_step:
        yield Finding(State.WRONG, "replication", f"{said}, none of them synchronously")
    else:
        late = f", the last {float(lag):.1f} s behind" if lag else ""
        yield Finding(State.OK, "replication", f"{said}, {in_step} synchronously{late}")


def of_redis() -> Iterator[Finding]:
    """Yield what is to be said about Redis, and about its sentinels if it has some."""
    address = read_sentinel_address(get_settings().redis_url)
    if address is not None:
        yield _sentinels(address)
    redis = get_redis()
    try:
        info: Any = redis.info()
        seconds, micros = redis.time()
    except RedisError as error:
        yield Finding(State.WRONG, "redis", f"does not answer ({type(error).__name__})")
        return
    version = info.get("valkey_version") or info.get("redis_version")
    replicas = info.get("connected_slaves", 0)
    yield Finding(State.OK, "versions", f"Redis or Valkey {version}")
    yield Finding(State.OK, "redis", f"it is the {info.get('role')}, with {replicas} replicas")
    if info.get("role") != "master":
        yield Finding(State.WRONG, "redis", "it takes no writes: a replica")
    if not info.get("aof_enabled"):
        said = "without an append-only file tasks that wait are lost with it; sweeps find the work"
        yield Finding(State.NOTE, "redis", said)
    if info.get("maxmemory_policy", "noeviction") != "noeviction":
        yield Finding(State.WRONG, "redis", "it throws keys away: set maxmemory-policy noeviction")
    yield _clock("Redis", seconds + micros / 1_000_000)


def _sentinels(address: SentinelAddress) -> Finding:
    """Say how many sentinels answer: a failover needs most of them."""
    options = sentinel_options(address)
    answering = 0
    for host, port in address.sentinels:
        with suppress(RedisError), Redis(host=host, port=port, **options) as sentinel:
            answering += bool(sentinel.ping())
    asked = len(address.sentinels)
    state = State.OK if answering == asked >= _MIN_SENTINELS else State.WRONG
    return Finding(state, "redis", f"{answering} of {asked} sentinels answer; three are needed")


def _clock(whose: str, theirs: float) -> Finding:
    apart = theirs - time.time()
    state = State.OK if abs(apart) <= _MOST_CLOCK_SECONDS else State.WRONG
    said = f"the clock of {whose} is {abs(apart):.1f} s from this machine's"
    return Finding(state, "clocks", said)
