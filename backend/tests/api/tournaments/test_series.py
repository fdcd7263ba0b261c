"""Series publish their events by themselves, and count points over the latest four."""

from datetime import timedelta

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.privacy.consent import PUBLIC_NAME_VERSION
from app.domain.tournaments.templates import TEMPLATES, TemplateName
from app.services.tournaments.series import points
from app.workers.tasks.tournaments import sweep_series
from tests.support.arena import Arena, Json, Player, refusal

SATURDAY = {
    "name": "Saturday cup",
    "template": "weekend_cup",
    "weekday": "saturday",
    "local_time": "20:00",
    "ahead_days": 7,
}


def published(player: Player) -> list[Json]:
    found: list[Json] = player.get("/tournaments")["items"]
    return found


def test_every_template_can_be_published_and_says_what_it_is(arena: Arena) -> None:
    admin = arena.admin()
    start = (utc_now() + timedelta(days=2)).isoformat()
    for name in TemplateName:
        made = admin.post("/admin/tournament-drafts", {"template": name, "start_date": start})
        assert made.status_code == 201
        out = admin.post(f"/admin/tournaments/{made.json()['id']}/publish")
        assert out.is_success, out.text
        assert out.json()["description"] == TEMPLATES[name].description
    assert len(published(admin)) == len(TemplateName)
    actions = arena.sql("SELECT detail ->> 'template' FROM audit_entries ORDER BY id")
    assert [one for (one,) in actions if one] == list(TemplateName)


def test_a_series_publishes_its_next_event_once_and_then_waits(arena: Arena) -> None:
    admin = arena.admin()
    made = admin.post("/admin/series", SATURDAY | {"entry_fee": 100}).json()
    sweep_series()
    sweep_series()
    (event,) = published(admin)
    assert event["start_date"] == made["next_at"]
    assert (event["name"], event["entry_fee"]) == ("Saturday cup", "100.00")

    arena.sql("UPDATE tournament_series SET due_at = now(), next_at = next_at - interval '7 days'")
    sweep_series()
    assert len(published(admin)) == 1, "this date has its event"

    (shown,) = admin.get("/tournaments/series")["items"]
    assert shown["next_at"] > event["start_date"]
    arena.sql("UPDATE tournament_series SET due_at = now()")
    sweep_series()
    assert len(published(admin)) == 2

    path = f"/admin/series/{made['id']}/stop"
    assert admin.post(path).json()["is_active"] is False
    assert refusal(admin.post(path)) == (409, "not_possible")
    assert admin.get("/tournaments/series")["items"][0]["next_at"] is None
    assert arena.sql("SELECT action FROM audit_entries ORDER BY id DESC LIMIT 1") == [
        ("series.stop",)
    ]


def test_a_date_that_went_by_while_nobody_swept_is_left_out(arena: Arena) -> None:
    admin = arena.admin()
    admin.post("/admin/series", SATURDAY)
    arena.sql(
        "UPDATE tournament_series SET due_at = now() - interval '30 days',"
        " next_at = next_at - interval '28 days'"
    )
    sweep_series()
    assert published(admin) == []
    sweep_series()
    (event,) = published(admin)
    assert event["start_date"] > utc_now().isoformat()


def test_what_no_tournament_may_have_starts_no_series(arena: Arena) -> None:
    too_dear = SATURDAY | {"entry_fee": 9_999_999}
    refused = arena.admin().post("/admin/series", too_dear)
    assert refusal(refused)[0] == 422
    assert arena.sql("SELECT FROM tournament_series") == []


def _played(arena: Arena, series_id: int, places: dict[Player, int], *, absent: Player) -> None:
    """Write one event of the series to its end, in which `absent` checked in and did not come."""
    columns = "name, format, title, mode, platform, entry_fee, prize_part, house_part, prize_split"
    arena.sql(
        "ALTER TABLE tournaments DISABLE TRIGGER USER;"
        f" INSERT INTO tournaments ({columns}, min_participants, max_participants, status,"
        " check_in_opens_at, start_date, series_id, published_at)"
        " SELECT 'Saturday cup', 'single_elimination', 'mw', 'gunfight', 'acti', 0, 0, 0,"
        f" '{{10000}}', 2, 16, 'archived', '2026-01-01', '2026-01-02T00:00Z'::timestamptz"
        f" + count(*) * interval '7 days', {series_id}, now() FROM tournaments;"
        "ALTER TABLE tournaments ENABLE TRIGGER USER"
    )
    ((event,),) = arena.sql("SELECT max(id) FROM tournaments")
    winner = min(places, key=lambda player: places[player])
    for seed, (player, place) in enumerate([*places.items(), (absent, 4)], 1):
        arena.sql(
            "INSERT INTO tournament_participants (tournament_id, user_id, status, seed,"
            f" place_first, place_last) VALUES ({event}, {player.id}, 'out', {seed}, {place},"
            f" {place})"
        )
        if player is not winner:
            ending = "forfeit" if player is absent else "played"
            arena.sql(
                "INSERT INTO tournament_matches (tournament_id, key, home_id, away_id, ending,"
                f" winner_id, recorded_at) VALUES ({event}, 'W1.{seed}', {winner.id}, {player.id},"
                f" '{ending}', {winner.id}, now())"
            )


def test_points_count_the_latest_four_and_an_absence_uses_one_up(arena: Arena) -> None:
    amina, brian, caro = (arena.player(username=name) for name in ("amina", "brian", "caro"))
    series_id = arena.admin().post("/admin/series", SATURDAY).json()["id"]
    for _ in range(3):
        _played(arena, series_id, {brian: 1, amina: 2}, absent=caro)
    for _ in range(2):
        _played(arena, series_id, {amina: 1, caro: 2}, absent=brian)
    found = amina.get(f"/tournaments/series/{series_id}/standings")
    assert len(found["events"]) == 4
    assert [(one["username"], one["points"], one["events"]) for one in found["items"]] == [
        ("amina", 275, [100, 100, 75, 75]),
        ("brian", 100, [0, 0, 100, 100]),
        ("caro", 75, [75, 75, 0, 0]),
    ]
    version = {"subject": "public_name", "version": PUBLIC_NAME_VERSION, "given": False}
    handle = brian.post("/users/me/consents", version).json()["shown_as"]
    found = amina.get(f"/tournaments/series/{series_id}/standings")
    assert [one["username"] for one in found["items"]] == ["amina", handle, "caro"]
    with transaction() as session:
        counted = points.points_of(session, series_id=series_id, user_ids={amina.id, caro.id})
    assert counted == {amina.id: 275, caro.id: 75}
