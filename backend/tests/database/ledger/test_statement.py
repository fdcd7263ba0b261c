"""Statements of random lives on a real PostgreSQL: every line is a transaction, and all add up."""

from collections import Counter
from decimal import Decimal

from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class

from app.core.database import transaction
from app.domain.language import Language
from app.domain.ledger.statement import (
    TYPES_OF,
    Movement,
    MovementKind,
    MovementType,
    Outcome,
    Place,
)
from app.domain.ledger.statement_text import explain
from app.domain.tournaments.lifecycle import ParticipantStatus, TournamentStatus
from app.services.ledger import statement
from tests.database.ledger.lives import life
from tests.support.players import make_player
from tests.support.reading import change_in
from tests.support.tournaments import (
    cancel,
    enter,
    in_order,
    make_tournament,
    mark,
    pay,
    refund,
    walk,
)

EVERYTHING = statement.Filter()


def whole(user_id: int, which: statement.Filter = EVERYTHING) -> list[Movement]:
    with transaction() as session:
        return list(statement.history(session, user_id=user_id, which=which, most=10_000))


def in_pages(user_id: int, which: statement.Filter, rows: int) -> list[Movement]:
    found: list[Movement] = []
    with transaction() as session:
        while True:
            before = found[-1].id if found else None
            page = statement.page(session, user_id=user_id, which=which, before=before, rows=rows)
            if not page:
                return found
            found += page


def touching(owner: Connection, user_id: int) -> list[tuple[str, Decimal]]:
    """Return type and net amount of every transaction that touched the wallet, by plain SQL."""
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT t.type, sum(p.amount) FROM accounts a JOIN postings p ON p.account_id = a.id"
            " JOIN transactions t ON t.id = p.transaction_id"
            " WHERE a.user_id = %s AND a.kind = 'user_wallet' GROUP BY t.id",
            (user_id,),
        )
        return cursor.fetchall()


def test_the_statement_shows_each_transaction_once_and_adds_up(owner: Connection) -> None:
    seen: Counter[MovementType] = Counter()
    for seed in range(40):
        lived = life(seed)
        lines = whole(lived.player.id)
        seen.update(line.type for line in lines)
        shown = Counter((line.type.value, line.amount) for line in lines)
        assert shown == Counter(touching(owner, lived.player.id)), seed
        for language in Language:
            balance = Decimal(0)
            for line in reversed(lines):
                balance += change_in(explain(line, language), language)
                assert line.balance_after == balance, (seed, line)
            assert balance == lived.wallet, seed
        for which in (EVERYTHING, *(statement.Filter(kind=kind) for kind in MovementKind)):
            types = TYPES_OF[which.kind] if which.kind else set(MovementType)
            expected = [line for line in lines if line.type in types]
            assert in_pages(lived.player.id, which, rows=4) == expected
    assert set(seen) == set(MovementType), "every kind of movement was shown"


def test_the_legs_behind_a_line_are_what_moved(owner: Connection) -> None:
    for seed in range(100, 110):
        lived = life(seed)
        for line in whole(lived.player.id):
            into = sum(leg.amount for leg in line.legs if leg.target is Place.WALLET)
            out = sum(leg.amount for leg in line.legs if leg.source is Place.WALLET)
            assert into - out == line.amount
            with transaction() as session:
                found = statement.get(session, user_id=lived.player.id, line_id=line.id)
            assert found == line


def test_a_tournament_says_why_a_fee_came_back_and_shows_nobody_elses_prize(
    owner: Connection,
) -> None:
    player, rival = make_player(money=1_000), make_player(money=1_000)
    left, dropped, missed, full = (make_tournament() for _ in range(4))
    refund(enter(left, player), actor=f"user:{player.id}")
    for cup, actor in ((dropped, "admin:1"), (make_tournament(), "system")):
        enter(cup, player)
        cancel(cup, actor=actor)
    entry = enter(missed, player)
    mark(missed, player, ParticipantStatus.ABSENT)
    refund(entry, actor="system")
    for one in (player, rival):
        enter(full, one)
    walk(full, TournamentStatus.FINALISING)
    pay(full, in_order({player.id: Decimal(150), rival.id: Decimal(30)}))

    lines = list(reversed(whole(player.id)))
    refunds = [line.reason for line in lines if line.type is MovementType.TOURNAMENT_REFUND]
    assert refunds == ["left", "tournament_cancelled", "too_few_players", "not_checked_in"]
    assert (lines[1].tournament_id, lines[-1].tournament_id) == (left, full)
    assert explain(lines[-1], Language.ENGLISH) == (
        f"KES 150.00 came into your wallet: it is your prize in tournament {full}."
    )
    assert [(leg.source, leg.target) for leg in lines[-1].legs] == [(Place.POOL, Place.WALLET)]


def test_money_from_and_to_m_pesa_carries_its_receipt(owner: Connection) -> None:
    """Also when the receipt came after the money, or stands on the payment only."""
    by_m_pesa = TYPES_OF[MovementKind.DEPOSIT] | {
        MovementType.WITHDRAWAL,
        MovementType.WITHDRAWAL_LATE,
        MovementType.REFUND,
        MovementType.DEPOSIT_REVERSED,
    }
    for seed in range(200, 210):
        lived = life(seed)
        for line in whole(lived.player.id):
            moved = line.type in by_m_pesa or (line.outcome is Outcome.PAID and line.end)
            assert bool(line.receipt) == bool(moved), line
            for language in Language:
                assert not line.receipt or line.receipt in explain(line, language)
