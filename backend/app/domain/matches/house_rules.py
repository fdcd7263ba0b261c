"""The rules of one match, stored when it is made, so that nobody can change them later."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.domain.matches.deadlines import Deadlines
from app.domain.matches.lobby import LobbyPlan, Weapons

# The app shows these sentences; a breach is a reason for a dispute.
_COMMON_RULES = {
    "host": "Who hosts opens the private lobby, sets what stands here, and the other joins. If the"
    " match is played again, the other hosts, on the next map.",
    "counts": "The first finished game after both were ready counts, and no later one.",
    "code": "Both wear the match code as clan tag, or type it in the lobby's chat at the start.",
    "disconnect": "Who leaves a game that has run for a minute or had a kill forfeits it. Before"
    " that it is started again.",
    "draw": "A draw gives both stakes back, or is played again if both want to.",
    "silence": "Who was told of a report and does not answer it in time agrees with it, up to the"
    " stake named here, if a screenshot came with it. An admitted defeat counts up to that"
    " stake without either. In all other cases a referee decides."
    " While what silence paid is held, it can still be disputed.",
}
# What else holds where nothing is staked.
_TOURNAMENT_RULES = {
    "absence": "Who is not ready in time, or walks away before the start, loses. If neither is"
    " ready, neither goes on.",
    "draw": "A draw is played again, and so is a game that went wrong for both. If nobody has won"
    " after that, a referee decides.",
    "silence": "Who was told of a report and does not answer it in time agrees with it, if a"
    " screenshot came with it. An admitted defeat counts without one. In all other cases a"
    " referee decides. What silence decided can still be disputed for a while.",
}
_WEAPONS = {
    Weapons.GIVEN: "Both play with the weapons that the game hands out.",
    Weapons.NO_LAUNCHERS: "Any weapon but launchers; no killstreaks or scorestreaks.",
}


def snapshot(
    *,
    title: str,
    mode: str,
    platform: str,
    plan: LobbyPlan,
    best_of: int,
    game_format: str,
    fee_rate: Decimal,
    deadlines: Deadlines,
    is_stakeless: bool = False,
) -> dict[str, Any]:
    """Return the rules as both see them from now on; deadlines in seconds, the fee as a rate."""
    house = _COMMON_RULES | (_TOURNAMENT_RULES if is_stakeless else {})
    return {
        "schema": 2,
        "title": title,
        "mode": mode,
        "platform": platform,
        "map": plan.maps[0],
        "maps": list(plan.maps),
        "goal": {
            "to_win": plan.goal.to_win,
            "unit": plan.goal.unit.value,
            "minutes": plan.goal.minutes,
        },
        "weapons": plan.weapons.value,
        "first_host": plan.first_host,
        "draw": plan.draw,
        "best_of": best_of,
        "format": game_format,
        "fee_rate": f"{fee_rate:.4f}",
        "clocks": {
            "ready": int(deadlines.checkin.total_seconds()),
            "play": int(deadlines.play.total_seconds()),
            "late_report": int(deadlines.late_report.total_seconds()),
            "minimum_game": int(deadlines.minimum_game.total_seconds()),
            "answer": int(deadlines.answer.total_seconds()),
            "unreached": int(deadlines.unreached.total_seconds()),
            "contest": int(deadlines.contest.total_seconds()),
            "hold": int(deadlines.hold.total_seconds()),
            "evidence": int(deadlines.evidence.total_seconds()),
            "ruling": int(deadlines.ruling.total_seconds()),
        },
        "silence_confirms_up_to": f"{deadlines.max_auto_confirm_stake:.2f}",
        "replays": deadlines.replays,
        "house": house | {"weapons": _WEAPONS[plan.weapons]},
    }


def canonical(facts: Mapping[str, Any]) -> bytes:
    """Return `facts` as JSON in its one spelling: keys sorted, no spaces, UTF-8."""
    spelling = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return spelling.encode()


def fingerprint(facts: Mapping[str, Any]) -> bytes:
    """Return the SHA-256 of the canonical spelling."""
    return hashlib.sha256(canonical(facts)).digest()
