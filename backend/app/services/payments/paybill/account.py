"""What a player types into the M-Pesa menu to pay into their wallet."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from app.core.settings import get_settings
from app.domain.payments.paybill.account_number import account_code


@dataclass(frozen=True)
class PaybillAccount:
    """What a player types into the M-Pesa menu; limits in KES."""

    shortcode: str
    account: str
    minimum: Decimal
    maximum: Decimal

    @property
    def instructions(self) -> list[str]:
        """The steps on the phone, in order."""
        return [
            "Open M-Pesa on your phone and choose Lipa na M-Pesa, then Pay Bill.",
            f"Enter business number {self.shortcode}.",
            f"Enter account number {self.account}. It is yours alone.",
            f"Enter an amount from KES {self.minimum:,.0f} to KES {self.maximum:,.0f}.",
            "Enter your M-Pesa PIN. The money is in your wallet soon, usually within a minute.",
        ]


def account_of(session: Session, *, user_id: int) -> PaybillAccount:
    """Return where a player pays without a prompt."""
    del session  # the number is made of the player's own
    setting = get_settings()
    return PaybillAccount(
        shortcode=setting.mpesa.shortcode,
        account=account_code(user_id),
        minimum=setting.deposit.minimum,
        maximum=setting.deposit.maximum,
    )
