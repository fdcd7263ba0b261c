"""The rules of a match have one canonical text and one fingerprint."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.domain.matches.deadlines import Deadlines
from app.domain.matches.house_rules import canonical, fingerprint, snapshot
from app.domain.matches.lobby import PLAYER1, PLAYER2, Goal, LobbyPlan, ScoreUnit, Weapons

PLAN = LobbyPlan(
    draw="5eed",
    maps=("King", "Pine"),
    goal=Goal(6, ScoreUnit.ROUNDS),
    weapons=Weapons.GIVEN,
    first_host=PLAYER1,
)

TERMS: dict[str, Any] = {
    "title": "mw",
    "mode": "gunfight",
    "platform": "acti",
    "plan": PLAN,
    "best_of": 1,
    "game_format": "private_1v1",
    "fee_rate": Decimal("0.1"),
    "deadlines": Deadlines(),
}


def test_the_same_terms_have_the_same_fingerprint() -> None:
    again = TERMS | {"fee_rate": Decimal("0.1000")}
    assert fingerprint(snapshot(**TERMS)) == fingerprint(snapshot(**again))
    turned = dict(reversed(snapshot(**TERMS).items()))
    assert canonical(turned) == canonical(snapshot(**TERMS))


def test_any_other_term_has_another_fingerprint() -> None:
    changes: list[dict[str, Any]] = [
        {"title": "cw"},
        {"mode": "sd"},
        {"platform": "psn"},
        {"plan": replace(PLAN, maps=("Pine", "King"))},
        {"plan": replace(PLAN, goal=Goal(7, ScoreUnit.ROUNDS))},
        {"plan": replace(PLAN, weapons=Weapons.NO_LAUNCHERS)},
        {"plan": replace(PLAN, first_host=PLAYER2)},
        {"plan": replace(PLAN, draw="0dd5")},
        {"best_of": 3},
        {"fee_rate": Decimal("0.11")},
        {"deadlines": replace(Deadlines(), replays=1)},
        {"deadlines": replace(Deadlines(), max_auto_confirm_stake=Decimal(1))},
    ]
    seen = {fingerprint(snapshot(**TERMS | change)) for change in [{}, *changes]}
    assert len(seen) == len(changes) + 1


def test_the_rules_say_which_of_two_games_counts() -> None:
    assert "first finished game" in snapshot(**TERMS)["house"]["counts"]
