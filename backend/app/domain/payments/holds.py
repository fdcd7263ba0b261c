"""Why money in a wallet may have to stay there a while, and the sentence that says so."""

from enum import StrEnum


class HoldReason(StrEnum):
    """Why a player's money can be neither withdrawn nor, if a match gave it, staked."""

    RULED = "ruled"  # the ruling can be appealed against
    NOT_CONFIRMED = "not_confirmed"  # not both reported the end of the match
    LOOKED_AT_AGAIN = "looked_at_again"  # an appeal or a contest is open
    OVERTURNED = "overturned"  # the float pays what an appeal has cost
    RISK = "risk"  # withdrawals wait for a day
    FROZEN = "frozen"  # until a person has looked at the account
    COOLING_OFF = "cooling_off"  # the password, the number or its SIM card was changed
    NEW_DEVICE = "new_device"  # this device is new to the account; others are not held


OF_MATCHES = {
    HoldReason.RULED: "The ruling about match {} can still be appealed against.",
    HoldReason.NOT_CONFIRMED: (
        "Not both of you confirmed the end of match {}, so it can still be contested."
    ),
    HoldReason.LOOKED_AT_AGAIN: "Match {} is looked at again.",
    HoldReason.OVERTURNED: "We look at what an appeal about match {} has cost.",
}
"""Sentences with a place for the match."""

COOLING_OFF = "Your password, your number or its SIM card was changed."
NEW_DEVICE = "This device is new to your account."
