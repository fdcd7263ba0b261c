"""The database has the same transitions between states as the code, and refuses every other one.

Rows of docs/security.md: S35.
"""

from collections.abc import Callable, Mapping
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.domain.matches.states import (
    MATCH_TRANSITIONS,
    VERIFICATION_TRANSITIONS,
    MatchStatus,
    VerificationState,
)
from app.domain.payments.states import DEPOSIT_TRANSITIONS, DepositState
from app.models.match import Match
from app.models.user import User
from devstack import schema

_LIVE = (MatchStatus.PENDING, MatchStatus.ACTIVE, MatchStatus.DISPUTED)
_OPEN = ("created", "sending", "prompted", "unknown", "review")


def test_the_database_has_the_transitions_of_the_code(app_role: Connection) -> None:
    with app_role.cursor() as cursor:
        cursor.execute("SELECT machine, from_state, to_state FROM state_transitions")
        assert set(cursor.fetchall()) == set(schema.transitions())


def _by_name(transitions: Mapping[Any, Any]) -> dict[str, set[str]]:
    return {str(state): {str(to) for to in after} for state, after in transitions.items()}


def _walk(transitions: dict[str, set[str]], start: str) -> dict[str, list[str]]:
    """Return for each state the steps that lead there from `start`."""
    ways = {start: list[str]()}
    open_ends = [start]
    while open_ends:
        here = open_ends.pop(0)
        for to in sorted(transitions[here] - set(ways)):
            ways[to] = [*ways[here], to]
            open_ends.append(to)
    return ways


def _set_deposit(connection: Connection, deposit_id: int, state: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE deposits SET state = %(state)s,"
            " completed_at = CASE WHEN %(state)s IN ('credited', 'reversed') THEN now() END,"
            " due_at = CASE WHEN %(state)s IN %(open)s THEN now() END,"
            " failure = CASE WHEN %(state)s IN ('failed', 'expired') THEN 'test' END"
            " WHERE id = %(id)s",
            {"state": state, "open": _OPEN, "id": deposit_id},
        )


def test_the_database_refuses_every_other_step_of_a_deposit(
    new_player: Callable[..., User], app_role: Connection
) -> None:
    player = new_player()
    legal = _by_name(DEPOSIT_TRANSITIONS)
    for number, (state, way) in enumerate(_walk(legal, "created").items()):
        with app_role.cursor() as cursor:
            cursor.execute(
                "INSERT INTO deposits (user_id, phone, amount, account_reference, token_sha256,"
                " due_at, holds_phone) VALUES (%s, %s, 200, %s, %s, now(), false) RETURNING id",
                (player.id, player.phone, f"WW{number}", bytes([number])),
            )
            row = cursor.fetchone()
            assert row is not None
            for to in way:
                _set_deposit(app_role, row[0], to)
            for to in (str(to) for to in DepositState if to != state):
                cursor.execute("SAVEPOINT here")
                if to in legal[state]:
                    _set_deposit(app_role, row[0], to)
                else:
                    with pytest.raises(
                        psycopg2.errors.CheckViolation, match=f"cannot go from {state} to {to}"
                    ):
                        _set_deposit(app_role, row[0], to)
                cursor.execute("ROLLBACK TO here")
    app_role.rollback()


def _set_match(connection: Connection, match_id: int, status: str) -> None:
    with connection.cursor() as cursor:
        live = status in _LIVE
        cursor.execute(
            "UPDATE matches SET status = %s, due_at = CASE WHEN %s THEN now() END,"
            " completed_at = CASE WHEN %s THEN NULL ELSE now() END, result = %s WHERE id = %s",
            (status, live, live, None if live else "void", match_id),
        )


def test_the_database_refuses_every_other_step_of_a_match(
    new_player: Callable[..., User], new_match: Callable[..., Match], app_role: Connection
) -> None:
    match = new_match(new_player(money=100), new_player(money=100))
    legal = _by_name(MATCH_TRANSITIONS)
    legal["pending"] = legal["pending"] - {"completed"}  # a walkover, in tournaments only
    with app_role.cursor() as cursor:
        for state, way in _walk(legal, "pending").items():
            cursor.execute("SAVEPOINT beginning")
            for to in way:
                _set_match(app_role, match.id, to)
            for to in (str(to) for to in MatchStatus if to != state):
                cursor.execute("SAVEPOINT here")
                if to in legal[state]:
                    _set_match(app_role, match.id, to)
                else:
                    with pytest.raises(
                        psycopg2.errors.CheckViolation, match=f"cannot go from {state} to {to}"
                    ):
                        _set_match(app_role, match.id, to)
                cursor.execute("ROLLBACK TO here")
            cursor.execute("ROLLBACK TO beginning")
    app_role.rollback()


_STATUS_OF = {
    VerificationState.AWAITING_CHECKIN: "pending",
    VerificationState.IN_PLAY: "active",
    VerificationState.AWAITING_REPORTS: "active",
    VerificationState.PROVISIONAL: "active",
    VerificationState.EVIDENCE: "disputed",
    VerificationState.ADMIN_REVIEW: "disputed",
}


def test_the_database_refuses_every_other_step_inside_a_status(
    new_player: Callable[..., User], new_match: Callable[..., Match], app_role: Connection
) -> None:
    match = new_match(new_player(money=100), new_player(money=100))
    legal = _by_name(VERIFICATION_TRANSITIONS)
    ways = _walk(legal, "awaiting_checkin")
    change = "UPDATE matches SET verification_state = %s, status = %s WHERE id = %s"
    with app_role.cursor() as cursor:
        for state, status in _STATUS_OF.items():
            cursor.execute("SAVEPOINT beginning")
            for step in ways[state]:
                cursor.execute(change, (step, _STATUS_OF[VerificationState(step)], match.id))
            for to in (to for to in _STATUS_OF if to is not state):
                cursor.execute("SAVEPOINT here")
                # Within its status: transitions between statuses are another machine's.
                if to in legal[state]:
                    cursor.execute(change, (to, status, match.id))
                else:
                    with pytest.raises(
                        psycopg2.errors.CheckViolation, match="live match cannot go"
                    ):
                        cursor.execute(change, (to, status, match.id))
                cursor.execute("ROLLBACK TO here")
            with pytest.raises(
                psycopg2.errors.CheckViolation, match=r"cannot go from \w+ to settled"
            ):
                cursor.execute(change, ("settled", status, match.id))
            cursor.execute("ROLLBACK TO beginning")
    app_role.rollback()


def test_a_hold_on_a_prize_is_history(
    new_player: Callable[..., User],
    new_match: Callable[..., Match],
    app_role: Connection,
    owner: Connection,
) -> None:
    winner = new_player(money=100)
    match = new_match(winner, new_player(money=100))
    with app_role, app_role.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payout_holds (user_id, match_id, amount, until, reason)"
            " VALUES (%s, %s, 180, now() + '1 day', 'silence')",
            (winner.id, match.id),
        )
    for attempt in (
        "UPDATE payout_holds SET until = now()",
        "DELETE FROM payout_holds",
        "TRUNCATE payout_holds",
    ):
        forbidden = pytest.raises(psycopg2.errors.InsufficientPrivilege, match="is forbidden")
        with forbidden, owner, owner.cursor() as cursor:
            cursor.execute(attempt)
