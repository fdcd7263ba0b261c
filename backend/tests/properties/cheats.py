"""Two accounts of one person, an honest player, and referees whom anybody may fool.

Everybody acts through the API. Days pass by moving what has happened into the past. What leaves is
paid out at once, as M-Pesa would, and does not come back.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

import httpx

from app.api.leaderboard_cache import top_pages
from app.core import rate_limit
from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.payments.states import WithdrawalState
from app.domain.ratings.boards import Board, Period
from app.domain.ratings.glicko2 import WIDEST
from app.models.withdrawal import Withdrawal
from app.services.payments import deadlines
from app.services.payments.transitions import transition_to
from app.services.payments.withdrawals import outcomes
from app.workers.tasks.matches import sweep_matches
from app.workers.tasks.ratings import build_leaderboards, rate_matches
from tests.support.arena import Arena, Player
from tests.support.payments import new_receipt
from tests.support.pictures import photo

MONEY = 1_200  # KES of each of the three
HOUR, DAY, WEEK = 3_600, 86_400, 604_800
RESULTS = ["player1", "player2", "split", "draw", "void"]
WHY = "The recording was of another match."
_SMALLEST = Decimal(10)  # that M-Pesa pays out

_PASS = """
ALTER TABLE matches DISABLE TRIGGER USER; ALTER TABLE payout_holds DISABLE TRIGGER USER;
ALTER TABLE appeals DISABLE TRIGGER USER; ALTER TABLE rating_changes DISABLE TRIGGER USER;
UPDATE matches SET completed_at = completed_at - {ago}, started_at = started_at - {ago};
UPDATE payout_holds SET until = until - {ago};
UPDATE appeals SET opened_at = opened_at - {ago}, due_at = due_at - {ago};
UPDATE rating_changes SET played_at = played_at - {ago};
DELETE FROM no_shows;
ALTER TABLE matches ENABLE TRIGGER USER; ALTER TABLE payout_holds ENABLE TRIGGER USER;
ALTER TABLE appeals ENABLE TRIGGER USER; ALTER TABLE rating_changes ENABLE TRIGGER USER
"""
# Of one player: whom they have beaten, and the most that one match against each has given them.
_BEATEN = """
SELECT count(*), coalesce(sum(most), 0) FROM (
  SELECT max(prize - wager_amount) AS most FROM matches
  WHERE status = 'completed' AND winner_id = {id} GROUP BY player1_id + player2_id) beaten
