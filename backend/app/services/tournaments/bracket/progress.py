"""Move a tournament on as far as it goes: absentees out, the next round, open matches, the end."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.tournaments.finish import is_over, placings
from app.domain.tournaments.lifecycle import TournamentStatus
from app.domain.tournaments.play import pair_next_round
from app.domain.tournaments.state import Tournament as State
from app.domain.tournaments.views.standings import standings
from app.domain.tournaments.vocabulary import Format, NotPossible
from app.models.tournament import Tournament
from app.services.tournaments import notices, transitions
from app.services.tournaments.bracket import opening, prize_list, removal, standing, store

# A hint comes with every match that ends; this is for the hints that were lost.
LOOK_AGAIN = timedelta(seconds=2)


def go_on(session: Session, tournament: Tournament, *, actor: str, now: datetime) -> None:
    """Do all that follows from the present state of a locked tournament, and tell its players."""
    seen = store.snapshot(session, tournament)
    while leaving := removal.who_must_go(seen.state):
        removal.take_out(session, tournament, leaving, actor=actor, now=now)
        seen = store.snapshot(session, tournament)
    seen = _paired(session, tournament, seen, actor=actor, now=now)
    state, is_at_end = seen.state, is_over(seen.state)
    tournament.due_at = now + LOOK_AGAIN
    if not is_at_end and tournament.status == TournamentStatus.FINALISING:
        running, due_at = TournamentStatus.RUNNING, tournament.due_at
        transitions.transition(
            session, tournament, running, actor=actor, due_at=due_at, finished_at=None
        )
    opening.open_all(session, tournament, seen, now=now)
    out = standing.note(session, seen)
    if is_at_end and tournament.status == TournamentStatus.RUNNING:
        _finish(session, tournament, state, actor=actor, now=now)
    elif not is_at_end:
        _tell_out(session, tournament, state, out, now=now)
    transitions.announce(session, tournament)


def _paired(
    session: Session, tournament: Tournament, seen: store.Snapshot, *, actor: str, now: datetime
) -> store.Snapshot:
    """Pair the next round of a Swiss whose last one is over, if there is one."""
    if seen.state.format is not Format.SWISS or tournament.paused_at is not None:
        return seen
    try:
        state = pair_next_round(seen.state)
    except NotPossible:
        return seen
    store.save(session, tournament, state, actor=actor, now=now)
    return replace(seen, state=state)


def _finish(
    session: Session, tournament: Tournament, state: State, *, actor: str, now: datetime
) -> None:
    """Nothing is left to be played: the places stand, unless somebody still objects."""
    due_at = now + timedelta(seconds=get_settings().tournament.finalising_seconds)
    finalising = TournamentStatus.FINALISING
    transitions.transition(
        session, tournament, finalising, actor=actor, due_at=due_at, finished_at=now
    )
    groups = prize_list.groups_of(session, tournament, state, now=now)
    won = prize_list.prizes_of(session, tournament, groups)
    due = {prize.user_id: prize.amount for prize in won}
    for place in placings(state):
        notices.finished(
            session,
            tournament,
            user_id=place.player,
            place=(place.first, place.last),
            prize=due.get(place.player),
            now=now,
        )


def _tell_out(
    session: Session, tournament: Tournament, state: State, out: list[int], *, now: datetime
) -> None:
    """Tell who has just gone out of a bracket the places of all who go out where they did."""
    if state.format in (Format.ROUND_ROBIN, Format.SWISS) or not out:
        return
    (table,) = standings(state, dict.fromkeys(state.players, ""))["tables"]
    fresh = set(out)
    by_place: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for row in table["rows"]:
        if row["player"] in fresh:
            by_place[row["first"], row["last"]].append(row["player"])
    for place, user_ids in by_place.items():
        notices.out(session, tournament, user_ids=user_ids, place=place, now=now)
