"""Scenarios that a referee decides: proof, false reports, deadlines and contradicting data."""

from tests.scenarios.conftest import (
    ACE_PAID,
    EVIDENCE,
    HELD,
    REFUNDED,
    RULING,
    ScenarioMatch,
)
from tests.support.pictures import encoded, opened, photo


def penalty_of(match: ScenarioMatch, name: str) -> str | None:
    penalty: str | None = getattr(match, name).get("/users/me/standing")["penalty"]
    return penalty


def open_dispute(match: ScenarioMatch) -> None:
    """Both report a win, and no game is visible."""
    match.add_hidden_game()
    match.both_claim_victory()
    match.complete_lookups()
    assert match.state() == ("disputed", "evidence", None, "reports_contradict")
    assert match.money() == HELD


def test_scenario_09_both_claim_victory_and_have_three_hours_for_proof(
    match: ScenarioMatch,
) -> None:
    open_dispute(match)
    ((window,),) = match.arena.sql("SELECT evidence_until - opened_at FROM disputes")
    assert window.total_seconds() == EVIDENCE - 1
    match.pass_time(EVIDENCE - 60)
    assert (match.state()[:2], match.money()) == (("disputed", "evidence"), HELD)


def test_scenario_10_referee_refunds_both_without_proof(match: ScenarioMatch) -> None:
    open_dispute(match)
    match.pass_time(EVIDENCE)
    assert match.state()[:2] == ("disputed", "admin_review")
    assert match.money() == HELD, "time alone pays nothing out of a dispute"
    referee = match.arena.admin()
    ruled = referee.decide(match.match_id, "void", "Neither showed proof.", strike="player2")
    assert ruled.status_code == 200
    assert match.state() == ("completed", "settled", "void", "ruled")
    assert match.money() == REFUNDED
    assert (penalty_of(match, "ace"), penalty_of(match, "viper")) == (None, "warning")


def test_scenario_11_referee_decides_by_the_only_clip(
    match: ScenarioMatch,
) -> None:
    open_dispute(match)
    match.upload_picture(match.ace, video_link="https://clips.example/the-end-of-it")
    match.pass_time(EVIDENCE)
    referee = match.arena.admin()
    found = referee.get(f"/admin/matches/{match.match_id}/dispute")
    assert [(one["seat"], one["video_link"]) for one in found["pictures"]] == [
        ("player1", "https://clips.example/the-end-of-it")
    ]
    ruled = referee.decide(match.match_id, "player1", "The clip shows it.", strike="player2")
    assert ruled.status_code == 200
    assert match.state() == ("completed", "settled", "ace", "ruled")
    assert (match.money(), match.holds()) == (ACE_PAID, [("ace", "900.00", "ruled")])
    assert (penalty_of(match, "ace"), penalty_of(match, "viper")) == (None, "warning")


def test_scenario_19_reports_about_different_games_are_disputed(match: ScenarioMatch) -> None:
    """Neither report counts, although both say that Ace won."""
    match.set_start(minutes_ago=60)
    first = match.add_game(ended_ago_s=1_800)
    second = match.add_game()
    for player, outcome, game in ((match.ace, "won", first), (match.viper, "lost", second)):
        player.report_more(match.match_id, outcome=outcome, cod_match_id=game["match_id"])
    match.complete_lookups()
    assert match.state() == ("disputed", "evidence", None, "ambiguous")
    assert match.money() == HELD


def test_scenario_43_referee_decides_before_contradicting_data_arrive(match: ScenarioMatch) -> None:
    """The ruling is final; certain data against it raise an alert. Hidden: there are none."""
    match.add_game(winner="p2")
    match.both_claim_victory()
    match.complete_lookups(2)
    referee = match.arena.admin()
    match.act_during_lookup(lambda: referee.decide(match.match_id, "player1"))
    assert match.state() == ("completed", "settled", "ace", "ruled")
    assert (match.money(), match.settlements()) == (ACE_PAID, 1)
    alerts = [] if not match.visible else [("ruling_against_data", f"match:{match.match_id}")]
    assert match.arena.sql("SELECT kind, subject FROM alarms") == alerts
    if match.visible:
        assert match.proofs()[-1] == ("viper", "HIGH", ["late_evidence"])


def test_scenario_49_picture_of_another_dispute_is_recognised(match: ScenarioMatch) -> None:
    """Resized and saved again, the picture is still recognised, and the referee sees its match."""
    one, _, other = match.arena.disputing()
    first, again = photo(7), opened(photo(7)).resize((720, 405))
    for player, match_id, data in (
        (one, other, first),
        (match.viper, match.match_id, encoded(again, quality=70)),
    ):
        files = [("pictures", ("board.jpg", data, "image/jpeg"))]
        answer = player.http.post(f"/matches/{match_id}/evidence", files=files)
        assert answer.status_code == 201
    match.add_hidden_game()
    match.report(ace="won")
    match.complete_lookups()
    assert match.state()[0] == "active", "a flag decides nothing by itself"
    match.report(viper="won")
    assert match.state() == ("disputed", "evidence", None, "evidence_reuse")
    assert (match.flags(), match.money()) == (["evidence_reuse"], HELD)
    (seen,) = match.arena.admin().get(f"/admin/matches/{match.match_id}/dispute")["pictures"]
    assert (seen["flags"], seen["reuses_match_id"]) == (["evidence_reuse"], other)


def test_scenario_50_late_ruling_raises_alerts(match: ScenarioMatch) -> None:
    open_dispute(match)
    late, past = "dispute_is_late", "dispute_past_limit"
    for wait, alerts in (
        (EVIDENCE, []),
        (RULING, [late]),
        (2 * RULING, [late, past]),
        (RULING, [late, past]),
    ):
        match.pass_time(wait)
        assert match.state()[:3] == ("disputed", "admin_review", None)
        kinds = match.arena.sql("SELECT DISTINCT kind FROM alarms ORDER BY 1")
        assert ([kind for (kind,) in kinds], match.money()) == (alerts, HELD)
