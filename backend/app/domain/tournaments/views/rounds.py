"""Our own summary of a bracket: sections, their rounds, and the matches of those.

It is small, since everybody who looks at a bracket fetches it: players are listed once, in order
of their seeds, and matches name them by seed. What is not so is left out of a match.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, NotRequired, TypeAlias, TypedDict

from app.domain.tournaments.formats.elimination import network_of
from app.domain.tournaments.formats.network import Feeder, LoserOf, Network, WinnerOf, upper_rounds
from app.domain.tournaments.play import matches
from app.domain.tournaments.state import Tournament
from app.domain.tournaments.vocabulary import Format, Match, MatchState, Side, Vacancy

ShownSide: TypeAlias = int | Literal["bye"]  # a seed, or nobody


class PlayerView(TypedDict):
    """A player; their seed is their place in the list, from 1."""

    id: int
    name: str


class MatchView(TypedDict):
    """A match. A side that is left out is not known yet; then `…_from` says who comes.

    `ending` is how it was decided, `score` in games, home first.
    """

    key: str
    state: str
    home: NotRequired[ShownSide]
    away: NotRequired[ShownSide]
    home_from: NotRequired[str]
    away_from: NotRequired[str]
    winner: NotRequired[Literal["home", "away"]]
    ending: NotRequired[str]
    score: NotRequired[tuple[int, int]]


class RoundView(TypedDict):
    """A round under the name that is shown."""

    label: str
    matches: list[MatchView]


class SectionView(TypedDict):
    """A part of the tournament: upper, lower, final, bronze, swiss, or a group such as group A."""

    name: str
    rounds: list[RoundView]


class RoundsView(TypedDict):
    """The whole tournament."""

    format: str
    players: list[PlayerView]
    sections: list[SectionView]


_SECTIONS = {"W": "upper", "L": "lower", "F": "final", "B": "bronze", "S": "swiss"}


def summary(tournament: Tournament, names: Mapping[int, str]) -> RoundsView:
    """Return all sections; `names` are by player."""
    network = _network(tournament)
    seeds = tournament.seeds
    sections: dict[str, dict[str, list[MatchView]]] = {}
    for match in _all_matches(tournament):
        name, label = _place(tournament, match.key)
        view = _match_view(match, network.get(match.key), seeds)
        sections.setdefault(name, {}).setdefault(label, []).append(view)
    return RoundsView(
        format=tournament.format.value,
        players=[PlayerView(id=player, name=names[player]) for player in tournament.players],
        sections=[
            SectionView(
                name=name,
                rounds=[RoundView(label=label, matches=found) for label, found in rounds.items()],
            )
            for name, rounds in sections.items()
        ],
    )


def _network(tournament: Tournament) -> Network:
    if tournament.format in {Format.SINGLE_ELIMINATION, Format.DOUBLE_ELIMINATION}:
        return network_of(tournament)
    return {}


def _all_matches(tournament: Tournament) -> Iterator[Match]:
    """Yield all matches by section, and the byes of a Swiss as matches without an opponent."""
    byes = {number: pairing.bye for number, pairing in enumerate(tournament.pairings, 1)}
    known = list(matches(tournament).values())
    known += [
        Match(f"S{number}.{len(tournament.pairings[number - 1].pairs) + 1}", bye, Vacancy.EMPTY)
        for number, bye in byes.items()
        if bye is not None
    ]
    yield from sorted(known, key=_order)


def _order(match: Match) -> tuple[int, int, int]:
    """Order by section or group, round, and place in it."""
    first, *middle, last = match.key.split(".")
    if middle:  # G1.R2.3
        return int(first[1:]), int(middle[0][1:]), int(last)
    return "WSLFB".index(first[0]), int(first[1:]), int(last)


def _place(tournament: Tournament, key: str) -> tuple[str, str]:
    """Return the section of a match and the name of its round."""
    first, *middle, _ = key.split(".")
    if middle:
        return group_name(int(first[1:])), f"Round {middle[0][1:]}"
    number = int(first[1:])
    return _SECTIONS[first[0]], _label(tournament, first[0], number)


def _label(tournament: Tournament, bracket: str, number: int) -> str:
    if bracket == "S":
        return f"Round {number}"
    if bracket == "B":
        return "Match for third place"
    if bracket == "F":
        return "Final" if number == 1 else "Second final"
    rounds = upper_rounds(len(tournament.players))
    if bracket == "L":
        return "Lower final" if number == 2 * rounds - 2 else f"Lower round {number}"
    name = {0: "final", 1: "semi-final", 2: "quarter-final"}.get(rounds - number)
    name = name or f"round {number}"
    is_double = tournament.format is Format.DOUBLE_ELIMINATION and rounds > 1
    return f"Upper {name}" if is_double else name.capitalize()


def group_name(number: int) -> str:
    """Return the name of a group of a round robin: group A to group Z, then group AA …"""
    letters = ""
    while number:
        number, last = divmod(number - 1, 26)
        letters = chr(ord("A") + last) + letters
    return f"group {letters}"


def _match_view(
    match: Match, feeders: tuple[Feeder, Feeder] | None, seeds: Mapping[int, int]
) -> MatchView:
    view = MatchView(key=match.key, state=match.state.value)
    one, other = feeders or (None, None)
    home, away = _side(match.home, seeds), _side(match.away, seeds)
    if home is not None:
        view["home"] = home
    elif one:
        view["home_from"] = _source(one)
    if away is not None:
        view["away"] = away
    elif other:
        view["away_from"] = _source(other)
    if match.state is not MatchState.DECIDED or match.outcome is None:
        return view
    view["ending"] = match.outcome.ending.value
    if match.outcome.winner is not None:
        view["winner"] = "home" if match.outcome.winner == match.home else "away"
    if match.outcome.score:
        view["score"] = match.outcome.score
    return view


def _side(side: Side, seeds: Mapping[int, int]) -> ShownSide | None:
    if isinstance(side, int):
        return seeds[side]
    return "bye" if side is Vacancy.EMPTY else None


def _source(feeder: Feeder) -> str:
    """Say who comes to a side that is not known yet."""
    match feeder:
        case WinnerOf(key):
            return f"winner of {key}"
        case LoserOf(key):
            return f"loser of {key}"
        case _:
            return "only if the lower bracket wins"
