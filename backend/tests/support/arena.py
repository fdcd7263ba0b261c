"""Signed-in players who act through the API."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from decimal import Decimal
from threading import Barrier
from typing import Any, TypeVar

import httpx
from typing_extensions import override

from app.models.user import User
from devstack import staff_codes
from devstack.api_client import ApiClient
from tests.support import staff
from tests.support.databases import Database
from tests.support.factories.player import PASSWORD
from tests.support.fault_injection import FaultInjector
from tests.support.players import make_player

T = TypeVar("T")
Json = dict[str, Any]


class Player(ApiClient):
    """A player who is signed in."""

    def __init__(self, url: str, user_id: int, username: str, stack: ExitStack) -> None:
        super().__init__(url)
        stack.callback(self.close)
        self.id = user_id
        self.username = username
        self._stack = stack

    @override
    def get(self, path: str, **query: Any) -> Json:
        """Return the JSON object of what must be there; raises Refused."""
        found: Json = super().get(path, **query)
        return found

    def join(self, wager: Any = 100, *, key: str | None = None, **terms: Any) -> httpx.Response:
        """Join the queue with a stake of `wager` KES."""
        return self.post("/matchmaking/queue", {"wager_amount": wager, **terms}, key=key)

    def leave(self) -> httpx.Response:
        """Leave the queue."""
        return self.delete("/matchmaking/queue")

    def queue(self) -> Json:
        """Return the player's state in the queue."""
        return self.get("/matchmaking/queue")

    def wallet(self) -> tuple[str, str]:
        """Return the available and the in-play balance (KES)."""
        money = self.get("/payments/wallet")
        assert Decimal(money["total"]) == Decimal(money["available"]) + Decimal(money["in_play"])
        return money["available"], money["in_play"]

    def match(self, match_id: int) -> Json:
        """Return a match as the player sees it."""
        return self.get(f"/matches/{match_id}")

    def ready(self, match_id: int, *, key: str | None = None) -> httpx.Response:
        """Confirm that the player is in the game's lobby."""
        return self.post(f"/matches/{match_id}/ready", key=key)

    def report(self, match_id: int, outcome: str, *, key: str | None = None) -> httpx.Response:
        """Report the outcome."""
        return self.post(f"/matches/{match_id}/report", {"outcome": outcome}, key=key)

    def report_more(self, match_id: int, **report: Any) -> httpx.Response:
        """Report the outcome and other fields."""
        return self.post(f"/matches/{match_id}/report", report)

    def read_inbox(self) -> list[Json]:
        """Open the inbox and read all that is in it; return what was unread."""
        unread = [item for item in self.get("/notifications")["items"] if not item["is_read"]]
        self.post("/notifications/read-all").raise_for_status()
        return unread

    def confirm(self, match_id: int) -> httpx.Response:
        """Confirm a proposed result."""
        return self.post(f"/matches/{match_id}/confirm")

    def contest(self, match_id: int, outcome: str = "problem") -> httpx.Response:
        """Contest a proposed result."""
        return self.post(f"/matches/{match_id}/contest", {"outcome": outcome})

    def at(self, url: str) -> "Player":
        """Return the same player, connected to another process of the API."""
        other = Player(url, self.id, self.username, self._stack)
        other.http.headers = self.http.headers
        other.http.event_hooks = self.http.event_hooks  # the codes of staff
        return other

    def cancel(self, match_id: int) -> httpx.Response:
        """Cancel the match."""
        return self.post(f"/matches/{match_id}/cancel")

    def decide(
        self,
        match_id: int,
        result: str,
        reason: str = "The recording shows it.",
        strike: str | None = None,
    ) -> httpx.Response:
        """Decide a dispute, as an admin."""
        body = {"result": result, "reason": reason} | ({"strike": strike} if strike else {})
        return self.post(f"/admin/matches/{match_id}/decide", body)

    def statement(self) -> list[Json]:
        """Return all entries of the statement, newest first."""
        entries, cursor = [], None
        while True:
            query = {"limit": 3} | ({"cursor": cursor} if cursor else {})
            page = self.get("/payments/transactions", **query)
            entries += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return entries


