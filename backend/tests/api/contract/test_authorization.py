"""Who may do what: every operation of the contract, tried by everybody with the owner's ids.

`yes` means that the caller is not refused for who they are: the state may still refuse them.

Rows of docs/security.md: S31.
"""

import json
from pathlib import Path

import httpx
import pytest

from tests.api.contract.operations import Operation, operations
from tests.api.contract.world import ROLES, World, build
from tests.support.arena import Arena, refusal

# operation, then who may: anonymous, unverified, stranger, opponent, owner, support, referee,
# finance, admin, party.
MATRIX = """
register                  yes yes yes yes yes yes yes yes yes yes
login                     yes yes yes yes yes yes yes yes yes yes
refresh                   401 yes yes yes yes 401 401 401 401 401
logout                    yes yes yes yes yes yes yes yes yes yes
verify_phone              401 yes yes yes yes yes yes yes yes yes
resend_code               401 yes yes yes yes yes yes yes yes yes
get_code_status           401 yes yes yes yes yes yes yes yes yes
change_phone              401 yes yes yes yes yes yes yes yes yes
confirm_phone             401 yes yes yes yes yes yes yes yes yes
change_email              401 403 yes yes yes yes yes yes yes yes
change_password           401 yes yes yes yes yes yes yes yes yes
forgot_password           yes yes yes yes yes yes yes yes yes yes
reset_password            yes yes yes yes yes yes yes yes yes yes
list_sessions             401 yes yes yes yes yes yes yes yes yes
end_other_sessions        401 yes yes yes yes yes yes yes yes yes
end_session               401 404 404 404 yes 404 404 404 404 404
begin_passkey_sign_in     yes yes yes yes yes yes yes yes yes yes
sign_in_by_passkey        yes yes yes yes yes yes yes yes yes yes
list_passkeys             401 yes yes yes yes yes yes yes yes yes
send_passkey_code         401 403 yes yes yes yes yes yes yes yes
begin_proof_to_add        401 yes yes yes yes yes yes yes yes yes
begin_proof_to_remove     401 404 404 404 yes 404 404 404 404 404
begin_passkey             401 yes yes yes yes yes yes yes yes yes
register_passkey          401 yes yes yes yes yes yes yes yes yes
rename_passkey            401 404 404 404 yes 404 404 404 404 404
remove_passkey            401 404 404 404 yes 404 404 404 404 404
get_factor                401 403 403 403 403 yes yes yes yes yes
enrol_factor              401 403 403 403 403 yes yes yes yes yes
confirm_factor            401 403 403 403 403 yes yes yes yes yes
renew_recovery_codes      401 403 403 403 403 yes yes yes yes yes
my_protection             401 yes yes yes yes yes yes yes yes yes
set_limit                 401 yes yes yes yes yes yes yes yes yes
confirm_limit             401 404 404 404 yes 404 404 404 404 404
take_time_out             401 yes yes yes yes yes yes yes yes yes
exclude_myself            401 yes yes yes yes yes yes yes yes yes
get_my_consents           401 yes yes yes yes yes yes yes yes yes
give_consent              401 yes yes yes yes yes yes yes yes yes
count_play_time           401 yes yes yes yes yes yes yes yes yes
set_reality_check         401 yes yes yes yes yes yes yes yes yes
read_loss_warning         401 yes yes yes yes yes yes yes yes yes
my_identity               401 yes yes yes yes yes yes yes yes yes
set_legal_name            401 yes yes yes yes yes yes yes yes yes
check_document            401 yes yes yes yes yes yes yes yes yes
my_blocks                 401 yes yes yes yes yes yes yes yes yes
block_player              401 yes yes yes yes yes yes yes yes yes
unblock_player            401 yes yes yes yes yes yes yes yes yes
list_game_accounts        401 yes yes yes yes yes yes yes yes yes
put_game_account          401 yes yes yes yes yes yes yes yes yes
delete_game_account       401 yes yes yes yes yes yes yes yes yes
claim_name                401 403 yes yes yes yes yes yes yes yes
list_name_claims          401 yes yes yes yes yes yes yes yes yes
check_name_claim          401 404 404 404 yes 404 404 404 404 404
get_verification_status   401 yes yes yes yes yes yes yes yes yes
get_match_verification    401 404 404 yes yes 404 yes 404 yes yes
get_me                    401 yes yes yes yes yes yes yes yes yes
change_me                 401 yes yes yes yes yes yes yes yes yes
get_my_stats              401 yes yes yes yes yes yes yes yes yes
export_my_data            401 yes yes yes yes yes yes yes yes yes
get_my_rating_history     401 yes yes yes yes yes yes yes yes yes
get_profile               401 yes yes yes yes yes yes yes yes yes
get_leaderboard           yes yes yes yes yes yes yes yes yes yes
list_deposits             401 yes yes yes yes yes yes yes yes yes
request_deposit           401 403 yes yes yes 403 403 403 403 403
get_deposit               401 404 404 404 yes 404 404 404 404 404
get_wallet                401 yes yes yes yes yes yes yes yes yes
get_paybill               401 yes yes yes yes yes yes yes yes yes
quote                     401 403 yes yes yes yes yes yes yes yes
list_withdrawals          401 yes yes yes yes yes yes yes yes yes
request_withdrawal        401 403 yes yes yes yes yes yes yes yes
confirm_withdrawal        401 404 404 404 yes 404 404 404 404 404
resend_withdrawal_code    401 404 404 404 yes 404 404 404 404 404
begin_passkey_confirmation 401 404 404 404 yes 404 404 404 404 404
cancel_withdrawal         401 404 404 404 yes 404 404 404 404 404
get_withdrawal            401 404 404 404 yes 404 404 404 404 404
list_reserves             yes yes yes yes yes yes yes yes yes yes
get_reserves              yes yes yes yes yes yes yes yes yes yes
get_reserve_proof         401 yes yes yes yes yes yes yes yes yes
list_transactions         401 yes yes yes yes yes yes yes yes yes
get_transaction           401 404 404 404 yes 404 404 404 404 404
queue_state               401 yes yes yes yes yes yes yes yes yes
join_queue                401 403 yes yes yes 403 403 403 403 403
leave_queue               401 yes yes yes yes yes yes yes yes yes
offer                     401 yes yes yes yes yes yes yes yes yes
challenge_board           401 yes yes yes yes yes yes yes yes yes
challenge                 401 403 yes yes yes 403 403 403 403 403
get_challenge             401 yes yes yes yes yes yes yes yes yes
cancel_challenge          401 404 404 yes yes 404 404 404 404 404
accept_challenge          401 403 403 yes 403 403 403 403 403 403
rematch                   401 403 404 yes yes 404 404 404 404 404
match_offer               401 404 404 yes yes 404 404 404 404 404
dispute_match             401 404 404 yes yes 404 404 404 404 404
all_shown                 401 404 404 yes yes 404 404 404 404 404
appeal_match              401 404 404 yes yes 404 404 404 404 404
my_standing               401 yes yes yes yes yes yes yes yes yes
show_dispute_figures      yes yes yes yes yes yes yes yes yes yes
get_tournament_card       yes yes yes yes yes yes yes yes yes yes
list_series               yes yes yes yes yes yes yes yes yes yes
get_series_standings      yes yes yes yes yes yes yes yes yes yes
get_match_receipt         401 404 404 yes yes 404 yes 404 yes yes
list_receipt_keys         yes yes yes yes yes yes yes yes yes yes
list_tournaments          yes yes yes yes yes yes yes yes yes yes
get_tournament            yes yes yes yes yes yes yes yes yes yes
list_participants         yes yes yes yes yes yes yes yes yes yes
list_my_tournaments       401 yes yes yes yes yes yes yes yes yes
get_my_part               401 yes yes yes yes yes yes yes yes yes
join_tournament           401 403 yes yes yes 403 403 403 403 403
leave_tournament          401 yes yes yes yes yes yes yes yes yes
check_in_to_tournament    401 yes yes yes yes yes yes yes yes yes
get_tournament_bracket    yes yes yes yes yes yes yes yes yes yes
get_tournament_rounds     yes yes yes yes yes yes yes yes yes yes
get_tournament_standings  yes yes yes yes yes yes yes yes yes yes
get_tournament_stats      yes yes yes yes yes yes yes yes yes yes
list_matches              401 yes yes yes yes yes yes yes yes yes
get_match                 401 404 404 yes yes 404 yes 404 yes yes
ready                     401 404 404 yes yes 404 404 404 404 404
report                    401 404 404 yes yes 404 404 404 404 404
confirm                   401 404 404 yes yes 404 404 404 404 404
contest                   401 404 404 yes yes 404 404 404 404 404
cancel                    401 404 404 yes yes 404 404 404 404 404
list_evidence             401 404 404 yes yes 404 yes 404 yes yes
show_evidence             401 404 404 yes yes 404 yes 404 yes yes
get_picture               401 404 404 yes yes 404 yes 404 yes yes
list_messages             401 404 404 yes yes 404 yes 404 yes yes
write_message             401 404 404 yes yes 404 404 404 404 404
mute_opponent             401 404 404 yes yes 404 404 404 404 404
report_message            401 404 404 403 yes 404 404 404 404 404
list_notifications        401 yes yes yes yes yes yes yes yes yes
count_unread              401 yes yes yes yes yes yes yes yes yes
read_notification         401 404 404 404 yes 404 404 404 404 404
read_all_notifications    401 yes yes yes yes yes yes yes yes yes
get_preferences           401 yes yes yes yes yes yes yes yes yes
change_preferences        401 yes yes yes yes yes yes yes yes yes
get_vapid_key             401 yes yes yes yes yes yes yes yes yes
subscribe_to_pushes       401 yes yes yes yes yes yes yes yes yes
unsubscribe_from_pushes   401 yes yes yes yes yes yes yes yes yes
send_push_test            401 yes yes yes yes yes yes yes yes yes
get_push_test             401 yes yes yes yes yes yes yes yes yes
receive_push              yes yes yes yes yes yes yes yes yes yes
socket_ticket             401 yes yes yes yes yes yes yes yes yes
list_disputes             401 403 403 403 403 403 yes 403 yes yes
list_appeals              401 403 403 403 403 403 yes 403 yes yes
get_dispute               401 403 403 403 403 403 yes 403 yes 403
claim_dispute             401 403 403 403 403 403 yes 403 yes 403
release_dispute           401 403 403 403 403 403 yes 403 yes 403
decide_match              401 403 403 403 403 403 yes 403 yes 403
confirm_match_ruling      401 403 403 403 403 403 yes 403 yes 403
reject_match_ruling       401 403 403 403 403 403 yes 403 yes 403
decide_appeal             401 403 403 403 403 403 yes 403 yes 403
confirm_appeal            401 403 403 403 403 403 yes 403 yes 403
reject_appeal             401 403 403 403 403 403 yes 403 yes 403
list_switches             401 403 403 403 403 yes yes yes yes yes
turn_switch               401 403 403 403 403 403 403 yes yes yes
get_board                 401 403 403 403 403 yes yes yes yes yes
list_alarms               401 403 403 403 403 yes yes yes yes yes
clear_alarm               401 403 403 403 403 403 yes 404 404 yes
list_audit                401 403 403 403 403 403 403 403 yes yes
list_payments             401 403 403 403 403 yes 403 yes yes yes
list_payments_in_review   401 403 403 403 403 yes 403 yes yes yes
list_payments_in_suspense 401 403 403 403 403 yes 403 yes yes yes
get_payment_history       401 403 403 403 403 yes 403 yes yes yes
list_runs                 401 403 403 403 403 403 403 yes yes yes
start_run                 401 403 403 403 403 403 403 yes yes yes
get_run                   401 403 403 403 403 403 403 yes yes yes
hand_in_statement         401 403 403 403 403 403 403 yes yes yes
get_risk                  401 403 403 403 403 403 yes yes yes 403
clear_risk                401 403 403 403 403 403 403 yes yes 403
list_open_name_claims     401 403 403 403 403 403 yes 403 yes yes
decide_name_claim         401 403 403 403 403 403 yes 403 yes 403
list_identity_reviews     401 403 403 403 403 yes 403 yes yes yes
decide_identity_review    401 403 403 403 403 yes 403 yes yes 403
list_message_reports      401 403 403 403 403 yes yes 403 yes yes
decide_message            401 403 403 403 403 yes yes 403 yes 403
list_rulings              401 403 403 403 403 yes 403 yes yes yes
propose_ruling            401 403 403 403 403 403 403 yes yes 403
get_ruling                401 403 403 403 403 yes 403 yes yes yes
approve_ruling            401 403 403 403 403 403 403 yes yes 403
reject_ruling             401 403 403 403 403 403 403 yes yes yes
get_sponsor               401 403 403 403 403 403 403 yes yes yes
propose_funding           401 403 403 403 403 403 403 yes yes yes
approve_funding           401 403 403 403 403 403 403 yes yes yes
reject_funding            401 403 403 403 403 403 403 yes yes yes
list_all_tournaments      401 403 403 403 403 yes yes yes yes yes
create_tournament         401 403 403 403 403 403 yes 403 yes yes
edit_tournament           401 403 403 403 403 403 yes 403 yes yes
publish_tournament        401 403 403 403 403 403 yes 403 yes yes
move_tournament           401 403 403 403 403 403 yes 403 yes yes
cancel_tournament         401 403 403 403 403 403 yes 403 yes yes
promote_waiting           401 403 403 403 403 403 yes 403 yes yes
remove_participant        401 403 403 403 403 403 yes 403 yes yes
get_tournament_live       401 403 403 403 403 yes yes yes yes yes
start_tournament          401 403 403 403 403 403 yes 403 yes yes
pause_tournament          401 403 403 403 403 403 yes 403 yes yes
resume_tournament         401 403 403 403 403 403 yes 403 yes yes
reset_tournament_match    401 403 403 403 403 403 yes 403 yes yes
set_tournament_result     401 403 403 403 403 403 yes 403 yes yes
disqualify_participant    401 403 403 403 403 403 yes 403 yes yes
reinstate_participant     401 403 403 403 403 403 yes 403 yes yes
list_clawbacks            401 403 403 403 403 403 403 yes yes yes
propose_clawback          401 403 403 403 403 403 403 yes yes yes
approve_clawback          401 403 403 403 403 403 403 yes yes yes
reject_clawback           401 403 403 403 403 403 403 404 404 404
propose_advance           401 403 403 403 403 403 403 yes yes yes
approve_advance           401 403 403 403 403 403 403 404 404 404
reject_advance            401 403 403 403 403 403 403 404 404 404
list_tax_periods          401 403 403 403 403 403 403 yes yes yes
begin_tax_period          401 403 403 403 403 403 403 yes yes yes
report_taxes              401 403 403 403 403 403 403 yes yes yes
create_from_template      401 403 403 403 403 403 yes 403 yes yes
create_series             401 403 403 403 403 403 yes 403 yes yes
stop_series               401 403 403 403 403 403 yes 403 yes yes
list_staff                401 403 403 403 403 403 403 403 yes yes
propose_role              401 403 403 403 403 403 403 403 yes yes
approve_role              401 403 403 403 403 403 403 403 yes yes
reject_role               401 403 403 403 403 403 403 403 yes yes
find_users                401 403 403 403 403 yes yes yes yes yes
get_user                  401 403 403 403 403 yes yes yes yes yes
add_note                  401 403 403 403 403 yes yes yes yes yes
suspend_user              401 403 403 403 403 403 yes 403 yes yes
lift_suspension           401 403 403 403 403 403 yes 403 yes yes
propose_adjustment        401 403 403 403 403 403 403 yes yes 403
list_proposals            401 403 403 403 403 403 403 yes yes yes
approve_proposal          401 403 403 403 403 403 403 yes yes yes
reject_proposal           401 403 403 403 403 403 403 yes yes yes
get_house                 401 403 403 403 403 403 403 yes yes yes
propose_capital           401 403 403 403 403 403 403 yes yes yes
propose_capital_withdrawal 401 403 403 403 403 403 403 yes yes yes
name_capital_receipt      401 403 403 403 403 403 403 404 404 404
propose_reopening         401 403 403 403 403 403 403 yes yes yes
list_factor_resets        401 403 403 403 403 403 403 403 yes yes
propose_factor_reset      401 403 403 403 403 403 403 403 404 404
approve_factor_reset      401 403 403 403 403 403 403 403 404 404
reject_factor_reset       401 403 403 403 403 403 403 403 404 404
"""

