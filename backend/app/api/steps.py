"""Steps of async routes: each runs in a thread, in a transaction of its own.

Async routes hash passwords between two such steps, when no transaction may be open.
"""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session

from app.core.database import transaction

P = ParamSpec("P")
T = TypeVar("T")


async def in_transaction(
    work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run `work(session, …)` in a thread of the common pool, in one transaction."""

    def step() -> T:
        with transaction() as session:
            return work(session, *args, **kwargs)

    return await run_in_threadpool(step)
