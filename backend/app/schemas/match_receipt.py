"""Signed receipts on the wire."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.matches.disputes import Ruling
from app.domain.matches.games import Mode, Platform, Title
from app.domain.matches.states import MatchStatus
from app.domain.matches.vocabulary import Reason
from app.schemas.base import MomentOut, MoneyOut, Outbound
from app.schemas.ledger import LedgerType
from app.schemas.match import Outcome, Result, Seat


class ReceiptSignature(Outbound):
    """An Ed25519 signature over the canonical spelling of `receipt`, in hexadecimal."""

    algorithm: Literal["Ed25519"]
    value: str


class ReceiptPlayer(Outbound):
    """One of the two."""

    id: int
    username: str


class ReceiptPlayers(Outbound):
    """Both players, by seat."""

    player1: ReceiptPlayer
    player2: ReceiptPlayer


class ReceiptReport(Outbound):
    """What a player reported, of which game of the match."""

    seat: Seat
    outcome: Outcome
    game: int
    at: MomentOut


class ReceiptPicture(Outbound):
    """A picture that was shown, by the SHA-256 of the file as it was uploaded."""

    seat: Seat
    sha256: str


class ReceiptEvidence(Outbound):
    """What a provider's records said, by the SHA-256 of its answer."""

    provider: str
    sha256: str


class ReceiptRuling(Outbound):
    """A referee's ruling; `two_people` where a second one confirmed it."""

    result: Ruling
    reason: str
    two_people: bool
    at: MomentOut


class ReceiptAppeal(Outbound):
    """An appeal, and what became of it."""

    decision: Literal["upheld", "overturned"] | None
    reason: str | None
    at: MomentOut | None


class ReceiptEntry(Outbound):
    """An amount (KES) from one account to another."""

    source: Annotated[str, Field(alias="from")]
    target: Annotated[str, Field(alias="to")]
    amount: MoneyOut


class ReceiptTransaction(Outbound):
    """One movement of money in the ledger."""

    id: int
    type: LedgerType
    at: MomentOut
    entries: list[ReceiptEntry]


class MatchReceipt(Outbound):
    """Terms, reports, proof, rulings and ledger entries of a finished match."""

    format: Literal["wagewars.match-receipt.v1"]
    key_id: str
    match_id: int
    title: Title
    mode: Mode
    platform: Platform
    map: str | None
    best_of: int
    rules_sha256: str | None
    players: ReceiptPlayers
    currency: Literal["KES"]
    stake: MoneyOut
    pot: MoneyOut
    fee: MoneyOut
    prize: MoneyOut
    tax: MoneyOut
    status: MatchStatus
    result: Result | None
    reason: Reason | None
    created_at: MomentOut
    started_at: MomentOut | None
    completed_at: MomentOut | None
    overturned_at: MomentOut | None
    reports: list[ReceiptReport]
    pictures: list[ReceiptPicture]
    evidence: list[ReceiptEvidence]
    rulings: list[ReceiptRuling]
    appeal: ReceiptAppeal | None
    ledger: list[ReceiptTransaction]


class SignedReceipt(Outbound):
    """A match's receipt: terms, reports, rulings, and each ledger entry. Keep it as it came."""

    receipt: MatchReceipt
    signature: ReceiptSignature


class ReceiptKey(Outbound):
    """A public key of ours (hexadecimal) and its name."""

    key_id: str
    algorithm: Literal["Ed25519"]
    public_key: str


class ReceiptKeys(Outbound):
    """With which keys receipts are checked."""

    items: list[ReceiptKey]
