"""When the sweep checks a withdrawal: soon at first, then at least every five minutes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.language import Language
from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.states import WithdrawalState
from app.domain.payments.tax import TaxProfile, share_withdrawal
from app.domain.payments.withdrawals.limits import least_amount, most_amount
from app.domain.payments.withdrawals.messages import message_for
from app.domain.payments.withdrawals.schedule import (
    SweepAction,
    WithdrawalSchedule,
    next_action,
    pause_after,
)

S = WithdrawalState
SCHEDULE = WithdrawalSchedule(first_question=60, question=300, give_up=86_400)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("state", "since_call", "needs_people", "action"),
    [
        (S.AWAITING_CODE, timedelta(0), False, SweepAction.RETURN),
        (S.HELD, timedelta(0), False, SweepAction.SEND),
        (S.SENDING, MINUTE, False, SweepAction.CALL_LOST),
        (S.SENT, MINUTE, False, SweepAction.ASK),
        (S.UNKNOWN, MINUTE, False, SweepAction.ASK),
        (S.SENT, DAY, False, SweepAction.HAND_OVER),
        (S.UNKNOWN, DAY, False, SweepAction.HAND_OVER),
        (S.REVIEW, MINUTE, False, SweepAction.ASK),
        (S.REVIEW, MINUTE, True, SweepAction.REMIND),
        (S.REVIEW, DAY, False, SweepAction.REMIND),
    ],
)
def test_each_state_has_its_action(
    state: WithdrawalState, since_call: timedelta, needs_people: bool, action: SweepAction
) -> None:
    assert (
        next_action(state, since_call=since_call, needs_people=needs_people, schedule=SCHEDULE)
        is action
    )


@given(st.sampled_from(S), st.timedeltas(timedelta(0), timedelta(days=400)), st.booleans())
def test_no_timer_gives_money_back_that_may_have_left(
    state: WithdrawalState, since_call: timedelta, needs_people: bool
) -> None:
    action = next_action(state, since_call=since_call, needs_people=needs_people, schedule=SCHEDULE)
    assert (action is SweepAction.RETURN) == (state is S.AWAITING_CODE)


def test_inquiries_come_after_one_two_four_minutes_and_then_every_five() -> None:
    pauses = [pause_after(n, schedule=SCHEDULE, chance=0).total_seconds() for n in range(6)]
    assert pauses == [60, 60, 120, 300, 300, 300]


@given(st.integers(0, 1000), st.floats(0, 1))
def test_questions_are_never_more_than_five_minutes_apart(asked: int, chance: float) -> None:
    pause = pause_after(asked, schedule=SCHEDULE, chance=chance)
    assert timedelta(seconds=48) <= pause <= timedelta(minutes=5)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("state", S)
def test_every_state_has_a_sentence_in_both_languages(
    state: WithdrawalState, language: Language
) -> None:
    said = message_for(
        state, amount=Decimal(135), net=Decimal(128), phone="254712345678", language=language
    )
    assert said.endswith(".")
    assert "{" not in said


def _read(
    state: WithdrawalState, *, code: str | None = None, failure: PayoutFailure | None = None
) -> str:
    return message_for(
        state,
        amount=Decimal(1350),
        net=Decimal(1280),
        phone="254712345678",
        result_code=code,
        failure=failure,
    )


def test_a_player_reads_the_number_as_usual_and_is_notified_of_delays() -> None:
    assert _read(S.PAID) == "KES 1,280 was sent to 0712 345 678."
    assert "delayed by a problem on our side" in _read(S.UNKNOWN, code="1")
    assert "asking M-Pesa" in _read(S.UNKNOWN, code="17")
    failed = _read(S.RELEASED, failure=PayoutFailure.NOT_ON_MPESA)
    assert failed.startswith("Your number is not registered")


@given(
    st.integers(1, 250_000).map(Decimal),
    st.sampled_from([Decimal(0), Decimal(5), Decimal("2.50")]),
    st.sampled_from(TaxProfile),
)
def test_limits_of_what_arrives_become_limits_of_the_request(
    net: Decimal, fee: Decimal, profile: TaxProfile
) -> None:
    def arrives(amount: Decimal) -> Decimal:
        return share_withdrawal(amount, fee=fee, profile=profile).net

    least = least_amount(net, fee=fee, profile=profile)
    most = most_amount(net, fee=fee, profile=profile)
    assert arrives(least) >= net > arrives(least - 1)
    assert arrives(most) <= net < arrives(most + 1)


def test_the_least_that_can_be_withdrawn_under_the_gambling_tax() -> None:
    assert least_amount(Decimal(10), fee=Decimal(0), profile=TaxProfile.GAMBLING) == 11
    assert least_amount(Decimal(10), fee=Decimal(0), profile=TaxProfile.NONE) == 10
    assert most_amount(Decimal(250_000), fee=Decimal(0), profile=TaxProfile.NONE) == 250_000
