"""The checks before Activision answers: faults, limits, bans, tokens, privacy, in this order."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from simulators.cod.faults import (
    ERROR_MESSAGES,
    CodFault,
    CodFaults,
    corrupt,
    error_response,
    instead,
)
from simulators.cod.games import Games
from simulators.cod.players import PLATFORMS, CodPlayer, CodToken, Players
from simulators.core.clock import Clock
from simulators.core.store import Store

ANSWERING = frozenset({"mw", "cw", "vg"})
EMPTY = frozenset({"mw2"})


class Denied(Exception):
    """The call ends here, with this answer."""

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.answer = answer


@dataclass(frozen=True, kw_only=True)
class Cod:
    """Activision, put together from its parts."""

    store: Store
    clock: Clock
    players: Players
    games: Games
    faults: CodFaults

    async def answer(
        self,
        request: Request,
        look: Callable[[CodToken | None], Any],
        *,
        player: str = "",
        title: str | None = None,
        is_public: bool = False,
    ) -> Response:
        """Answer a call with what `look` finds in the name of a token; `is_public` needs none."""
        value = token_of(request)
        fault = self.faults.take(token=value, player=player, path=request.url.path)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.ms / 1000)
        refused = instead(fault, self.clock) if fault else None
        if refused is not None:
            return refused
        try:
            self._count(value, request.client.host if request.client else "")
            self._refuse_title(title)
            token = self.players.token(value)
            if token is None and not is_public:
                return error_response(ERROR_MESSAGES["token_expired"])
            if title is not None and (title in EMPTY or self.players.switches().shutdown):
                return JSONResponse({"status": "success", "data": {}})
            return self._finish(fault, look(token))
        except Denied as denied:
            return denied.answer

    def subject(
        self, token: CodToken | None, *, platform: str, lookup: str, name: str
    ) -> CodPlayer:
        """Return the player asked about, if this token may see them. Raises Denied."""
        if platform not in PLATFORMS:
            raise Denied(JSONResponse({"status": 404}, 404))
        by_id = platform == "uno" and lookup in {"id", "uno"}
        player = self.players.get(name) if by_id else self.players.named(platform, name)
        if player is None:
            raise Denied(error_response(ERROR_MESSAGES["user_not_found"]))
        if is_close(token, player):
            return player
        if by_id or player.visibility(platform, self.clock.now()) != "all":
            raise Denied(error_response(ERROR_MESSAGES["not_allowed"]))
        return player

    def _finish(self, fault: CodFault | None, data: Any) -> Response:
        body = {"status": "success", "data": data}
        return corrupt(fault, body) if fault is not None else JSONResponse(body)

    def _refuse_title(self, title: str | None) -> None:
        if title is not None and title not in ANSWERING | EMPTY:
            raise Denied(JSONResponse({"status": 404, "error": "Not Found"}, 404))

    def _count(self, token: str, address: str) -> None:
        """Count a call against its token and its address. Raises No past the limit."""
        limits, now = self.players.switches(), self.clock.now()
        since = self.clock.before(limits.rate_seconds)
        self.store.run("DELETE FROM cod_calls WHERE at <= ?", since)
        self.store.run(
            "INSERT INTO cod_calls (at, token, address) VALUES (?, ?, ?)", now, token, address
        )
        banned = self.store.one(
            "SELECT 1 FROM cod_bans WHERE address = ? AND until > ?", address, now
        )
        if banned is not None:
            raise Denied(HTMLResponse("<h1>Access Denied</h1>", 403))
        row = self.store.one(
            "SELECT max(sum(token = ?), sum(address = ?)) AS n FROM cod_calls", token, address
        )
        over = (row["n"] if row else 0) - limits.rate_calls
        if over <= 0:
            return
        if over > limits.ban_after:
            until = self.clock.after(limits.ban_seconds)
            self.store.run(
                "INSERT OR REPLACE INTO cod_bans (address, until) VALUES (?, ?)", address, until
            )
        if limits.rate_as_429:
            raise Denied(PlainTextResponse("", 429, headers={"Retry-After": "60"}))
        raise Denied(error_response(ERROR_MESSAGES["rate_limit"]))


def create_cod(store: Store, clock: Clock, players: Players) -> Cod:
    """Put Activision together."""
    return Cod(
        store=store,
        clock=clock,
        players=players,
        games=Games(store, clock, players),
        faults=CodFaults(store, clock),
    )


def token_of(request: Request) -> str:
    """Return the cookie that a call carries."""
    return request.cookies.get("ACT_SSO_COOKIE", "")


def is_close(token: CodToken | None, player: CodPlayer) -> bool:
    """Say whether the owner of the token is this player or a friend."""
    return token is not None and (token.owner_uno == player.uno or player.uno in token.friends)
