"""Ask the database which login sessions have ended; sockets that open at once share a statement."""

import asyncio

from app.core.database import DATABASE_AWAY, one_statement
from app.services.auth import sessions


class SessionChecks:
    """While one statement runs in a thread, the sockets that open wait for the next."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, asyncio.Future[bool]]] = []
        self._task: asyncio.Task[None] | None = None

    async def is_over(self, session_id: int) -> bool:
        """Return whether a session has ended, or its player is suspended, by now."""
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((session_id, answer))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._ask())
        return await answer

    async def _ask(self) -> None:
        while self._waiting:
            asked, self._waiting = self._waiting, []
            try:
                ended = await find_ended([session_id for session_id, _ in asked])
            except Exception as error:  # noqa: BLE001  # raised where it was asked
                for _, answer in asked:
                    if not answer.done():
                        answer.set_exception(error)
            else:
                for session_id, answer in asked:
                    if not answer.done():
                        answer.set_result(session_id in ended)


async def find_ended(session_ids: list[int]) -> set[int]:
    """Return which login sessions may have no socket; none while the database is away."""
    return set(await asyncio.to_thread(_find_ended, session_ids))


def _find_ended(session_ids: list[int]) -> list[int]:
    try:
        with one_statement() as statement:
            return sessions.ended_among(statement, session_ids=session_ids)
    except DATABASE_AWAY:
        return []  # hints carry no data, and every page that they refresh asks again who it is
