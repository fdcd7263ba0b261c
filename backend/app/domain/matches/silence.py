"""How long one player's report waits for the other's: from when the other was told of it.

Who was told has the time to answer; then their silence counts. Who cannot be shown to have been
told loses nothing by it: after a longer wait, which nobody can prolong, a referee decides.
"""

from dataclasses import dataclass
from datetime import datetime

from app.domain.matches.facts import MatchFacts, PlayerEvidence
from app.domain.matches.vocabulary import ReportedOutcome


@dataclass(frozen=True)
class Wait:
    """Until when a report waits for the other one, and whether silence counts then."""

    ends_at: datetime
    counts: bool


def latest_wait(facts: MatchFacts, answer_until: datetime) -> datetime:
    """Return when a referee gets a match whose silent player nothing has reached."""
    return answer_until + facts.deadlines.unreached


def wait_for_answer(facts: MatchFacts, answer_until: datetime) -> Wait:
    """Return how long the one report of a match waits, never less than until `answer_until`.

    An admitted defeat takes nothing from who is silent: it waits for no proof. A proof that comes
    too late for the whole time to answer does not make the wait longer.
    """
    reporter, silent = reporter_first(facts)
    if reporter.report and reporter.report.outcome is ReportedOutcome.LOST:
        return Wait(answer_until, counts=True)
    latest = latest_wait(facts, answer_until)
    if silent.reached_at is None:
        return Wait(latest, counts=False)
    answered_by = max(silent.reached_at + facts.deadlines.answer, answer_until)
    return Wait(min(answered_by, latest), counts=answered_by <= latest)


def reporter_first(facts: MatchFacts) -> tuple[PlayerEvidence, PlayerEvidence]:
    """Return who has reported, then who is silent, where just one has."""
    return (facts.one, facts.two) if facts.one.report else (facts.two, facts.one)
