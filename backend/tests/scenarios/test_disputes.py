"""Scenarios that end before a referee: proof, lies, deadlines, and data that say otherwise."""

from tests.scenarios.conftest import (
    ACE_PAID,
    EVIDENCE,
    HELD,
    REFUNDED,
    RULING,
    Scene,
)
from tests.support.pictures import encoded, opened, photo


def stand_of(scene: Scene, name: str) -> str | None:
    word: str | None = getattr(scene, name).get("/users/me/standing")["penalty"]
    return word


def in_dispute(scene: Scene) -> None:
    """Both claim the victory, and of their game nothing is to be seen."""
    scene.played_unseen()
    scene.both_claim_victory()
    scene.looked()
    assert scene.state() == ("disputed", "evidence", None, "reports_contradict")
    assert scene.money() == HELD


def test_scenario_09_both_claim_the_victory_and_have_three_hours_for_proof(scene: Scene) -> None:
    in_dispute(scene)
    ((window,),) = scene.arena.sql("SELECT evidence_until - opened_at FROM disputes")
    assert window.total_seconds() == EVIDENCE - 1
    scene.pass_time(EVIDENCE - 60)
    assert (scene.state()[:2], scene.money()) == (("disputed", "evidence"), HELD)


def test_scenario_10_nobody_shows_proof_and_the_referee_refunds_both(scene: Scene) -> None:
    in_dispute(scene)
    scene.pass_time(EVIDENCE)
    assert scene.state()[:2] == ("disputed", "admin_review")
    assert scene.money() == HELD, "time alone pays nothing out of a dispute"
    referee = scene.arena.admin()
    ruled = referee.decide(scene.match_id, "void", "Neither showed proof.", strike="player2")
    assert ruled.status_code == 200
    assert scene.state() == ("completed", "settled", "void", "ruled")
    assert scene.money() == REFUNDED
    assert (stand_of(scene, "ace"), stand_of(scene, "viper")) == (None, "warning")


def test_scenario_11_only_ace_shows_a_clip_and_the_referee_believes_it(scene: Scene) -> None:
    in_dispute(scene)
    scene.show(scene.ace, video_link="https://clips.example/the-end-of-it")
    scene.pass_time(EVIDENCE)
    referee = scene.arena.admin()
    found = referee.get(f"/admin/matches/{scene.match_id}/dispute")
    assert [(one["seat"], one["video_link"]) for one in found["pictures"]] == [
        ("player1", "https://clips.example/the-end-of-it")
    ]
    ruled = referee.decide(scene.match_id, "player1", "The clip shows it.", strike="player2")
    assert ruled.status_code == 200
    assert scene.state() == ("completed", "settled", "ace", "ruled")
    assert (scene.money(), scene.holds()) == (ACE_PAID, [])
    assert (stand_of(scene, "ace"), stand_of(scene, "viper")) == (None, "warning")


def test_scenario_19_each_speaks_of_another_game(scene: Scene) -> None:
    """Neither is believed, not even though both say that Ace won."""
    scene.began(minutes_ago=60)
    first = scene.played(ended_ago_s=1_800)
    second = scene.played()
    for player, word, game in ((scene.ace, "won", first), (scene.viper, "lost", second)):
        player.report_more(scene.match_id, outcome=word, cod_match_id=game["match_id"])
    scene.looked()
    assert scene.state() == ("disputed", "evidence", None, "ambiguous")
    assert scene.money() == HELD


def test_scenario_43_the_referee_decides_while_data_say_otherwise(scene: Scene) -> None:
    """His word is final; sure data against it ring for a second one. Hidden: there are none."""
    scene.played(winner="p2")
    scene.both_claim_victory()
    scene.looked(2)
    referee = scene.arena.admin()
    scene.look_while(lambda: referee.decide(scene.match_id, "player1"))
    assert scene.state() == ("completed", "settled", "ace", "ruled")
    assert (scene.money(), scene.settlements()) == (ACE_PAID, 1)
    rung = [] if not scene.visible else [("ruling_against_data", f"match:{scene.match_id}")]
    assert scene.arena.sql("SELECT kind, subject FROM alarms") == rung
    if scene.visible:
        assert scene.proofs()[-1] == ("viper", "HIGH", ["late_evidence"])


def test_scenario_49_a_picture_that_was_shown_in_another_dispute(scene: Scene) -> None:
    """Made smaller and saved again, it is the same picture; the referee sees where it is from."""
    one, _, other = scene.arena.disputing()
    first, again = photo(7), opened(photo(7)).resize((720, 405))
    for player, match_id, data in (
        (one, other, first),
        (scene.viper, scene.match_id, encoded(again, quality=70)),
    ):
        files = [("pictures", ("board.jpg", data, "image/jpeg"))]
        answer = player.http.post(f"/matches/{match_id}/evidence", files=files)
        assert answer.status_code == 201
    scene.played_unseen()
    scene.say(ace="won")
    scene.looked()
    assert scene.state() == ("disputed", "evidence", None, "evidence_reuse")
    assert (scene.flags(), scene.money()) == (["evidence_reuse"], HELD)
    (seen,) = scene.arena.admin().get(f"/admin/matches/{scene.match_id}/dispute")["pictures"]
    assert (seen["flags"], seen["reuses_match_id"]) == (["evidence_reuse"], other)


def test_scenario_50_the_referee_lets_his_deadline_pass(scene: Scene) -> None:
    in_dispute(scene)
    late, past = "dispute_is_late", "dispute_past_limit"
    for wait, rung in (
        (EVIDENCE, []),
        (RULING, [late]),
        (2 * RULING, [late, past]),
        (RULING, [late, past]),
    ):
        scene.pass_time(wait)
        assert scene.state()[:3] == ("disputed", "admin_review", None)
        kinds = scene.arena.sql("SELECT DISTINCT kind FROM alarms ORDER BY 1")
        assert ([kind for (kind,) in kinds], scene.money()) == (rung, HELD)
