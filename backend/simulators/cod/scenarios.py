"""What Activision knows in each of the 52 scenarios of a match, by number.

Many of the 52 happen without Activision (reports, pictures, deadlines): for them a private match
was played that Activision does not show. `p1`, `p2` and `third` are the two players of the
wager and a third player.
"""

from dataclasses import dataclass, field
from typing import Any

MatchFacts = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What was played (short forms), which faults there are, and which switches are set.

    `closed` are the players whose data is private.
    """

    about: str
    games: tuple[MatchFacts, ...] = ({},)
    switches: MatchFacts = field(default_factory=dict)
    faults: tuple[MatchFacts, ...] = ()
    closed: tuple[str, ...] = ()


def _hidden(about: str) -> Scenario:
    return Scenario(about=about, switches={"private_matches": "hidden"})


def _nothing(about: str) -> Scenario:
    return Scenario(about=about, games=())


def _with_fault(about: str, kind: str, **more: Any) -> Scenario:
    return Scenario(about=about, faults=({"kind": kind, "count": None, **more},))


SCENARIOS: dict[int, Scenario] = {
    1: _hidden("a private match that Activision does not show"),
    2: Scenario(about="both records, all checks"),
    3: Scenario(about="both records, and no report"),
    4: Scenario(about="both records say player 1; player 2 contests"),
    5: Scenario(about="both records say player 1; both report player 2"),
    6: _with_fault("Activision is down all along", "http_500"),
    7: _with_fault("down, one report with a picture", "http_500"),
    8: _with_fault("down, one report above the cap", "http_500"),
    9: _hidden("both claim the victory"),
    10: _hidden("both claim it, without proof"),
    11: _hidden("both claim it and player 1 proves it"),
    12: _hidden("both claim the defeat"),
    13: _nothing("no report, and nothing was played"),
    14: Scenario(about="found late: player 2", games=({"winner": "p2"},)),
    15: Scenario(about="found after it was over"),
    16: Scenario(about="player 2 is closed, the whole match is not", closed=("p2",)),
    17: Scenario(
        about="player 2 is closed, and there is no whole match",
        closed=("p2",),
        faults=({"kind": "nosuchkey", "scope": "path", "path": "/fullMatch/", "count": None},),
    ),
    18: Scenario(
        about="two games one after the other",
        games=({"ended_ago_s": 500, "duration_s": 70}, {"winner": "p2", "duration_s": 300}),
    ),
    19: Scenario(
        about="two games, and each names another",
        games=({"ended_ago_s": 500, "duration_s": 70}, {"winner": "p2", "duration_s": 300}),
    ),
    20: Scenario(about="a draw", games=({"winner": "draw"},)),
    21: Scenario(
        about="broken off after 26 seconds, with a winning team",
        games=({"winner": "none", "duration_s": 26, "winning_team": "axis"},),
    ),
    22: Scenario(
        about="player 2 leaves after three kills",
        games=({"leaver": "p2", "sides": {"p2": {"kills": 3}}},),
    ),
    23: Scenario(
        about="gone after 20 seconds, before any hit",
        games=(
            {
                "winner": "none",
                "duration_s": 20,
                "leaver": "p2",
                "sides": {seat: {"kills": 0, "deaths": 0} for seat in ("p1", "p2")},
            },
        ),
    ),
    24: Scenario(
        about="player 1 has another name by now", games=({"sides": {"p1": {"username": "Other"}}},)
    ),
    25: Scenario(
        about="another name, and their id was never seen",
        games=({"sides": {"p1": {"username": "Other"}}},),
    ),
    26: Scenario(about="played on psn", games=({"sides": {"p1": {"platform": "psn"}}},)),
    27: Scenario(about="a player with a similar name played", games=({"p2": "third"},)),
    28: Scenario(about="another mode and map", games=({"mode": "war", "map": "mp_m_rust"},)),
    29: Scenario(about="a third player in the match", games=({"others": ["third"]},)),
    30: Scenario(
        about="player 1 is seen after 5 minutes, player 2 after 18",
        games=({"delays": {"p1": 300, "p2": 1080}},),
    ),
    31: Scenario(about="figures that are still growing", switches={"partial_first": True}),
    32: Scenario(about="too often", faults=({"kind": "rate_limit", "count": 3},)),
    33: _with_fault("the token has run out", "token_expired"),
    34: _with_fault("success, and nothing in it", "empty_data"),
    35: _with_fault("shut out", "ban_403"),
    36: Scenario(about="one game for two wagers of the same two"),
    37: Scenario(
        about="one game each, and the third is missing",
        games=({"ended_ago_s": 500, "duration_s": 70}, {"winner": "p2", "duration_s": 300}),
    ),
    38: Scenario(
        about="the scores say player 1, the results player 2",
        games=({"sides": {"p1": {"result": "loss"}, "p2": {"result": "win"}}},),
    ),
    39: _nothing("only player 1 came"),
    40: _nothing("no player came"),
    41: _hidden("player 1 thinks it over"),
    42: Scenario(about="the same job twice"),
    43: Scenario(about="a referee rules while the other side is found", games=({"winner": "p2"},)),
    44: Scenario(about="both agree, and share a device"),
    45: Scenario(about="an old game as proof", games=({"ended_ago_s": 86_400},)),
    46: Scenario(about="it ends 40 seconds from now", games=({"ended_ago_s": -40},)),
    47: _hidden("player 2 deletes their account"),
    48: Scenario(
        about="a public kill race, 18 each, and the scores differ",
        games=tuple(
            {
                "p1": seat,
                "p2": "third",
                "private": False,
                "mode": "dm",
                "sides": {"p1": {"kills": 18, "score": score}},
            }
            for seat, score in (("p1", 2_000), ("p2", 1_900))
        ),
    ),
    49: _hidden("a picture from another dispute"),
    50: _hidden("no referee in three days"),
    51: Scenario(about="player 2 closes their data during the match", closed=("p2",)),
    52: Scenario(about="the title is shut down", switches={"shutdown": True}),
}
