"""Our client of Activision's API, against the simulator and everything that may go wrong there."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from app.core.clock import utc_now
from app.core.logging import configure_logging
from app.core.settings.cod import CodSettings
from app.domain.cod.records import Identity, Visibility
from app.integrations.cod import errors
from app.integrations.cod.client import CodClient
from simulators.serving import serving
from simulators.settings import SimSettings

KEY = "wagewars-simulator-sso"
ACE = Identity(platform="battle", username="NairobiAce#2741")
VIPER = Identity(platform="psn", username="Mombasa Viper+?")
NOBODY = Identity(platform="xbl", username="Nobody")


@pytest.fixture(scope="module")
def world() -> Iterator[httpx.Client]:
    with serving(SimSettings(speed=50)) as url, httpx.Client(base_url=url) as control:
        yield control


@pytest.fixture
def control(world: httpx.Client) -> httpx.Client:
    world.post("/_sim/reset").raise_for_status()
    world.put("/_sim/cod/switches", json={"ingest_delay_s": 0, "private_matches": "visible"})
    for one in (ACE, VIPER):
        world.post("/_sim/cod/players", json={"names": {one.platform: one.username}})
    return world


class Pauses(list[float]):
    """The pauses that a client made."""


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def client(control: httpx.Client, pauses: Pauses) -> Iterator[CodClient]:
    settings = CodSettings(
        base_url=f"{str(control.base_url).rstrip('/')}/cod/api/papi-client",
        key=SecretStr(KEY),
        timeout=0.5,
    )
    client = CodClient(settings, sleep=pauses.append)
    yield client
    client.close()


def play(control: httpx.Client, **facts: Any) -> dict[str, Any]:
    body = {"p1": ACE.username, "p2": VIPER.username, **facts}
    answer = control.post("/_sim/cod/matches", json=body)
    assert answer.status_code == 201, answer.text
    match: dict[str, Any] = answer.json()
    return match


def fault(control: httpx.Client, kind: str, **spec: Any) -> None:
    control.post("/_sim/cod/faults", json={"kind": kind, **spec}).raise_for_status()


def ask(client: CodClient, who: Identity = ACE) -> list[Any]:
    since = utc_now() - timedelta(hours=2)
    return client.recent_matches(who, title="mw", since=since, until=utc_now())


def calls(control: httpx.Client) -> int:
    return len(control.get("/_sim/requests", params={"path": "/cod/", "limit": 1000}).json())


def test_a_players_matches_are_read_as_they_were_played(
    client: CodClient, control: httpx.Client
) -> None:
    match = play(control, code="WW7K", duration_s=385)
    (one,), (other,) = ask(client), ask(client, VIPER)
    assert one.match_id == other.match_id == match["match_id"]
    assert (one.result, other.result) == ("win", "loss")
    assert (one.uno, other.uno) == tuple(side["uno"] for side in match["sides"])
    assert (one.team1_score, one.team2_score, one.kills) == (6, 4, 6)
    assert (one.private, one.mode, one.clantag, one.seconds) == (True, "arena", "WW7K", 385)
    assert (one.username, one.title) == ("NairobiAce", "mw")


def test_games_outside_the_asked_period_are_left_out(
    client: CodClient, control: httpx.Client
) -> None:
    play(control, ended_ago_s=3 * 3600)
    near = play(control)
    assert [record.match_id for record in ask(client)] == [near["match_id"]]


def test_a_player_is_asked_about_once_a_minute(client: CodClient, control: httpx.Client) -> None:
    ask(client)
    ask(client)
    assert calls(control) == 1
    client.forget()
    ask(client)
    assert calls(control) == 2


def test_the_light_list_and_the_whole_match(client: CodClient, control: httpx.Client) -> None:
    match = play(control)
    since = utc_now() - timedelta(hours=1)
    ids = client.match_ids(ACE, title="mw", since=since, until=utc_now())
    assert [match_id for match_id, _ in ids] == [match["match_id"]]
    both = client.full_match(title="mw", platform="battle", match_id=match["match_id"])
    assert {record.uno for record in both} == {side["uno"] for side in match["sides"]}


def test_a_name_is_searched_and_a_token_is_checked(
    client: CodClient, control: httpx.Client
) -> None:
    assert client.search("battle", "NairobiAce") == [ACE]
    assert client.search("battle", "Nobody") == []
    assert client.verify_token() is True
    fault(control, "token_expired")
    assert client.verify_token() is False


def test_a_probe_says_green_or_red_and_never_raises(
    client: CodClient, control: httpx.Client
) -> None:
    assert client.probe_player(ACE, title="mw").visibility is Visibility.EMPTY
    match = play(control)
    seen = client.probe_player(ACE, title="mw")
    assert (seen.visibility, seen.uno) == (Visibility.VISIBLE, match["sides"][0]["uno"])
    assert seen.last_match_at is not None
    assert client.probe_player(NOBODY, title="mw").visibility is Visibility.NOT_FOUND
    assert client.probe_player(ACE, title="mw2").visibility is Visibility.EMPTY
    for kind, seen_as in {
        "not_allowed": Visibility.PRIVATE,
        "token_expired": Visibility.UNKNOWN,
        "html_body": Visibility.UNKNOWN,
        "http_502": Visibility.UNKNOWN,
    }.items():
        fault(control, kind, count=3)
        assert client.probe_player(ACE, title="mw").visibility is seen_as
        control.delete("/_sim/cod/faults")


# Every row of cod-api.md §1.6 but the last two, which are no failures of a call.
ROWS: dict[str, tuple[type[errors.CodError], str]] = {
    "token_expired": (errors.CodNotAuthenticated, "token"),
    "not_allowed": (errors.CodNotAllowed, "player"),
    "user_not_found": (errors.CodUserNotFound, "player"),
    "rate_limit": (errors.CodRateLimited, "rate"),
    "datastore_error": (errors.CodUpstreamError, "title"),
    "nosuchkey": (errors.CodMatchNotFound, "match"),
    "empty_data": (errors.CodEmptyData, "empty"),
    "http_401": (errors.CodNotAuthenticated, "token"),
    "ban_403": (errors.CodBlocked, "address"),
    "http_404": (errors.CodNotFound, "endpoint"),
    "http_429": (errors.CodRateLimited, "rate"),
    "http_500": (errors.CodUpstreamError, "title"),
    "http_502": (errors.CodUpstreamError, "title"),
    "timeout": (errors.CodUpstreamError, "title"),
    "reset": (errors.CodUpstreamError, "title"),
    "html_body": (errors.CodBadPayload, "address"),
    "truncated_json": (errors.CodBadPayload, "address"),
    "redirect": (errors.CodBadPayload, "address"),
    "huge_body": (errors.CodBadPayload, "address"),
    "unknown_error": (errors.CodUnknownError, "none"),
}


@pytest.mark.parametrize("kind", ROWS)
def test_each_way_of_failing_has_its_name_and_its_scope(
    kind: str, client: CodClient, control: httpx.Client, pauses: Pauses
) -> None:
    error, scope = ROWS[kind]
    play(control)
    fault(control, kind, count=None)
    with pytest.raises(error) as caught:
        ask(client)
    assert type(caught.value) is error
    assert caught.value.scope == scope
    assert KEY not in f"{caught.value!r}"
    upstream = error is errors.CodUpstreamError
    assert calls(control) == (3 if upstream else 1), "only what broke on the way is tried again"
    assert len(pauses) == (2 if upstream else 0)
    control.delete("/_sim/cod/faults")
    assert len(ask(client)) == 1


def test_a_limit_says_when_to_come_back(client: CodClient, control: httpx.Client) -> None:
    fault(control, "http_429")
    with pytest.raises(errors.CodRateLimited) as caught:
        ask(client)
    assert caught.value.retry_after == 60


def test_a_call_that_failed_once_is_repeated_after_a_second(
    client: CodClient, control: httpx.Client, pauses: Pauses
) -> None:
    play(control)
    fault(control, "http_500")
    assert len(ask(client)) == 1
    assert 1.0 <= pauses[0] <= 1.3


@pytest.mark.parametrize("kind", ["extra_fields", "wrong_duration_unit", "out_of_order", "rename"])
def test_a_changed_format_without_meaning_is_still_read(
    kind: str, client: CodClient, control: httpx.Client
) -> None:
    play(control)
    fault(control, kind)
    (record,) = ask(client)
    assert (record.result, record.seconds) == ("win", 385)


def test_fields_that_are_missing_stay_none(client: CodClient, control: httpx.Client) -> None:
    play(control)
    fault(control, "missing_fields")
    (record,) = ask(client)
    assert (record.result, record.kills, record.private, record.team1_score) == (None,) * 4


def test_the_token_is_in_no_log_record(
    client: CodClient, control: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    configure_logging()
    fault(control, "reset", count=None)
    with pytest.raises(errors.CodUpstreamError) as caught:
        client.verify_token()
    assert caught.value.__cause__ is None
    assert KEY not in caplog.text
    assert KEY not in repr(CodSettings(key=SecretStr(KEY)))


def test_an_activision_that_is_away_is_no_more_than_that() -> None:
    client = CodClient(
        CodSettings(base_url="http://127.0.0.1:1", key=SecretStr(KEY), retry_seconds=0)
    )
    with pytest.raises(errors.CodUpstreamError):
        ask(client)
    client.close()
