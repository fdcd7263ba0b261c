"""Activision's API, called as its former clients called it."""

import time
from collections.abc import Iterator
from typing import Any, get_args
from urllib.parse import quote

import httpx
import pytest

from simulators.cod.faults import Kind
from simulators.serving import serving
from simulators.settings import SimSettings
from tests.simulators.evidence import proves

KEY = "wagewars-simulator-sso"
BASE = "/cod/api/papi-client"


@pytest.fixture(scope="module")
def simulation() -> Iterator[httpx.Client]:
    with serving(SimSettings(speed=50)) as url, httpx.Client(base_url=url) as client:
        yield client


class Fan:
    """A program that follows two players."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http
        http.post("/_sim/reset")
        self.ace = self.player(names={"battle": "NairobiAce#2741", "uno": "NairobiAce#5510023"})
        self.viper = self.player(names={"psn": "Mombasa Viper"})
        self.switch(ingest_delay_s=0, private_matches="visible")

    def player(self, **facts: Any) -> dict[str, Any]:
        answer = self.http.post("/_sim/cod/players", json=facts)
        assert answer.status_code == 201, answer.text
        player: dict[str, Any] = answer.json()
        return player

    def switch(self, **switches: Any) -> None:
        assert self.http.put("/_sim/cod/switches", json=switches).status_code == 200

    def fault(self, kind: str, **spec: Any) -> None:
        answer = self.http.post("/_sim/cod/faults", json={"kind": kind, **spec})
        assert answer.status_code == 201, answer.text

    def play(self, **facts: Any) -> dict[str, Any]:
        body = {"p1": "NairobiAce#2741", "p2": "Mombasa Viper", **facts}
        answer = self.http.post("/_sim/cod/matches", json=body)
        assert answer.status_code == 201, answer.text
        match: dict[str, Any] = answer.json()
        return match

    def get(self, path: str, *, key: str | None = KEY) -> httpx.Response:
        headers = {"Cookie": f"ACT_SSO_COOKIE={key}"} if key else {}
        return self.http.get(BASE + path, headers=headers)

    def list_of(
        self,
        who: tuple[str, str] = ("battle", "NairobiAce#2741"),
        *,
        title: str = "mw",
        span: str = "start/0/end/0",
        lookup: str = "gamer",
        kind: str = "/details",
        key: str | None = KEY,
    ) -> httpx.Response:
        platform, name = who
        person = f"platform/{platform}/{lookup}/{quote(name, safe='')}"
        path = f"/crm/cod/v2/title/{title}/{person}/matches/mp/{span}{kind}"
        return self.get(path, key=key)

    def matches(self, **asked: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.list_of(**asked).json()["data"]["matches"]
        return rows

    def full(self, match_id: str, *, key: str | None = KEY) -> httpx.Response:
        path = f"/crm/cod/v2/title/mw/platform/battle/fullMatch/mp/{match_id}/en"
        return self.get(path, key=key)


def message(answer: httpx.Response) -> str:
    assert answer.status_code == 200
    body = answer.json()
    assert body["status"] == "error"
    said: str = body["data"]["message"]
    return said


@pytest.fixture
def fan(simulation: httpx.Client) -> Fan:
    return Fan(simulation)


@proves("cod_errors_in_200", "cod_not_authenticated")
def test_an_expired_cookie_is_refused_in_http_200(fan: Fan) -> None:
    fan.http.post("/_sim/cod/tokens", json={"value": "old", "expires_at": time.time() - 1})
    for key in (None, "guessed", "old"):
        assert message(fan.list_of(key=key)) == "Not permitted: not authenticated"


@proves("cod_user_not_found", "cod_no_steam", "cod_unknown_title")
def test_an_unknown_player_is_not_found(fan: Fan) -> None:
    assert message(fan.list_of(("battle", "Nobody#1"))) == "Not permitted: user not found"
    assert message(fan.list_of(("psn", "NairobiAce#2741"))) == "Not permitted: user not found"
    assert fan.list_of(("steam", "NairobiAce")).status_code == 404
    assert fan.list_of(title="bo7").status_code == 404


@proves("cod_not_allowed", "cod_friends_see_more", "cod_uno_blocked", "cod_own_account")
def test_a_closed_profile_is_shown_to_its_owner_and_friends_only(fan: Fan) -> None:
    fan.player(uno=fan.ace["uno"], data_visible={"battle": "friends_tourneys"})
    fan.switch(privacy_lag_s=0)
    fan.player(uno=fan.ace["uno"], data_visible={"battle": "none"})
    fan.http.post("/_sim/cod/tokens", json={"value": "mate", "friends": [fan.ace["uno"]]})
    assert message(fan.list_of()) == "Not permitted: not allowed"
    assert fan.list_of(key="mate").json()["status"] == "success"
    by_id = ("uno", fan.ace["uno"])
    for lookup in ("id", "uno"):
        assert message(fan.list_of(by_id, lookup=lookup)) == "Not permitted: not allowed"
        assert fan.list_of(by_id, lookup=lookup, key="mate").json()["status"] == "success"
    who = f"/battle/gamer/{quote('NairobiAce#2741', safe='')}"
    for path in (f"/crm/cod/v2/accounts/platform{who}", f"/preferences/v1/platform{who}/list"):
        assert message(fan.get(path)) == "Not permitted: not allowed"
        assert "battle" in fan.get(path, key="mate").json()["data"]


@proves("cod_privacy_lag")
def test_a_change_of_privacy_takes_an_hour(fan: Fan) -> None:
    fan.player(uno=fan.ace["uno"], data_visible={"battle": "none"})
    assert fan.list_of().json()["status"] == "success"
    fan.http.post("/_sim/clock", json={"advance_seconds": 3600})
    assert message(fan.list_of()) == "Not permitted: not allowed"


@proves("cod_recent", "cod_names_inside")
def test_the_last_twenty_matches_come_the_latest_first(fan: Fan) -> None:
    now = time.time()
    for number in range(22):
        fan.play(start=now - 20_000 + 500 * number)
    body = fan.list_of().json()["data"]
    rows = body["matches"]
    assert len(rows) == 20
    assert [row["utcEndSeconds"] for row in rows] == sorted(
        (row["utcEndSeconds"] for row in rows), reverse=True
    )
    assert body["summary"]["all"]["matchesPlayed"] == 20.0
    assert isinstance(rows[0]["playerStats"]["kills"], float)
    assert rows[0]["allPlayers"] is None
    assert rows[0]["player"]["platform"] == "battlenet"
    assert rows[0]["player"]["username"] == "NairobiAce"


@proves("cod_end_honoured", "cod_start_honoured")
def test_the_end_cuts_the_list_and_the_start_only_if_switched_on(fan: Fan) -> None:
    now = int(time.time())
    early, late = fan.play(start=now - 5000), fan.play(start=now - 1000)
    until = fan.matches(span=f"start/0/end/{(now - 4000) * 1000}")
    assert [row["matchID"] for row in until] == [early["match_id"]]
    since = f"start/{(now - 2000) * 1000}/end/0"
    assert len(fan.matches(span=since)) == 2
    fan.switch(start_honoured=True)
    assert [row["matchID"] for row in fan.matches(span=since)] == [late["match_id"]]


@proves("cod_light_list")
def test_the_light_list_spells_differently(fan: Fan) -> None:
    match = fan.play()
    (row,) = fan.list_of(kind="").json()["data"]
    assert row["matchId"] == match["match_id"]
    assert row["timestamp"] == int(match["end"]) * 1000
    assert row["map"].isdigit()


@proves("cod_full_match", "cod_full_match_not_yet", "cod_full_match_public")
def test_the_whole_match_shows_both_once_it_was_taken_in(fan: Fan) -> None:
    match = fan.play(delays={"p1": 5000, "p2": 5000}, others=[])
    assert "NoSuchKey" in message(fan.full(match["match_id"]))
    assert "NoSuchKey" in message(fan.full("123"))
    fan.http.post("/_sim/clock", json={"advance_seconds": 101})
    rows = fan.full(match["match_id"]).json()["data"]["allPlayers"]
    assert {row["player"]["uno"] for row in rows} == {fan.ace["uno"], fan.viper["uno"]}
    assert message(fan.full(match["match_id"], key=None)) == "Not permitted: not authenticated"
    fan.switch(fullmatch_public=True)
    assert fan.full(match["match_id"], key=None).json()["status"] == "success"


@proves("cod_private_hidden", "cod_private_visible")
def test_private_matches_are_hidden_until_the_switch_is_turned(fan: Fan) -> None:
    private = fan.play(private=True)
    public = fan.play(private=False)
    assert {row["matchID"] for row in fan.matches()} == {private["match_id"], public["match_id"]}
    fan.switch(private_matches="hidden")
    assert [row["matchID"] for row in fan.matches()] == [public["match_id"]]
    assert "NoSuchKey" in message(fan.full(private["match_id"]))
    fan.http.post("/_sim/reset")
    assert fan.http.get("/_sim/cod/switches").json()["private_matches"] == "hidden"


@proves("cod_empty_title", "cod_shutdown")
def test_a_title_that_is_not_exposed_is_empty(fan: Fan) -> None:
    assert fan.list_of(title="mw2").json() == {"status": "success", "data": {}}
    fan.switch(shutdown=True)
    assert fan.list_of().json() == {"status": "success", "data": {}}
    assert fan.full("1").json() == {"status": "success", "data": {}}


@proves("cod_map_events_gone")
def test_map_events_are_gone(fan: Fan) -> None:
    assert fan.get("/ce/v1/title/mw/platform/battle/match/1/matchMapEvents").status_code == 500


@proves("cod_search", "cod_players_appear")
def test_search_finds_searchable_players(fan: Fan) -> None:
    found = fan.get("/crm/cod/v2/platform/all/username/nairobiace/search").json()["data"]
    assert {(row["platform"], row["accountId"]) for row in found} == {
        ("battle", None),
        ("uno", fan.ace["uno"]),
    }
    fan.player(uno=fan.ace["uno"], searchable={"battle": "none", "uno": "none"})
    assert fan.get("/crm/cod/v2/platform/all/username/nairobiace/search").json()["data"] == []
    fan.switch(unknown_players="appear")
    assert fan.list_of(("xbl", "New Player")).json()["status"] == "success"


@proves("cod_token_check")
def test_identities_say_whether_a_token_is_good(fan: Fan) -> None:
    assert fan.get(f"/crm/cod/v2/identities/{KEY}").json()["data"]["titleIdentities"]
    assert message(fan.get("/crm/cod/v2/identities/other")) == "Not permitted: not authenticated"


@proves("cod_big_ids")
def test_ids_are_texts_that_no_computer_number_holds(fan: Fan) -> None:
    ids = [fan.play()["match_id"] for _ in range(6)]
    assert all(isinstance(one, str) and 17 <= len(one) <= 20 for one in ids)
    assert sum(int(one) > 2**63 for one in ids) >= 3
    assert {len(fan.ace["uno"]) >= 19, len(fan.viper["uno"]) >= 19} == {True, False}


@proves("cod_no_team", "cod_leaver")
def test_free_for_all_has_no_teams_and_a_leaver_is_not_there_at_the_end(fan: Fan) -> None:
    fan.play(mode="dm", winner="p2", leaver="p1", code="WW7K")
    (row,) = fan.matches()
    assert (row["player"]["team"], row["winningTeam"], row["team1Score"]) == ("none", "none", 0)
    assert (row["result"], row["isPresentAtEnd"]) == ("loss", False)
    assert row["player"]["clantag"] == "WW7K"


@proves("cod_ingest_delay")
def test_each_player_sees_a_match_after_a_delay_of_their_own(fan: Fan) -> None:
    fan.play(delays={"p1": 0, "p2": 5000})
    assert len(fan.matches()) == 1
    assert fan.matches(who=("psn", "Mombasa Viper")) == []
    fan.http.post("/_sim/clock", json={"advance_seconds": 101})
    assert len(fan.matches(who=("psn", "Mombasa Viper"))) == 1


def test_the_default_delays_are_those_that_we_plan_with(fan: Fan) -> None:
    fan.switch(ingest_delay_s=None)
    delays = sorted(
        (side["visible_at"] - match["end"]) * 50
        for match in (fan.play() for _ in range(100))
        for side in match["sides"]
    )
    assert 150 < delays[100] < 400
    assert 600 < delays[190] < 3000


@proves("cod_partial_first")
def test_the_first_figures_may_be_too_low(fan: Fan) -> None:
    fan.switch(partial_first=True, partial_seconds=5000)
    fan.play()
    assert fan.matches()[0]["playerStats"]["kills"] == 3.0
    fan.http.post("/_sim/clock", json={"advance_seconds": 101})
    assert fan.matches()[0]["playerStats"]["kills"] == 6.0


@proves("cod_rate_limit", "cod_rate_429", "cod_ban")
def test_a_client_that_calls_too_often_is_limited_and_then_banned(fan: Fan) -> None:
    fan.switch(rate_calls=3, ban_after=3)
    assert [fan.list_of().json()["status"] for _ in range(3)] == ["success"] * 3
    assert message(fan.list_of()) == "Not permitted: rate limit exceeded"
    fan.switch(rate_as_429=True)
    assert fan.list_of().status_code == 429
    fan.list_of()
    fan.list_of()
    assert fan.list_of().status_code == 403
    fan.http.post("/_sim/clock", json={"advance_seconds": 60})
    assert fan.list_of().status_code == 200


STATUS = {
    "http_401": 401,
    "http_404": 404,
    "http_500": 500,
    "http_502": 502,
    "http_429": 429,
    "ban_403": 403,
    "redirect": 302,
}
MESSAGES = {
    "token_expired": "Not permitted: not authenticated",
    "not_allowed": "Not permitted: not allowed",
    "user_not_found": "Not permitted: user not found",
    "rate_limit": "Not permitted: rate limit exceeded",
    "datastore_error": "Error from datastore",
    "unknown_error": "Something that nobody has seen before",
    "nosuchkey": "The specified key does not exist.",
}


@proves("cod_faults")
@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_way_of_failing_can_be_asked_for_once(fan: Fan, kind: str) -> None:
    fan.play(start=time.time() - 4000)
    match = fan.play()
    whole = fan.list_of().json()
    fan.fault(kind, scope="player", player="nairobiace#2741", ms=20)
    if kind in {"timeout", "reset"}:
        with pytest.raises(httpx.RemoteProtocolError):
            fan.list_of()
    else:
        answer = fan.list_of()
        assert answer.status_code == STATUS.get(kind, 200)
        if kind in MESSAGES:
            assert message(answer).startswith(MESSAGES[kind])
        elif kind == "html_body":
            assert answer.text.startswith("<!DOCTYPE html>")
        elif kind != "slow":
            assert answer.text != str(whole)
            assert kind in STATUS or answer.content != fan.list_of().content
    assert fan.list_of().json() == whole
    assert match["match_id"] == whole["data"]["matches"][0]["matchID"]


def test_a_fault_can_stay_and_hits_only_what_it_names(fan: Fan) -> None:
    fan.fault("http_500", count=None, scope="path", path="/fullMatch/")
    assert [fan.full("1").status_code for _ in range(3)] == [500] * 3
    assert fan.list_of().status_code == 200
    fan.fault("http_502", scope="token", token="another", count=None)
    assert fan.list_of().status_code == 200
    assert len(fan.http.get("/_sim/cod/faults").json()) == 2
    fan.http.delete("/_sim/cod/faults")
    assert fan.full("1").status_code == 200


def test_requests_are_logged(fan: Fan) -> None:
    fan.list_of()
    (row,) = fan.http.get("/_sim/requests", params={"path": "/cod/"}).json()
    assert row["status"] == 200


def test_an_unknown_name_cannot_have_played(fan: Fan) -> None:
    body = {"p1": "NairobiAce#2741", "p2": "Nobody"}
    assert fan.http.post("/_sim/cod/matches", json=body).status_code == 422
    assert fan.http.put("/_sim/cod/switches", json={"what": 1}).status_code == 422
    assert fan.http.post("/_sim/cod/players", json={"what": 1}).status_code == 422
    assert len(fan.http.get("/_sim/cod/players").json()) == 2
    assert fan.http.get("/_sim/cod/tokens").json() == []
    assert fan.http.get("/_sim/cod/matches").json() == []


def test_the_environment_says_how_it_begins() -> None:
    from simulators.settings import read_environment

    settings = read_environment({"SIM_PRIVATE_MATCHES": "visible", "SIM_SHUTDOWN": "1"})
    with serving(settings) as url:
        switches = httpx.get(f"{url}/_sim/cod/switches").json()
    assert (switches["private_matches"], switches["shutdown"]) == ("visible", True)


def test_every_scenario_can_be_loaded(fan: Fan) -> None:
    cast = {"p1": fan.ace["uno"], "p2": fan.viper["uno"], "code": "WW7K"}
    played = {}
    for number in range(1, 53):
        answer = fan.http.post(f"/_sim/cod/scenario/{number}", json=cast)
        assert answer.status_code == 201, (number, answer.text)
        played[number] = answer.json()["matches"]
        assert answer.json()["about"]
    assert played[13] == played[39] == []
    assert [side["clantag"] for side in played[2][0]["sides"]] == ["WW7K", "WW7K"]
    assert len(played[29][0]["sides"]) == 3
    assert {side["result"] for side in played[38][0]["sides"]} == {"win", "loss"}
    assert fan.http.post("/_sim/cod/scenario/53", json=cast).status_code == 404
    unknown = {"p1": "nobody", "p2": fan.viper["uno"]}
    assert fan.http.post("/_sim/cod/scenario/2", json=unknown).status_code == 422
