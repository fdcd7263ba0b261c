"""A match that was found in the app is played to its end by SMS alone."""

import re

import httpx
import pytest

from app.core.database import transaction
from app.services.platform import alerts
from app.workers.tasks.maintenance import delete_stale
from app.workers.tasks.sms_inbound import read_sms, sweep_sms_inbound
from tests.api.sms.conftest import Phones
from tests.support.arena import Player

STRANGER = "254799000999"
NO_ACCOUNT = "WageWars: this number has no account with us. Nambari hii haina akaunti kwetu."


def code_of(match_id: int) -> str:
    return f"{match_id % 10_000:04d}"


def speak(player: Player, language: str) -> None:
    player.http.patch("/users/me", json={"language": language}).raise_for_status()


@pytest.mark.parametrize(
    ("language", "won", "lost", "texts"),
    [
        (
            "en",
            "W {}",
            "L {}",
            ("you are ready", "is on, lobby code", "noted, you say that you won", "You lost it"),
        ),
        (
            "sw",
            "Nimeshinda {}",
            "NIMESHINDWA {}",
            ("uko tayari", "imeanza", "umesema umeshinda", "Umeshindwa"),
        ),
    ],
)
def test_a_match_is_finished_by_sms_alone(
    phones: Phones, language: str, won: str, lost: str, texts: tuple[str, ...]
) -> None:
    one, two, match_id = phones.arena.paired(wager=100)
    first, second = phones.number(one), phones.number(two)
    for player in (one, two):
        speak(player, language)
    phones.due_sms()
    (found,) = re.findall(r"OK (\d{4})", phones.inbox(first)[0])
    assert found == code_of(match_id)

    answers = [
        phones.write(first, f"OK {found}"),
        phones.write(second, f"OK {found}"),
        phones.write(first, won.format(found)),
        phones.write(second, lost.format(found)),
    ]
    for (answer,), text in zip(answers, texts, strict=True):
        assert text in answer, answer
        assert len(answer) <= 160
    assert one.match(match_id)["winner_id"] == one.id
    assert one.wallet() == ("580.00", "0.00")
    assert two.wallet() == ("400.00", "0.00")


def test_a_victory_that_is_claimed_by_sms_alone_never_settles(phones: Phones) -> None:
    one, two, match_id = phones.arena.playing(wager=100)
    (answer,) = phones.write(phones.number(one), f"W {code_of(match_id)}")
    assert "noted" in answer
    (again,) = phones.write(phones.number(two), f"W {code_of(match_id)}")
    assert "A referee decides" in again
    assert one.match(match_id)["status"] == "disputed"


@pytest.mark.parametrize("copies", [1, 3])
def test_an_sms_is_done_and_answered_once(phones: Phones, copies: int) -> None:
    one, _, match_id = phones.arena.playing(wager=100)
    assert len(phones.write(phones.number(one), f"W {code_of(match_id)}", copies=copies)) == 1
    reports = phones.arena.sql("SELECT outcome, by_sms FROM match_reports")
    assert reports == [("won", True)]


def test_an_sms_that_the_network_does_not_know_is_forged(phones: Phones) -> None:
    one, _, match_id = phones.arena.playing(wager=100)
    phones.post("999999", phones.number(one), f"L {code_of(match_id)}")
    assert phones.arena.sql("SELECT * FROM match_reports") == []
    assert phones.inbox(phones.number(one)) == []


def test_an_sms_whose_text_or_number_was_changed_on_the_way_is_forged(phones: Phones) -> None:
    one, two, match_id = phones.arena.playing(wager=100)
    sent = {"to": "22333", "text": f"W {code_of(match_id)}", "copies": 0}
    path = f"/phones/{phones.number(two)}/sms"
    message_id = str(phones.network.post(path, json=sent).json()["id"])
    phones.post(message_id, phones.number(one), f"W {code_of(match_id)}")
    phones.post(message_id, phones.number(two), f"L {code_of(match_id)}")
    assert phones.arena.sql("SELECT * FROM match_reports") == []


def test_a_wrong_secret_finds_nothing(phones: Phones) -> None:
    url = f"{phones.arena.url}/hooks/sms/{'x' * 40}/inbound"
    form = {"id": "1", "from": f"+{STRANGER}", "text": "BAL"}
    assert httpx.post(url, data=form).status_code == 404
    assert phones.arena.sql("SELECT * FROM sms_inbound") == []


def test_a_number_without_an_account_gets_one_plain_answer(phones: Phones) -> None:
    _, _, match_id = phones.arena.playing(wager=100)
    assert phones.write(STRANGER, f"L {code_of(match_id)}") == [NO_ACCOUNT]
    assert phones.write(STRANGER, "BAL") == []
    assert phones.arena.sql("SELECT * FROM match_reports") == []


