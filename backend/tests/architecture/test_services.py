"""Services are functions that take the session first, so that the caller owns the transaction."""

import ast

import pytest

from tests.architecture.sources import sources

# Public functions of services that ask the database nothing, by module and name.
WITHOUT_SESSION = {
    "proposals/proposals.py::terms_of": "reads a loaded row",
    "auth/factor/checks.py::cell_of": "names a cell",
    "auth/factor/checks.py::matching_step": "reads a loaded row and the settings",
    "auth/factor/checks.py::secret_of": "reads a loaded row and the keys",
    "auth/factor/codes.py::tag": "hashes with a key",
    "auth/factor/codes.py::tags": "hashes with the keys",
    "auth/factor/enrolment.py::require_staff": "a rule over a loaded row",
    "auth/factor/tries.py::wrong_code": "builds a refusal",
    "auth/otp.py::daily_budget": "reads settings",
    "ledger/refusals.py::of_error": "reads an error of the database",
    "auth/passkeys/challenges.py::wrong": "makes a refusal",
    "auth/passkeys/own.py::site_of": "a rule over a loaded row",
    "auth/passkeys/signatures.py::party_of": "reads the settings",
    "auth/session_tokens.py::access_token_only": "reads a loaded row and the settings",
    "auth/session_tokens.py::staff_tokens": "reads a loaded row and the settings",
    "matches/live.py::live_ids": "builds SQL",
    "matches/objections.py::closes_at": "reads a loaded row and the settings",
    "matches/objections.py::user_may_object": "a rule over a loaded row",
    "payments/deadlines.py::deposit_schedule": "reads settings",
    "payments/deadlines.py::withdrawal_schedule": "reads settings",
    "payments/deadlines.py::of_unknown_deposit": "a rule over one row and the settings",
    "payments/deadlines.py::of_withdrawal": "a rule over one row and the settings",
    "payments/deadlines.py::of_paybill": "a rule over one row and the settings",
    "payments/deadlines.py::of_refund": "a rule over one row and the settings",
    "payments/inquiries.py::next_try_at": "a rule over the settings",
    "payments/transitions.py::kind_of": "a rule over one row",
    "payments/quotes.py::refuse_cooling_off": "reads a loaded row",
    "ratings/leaderboard_builds.py::begins_at": "reads the calendar",
    "matches/deadlines.py::match_deadlines": "reads settings",
    "matches/deadlines.py::deadlines_of": "reads a loaded row and the settings",
    "matches/stakeless.py::has_match_in_play": "builds SQL",
    "matches/deadlines.py::reminder_times": "reads settings",
    "matches/dispute_deadlines.py::weight": "builds SQL",
    "platform/dual_control.py::require_open": "a rule over a locked row",
    "matches/access.py::moved_on": "builds a refusal from a loaded row",
    "ratings/player_stats.py::rating_of": "reads a loaded row and the settings",
    "matchmaking/tickets.py::already_in_play": "builds a refusal",
    "matchmaking/tickets.py::check_game": "a rule over the request",
    "matchmaking/tickets.py::check_stake": "a rule over the settings",
    "matchmaking/tickets.py::rules": "reads settings",
    "matchmaking/tickets.py::refuse_high_stake": "a rule over a player and the settings",
    "conduct/cooldowns.py::policy": "reads settings",
    "matchmaking/queue.py::terms": "reads settings",
    "tournaments/bracket/removal.py::who_must_go": "a rule over the engine's state",
    "tournaments/bracket/store.py::write_ending": "writes into a loaded row",
    "tournaments/corrections.py::refusal_of": "builds a refusal",
    "tournaments/entry/registration.py::begun": "builds a refusal from a loaded row",
    "tournaments/entry/registration.py::not_joined": "builds a refusal",
    "tournaments/views/listing.py::prize_table": "a rule over a loaded row",
}


def public_functions() -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    return {
        f"{source.path.removeprefix('app/services/')}::{node.name}": node
        for source in sources("app/services")
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
    }


def test_every_public_function_of_a_service_takes_the_session_first() -> None:
    strange = {
        name
        for name, node in public_functions().items()
        if [argument.arg for argument in node.args.args[:1]] != ["session"]
    }
    assert strange == set(WITHOUT_SESSION)


def test_after_the_session_a_row_and_its_next_state_come_keywords() -> None:
    """`settle(session, match, winner=…)` says what it means; a bare 500 is a riddle."""
    for name, node in public_functions().items():
        assert len(node.args.args) <= 3, f"{name} takes {len(node.args.args)} bare arguments"


def test_services_are_not_async() -> None:
    for name, node in public_functions().items():
        assert isinstance(node, ast.FunctionDef), f"{name} is async"


@pytest.mark.parametrize("name", list(WITHOUT_SESSION))
def test_every_exception_still_exists(name: str) -> None:
    assert name in public_functions()
