"""A tournament of four whose prizes are paid, and two admins who take prizes back."""

from datetime import timedelta
from decimal import Decimal

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.settings import get_settings
from app.domain.matches.decision import Result
from app.models.user import User
from app.services.ledger import posting
from app.workers.tasks.maintenance import sweep_rulings
from app.workers.tasks.tournaments import sweep_tournaments
from tests.support.arena import Arena, Json, Player
from tests.support.payments import make_paybill, make_withdrawal
from tests.support.running import Event, begin

WHY = {"reason": "The recording of the final shows an aimbot."}


class PaidCup:
    """Four who paid KES 100 each; 360 are paid, as 180, 108, 36 and 36. Everybody began with 500.

    `players` are in the order of their places.
    """

    def __init__(self, arena: Arena, event: Event) -> None:
        self.arena = arena
        self.event = event
        self.id = event.id
        self.proposer, self.approver = arena.admin(), arena.admin()
        prizes = event.prizes()
        self.players: list[User] = sorted(
            event.players, key=lambda one: (-prizes.get(one.id, Decimal(0)), one.id)
        )

    def propose(self, username: str, admin: Player | None = None) -> Json:
        """Let an admin propose to take a prize back; return what is shown then."""
        body = {"username": username} | WHY
        answer = (admin or self.proposer).post(f"/admin/tournaments/{self.id}/clawbacks", body)
        assert answer.status_code == 201, answer.text
        found: Json = answer.json()
        return found

    def decide(self, what: str, proposal_id: int, admin: Player | None = None) -> Json:
        """Let another admin approve or reject `clawbacks` or `advances`, such as `a/approve`."""
        noun, _, verb = what.partition("/")
        path = f"/admin/tournaments/{self.id}/{noun}/{proposal_id}/{verb}"
        answer = (admin or self.approver).post(path, WHY)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def take_back(self, user: User) -> Json:
        """Let two admins take a player's prize back; return what is shown then."""
        made = self.propose(user.username)["clawbacks"][0]
        return self.decide("clawbacks/approve", made["id"])

    def look(self) -> Json:
        """Return what staff is shown."""
        return self.proposer.get(f"/admin/tournaments/{self.id}/clawbacks")

    def see(self) -> Json:
        """Return the tournament as a guest sees it."""
        found: Json = self.proposer.http.get(f"/tournaments/{self.id}").json()
        return found

    def wallets(self) -> list[Decimal]:
        """Return what everybody has (KES), in the order of the first places."""
        found = self.event.wallets()
        return [found[one.id] for one in self.players]

    def owed_by(self, user: User) -> Decimal:
        """Return what a player owes us (KES)."""
        with transaction() as session:
            return posting.balances(session, user_id=user.id).owed

    def spend(self, user: User, *, leave: int) -> None:
        """Let a player withdraw all but so much (KES)."""
        left = self.event.wallets()[user.id]
        make_withdrawal(user, amount=int(left) - leave, state="paid")

    def pay_in(self, user: User, amount: int) -> str:
        """Let a player pay to the paybill; return the receipt."""
        return make_paybill(amount=amount, state="credited", user=user).receipt

    def let_days_pass(self, days: float, *, sweep: bool = True) -> None:
        """Let days pass for the ledger and the recovery, and the sweep come unless told not to."""
        ago = f"interval '{days} days'"
        self.arena.sql(
            "ALTER TABLE transactions DISABLE TRIGGER USER;"
            f"UPDATE transactions SET created_at = created_at - {ago};"
            "ALTER TABLE transactions ENABLE TRIGGER USER;"
            f"UPDATE prize_clawbacks SET look_at = look_at - {ago}"
        )
        if sweep:
            sweep_rulings()

    def told(self, kind: str) -> dict[int, Json]:
        """Return what was told of a kind, by player."""
        rows = self.arena.sql(
            f"SELECT user_id, variables FROM notifications WHERE kind = 'tournament_{kind}'"
        )
        return dict(rows)


def paid_cup(arena: Arena, **terms: object) -> PaidCup:
    """Play a tournament of four to its end, and let its prizes be paid."""
    event = begin(4, **terms)
    while event.row().status == "running":
        for key in event.live():
            event.end(key, Result.PLAYER1)
        event.go_on()
    seconds = get_settings().tournament.finalising_seconds + 1
    ago = utc_now() - timedelta(seconds=seconds)
    arena.sql(f"UPDATE tournaments SET finished_at = '{ago}', due_at = now() WHERE id = {event.id}")
    sweep_tournaments()
    assert event.row().status == "paid"
    return PaidCup(arena, event)
