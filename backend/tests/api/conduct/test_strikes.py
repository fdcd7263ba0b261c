"""False claims: a warning, a week without play, a ban; money stays the player's."""

from tests.support.arena import Arena, Player, refusal


def lie(arena: Arena, liar: Player) -> int:
    """Let `liar` claim a victory that was none, and a referee find it out."""
    other = arena.player()
    liar.join(20)
    match_id = int(other.join(20).json()["match_id"])
    for player in (liar, other):
        player.ready(match_id)
    for player in (liar, other):
        player.report(match_id, "won")
    answer = arena.admin().decide(match_id, "player2", strike="player1")
    assert answer.json()["winner_id"] == other.id
    return match_id


def test_the_ladder_is_climbed_step_by_step(arena: Arena) -> None:
    liar = arena.player()
    clean = liar.get("/users/me/standing")
    assert (clean["may_play"], clean["auto_confirm"], clean["penalty"]) == (True, True, None)

    lie(arena, liar)
    warned = liar.get("/users/me/standing")
    assert (warned["may_play"], warned["auto_confirm"]) == (True, False)
    assert (warned["penalty"], len(warned["strikes"])) == ("warning", 1)
    assert "warning" in warned["words"]

    lie(arena, liar)
    out = liar.get("/users/me/standing")
    assert (out["may_play"], out["penalty"]) == (False, "suspension")
    assert out["suspended_until"]
    assert refusal(liar.join(20)) == (403, "suspended_from_play")

    ago = "interval '8 days'"
    arena.sql(
        "ALTER TABLE strikes DISABLE TRIGGER USER;"
        f"UPDATE strikes SET suspended_until = suspended_until - {ago};"
        "ALTER TABLE strikes ENABLE TRIGGER USER"
    )
    assert liar.get("/users/me/standing")["may_play"] is True
    lie(arena, liar)
    banned = liar.get("/users/me/standing")
    assert (banned["may_play"], banned["penalty"]) == (False, "ban")
    assert refusal(liar.join(20)) == (403, "suspended_from_play")
    assert arena.sql("SELECT kind, subject FROM alarms WHERE subject <> 'cod'") == [
        ("player_banned", f"user:{liar.id}")
    ]


def test_a_strike_lapses(arena: Arena) -> None:
    liar = arena.player()
    lie(arena, liar)
    arena.sql(
        "ALTER TABLE strikes DISABLE TRIGGER USER;"
        "UPDATE strikes SET lapses_at = now();"
        "ALTER TABLE strikes ENABLE TRIGGER USER"
    )
    assert liar.get("/users/me/standing")["strikes"] == []


def test_a_strike_goes_when_its_ruling_is_overturned(arena: Arena) -> None:
    liar = arena.player()
    match_id = lie(arena, liar)
    why = "It was another match."
    assert liar.post(f"/matches/{match_id}/appeal", {"reason": why}).status_code == 200
    body = {"decision": "overturn", "result": "player1", "reason": why}
    assert arena.admin().post(f"/admin/matches/{match_id}/appeal", body).status_code == 200
    assert liar.get("/users/me/standing")["strikes"] == []


def test_a_ruling_without_blame_gives_no_strike(arena: Arena) -> None:
    one, two, match_id = arena.disputing()
    arena.admin().decide(match_id, "player1")
    for player in (one, two):
        assert player.get("/users/me/standing")["penalty"] is None
