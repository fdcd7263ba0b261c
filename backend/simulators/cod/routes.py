"""The paths of papi-client that a stats client uses, all of them GET."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from simulators.cod import response_bodies
from simulators.cod.access import Cod, Denied, is_close
from simulators.cod.faults import ERROR_MESSAGES, error_response
from simulators.cod.games import Game, Side
from simulators.cod.players import PLATFORMS, CodPlayer, CodToken
from simulators.deps import SimulationDep

router = APIRouter(prefix="/cod/api/papi-client")

_TITLE = "/crm/cod/v2/title/{title}"
_WHO = "/platform/{platform}/{lookup}/{name}"
_SPAN = "/matches/{mode}/start/{start}/end/{end}"
MOST_DETAILS = 20
MOST_LIGHT = 1000
MOST_FOUND = 20

Moment = Annotated[int, Path(ge=0)]


def _listed(
    cod: Cod, token: CodToken | None, *, title: str, who: tuple[str, str, str], mode: str
) -> tuple[CodPlayer, list[tuple[Game, Side]]]:
    platform, lookup, name = who
    player = cod.subject(token, platform=platform, lookup=lookup, name=name)
    return player, cod.games.seen(player.uno, title=title, game_type=mode)


def _within(cod: Cod, found: list[tuple[Game, Side]], *, start: int, end: int) -> Any:
    honoured = start if cod.players.switches().start_honoured else 0
    return [
        (game, side)
        for game, side in found
        if (not end or game.end * 1000 <= end) and game.start * 1000 >= honoured
    ]


def _is_partial(cod: Cod, side: Side) -> bool:
    limits = cod.players.switches()
    whole_at = side.visible_at + limits.partial_seconds / cod.clock.speed
    return limits.partial_first and cod.clock.now() < whole_at


@router.get(_TITLE + _WHO + _SPAN + "/details")
async def recent_matches(
    *,
    request: Request,
    simulation: SimulationDep,
    title: str,
    platform: str,
    lookup: str,
    name: str,
    mode: str,
    start: Moment,
    end: Moment,
    limit: Annotated[int, Query(ge=1)] = MOST_DETAILS,
) -> Response:
    """A: one player's last matches with their part in each, the latest first, 20 at most."""
    cod = simulation.cod

    def look(token: CodToken | None) -> Any:
        _, found = _listed(cod, token, title=title, who=(platform, lookup, name), mode=mode)
        rows = [
            response_bodies.record(game, side, partial=_is_partial(cod, side))
            for game, side in _within(cod, found, start=start, end=end)
        ][: min(limit, MOST_DETAILS)]
        return {"summary": response_bodies.summary(rows), "matches": rows}

    return await cod.answer(request, look, player=name, title=title)


@router.get(_TITLE + _WHO + _SPAN)
async def match_ids(
    *,
    request: Request,
    simulation: SimulationDep,
    title: str,
    platform: str,
    lookup: str,
    name: str,
    mode: str,
    start: Moment,
    end: Moment,
    limit: Annotated[int, Query(ge=1)] = MOST_LIGHT,
) -> Response:
    """B: ids and ends only, a thousand at most."""
    cod = simulation.cod

    def look(token: CodToken | None) -> Any:
        _, found = _listed(cod, token, title=title, who=(platform, lookup, name), mode=mode)
        inside = _within(cod, found, start=start, end=end)
        return [response_bodies.light(game, side) for game, side in inside][
            : min(limit, MOST_LIGHT)
        ]

    return await cod.answer(request, look, player=name, title=title)


@router.get(_TITLE + "/platform/{platform}/fullMatch/{mode}/{match_id}/{language}")
async def full_match(
    *,
    request: Request,
    simulation: SimulationDep,
    title: str,
    platform: str,
    mode: str,
    match_id: str,
    language: str,
) -> Response:
    """C: all players' parts in one match, once one of them has been ingested."""
    del platform, language
    cod, switches = simulation.cod, simulation.cod.players.switches()

    def look(_: CodToken | None) -> Any:
        game = cod.games.get(match_id)
        now = cod.clock.now()
        hidden = game is None or (game.private and switches.private_matches == "hidden")
        if (
            game is None
            or hidden
            or (game.title, game.game_type) != (title, mode)
            or not any(side.visible_at <= now for side in game.sides)
        ):
            raise Denied(error_response(ERROR_MESSAGES["nosuchkey"]))
        parts = [
            response_bodies.record(game, side, partial=_is_partial(cod, side))
            for side in game.sides
        ]
        return {"allPlayers": parts}

    return await cod.answer(request, look, title=title, is_public=switches.fullmatch_public)


