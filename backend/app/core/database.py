"""One transaction per request, one per task step. Nothing else commits."""

import logging
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import psycopg2
import psycopg2.errors
from psycopg2.extensions import connection as Connection  # noqa: N812  # they are classes
from psycopg2.extensions import cursor as Cursor  # noqa: N812
from sqlalchemy import Engine, create_engine, event, exc
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.orm import Session

from app.core.built_once import BuiltOnce
from app.core.database_login import UnsafeLogin, require_safe_login
from app.core.settings import get_settings
from app.domain.errors import Refusal

logger = logging.getLogger(__name__)

# A connection that answers with one of these is of no more use: after a failover its server takes
# no writes, or it was given up in the middle of a transaction. The driver calls them InternalError.
_LOST: tuple[type[psycopg2.Error], ...] = (
    psycopg2.errors.ReadOnlySqlTransaction,
    psycopg2.errors.IdleInTransactionSessionTimeout,
    psycopg2.errors.TransactionTimeout,
)
# What is raised when PostgreSQL is away or goes away in the middle: by SQLAlchemy, and by the
# driver where we use its cursors directly.
DATABASE_AWAY: tuple[type[Exception], ...] = (
    exc.OperationalError,
    exc.InterfaceError,
    exc.TimeoutError,
    psycopg2.OperationalError,
    psycopg2.InterfaceError,
    *_LOST,
)


def connection_was_lost(error: Exception) -> bool:
    """Return whether `error` came with the end of its connection: no statement is to blame."""
    return isinstance(error, exc.DBAPIError) and error.connection_invalidated


@BuiltOnce
def get_engine() -> Engine:
    """Return this process's pool of connections.

    Session settings such as lock_timeout belong to the login (alembic/sql/app_login.sql), not to
    the connection: a pooler in transaction mode takes no `options`. The first connection checks
    the login and raises UnsafeLogin if it may do more than the app needs.
    """
    settings = get_settings()
    engine = create_engine(
        settings.sqlalchemy_url,
        pool_size=settings.database_pool,
        max_overflow=4,
        pool_timeout=2,
        hide_parameters=True,  # an error in the log must not name phones
        pool_pre_ping=False,  # a round trip for each transaction; see _refuse_the_dead
        # transaction() always ends what it began, so a ROLLBACK on return is a wasted round trip.
        pool_reset_on_return=None,
        connect_args={
            "connect_timeout": 2,
            # A server that vanished (its machine died) is given up after 10 s.
            "tcp_user_timeout": 10_000,
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "application_name": "wagewars",
        },
    )
    event.listen(engine, "checkout", _refuse_the_dead)
    event.listen(engine, "handle_error", _give_up_lost_connection)
    _check_login_once(engine)
    return engine


def _give_up_lost_connection(context: ExceptionContext) -> Exception | None:
    """Have a lost connection replaced, and its error be one of DATABASE_AWAY."""
    original = context.original_exception
    if not isinstance(original, _LOST):
        return None
    context.is_disconnect = True
    return exc.OperationalError(
        context.statement, None, original, hide_parameters=True, connection_invalidated=True
    )


def _check_login_once(engine: Engine) -> None:
    is_checked = False

    def check(connection: Any, _: object) -> None:
        nonlocal is_checked
        if not is_checked:
            require_safe_login(connection)
            is_checked = True

    event.listen(engine, "connect", check)


def require_safe_start() -> None:
    """Check this process's login now, before it serves; ends the process with one sentence.

    While PostgreSQL is away nothing is checked: the first connection will do it.
    """
    try:
        with get_engine().connect():
            pass
    except UnsafeLogin as error:
        sys.exit(f"Not started: {error}")
    except DATABASE_AWAY:
        logger.warning("PostgreSQL is away; the login is checked at the first connection")


