"""Statements explain every movement in plain words, and their amounts add up."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.domain.language import Language
from app.domain.ledger.statement import (
    KIND_OF,
    Leg,
    Movement,
    MovementKind,
    MovementReason,
    MovementType,
    Outcome,
    Place,
    total,
)
from app.domain.ledger.statement_text import explain, name_of
from tests.support.reading import amounts_in, change_in
from tests.unit.matches.histories import life

EN, SW = Language.ENGLISH, Language.SWAHILI
T, P = MovementType, Place
NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def test_the_sentences_of_ten_thousand_histories_add_up_to_the_balance() -> None:
    """Moonshot 11 of the peers' list (K6), without a database so that many can be lived through."""
    seen: Counter[MovementType] = Counter()
    for seed in range(10_000):
        lived = life(seed)
        seen.update(movement.type for movement in lived.movements)
        for language in Language:
            balance = Decimal(0)
            for movement in lived.movements:
                balance += change_in(explain(movement, language), language)
                assert balance == movement.balance_after, (seed, explain(movement, language))
            assert balance == lived.wallet, seed
    assert set(seen) == set(MovementType), "every kind of movement was explained"
    assert min(seen.values()) > 500, seen


@pytest.mark.parametrize("language", Language)
def test_the_parts_named_in_a_sentence_add_up_to_what_left(language: Language) -> None:
    """Of a withdrawal: the phone's part, tax, fee and change are the whole of it."""
    divided = 0
    for seed in range(1_000):
        for movement in life(seed).movements:
            if movement.type is not T.WITHDRAWAL_HOLD or movement.outcome is not Outcome.PAID:
                continue
            left, *parts = amounts_in(explain(movement, language))
            divided += len(parts) > 1
            assert not parts or sum(parts) == left == -movement.amount
    assert divided > 100


def test_every_amount_in_a_sentence_stands_in_the_ledger() -> None:
    for seed in range(1_000):
        for movement in life(seed).movements:
            legs = movement.legs + movement.end
            known = {leg.amount for leg in legs} | {abs(movement.amount)}
            known |= {total(movement.legs), total(movement.end)}
            known |= {total(legs, source=place) for place in Place}
            for language in Language:
                sentence = explain(movement, language)
                assert set(amounts_in(sentence)) <= known, sentence


def line(
    kind: MovementType, amount: str, *legs: tuple[Place, Place, str], **facts: Any
) -> Movement:
    written = Movement(
        id=1,
        type=kind,
        amount=Decimal(amount),
        balance_after=Decimal(0),
        created_at=NOW,
        legs=_legs(*legs),
    )
    return replace(written, **facts)


def _legs(*ways: tuple[Place, Place, str]) -> tuple[Leg, ...]:
    return tuple(Leg(source, target, Decimal(a), NOW) for source, target, a in ways)


