"""Who won one game, by both players' records of it (cod-api.md §5.2, step 6)."""

from enum import StrEnum

from app.domain.cod.records import CodMatch

_SIDES = {"allies": ("team1_score", "team2_score"), "axis": ("team2_score", "team1_score")}


class GameOutcome(StrEnum):
    """How a game ended for the first of two records."""

    FIRST = "first"
    SECOND = "second"
    DRAW = "draw"
    INCONSISTENT = "inconsistent"  # the records contradict each other or themselves
    INCOMPLETE = "incomplete"  # a figure is missing that is needed to decide
    EXCLUDED = "not_counted"  # somebody left before anything had happened: play it again


def winner_of(one: CodMatch, other: CodMatch) -> GameOutcome:
    """Say who won; swapping the records swaps the answer; missing figures are not estimated."""
    left = (one.present_at_end is False, other.present_at_end is False)
    if left[0] != left[1]:
        if not _anything_happened(one, other):
            return GameOutcome.EXCLUDED
        return GameOutcome.SECOND if left[0] else GameOutcome.FIRST
    if one.team == other.team == "none":
        return _without_teams(one, other)
    return _with_teams(one, other)


def _anything_happened(one: CodMatch, other: CodMatch) -> bool:
    return sum(record.kills or 0 for record in (one, other)) > 0 or (
        sum(record.deaths or 0 for record in (one, other)) > 0
    )


def _with_teams(one: CodMatch, other: CodMatch) -> GameOutcome:
    """Three signs must agree: both results, the winning team, and the scores of the sides."""
    if one.team not in _SIDES or other.team not in _SIDES:
        return GameOutcome.INCOMPLETE
    ours, theirs = (getattr(one, name) for name in _SIDES[one.team])
    if None in (ours, theirs, one.result, other.result, one.winning_team):
        return GameOutcome.INCOMPLETE
    lead = (ours > theirs) - (ours < theirs)
    readings: dict[tuple[str | None, str | None, str | None, int], GameOutcome] = {
        ("win", "loss", one.team, 1): GameOutcome.FIRST,
        ("loss", "win", other.team, -1): GameOutcome.SECOND,
        ("draw", "draw", one.winning_team, 0): GameOutcome.DRAW,
    }
    signs = (one.result, other.result, one.winning_team, lead)
    return readings.get(signs, GameOutcome.INCONSISTENT)


def _without_teams(one: CodMatch, other: CodMatch) -> GameOutcome:
    if one.kills is None or other.kills is None or one.result is None or other.result is None:
        return GameOutcome.INCOMPLETE
    mine, theirs = (one.kills, one.score or 0), (other.kills, other.score or 0)
    won = (one.result == "win", other.result == "win")
    if won == (True, False) and mine > theirs:
        return GameOutcome.FIRST
    if won == (False, True) and theirs > mine:
        return GameOutcome.SECOND
    if mine == theirs and won[0] == won[1]:
        return GameOutcome.DRAW
    return GameOutcome.INCONSISTENT


def faster_killer(one: CodMatch, other: CodMatch) -> GameOutcome:
    """Compare the best games of a kill race: kills, then score, then damage; else a draw."""
    figures = ("kills", "score", "damage")
    if one.kills is None or other.kills is None:
        return GameOutcome.INCOMPLETE
    mine, theirs = (
        tuple(getattr(record, name) or 0 for name in figures) for record in (one, other)
    )
    if mine == theirs:
        return GameOutcome.DRAW
    return GameOutcome.FIRST if mine > theirs else GameOutcome.SECOND
