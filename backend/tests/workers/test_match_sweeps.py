"""Sweeps around matches: a row that cannot be written backs off, alerts, and stops no other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from app.core.clock import utc_now
from app.core.database import transaction
from app.services.platform import alerts
from app.workers.tasks.cod import sweep_lookups
from app.workers.tasks.evidence import sweep_evidence
from app.workers.tasks.maintenance import sweep_rulings
from app.workers.tasks.matches import pair_players, score_risks, sweep_matches
from app.workers.tasks.matchmaking import sweep_tickets
from app.workers.tasks.ratings import build_leaderboards, rate_matches
from tests.support.arena import Arena
from tests.support.players import make_match


@dataclass(frozen=True)
class Case:
    """A sweep, the rows that it finds (three of them), and how to see which it has handled."""

    subject: str
    sweep: Callable[[], None]
    table: str
    change: str  # of the poisoned row, refused by the database
    done: str  # ids of the handled rows
    make: Callable[[Arena], list[int]]
    due: str | None = None  # the column of the deadline; None: the sweep knows no deadline


def _pending(arena: Arena) -> list[int]:
    ids = [arena.paired()[2] for _ in range(3)]
    arena.sql("UPDATE matches SET due_at = now() - interval '1 minute' + id * interval '1 ms'")
    return ids


def _disputed(arena: Arena) -> list[int]:
    ids = [arena.disputing()[2] for _ in range(3)]
    arena.sql("UPDATE matches SET due_at = now() - interval '1 minute' + id * interval '1 ms'")
    return ids


def _challenges(arena: Arena) -> list[int]:
    for _ in range(3):
        created = arena.player().post("/matches/challenges", {"wager_amount": 100})
        assert created.status_code == 201, created.text
    arena.sql("UPDATE challenges SET due_at = now() - interval '1 minute' + id * interval '1 ms'")
    return [row[0] for row in arena.sql("SELECT id FROM challenges ORDER BY id")]


def _pictures(arena: Arena) -> list[int]:
    one, _, match_id = arena.playing()
    for number in range(3):
        arena.sql(
            "INSERT INTO match_pictures (match_id, user_id, replay, state, content_type, width,"
            " height, size, original_size, sha256, original_sha256, due_at)"
            f" VALUES ({match_id}, {one.id}, 0, 'storing', 'image/png', 64, 64, 9, 9,"
            f" sha256('a{number}'), sha256('b{number}'), now() - interval '1 minute')"
        )
    return [row[0] for row in arena.sql("SELECT id FROM match_pictures ORDER BY id")]


def _played(arena: Arena) -> list[int]:
    ids = []
    for _ in range(3):
        one, two = arena.player(), arena.player()
        match_id = make_match(one, two, active=True).id
        one.report(match_id, "won")
        two.report(match_id, "lost")
        ids.append(match_id)
    return ids


def _proposals(arena: Arena) -> list[int]:
    ids = [arena.disputing()[2] for _ in range(3)]
    admin = arena.admin()
    for match_id in ids:
        arena.sql(
            "INSERT INTO match_rulings (match_id, result, reason, proposed_by, proposed_at, due_at)"
            f" VALUES ({match_id}, 'void', 'Both left.', {admin.id}, now() - interval '25 hours',"
            " now() - interval '1 hour')"
        )
    return [row[0] for row in arena.sql("SELECT id FROM match_rulings ORDER BY id")]


def _appeals(arena: Arena) -> list[int]:
    ids = []
    for _ in range(3):
        one, _two, match_id = arena.playing()
        arena.sql(
            "INSERT INTO appeals (match_id, user_id, statement, opened_at, rule_by, due_at)"
            f" VALUES ({match_id}, {one.id}, 'It was not so.', now(), now(),"
            " now() - interval '1 hour')"
        )
        ids.append(match_id)
    return ids


def _lookups(arena: Arena) -> list[int]:
    """Lookups that wait, though this Activision is switched off."""
    ids = [arena.playing()[2] for _ in range(3)]
    arena.sql(
        "INSERT INTO verification_jobs (match_id, replay, priority, started_at, next_poll_at)"
        " SELECT id, 0, 1, now(), now() FROM matches"
    )
    return ids


_CASES = [
    Case(
        subject="match",
        sweep=sweep_matches,
        table="matches",
        change="NEW.status <> OLD.status",
        done="SELECT id FROM matches WHERE status = 'cancelled'",
        make=_pending,
        due="due_at",
    ),
    Case(
        subject="match",
        sweep=sweep_matches,
        table="matches",
        change="NEW.verification_state <> OLD.verification_state",
        done="SELECT id FROM matches WHERE verification_state = 'admin_review'",
        make=_disputed,
        due="due_at",
    ),
    Case(
        subject="challenge",
        sweep=sweep_tickets,
        table="challenges",
        change="NEW.state <> OLD.state",
        done="SELECT id FROM challenges WHERE state = 'expired'",
        make=_challenges,
        due="due_at",
    ),
    Case(
        subject="picture",
        sweep=sweep_evidence,
        table="match_pictures",
        change="NEW.state <> OLD.state",
        done="SELECT id FROM match_pictures WHERE state = 'dropped'",
        make=_pictures,
        due="due_at",
    ),
    Case(
        subject="rating",
        sweep=rate_matches,
        table="rating_changes",
        change="true",
        done="SELECT DISTINCT match_id FROM rating_changes",
        make=_played,
    ),
    Case(
        subject="match_ruling",
        sweep=sweep_rulings,
        table="match_rulings",
        change="true",
        done="SELECT id FROM match_rulings WHERE decision = 'lapsed'",
        make=_proposals,
    ),
    Case(
        subject="lookup",
        sweep=sweep_lookups,
        table="verification_jobs",
        change="NEW.state <> OLD.state",
        done="SELECT match_id FROM verification_jobs WHERE state = 'done'",
        make=_lookups,
    ),
    Case(
        subject="appeal",
        sweep=sweep_rulings,
        table="appeals",
        change="NEW.due_at > now() + interval '12 hours'",
        done="SELECT match_id FROM appeals WHERE due_at > now() + interval '12 hours'",
        make=_appeals,
        due="due_at",
    ),
]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case.table}-{case.subject}")
def test_a_row_that_cannot_be_written_stops_no_other(arena: Arena, case: Case) -> None:
    poisoned, *others = case.make(arena)
    by_match = {"rating_changes", "appeals", "verification_jobs"}
    key = "match_id" if case.table in by_match else "id"
    event = "INSERT" if case.table == "rating_changes" else "UPDATE"
    _refuse(arena, case.table, event, f"NEW.{key} = {poisoned} AND {case.change}")
    started = utc_now()

    case.sweep()

    assert sorted(row[0] for row in arena.sql(case.done)) == others
    assert _sweep_failures() == [(f"{case.subject}:{poisoned}", 1)]
    if case.due is not None:
        assert _pause(arena, case, key, poisoned, since=started) == 30


def test_a_pair_that_cannot_be_opened_stops_no_other(arena: Arena) -> None:
    """Three pairs that block each other while they join, and no more after that."""
    players = [arena.player() for _ in range(6)]
    arena.sql(
        "INSERT INTO blocks (blocker_id, blocked_id) SELECT a.id, b.id FROM users a, users b"
        " WHERE a.id < b.id"
    )
    for player, wager in zip(players, (100, 100, 200, 200, 500, 500), strict=True):
        assert player.join(wager).json()["status"] == "searching"
    arena.sql("DELETE FROM blocks")
    _refuse(arena, "matches", "INSERT", "NEW.wager_amount = 100")
    pair_players()
    assert arena.sql("SELECT wager_amount FROM matches ORDER BY 1") == [(200,), (500,)]
    ((subject, times),) = _sweep_failures()
    assert (subject.split(":")[0], times) == ("ticket", 1)


def test_an_unscorable_player_stops_no_other(arena: Arena) -> None:
    _played(arena)
    (first, *others) = [
        row[0] for row in arena.sql("SELECT user_id FROM player_stats ORDER BY user_id")
    ]
    _refuse(arena, "player_risks", "INSERT", f"NEW.user_id = {first}")
    score_risks()
    scored = arena.sql("SELECT user_id FROM player_risks ORDER BY user_id")
    assert [row[0] for row in scored] == others
    assert _sweep_failures() == [(f"risk:{first}", 1)]


def test_a_leaderboard_that_cannot_be_built_stops_no_other(arena: Arena) -> None:
    _refuse(arena, "leaderboards", "INSERT", "NEW.board = 'rating' AND NEW.period = 'week'")
    build_leaderboards()
    built = arena.sql("SELECT board, period FROM leaderboards WHERE built_at IS NOT NULL")
    assert len(built) == 8
    assert _sweep_failures() == [("leaderboard:rating-week", 1)]


def _refuse(arena: Arena, table: str, event: str, condition: str) -> None:
    """Have the database refuse every change of `table` that fits `condition`."""
    arena.sql(
        "CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN RAISE EXCEPTION ''poison''; END'"
    )
    arena.sql(
        f"CREATE TRIGGER poison BEFORE {event} ON {table} FOR EACH ROW"
        f" WHEN ({condition}) EXECUTE FUNCTION poison()"
    )


def _sweep_failures() -> list[tuple[str, int]]:
    with transaction() as session:
        return [
            (alert.subject, alert.times)
            for alert in alerts.list_newest(session, cleared=False, rows=9)
            if alert.kind == "sweep_failed"
        ]


def _pause(arena: Arena, case: Case, key: str, row_id: int, *, since: datetime) -> int:
    """Return in how many seconds a row is due again, to the nearest ten."""
    ((due_at,),) = arena.sql(f"SELECT {case.due} FROM {case.table} WHERE {key} = {row_id}")
    return int(round((due_at - since) / timedelta(seconds=1), -1))
