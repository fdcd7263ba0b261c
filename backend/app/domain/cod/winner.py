"""Who won one game, by both players' records of it (cod-api.md §5.2, step 6)."""

from enum import StrEnum

from app.domain.cod.records import CodMatch

_SIDES = {"allies": ("team1_score", "team2_score"), "axis": ("team2_score", "team1_score")}


class Won(StrEnum):
    """How a game ended for the first of two records."""

    FIRST = "first"
    SECOND = "second"
    DRAW = "draw"
    INCONSISTENT = "inconsistent"  # the records contradict each other or themselves
    INCOMPLETE = "incomplete"  # a figure is missing that it takes to tell
    NOT_COUNTED = "not_counted"  # somebody left before anything had happened: play it again


def winner_of(one: CodMatch, other: CodMatch) -> Won:
    """Say who won; swapping the records swaps the answer, and nothing is ever guessed."""
    left = (one.present_at_end is False, other.present_at_end is False)
    if left[0] != left[1]:
        if not _anything_happened(one, other):
            return Won.NOT_COUNTED
        return Won.SECOND if left[0] else Won.FIRST
    if one.team == other.team == "none":
        return _without_teams(one, other)
    return _with_teams(one, other)


def _anything_happened(one: CodMatch, other: CodMatch) -> bool:
    return sum(record.kills or 0 for record in (one, other)) > 0 or (
        sum(record.deaths or 0 for record in (one, other)) > 0
    )


def _with_teams(one: CodMatch, other: CodMatch) -> Won:
    """Three signs must agree: both results, the winning team, and the scores of the sides."""
    if one.team not in _SIDES or other.team not in _SIDES:
        return Won.INCOMPLETE
    ours, theirs = (getattr(one, name) for name in _SIDES[one.team])
    if None in (ours, theirs, one.result, other.result, one.winning_team):
        return Won.INCOMPLETE
    lead = (ours > theirs) - (ours < theirs)
    readings: dict[tuple[str | None, str | None, str | None, int], Won] = {
        ("win", "loss", one.team, 1): Won.FIRST,
        ("loss", "win", other.team, -1): Won.SECOND,
        ("draw", "draw", one.winning_team, 0): Won.DRAW,
    }
    said = (one.result, other.result, one.winning_team, lead)
    return readings.get(said, Won.INCONSISTENT)


def _without_teams(one: CodMatch, other: CodMatch) -> Won:
    if one.kills is None or other.kills is None or one.result is None or other.result is None:
        return Won.INCOMPLETE
    mine, his = (one.kills, one.score or 0), (other.kills, other.score or 0)
    won = (one.result == "win", other.result == "win")
    if won == (True, False) and mine > his:
        return Won.FIRST
    if won == (False, True) and his > mine:
        return Won.SECOND
    if mine == his and won[0] == won[1]:
        return Won.DRAW
    return Won.INCONSISTENT


def faster_killer(one: CodMatch, other: CodMatch) -> Won:
    """Compare the best games of a kill race: kills, then score, then damage; else a draw."""
    figures = ("kills", "score", "damage")
    if one.kills is None or other.kills is None:
        return Won.INCOMPLETE
    mine, his = (tuple(getattr(record, name) or 0 for name in figures) for record in (one, other))
    if mine == his:
        return Won.DRAW
    return Won.FIRST if mine > his else Won.SECOND
