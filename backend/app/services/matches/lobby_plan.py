"""The set-up of new matches: what their players hosted last, and the draw that two have open."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from app.domain.matches import lobby
from app.domain.matches.games import Mode, Title
from app.domain.matches.lobby import LobbyPlan
from app.domain.matchmaking.pairing import Seeker

_DRAW_BYTES = 16

# Each player's last match that began, by the index of their seat.
_LAST_BEGUN = text("""
SELECT person.user_id, last.player1_id, last.player2_id, last.first_host, last.replays
  FROM unnest(CAST(:players AS bigint[])) AS person (user_id)
 CROSS JOIN LATERAL (
   SELECT * FROM (
     (SELECT id, player1_id, player2_id, rules->>'first_host' AS first_host, replays FROM matches
       WHERE player1_id = person.user_id AND started_at IS NOT NULL ORDER BY id DESC LIMIT 1)
     UNION ALL
     (SELECT id, player1_id, player2_id, rules->>'first_host' AS first_host, replays FROM matches
       WHERE player2_id = person.user_id AND started_at IS NOT NULL ORDER BY id DESC LIMIT 1)
   ) AS seats ORDER BY id DESC LIMIT 1
 ) AS last
""")

# All that each two have been paired for, newest first: the last that began, and the last of this
# game.
_TOGETHER = text("""
SELECT pair.number, met.*
  FROM unnest(CAST(:ones AS bigint[]), CAST(:others AS bigint[]))
       WITH ORDINALITY AS pair (one, other, number)
 CROSS JOIN LATERAL (
   (SELECT 'begun' AS which, player1_id, player2_id, rules->>'first_host' AS first_host, replays,
           NULL AS draw
      FROM matches
     WHERE player1_id = ANY (ARRAY[pair.one, pair.other])
       AND player2_id = ANY (ARRAY[pair.one, pair.other]) AND started_at IS NOT NULL
     ORDER BY id DESC LIMIT 1)
   UNION ALL
   (SELECT 'of_this_game', player1_id, player2_id, rules->>'first_host', replays,
           CASE WHEN started_at IS NULL THEN rules->>'draw' END
      FROM matches
     WHERE player1_id = ANY (ARRAY[pair.one, pair.other])
       AND player2_id = ANY (ARRAY[pair.one, pair.other])
       AND title = :title AND mode = :mode
     ORDER BY id DESC LIMIT 1)
 ) AS met
""")


def plans_for(session: Session, pairs: Sequence[tuple[Seeker, Seeker]]) -> list[LobbyPlan]:
    """Return maps, score, weapons and host of a match between each two, in seat order.

    All are of one game. The draw of their last match in it is used again if that never began.
    """
    title, mode = Title(pairs[0][0].title), Mode(pairs[0][0].mode)
    ones, others = ([pair[seat].user_id for pair in pairs] for seat in (0, 1))
    last = session.execute(_LAST_BEGUN, {"players": ones + others})
    hosts = {row.user_id: _host(row) for row in last}
    found = session.execute(
        _TOGETHER, {"ones": ones, "others": others, "title": title, "mode": mode}
    )
    together = {(row.number, row.which): row for row in found}
    return [
        _plan(
            title,
            mode,
            players,
            hosts,
            met=together.get((number, "begun")),
            same_game=together.get((number, "of_this_game")),
        )
        for number, players in enumerate(zip(ones, others, strict=True), 1)
    ]


def _plan(
    title: Title,
    mode: Mode,
    players: tuple[int, int],
    hosts: Mapping[int, int],
    *,
    met: Row[*tuple[Any, ...]] | None,
    same_game: Row[*tuple[Any, ...]] | None,
) -> LobbyPlan:
    draw = (same_game.draw if same_game else None) or secrets.token_hex(_DRAW_BYTES)
    return LobbyPlan(
        draw=draw,
        maps=lobby.order_of_maps(title, mode, draw),
        goal=lobby.goal_of(title, mode),
        weapons=lobby.weapons_of(mode),
        first_host=lobby.first_host(
            players,
            hosted_last=(hosts.get(players[0]) == players[0], hosts.get(players[1]) == players[1]),
            host_between_them=_host(met) if met else None,
            draw=draw,
        ),
    )


def _host(row: Row[*tuple[object, ...]]) -> int:
    """Return who hosted the last game of a match."""
    seat = lobby.host_of(row.first_host, replays=row.replays)
    return int(row.player1_id if seat == lobby.PLAYER1 else row.player2_id)