"""


@dataclass
class Evening:
    """The three players, their matches, and what has left for the phones of the two (KES)."""

    arena: Arena
    random: Random
    one: Player = field(init=False)
    two: Player = field(init=False)
    honest: Player = field(init=False)
    referees: list[Player] = field(init=False)
    matches: list[int] = field(default_factory=list)
    taken: Decimal = Decimal(0)
    story: list[str] = field(default_factory=list)
    are_new: bool = False
    slept: int = 0
    weeks: int = 1  # begun, as of the last match

    def __post_init__(self) -> None:
        self.one, self.two, self.honest = (self.arena.player(money=MONEY) for _ in range(3))
        self.referees = [self.arena.admin() for _ in range(4)]

    @property
    def cheats(self) -> list[Player]:
        """The two accounts of one person."""
        return [self.one, self.two]

    def start_anew(self, *, deviation: float = WIDEST) -> None:
        """Let the two accounts be new: little is known of how well they play, or nothing."""
        self.are_new = True
        ids = ", ".join(str(player.id) for player in self.cheats)
        self.arena.sql(f"UPDATE player_stats SET deviation = {deviation} WHERE user_id IN ({ids})")

    def note(self, what: str, answer: httpx.Response) -> httpx.Response:
        """Keep what was tried, to be read when the two have won."""
        code = answer.json().get("code", "") if answer.status_code >= 400 else ""
        self.story.append(f"{what}: {answer.status_code} {code}")
        assert answer.status_code < 500, (what, answer.text)
        return answer

    def play(self, one: Player, two: Player, stake: int) -> int | None:
        """Let one challenge the other, and both be ready; None if they may not."""
        rate_limit.clear()
        asked = self.note(
            f"{one.username} challenges {two.username} for {stake}",
            one.post("/matches/challenges", {"wager_amount": stake, "opponent": two.username}),
        )
        if asked.status_code != 201:
            return None
        code = asked.json()["code"]
        taken = self.note("accept", two.post(f"/matches/challenges/{code}/accept"))
        if taken.status_code != 200:
            one.leave()
            return None
        match_id = int(taken.json()["match_id"])
        for player in (one, two):
            self.note("ready", player.ready(match_id))
        self.matches.append(match_id)
        self.weeks = 1 + self.slept // WEEK
        return match_id

    def agree(self, stake: int, outcome: str) -> None:
        """Play the other account, and have both report the same end."""
        match_id = self.play(self.one, self.two, stake)
        if match_id is not None:
            self.report(self.one, match_id, outcome)
            self.report(self.two, match_id, {"won": "lost", "lost": "won"}.get(outcome, outcome))

    def report(self, player: Player, match_id: int, outcome: str) -> None:
        """Report, whatever is true."""
        self.note(f"{player.username} reports {outcome}", player.report(match_id, outcome))

    def show(self, player: Player, match_id: int, seed: int) -> None:
        """Show a picture; one seed is one picture."""
        rate_limit.clear()
        files = [("pictures", ("board.jpg", photo(seed), "image/jpeg"))]
        path = f"/matches/{match_id}/evidence"
        self.note(f"{player.username} shows {seed}", player.http.post(path, files=files))

    def dispute(self, player: Player, match_id: int) -> None:
        """Dispute or contest a match, or write about it."""
        body = {"reason": "wrong_result", "statement": WHY}
        self.note(f"{player.username} disputes", player.post(f"/matches/{match_id}/dispute", body))

    def appeal(self, player: Player, match_id: int) -> None:
        """Appeal against a ruling."""
        path = f"/matches/{match_id}/appeal"
        self.note(f"{player.username} appeals", player.post(path, {"reason": WHY}))

    def rule(self, match_id: int, result: str) -> None:
        """Let a referee rule, who may have been fooled."""
        self.note(f"ruling {result}", self.referees[0].decide(match_id, result))

    def hear(self, match_id: int, result: str | None) -> None:
        """Let another referee decide an appeal or a contest, who may have been fooled, too."""
        body = {"decision": "overturn", "result": result} if result else {"decision": "uphold"}
        path = f"/admin/matches/{match_id}/appeal"
        self.note(f"hearing {result}", self.referees[1].post(path, {**body, "reason": WHY}))

    def sleep(self, seconds: int) -> None:
        """Let time pass and every deadline with it."""
        self.story.append(f"{seconds} seconds pass")
        self.slept += seconds
        self.arena.let_time_pass(seconds)
        self.arena.sql(_PASS.format(ago=f"interval '{seconds} seconds'"))
        sweep_matches()

    def cash_out(self, player: Player) -> None:
        """Take out all that may leave."""
        rate_limit.clear()
        amount = Decimal(player.wallet()[0])
        answer = self._withdraw(player, amount)
        if answer is not None and "free" in (answer.json() if answer.status_code == 409 else {}):
            answer = self._withdraw(player, Decimal(answer.json()["free"]))
        if answer is None or answer.status_code != 202:
            return
        with transaction() as session:
            row = session.get_one(Withdrawal, answer.json()["id"])
            now = utc_now()
            due_at = deadlines.of_withdrawal(row, now=now)
            transition_to(
                session, row, WithdrawalState.HELD, source="player", now=now, due_at=due_at
            )
            outcomes.pay(session, row, receipt=new_receipt(), source="query", actor="test", now=now)
            self.taken += row.amount - row.change

    def _withdraw(self, player: Player, amount: Decimal) -> httpx.Response | None:
        if amount < _SMALLEST:
            return None
        return self.note(
            f"{player.username} withdraws {amount}",
            player.post("/payments/withdrawals", {"amount": str(amount)}),
        )

    def end(self) -> None:
        """Let referees end whatever is open, let days pass, and take out all there is."""
        for _ in range(6):
            for match_id in self.matches:
                is_ours = self.one.id in self.players_of(match_id)
                seen = (self.one if is_ours else self.two).match(match_id)
                if seen["status"] == "disputed":
                    self.rule(match_id, self.random.choice(RESULTS))
                dispute = seen["dispute"]
                if dispute and dispute["appeal"] and dispute["appeal"]["decision"] is None:
                    self.hear(match_id, self.random.choice([None, *RESULTS]))
            self.sleep(2 * DAY)
        for player in self.cheats:
            player.leave()
            self.cash_out(player)

    def players_of(self, match_id: int) -> tuple[int, ...]:
        """Return the user ids of both players of a match."""
        ids = f"SELECT player1_id, player2_id FROM matches WHERE id = {match_id}"
        return tuple(self.arena.sql(ids)[0])

    def check(self) -> None:
        """Assert that the two took out no more than they put in plus what the honest one lost.

        And that two new accounts are as little known as before, to the stakes and to the boards.
        """
        lost = MONEY - Decimal(self.honest.get("/payments/wallet")["total"])
        told = "\n".join(self.story)
        assert self.taken <= 2 * MONEY + max(lost, Decimal(0)), told
        owed = self.arena.sql("SELECT sum(balance) FROM accounts WHERE kind = 'user_receivable'")
        assert owed == [(0,)], told
        if self.are_new:
            self._check_newcomers(told)

    def _check_newcomers(self, told: str) -> None:
        rate_matches()
        self.arena.sql("UPDATE leaderboards SET due_at = now()")
        build_leaderboards()
        top_pages.clear()
        highest = self.arena.sql(
            "SELECT coalesce(max(wager_amount), 0) FROM matches"
            f" WHERE player1_id IN ({self.one.id}, {self.two.id})"
            f" OR player2_id IN ({self.one.id}, {self.two.id})"
        )
        for player in self.cheats:
            limit = player.queue()["newcomer_maximum"]
            assert limit is not None, told
            assert highest[0][0] <= Decimal(limit), told
            ((beaten, most),) = self.arena.sql(_BEATEN.format(id=player.id))
            for period in Period:
                values = {board: self._on_board(player, board, period) for board in Board}
                assert values[Board.RATING] is None, told
                # Only the first match of a week against somebody stands on a board.
                assert (values[Board.STREAK] or 0) <= self.weeks * beaten, told
                assert (values[Board.WINNINGS] or 0) <= self.weeks * most, told

    def _on_board(self, player: Player, board: Board, period: Period) -> Decimal | None:
        value = player.get("/leaderboard", board=board, period=period)["me"]["value"]
        return None if value is None else Decimal(value)
