"""The inbox: newest first, unread until read, in the player's language, and nobody else's."""

from collections.abc import Iterator

import pytest

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.notifications.kinds import Kind
from app.services.notifications.notify import Notice, notify
from app.workers.tasks.maintenance import delete_stale
from tests.support.arena import Arena, Player, at_once, refusal
from tests.support.ws_listener import listen


@pytest.fixture
def amina(arena: Arena) -> Player:
    return arena.player(username="amina")


def tell(player: Player, *events: str, kind: Kind = Kind.CHALLENGE_EXPIRED) -> None:
    """Tell a player of events as a service does, all in one transaction."""
    notices = [
        Notice(player.id, kind, subject="search", event=event, variables={"amount": "20.00"})
        for event in events
    ]
    with transaction() as session:
        notify(session, notices, now=utc_now())


def unread(player: Player) -> int:
    return int(player.get("/notifications/unread-count")["unread_count"])


def pages(player: Player, limit: int) -> Iterator[list[int]]:
    cursor = None
    while True:
        query = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        page = player.get("/notifications", **query)
        yield [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return


def test_pages_are_newest_first_and_complete(amina: Player) -> None:
    tell(amina, *(str(number) for number in range(7)))
    found = list(pages(amina, 3))
    assert [len(page) for page in found] == [3, 3, 1]
    ids = [one for page in found for one in page]
    assert ids == sorted(ids, reverse=True)
    assert len(set(ids)) == 7


def test_one_is_read_and_stays_read(amina: Player) -> None:
    tell(amina, "a", "b")
    newest = amina.get("/notifications")["items"][0]["id"]
    for _ in range(2):
        assert amina.post(f"/notifications/{newest}/read").json()["is_read"] is True
    assert unread(amina) == 1
    assert [item["is_read"] for item in amina.get("/notifications")["items"]] == [True, False]


def test_all_are_read_up_to_the_newest_one_seen(amina: Player) -> None:
    tell(amina, "a", "b")
    seen = amina.get("/notifications")["items"][0]["id"]
    tell(amina, "c")
    assert amina.post(f"/notifications/read-all?up_to={seen}").json() == {"unread_count": 1}
    assert amina.post("/notifications/read-all").json() == {"unread_count": 0}


def test_an_inbox_is_its_players_alone(arena: Arena, amina: Player) -> None:
    tell(amina, "a")
    (item,) = amina.get("/notifications")["items"]
    brian = arena.player()
    assert brian.get("/notifications")["items"] == []
    assert refusal(brian.post(f"/notifications/{item['id']}/read")) == (404, "not_found")
    brian.post("/notifications/read-all")
    assert unread(amina) == 1


def test_counting_stops_at_a_hundred(amina: Player) -> None:
    tell(amina, *(str(number) for number in range(130)))
    assert unread(amina) == 100


def test_of_ten_at_once_one_writes_and_nobody_fails(amina: Player) -> None:
    at_once(*(lambda: tell(amina, "the same", "another") for _ in range(10)))
    assert len(amina.get("/notifications")["items"]) == 2


def test_what_rolls_back_was_never_told(amina: Player) -> None:
    def fail_after_telling() -> None:
        notice = Notice(amina.id, Kind.PAYOUTS_RELEASED, subject="payouts", event="a")
        with transaction() as session:
            notify(session, [notice], now=utc_now())
            raise LookupError

    with pytest.raises(LookupError):
        fail_after_telling()
    assert amina.get("/notifications")["items"] == []


def test_the_open_page_hears_of_it_at_once(amina: Player) -> None:
    with listen(amina) as ear:
        tell(amina, "a")
        assert ear.receive_until("notification.new")["data"] == {}


def test_texts_follow_the_language_of_the_player(amina: Player) -> None:
    tell(amina, "a")
    assert amina.get("/users/me")["language"] == "en"
    answer = amina.http.patch("/users/me", json={"language": "sw"})
    assert answer.json()["language"] == "sw"
    (item,) = amina.get("/notifications")["items"]
    assert item["message"] == "Muda wake umeisha: KES 20 zimerudi kwenye pochi yako."


def test_acting_on_it_is_reading_it(arena: Arena) -> None:
    one, two, match_id = arena.paired()
    one.ready(match_id)
    two.ready(match_id)
    for player in (one, two):
        assert unread(player) == (1 if player is one else 0), "the other was ready after them"


def test_old_notifications_go_and_no_others(arena: Arena, amina: Player) -> None:
    tell(amina, "old", "new")
    arena.sql(
        "UPDATE notifications SET created_at = created_at - interval '91 days'"
        " WHERE dedupe_key = 'search:old'"
    )
    delete_stale()
    assert len(amina.get("/notifications")["items"]) == 1
