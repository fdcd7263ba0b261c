"""Players and what belongs to them: one of everything that an operation can be asked about."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx

from app.core import rate_limit
from app.core.clock import utc_now
from app.core.database import transaction
from app.services.platform import alerts
from tests.api.contract.operations import Operation
from tests.support.arena import Arena, Player
from tests.support.cups import cup
from tests.support.factories.base import writing
from tests.support.factories.payments import DepositFactory
from tests.support.identity import declare, pay_out
from tests.support.passkeys import add_passkey
from tests.support.pictures import photo
from tests.support.reserves import publish

_STAFF = ("support", "referee", "finance")
ROLES = ("anonymous", "unverified", "stranger", "opponent", "owner", *_STAFF, "admin", "party")
"""`party` is an admin who plays; operations for admins are then about what is theirs."""


@dataclass(frozen=True)
class World:
    """The callers by role, and the ids in the paths."""

    url: str
    callers: dict[str, Player]
    ids: dict[str, Any]
    partys: dict[str, Any]
    staffs: dict[str, Any]
    suspect: int

    def path(self, operation: Operation, role: str) -> str:
        """Return the path that `role` asks for: the owner's things, or the party's own."""
        ids = self.ids
        if operation.path.startswith("/admin"):
            ids = ids | self.staffs | (self.partys if role == "party" else {})
        if operation.name in {"suspend_user", "lift_suspension"}:  # the owner goes on
            ids = ids | {"user_id": self.suspect}
        if "appeal" in operation.path and "appealed" in ids:
            ids = ids | {"match_id": ids["appealed"]}
        return operation.filled(**ids)

    def ask(self, operation: Operation, role: str) -> httpx.Response:
        """Send an operation's example as `role`."""
        rate_limit.clear()
        sent: dict[str, Any] = {}
        if operation.name == "show_evidence":
            sent = {"files": {"pictures": ("end.jpg", photo(3))}}
        elif operation.name == "hand_in_statement":
            sent = {"files": {"file": ("statement.csv", b"no,statement\n")}}
        elif operation.is_form:
            sent = {"data": operation.body}
        elif operation.body is not None:
            sent = {"json": self._about(operation, role)}
        path = self.path(operation, role)
        if operation.name == "login":  # the cookie that it sets belongs to nobody here
            return httpx.post(f"{self.url}/api/v1{path}", **sent)
        return self.callers[role].http.request(operation.method, path, **sent)

    def _about(self, operation: Operation, role: str) -> dict[str, Any]:
        body = dict(operation.body or {})
        if operation.name == "propose_ruling":
            ids = self.ids | (self.partys if role == "party" else {})
            body |= {"subject_kind": "deposit", "subject_id": ids["payment_id"]}
            body |= {"action": "fail", "receipt": None}
        if operation.name == "propose_role":
            body["username"] = self.ids["username"]
        if operation.name == "challenge":
            body["opponent"] = self.ids["username"]
        return {name: value for name, value in body.items() if value is not None}


def build(arena: Arena) -> World:
    """Let players deposit, play, dispute and challenge, and admins rule."""
    owner, opponent, match_id = arena.playing(wager=100, money=2000)
    upload = {"pictures": ("end.jpg", photo(2))}
    shown = owner.http.post(f"/matches/{match_id}/evidence", files=upload).json()
    message_id = _message(opponent, match_id)
    owner.report(match_id, "won")
    assert opponent.report(match_id, "lost").json()["status"] == "completed"
    code = _challenge(owner, opponent)

    stranger, bystander = arena.player(), arena.player()
    unverified = arena.player(money=0, is_verified=False)
    anonymous = arena.player(money=0)
    del anonymous.http.headers["Authorization"]
    anonymous.http.cookies.clear()
    admin, other_admin = arena.admin(), arena.admin()
    staff = [arena.player(money=0, role=role) for role in _STAFF]
    party, partys_match, partys_appeal = _disputes(arena, other_admin)
    _, disputed, appealed = _disputes(arena, other_admin)
    deposit = owner.get("/payments/deposits")["items"][0]["id"]
    in_review, partys_deposit = (_deposit_in_review(user) for user in (owner, party))
    arena.appoint(party)
    ids = {
        "match_id": match_id,
        "picture_id": shown["items"][0]["id"],
        "message_id": message_id,
        "code": code,
        "username": bystander.username,
        "deposit_id": deposit,
        "payment_id": in_review,
        "withdrawal_id": _withdrawal(owner),
        "line_id": owner.get("/payments/transactions")["items"][0]["id"],
        "series_id": _series(other_admin),
        "session_id": _other_session(arena, owner),
        "limit_id": _limit(owner),
        "claim_id": _name_claim(owner),
        "passkey_id": _passkey(arena, owner),
        "review_id": _identity_review(owner, other_admin),
        "notification_id": owner.get("/notifications")["items"][0]["id"],
        "user_id": owner.id,
        "change_id": _role_change(other_admin, arena.player(money=0)),
        "alarm_id": _alarm(other_admin, "deposit:1"),
        "ruling_id": _ruling(other_admin, in_review),
        "run_id": _run(other_admin),
        "funding_id": _funding(other_admin),
        "proposal_id": _proposal(other_admin),
        "tournament_id": cup(arena, other_admin).id,
        "key": "W1.1",
        "number": publish().number,
    }
    partys = {
        "match_id": partys_match,
        "appealed": partys_appeal,
        "message_id": arena.sql(f"SELECT id FROM room_messages WHERE match_id = {partys_match}")[0][
            0
        ],
        "payment_id": partys_deposit,
        "user_id": party.id,
        "claim_id": _name_claim(party),
        "review_id": _identity_review(party, other_admin),
        "alarm_id": _alarm(other_admin, "deposit:2"),
        "ruling_id": _ruling(other_admin, partys_deposit),
    }
    callers = dict(
        zip(
            ROLES,
            (anonymous, unverified, stranger, opponent, owner, *staff, admin, party),
            strict=True,
        )
    )
    return World(
        url=arena.url,
        callers=callers,
        ids=ids,
        partys=partys,
        staffs={"match_id": disputed, "appealed": appealed},
        suspect=arena.player(money=0).id,
    )


