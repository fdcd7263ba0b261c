"""What each sign of a pair adds, what it does not, and the words in which staff reads it."""

from app.domain.conduct.rings.communities import roles_in
from app.domain.conduct.rings.detection import LEAST_GAMES, detect
from app.domain.conduct.rings.facts import Facts, Game, Money
from app.domain.conduct.rings.pairs import Edge, Sign, edges_of
from app.domain.conduct.rings.words import explain

NAMES = {1: "amina", 2: "brian", 3: "caro", 4: "david"}


def game(one: int, two: int, score: float, **changed: object) -> Game:
    row = {
        "match_id": 1, "one": one, "two": two, "score": score, "stake": 100.0, "at": 1.0,
        "seconds": 500.0, "rating_one": 1000.0, "rating_two": 1000.0, "forfeit": False,
        "disputed": False,
    }  # fmt: skip
    return Game(**(row | changed))  # type: ignore[arg-type]


def contests(player: int, won: int, lost: int) -> list[Game]:
    """Matches against a hundred others, each met once."""
    return [
        game(player, 100 * player + number, float(number < won)) for number in range(won + lost)
    ]


def edge_between(facts: Facts, one: int, two: int) -> Edge:
    return next(edge for edge in edges_of(facts) if set(edge.pair) == {one, two})


def test_defeats_against_one_weigh_more_for_who_is_as_good_as_they_are() -> None:
    dumped = [game(1, 2, 1.0) for _ in range(8)]
    equals = Facts([*dumped, *contests(1, 10, 10), *contests(2, 10, 10)])
    unequal = Facts([*dumped, *contests(1, 18, 2), *contests(2, 2, 18)])
    assert edge_between(equals, 1, 2).signs[Sign.ONE_WAY] > 2
    assert edge_between(unequal, 1, 2).signs[Sign.ONE_WAY] < 0.5


def test_what_two_arrange_does_not_move_the_strength_they_are_measured_by() -> None:
    few = Facts([*[game(1, 2, 1.0) for _ in range(5)], *contests(1, 10, 10), *contests(2, 10, 10)])
    many = Facts(
        [*[game(1, 2, 1.0) for _ in range(20)], *contests(1, 10, 10), *contests(2, 10, 10)]
    )
    one, other = edge_between(few, 1, 2), edge_between(many, 1, 2)
    assert other.signs[Sign.ONE_WAY] > one.signs[Sign.ONE_WAY]


def test_a_habit_of_quick_matches_is_no_proof_and_eight_of_eight_are() -> None:
    once = Facts([game(1, 2, float(n % 2), seconds=60.0 if n == 0 else 500.0) for n in range(8)])
    always = Facts([game(1, 2, float(n % 2), seconds=60.0) for n in range(8)])
    assert edge_between(once, 1, 2).signs[Sign.QUICK] < 0.5
    assert edge_between(always, 1, 2).signs[Sign.QUICK] > 4


def test_fewer_than_four_matches_prove_nothing() -> None:
    found = Facts(
        [game(1, 2, 0.5, seconds=30.0) for _ in range(LEAST_GAMES - 1)],
        devices={(1, 2)},
        numbers={(1, 2)},
    )
    assert detect(found) == []


def test_accounts_with_no_matches_together_are_not_suspected_for_a_shared_phone() -> None:
    found = Facts([*contests(1, 10, 10), *contests(2, 10, 10)], devices={(1, 2)}, numbers={(1, 2)})
    assert detect(found) == []


def test_through_whom_money_passes_and_who_gains_from_many_is_named() -> None:
    rows = [game(2, loser, 1.0, stake=500.0) for loser in (3, 4, 5) for _ in range(4)]
    rows += [game(1, 2, 1.0, stake=1000.0) for _ in range(5)]
    roles = roles_in(edges_of(Facts(rows)))
    assert roles.hubs == {2: 3}
    assert roles.passers == {2: 5000.0}


def test_staff_reads_what_was_seen_with_its_numbers() -> None:
    facts = Facts(
        [game(1, 2, 1.0, seconds=60.0, stake=500.0) for _ in range(6)],
        devices={(1, 2)},
        money={2: Money(3000.0, 0.0)},
    )
    (suspicion,) = detect(facts)
    assert explain(suspicion.edges[0], suspicion.roles, NAMES) == (
        "6 matches in 60 days between amina and brian;"
        " amina won 6 and lost 0, more than their results against others let expect;"
        " 6 were over within two and a half minutes;"
        " KES 3,000 went from brian to amina;"
        " these are a large part of all matches of brian;"
        " both have signed in on one device"
    )
