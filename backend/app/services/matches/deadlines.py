"""The deadlines of matches, from the settings."""

from dataclasses import replace
from datetime import timedelta

from app.core.settings import get_settings
from app.domain.matches.deadlines import Deadlines
from app.models.match import Match


def match_deadlines() -> Deadlines:
    """Return the deadlines that apply to matches now."""
    settings = get_settings().match
    return Deadlines(
        checkin=timedelta(seconds=settings.ready_seconds),
        play=timedelta(seconds=settings.play_seconds),
        late_report=timedelta(seconds=settings.late_report_seconds),
        minimum_game=timedelta(seconds=settings.minimum_game_seconds),
        answer=timedelta(seconds=settings.answer_seconds),
        unreached=timedelta(seconds=settings.unreached_seconds),
        change=timedelta(seconds=settings.change_seconds),
        correction=timedelta(seconds=settings.correction_seconds),
        contest=timedelta(seconds=settings.contest_seconds),
        contest_admitted=timedelta(seconds=settings.contest_admitted_seconds),
        contest_high=timedelta(seconds=settings.contest_high_seconds),
        evidence=timedelta(seconds=settings.evidence_seconds),
        ruling=timedelta(seconds=settings.ruling_seconds),
        hold=timedelta(seconds=settings.hold_seconds),
        max_auto_confirm_stake=settings.auto_confirm_maximum,
        replays=settings.replays,
    )


def deadlines_of(match: Match) -> Deadlines:
    """Return the deadlines of one match: a tournament sets how long its matches are played."""
    deadlines = match_deadlines()
    if not match.is_stakeless:
        return deadlines
    return replace(deadlines, play=timedelta(seconds=match.rules["clocks"]["play"]))


def reminder_times() -> tuple[timedelta, ...]:
    """Return how long after the first report the silent player is reminded, each time.

    The last two are for who was not reached: when they would have had to answer, and halfway from
    there to the referee. An SMS to a dark phone waits at the network, so that more would not help.
    """
    settings, deadlines = get_settings().match, match_deadlines()
    return (
        timedelta(seconds=settings.first_reminder_seconds),
        timedelta(seconds=settings.second_reminder_seconds),
        deadlines.answer,
        deadlines.answer + deadlines.unreached / 2,
    )
