"""Faults of Activision that tests ask for."""

import json
from collections.abc import Callable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from simulators.core.clock import Clock
from simulators.core.store import Store
from simulators.fault_injection.broken_responses import ClosedConnection, TruncatedResponse

Kind = Literal[
    "timeout",
    "slow",
    "reset",
    "http_401",
    "http_404",
    "http_500",
    "http_502",
    "http_429",
    "ban_403",
    "html_body",
    "redirect",
    "huge_body",
    "truncated_json",
    "token_expired",
    "not_allowed",
    "user_not_found",
    "rate_limit",
    "datastore_error",
    "unknown_error",
    "empty_data",
    "nosuchkey",
    "dup_rows",
    "out_of_order",
    "missing_fields",
    "extra_fields",
    "wrong_duration_unit",
    "inconsistent_result",
    "rename",
    "clock_skew",
]

CAPTCHA = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>"
NO_SUCH_KEY = (
    "The specified key does not exist. (Service: Amazon S3; Status Code: 404;"
    " Error Code: NoSuchKey; Request ID: 0A1B2C3D4E5F6A7B)"
)
ERROR_MESSAGES: dict[str, str] = {
    "token_expired": "Not permitted: not authenticated",
    "not_allowed": "Not permitted: not allowed",
    "user_not_found": "Not permitted: user not found",
    "rate_limit": "Not permitted: rate limit exceeded",
    "datastore_error": "Error from datastore",
    "unknown_error": "Something that nobody has seen before",
    "nosuchkey": NO_SUCH_KEY,
}
_HANG_SECONDS = 60.0
_HUGE_BYTES = 6 * 1024 * 1024


class CodFault(BaseModel):
    """One kind of fault, for `count` requests (null: until it is deleted).

    `scope` says whose: "all", or those of a `token`, about a `player` (id or name in the path), or
    to a `path` that contains this text. `until_s` ends it after so many simulated seconds, and
    `ms` is how slow `slow` is, in real milliseconds.
    """

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    scope: Literal["all", "token", "player", "path"] = "all"
    kind: Kind
    count: int | None = Field(default=1, ge=1)
    until_s: float | None = Field(default=None, ge=0)
    ms: int = Field(default=500, ge=0)
    token: str = ""
    player: str = ""
    path: str = ""


class CodFaults:
    """The queue of faults, in the order in which they were added."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def add(self, fault: CodFault) -> int:
        """Queue a fault and return its id."""
        until = None if fault.until_s is None else self._clock.after(fault.until_s)
        return self._store.run(
            "INSERT INTO cod_faults (times_left, until, spec) VALUES (?, ?, ?)",
            fault.count,
            until,
            fault.model_dump_json(),
        )

    def take(self, *, token: str, player: str, path: str) -> CodFault | None:
        """Return the fault for this request, if any, and use it up once."""
        for row in self._rows():
            fault = CodFault.model_validate_json(row["spec"])
            if _is_meant(fault, token=token, player=player, path=path):
                self._store.run(
                    "UPDATE cod_faults SET times_left = times_left - 1 WHERE id = ?", row["id"]
                )
                return fault
        return None

    def waiting(self) -> list[dict[str, Any]]:
        """Return what is still to come."""
        return [
            {**json.loads(row["spec"]), "id": row["id"], "times_left": row["times_left"]}
            for row in self._rows()
        ]

    def clear(self) -> None:
        """Delete all queued faults."""
        self._store.run("DELETE FROM cod_faults")

    def _rows(self) -> list[Any]:
        return self._store.all(
            "SELECT * FROM cod_faults WHERE (times_left IS NULL OR times_left > 0)"
            " AND (until IS NULL OR until > ?) ORDER BY id",
            self._clock.now(),
        )


def _is_meant(fault: CodFault, *, token: str, player: str, path: str) -> bool:
    if fault.scope == "token":
        return fault.token == token
    if fault.scope == "player":
        return bool(player) and fault.player.casefold() == player.casefold()
    return fault.scope == "all" or fault.path in path


def error_response(message: str) -> Response:
    """Return an error in Activision's way: HTTP 200 and a body that says otherwise."""
    return JSONResponse(
        {
            "status": "error",
            "data": {
                "type": "com.activision.mt.common.stdtools.exceptions.NoStackTraceException",
                "message": message,
            },
        }
    )


def instead(fault: CodFault, clock: Clock) -> Response | None:
    """Return what is answered without a lookup; None if the fault comes later."""
    if fault.kind in ERROR_MESSAGES:
        return error_response(ERROR_MESSAGES[fault.kind])
    makers: dict[str, Callable[[], Response]] = {
        "timeout": lambda: ClosedConnection(hang_seconds=_HANG_SECONDS / clock.speed),
        "reset": ClosedConnection,
        "http_401": lambda: PlainTextResponse("Unauthorized", 401),
        "http_404": lambda: JSONResponse({"status": 404}, 404),
        "http_500": lambda: PlainTextResponse("Internal Server Error", 500),
        "http_502": lambda: HTMLResponse("<h1>502 Bad Gateway</h1>", 502),
        "http_429": lambda: PlainTextResponse("", 429, headers={"Retry-After": "60"}),
        "ban_403": lambda: HTMLResponse("<h1>Access Denied</h1>", 403),
        "html_body": lambda: HTMLResponse(CAPTCHA),
        "redirect": lambda: Response(
            status_code=302, headers={"Location": "https://profile.callofduty.invalid/cod/login"}
        ),
        "huge_body": lambda: Response(b" " * _HUGE_BYTES, media_type="application/json"),
        "empty_data": lambda: JSONResponse({"status": "success", "data": {}}),
    }
    maker = makers.get(fault.kind)
    return maker() if maker else None


def corrupt(fault: CodFault, body: dict[str, Any]) -> Response:
    """Return a good answer with something wrong in it."""
    if fault.kind == "truncated_json":
        return TruncatedResponse(JSONResponse(body))
    rows = _rows_of(body)
    if rows is not None:
        change = _CHANGES.get(fault.kind)
        if change is not None:
            change(rows)
    return JSONResponse(body)


def _rows_of(body: dict[str, Any]) -> list[dict[str, Any]] | None:
    data = body.get("data")
    if isinstance(data, list):
        return data
    if not isinstance(data, dict):
        return None
    return data.get("matches") or data.get("allPlayers")


def _repeat(rows: list[dict[str, Any]]) -> None:
    rows += [dict(row) for row in rows]


def _reverse(rows: list[dict[str, Any]]) -> None:
    rows.reverse()


def _remove_fields(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        for name in ("result", "winningTeam", "team1Score", "playerStats", "privateMatch"):
            row.pop(name, None)


def _add(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        row["newThing"] = {"deep": [1, None, {"x": "y"}]}


def _use_seconds(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        if "duration" in row:
            row["duration"] //= 1000


def _contradict(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        row["result"] = {"win": "loss", "loss": "win"}.get(row.get("result", ""), "win")


def _rename(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        if "player" in row:
            row["player"] = {**row["player"], "username": "SomebodyElse"}


def _shift_clock(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        for name in ("utcStartSeconds", "utcEndSeconds"):
            if name in row:
                row[name] += 40


_CHANGES: dict[str, Callable[[list[dict[str, Any]]], None]] = {
    "dup_rows": _repeat,
    "out_of_order": _reverse,
    "missing_fields": _remove_fields,
    "extra_fields": _add,
    "wrong_duration_unit": _use_seconds,
    "inconsistent_result": _contradict,
    "rename": _rename,
    "clock_skew": _shift_clock,
}
