"""Metrics of play: who waits, how pairs were, how matches end, disputes by age."""

from collections.abc import Iterator

from prometheus_client.core import Metric

from app.api.metrics.families import by, gauge, percentiles
from app.services.platform.play_figures import PlayFigures


def families(figures: PlayFigures) -> Iterator[Metric]:
    """Yield each metric under its name; times are in seconds."""
    yield gauge("wagewars_players_waiting", "Players who look for an opponent", figures.players)
    yield gauge(
        "wagewars_players_waiting_oldest_seconds",
        "How long the first of them waits",
        figures.oldest,
    )
    yield gauge(
        "wagewars_players_pairable_seconds",
        "The longest wait of a second player for the same game and stake, whom nobody paired",
        figures.pairable,
    )
    yield percentiles(
        "wagewars_pair_wait_seconds",
        "The longer wait of the two, of the pairs of the last hour",
        figures.waits,
    )
    yield percentiles(
        "wagewars_pair_rating_gap",
        "Difference of the ratings of the two, of the pairs of the last hour",
        figures.gaps,
    )
    yield by(
        "reason",
        "wagewars_matches_ended",
        "Matches that ended within the hour, by why: not_ready, silence and others are time-outs",
        figures.ended,
    )
    yield percentiles(
        "wagewars_settle_seconds",
        "From the second player's report to the payment, of those who agreed in the last hour",
        figures.settle,
    )
    yield gauge(
        "wagewars_matches_overdue_seconds",
        "By how much a match that is played is past its deadline",
        figures.overdue,
    )
    yield by("age", "wagewars_disputes_open", "Disputes that wait for a ruling", figures.disputes)
    yield gauge(
        "wagewars_disputes_oldest_seconds", "Age of the oldest of them", figures.oldest_dispute
    )
