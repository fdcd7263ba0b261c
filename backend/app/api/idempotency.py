"""The Idempotency-Key header: the same key and body repeats the first answer and does nothing."""

import hashlib
from collections.abc import Callable

from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.orm import Session

from app.services.platform import idempotency


def answer_once(
    session: Session,
    *,
    user_id: int,
    key: str | None,
    intent: str,
    body: BaseModel | None = None,
    status: int,
    act: Callable[[], BaseModel],
) -> JSONResponse:
    """Call `act`, unless the player's `key` was answered before; then repeat that answer.

    `intent` names the route and what it acts on; with `body` it shows whether a key is reused for
    something else. Without a key `act` is just called.
    """
    if key is None:
        return JSONResponse(act().model_dump(mode="json"), status_code=status)
    canonical = f"{intent}\n{body.model_dump_json() if body else ''}"
    fingerprint = hashlib.sha256(canonical.encode()).digest()
    earlier = idempotency.find_answer(session, user_id=user_id, key=key, fingerprint=fingerprint)
    if earlier is not None:
        return JSONResponse(
            earlier.body, status_code=earlier.status, headers={"Idempotent-Replayed": "true"}
        )
    answer = act().model_dump(mode="json")
    idempotency.save_answer(
        session, user_id=user_id, key=key, fingerprint=fingerprint, status=status, body=answer
    )
    return JSONResponse(answer, status_code=status)
