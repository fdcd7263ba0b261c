"""Tickets in the queue, and matches between two players whose stakes are locked."""

from datetime import timedelta
from decimal import Decimal

import factory

from app.core.clock import utc_now
from app.domain.money import split_pot
from app.models.match import Match, MatchmakingQueue
from tests.support.factories.base import RowFactory


class TicketFactory(RowFactory):
    """A ticket in the queue, without a held stake."""

    class Meta:
        model = MatchmakingQueue

    wager_amount = Decimal(100)
    title = "mw"
    mode = "gunfight"
    platform = "acti"
    rating = 1000
    skill_range_min = 900
    skill_range_max = 1100


class MatchFactory(RowFactory):
    """A pending match of two tickets, without money in escrow."""

    class Meta:
        model = Match

    class Params:
        share = factory.LazyAttribute(
            lambda match: split_pot(match.wager_amount, fee_rate=match.fee_rate)
        )

    wager_amount = Decimal(100)
    player1_waited = 3
    player2_waited = 0
    fee_rate = Decimal("0.10")
    fee = factory.LazyAttribute(lambda match: match.share.fee)
    prize = factory.LazyAttribute(lambda match: match.share.prize)
    title = "mw"
    mode = "gunfight"
    platform = "acti"
    lobby_code = factory.Sequence(lambda n: f"LOB{n:05d}")
    due_at = factory.LazyFunction(lambda: utc_now() + timedelta(minutes=15))
