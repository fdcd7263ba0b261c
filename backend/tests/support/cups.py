"""Tournaments of tests: made by staff, entered by players, moved on by the clock and the sweep."""

from datetime import datetime, timedelta
from typing import Any

from app.api import tournament_pages
from app.core.clock import utc_now
from tests.support.arena import Arena, Json, Player


class Cup:
    """One tournament, and what is done to it."""

    def __init__(self, arena: Arena, admin: Player, tournament_id: int) -> None:
        self.arena = arena
        self.admin = admin
        self.id = tournament_id

    def see(self) -> Json:
        """Return it as a guest sees it."""
        found: Json = self.admin.http.get(f"/tournaments/{self.id}").json()
        return found

    def field(self) -> dict[str, str]:
        """Return the status of everybody in it, by name, in order."""
        found = self.admin.get(f"/tournaments/{self.id}/participants")["items"]
        return {one["username"]: one["status"] for one in found}

    def part(self, player: Player) -> Json:
        """Return what a player is in it, as they see it."""
        return player.get(f"/tournaments/{self.id}/me")

    def act(self, player: Player, what: str, *, key: str | None = None) -> Any:
        """Let a player join, leave or check in; return the answer."""
        return player.post(f"/tournaments/{self.id}/{what}", key=key)

    def join(self, *players: Player) -> None:
        """Let players join, one after the other."""
        for player in players:
            self.act(player, "join").raise_for_status()

    def check_in(self, *players: Player) -> None:
        """Let players check in."""
        for player in players:
            self.act(player, "check-in").raise_for_status()

    def staff(self, what: str, body: Json | None = None) -> Any:
        """Let the admin do something to it; return the answer."""
        return self.admin.post(f"/admin/tournaments/{self.id}/{what}", body)

    def cancel(self) -> Json:
        """Let the admin cancel it."""
        answer = self.staff("cancel", {"reason": "The game's servers are away."})
        answer.raise_for_status()
        found: Json = answer.json()
        return found

    def open_check_in(self) -> None:
        """Let the time come at which check-in opens, and the sweep see it."""
        self._pass("check_in_opens_at")
        self.sweep()

    def close_check_in(self) -> None:
        """Let the time of the start come, and the sweep see it."""
        self.let_start_come()
        self.sweep()

    def let_start_come(self) -> None:
        """Let the time of the start come, while no sweep looks."""
        self._pass("start_date")

    def _pass(self, moment: str) -> None:
        """Move all moments so that `moment` is now."""
        self.arena.sql(
            "ALTER TABLE tournaments DISABLE TRIGGER checked;"
            f"UPDATE tournaments SET start_date = start_date - ({moment} - now()),"
            f" check_in_opens_at = check_in_opens_at - ({moment} - now()), due_at = now()"
            f" WHERE id = {self.id};"
            "ALTER TABLE tournaments ENABLE TRIGGER checked"
        )

    def sweep(self) -> None:
        """Let the sweep pass once."""
        from app.workers.tasks.tournaments import sweep_tournaments  # it reads the settings

        sweep_tournaments()

    def rows(self, column: str, table: str = "tournament_entries") -> list[Any]:
        """Return a column of its rows, in order of their ids."""
        where = f"tournament_id = {self.id} ORDER BY id"
        return [row[0] for row in self.arena.sql(f"SELECT {column} FROM {table} WHERE {where}")]


def terms(**changed: Any) -> Json:
    """Return the terms of a knockout for 100 KES that begins in two hours."""
    now = utc_now()
    return {
        "name": "Saturday cup",
        "format": "single_elimination",
        "entry_fee": 100,
        "prize_split": [70, 20, 10],
        "min_participants": 2,
        "max_participants": 8,
        "check_in_opens_at": moment(now + timedelta(minutes=90)),
        "start_date": moment(now + timedelta(minutes=120)),
    } | changed


def moment(at: datetime) -> str:
    """Write a moment as a body has it."""
    return at.isoformat().replace("+00:00", "Z")


def draft(arena: Arena, admin: Player | None = None, **changed: Any) -> Cup:
    """Let an admin create a draft with these terms."""
    tournament_pages.details.clear()  # each test begins to count its tournaments anew
    admin = admin or arena.admin()
    answer = admin.post("/admin/tournaments", terms(**changed))
    assert answer.status_code == 201, answer.text
    return Cup(arena, admin, answer.json()["id"])


def cup(arena: Arena, admin: Player | None = None, **changed: Any) -> Cup:
    """Let an admin publish a tournament with these terms."""
    made = draft(arena, admin, **changed)
    answer = made.staff("publish")
    assert answer.status_code == 200, answer.text
    return made


def turn_switch(admin: Player, *, is_on: bool) -> None:
    """Let an admin switch tournaments off, or on again."""
    body = {"is_on": is_on, "reason": "The rules are being looked at."}
    admin.http.put("/admin/switches/tournaments", json=body).raise_for_status()


def suspend(arena: Arena, player: Player) -> None:
    """Have a player suspended for two false claims on record."""
    admin = arena.admin()
    for _ in range(2):
        other, _, match_id = arena.playing(wager=20)
        other.report(match_id, "lost")
        arena.sql(
            "INSERT INTO strikes (user_id, match_id, kind, admin_id, created_at, lapses_at,"
            f" suspended_until) VALUES ({player.id}, {match_id}, 'suspension', {admin.id}, now(),"
            " now() + interval '90 days', now() + interval '7 days')"
        )
