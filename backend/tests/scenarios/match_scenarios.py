"""Scenarios of a match, which end the same whatever Activision does meanwhile.

Each takes two players from the queue to the end of their match, or to the dispute they wait in.
The API's answers are not checked: while records lie, a report may come too late.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.workers.tasks.matches import sweep_matches
from tests.support.arena import Arena, Json, Player
from tests.support.pictures import photo

READY, PLAY, LATE, ANSWER, UNREACHED = 901, 7_201, 1_801, 1_801, 7_201


@dataclass(frozen=True)
class Meeting:
    """Two players and their match."""

    arena: Arena
    one: Player
    two: Player
    match_id: int

    def report(self, *outcomes: str | None, **more: bool) -> None:
        """Let the first, then the second report."""
        for player, outcome in zip((self.one, self.two), outcomes, strict=True):
            if outcome is not None:
                player.report_more(self.match_id, outcome=outcome, **more)

    def pass_time(self, *seconds: int) -> None:
        """Let so many seconds pass, several times."""
        for wait in seconds:
            self.arena.let_time_pass(wait)
            sweep_matches()

    def upload(self, player: Player) -> None:
        """Upload a picture as evidence."""
        files = [("pictures", ("board.jpg", photo(player.id), "image/jpeg"))]
        player.http.post(f"/matches/{self.match_id}/evidence", files=files)


def agree(match: Meeting) -> None:
    match.report("won", "lost")


def agree_the_other_way(match: Meeting) -> None:
    match.report("lost", "won")


def contradict(match: Meeting) -> None:
    match.report("won", "won")


def draw(match: Meeting) -> None:
    match.report("draw", "draw")


def play_a_draw_again(match: Meeting) -> None:
    match.report("draw", "draw", replay=True)
    match.report("won", "lost")


def silence_with_proof(match: Meeting) -> None:
    match.upload(match.one)
    match.report("won", None)
    match.two.read_inbox()
    match.pass_time(ANSWER)


def silence_of_a_locked_phone(match: Meeting) -> None:
    match.upload(match.one)
    match.report("won", None)
    match.pass_time(ANSWER, UNREACHED)


def nobody_reports(match: Meeting) -> None:
    match.pass_time(PLAY, LATE)


def ruled(match: Meeting) -> None:
    match.report("won", "won")
    match.arena.admin().decide(match.match_id, "player1", strike="player2")


def split(match: Meeting) -> None:
    match.report("won", "won")
    match.arena.admin().decide(match.match_id, "split")


def appealed(match: Meeting) -> None:
    ruled(match)
    why = "The recording shows another match."
    match.two.post(f"/matches/{match.match_id}/appeal", {"reason": why})
    body = {"decision": "overturn", "result": "player2", "reason": why}
    match.arena.admin().post(f"/admin/matches/{match.match_id}/appeal", body)


def played_on(scenario: Callable[[Meeting], None]) -> Callable[[Arena], Meeting]:
    """Let two players be ready, then run the scenario."""

    def play(arena: Arena) -> Meeting:
        match = Meeting(arena, *arena.playing(wager=500, money=500))
        scenario(match)
        return match

    return play


def no_show(arena: Arena) -> Meeting:
    match = Meeting(arena, *arena.paired(wager=500))
    match.one.ready(match.match_id)
    match.pass_time(READY)
    match.one.leave()
    return match


def called_off(arena: Arena) -> Meeting:
    match = Meeting(arena, *arena.paired(wager=500))
    match.one.cancel(match.match_id)
    return match


SCENARIOS: dict[str, Callable[[Arena], Meeting]] = {
    "no_show": no_show,
    "called_off": called_off,
} | {
    scenario.__name__: played_on(scenario)
    for scenario in (
        agree,
        agree_the_other_way,
        contradict,
        draw,
        play_a_draw_again,
        silence_with_proof,
        silence_of_a_locked_phone,
        nobody_reports,
        ruled,
        split,
        appealed,
    )
}


def outcome_of(match: Meeting) -> Json:
    """Return how a scenario ended: result, wallets, ledger, payout holds and strikes."""
    sql, match_id = match.arena.sql, match.match_id
    names = f"CASE a.user_id WHEN {match.one.id} THEN 'one' WHEN {match.two.id} THEN 'two' END"
    ledger = sql(
        f"SELECT t.type, d.kind, {names.replace('a.', 'd.')}, c.kind,"
        f" {names.replace('a.', 'c.')}, e.amount FROM transactions t"
        " JOIN entries e ON e.transaction_id = t.id JOIN accounts d ON d.id = e.debit_account_id"
        f" JOIN accounts c ON c.id = e.credit_account_id WHERE t.match_id = {match_id}"
        " ORDER BY t.id, 2, 3, 4, 5, 6"
    )
    seen = match.one.match(match_id)
    return {
        "state": [seen[name] for name in ("status", "verification_state", "result", "reason")],
        "wallets": [match.one.wallet(), match.two.wallet()],
        "ledger": [[str(part) for part in line] for line in ledger],
        "held": sql(f"SELECT amount, reason FROM payout_holds WHERE match_id = {match_id}"),
        "strikes": sql(f"SELECT kind FROM strikes WHERE match_id = {match_id}"),
    }
