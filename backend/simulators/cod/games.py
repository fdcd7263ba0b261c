"""Matches as Activision keeps them, and the short form in which a test says what was played."""

import secrets
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from simulators.cod.players import CodPlayer, Players
from simulators.core.clock import Clock
from simulators.core.store import Store

NO_TEAM_MODES = frozenset({"dm", "gun"})
FREE_STATS = ("kills", "deaths", "score", "damageDone")


class Side(BaseModel):
    """One player's part in a match; `visible_at` is when it appears in their list."""

    uno: str
    username: str
    platform: str = "battle"
    clantag: str | None = None
    team: str = "none"
    result: str | None = None
    kills: float = 0
    deaths: float = 0
    score: float = 0
    damage: float = 0
    present_at_end: bool | None = True
    visible_at: float = 0.0


class Game(BaseModel):
    """One match; moments in seconds since 1970."""

    match_id: str
    title: str = "mw"
    mode: str = "arena"
    map: str = "mp_m_king"
    game_type: str = "mp"
    start: float
    end: float
    private: bool | None = True
    winning_team: str = "none"
    team1_score: float = 0
    team2_score: float = 0
    sides: list[Side] = Field(default_factory=list)


class ShortForm(BaseModel):
    """What was played, in the short form; `p1`, `p2` and `others` are ids or names of players.

    `start` is in seconds since 1970 (else it ended `ended_ago_s` before now by the simulators'
    clock); `sides` overrides single facts of "p1" or "p2", and `delays` says after how many
    simulated seconds each of them sees it.
    """

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    p1: str
    p2: str
    winner: Literal["p1", "p2", "draw", "none"] = "p1"
    mode: str = "arena"
    map: str = "mp_m_king"
    title: str = "mw"
    game_type: str = "mp"
    start: float | None = None
    duration_s: float = 385.0
    ended_ago_s: float = 0.0
    private: bool | None = True
    leaver: Literal["p1", "p2"] | None = None
    code: str | None = None
    match_id: str | None = Field(default=None, pattern=r"^\d{1,20}$")
    others: list[str] = Field(default_factory=list)
    sides: dict[Literal["p1", "p2"], dict[str, Any]] = Field(default_factory=dict)
    delays: dict[Literal["p1", "p2"], float] = Field(default_factory=dict)
    winning_team: str | None = None
    team1_score: float | None = None
    team2_score: float | None = None


class Games:
    """Everything that was played."""

    def __init__(self, store: Store, clock: Clock, players: Players) -> None:
        self._store = store
        self._clock = clock
        self._players = players

    def play(self, reported: ShortForm) -> Game:
        """Write a match down as Activision would. Raises KeyError for an unknown player."""
        start = reported.start
        if start is None:
            start = self._clock.now() - reported.ended_ago_s - reported.duration_s
        game = Game(
            match_id=reported.match_id or self._new_id(),
            title=reported.title,
            mode=reported.mode,
            map=reported.map,
            game_type=reported.game_type,
            start=start,
            end=start + reported.duration_s,
            private=reported.private,
        )
        _score(game, reported)
        players = [(seat, self._known(getattr(reported, seat))) for seat in ("p1", "p2")]
        game.sides = [self._side(game, reported, seat, player) for seat, player in players]
        game.sides += [
            self._side(game, reported, "other", self._known(who)) for who in reported.others
        ]
        return self.put(game)

    def put(self, game: Game) -> Game:
        """Keep a match, or change it."""
        self._store.run(
            "INSERT INTO cod_matches (match_id, ended_at, spec) VALUES (?, ?, ?)"
            " ON CONFLICT (match_id) DO UPDATE SET spec = excluded.spec,"
            " ended_at = excluded.ended_at",
            game.match_id,
            game.end,
            game.model_dump_json(),
        )
        return game

    def get(self, match_id: str) -> Game | None:
        """Return one match."""
        row = self._store.one("SELECT spec FROM cod_matches WHERE match_id = ?", match_id)
        return Game.model_validate_json(row["spec"]) if row else None

    def all(self) -> list[Game]:
        """Return everything, the latest first."""
        rows = self._store.all("SELECT spec FROM cod_matches ORDER BY ended_at DESC, id DESC")
        return [Game.model_validate_json(row["spec"]) for row in rows]

    def seen(self, uno: str, *, title: str, game_type: str) -> list[tuple[Game, Side]]:
        """Return what stands in a player's list by now, the latest first."""
        hidden = self._players.switches().private_matches == "hidden"
        now = self._clock.now()
        return [
            (game, side)
            for game in self.all()
            if game.title == title and game.game_type == game_type
            if not (hidden and game.private)
            for side in game.sides
            if side.uno == uno and side.visible_at <= now
        ]

    def _known(self, who: str) -> CodPlayer:
        player = self._players.find(who)
        if player is None:
            raise KeyError(who)
        return player

    def _side(self, game: Game, reported: ShortForm, seat: str, player: CodPlayer) -> Side:
        platform, name = next(
            ((place, name) for place, name in player.names.items()), ("uno", player.uno)
        )
        delay = reported.delays.get(seat)  # type: ignore[call-overload]
        if delay is None:
            delay = self._players.ingest_delay(player, match_id=game.match_id)
        facts: dict[str, Any] = {
            "uno": player.uno,
            "username": name.split("#")[0],
            "platform": platform,
            "clantag": reported.code or player.clantag,
            "visible_at": game.end + delay / self._clock.speed,
            "present_at_end": reported.leaver != seat,
            **_part(game, reported, seat),
        }
        overrides = reported.sides.get(seat, {})  # type: ignore[call-overload]
        return Side.model_validate({**facts, **overrides})

    def _new_id(self) -> str:
        row = self._store.one("SELECT count(*) AS n FROM cod_matches")
        if row is not None and row["n"] % 2 == 0:
            return str(2**63 + secrets.randbelow(2**63))
        return str(10**16 + secrets.randbelow(9 * 10**16))


def _score(game: Game, reported: ShortForm) -> None:
    """Give both teams their scores: player 1 is of the allies, whose score is the first."""
    if reported.mode not in NO_TEAM_MODES:
        scores = {"p1": (6, 4), "p2": (4, 6), "draw": (5, 5), "none": (0, 0)}[reported.winner]
        game.team1_score, game.team2_score = scores
        game.winning_team = {"p1": "allies", "p2": "axis", "draw": "none", "none": "axis"}[
            reported.winner
        ]
    for name in ("winning_team", "team1_score", "team2_score"):
        if (value := getattr(reported, name)) is not None:
            setattr(game, name, value)


def _part(game: Game, reported: ShortForm, seat: str) -> dict[str, Any]:
    """Return what one player did; one who leaves early loses, and nothing else is known of them."""
    if reported.winner in {"draw", "none"}:
        result: str = reported.winner
    else:
        result = "win" if reported.winner == seat else "loss"
    kills = {"win": 6.0, "loss": 4.0, "draw": 5.0, "none": 0.0}[result]
    team = {"p1": "allies", "p2": "axis"}.get(seat, "axis")
    return {
        "team": "none" if game.mode in NO_TEAM_MODES else team,
        "result": result,
        "kills": kills,
        "deaths": {"win": 4.0, "loss": 6.0, "draw": 5.0, "none": 0.0}[result],
        "score": kills * 100,
        "damage": kills * 106 + 4,
    }
