"""Who may not play any more is found among the participants, whoever they are."""

from app.core.clock import utc_now
from app.core.database import transaction
from app.models.tournament import TournamentParticipant
from app.services.tournaments.suspended import suspended_participants
from tests.support.arena import Arena
from tests.support.factories.base import writing
from tests.support.factories.tournament import TournamentFactory


def test_only_who_is_still_in_it_and_may_not_play_is_found(arena: Arena) -> None:
    plays, shut, suspended, warned, gone = (arena.player() for _ in range(5))
    with writing() as session:
        tournament_id = TournamentFactory.create().id
        for one in (plays, shut, suspended, warned, gone):
            status = "left" if one is gone else "registered"
            session.add(
                TournamentParticipant(tournament_id=tournament_id, user_id=one.id, status=status)
            )
    arena.sql(f"UPDATE users SET is_active = false WHERE id IN ({shut.id}, {gone.id})")
    _, _, match_id = arena.disputing(wager=20)
    for player, until in ((suspended, "now() + interval '7 days'"), (warned, "NULL")):
        arena.sql(
            "INSERT INTO strikes (user_id, match_id, kind, admin_id, created_at, lapses_at,"
            f" suspended_until) VALUES ({player.id}, {match_id}, 'warning', {plays.id}, now(),"
            f" now() + interval '100 days', {until})"
        )
    with transaction() as session:
        found = suspended_participants(session, tournament_id=tournament_id, now=utc_now())
    assert found == sorted((shut.id, suspended.id))
