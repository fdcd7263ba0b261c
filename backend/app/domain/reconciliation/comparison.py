"""Compares our ledger, M-Pesa's rows and M-Pesa's balance, which must agree to the cent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from app.domain.reconciliation.provider_rows import Claim, ProviderRow, RowKind

_NAIROBI = timezone(timedelta(hours=3))
_PLAYERS = (
    "user_wallet",
    "user_stake",
    "user_withdraw_hold",
    "match_escrow",
    "tournament_escrow",
    "mpesa_suspense",
)
# M-Pesa's charges have an account of their own there and are never paid with players' money.
_AT_MPESA = ("mpesa_float", "mpesa_clearing_in", "mpesa_clearing_out", "mpesa_charges")

YOUNG = timedelta(minutes=15)  # so long M-Pesa and we may know different things
PATIENCE = timedelta(hours=2)  # then a comparison is made with what is known
BLUR = timedelta(seconds=3)  # M-Pesa's balance has a moment, and moments have seconds
CLEARING_LIMIT = timedelta(hours=48)  # then a payment without its row raises an alert


class BreakKind(StrEnum):
    """How two sides differ."""

    NOT_IN_LEDGER = "not_in_our_books"
    NOT_IN_THEIRS = "not_in_theirs"
    AMOUNT_DIFFERS = "amount_differs"
    BALANCE_DIFFERS = "balance_differs"
    NO_BALANCE = "no_balance"
    LINES_INCOMPLETE = "lines_incomplete"
    MONEY_IS_SHORT = "money_is_short"


@dataclass(frozen=True)
class Break:
    """One difference (KES); `difference` is what M-Pesa has more than we."""

    kind: BreakKind
    sentence: str
    receipt: str | None = None
    ours: Decimal | None = None
    theirs: Decimal | None = None

    @property
    def difference(self) -> Decimal:
        """Theirs less ours, to the cent."""
        return (self.theirs or Decimal(0)) - (self.ours or Decimal(0))


@dataclass(frozen=True)
class Coverage:
    """Whether what lies at M-Pesa is enough for all that belongs to players (KES)."""

    at_mpesa: Decimal
    players_money: Decimal

    @property
    def is_short(self) -> bool:
        """Whether less than 100 % is covered."""
        return self.at_mpesa < self.players_money


def coverage_of(by_kind: Mapping[str, Decimal]) -> Coverage:
    """Return what our ledger has about it: the sums of its accounts, by kind (KES)."""
    # Of prizes that were taken back, what others are owed of it is here once the debts are paid.
    recovered = by_kind.get("prize_recovery", Decimal(0)) + by_kind.get(
        "user_receivable", Decimal(0)
    )
    return Coverage(
        at_mpesa=-sum((by_kind.get(kind, Decimal(0)) for kind in _AT_MPESA), Decimal(0)),
        players_money=sum((by_kind.get(kind, Decimal(0)) for kind in _PLAYERS), Decimal(0))
        + max(recovered, Decimal(0)),
    )


def day_of(moment: datetime) -> date:
    """Return the Nairobi day of a moment."""
    return moment.astimezone(_NAIROBI).date()


def bounds_of(day: date) -> tuple[datetime, datetime]:
    """Return when a Nairobi day begins and when the next one does."""
    begins = datetime.combine(day, time(), tzinfo=_NAIROBI)
    return begins, begins + timedelta(days=1)


def cents(amounts: Iterable[Decimal]) -> int:
    """Return how many cents moved, whatever their direction."""
    return int(sum((abs(amount) * 100 for amount in amounts), Decimal(0)))


def explained_percent(explained: int, *, of: int) -> str:
    """Return which share of the cents is explained: "100.000" exactly when all of them are."""
    if explained == of:
        return "100.000"
    # Never rounded up to a hundred.
    share = Decimal(explained * 100) / Decimal(of)
    return str(share.quantize(Decimal("0.001"), rounding=ROUND_DOWN))


def breaks_of_rows(rows: Sequence[ProviderRow], claims: Sequence[Claim]) -> list[Break]:
    """Return a break for each row that our ledger does not answer with the same amount.

    `rows` are those that were not posted; `claims` all those that could answer them.
    """
    return [_break_of_row(row, claims) for row in rows]


def breaks_of_claims(claims: Sequence[Claim], rows: Sequence[ProviderRow]) -> list[Break]:
    """Return a break for each claim of ours that no row answers at all."""
    return [
        Break(
            kind=BreakKind.NOT_IN_THEIRS,
            receipt=claim.receipt,
            ours=claim.amount,
            theirs=Decimal(0),
            sentence=f"Our {claim.key} of {_kes(claim.amount)} is in no row of M-Pesa's.",
        )
        for claim in claims
        if not claim.is_met and not any(claim.is_about(row) for row in rows)
    ]


def break_of_balance(
    ours: Decimal, theirs: Decimal | None, *, tolerated: Iterable[Decimal] = ()
) -> list[Break]:
    """Compare the ledger's M-Pesa money with M-Pesa's balance.

    `tolerated` are the values of `ours` within the blur of the balance's moment.
    """
    if theirs is None:
        sentence = "M-Pesa did not report our balance."
        return [Break(BreakKind.NO_BALANCE, sentence, ours=ours, theirs=ours)]
    if theirs == ours or theirs in set(tolerated):
        return []
    sentence = (
        f"M-Pesa has {_kes(theirs)}, our ledger has {_kes(ours)}:"
        f" a difference of {_kes(theirs - ours)}."
    )
    return [Break(BreakKind.BALANCE_DIFFERS, sentence, ours=ours, theirs=theirs)]


def break_of_coverage(coverage: Coverage) -> list[Break]:
    """Return by how much M-Pesa's money is too little for what belongs to players."""
    if not coverage.is_short:
        return []
    sentence = (
        f"{_kes(coverage.at_mpesa)} lie at M-Pesa, and {_kes(coverage.players_money)} belong to"
        " players: withdrawals are paused."
    )
    return [
        Break(
            BreakKind.MONEY_IS_SHORT,
            sentence,
            ours=coverage.players_money,
            theirs=coverage.at_mpesa,
        )
    ]


def _break_of_row(row: ProviderRow, claims: Sequence[Claim]) -> Break:
    about = [claim for claim in claims if claim.is_about(row)]
    where = f"M-Pesa's {row.kind} {row.receipt} of {_kes(row.amount)}"
    if about and row.kind is not RowKind.OTHER:
        ours = sum((claim.amount for claim in about), Decimal(0))
        return Break(
            kind=BreakKind.AMOUNT_DIFFERS,
            receipt=row.receipt,
            ours=ours,
            theirs=row.amount,
            sentence=f"{where} is in our ledger with {_kes(ours)}.",
        )
    return Break(
        kind=BreakKind.NOT_IN_LEDGER,
        receipt=row.receipt,
        ours=Decimal(0),
        theirs=row.amount,
        sentence=f"{where} is not in our ledger.",
    )


def _kes(amount: Decimal) -> str:
    return f"KES {amount:,.2f}"
