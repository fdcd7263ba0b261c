"""Ready players are requeued first; missing ones get a visible, growing cooldown."""

from app.core.clock import utc_now
from app.core.database import transaction
from app.services.conduct import cooldowns
from app.services.matchmaking import queue
from app.workers.tasks.matches import pair_players
from tests.support.arena import Arena, Player, refusal


def lapse(arena: Arena, match_id: int, *, ready: list[Player], missing: list[Player]) -> None:
    """Let a match lapse as its deadline does: stakes back, ready players requeued, others noted.

    The deadline itself is the match's; it makes these two calls to the queue.
    """
    arena.sql(
        f"SELECT settle_match({match_id}, 'void', 'not_ready', 'system:deadline', NULL, NULL)"
    )
    with transaction() as session:
        cooldowns.record_no_shows(session, [one.id for one in missing], match_id, now=utc_now())
        for one in ready:
            queue.requeue(session, one.id, match_id, now=utc_now())


def test_a_ready_player_is_requeued_in_their_old_place_with_their_stake(arena: Arena) -> None:
    one = arena.player()
    one.join(200, accept_adjacent=True)
    arena.let_time_pass(40)
    two = arena.player()
    match_id = two.join(200).json()["match_id"]
    one.ready(match_id)
    early = arena.player()
    early.join(200, mode="sd")
    lapse(arena, match_id, ready=[one], missing=[two])

    seen = one.queue()
    assert (seen["status"], seen["wager_amount"]) == ("searching", "200.00")
    assert seen["accept_adjacent"] is True
    assert seen["waited_seconds"] >= 40, "the wait goes on"
    assert one.wallet() == ("300.00", "200.00")
    assert seen["cooldown"] is None
    assert two.queue()["status"] == "idle"
    assert two.wallet() == ("500.00", "0.00")


def test_a_requeued_player_is_paired_before_later_ones(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    one.ready(match_id)
    arena.let_time_pass(30)
    lapse(arena, match_id, ready=[one], missing=[two])
    later = [arena.player(rating=1300), arena.player(rating=1300)]
    arena.sql(f"UPDATE player_stats SET rating = 1000 WHERE user_id = {later[0].id}")
    assert later[0].join(100).json()["status"] == "matched"
    assert one.queue()["status"] == "matched"


def test_after_a_lowered_stake_a_player_returns_with_their_own(arena: Arena) -> None:
    low, high = arena.player(), arena.player()
    low.join(100)
    match_id = high.join(200, accept_adjacent=True).json()["match_id"]
    lapse(arena, match_id, ready=[high], missing=[low])
    assert high.queue()["wager_amount"] == "200.00"
    assert high.wallet() == ("300.00", "200.00")


def test_a_player_with_another_ticket_or_too_little_money_is_not_requeued(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    arena.sql(
        f"SELECT settle_match({match_id}, 'void', 'not_ready', 'system:deadline', NULL, NULL)"
    )
    one.join(50)
    two.post("/payments/withdrawals", {"amount": 450})
    with transaction() as session:
        assert not queue.requeue(session, one.id, match_id, now=utc_now())
        assert not queue.requeue(session, two.id, match_id, now=utc_now())
    assert one.queue()["wager_amount"] == "50.00"
    assert two.queue()["status"] == "idle"


def missed(arena: Arena, player: Player) -> None:
    other = arena.player()
    other.join(100, mode="sd")
    match_id = player.join(100, mode="sd").json()["match_id"]
    lapse(arena, match_id, ready=[], missing=[player])


def test_the_first_time_is_a_warning_and_then_it_takes_longer_each_time(arena: Arena) -> None:
    player = arena.player()
    assert player.queue()["cooldown"] is None
    missed(arena, player)
    warned = player.queue()["cooldown"]
    assert (warned["missed"], warned["until"]) == (1, None)
    assert warned["forgotten_at"].endswith("Z")

    missed(arena, player)
    pause = player.queue()["cooldown"]
    assert pause["missed"] == 2
    answer = player.join(100)
    assert refusal(answer) == (409, "cooling_down")
    assert 590 < int(answer.headers["retry-after"]) <= 600
    assert answer.json()["until"].startswith(pause["until"][:19])
    assert player.wallet() == ("500.00", "0.00")
    assert refusal(player.post("/matches/challenges", {"wager_amount": 50})) == (
        409,
        "cooling_down",
    )

    let_the_pause_pass(arena, minutes=11)
    missed(arena, player)
    assert 1790 < int(player.join(100).headers["retry-after"]) <= 1800
    let_the_pause_pass(arena, minutes=60)
    assert player.queue()["cooldown"] is None
    assert player.join(100).status_code == 201


def let_the_pause_pass(arena: Arena, *, minutes: int) -> None:
    arena.sql("ALTER TABLE no_shows DISABLE TRIGGER USER")
    arena.sql(f"UPDATE no_shows SET created_at = created_at - interval '{minutes} minutes'")
    arena.sql("ALTER TABLE no_shows ENABLE TRIGGER USER")


def test_the_same_match_counts_once_and_nobody_ready_means_both(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    lapse(arena, match_id, ready=[], missing=[one, two])
    with transaction() as session:
        cooldowns.record_no_shows(session, [one.id], match_id, now=utc_now())
        cooldowns.record_no_shows(session, [], match_id, now=utc_now())
    assert one.queue()["cooldown"]["missed"] == two.queue()["cooldown"]["missed"] == 1


def test_a_requeued_player_does_not_meet_the_absent_one_again(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    lapse(arena, match_id, ready=[one], missing=[two])
    assert two.join(100).json()["status"] == "searching"
    pair_players()
    assert one.queue()["status"] == "searching"
