"""The bodies of Activision's answers: floats for counts, `matchID` here and `matchId` there."""

import hashlib
from typing import Any

from simulators.cod.games import Game, Side

_PLATFORM_INSIDE = {"battle": "battlenet"}


def record(game: Game, side: Side, *, partial: bool = False) -> dict[str, Any]:
    """Return one player's part of one match, as in endpoint A (and C, for each player)."""
    body: dict[str, Any] = {
        "utcStartSeconds": int(game.start),
        "utcEndSeconds": int(game.end),
        "map": game.map,
        "mode": game.mode,
        "matchID": game.match_id,
        "duration": int(game.end - game.start) * 1000,
        "playlistName": None,
        "version": 1,
        "gameType": game.game_type,
        "player": _player(side),
        "playerStats": _stats(game, side, partial=partial),
        "allPlayers": None,
        "arena": False,
    }
    if game.private is not None:
        body["privateMatch"] = game.private
    if game.game_type == "mp":
        body |= {
            "result": side.result,
            "winningTeam": game.winning_team,
            "gameBattle": False,
            "team1Score": int(game.team1_score),
            "team2Score": int(game.team2_score),
            "isPresentAtEnd": side.present_at_end,
            "weaponStats": {"iw8_pi_decho": {"hits": 5.0, "kills": 2.0, "shots": 20.0}},
        }
    else:
        body |= {"playerCount": len(game.sides), "teamCount": 2, "rankedTeams": None}
        body |= {"draw": False}
    return body


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Add up some rows of endpoint A, for all modes and for each."""
    modes = {row["mode"] for row in rows}
    whole = {mode: _sum([row for row in rows if row["mode"] == mode]) for mode in sorted(modes)}
    return {"all": _sum(rows), **whole}


def light(game: Game, side: Side) -> dict[str, Any]:
    """Return one row of endpoint B."""
    return {
        "platform": side.platform,
        "title": game.title,
        "timestamp": int(game.end) * 1000,
        "type": _hashed(game.game_type),
        "matchId": game.match_id,
        "map": _hashed(game.map),
    }


def _player(side: Side) -> dict[str, Any]:
    body: dict[str, Any] = {
        "team": side.team,
        "rank": 55.0,
        "username": side.username,
        "uno": side.uno,
        "platform": _PLATFORM_INSIDE.get(side.platform, side.platform),
        "awards": {},
        "killstreakUsage": {},
        "loadout": [],
    }
    if side.clantag:
        body["clantag"] = side.clantag
    return body


def _stats(game: Game, side: Side, *, partial: bool) -> dict[str, Any]:
    kills = float(int(side.kills / 2)) if partial else side.kills
    return {
        "kills": kills,
        "deaths": side.deaths,
        "kdRatio": kills / side.deaths if side.deaths else kills,
        "assists": 0.0,
        "score": side.score / 2 if partial else side.score,
        "headshots": 1.0,
        "damageDone": side.damage / 2 if partial else side.damage,
        "damageTaken": 455.0,
        "timePlayed": float(int(game.end - game.start) + 30),
        "rank": 54.0,
    }


def _sum(rows: list[dict[str, Any]]) -> dict[str, float]:
    def results(word: str) -> float:
        return float(sum(row.get("result") == word for row in rows))

    kills = sum(row["playerStats"]["kills"] for row in rows)
    deaths = sum(row["playerStats"]["deaths"] for row in rows)
    return {
        "kills": kills,
        "deaths": deaths,
        "kdRatio": kills / deaths if deaths else kills,
        "wins": results("win"),
        "losses": results("loss"),
        "draws": results("draw"),
        "matchesPlayed": float(len(rows)),
    }


def _hashed(word: str) -> str:
    return str(int.from_bytes(hashlib.sha256(word.encode()).digest()[:7], "big"))
