"""Tournaments as drafts, without participants or money."""

from datetime import timedelta
from decimal import Decimal

import factory

from app.core.clock import utc_now
from app.models.tournament import Tournament
from tests.support.factories.base import RowFactory


class TournamentFactory(RowFactory):
    """A draft: 16 players, 50 KES, single elimination, tomorrow."""

    class Meta:
        model = Tournament

    name = "Weekend cup"
    format = "single_elimination"
    title = "mw"
    mode = "gunfight"
    platform = "acti"
    entry_fee = Decimal(50)
    prize_part = Decimal(45)
    house_part = Decimal(5)
    prize_split = [5000, 3000, 2000]  # noqa: RUF012  # a declaration of factory_boy
    min_participants = 4
    max_participants = 16
    start_date = factory.LazyFunction(lambda: utc_now() + timedelta(days=1))
    check_in_opens_at = factory.LazyAttribute(lambda one: one.start_date - timedelta(minutes=30))
