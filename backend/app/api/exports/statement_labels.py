"""The labels of a printed statement, in English and in Swahili."""

from dataclasses import dataclass
from datetime import date

from app.domain.language import Language
from app.domain.ledger.statement import MovementKind

_MONTHS = {
    Language.ENGLISH: "JanFebMarAprMayJunJulAugSepOctNovDec",
    Language.SWAHILI: "JanFebMacAprMeiJunJulAgoSepOktNovDes",
}


@dataclass(frozen=True)
class Labels:
    """All printed text that is not a movement of the statement."""

    title: str
    period: str
    until: str
    before: str
    money_in: str
    money_out: str
    after: str
    when: str
    what: str
    amount: str
    balance: str
    page: str
    made: str
    nothing: str
    kinds: dict[MovementKind, str]


LABELS = {
    Language.ENGLISH: Labels(
        title="Wallet statement",
        period="{first} to {last}",
        until="Until {last}",
        before="Balance before",
        money_in="Came in",
        money_out="Went out",
        after="Balance after",
        when="Date",
        what="What happened",
        amount="Amount",
        balance="Balance",
        page="Page {page} of {pages}",
        made="Made on {moment}. All times are Nairobi time, all amounts Kenyan shillings.",
        nothing="Nothing moved in this period.",
        kinds={
            MovementKind.DEPOSIT: "Deposits only",
            MovementKind.WITHDRAWAL: "Withdrawals only",
            MovementKind.STAKE: "Stakes and entry fees only",
            MovementKind.PRIZE: "Prizes only",
            MovementKind.REFUND: "Refunds only",
            MovementKind.OTHER: "Other movements only",
        },
    ),
    Language.SWAHILI: Labels(
        title="Taarifa ya pochi",
        period="{first} hadi {last}",
        until="Hadi {last}",
        before="Salio la awali",
        money_in="Zilizoingia",
        money_out="Zilizotoka",
        after="Salio la mwisho",
        when="Tarehe",
        what="Kilichotokea",
        amount="Kiasi",
        balance="Salio",
        page="Ukurasa {page} kati ya {pages}",
        made="Imetolewa {moment}. Saa ni za Nairobi, kiasi ni shilingi za Kenya.",
        nothing="Hakuna kilichotokea katika kipindi hiki.",
        kinds={
            MovementKind.DEPOSIT: "Kuweka pesa pekee",
            MovementKind.WITHDRAWAL: "Kutoa pesa pekee",
            MovementKind.STAKE: "Dau na ada za mashindano pekee",
            MovementKind.PRIZE: "Zawadi pekee",
            MovementKind.REFUND: "Marejesho pekee",
            MovementKind.OTHER: "Mengine pekee",
        },
    ),
}


def written_day(day: date, language: Language) -> str:
    """Format a day: `22 Nov 2026`."""
    month = _MONTHS[language][3 * day.month - 3 : 3 * day.month]
    return f"{day.day} {month} {day.year}"
