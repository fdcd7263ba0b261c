"""Codes of the demo's authenticator, which staff signs in with: `make code`.

Tests, the load test and the demo share this one secret; production refuses it. A code counts once,
so each name goes through the steps of 30 seconds one by one.
"""

import hashlib
import hmac
import os
import re
import sys
import time
from base64 import b32decode
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # unit tests use the codes, and import no client of a server
    import httpx

SECRET = "KARIBUWAGEWARSDEMOSECRETONLY2547"  # noqa: S105  # as app/domain/auth/totp.py
_STEP_SECONDS = 30
_TRIES = 6  # another process may have used a step
# What asks for a fresh code (backend/app/api/step_up.py).
_STEP_UPS = re.compile(
    r"/admin/.*/(approve|confirm)$|/admin/matches/[0-9]+/(decide|appeal)$|/admin/rulings$"
    r"|/fundings$|/clawbacks$|/advances$|/admin/factor-resets$|/admin/staff/changes$"
    r"|/auth/factor/(enrol|recovery-codes)$|/auth/passkeys/(options|[0-9]+/remove)$"
    r"|/admin/users/[0-9]+/(suspend|lift|risk/clear)$|/admin/switches/|/admin/tax/periods$"
    r"|/adjustments$|/house/capital(/withdrawals)?$"
)
_last_steps: dict[str, int] = {}
_lock = Lock()


def code_at(step: int) -> str:
    """Return the six digits of a step (RFC 6238)."""
    digest = hmac.new(b32decode(SECRET), step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06d}"


def next_step(name: str) -> int:
    """Return a step that this process has not used for `name`, as early as the API takes one."""
    drift = int(os.environ.get("STAFF_DRIFT_STEPS") or 1)
    with _lock:
        step = max(_now() - drift, _last_steps.get(name, 0) + 1)
        _last_steps[name] = step
    return step


def seconds_until_taken(step: int) -> float:
    """Return how long it takes until the API takes this step."""
    drift = int(os.environ.get("STAFF_DRIFT_STEPS") or 1)
    return max(0.0, (step - drift) * _STEP_SECONDS - time.time())


def new_code(name: str) -> str:
    """Return a code that this process has not used for `name`; waits where all are used."""
    step = next_step(name)
    time.sleep(seconds_until_taken(step))
    return code_at(step)


def asks_for_a_code(answer: "httpx.Response") -> bool:
    """Return whether a sign-in was refused for want of a code, or for one that was used."""
    return answer.status_code in {403, 422} and answer.json().get("code") in {
        "second_factor_needed",
        "factor_code_wrong",
    }


def sign_in(
    send: Callable[[dict[str, str]], "httpx.Response"], form: dict[str, str]
) -> "httpx.Response":
    """Send a log-in form by `send`, with a code if it is asked for; return the answer."""
    answer = send(form)
    for _ in range(_TRIES):
        if not asks_for_a_code(answer):
            break
        answer = send(form | {"code": new_code(form["username"])})
    return answer


def wants_fresh_code(path: str) -> bool:
    """Return whether a change at this path needs a fresh code of the person's authenticator."""
    return _STEP_UPS.search(path) is not None


def show_fresh_codes(http: "httpx.Client", name: str) -> None:
    """Let a client of staff send a new code with each request that asks for one."""

    def add(request: "httpx.Request") -> None:
        if request.method != "GET" and wants_fresh_code(request.url.path):
            request.headers.setdefault("X-Factor-Code", new_code(name))

    http.event_hooks = {"request": [add], "response": []}


def _now() -> int:
    return int(time.time()) // _STEP_SECONDS


def main() -> None:
    """Print the present code, and how long it is good."""
    left = _STEP_SECONDS - int(time.time()) % _STEP_SECONDS
    sys.stdout.write(f"{code_at(_now())}  (good for {left + _STEP_SECONDS} s, once; of {SECRET})\n")


if __name__ == "__main__":
    main()
