"""Random lives of a wallet, as legs, the way the ledger would post them, from a seed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from app.domain.ledger.statement import Leg, Movement, MovementReason, MovementType, Outcome, Place
from app.domain.money import split_pot, to_cents

_START = datetime(2026, 1, 1, tzinfo=UTC)
_PHONE = "254711000001"
_RATES = (Decimal(0), Decimal("0.05"))
T, P, R = MovementType, Place, MovementReason
_PUT_RIGHT = (R.GOODWILL, R.OUR_FAULT, R.PRIZE_RESTORED, R.CREDITED_TWICE, R.CREDITED_WRONGLY)
Way = tuple[Place, Place, Decimal]


@dataclass
class _SetAside:
    """Money on its way out, and its entry in the statement."""

    line: int
    ways: list[Way]  # by which it goes if it goes
    gross: Decimal
    is_refund: bool


@dataclass
class Life:
    """One wallet: what it holds, what is owed, and every movement so far, the oldest first."""

    random: Random
    wallet: Decimal = Decimal(0)
    owed: Decimal = Decimal(0)
    movements: list[Movement] = field(default_factory=list)
    tickets: list[Decimal] = field(default_factory=list)
    matches: list[tuple[int, Decimal]] = field(default_factory=list)
    deposits: list[tuple[Decimal, Decimal]] = field(default_factory=list)  # gross and excise
    leaving: list[_SetAside] = field(default_factory=list)
    returned: list[_SetAside] = field(default_factory=list)
    fees: list[Decimal] = field(default_factory=list)  # held by tournaments
    prizes: list[Decimal] = field(default_factory=list)

    def step(self) -> None:
        """Do one of the things that are possible now."""
        actions = [self.pay_in]
        if self.wallet >= 20:
            actions += [self.stake, self.withdraw, self.enter, self.put_right]
        if self.tickets:
            actions += [self.pair, self.leave_queue]
        if self.matches:
            actions += [self.win, self.lose, self.draw, self.share, self.appeal]
        if self.fees:
            actions += [self.get_fee_back, self.finish_tournament]
        actions += self._with_prizes()
        if self.leaving:
            actions += [self.arrive, self.come_back]
        if self.returned:
            actions.append(self.arrive_late)
        if self.deposits:
            actions += [self.send_back, self.take_back]
        self.random.choice(actions)()

    def _with_prizes(self) -> list[Callable[[], None]]:
        changes = [self.lose_prize, self.move_up] if self.prizes else []
        return [*changes, self.pay_for_prize] if self.owed and self.wallet else changes

    def pay_in(self) -> None:
        kind, source = self.random.choice(
            [
                (T.DEPOSIT, P.MPESA_IN),
                (T.PAYBILL_DEPOSIT, P.MPESA_IN),
                (T.SUSPENSE_CLAIM, P.SUSPENSE),
            ]
        )
        gross = Decimal(self.random.randint(1, 250_000))
        excise = to_cents(self.random.choice(_RATES) * gross)
        self._move(
            kind,
            [(source, P.WALLET, gross - excise), (source, P.EXCISE, excise)],
            receipt=self._receipt(),
        )
        self.deposits.append((gross, excise))
        repaid = min(self.owed, self.wallet)
        if repaid:
            self.owed -= repaid
            self._move(T.RECEIVABLE_REPAID, [(P.WALLET, P.OWED, repaid)])

    def stake(self) -> None:
        amount = Decimal(self.random.randint(20, int(self.wallet)))
        self.tickets.append(amount)
        match_id = self.random.choice([None, self.random.randint(1, 10**6)])
        self._move(T.WAGER_HOLD, [(P.WALLET, P.STAKE, amount)], match_id=match_id)

    def leave_queue(self) -> None:
        self._move(T.WAGER_RELEASE, [(P.STAKE, P.WALLET, self.tickets.pop())])

    def pair(self) -> None:
        self.matches.append((self.random.randint(1, 10**6), self.tickets.pop()))

    def win(self) -> None:
        match_id, stake = self.matches.pop()
        rate = self.random.choice([Decimal(0), Decimal("0.10"), Decimal("0.0333")])
        share = split_pot(stake, fee_rate=rate)
        ways = [(P.POT, P.WALLET, share.prize), (P.POT, P.OUR_FEES, share.fee)]
        self._move(T.WAGER_WIN, ways, match_id=match_id)

    def lose(self) -> None:
        self.matches.pop()

    def draw(self) -> None:
        match_id, stake = self.matches.pop()
        ways = [(P.POT, P.WALLET, stake), (P.POT, P.OPPONENT, stake)]
        self._move(T.WAGER_REFUND, ways, match_id=match_id)

    def share(self) -> None:
        match_id, stake = self.matches.pop()
        half = to_cents(stake * Decimal("0.9"))
        ways = [
            (P.POT, P.WALLET, half),
            (P.POT, P.OPPONENT, half),
            (P.POT, P.OUR_FEES, 2 * (stake - half)),
        ]
        self._move(T.WAGER_SPLIT, ways, match_id=match_id)

    def appeal(self) -> None:
        match_id, stake = self.matches.pop()
        if self.random.random() < 0.5:  # lost first, and won after the appeal
            ways = [(P.OPPONENT, P.POT, stake), (P.POT, P.WALLET, stake)]
        else:
            here = min(stake, self.wallet)
            self.owed += stake - here
            if not here:
                return  # nothing of it shows in the wallet
            ways = [(P.WALLET, P.POT, here), (P.OWED, P.POT, stake - here)]
        self._move(T.WAGER_OVERTURN, ways, match_id=match_id)

    def enter(self) -> None:
        fee = Decimal(self.random.randint(20, int(self.wallet)))
        self.fees.append(fee)
        self._move(T.TOURNAMENT_ENTRY, [(P.WALLET, P.POOL, fee)], tournament_id=self._some_id())

    def get_fee_back(self) -> None:
        fee = self.fees.pop()
        reason = self.random.choice(
            [
                MovementReason.LEFT,
                MovementReason.TOURNAMENT_CANCELLED,
                MovementReason.TOO_FEW_PLAYERS,
                MovementReason.NOT_CHECKED_IN,
                MovementReason.START_MOVED,
                MovementReason.REMOVED,
            ]
        )
        ways = [(P.POOL, P.WALLET, fee)]
        self._move(T.TOURNAMENT_REFUND, ways, tournament_id=self._some_id(), reason=reason)

    def finish_tournament(self) -> None:
        times = self.random.choice([Decimal(1), Decimal(2), Decimal("3.7")])
        prize = to_cents(self.fees.pop() * times)
        ways = [(P.POOL, P.WALLET, prize)]
        self.prizes.append(prize)
        self._move(T.TOURNAMENT_PRIZES, ways, tournament_id=self._some_id())

    def put_right(self) -> None:
        amount, reason = to_cents(self.wallet / 3), self.random.choice(_PUT_RIGHT)
        takes = reason in {R.CREDITED_TWICE, R.CREDITED_WRONGLY}
        way = (P.WALLET, P.OUR_CORRECTIONS) if takes else (P.OUR_CORRECTIONS, P.WALLET)
        self._move(T.WALLET_ADJUSTMENT, [(*way, amount)], reason=reason)

    def lose_prize(self) -> None:
        ways = self._taken_from_player([(P.WALLET, P.RECOVERED, self.prizes.pop())])
        self._move(T.PRIZE_CLAWBACK, ways, tournament_id=self._some_id())

    def move_up(self) -> None:
        kind, source = self.random.choice(
            [(T.PRIZE_UPGRADE, P.RECOVERED), (T.PRIZE_ADVANCE, P.OUR_FEES)]
        )
        ways = [(source, P.WALLET, self.random.choice(self.prizes))]
        self._move(kind, ways, tournament_id=self._some_id())

    def pay_for_prize(self) -> None:
        amount = min(self.owed, self.wallet)
        self.owed -= amount
        ways = [(P.WALLET, P.OWED, amount)]
        self._move(T.PRIZE_COLLECTION, ways, tournament_id=self._some_id())

    def withdraw(self) -> None:
        gross = to_cents(self.wallet * Decimal(self.random.randint(10, 100)) / 100)
        fee = Decimal(self.random.choice([0, 0, 5, 9]))
        tax = to_cents(self.random.choice(_RATES) * (gross - fee))
        net = Decimal(int(gross - fee - tax))
        if net < 10:
            return
        ways = [
            (P.ON_ITS_WAY_OUT, P.MPESA_OUT, net),
            (P.ON_ITS_WAY_OUT, P.WITHHOLDING, tax),
            (P.ON_ITS_WAY_OUT, P.OUR_FEES, fee),
            (P.ON_ITS_WAY_OUT, P.WALLET, gross - fee - tax - net),
        ]
        self._set_aside(T.WITHDRAWAL_HOLD, gross, ways)

    def send_back(self) -> None:
        gross, excise = self.deposits.pop()
        if gross - excise > self.wallet:
            return
        ways = [
            (P.ON_ITS_WAY_OUT, P.MPESA_IN, gross - excise),
            (P.EXCISE, P.MPESA_IN, excise),
        ]
        self._set_aside(T.REFUND_HOLD, gross - excise, ways)

    def arrive(self) -> None:
        gone = self.leaving.pop()
        receipt = self._receipt()
        self._end(gone, Outcome.PAID, gone.ways, receipt)
        if not gone.is_refund:
            self._move(T.WITHDRAWAL, gone.ways, receipt=receipt, phone=_PHONE)

    def come_back(self) -> None:
        back = self.leaving.pop()
        ways = [(P.ON_ITS_WAY_OUT, P.WALLET, back.gross)]
        self._end(back, Outcome.RETURNED, ways, None)
        kind = T.REFUND_RELEASE if back.is_refund else T.WITHDRAWAL_RELEASE
        self._move(kind, ways, phone=None if back.is_refund else _PHONE)
        self.returned.append(back)

    def arrive_late(self) -> None:
        late = self.returned.pop()
        ways = [way for way in late.ways if way[1] is not P.WALLET]
        kind = T.REFUND if late.is_refund else T.WITHDRAWAL_LATE
        self._move(kind, self._taken_from_player(ways), receipt=self._receipt(), phone=_PHONE)

    def take_back(self) -> None:
        gross, excise = self.deposits.pop()
        ways = [(P.WALLET, P.MPESA_IN, gross - excise), (P.EXCISE, P.MPESA_IN, excise)]
        self._move(T.DEPOSIT_REVERSED, self._taken_from_player(ways), receipt=self._receipt())

    def _taken_from_player(self, ways: list[Way]) -> list[Way]:
        """Take from the wallet what is there, and write the rest down as owed."""
        taken: list[Way] = []
        there = self.wallet
        for source, target, amount in ways:
            if source is P.EXCISE:
                taken.append((source, target, amount))
                continue
            share = min(there, amount)
            there -= share
            self.owed += amount - share
            taken += [(P.WALLET, target, share), (P.OWED, target, amount - share)]
        return taken

    def _set_aside(self, kind: MovementType, gross: Decimal, ways: list[Way]) -> None:
        self.leaving.append(
            _SetAside(len(self.movements), ways, gross, kind is MovementType.REFUND_HOLD)
        )
        self._move(
            kind,
            [(P.WALLET, P.ON_ITS_WAY_OUT, gross)],
            outcome=Outcome.PENDING,
            phone=_PHONE if kind is T.WITHDRAWAL_HOLD else None,
        )

    def _end(self, gone: _SetAside, outcome: Outcome, ways: list[Way], receipt: str | None) -> None:
        hold = self.movements[gone.line]
        self.movements[gone.line] = Movement(
            **{**vars(hold), "outcome": outcome, "end": self._legs(ways), "receipt": receipt}
        )

    def _move(
        self,
        kind: MovementType,
        ways: list[Way],
        *,
        outcome: Outcome = Outcome.PAID,
        match_id: int | None = None,
        tournament_id: int | None = None,
        receipt: str | None = None,
        phone: str | None = None,
        reason: MovementReason | None = None,
    ) -> None:
        legs = self._legs(ways)
        amount = sum(
            (leg.amount * ((leg.target is P.WALLET) - (leg.source is P.WALLET)) for leg in legs),
            Decimal(0),
        )
        if not any(P.WALLET in (leg.source, leg.target) for leg in legs):
            return  # it did not touch the wallet, so no entry of the statement shows it
        self.wallet += amount
        self.movements.append(
            Movement(
                id=len(self.movements) + 1,
                type=kind,
                amount=amount,
                balance_after=self.wallet,
                created_at=self._now(),
                legs=legs,
                outcome=outcome,
                match_id=match_id,
                tournament_id=tournament_id,
                receipt=receipt,
                phone=phone,
                reason=reason,
            )
        )

    def _legs(self, ways: list[Way]) -> tuple[Leg, ...]:
        now = self._now()
        return tuple(Leg(*way, created_at=now) for way in ways if way[2])

    def _now(self) -> datetime:
        return _START + timedelta(hours=len(self.movements))

    def _some_id(self) -> int:
        return self.random.randint(1, 10**6)

    def _receipt(self) -> str:
        return f"S{self.random.randrange(36**5):09d}"


def life(seed: int) -> Life:
    """Live through some ten to thirty events."""
    random = Random(seed)
    lived = Life(random)
    for _ in range(random.randint(10, 30)):
        lived.step()
    return lived