def _message(player: Player, match_id: int) -> int:
    answer = player.post(f"/matches/{match_id}/messages", {"preset": "hosting"})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def _challenge(owner: Player, opponent: Player) -> str:
    body = {"wager_amount": 100, "opponent": opponent.username}
    return str(owner.post("/matches/challenges", body).json()["code"])


def _withdrawal(owner: Player) -> int:
    answer = owner.post("/payments/withdrawals", {"amount": 200})
    assert answer.status_code == 202, answer.text
    return int(answer.json()["id"])


def _limit(player: Player) -> int:
    """A higher limit that waits."""
    body = {"kind": "loss", "hours": 720}
    low, high = (
        player.http.put("/users/me/limits", json=body | {"amount": amount}).json()["limits"]
        for amount in (10_000, 20_000)
    )
    assert all(one["waiting"] is None for one in low)
    return int(next(one["waiting"]["id"] for one in high if one["waiting"]))


def _identity_review(player: Player, admin: Player) -> int:
    """Let M-Pesa pay the player under another name."""
    declare(player, "Amina Wanjiru").raise_for_status()
    pay_out(player, "PETER OTIENO")
    items = admin.get("/admin/identity-reviews")["items"]
    return next(int(one["id"]) for one in items if one["user_id"] == player.id)


def _name_claim(player: Player) -> int:
    body = {"platform": "acti", "username": "NairobiAce#2741"}
    return int(player.post("/users/me/name-claims", body).json()["id"])


def _deposit_in_review(user: Player) -> int:
    with writing():
        row = DepositFactory.create(
            user_id=user.id,
            amount=Decimal(500),
            state="review",
            review_reason="no_verdict",
            completed_at=None,
            due_at=utc_now(),
        )
    return int(row.id)


def _other_session(arena: Arena, owner: Player) -> int:
    arena.signed_in_again(owner)
    sessions = owner.request("GET", "/auth/sessions").json()
    return next(int(one["id"]) for one in sessions if not one["current"])


def _alarm(admin: Player, subject: str) -> int:
    with transaction() as session:
        alerts.raise_alert(session, kind="sweep_failed", subject=subject, now=utc_now())
    items = admin.get("/admin/alarms")["items"]
    return next(int(one["id"]) for one in items if one["subject"] == subject)


def _disputes(arena: Arena, referee: Player) -> tuple[Player, int, int]:
    """Return a player with a match in dispute, that match, and one with an appeal of theirs."""
    _, player, appealed = arena.disputing()
    assert referee.decide(appealed, "player1").status_code == 200
    player.post(f"/matches/{appealed}/appeal", {"reason": "It was another game."})
    rival = arena.player()
    player.join(100)
    match_id = int(rival.join(100).json()["match_id"])
    for one in (player, rival):
        one.ready(match_id)
    _message(rival, match_id)
    player.report(match_id, "won")
    assert rival.report(match_id, "won").json()["status"] == "disputed"
    return player, match_id, appealed


def _ruling(admin: Player, deposit_id: int) -> int:
    body = {
        "subject_kind": "deposit",
        "subject_id": deposit_id,
        "action": "credit",
        "reason": "The portal shows the receipt.",
        "receipt": f"SG632NM{deposit_id:03d}",
    }
    answer = admin.post("/admin/rulings", body)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def _funding(admin: Player) -> int:
    body = {"amount": 500, "reason": "For the Saturday Cup."}
    answer = admin.post("/admin/tournaments/sponsor/fundings", body)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def _passkey(arena: Arena, player: Player) -> int:
    add_passkey(arena, player)
    return int(player.get("/auth/passkeys")["items"][0]["id"])


def _proposal(admin: Player) -> int:
    """Propose capital that nobody has paid: it is rejected or moves nothing."""
    body = {"amount": 500, "receipt": "SG632NMXYZ", "reason": "The owner's payment."}
    answer = admin.post("/admin/house/capital", body)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def _role_change(admin: Player, player: Player) -> int:
    """Propose to make a player a referee."""
    body = {"username": player.username, "role": "referee", "reason": "They begin on Monday."}
    answer = admin.post("/admin/staff/changes", body)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def _series(admin: Player) -> int:
    """Start a series of tournaments."""
    terms = {"name": "Saturday cup", "template": "weekend_cup", "weekday": "saturday"}
    made = admin.post("/admin/series", terms | {"local_time": "20:00"})
    return int(made.json()["id"])


def _run(admin: Player) -> int:
    day = {"day": utc_now().date().isoformat()}
    answer = admin.post("/admin/payments/reconciliation/runs", day)
    assert answer.status_code == 202, answer.text
    return int(answer.json()["id"])
