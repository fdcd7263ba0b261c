"""The base of all factories: rows are flushed to the session of `writing()`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from factory.alchemy import SQLAlchemyModelFactory
from sqlalchemy.orm import Session

from app.core.database import transaction

_session: list[Session] = []


@contextmanager
def writing() -> Iterator[Session]:
    """Let factories write in one transaction of the app, committed at the end."""
    with transaction() as session:
        _session.append(session)
        try:
            yield session
        finally:
            _session.pop()


def current_session() -> Session:
    """Return the session of the innermost `writing()`."""
    return _session[-1]


class RowFactory(SQLAlchemyModelFactory):  # type: ignore[misc]  # factory_boy is untyped to us
    """Base of every factory; a created row is refreshed from the database."""

    class Meta:
        abstract = True
        sqlalchemy_session_factory = current_session
        sqlalchemy_session_persistence = "flush"

    @classmethod
    def _after_postgeneration(
        cls, instance: Any, create: bool, results: dict[str, Any] | None = None
    ) -> None:
        if create:
            current_session().flush()
            current_session().refresh(instance)
