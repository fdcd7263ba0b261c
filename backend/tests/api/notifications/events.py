"""One event for every kind of notification, and who must be told of it.

A case acts through the API and the workers' tasks as far as a player can; payments get the evidence
that M-Pesa would send. What is repeated in it must not tell anybody twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.matches.decision import Result
from app.domain.notifications.kinds import Group, Kind, policy_of
from app.domain.payments.mpesa.payout_codes import PayoutFailure
from app.domain.payments.mpesa.results import Evidence, Source
from app.domain.payments.reversals import ProviderReversal
from app.domain.reconciliation.provider_rows import ProviderRow, RowKind, RowSource
from app.models.user import User
from app.services.matchmaking import presence
from app.services.payments import provider_reversals
from app.services.payments.deposits import evidence as deposit_evidence
from app.services.payments.refunds import outcomes as refunds
from app.services.payments.transitions import lock
from app.services.payments.withdrawals import outcomes as withdrawals
from app.services.reconciliation import provider_rows
from app.workers.tasks.matches import score_risks, sweep_matches, verify_match
from app.workers.tasks.matchmaking import sweep_tickets
from tests.api.notifications import tournament_events
from tests.support.arena import Arena, Player
from tests.support.factories.player import PASSWORD
from tests.support.findings import record_sure_finding
from tests.support.house import approve
from tests.support.passkeys import add_passkey
from tests.support.payments import make_deposit, make_refund, make_withdrawal, new_receipt
from tests.support.players import make_match, open_stakeless_match

WHY = "The recording shows it clearly."


@dataclass(frozen=True)
class Scene:
    """Where events happen; `read_sms(phone)` lets the worker send, and returns the texts."""

    arena: Arena
    read_sms: Callable[[str], list[str]]


Case = Callable[[Scene], list[Player]]
CASES: dict[Kind, Case] = {}


def _case(kind: Kind) -> Callable[[Case], Case]:
    def add(case: Case) -> Case:
        CASES[kind] = case
        return case

    return add


@_case(Kind.MATCH_FOUND)
def _found(scene: Scene) -> list[Player]:
    one, two, _ = scene.arena.paired()
    return [one, two]


@_case(Kind.OPPONENT_READY)
def _ready(scene: Scene) -> list[Player]:
    one, two, match_id = scene.arena.paired()
    one.ready(match_id)
    one.ready(match_id)
    return [two]


@_case(Kind.MATCH_REPORTED)
def _reported(scene: Scene) -> list[Player]:
    one, two, match_id = scene.arena.playing()
    one.report(match_id, "won")
    one.report(match_id, "won")
    one.report(match_id, "problem")
    return [two]


@_case(Kind.MATCH_REMINDER)
def _reminder(scene: Scene) -> list[Player]:
    one, two, match_id = scene.arena.playing()
    one.report(match_id, "won")
    two.read_inbox()
    scene.arena.let_time_pass(700)
    sweep_matches()
    sweep_matches()
    return [two]


@_case(Kind.MATCH_UNANSWERED)
def _unanswered(scene: Scene) -> list[Player]:
    one, two, match_id = scene.arena.playing()
    one.report(match_id, "won")
    scene.arena.let_time_pass(700)
    sweep_matches()
    sweep_matches()
    return [two]


@_case(Kind.MATCH_TO_CONFIRM)
def _to_confirm(scene: Scene) -> list[Player]:
    one, two, match_id = scene.arena.playing()
    with transaction() as session:
        record_sure_finding(session, match_id, Result.PLAYER1)
    verify_match(match_id)
    verify_match(match_id)
    return [one, two]


@_case(Kind.MATCH_REPLAYED)
def _replayed(scene: Scene) -> list[Player]:
    one, two, match_id = scene.arena.playing()
    for player in (one, two):
        player.report_more(match_id, outcome="draw", replay=True)
    return [one, two]


@_case(Kind.MATCH_DISPUTED)
def _disputed(scene: Scene) -> list[Player]:
    one, two, match_id = scene.arena.disputing()
    two.report(match_id, "won")
    return [one, two]


@_case(Kind.MATCH_RULED)
def _ruled(scene: Scene) -> list[Player]:
    one, two, match_id = scene.arena.disputing()
    admin = scene.arena.admin()
    admin.decide(match_id, "player1")
    admin.decide(match_id, "player1")
    return [one, two]


@_case(Kind.APPEAL_OPENED)
def _appealed(scene: Scene) -> list[Player]:
    one, two, match_id = scene.arena.disputing()
    scene.arena.admin().decide(match_id, "player1")
    for _ in range(2):
        two.post(f"/matches/{match_id}/appeal", {"reason": WHY})
    return [one]


@_case(Kind.APPEAL_DECIDED)
def _appeal_decided(scene: Scene) -> list[Player]:
    one, two, match_id = scene.arena.disputing()
    scene.arena.admin().decide(match_id, "player1")
    two.post(f"/matches/{match_id}/appeal", {"reason": WHY})
    uphold = {"decision": "uphold", "reason": WHY}
    scene.arena.admin().post(f"/admin/matches/{match_id}/appeal", uphold)
    return [one, two]


def _ended(scene: Scene, first: str, second: str) -> tuple[Player, Player]:
    one, two, match_id = scene.arena.playing()
    for _ in range(2):
        one.report(match_id, first)
        two.report(match_id, second)
    sweep_matches()
    return one, two


@_case(Kind.MATCH_WON)
def _won(scene: Scene) -> list[Player]:
    return [_ended(scene, "won", "lost")[0]]


@_case(Kind.MATCH_LOST)
def _lost(scene: Scene) -> list[Player]:
    return [_ended(scene, "won", "lost")[1]]


@_case(Kind.MATCH_DRAWN)
def _drawn(scene: Scene) -> list[Player]:
    return [*_ended(scene, "draw", "draw")]


@_case(Kind.MATCH_SPLIT)
def _split(scene: Scene) -> list[Player]:
    one, two, match_id = scene.arena.disputing()
    scene.arena.admin().decide(match_id, "split")
    return [one, two]


@_case(Kind.MATCH_REFUNDED)
def _refunded(scene: Scene) -> list[Player]:
    one, two, match_id = scene.arena.paired()
    one.cancel(match_id)
    one.cancel(match_id)
    return [one, two]


def _walkover(scene: Scene) -> tuple[Player, Player]:
    one, two = scene.arena.player(), scene.arena.player()
    match_id = open_stakeless_match(one, two)
    for _ in range(2):
        two.cancel(match_id)
    return one, two


@_case(Kind.TOURNAMENT_MATCH_WON)
def _tournament_won(scene: Scene) -> list[Player]:
    return [_walkover(scene)[0]]


@_case(Kind.TOURNAMENT_MATCH_LOST)
def _tournament_lost(scene: Scene) -> list[Player]:
    return [_walkover(scene)[1]]


@_case(Kind.TOURNAMENT_MATCH_VOID)
def _tournament_void(scene: Scene) -> list[Player]:
    one, two = scene.arena.player(), scene.arena.player()
    open_stakeless_match(one, two, ready_seconds=-1)
    for _ in range(2):
        sweep_matches()
    return [one, two]


def _challenge(scene: Scene, *, named: bool = True) -> tuple[Player, Player, str]:
    one, two = scene.arena.player(), scene.arena.player()
    terms = {"wager_amount": 100} | ({"opponent": two.username} if named else {})
    code = str(one.post("/matches/challenges", terms).json()["code"])
    return one, two, f"/matches/challenges/{code}"


@_case(Kind.CHALLENGE_RECEIVED)
def _challenged(scene: Scene) -> list[Player]:
    return [_challenge(scene)[1]]


@_case(Kind.CHALLENGE_ACCEPTED)
def _accepted(scene: Scene) -> list[Player]:
    one, two, path = _challenge(scene, named=False)
    two.post(f"{path}/accept")
    two.post(f"{path}/accept")
    return [one]


@_case(Kind.CHALLENGE_DECLINED)
def _declined(scene: Scene) -> list[Player]:
    one, two, path = _challenge(scene)
    two.delete(path)
    two.delete(path)
    return [one]


@_case(Kind.CHALLENGE_EXPIRED)
def _expired(scene: Scene) -> list[Player]:
    one, _, _ = _challenge(scene)
    scene.arena.sql("UPDATE challenges SET due_at = due_at - interval '61 minutes'")
    sweep_tickets()
    sweep_tickets()
    return [one]


@_case(Kind.SEARCH_ENDED)
def _search_ended(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    player.join(100)
    with transaction() as session:
        presence.record_open_sockets(session, user_ids=[], now=utc_now())
    scene.arena.sql(
        "UPDATE matchmaking_queue SET seen_at = seen_at - interval '11 minutes';"
        "UPDATE socket_rounds SET since = since - interval '11 minutes'"
    )
    sweep_tickets()
    sweep_tickets()
    return [player]


def _of_tournament(kind: Kind) -> Case:
    def case(scene: Scene) -> list[Player]:
        one, two = scene.arena.player(), scene.arena.player()
        told = tournament_events.tell(kind, one.id, two.id)
        return [player for player in (one, two) if player.id in told]

    return case


CASES |= {kind: _of_tournament(kind) for kind in Kind if policy_of(kind).group is Group.TOURNAMENT}


def _user(player: Player) -> User:
    with transaction() as session:
        return session.get_one(User, player.id)


@_case(Kind.DEPOSIT_CREDITED)
def _credited(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    deposit = make_deposit(_user(player), state="prompted", amount=500)
    receipt = new_receipt()
    paid = Evidence(source=Source.CALLBACK, code="0", amount=Decimal(500), receipt=receipt)
    for _ in range(2):
        with transaction() as session:
            deposit_evidence.apply_evidence(session, deposit.id, paid, now=utc_now())
    return [player]


@_case(Kind.DEPOSIT_FAILED)
def _failed(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    deposit = make_deposit(_user(player), state="prompted")
    cancelled = Evidence(source=Source.CALLBACK, code="1032")
    for _ in range(2):
        with transaction() as session:
            deposit_evidence.apply_evidence(session, deposit.id, cancelled, now=utc_now())
    return [player]


@_case(Kind.DEPOSIT_REVERSED)
def _reversed(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    deposit = make_deposit(_user(player), state="credited")
    reversal = ProviderReversal(new_receipt(), str(deposit.mpesa_reference), deposit.amount)
    row = ProviderRow(
        receipt=reversal.receipt,
        kind=RowKind.REVERSAL,
        amount=-deposit.amount,
        completed_at=utc_now(),
        source=RowSource.PULL,
        original_receipt=reversal.original_receipt,
    )
    for _ in range(2):
        with transaction() as session:
            provider_rows.add(session, rows=[row], now=utc_now())
            provider_reversals.apply(session, reversal, now=utc_now())
    return [player]


@_case(Kind.WITHDRAWAL_PAID)
def _paid(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    made = make_withdrawal(_user(player), state="sent")
    with transaction() as session:
        row = lock(session, type(made), made.id)
        about: dict[str, Any] = {"source": "result", "actor": "mpesa:result", "now": utc_now()}
        withdrawals.pay(session, row, receipt=new_receipt(), **about)
    return [player]


@_case(Kind.WITHDRAWAL_RETURNED)
def _returned(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    made = make_withdrawal(_user(player), state="sent")
    with transaction() as session:
        row = lock(session, type(made), made.id)
        about: dict[str, Any] = {"source": "result", "actor": "mpesa:result", "now": utc_now()}
        failure = PayoutFailure.TEMPORARY_PROBLEM
        withdrawals.release(session, row, failure=failure, **about)
    return [player]


@_case(Kind.REFUND_SENT)
def _refund_sent(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    made = make_refund(make_deposit(_user(player), state="credited"), state="sent")
    with transaction() as session:
        row = lock(session, type(made), made.id)
        about: dict[str, Any] = {"source": "result", "facts": {}, "now": utc_now()}
        refunds.finish(session, row, receipt=new_receipt(), **about)
    return [player]


@_case(Kind.REFUND_RETURNED)
def _refund_returned(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    made = make_refund(make_deposit(_user(player), state="credited"), state="sent")
    with transaction() as session:
        row = lock(session, type(made), made.id)
        refunds.release(session, row, source="result", facts={}, now=utc_now())
    return [player]


def _quick_matches(
    scene: Scene, first: str, second: str, *, times: int = 4
) -> tuple[Player, Player]:
    """Let two agree again and again within a minute: a sign that staff looks at."""
    one, two = scene.arena.player(), scene.arena.player()
    for _ in range(times):
        match_id = make_match(one, two, active=True).id
        one.report(match_id, first)
        two.report(match_id, second)
    scene.arena.sql(
        "ALTER TABLE matches DISABLE TRIGGER USER;"
        "UPDATE matches SET started_at = completed_at - interval '13 seconds';"
        "ALTER TABLE matches ENABLE TRIGGER USER"
    )
    return one, two


@_case(Kind.PAYOUTS_HELD)
def _held(scene: Scene) -> list[Player]:
    one, two = _quick_matches(scene, "won", "lost", times=3)
    score_risks()
    score_risks()
    return [one, two]


@_case(Kind.PAYOUTS_FROZEN)
def _frozen(scene: Scene) -> list[Player]:
    one, two = _quick_matches(scene, "draw", "draw")
    score_risks()
    score_risks()
    return [one, two]


@_case(Kind.PAYOUTS_RELEASED)
def _released(scene: Scene) -> list[Player]:
    one, _ = _quick_matches(scene, "draw", "draw")
    score_risks()
    for _ in range(2):
        proposed = scene.arena.admin().post(f"/admin/users/{one.id}/risk/clear", {"reason": WHY})
        approve(scene.arena.admin(), proposed.json())
    return [one]


@_case(Kind.NEW_DEVICE)
def _new_device(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    scene.arena.signed_in_again(player)
    return [player]


@_case(Kind.PASSWORD_CHANGED)
def _password(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    body = {"current_password": PASSWORD, "new_password": "Sasa-hivi-2547"}
    assert player.post("/users/me/password", body).is_success
    return [player]


@_case(Kind.PHONE_CHANGED)
def _phone(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    asked = {"phone": "0733000001", "password": PASSWORD}
    assert player.post("/users/me/phone", asked).is_success
    (text, *_) = scene.read_sms("254733000001")
    code = "".join(letter for letter in text if letter.isdigit())[:6]
    assert player.post("/users/me/phone/confirm", {"code": code}).is_success
    return [player]


@_case(Kind.EMAIL_CHANGED)
def _email(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    body = {"email": "another@mail.example", "password": PASSWORD}
    assert player.post("/users/me/email", body).is_success
    return [player]


@_case(Kind.MANY_GUESSES)
def _guesses(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    form = {"username": player.username, "password": "a wrong one"}
    with httpx.Client(base_url=player.http.base_url) as stranger:
        for _ in range(10):
            assert stranger.post("/auth/login", data=form).status_code == 401
    return [player]


@_case(Kind.PASSKEY_CHANGED)
def _passkey(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    add_passkey(scene.arena, player)
    return [player]


@_case(Kind.PASSKEY_COPIED)
def _passkey_copy(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    device = add_passkey(scene.arena, player)
    for count in (5, 4):
        device.count = count
        signed = device.sign(player.post("/auth/passkeys/sign-in/options").json())
        player.post("/auth/passkeys/sign-in", signed)
    return [player]


@_case(Kind.FACTOR_CHANGED)
def _factor(scene: Scene) -> list[Player]:
    admin = scene.arena.admin()
    assert admin.post("/auth/factor/recovery-codes").is_success
    return [admin]


@_case(Kind.LOGIN_COPIED)
def _copied(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    with httpx.Client(base_url=player.http.base_url, cookies=dict(player.http.cookies)) as thief:
        player.post("/auth/refresh")
        scene.arena.sql("UPDATE refresh_tokens SET used_at = used_at - interval '11 seconds'")
        for _ in range(2):
            assert thief.post("/auth/refresh").status_code == 401
    player.sign_in(player.username, PASSWORD)
    return [player]


@_case(Kind.STRIKE_GIVEN)
def _strike(scene: Scene) -> list[Player]:
    _, two, match_id = scene.arena.disputing()
    scene.arena.admin().decide(match_id, "player1", strike="player2")
    return [two]


def _miss(scene: Scene, absent: Player, *, wager: int) -> None:
    """Let a player be paired with somebody who is ready, and let them not come."""
    other = scene.arena.player()
    other.join(wager)
    match_id = int(absent.join(wager).json()["match_id"])
    other.ready(match_id)
    scene.arena.let_time_pass(901)
    sweep_matches()
    sweep_matches()


@_case(Kind.MATCH_MISSED)
def _missed(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    _miss(scene, player, wager=100)
    return [player]


@_case(Kind.COOLDOWN_STARTED)
def _cooldown(scene: Scene) -> list[Player]:
    player = scene.arena.player()
    _miss(scene, player, wager=50)
    _miss(scene, player, wager=200)
    return [player]
