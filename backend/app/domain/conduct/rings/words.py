"""A suspicion in words for staff: what was seen of a pair, with its numbers."""

from app.domain.conduct.rings.communities import Roles
from app.domain.conduct.rings.pairs import Edge, Sign

_SHOWN_FROM = 0.5  # nats; signs below say next to nothing


def explain(edge: Edge, roles: Roles, names: dict[int, str]) -> str:
    """Return what speaks for it that two accounts arranged their matches; `names` by account."""
    winner, loser = names[edge.winner], names[edge.loser]
    parts = [f"{edge.games} matches in 60 days between {winner} and {loser}"]
    parts += [
        words for sign, words in _words(edge, winner, loser) if edge.signs[sign] >= _SHOWN_FROM
    ]
    for account in edge.pair:
        if account in roles.hubs:
            parts.append(f"{names[account]} gains from {roles.hubs[account]} such accounts")
        if account in roles.passers:
            passed = roles.passers[account]
            parts.append(f"KES {passed:,.0f} went through {names[account]} to somebody else")
    return "; ".join(parts)


def _words(edge: Edge, winner: str, loser: str) -> list[tuple[Sign, str]]:
    count = edge.games
    draws = edge.games - edge.won - edge.lost
    return [
        (Sign.ONE_WAY, f"{winner} won {edge.won} and lost {edge.lost}, more than their results"
                       " against others let expect"),
        (Sign.QUICK, f"{edge.quick} were over within two and a half minutes"),
        (Sign.FORFEITS, f"{edge.forfeits} of {count} ended because one did not play on"),
        (Sign.DRAWS, f"{draws} of {count} were draws"),
        (Sign.DISPUTES, f"{edge.disputed} of {count} were disputed"),
        (Sign.TURNS, "they won by turns"),
        (Sign.STAKES, f"{winner} won the high stakes and {loser} the low ones"),
        (Sign.MONEY, f"KES {edge.net:,.0f} went from {loser} to {winner}"),
        (Sign.SHARE, f"these are a large part of all matches of {loser}"),
        (Sign.DEVICE, "both have signed in on one device"),
        (Sign.NUMBER, "both paid in or out by one number"),
    ]  # fmt: skip
