"""What a match costs, how long each of its steps may take, and who has to decide it."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, PositiveInt
from pydantic_settings import SettingsConfigDict

from app.core.settings.files import SettingsGroup

Seconds = PositiveInt
Rate = Annotated[Decimal, Field(ge=0, lt=1)]


class MatchSettings(SettingsGroup):
    """Fee (fraction of the pot), stakes (KES) and deadlines (seconds) of matches."""

    model_config = SettingsConfigDict(env_prefix="MATCH_", env_ignore_empty=True)

    fee_rate: Rate = Decimal("0.10")
    minimum_wager: Decimal = Decimal(20)
    maximum_wager: Decimal = Decimal(20_000)
    # Deadlines as on comparable platforms (cod-api.md §3).
    ready_seconds: Seconds = 900  # 15 min check-in, as GameBattles and CMG
    ready_answer_seconds: Seconds = 300  # of these, once the other one is ready
    patience_seconds: Seconds = 120  # who was ready so long and goes has missed nothing
    play_seconds: Seconds = 7_200  # 2 h to play, as Players' Lounge
    late_report_seconds: Seconds = 1_800  # 30 min more to report, then both stakes go back
    minimum_game_seconds: Seconds = 300  # no game is over earlier after both were ready
    answer_seconds: Seconds = 1_800  # 30 min to answer the first report, from being told of it
    unreached_seconds: Seconds = 7_200  # 2 h longer, if nothing shows that they were told
    first_reminder_seconds: Seconds = 600  # after the first report
    second_reminder_seconds: Seconds = 1_200
    change_seconds: Seconds = 120  # a tap on the wrong button may be taken back
    correction_seconds: Seconds = 600  # both claim defeat: they are asked once
    contest_seconds: Seconds = 900  # what the game's own data propose may be contested
    contest_admitted_seconds: Seconds = 300  # and the loser has admitted it
    contest_high_seconds: Seconds = 1_800  # and nobody has reported, at a stake above the maximum
    evidence_seconds: Seconds = 10_800  # 3 h to show proof in a dispute, as MLG
    ruling_seconds: Seconds = 86_400  # a day for the referee's decision
    ruling_limit_seconds: Seconds = 259_200  # three days, then an alert for the owner
    appeal_seconds: Seconds = 86_400  # against a ruling, once each; so long it is held
    hold_seconds: Seconds = 86_400  # to contest an end that not both confirmed; so long it is held
    auto_confirm_maximum: Decimal = Decimal(1_000)  # up to this stake silence confirms
    replays: Annotated[int, Field(ge=0, le=10)] = 3  # of draws, if both want to
    claim_seconds: Seconds = 1_800  # an admin's claim on a dispute lapses after that
    dual_control_min_pot: Decimal = Decimal(10_000)  # above it a second admin confirms a ruling
    strike_seconds: Seconds = 15_552_000  # 180 days until a strike lapses
    suspension_seconds: Seconds = 604_800  # 7 days without play after the second strike
