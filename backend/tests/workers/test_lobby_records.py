"""The game that was found for a match stays with it, for its two players and the referees."""

from tests.fixtures.duel import VIPER, Duel


def test_the_game_that_was_found_is_kept_and_shown_without_anybodys_ids(duel: Duel) -> None:
    duel.played()
    duel.ace.report(duel.match_id, "won")
    duel.look()
    assert duel.ace.match(duel.match_id)["game"] is None, "nothing was found yet"
    duel.looked()
    seen = duel.viper.match(duel.match_id)["game"]
    assert duel.ace.match(duel.match_id)["game"] == seen
    assert duel.arena.admin().match(duel.match_id)["game"] == seen
    ace, viper = seen[duel.seat("ace")], seen[duel.seat("viper")]
    assert (seen["winner"], seen["grade"], seen["mode"]) == (duel.seat("ace"), "HIGH", "arena")
    assert (ace["result"], viper["result"]) == ("win", "loss")
    assert ace["score"] > viper["score"]
    assert ace["kills"] == viper["deaths"]
    assert seen["started_at"] < seen["ended_at"]
    ((kept, frozen),) = duel.arena.sql("SELECT cod_match_data, identities FROM matches")
    for seat in ("player1", "player2"):
        assert kept[seat]["uno"] == frozen[seat]["uno"], "the ids of whom they were at the start"
        assert kept[seat]["uno"] not in str(seen)


def test_what_is_found_of_one_alone_shows_one_side(duel: Duel) -> None:
    duel.activision.fault("not_allowed", scope="player", player=VIPER, count=None)
    duel.played()
    duel.ace.report(duel.match_id, "won")
    duel.looked(3)
    seen = duel.ace.match(duel.match_id)["game"]
    assert (seen["grade"], seen[duel.seat("ace")]["result"]) == ("MEDIUM", "win")


def test_a_dispute_shows_it_too_and_a_game_played_again_does_not(duel: Duel) -> None:
    duel.ace.report(duel.match_id, "won")
    duel.viper.report(duel.match_id, "won")
    duel.played()
    duel.looked(4)
    assert duel.viper.match(duel.match_id)["game"]["winner"] == duel.seat("ace")
    duel.arena.admin().decide(duel.match_id, "replay")
    seen = duel.ace.match(duel.match_id)
    assert (seen["status"], seen["game"]) == ("active", None)