_FOR_WHO_THEY_ARE = {
    "not_signed_in": "401",
    "session_ended": "401",
    "not_allowed": "403",
    "phone_not_verified": "403",
    "same_person": "403",
    "challenge_not_for_you": "403",
    "account_suspended": "403",
    "staff_cannot_play": "403",
    "not_found": "404",
}
_LAST = (
    "cancel_challenge",
    "take_time_out",
    "exclude_myself",
    "end_session",
    "end_other_sessions",
    "logout",
)  # they take something away, in this order
_FOR_THEMSELVES_ONLY = ("phone", "email")


def expected() -> dict[str, tuple[str, ...]]:
    """Return the matrix by operation."""
    rows = [line.split() for line in MATRIX.strip().splitlines()]
    assert all(len(row) == 1 + len(ROLES) for row in rows)
    return {row[0]: tuple(row[1:]) for row in rows}


def cell(answer: httpx.Response) -> str:
    """Return how a caller was answered, as it stands in the matrix."""
    assert answer.status_code < 500, answer.text
    if answer.is_success:
        return "yes"
    status, code = refusal(answer)
    said = _FOR_WHO_THEY_ARE.get(code, "yes")
    assert said in {"yes", str(status)}, answer.text
    return said


def in_order() -> list[Operation]:
    """Return all operations, those that only read first."""

    def place(one: Operation) -> tuple[int, bool]:
        return (_LAST.index(one.name) + 1 if one.name in _LAST else 0, one.method != "GET")

    return sorted(operations(), key=place)