def _refuse_the_dead(connection: Any, *_: object) -> None:
    """Replace a pooled connection that its server has closed, as after a restart.

    A server sends nothing on an idle connection, so anything to read there means that it closed.
    Asking the kernel takes a microsecond, where a ping takes a round trip for each transaction.
    """
    if _has_died(connection):
        raise exc.DisconnectionError


def _has_died(connection: Any) -> bool:
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit on success and on a refusal that `commits`; roll back on all else.

    Deferred actions run after the commit. A refusal is raised to the caller in either case.
    """
    with _transaction(get_engine()) as session:
        yield session


@contextmanager
def owners_transaction(url: str) -> Iterator[Session]:
    """Open a transaction as `transaction()` does, with the login of `url`.

    For commands that operators type; no process of the app knows the owner's login.
    """
    engine = create_engine(url, hide_parameters=True)
    try:
        with _transaction(engine) as session:
            yield session
    finally:
        engine.dispose()


@contextmanager
def _transaction(engine: Engine) -> Iterator[Session]:
    refusal: Refusal | None = None
    with Session(engine, expire_on_commit=False) as session:
        with session.begin():
            try:
                yield session
            except Refusal as error:
                if not error.commits:
                    raise
                refusal = error
            except _LOST:  # by a cursor of the driver's
                session.invalidate()
                raise
            for action in session.info.pop("before_commit", []):
                action()
        _run_deferred(session)
    if refusal is not None:
        raise refusal


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """Undo what is done within it if it raises, and free the locks that it took; the rest stays."""
    with session.begin_nested():
        yield


class OneStatement:
    """A transaction of one statement, which PostgreSQL begins and commits by itself."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.info: dict[Any, Any] = {}


Unit = Session | OneStatement  # of work: what commits as a whole


@contextmanager
def one_statement() -> Iterator[OneStatement]:
    """Commit with the one statement that is executed, then run deferred actions.

    One round trip where `transaction()` makes three, on connections of its own that need no
    SQLAlchemy: a third of the time. A second statement would be a transaction of its own.
    """
    idle = _idle_connections(get_engine())
    connection = _take(idle)
    try:
        with connection.cursor() as cursor:
            unit = OneStatement(cursor)
            yield unit
    except _LOST:
        connection.close()
        raise
    finally:
        if not connection.closed:
            idle.append(connection)
    _run_deferred(unit)


@lru_cache(maxsize=1)
def _idle_connections(engine: Engine) -> list[Connection]:
    """Return this process's idle connections for single statements."""
    idle: list[Connection] = []

    def close_all(_: object) -> None:
        while idle:
            idle.pop().close()

    event.listen(engine, "engine_disposed", close_all)
    return idle


def _take(idle: list[Connection]) -> Connection:
    while idle:
        connection = idle.pop()
        if not _has_died(connection):
            return connection
        connection.close()
    pooled = get_engine().raw_connection()
    pooled.detach()
    fresh: Connection = pooled.dbapi_connection  # type: ignore[assignment]
    fresh.autocommit = True
    return fresh


def cursor_of(unit: Unit) -> Any:
    """Return a cursor of the driver's within `unit`, for where SQLAlchemy is too slow."""
    if isinstance(unit, OneStatement):
        return unit.cursor
    return unit.connection().connection.cursor()


def before_commit(session: Session, action: Callable[[], object]) -> None:
    """Run `action` as the last thing in this transaction; it rolls back if `action` raises.

    For rows whose writers take turns: who takes a turn last of all holds up nobody they wait for.
    """
    session.info.setdefault("before_commit", []).append(action)


def defer(unit: Unit, action: Callable[[], object]) -> None:
    """Run `action` after this transaction has committed; drop it if it rolls back."""
    unit.info.setdefault("deferred", []).append(action)


def _run_deferred(unit: Unit) -> None:
    for action in unit.info.pop("deferred", []):
        try:
            action()
        except Exception:
            # The row is committed and a sweep will find it; the caller must still get its answer.
            logger.exception("after-commit action failed")
