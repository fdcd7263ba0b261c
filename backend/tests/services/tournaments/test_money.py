"""Fees are held, go back or are spent once; guarantees are reserved; one posting pays all."""

from collections.abc import Callable
from decimal import Decimal

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.errors import Conflict, InsufficientBalance, NotAllowed
from app.domain.problems import ProblemCode
from app.domain.tournaments.lifecycle import TournamentStatus as S
from app.domain.tournaments.prizes import shares
from app.models.tournament import Tournament
from app.models.user import User
from app.services.ledger import posting
from app.services.tournaments.money import escrow, sponsor
from tests.support.players import make_player
from tests.support.tournaments import (
    cancel,
    enter,
    entries_of,
    fund_sponsor,
    in_order,
    make_tournament,
    pay,
    refund,
    set_status,
    walk,
)
from tests.unit.tournaments.test_prizes import VECTORS, groups

pytestmark = pytest.mark.usefixtures("ledger_balances")

REFUSED = (psycopg2.errors.CheckViolation, IntegrityError)


def wallet(user: User) -> tuple[Decimal, Decimal]:
    """Return what is free, and what is in play."""
    with transaction() as session:
        found = posting.balances(session, user_id=user.id)
    return found.available, found.in_play


def derived(code: str) -> Decimal:
    with transaction() as session:
        found = session.execute(
            text("SELECT derived FROM derived_balances WHERE code = :code"), {"code": code}
        )
        return Decimal(found.scalar_one())


def test_a_fee_is_in_play_until_it_goes_back_and_goes_back_once() -> None:
    player, cup = make_player(money=250), make_tournament()
    entry = enter(cup, player)
    assert wallet(player) == (Decimal(150), Decimal(100))
    assert [refund(entry, actor=f"user:{player.id}") for _ in range(2)] == [True, False]
    assert wallet(player) == (Decimal(250), Decimal(0))
    again = enter(cup, player)
    assert entries_of(cup) == {entry: "refunded", again: "held"}


def test_nobody_enters_without_the_money() -> None:
    player, cup = make_player(money=99), make_tournament()
    with pytest.raises(InsufficientBalance):
        enter(cup, player)
    assert entries_of(cup) == {}


def test_a_cancelled_tournament_gives_every_fee_and_the_guarantee_back() -> None:
    players = [make_player(money=100) for _ in range(3)]
    fund_sponsor(500)
    cup = make_tournament(guarantee=500)
    entries = [enter(cup, player) for player in players]
    refund(entries[0], actor="system")  # resumed: one is back already
    with transaction() as session:
        assert sponsor.balance(session) == 0
    assert cancel(cup) == 2
    assert [wallet(player) for player in players] == [(Decimal(100), Decimal(0))] * 3
    assert derived(f"tournament_escrow:{cup}") == 0
    with transaction() as session:
        assert sponsor.balance(session) == 500


def test_a_guarantee_that_the_sponsor_does_not_have_cannot_be_published() -> None:
    fund_sponsor(499)
    draft = make_tournament(guarantee=500, status=S.DRAFT)
    with pytest.raises(Conflict) as refused:
        walk(draft, S.REGISTRATION)
    assert refused.value.code is ProblemCode.SPONSOR_SHORT


def test_case_1_2_13_the_sponsor_pays_the_shortfall_only() -> None:
    """Guarantee 3,000, prize parts 2,475: 525 are used, 2,475 go back at the payout."""
    fund_sponsor(3_000)
    cup = make_tournament(fee=("82.50", "7.50"), guarantee=3_000)
    players = [make_player(money=90) for _ in range(30)]
    for player in players:
        enter(cup, player)
    walk(cup, S.FINALISING)
    with transaction() as session:
        pool = escrow.pool(session, session.get_one(Tournament, cup))
    assert pool == 3_000
    amounts = shares(pool, [7000, 2000, 1000], [(player.id,) for player in players])
    fees = derived(posting.PLATFORM_FEE)
    assert pay(cup, in_order(amounts))
    assert [wallet(player)[0] for player in players[:4]] == [2100, 600, 300, 0]
    assert derived(posting.PLATFORM_FEE) - fees == 30 * Decimal("7.50")
    with transaction() as session:
        assert sponsor.balance(session) == 2_475
    assert set(entries_of(cup).values()) == {"spent"}


