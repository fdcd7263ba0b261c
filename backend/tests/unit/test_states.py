"""Every state has its legal transitions; any other one is refused."""

import pytest

from app.domain.matches.states import MATCH_TRANSITIONS, MatchStatus
from app.domain.payments.states import (
    DEPOSIT_STATUS,
    DEPOSIT_TRANSITIONS,
    DepositState,
    PaymentStatus,
    next_state,
)
from app.domain.transitions import IllegalTransition

_ALL_STEPS = [(state, to) for state in DepositState for to in DepositState]


@pytest.mark.parametrize(("state", "to"), _ALL_STEPS)
def test_a_deposit_makes_legal_transitions_only(state: DepositState, to: DepositState) -> None:
    if to in DEPOSIT_TRANSITIONS[state]:
        assert next_state(state, to) is to
    else:
        with pytest.raises(IllegalTransition):
            next_state(state, to)


def test_every_state_has_transitions_and_a_status_for_the_player() -> None:
    assert set(DEPOSIT_TRANSITIONS) == set(DepositState) == set(DEPOSIT_STATUS)
    assert set(MATCH_TRANSITIONS) == set(MatchStatus)


def test_money_that_turns_out_to_be_there_can_be_credited_from_every_state() -> None:
    nowhere = {
        state
        for state in DepositState
        if DepositState.CREDITED not in DEPOSIT_TRANSITIONS[state] | {state}
    }
    assert nowhere == {DepositState.REVERSED}, "that one was credited before it was taken back"


def test_a_credited_deposit_is_only_reversed_and_a_finished_match_stays_what_it_is() -> None:
    assert DEPOSIT_TRANSITIONS[DepositState.CREDITED] == {DepositState.REVERSED}
    assert DEPOSIT_TRANSITIONS[DepositState.REVERSED] == frozenset()
    assert (
        MATCH_TRANSITIONS[MatchStatus.COMPLETED]
        == MATCH_TRANSITIONS[MatchStatus.CANCELLED]
        == frozenset()
    )


def test_only_a_credited_deposit_is_completed() -> None:
    completed = [s for s, status in DEPOSIT_STATUS.items() if status is PaymentStatus.COMPLETED]
    assert completed == [DepositState.CREDITED]