class Arena:
    """The API and the players who have signed in to it."""

    def __init__(
        self,
        url: str,
        database: Database,
        stack: ExitStack,
        fault_injector: FaultInjector | None = None,
    ) -> None:
        self.url = url
        self.database = database
        self._stack = stack
        self._fault_injector = fault_injector

    @contextmanager
    def under(self, fault_injector: FaultInjector) -> Iterator[None]:
        """Register players with this fault injector meanwhile."""
        before, self._fault_injector = self._fault_injector, fault_injector
        yield
        self._fault_injector = before

    def player(
        self,
        *,
        money: Decimal | int = 500,
        rating: int = 1000,
        deviation: int = 60,
        device: str | None = None,
        **who: Any,
    ) -> Player:
        """Register a player with `money` KES whose rating is certain, and sign in."""
        user = make_player(money=money, **who)
        self.sql(
            f"UPDATE player_stats SET current_rank = {rating}, rating = {rating},"
            f" deviation = {deviation} WHERE user_id = {user.id}"
        )
        if self._fault_injector is not None:
            self._fault_injector.add_player(user.id)
        return self._sign_in(user.id, user.username, device=device)

    def signed_in_again(self, player: Player | User, *, device: str | None = None) -> Player:
        """Return a player on another device."""
        return self._sign_in(player.id, player.username, device=device)

    def _sign_in(self, user_id: int, username: str, device: str | None = None) -> Player:
        player = Player(self.url, user_id, username, self._stack)
        if device is not None:
            player.http.headers["X-Device-Id"] = device
        player.sign_in(username, PASSWORD)
        if self._fault_injector is not None:
            self._fault_injector.watch(player.http)
        return player

    def admin(self, **who: Any) -> Player:
        """Register an admin and sign in."""
        return self.player(money=who.pop("money", 0), role="admin", **who)

    def appoint(self, player: Player | User) -> None:
        """Make a player an admin, with an authenticator that they have shown where signed in."""
        self.sql(f"UPDATE users SET role = 'admin' WHERE id = {player.id}")
        staff.let_pass(player.id)
        if isinstance(player, Player):
            staff_codes.show_fresh_codes(player.http, player.username)

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Run SQL as the owner of the tables, for what no player can do, such as passing time."""
        with closing(self.database.connect()) as connection, connection:  # noqa: SIM117
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []

    def let_time_pass(self, seconds: float) -> None:
        """Move all deadlines, and what was read or arrived, so many seconds into the past."""
        ago = f"interval '{seconds} seconds'"
        self.sql(
            f"UPDATE matches SET due_at = due_at - {ago}, answer_until = answer_until - {ago}"
            " WHERE due_at IS NOT NULL"
        )
        self.sql(f"UPDATE notifications SET read_at = read_at - {ago} WHERE read_at IS NOT NULL")
        self.sql(
            f"UPDATE notification_deliveries SET shown_at = shown_at - {ago},"
            f" delivered_at = delivered_at - {ago}"
            " WHERE shown_at IS NOT NULL OR delivered_at IS NOT NULL"
        )
        self.sql(
            "ALTER TABLE match_reached DISABLE TRIGGER immutable;"
            f"UPDATE match_reached SET reached_at = reached_at - {ago};"
            "ALTER TABLE match_reached ENABLE TRIGGER immutable"
        )
        self.sql(
            f"UPDATE disputes SET opened_at = opened_at - {ago}, rule_by = rule_by - {ago},"
            f" evidence_until = evidence_until - {ago}, claimed_until = claimed_until - {ago}"
        )
        self.sql(f"UPDATE matchmaking_queue SET created_at = created_at - {ago}")

    def paired(
        self, *, wager: int = 100, money: int = 500, names: Sequence[str] = ()
    ) -> tuple[Player, Player, int]:
        """Pair two players, of these names in the game; return player 1, player 2, the match id."""
        who: list[dict[str, Any]] = [{"cod_username": name} for name in names] or [{}, {}]
        one, two = (self.player(money=money, **each) for each in who)
        assert one.join(wager).json()["status"] == "searching"
        found = two.join(wager).json()
        assert found["status"] == "matched", found
        match_id = int(found["match_id"])
        match = one.match(match_id)
        assert (match["player1"]["id"], match["player2"]["id"]) == (one.id, two.id)
        return one, two, match_id

    def playing(
        self, *, wager: int = 100, money: int = 500, names: Sequence[str] = ()
    ) -> tuple[Player, Player, int]:
        """Pair two players, let both be ready, and let ten minutes of play pass."""
        one, two, match_id = self.paired(wager=wager, money=money, names=names)
        one.ready(match_id)
        assert two.ready(match_id).json()["status"] == "active"
        self.sql(
            "UPDATE matches SET started_at = started_at - interval '10 minutes'"
            f" WHERE id = {match_id}"
        )
        return one, two, match_id

    def disputing(self, *, wager: int = 100, money: int = 500) -> tuple[Player, Player, int]:
        """Let two players play and both report a win."""
        one, two, match_id = self.playing(wager=wager, money=money)
        one.report(match_id, "won")
        assert two.report(match_id, "won").json()["status"] == "disputed"
        return one, two, match_id


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """Return status and code of a refusal, after checking that it is a complete problem."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    body = answer.json()
    assert body["status"] == answer.status_code
    assert {"type", "title", "detail", "code", "request_id"} <= set(body)
    return answer.status_code, body["code"]


def at_once(*actions: Callable[[], T]) -> list[T]:
    """Run several actions at the same moment, each in a thread; return their results."""
    barrier = Barrier(len(actions))

    def run(action: Callable[[], T]) -> T:
        barrier.wait(timeout=10)
        return action()

    with ThreadPoolExecutor(max_workers=len(actions)) as pool:
        return list(pool.map(run, actions))