PAID = _legs(
    (P.ON_ITS_WAY_OUT, P.MPESA_OUT, "128"),
    (P.ON_ITS_WAY_OUT, P.WITHHOLDING, "6.75"),
    (P.ON_ITS_WAY_OUT, P.WALLET, "0.25"),
)
HOLD = line(T.WITHDRAWAL_HOLD, "-135", (P.WALLET, P.ON_ITS_WAY_OUT, "135"), phone="254711000001")
CASES = {
    "a deposit": (
        line(T.DEPOSIT, "1500", (P.MPESA_IN, P.WALLET, "1500"), receipt="SG632NMUAB"),
        "KES 1,500.00 came into your wallet: you paid it by M-Pesa. Receipt SG632NMUAB.",
        "KES 1,500.00 zimeingia kwenye pochi yako: ulizilipa kwa M-Pesa. Risiti SG632NMUAB.",
    ),
    "a deposit whose receipt is not known yet": (
        line(T.DEPOSIT, "20", (P.MPESA_IN, P.WALLET, "20")),
        "KES 20.00 came into your wallet: you paid it by M-Pesa.",
        "KES 20.00 zimeingia kwenye pochi yako: ulizilipa kwa M-Pesa.",
    ),
    "a taxed deposit": (
        line(T.DEPOSIT, "95", (P.MPESA_IN, P.WALLET, "95"), (P.MPESA_IN, P.EXCISE, "5")),
        "KES 95.00 came into your wallet: you paid KES 100.00 by M-Pesa, and KES 5.00 of it is"
        " excise duty.",
        "KES 95.00 zimeingia kwenye pochi yako: ulilipa KES 100.00 kwa M-Pesa, na KES 5.00 kati ya"
        " hizo ni ushuru wa bidhaa.",
    ),
    "money on its way": (
        replace(HOLD, outcome=Outcome.PENDING),
        "KES 135.00 left your wallet: it is on its way to 0711 000 001.",
        "KES 135.00 zimetoka kwenye pochi yako: ziko njiani kwenda 0711 000 001.",
    ),
    "money that arrived": (
        replace(HOLD, end=PAID, receipt="SG632NMUAB"),
        "KES 135.00 left your wallet: KES 128.00 went to 0711 000 001, KES 6.75 is withholding"
        " tax, and KES 0.25 is change. Receipt SG632NMUAB.",
        "KES 135.00 zimetoka kwenye pochi yako: KES 128.00 zilitumwa kwa 0711 000 001, KES 6.75 ni"
        " kodi ya zuio, na KES 0.25 ni chenji. Risiti SG632NMUAB.",
    ),
    "money that came back": (
        replace(HOLD, outcome=Outcome.RETURNED),
        "KES 135.00 left your wallet: it was meant for 0711 000 001 but was not paid.",
        "KES 135.00 zimetoka kwenye pochi yako: zilikusudiwa kwenda 0711 000 001 lakini"
        " hazikulipwa.",
    ),
    "change": (
        replace(HOLD, type=T.WITHDRAWAL, amount=Decimal("0.25"), legs=PAID),
        "KES 0.25 came back to your wallet: it is the change of your withdrawal of KES 135.00,"
        " because M-Pesa pays whole shillings.",
        "KES 0.25 zimerudi kwenye pochi yako: ni chenji ya KES 135.00 ulizotoa, kwa sababu M-Pesa"
        " hulipa shilingi kamili tu.",
    ),
    "a prize": (
        line(T.WAGER_WIN, "180", (P.POT, P.WALLET, "180"), (P.POT, P.OUR_FEES, "20"), match_id=12),
        "KES 180.00 came into your wallet: you won match 12, and our fee was KES 20.00.",
        "KES 180.00 zimeingia kwenye pochi yako: ulishinda mechi 12, na ada yetu ilikuwa KES"
        " 20.00.",
    ),
    "money that waits for a code": (
        replace(HOLD, outcome=Outcome.PENDING, reason=MovementReason.AWAITING_CODE),
        "KES 135.00 was set aside: it stays with us until you type the code that was sent to 0711"
        " 000 001.",
        "KES 135.00 zimetengwa: zinabaki kwetu hadi uandike nambari iliyotumwa kwa 0711 000 001.",
    ),
    "a challenge that nobody took": (
        line(
            T.WAGER_RELEASE,
            "100",
            (P.STAKE, P.WALLET, "100"),
            reason=MovementReason.EXPIRED,
        ),
        "KES 100.00 came back to your wallet: nobody took your challenge in time.",
        "KES 100.00 zimerudi kwenye pochi yako: hakuna aliyekubali changamoto yako kwa wakati.",
    ),
    "an entry fee": (
        line(T.TOURNAMENT_ENTRY, "-100", (P.WALLET, P.POOL, "100"), tournament_id=7),
        "KES 100.00 left your wallet: it is your entry fee for tournament 7.",
        "KES 100.00 zimetoka kwenye pochi yako: ni ada yako ya kuingia mashindano 7.",
    ),
    "the fee of a tournament with too few players": (
        line(
            T.TOURNAMENT_REFUND,
            "100",
            (P.POOL, P.WALLET, "100"),
            tournament_id=7,
            reason=MovementReason.TOO_FEW_PLAYERS,
        ),
        "KES 100.00 came back to your wallet: tournament 7 had too few players.",
        "KES 100.00 zimerudi kwenye pochi yako: mashindano 7 yalikuwa na wachezaji wachache mno.",
    ),
    "the fee of who did not check in": (
        line(
            T.TOURNAMENT_REFUND,
            "100",
            (P.POOL, P.WALLET, "100"),
            tournament_id=7,
            reason=MovementReason.NOT_CHECKED_IN,
        ),
        "KES 100.00 came back to your wallet: you did not check in to tournament 7.",
        "KES 100.00 zimerudi kwenye pochi yako: hukuthibitisha kuwepo kwako kwenye mashindano 7.",
    ),
    "a prize of a tournament": (
        line(T.TOURNAMENT_PRIZES, "2100", (P.POOL, P.WALLET, "2100"), tournament_id=7),
        "KES 2,100.00 came into your wallet: it is your prize in tournament 7.",
        "KES 2,100.00 zimeingia kwenye pochi yako: ni zawadi yako katika mashindano 7.",
    ),
    "a prize that was taken back after most of it was spent": (
        line(
            T.PRIZE_CLAWBACK,
            "-600",
            (P.WALLET, P.RECOVERED, "600"),
            (P.OWED, P.RECOVERED, "1500"),
            tournament_id=7,
        ),
        "KES 600.00 left your wallet: you were disqualified from tournament 7, and KES 2,100.00 of"
        " prizes were taken back, and you owe us KES 1,500.00 more.",
        "KES 600.00 zimetoka kwenye pochi yako: uliondolewa kwenye mashindano 7 kwa kukiuka kanuni,"
        " na zawadi za KES 2,100.00 zilichukuliwa, na bado unadaiwa KES 1,500.00.",
    ),
    "the debt of a prize": (
        line(T.PRIZE_COLLECTION, "-40", (P.WALLET, P.OWED, "40"), tournament_id=7),
        "KES 40.00 left your wallet: it paid back what you owed of prizes in tournament 7.",
        "KES 40.00 zimetoka kwenye pochi yako: zimelipa deni lako la zawadi za mashindano 7.",
    ),
    "a prize that became higher": (
        line(T.PRIZE_UPGRADE, "90.50", (P.RECOVERED, P.WALLET, "90.50"), tournament_id=7),
        "KES 90.50 came into your wallet: it is your higher prize in tournament 7, recovered from"
        " somebody who was disqualified.",
        "KES 90.50 zimeingia kwenye pochi yako: ni nyongeza ya zawadi yako katika mashindano 7,"
        " iliyorudishwa na aliyeondolewa.",
    ),
    "a higher prize that the house paid": (
        line(T.PRIZE_ADVANCE, "90.50", (P.OUR_FEES, P.WALLET, "90.50"), tournament_id=7),
        "KES 90.50 came into your wallet: it is your higher prize in tournament 7, paid by us.",
        "KES 90.50 zimeingia kwenye pochi yako: ni nyongeza ya zawadi yako katika mashindano 7,"
        " tumekulipa sisi.",
    ),
    "a fault of ours that is made good": (
        line(
            T.WALLET_ADJUSTMENT,
            "50",
            (P.OUR_CORRECTIONS, P.WALLET, "50"),
            reason=MovementReason.OUR_FAULT,
        ),
        "KES 50.00 came into your wallet: a fault of ours had cost you this money, and we make it"
        " good.",
        "KES 50.00 zimeingia kwenye pochi yako: kosa letu lilikugharimu pesa hizi, na tunakufidia.",
    ),
    "money that was credited to the wrong player": (
        line(
            T.WALLET_ADJUSTMENT,
            "-50",
            (P.WALLET, P.OUR_CORRECTIONS, "50"),
            reason=MovementReason.CREDITED_WRONGLY,
        ),
        "KES 50.00 left your wallet: money that was not yours had come into your wallet, and we"
        " took it out.",
        "KES 50.00 zimetoka kwenye pochi yako: pesa zisizo zako ziliingia kwenye pochi yako, na"
        " tumezitoa.",
    ),
    "a deposit that M-Pesa took back after it was spent": (
        line(
            T.DEPOSIT_REVERSED,
            "-50",
            (P.WALLET, P.MPESA_IN, "50"),
            (P.OWED, P.MPESA_IN, "45"),
            (P.EXCISE, P.MPESA_IN, "5"),
        ),
        "KES 50.00 left your wallet: M-Pesa took back your payment of KES 100.00, and you owe us"
        " KES 45.00 more.",
        "KES 50.00 zimetoka kwenye pochi yako: M-Pesa ilichukua tena malipo yako ya KES 100.00, na"
        " bado unadaiwa KES 45.00.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_players_read(case: str) -> None:
    movement, english, swahili = CASES[case]
    assert explain(movement, EN) == english
    assert explain(movement, SW) == swahili


def test_every_movement_has_one_kind() -> None:
    assert set(KIND_OF) == set(MovementType)
    assert set(KIND_OF.values()) == set(MovementKind)


def test_every_place_has_a_name_of_its_own_words() -> None:
    for language in Language:
        for place in Place:
            assert "_" not in name_of(place, language, match_id=5)
    assert name_of(P.POT, EN, match_id=5) == "the pot of match 5"
    assert name_of(P.POT, SW, match_id=5) == "dau zote za mechi 5"