@router.get("/stats/cod/v1/title/{title}" + _WHO + "/profile/type/{mode}")
async def profile(
    *,
    request: Request,
    simulation: SimulationDep,
    title: str,
    platform: str,
    lookup: str,
    name: str,
    mode: str,
) -> Response:
    """D: the lifetime figures of a player."""
    cod = simulation.cod

    def look(token: CodToken | None) -> Any:
        player, found = _listed(cod, token, title=title, who=(platform, lookup, name), mode=mode)
        rows = [response_bodies.record(game, side) for game, side in found]
        return {
            "title": title,
            "platform": platform,
            "username": player.names.get(platform, name),
            "type": mode,
            "lifetime": {"all": {"properties": response_bodies.summary(rows)["all"]}},
        }

    return await cod.answer(request, look, player=name, title=title)


@router.get("/crm/cod/v2/platform/{platform}/username/{name}/search")
async def search(request: Request, simulation: SimulationDep, platform: str, name: str) -> Response:
    """E: who is called like this, 20 at most; who does not want to be found is not."""
    cod = simulation.cod

    def hit(place: str, player: CodPlayer) -> dict[str, Any]:
        account = player.uno if place == "uno" else None
        return {
            "platform": place,
            "username": player.names[place],
            "accountId": account,
            "avatar": None,
        }

    def look(_: CodToken | None) -> Any:
        places = PLATFORMS if platform == "all" else (platform,)
        return [
            hit(place, player)
            for player in cod.players.all()
            for place in places
            if player.searchable.get(place, "all") == "all"
            if player.names.get(place, "").casefold().startswith(name.casefold())
            if place in player.names
        ][:MOST_FOUND]

    return await cod.answer(request, look, player=name)


@router.get("/crm/cod/v2/identities/{sso}")
async def identities(request: Request, simulation: SimulationDep, sso: str) -> Response:
    """F: whose token this is; clients use it to see whether it is good."""
    cod = simulation.cod

    def look(token: CodToken | None) -> Any:
        if token is None or sso != token.value:
            raise Denied(error_response(ERROR_MESSAGES["token_expired"]))
        owner = cod.players.get(token.owner_uno) if token.owner_uno else None
        names = owner.names if owner else {"battle": "WageWarsBot#1001"}
        rows = [
            {"title": "mw", "platform": place, "username": called, "activityType": "mp", "id": None}
            for place, called in names.items()
        ]
        return {"titleIdentities": rows}

    return await cod.answer(request, look)


def _of_own(cod: Cod, who: tuple[str, str, str], show: Callable[[CodPlayer], Any]) -> Any:
    platform, lookup, name = who

    def look(token: CodToken | None) -> Any:
        player = cod.subject(token, platform=platform, lookup=lookup, name=name)
        if not is_close(token, player):
            raise Denied(error_response(ERROR_MESSAGES["not_allowed"]))
        return show(player)

    return look


@router.get("/crm/cod/v2/accounts" + _WHO)
async def accounts(
    request: Request, simulation: SimulationDep, platform: str, lookup: str, name: str
) -> Response:
    """G: the names on all platforms, of one's own account and friends only."""

    def show(player: CodPlayer) -> Any:
        return {place: {"username": called} for place, called in player.names.items()}

    look = _of_own(simulation.cod, (platform, lookup, name), show)
    return await simulation.cod.answer(request, look, player=name)


@router.get("/preferences/v1" + _WHO + "/list")
async def preferences(
    request: Request, simulation: SimulationDep, platform: str, lookup: str, name: str
) -> Response:
    """H: who may see what, of one's own account and friends only."""

    def show(player: CodPlayer) -> Any:
        return {
            place: {
                "signon_visible": "friends",
                "data_visible": player.data_visible.get(place, "all"),
                "searchable": player.searchable.get(place, "all"),
            }
            for place in player.names
        }

    look = _of_own(simulation.cod, (platform, lookup, name), show)
    return await simulation.cod.answer(request, look, player=name)


@router.get("/ce/v1/title/{title}/platform/{platform}/match/{match_id}/matchMapEvents")
async def map_events(title: str, platform: str, match_id: str) -> Response:
    """J: gone since April 2021."""
    del title, platform, match_id
    return Response("Internal Server Error", 500)