@pytest.mark.parametrize(("pool", "split", "finish", "paid"), VECTORS)
def test_vector_2_5_reaches_the_wallets(
    pool: str, split: tuple[int, ...], finish: tuple[int, ...], paid: str
) -> None:
    """The whole pool, here all of it a guarantee, is paid to the cent; a repeat pays nothing."""
    fund_sponsor(Decimal(pool))
    cup = make_tournament(fee=("0", "0"), guarantee=Decimal(pool), prize_split=list(split))
    players = [make_player() for _ in range(sum(finish))]
    for player in players:
        enter(cup, player)
    walk(cup, S.FINALISING)
    ranked = [tuple(players[one - 1].id for one in group) for group in groups(*finish)]
    prizes = in_order(shares(Decimal(pool), split, ranked))
    assert [pay(cup, prizes), pay(cup, prizes)] == [True, False]
    found = [wallet(player)[0] for player in players]
    assert found == [Decimal(part) for part in paid.split()]
    assert sum(found) == Decimal(pool)


def test_a_free_tournament_without_prizes_moves_no_money() -> None:
    cup, player = make_tournament(fee=("0", "0")), make_player()
    enter(cup, player)
    walk(cup, S.FINALISING)
    assert pay(cup, [])
    assert set(entries_of(cup).values()) == {"spent"}


def _finalising(players: list[User]) -> int:
    fund_sponsor(50)
    cup = make_tournament(guarantee=50)
    for player in players:
        enter(cup, player)
    walk(cup, S.FINALISING)
    return cup


@pytest.mark.parametrize("amounts", [("180", "1"), ("100", "79"), ()])
def test_prizes_that_are_not_the_pool_are_refused(amounts: tuple[str, ...]) -> None:
    """Of more than there is by the floor, of less by what would be left in escrow."""
    players = [make_player(money=100) for _ in range(2)]
    cup = _finalising(players)
    prizes = in_order({one.id: Decimal(part) for one, part in zip(players, amounts, strict=False)})
    with pytest.raises((InsufficientBalance, *REFUSED), match=r"Your wallet|in escrow"):
        pay(cup, prizes)
    assert set(entries_of(cup).values()) == {"held"}


def test_a_status_without_its_money_is_refused(owner: Connection) -> None:
    """Also to the tables' owner: published, cancelled or paid without what belongs to it."""
    fund_sponsor(50)
    draft = make_tournament(guarantee=50, status=S.DRAFT)
    player = make_player(money=100)
    running = make_tournament()
    entry = enter(running, player)
    walk(running, S.FINALISING)
    due = "due_at = CASE WHEN '{0}' = 'cancelled' THEN NULL ELSE now() END"
    change = "UPDATE tournaments SET status = '{0}', " + due + " WHERE id = {1}"
    attempts = {
        change.format("registration", draft): "with a guarantee of 50.00, but the ledger did {}",
        change.format("cancelled", running): "with 100.00 in escrow and 1 entries held",
        change.format("paid", running): "but the ledger did",
        f"UPDATE tournament_entries SET state = 'refunded' WHERE id = {entry}": "did {hold}",
        f"UPDATE tournament_entries SET state = 'spent' WHERE id = {entry}": "that is finalising",
        f"INSERT INTO tournament_entries (tournament_id, user_id, prize_part, house_part)"
        f" SELECT id, {make_player().id}, 90, 10 FROM tournaments"
        f" WHERE id = {running}": "but the ledger did",
        f"INSERT INTO tournament_prizes VALUES ({running}, {player.id}, 1, 1, 90)": "was not paid",
    }
    refund(enter(make_tournament(), make_player(money=100)), actor="system")
    attempts |= {
        "UPDATE tournament_entries SET state = 'held' WHERE state = 'refunded'": "cannot go from",
        "DELETE FROM sponsor_fundings": "is forbidden",
    }
    for sql, refusal in attempts.items():
        refused = pytest.raises(psycopg2.Error, match=refusal)
        with refused, owner, owner.cursor() as cursor:
            cursor.execute(sql)


def test_nobody_enters_what_runs(new_player: Callable[..., User]) -> None:
    cup = make_tournament(status=S.RUNNING)
    with pytest.raises(psycopg2.errors.CheckViolation, match="is running"):
        enter(cup, new_player(money=100))


def test_the_money_of_a_cancelled_draft_stays_where_it_was() -> None:
    fund_sponsor(10)
    draft = make_tournament(guarantee=10, status=S.DRAFT)
    with transaction() as session:
        set_status(session, session.get_one(Tournament, draft), S.CANCELLED)
        assert sponsor.balance(session) == 10


def test_who_proposes_to_fund_the_sponsor_does_not_approve_it() -> None:
    admin = make_player(role="admin")
    with transaction() as session:
        seen = sponsor.propose(
            session, amount=Decimal(5), reason="For a cup.", admin=admin, now=utc_now()
        )
    with pytest.raises(NotAllowed), transaction() as session:
        sponsor.approve(
            session,
            funding_id=seen.funding.id,
            admin=admin,
            reason="Me again.",
            now=utc_now(),
        )
