"""Each cause of a movement has its own word, above all those that no player tapped."""

import pytest

from app.domain.ledger import movement_reasons
from app.domain.ledger.movement_reasons import by_player
from app.domain.ledger.statement import MovementReason, MovementType
from app.domain.matches.vocabulary import Reason
from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.tournaments.lifecycle import ParticipantStatus

HOLD, RELEASE = MovementType.WAGER_HOLD, MovementType.WAGER_RELEASE
OF_STAKE = [
    (HOLD, "hold", by_player(7), "joined"),
    (HOLD, "hold", by_player(7, challenge=True), "challenged"),
    (HOLD, "hold", movement_reasons.REQUEUED, "back_in_queue"),
    (RELEASE, "release", by_player(7), "left"),
    (RELEASE, "release", by_player(7, challenge=True), "withdrawn"),
    (RELEASE, "release", by_player(8, challenge=True), "declined"),
    (RELEASE, "release", movement_reasons.EXPIRED, "expired"),
    (RELEASE, "release", movement_reasons.ABSENT, "absent"),
    (RELEASE, "release", movement_reasons.SUSPENDED, "suspended"),
    (RELEASE, "release", movement_reasons.TOURNAMENT, "tournament"),
    (RELEASE, "surplus", "system:pairing", "lower_stake"),
]


@pytest.mark.parametrize(("kind", "step", "actor", "reason"), OF_STAKE)
def test_a_stake_moves_for_one_reason(
    kind: MovementType, step: str, actor: str, reason: str
) -> None:
    found = movement_reasons.of_stake(kind, step=step, actor=actor, user_id=7)
    assert found == reason


def test_stakes_of_a_match_come_back_for_its_reason() -> None:
    of_refund = movement_reasons.of_refund
    assert of_refund(result="draw", because=Reason.AGREED) == "drawn"
    assert of_refund(result="void", because=Reason.NOT_READY) == "not_ready"
    assert of_refund(result="void", because=Reason.WALKED_AWAY) == "called_off"
    assert of_refund(result="void", because=Reason.RULED) == "void"
    assert of_refund(result="void", because=None) == "void"


ABSENT, REMOVED = ParticipantStatus.ABSENT, ParticipantStatus.REMOVED
OF_FEES = [
    (by_player(7), ParticipantStatus.LEFT, "left"),
    (f"admin:3:{movement_reasons.TOURNAMENT_CANCELLED}", ABSENT, "tournament_cancelled"),
    (f"system:{movement_reasons.TOO_FEW}", ParticipantStatus.REGISTERED, "too_few_players"),
    (f"admin:3:{movement_reasons.MOVED}", ParticipantStatus.REGISTERED, "start_moved"),
    ("system", ABSENT, "not_checked_in"),
    ("system", REMOVED, "removed"),
    ("admin:3", REMOVED, "removed"),
    (by_player(8), REMOVED, "removed"),
]


@pytest.mark.parametrize(("actor", "status", "reason"), OF_FEES)
def test_an_entry_fee_goes_back_for_one_reason(
    actor: str, status: ParticipantStatus, reason: str
) -> None:
    found = movement_reasons.of_entry_refund(actor, user_id=7, status=status)
    assert found == reason


def test_a_withdrawal_says_what_it_waits_for_and_why_it_came_back() -> None:
    of_withdrawal = movement_reasons.of_withdrawal
    hold, release = MovementType.WITHDRAWAL_HOLD, MovementType.WITHDRAWAL_RELEASE
    assert of_withdrawal(hold, state="awaiting_code", failure=None) == "awaiting_code"
    assert of_withdrawal(hold, state="sent", failure=None) is None
    for failure, reason in (
        (PayoutFailure.CODE_NOT_TYPED, "code_not_typed"),
        (PayoutFailure.CANCELLED_BY_PLAYER, "cancelled"),
        (PayoutFailure.PHONE_IS_FULL, "not_paid"),
    ):
        assert of_withdrawal(release, state="released", failure=failure) == reason


def test_every_reason_is_given_by_some_cause() -> None:
    given = {MovementReason(reason) for *_, reason in OF_STAKE}
    assert len(given) == len(OF_STAKE)