@pytest.fixture
def world(arena: Arena, evidence_folder: Path) -> World:
    """Players and what belongs to them."""
    return build(arena)


def test_every_operation_has_a_row() -> None:
    names = {operation.name for operation in operations()}
    assert names - set(expected()) == set(), "say in the matrix who may do this"
    assert set(expected()) - names == set(), "there is no such operation any more"


def test_the_matrix_and_the_contract_agree_on_who_is_anonymous() -> None:
    for operation in operations():
        anonymous, *_ = expected()[operation.name]
        may_be_anonymous = operation.is_public or {} in operation.security
        assert (anonymous == "yes") is may_be_anonymous, operation.name


def test_everybody_may_do_what_the_matrix_says(world: World) -> None:
    wrong = []
    owner = world.callers["owner"].get("/users/me")
    theirs = [owner[name] for name in _FOR_THEMSELVES_ONLY]
    for operation in in_order():
        for role, should in zip(ROLES, expected()[operation.name], strict=True):
            answer = world.ask(operation, role)
            if cell(answer) != should:
                wrong.append(f"{operation.name}, {role}: {cell(answer)}, not {should}")
            if role in {"anonymous", "unverified", "stranger", "opponent"}:
                leaked = [one for one in theirs if one in answer.text]
                assert not leaked, f"{operation.name} shows {role} {leaked}"
    assert wrong == []


def test_a_suspended_player_may_do_nothing(arena: Arena) -> None:
    player = arena.player()
    arena.sql(f"UPDATE users SET is_active = false WHERE id = {player.id}")
    for operation in operations():
        if operation.is_public or operation.name in {"logout", "refresh", "get_leaderboard"}:
            continue
        body = operation.body if not operation.is_form else None
        answer = player.http.request(operation.method, operation.filled(), json=body)
        said = json.loads(answer.content)["code"]
        assert said in {"account_suspended", "session_ended"}, f"{operation.name}: {said}"
