"""Series of tournaments on the wire, and events from templates."""

from datetime import time
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from app.domain.tournaments.series import Weekday
from app.domain.tournaments.templates import TemplateName
from app.schemas.base import Inbound, MomentOut, Outbound, Shillings, example
from app.schemas.tournament import Place
from app.schemas.tournament_terms import Name

Hour = Annotated[
    str,
    StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"),
    Field(description="in Nairobi", examples=["20:00"]),
]


class FromTemplate(Inbound):
    """What differs from the template; what is left out is as it has it."""

    model_config = example(template="weekend_cup", start_date="2036-01-05T17:00:00Z")

    template: TemplateName
    start_date: AwareDatetime
    name: Name | None = None
    entry_fee: Shillings | None = None
    guarantee: Shillings | None = None


class NewSeries(Inbound):
    """One event a week from a template; each is published `ahead_days` before it starts."""

    model_config = example(
        name="Saturday cup", template="weekend_cup", weekday="saturday", local_time="20:00"
    )

    name: Name
    template: TemplateName
    weekday: Weekday
    local_time: Hour
    ahead_days: Annotated[int, Field(ge=1, le=28)] = 5
    entry_fee: Shillings | None = None
    guarantee: Shillings | None = None

    @property
    def at(self) -> time:
        """The time of day."""
        return time.fromisoformat(self.local_time)


class Series(Outbound):
    """A series; `next_at` is the start of the event after those that are published."""

    id: int
    name: str
    template: TemplateName
    weekday: Weekday
    local_time: str
    ahead_days: int
    is_active: bool
    next_at: MomentOut | None


class SeriesList(Outbound):
    """All series, those that go on first."""

    items: list[Series]


class SeriesEvent(Outbound):
    """An event that counts."""

    id: int
    name: str
    start_date: MomentOut


class SeriesStanding(Outbound):
    """A player in a series.

    `events` are their points in the events of the list; null where they did not take part.
    """

    username: str
    points: int
    wins: int
    events: list[int | None]
    place_first: Place
    place_last: Place


class SeriesStandings(Outbound):
    """The best three of the latest four events count; equal points: wins, then the latest event.

    Who checked in and did not come scores nothing, and uses up one of the three.
    """

    series: Series
    events: list[SeriesEvent]
    items: list[SeriesStanding]