def test_a_match_of_other_people_is_nobodys_business(phones: Phones) -> None:
    _, _, match_id = phones.arena.playing(wager=100)
    other = phones.arena.player()
    (answer,) = phones.write(phones.number(other), f"L {code_of(match_id)}")
    assert answer.startswith(f"WageWars: you have no match {code_of(match_id)}")
    assert phones.arena.sql("SELECT * FROM match_reports") == []


def test_unknown_words_are_explained_once_an_hour(phones: Phones) -> None:
    player = phones.arena.player()
    (answer,) = phones.write(phones.number(player), "who are you")
    assert answer.startswith("WageWars: write W, L or OK")
    assert phones.write(phones.number(player), "I won 4821") == []
    (balance,) = phones.write(phones.number(player), "BAL")
    assert balance == "WageWars: you have KES 500 in your wallet, and KES 0 in play or on its way."


def test_a_withdrawal_by_sms_waits_for_its_code_as_any_other(phones: Phones) -> None:
    player = phones.arena.player()
    number = phones.number(player)
    texts = phones.write(number, "TOA 200")
    assert any("KES 200 is set aside" in text for text in texts)
    assert any(re.search(r"\d{6}", text) for text in texts), "the code came by another SMS"
    rows = phones.arena.sql("SELECT state, amount FROM withdrawals")
    assert [(state, int(amount)) for state, amount in rows] == [("awaiting_code", 200)]
    (refused,) = phones.write(number, "TOA 5000")
    assert refused == "WageWars: this is not possible now. The app says why."


def test_stop_ends_the_sms_that_are_not_required(phones: Phones) -> None:
    player = phones.arena.player()
    assert "only SMS about your matches" in phones.write(phones.number(player), "STOP")[0]
    kinds = {
        kind["type"]: kind["channels"] for kind in player.get("/notifications/preferences")["items"]
    }
    by_sms = {
        kind: channel["is_on"]
        for kind, channels in kinds.items()
        for channel in channels
        if channel["channel"] == "sms"
    }
    assert by_sms["payouts_released"] is False
    assert by_sms["match_reminder"] is True


def test_an_sms_that_cannot_be_proved_yet_is_done_later(phones: Phones) -> None:
    one, _, match_id = phones.arena.playing(wager=100)
    fault = {"api": "sms_inbox", "kind": "http_500"}
    phones.network.post("/faults", json=fault).raise_for_status()
    assert phones.write(phones.number(one), f"W {code_of(match_id)}") == []
    phones.arena.sql("UPDATE sms_inbound SET due_at = now() - interval '1 second'")
    sweep_sms_inbound()
    phones.run_jobs("sms")
    assert "noted" in phones.inbox(phones.number(one))[0]


def test_staff_are_told_of_an_sms_that_the_network_never_showed(phones: Phones) -> None:
    one, _, match_id = phones.arena.playing(wager=100)
    phones.post("999999", phones.number(one), f"L {code_of(match_id)}")
    phones.arena.sql(
        "UPDATE sms_inbound SET created_at = created_at - interval '11 minutes', due_at = now()"
    )
    sweep_sms_inbound()
    phones.run_jobs("sms")
    assert phones.arena.sql("SELECT state, outcome FROM sms_inbound") == [("done", "not_proved")]
    with transaction() as session:
        assert alerts.count_open(session) == {"sms_not_proved": 1}
    assert phones.inbox(phones.number(one)) == []


def test_what_was_written_goes_after_some_time_and_its_report_stays(phones: Phones) -> None:
    one, _, match_id = phones.arena.playing(wager=100)
    phones.write(phones.number(one), f"W {code_of(match_id)}")
    delete_stale()
    assert len(phones.arena.sql("SELECT id FROM sms_inbound")) == 1
    phones.arena.sql("UPDATE sms_inbound SET created_at = created_at - interval '91 days'")
    delete_stale()
    assert phones.arena.sql("SELECT id FROM sms_inbound") == []
    assert phones.arena.sql("SELECT outcome, by_sms FROM match_reports") == [("won", True)]


def test_an_answer_whose_worker_died_is_not_sent_twice(phones: Phones) -> None:
    player = phones.arena.player()
    number = phones.number(player)
    phones.write(number, "BAL")
    phones.arena.sql(
        "UPDATE sms_inbound SET state = 'answering', due_at = now() - interval '1 second'"
    )
    sweep_sms_inbound()
    phones.run_jobs("sms")
    ((sms_id, state),) = phones.arena.sql("SELECT id, state FROM sms_inbound")
    read_sms(int(sms_id))
    assert state == "done"
    assert len(phones.inbox(number)) == 1
