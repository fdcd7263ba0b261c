"""What we may answer when M-Pesa asks whether a payment to our paybill is welcome."""

from enum import StrEnum


class PaybillRefusal(StrEnum):
    """Why a payment is refused; the code chooses the SMS that the payer reads (daraja.md §2.3)."""

    PHONE = "C2B00011"
    ACCOUNT = "C2B00012"
    AMOUNT = "C2B00013"
    PAYER = "C2B00014"
    SHORTCODE = "C2B00015"
    OTHER = "C2B00016"


class Registered(StrEnum):
    """What became of the registration of our addresses."""

    NEW = "new"
    ALREADY = "already"  # production takes it once; changing it is done in Safaricom's portal
