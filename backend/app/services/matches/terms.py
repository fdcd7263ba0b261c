"""What is fixed when a match is made: its rules, its code, and who both are in the game."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.matches.deadlines import Deadlines
from app.domain.matches.house_rules import fingerprint, snapshot
from app.domain.matches.lobby import LobbyPlan
from app.domain.matchmaking.pairing import Seeker
from app.domain.money import show
from app.domain.ratings.glicko2 import Rating, win_chance
from app.services.auth import game_accounts
from app.services.matches import lobby_plan
from app.services.matches.deadlines import match_deadlines

# Characters that are not confused when typed into a lobby: no I, L, O, U, 0 or 1.
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_CODE_LENGTH = 5  # as long as a clan tag may be
_FORMAT = "private_1v1"


def fixed(session: Session, *, first: Seeker, second: Seeker, now: datetime) -> dict[str, Any]:
    """Return the columns of a match between these two that nobody can change later."""
    fee_rate, deadlines = get_settings().match.fee_rate, match_deadlines()
    (found,) = _fixed(session, [(first, second)], fee_rate=fee_rate, deadlines=deadlines)
    return found | {
        "tickets": {"player1": _came_with(first, now), "player2": _came_with(second, now)},
    }


def fixed_without_stake(
    session: Session, pairs: Sequence[tuple[Seeker, Seeker]], *, deadlines: Deadlines
) -> list[dict[str, Any]]:
    """Return the same for matches of a tournament, which has `deadlines` of its own."""
    fee_rate = Decimal(0)
    return _fixed(session, pairs, fee_rate=fee_rate, deadlines=deadlines, is_stakeless=True)


def _fixed(
    session: Session,
    pairs: Sequence[tuple[Seeker, Seeker]],
    *,
    fee_rate: Decimal,
    deadlines: Deadlines,
    is_stakeless: bool = False,
) -> list[dict[str, Any]]:
    plans = lobby_plan.plans_for(session, pairs)
    identities = game_accounts.snapshots(
        session,
        [(first.user_id, second.user_id) for first, second in pairs],
        platform=pairs[0][0].platform,
    )
    return [
        _columns(
            pair,
            plan,
            fee_rate=fee_rate,
            deadlines=deadlines,
            is_stakeless=is_stakeless,
        )
        | {"identities": names}
        for pair, plan, names in zip(pairs, plans, identities, strict=True)
    ]


def _columns(
    pair: tuple[Seeker, Seeker],
    plan: LobbyPlan,
    *,
    fee_rate: Decimal,
    deadlines: Deadlines,
    is_stakeless: bool,
) -> dict[str, Any]:
    first, second = pair
    rules = snapshot(
        title=first.title,
        mode=first.mode,
        platform=first.platform,
        plan=plan,
        best_of=1,
        game_format=_FORMAT,
        fee_rate=fee_rate,
        deadlines=deadlines,
        is_stakeless=is_stakeless,
    )
    return {
        "lobby_code": "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH)),
        "format": _FORMAT,
        "rules": rules,
        "rules_sha256": fingerprint(rules),
        "rating_gap": abs(first.rating - second.rating),
        "win_chance": win_chance(_rating(first), _rating(second)),
    }


def _rating(seeker: Seeker) -> Rating:
    return Rating(seeker.rating, seeker.deviation)


def _came_with(seeker: Seeker, now: datetime) -> dict[str, Any]:
    """Return the terms of a ticket, for a player who returns to the queue if the match lapses."""
    return {
        "wager_amount": show(seeker.wager_amount),
        "accept_adjacent": seeker.accept_adjacent,
        "own_range": seeker.own_range,
        "joined_at": (now - timedelta(seconds=seeker.waited_seconds)).isoformat(),
    }
