"""Every operation that writes, and what one player sends to it twenty-four times at once.

A row arranges what the operation needs and returns the requests, which are sent in turn. Pairs of
operations that undo each other are sent together, since both then have something to do.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from app.core.clock import utc_now
from app.domain.privacy.consent import PUBLIC_NAME_VERSION, TERMS_VERSION
from app.models.user import User
from tests.support import passkeys
from tests.support.arena import Arena, Json, Player
from tests.support.authenticator import Authenticator
from tests.support.clawbacks import paid_cup
from tests.support.cups import cup, terms
from tests.support.factories.player import PASSWORD
from tests.support.house import pay_capital_in
from tests.support.identity import declare, pay_out
from tests.support.payments import make_deposit, make_withdrawal, new_receipt
from tests.support.phone_browser import PhoneBrowser
from tests.support.pictures import photo
from tests.support.running import begin

_WHY = "The recording shows it clearly."
_REASON = {"reason": _WHY}


@dataclass(frozen=True)
class Order:
    """One request; `options` are those of httpx."""

    method: str
    path: str
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Load:
    """Who sends which requests."""

    player: Player
    orders: list[Order]


Row = Callable[[Arena], Load]
ROWS: dict[str, Row] = {}


def _row(*operations: str) -> Callable[[Row], Row]:
    def add(row: Row) -> Row:
        ROWS.update(dict.fromkeys(operations, row))
        return row

    return add


def _post(path: str, body: Json | None = None) -> Order:
    return Order("POST", path, {"json": body})


def _user(arena: Arena, player: Player) -> User:
    from app.core.database import transaction  # it reads the settings

    with transaction() as session:
        return session.get_one(User, player.id)


@_row("join_queue", "leave_queue", "offer")
def _queue(arena: Arena) -> Load:
    terms = {"wager_amount": 37, "title": "cw", "mode": "sd"}
    orders = [_post("/matchmaking/queue", terms), Order("DELETE", "/matchmaking/queue")]
    return Load(arena.player(), [*orders, _post("/matchmaking/offer", terms)])


@_row("register")
def _register(arena: Arena) -> Load:
    body = {
        "username": "newcomer",
        "email": "newcomer@players.wagewars.example",
        "phone": "0712345678",
        "password": "Mambo-vipi-254",
        "date_of_birth": "1999-02-14",
        "terms_version": TERMS_VERSION,
    }
    return Load(arena.player(), [_post("/auth/register", body)])


@_row("login", "refresh", "logout")
def _sessions(arena: Arena) -> Load:
    player = arena.player()
    form = {"username": player.username, "password": PASSWORD}
    login = Order("POST", "/auth/login", {"data": form})
    # The cookies of the last answer go with the next request, as in a browser.
    return Load(player, [login, _post("/auth/refresh"), login, _post("/auth/refresh")])


@_row("enrol_factor", "confirm_factor", "renew_recovery_codes")
def _factor(arena: Arena) -> Load:
    orders = [
        _post("/auth/factor/enrol", {}),
        _post("/auth/factor/confirm", {"code": "000000"}),
        _post("/auth/factor/recovery-codes"),
    ]
    return Load(arena.admin(), orders)


@_row("begin_passkey_sign_in", "sign_in_by_passkey")
def _passkey_sign_in(arena: Arena) -> Load:
    path = f"{passkeys.PATH}/sign-in"
    player = arena.player()
    device = passkeys.add_passkey(arena, player)
    signed = device.sign(player.post(f"{path}/options").json())
    return Load(player, [_post(f"{path}/options"), _post(path, signed)])


@_row("send_passkey_code", "begin_proof_to_add", "begin_passkey", "register_passkey")
def _new_passkey(arena: Arena) -> Load:
    player = arena.player()
    device = passkeys.add_passkey(arena, player)
    to_add = f"{passkeys.PATH}/proof/add"
    proof = {"passkey": device.sign(player.post(to_add).json())}
    allowed = {"passkey": device.sign(player.post(to_add).json())}
    made = Authenticator().make(player.post(f"{passkeys.PATH}/options", allowed).json())
    orders = [
        _post(f"{passkeys.PATH}/code", {"password": PASSWORD}),
        _post(to_add),
        _post(f"{passkeys.PATH}/options", proof),
        _post(passkeys.PATH, made),
    ]
    return Load(player, orders)


@_row("begin_proof_to_remove", "remove_passkey", "rename_passkey")
def _own_passkey(arena: Arena) -> Load:
    player = arena.player()
    device = passkeys.add_passkey(arena, player)
    path = f"{passkeys.PATH}/{player.get(passkeys.PATH)['items'][0]['id']}"
    proof = {"passkey": device.sign(player.post(f"{path}/proof").json())}
    rename = Order("PATCH", path, {"json": {"name": "The blue one"}})
    return Load(player, [rename, _post(f"{path}/proof"), _post(f"{path}/remove", proof)])


@_row("begin_passkey_confirmation")
def _passkey_confirmation(arena: Arena) -> Load:
    player = arena.player()
    passkeys.add_passkey(arena, player)
    body = {"amount": 100, "by_passkey": True}
    made = player.post("/payments/withdrawals", body).json()
    return Load(player, [_post(f"/payments/withdrawals/{made['id']}/passkey")])


@_row("propose_factor_reset", "approve_factor_reset", "reject_factor_reset")
def _factor_resets(arena: Arena) -> Load:
    path = "/admin/factor-resets"
    names = [arena.admin().username for _ in range(2)]
    bodies = [{"username": name, **_REASON} for name in names]
    reset = arena.admin().post(path, bodies[0]).json()["id"]
    orders = [
        _post(path, bodies[1]),
        _post(f"{path}/{reset}/approve", _REASON),
        _post(f"{path}/{reset}/reject", _REASON),
    ]
    return Load(arena.admin(), orders)


@_row("end_session", "end_other_sessions")
def _end_session(arena: Arena) -> Load:
    player = arena.player()
    arena.signed_in_again(player)
    orders = [
        Order("DELETE", f"/auth/sessions/{one['id']}")
        for one in player.http.get("/auth/sessions").json()
        if not one["current"]
    ]
    return Load(player, [*orders, Order("DELETE", "/auth/sessions")])


@_row("verify_phone", "resend_code")
def _verify(arena: Arena) -> Load:
    player = arena.player(money=0, is_verified=False)
    return Load(
        player, [_post("/auth/resend-code"), _post("/auth/verify-phone", {"code": "123456"})]
    )


@_row("forgot_password", "reset_password")
def _reset(arena: Arena) -> Load:
    player = arena.player()
    reset = {"identifier": player.username, "code": "123456", "new_password": "Sasa-hivi-2547"}
    forgot = _post("/auth/forgot-password", {"identifier": player.username})
    return Load(player, [_post("/auth/reset-password", reset), forgot])


@_row("change_password")
def _change_password(arena: Arena) -> Load:
    body = {"current_password": PASSWORD, "new_password": "Sasa-hivi-2547"}
    return Load(arena.player(), [_post("/users/me/password", body)])


@_row("change_phone", "confirm_phone")
def _change_phone(arena: Arena) -> Load:
    ask = _post("/users/me/phone", {"phone": "0733000001", "password": PASSWORD})
    return Load(arena.player(), [ask, _post("/users/me/phone/confirm", {"code": "123456"})])


@_row("change_email")
def _change_email(arena: Arena) -> Load:
    body = {"email": "another@mail.example", "password": PASSWORD}
    return Load(arena.player(), [_post("/users/me/email", body)])


@_row("block_player", "unblock_player")
def _blocks(arena: Arena) -> Load:
    path = f"/users/me/blocks/{arena.player().username}"
    return Load(arena.player(), [Order("PUT", path), Order("DELETE", path)])


@_row("give_consent")
def _consents(arena: Arena) -> Load:
    body = {"subject": "public_name", "version": PUBLIC_NAME_VERSION, "given": True}
    return Load(arena.player(), [_post("/users/me/consents", body)])


@_row("put_game_account", "delete_game_account")
def _game_accounts(arena: Arena) -> Load:
    path = "/users/me/game-accounts/battle"
    put = Order("PUT", path, {"json": {"username": "NairobiAce#2741"}})
    return Load(arena.player(), [put, Order("DELETE", path)])


@_row("claim_name", "check_name_claim")
def _name_claims(arena: Arena) -> Load:
    player, path = arena.player(), "/users/me/name-claims"
    body = {"platform": "acti", "username": "NairobiAce#2741"}
    opened = player.post(path, body).json()
    return Load(player, [_post(path, body), _post(f"{path}/{opened['id']}/check")])


@_row("decide_name_claim")
def _name_claim_decision(arena: Arena) -> Load:
    body = {"platform": "acti", "username": "NairobiAce#2741"}
    opened = arena.player().post("/users/me/name-claims", body).json()
    decision = {"granted": True, "reason": "The video shows the code."}
    path = f"/admin/name-claims/{opened['id']}/decide"
    return Load(arena.admin(), [_post(path, decision)])


@_row("set_limit", "confirm_limit")
def _limits(arena: Arena) -> Load:
    player = arena.player()

    def limit(amount: int) -> Order:
        body = {"kind": "stake", "hours": 24, "amount": amount}
        return Order("PUT", "/users/me/limits", {"json": body})

    shown = player.http.put("/users/me/limits", json=limit(100).options["json"]).json()
    assert shown["limits"]
    raised = player.http.put("/users/me/limits", json=limit(200).options["json"]).json()
    (waiting,) = (one["waiting"] for one in raised["limits"] if one["waiting"])
    return Load(player, [limit(90), limit(300), _post(f"/users/me/limits/{waiting['id']}/confirm")])


@_row("count_play_time", "set_reality_check", "read_loss_warning")
def _play_time(arena: Arena) -> Load:
    orders = [
        _post("/users/me/play-time"),
        Order("PUT", "/users/me/reality-check", {"json": {"minutes": 30}}),
        _post("/users/me/loss-warning"),
    ]
    return Load(arena.player(), orders)


@_row("set_legal_name", "check_document")
def _identity(arena: Arena) -> Load:
    document = {"kind": "national_id", "number": "31247760", "consent": True}
    orders = [
        Order("PUT", "/users/me/identity/name", {"json": {"name": "Amina Wanjiru"}}),
        _post("/users/me/identity/checks", document),
    ]
    return Load(arena.player(), orders)


@_row("decide_identity_review")
def _identity_review(arena: Arena) -> Load:
    player, admin = arena.player(), arena.admin()
    declare(player, "Amina Wanjiru").raise_for_status()
    pay_out(player, "PETER OTIENO")
    (review,) = admin.get("/admin/identity-reviews")["items"]
    decision = {"approves": True, "reason": _WHY}
    return Load(admin, [_post(f"/admin/identity-reviews/{review['id']}/decide", decision)])


@_row("take_time_out", "exclude_myself")
def _exclude(arena: Arena) -> Load:
    orders = [
        _post("/users/me/time-out", {"hours": 24}),
        _post("/users/me/self-exclusion", {"months": 6}),
    ]
    return Load(arena.player(), orders)


@_row("change_me")
def _profile(arena: Arena) -> Load:
    return Load(arena.player(), [Order("PATCH", "/users/me", {"json": {"cod_username": "Ace"}})])


@_row("read_notification", "read_all_notifications", "change_preferences")
def _notifications(arena: Arena) -> Load:
    player, _, _ = arena.paired()
    (newest, *_) = player.get("/notifications")["items"]
    change = {"type": "challenge_received", "channel": "push", "is_on": False}
    orders = [
        _post(f"/notifications/{newest['id']}/read"),
        Order("PUT", "/notifications/preferences", {"json": {"items": [change]}}),
        _post("/notifications/read-all"),
    ]
    return Load(player, orders)


@_row("subscribe_to_pushes", "send_push_test", "unsubscribe_from_pushes", "receive_push")
def _pushes(arena: Arena) -> Load:
    player = arena.player()
    browser = PhoneBrowser("https://fcm.googleapis.com/fcm/send/many")
    orders = [
        _post("/notifications/push-subscriptions", browser.subscription(player)),
        _post("/notifications/test"),
        Order("DELETE", "/notifications/push-subscriptions"),
        _post("/notifications/push-receipts", {"receipt": str(uuid4())}),
    ]
    return Load(player, orders)


@_row("socket_ticket")
def _ticket(arena: Arena) -> Load:
    return Load(arena.player(), [_post("/ws/ticket")])


@_row("request_deposit")
def _deposit(arena: Arena) -> Load:
    return Load(arena.player(), [_post("/payments/deposits", {"amount": 100})])


@_row("request_withdrawal", "quote")
def _withdrawal(arena: Arena) -> Load:
    quote = _post("/payments/quote", {"kind": "withdrawal", "amount": 100})
    return Load(arena.player(), [_post("/payments/withdrawals", {"amount": 100}), quote])


@_row("confirm_withdrawal", "resend_withdrawal_code", "cancel_withdrawal")
def _withdrawal_steps(arena: Arena) -> Load:
    player = arena.player()
    made = player.post("/payments/withdrawals", {"amount": 100}).json()
    path = f"/payments/withdrawals/{made['id']}"
    confirm = _post(f"{path}/confirm", {"code": "123456"})
    return Load(player, [_post(f"{path}/resend-code"), confirm, _post(f"{path}/cancel")])


@_row("challenge", "cancel_challenge")
def _challenge(arena: Arena) -> Load:
    player = arena.player()
    made = player.post("/matches/challenges", {"wager_amount": 100}).json()
    make = _post("/matches/challenges", {"wager_amount": 100})
    cancel = Order("DELETE", f"/matches/challenges/{made['code']}")
    leave = Order("DELETE", "/matchmaking/queue")
    return Load(player, [cancel, make, leave, _post("/matchmaking/queue", {"wager_amount": 37})])


@_row("accept_challenge")
def _accept(arena: Arena) -> Load:
    made = arena.player().post("/matches/challenges", {"wager_amount": 100}).json()
    return Load(arena.player(), [_post(f"/matches/challenges/{made['code']}/accept")])


@_row("ready", "cancel")
def _ready(arena: Arena) -> Load:
    one, _, match_id = arena.paired()
    path = f"/matches/{match_id}"
    return Load(one, [_post(f"{path}/ready"), _post(f"{path}/cancel")])


@_row("report")
def _report(arena: Arena) -> Load:
    one, _, match_id = arena.playing()
    return Load(one, [_post(f"/matches/{match_id}/report", {"outcome": "won"})])


@_row("confirm", "contest", "dispute_match", "all_shown")
def _after_the_game(arena: Arena) -> Load:
    one, two, match_id = arena.playing()
    two.report(match_id, "won")
    path = f"/matches/{match_id}"
    dispute = {"reason": "other", "statement": "The other player left before the end."}
    orders = [
        _post(f"{path}/dispute", dispute),
        _post(f"{path}/dispute/done"),
        _post(f"{path}/confirm"),
        _post(f"{path}/contest", {"outcome": "problem"}),
    ]
    return Load(one, orders)


@_row("write_message", "mute_opponent", "report_message")
def _room(arena: Arena) -> Load:
    one, two, match_id = arena.playing()
    path = f"/matches/{match_id}/messages"
    written = two.post(path, {"preset": "hosting"}).json()
    orders = [
        _post(path, {"text": "Invite me"}),
        Order("PUT", f"{path}/mute", {"json": {"is_muted": True}}),
        _post(f"{path}/{written['id']}/report", {"reason": "abuse"}),
        Order("PUT", f"{path}/mute", {"json": {"is_muted": False}}),
    ]
    return Load(one, orders)


@_row("decide_message")
def _moderation(arena: Arena) -> Load:
    one, two, match_id = arena.playing()
    path = f"/matches/{match_id}/messages"
    written = two.post(path, {"text": "I know where you live"}).json()
    assert one.post(f"{path}/{written['id']}/report", {"reason": "threat"}).is_success
    decide = {"decision": "hide", "silence_hours": 24, "note": _WHY}
    return Load(arena.admin(), [_post(f"/admin/messages/{written['id']}/decision", decide)])


@_row("rematch")
def _rematch(arena: Arena) -> Load:
    one, two, match_id = arena.playing()
    one.report(match_id, "lost")
    two.report(match_id, "won")
    return Load(one, [_post(f"/matches/{match_id}/rematch")])


@_row("show_evidence")
def _evidence(arena: Arena) -> Load:
    one, _, match_id = arena.playing()
    pictures = {"files": [("pictures", ("shot.jpg", photo(1), "image/jpeg"))]}
    report = _post(f"/matches/{match_id}/report", {"outcome": "won"})
    return Load(one, [Order("POST", f"/matches/{match_id}/evidence", pictures), report])


@_row("claim_dispute", "release_dispute", "decide_match")
def _rule(arena: Arena) -> Load:
    _, _, match_id = arena.disputing()
    path = f"/admin/matches/{match_id}"
    decide = _post(f"{path}/decide", {"result": "player1", "reason": _WHY})
    return Load(arena.admin(), [_post(f"{path}/claim"), _post(f"{path}/release"), decide])


@_row("confirm_match_ruling", "reject_match_ruling")
def _second_referee(arena: Arena) -> Load:
    _, _, match_id = arena.disputing(wager=10_000, money=10_000)
    assert arena.admin().decide(match_id, "player1").is_success
    path = f"/admin/matches/{match_id}"
    return Load(
        arena.admin(), [_post(f"{path}/confirm", _REASON), _post(f"{path}/reject", _REASON)]
    )


def _ruled(arena: Arena, *, wager: int) -> tuple[Player, int]:
    """Have two referees rule if it takes two; returns the loser and the match."""
    _, two, match_id = arena.disputing(wager=wager, money=wager)
    assert arena.admin().decide(match_id, "player1").is_success
    arena.admin().post(f"/admin/matches/{match_id}/confirm", _REASON)
    return two, match_id


@_row("appeal_match")
def _appeal(arena: Arena) -> Load:
    loser, match_id = _ruled(arena, wager=100)
    return Load(loser, [_post(f"/matches/{match_id}/appeal", _REASON)])


@_row("decide_appeal", "confirm_appeal", "reject_appeal")
def _decide_appeal(arena: Arena) -> Load:
    loser, match_id = _ruled(arena, wager=10_000)
    assert loser.post(f"/matches/{match_id}/appeal", _REASON).is_success
    path = f"/admin/matches/{match_id}/appeal"
    orders = [
        _post(path, {"decision": "overturn", "result": "player2", "reason": _WHY}),
        _post(f"{path}/reject", _REASON),
        _post(f"{path}/confirm", _REASON),
    ]
    return Load(arena.admin(), orders)


@_row("turn_switch")
def _switch(arena: Arena) -> Load:
    orders = [
        Order("PUT", "/admin/switches/deposits", {"json": {"is_on": is_on, "reason": _WHY}})
        for is_on in (False, True)
    ]
    return Load(arena.admin(), orders)


@_row("clear_alarm")
def _alarm(arena: Arena) -> Load:
    arena.sql("INSERT INTO alarms (kind, subject, detail) VALUES ('books_differ', 'run:1', '{}')")
    ((alarm_id,),) = arena.sql("SELECT id FROM alarms WHERE subject = 'run:1'")
    return Load(arena.admin(), [_post(f"/admin/alarms/{alarm_id}/clear", _REASON)])


@_row("start_run", "hand_in_statement")
def _reconciliation(arena: Arena) -> Load:
    from tests.api.payments.test_reconciliation import HERE, STATEMENT

    statement = {"files": {"file": ("statement.csv", STATEMENT.encode(), "text/csv")}}
    start = _post(f"{HERE}/runs", {"day": "2026-11-21"})
    return Load(arena.admin(), [start, Order("POST", f"{HERE}/statement", statement)])


@_row("clear_risk")
def _risk(arena: Arena) -> Load:
    path = f"/admin/users/{arena.player().id}/risk/clear"
    return Load(arena.admin(), [_post(path, {"reason": "The two are known to be brothers."})])


@_row("add_note", "suspend_user", "lift_suspension")
def _users(arena: Arena) -> Load:
    path = f"/admin/users/{arena.player().id}"
    orders = [
        _post(f"{path}/notes", {"text": _WHY}),
        _post(f"{path}/suspend", {"kind": "suspended", "reason": _WHY}),
        _post(f"{path}/lift", _REASON),
    ]
    return Load(arena.admin(), orders)


@_row("propose_role", "approve_role", "reject_role")
def _roles(arena: Arena) -> Load:
    path, proposer = "/admin/staff/changes", arena.admin()
    bodies = [
        {"username": arena.player().username, "role": "support", "reason": _WHY} for _ in range(3)
    ]
    first, second = (proposer.post(path, body).json()["id"] for body in bodies[:2])
    orders = [
        _post(path, bodies[2]),
        _post(f"{path}/{first}/approve", _REASON),
        _post(f"{path}/{second}/reject", _REASON),
    ]
    return Load(arena.admin(), orders)


@_row("propose_funding", "approve_funding", "reject_funding")
def _sponsor(arena: Arena) -> Load:
    pay_capital_in(250)
    path, body = "/admin/tournaments/sponsor/fundings", {"amount": 250, "reason": _WHY}
    first, second = (arena.admin().post(path, body).json()["id"] for _ in range(2))
    orders = [
        _post(path, body),
        _post(f"{path}/{first}/approve", _REASON),
        _post(f"{path}/{second}/reject", _REASON),
    ]
    return Load(arena.admin(), orders)


@_row("propose_clawback", "approve_clawback", "reject_clawback")
@_row("propose_advance", "approve_advance", "reject_advance")
def _clawbacks(arena: Arena) -> Load:
    cup = paid_cup(arena)
    champion, second = cup.players[:2]
    cup.spend(champion, leave=0)
    cup.take_back(champion)
    pay_capital_in(1_000)
    path, amount = f"/admin/tournaments/{cup.id}", {"amount": "10.00"}
    propose = {"username": second.username} | _REASON
    clawback = cup.propose(second.username)["clawbacks"][0]["id"]
    advance = cup.proposer.post(f"{path}/advances", amount | _REASON).json()["advances"][0]["id"]
    orders = [
        _post(f"{path}/clawbacks", propose),
        _post(f"{path}/clawbacks/{clawback}/reject", _REASON),
        _post(f"{path}/clawbacks/{clawback}/approve", _REASON),
        _post(f"{path}/advances", amount | _REASON),
        _post(f"{path}/advances/{advance}/reject", _REASON),
        _post(f"{path}/advances/{advance}/approve", _REASON),
    ]
    return Load(cup.approver, orders)


@_row("propose_ruling", "approve_ruling", "reject_ruling")
def _rulings(arena: Arena) -> Load:
    user = _user(arena, arena.player())
    proposal = {
        "subject_kind": "deposit",
        "subject_id": make_deposit(user, review_reason="amount_differs").id,
        "action": "credit",
        "receipt": new_receipt(),
        "reason": _WHY,
    }
    made = arena.admin().post("/admin/rulings", proposal).json()
    path = f"/admin/rulings/{made['id']}"
    other = proposal | {
        "subject_kind": "withdrawal",
        "subject_id": make_withdrawal(user).id,
        "action": "release",
    }
    del other["receipt"]
    orders = [
        _post("/admin/rulings", other),
        _post(f"{path}/reject", _REASON),
        _post(f"{path}/approve", _REASON),
    ]
    return Load(arena.admin(), orders)


@_row("create_from_template", "create_series", "stop_series")
def _series(arena: Arena) -> Load:
    start = {"template": "league", "start_date": (utc_now() + timedelta(days=2)).isoformat()}
    weekly = {"template": "league", "name": "League", "weekday": "monday", "local_time": "19:00"}
    admin = arena.admin()
    series_id = admin.post("/admin/series", weekly).json()["id"]
    orders = [
        _post("/admin/tournament-drafts", start),
        _post("/admin/series", weekly),
        _post(f"/admin/series/{series_id}/stop"),
    ]
    return Load(admin, orders)


@_row("propose_capital", "propose_capital_withdrawal", "name_capital_receipt")
@_row("approve_proposal", "reject_proposal")
def _capital(arena: Arena) -> Load:
    pay_capital_in(5_000)
    capital, reason = {"amount": 20, "receipt": new_receipt()} | _REASON, {"amount": 10} | _REASON
    path = "/admin/house/capital"
    made = arena.admin().post(f"{path}/withdrawals", reason).json()
    proposal = f"/admin/proposals/{made['id']}"
    orders = [
        _post(path, capital),
        _post(f"{path}/withdrawals", reason),
        _post(f"{path}/withdrawals/{made['id']}/receipt", {"receipt": new_receipt()}),
        _post(f"{proposal}/approve", {"digest": made["digest"]} | _REASON),
        _post(f"{proposal}/reject", _REASON),
    ]
    return Load(arena.admin(), orders)


@_row("propose_adjustment")
def _adjustment(arena: Arena) -> Load:
    path = f"/admin/users/{arena.player().id}/adjustments"
    body = {"kind": "debit", "amount": 10, "code": "credited_twice"} | _REASON
    return Load(arena.admin(), [_post(path, body)])


@_row("propose_reopening")
def _reopening(arena: Arena) -> Load:
    return Load(arena.admin(), [_post("/admin/switches/withdrawals/reopening", _REASON)])


@_row("begin_tax_period")
def _tax(arena: Arena) -> Load:
    return Load(arena.admin(), [_post("/admin/tax/periods", {"profile": "none", "reason": _WHY})])


@_row("join_tournament", "leave_tournament", "check_in_to_tournament")
def _tournament(arena: Arena) -> Load:
    path = f"/tournaments/{cup(arena).id}"
    orders = [_post(f"{path}/join"), _post(f"{path}/check-in"), _post(f"{path}/leave")]
    return Load(arena.player(), orders)


@_row("create_tournament", "edit_tournament", "publish_tournament", "promote_waiting")
@_row("move_tournament", "remove_participant", "cancel_tournament")
def _tournaments_by_staff(arena: Arena) -> Load:
    made, player = cup(arena), arena.player()
    made.join(player)
    path, moved = f"/admin/tournaments/{made.id}", terms()
    when = {name: moved[name] for name in ("check_in_opens_at", "start_date")}
    orders = [
        _post("/admin/tournaments", moved),
        Order("PATCH", path, {"json": {"manual_order": [player.username]}}),
        _post(f"{path}/move", when | _REASON),
        _post(f"{path}/promote"),
        _post(f"{path}/participants/{player.username}/remove", _REASON),
        _post(f"{path}/publish"),
        _post(f"{path}/cancel", _REASON),
    ]
    return Load(made.admin, orders)


@_row("start_tournament", "pause_tournament", "resume_tournament", "reset_tournament_match")
@_row("set_tournament_result", "disqualify_participant", "reinstate_participant")
def _tournament_that_runs(arena: Arena) -> Load:
    event = begin(4)
    names = {one.id: one.username for one in event.players}
    home = names[event.live()["W1.1"].home_id]
    path = f"/admin/tournaments/{event.id}"
    won = {"winner": home, "ending": "played", "reset": True}
    orders = [
        _post(f"{path}/start", _REASON),
        _post(f"{path}/pause", _REASON),
        _post(f"{path}/resume", _REASON),
        _post(f"{path}/matches/W1.1/result", won | _REASON),
        _post(f"{path}/matches/W1.1/reset", {"reset": True} | _REASON),
        _post(f"{path}/participants/{home}/disqualify", _REASON),
        _post(f"{path}/participants/{home}/reinstate", _REASON),
    ]
    return Load(arena.admin(), orders)
