"""The game that was taken for a match, as the match keeps it: what both may see, and their ids."""

from collections.abc import Mapping
from typing import Any

SCHEMA = 1
_SIDES = {"allies": 0, "axis": 1}
_FACTS = ("result", "kills", "deaths")


def kept_game(
    payload: Mapping[str, Any],
    *,
    identities: Mapping[str, Any],
    cod_match_id: str | None,
    winner: str,
    grade: str,
    replay: int,
) -> dict[str, Any]:
    """Return the record of one finding, by seats; JSON, times as ISO 8601 in UTC.

    `payload` is the finding's own, `identities` whom both were when they accepted, `winner` a seat
    or `draw`, `replay` the number of the game. Somebody else's figures are left out, so
    are clan tags and platforms. A side without a score (a game without teams) has None. Whatever
    else the payload holds is ignored, malformed parts included.
    """
    records = _records(payload.get("game"))
    any_one = records[0] if records else {}
    return {
        "schema": SCHEMA,
        "replay": replay,
        "cod_match_id": cod_match_id,
        "map": any_one.get("map"),
        "mode": any_one.get("mode"),
        "started_at": any_one.get("start"),
        "ended_at": any_one.get("end"),
        "winner": winner,
        "grade": grade,
        "player1": _side(records, identities.get("player1") or {}),
        "player2": _side(records, identities.get("player2") or {}),
    }


def _records(game: object) -> list[Mapping[str, Any]]:
    return [one for one in game if isinstance(one, Mapping)] if isinstance(game, list) else []


def _side(records: list[Mapping[str, Any]], who: Mapping[str, Any]) -> dict[str, Any] | None:
    mine = next((record for record in records if _belongs_to(record, who)), None)
    if mine is None:
        return None
    side, scores = _SIDES.get(mine.get("team") or ""), mine.get("scores") or ()
    figures = {fact: mine.get(fact) for fact in _FACTS}
    score = scores[side] if side is not None and len(scores) == len(_SIDES) else None
    return {"uno": mine.get("uno"), "score": score, **figures}


def _belongs_to(record: Mapping[str, Any], who: Mapping[str, Any]) -> bool:
    """Match by the player's id in the game; if it is unknown, by their name without digits."""
    if who.get("uno"):
        return bool(record.get("uno") == who["uno"])
    plain = (who.get("username") or "").split("#", maxsplit=1)[0]
    return bool(plain) and record.get("username") == plain
