"""The simulated phones; any number exists from its first use."""

import re
import sqlite3
from dataclasses import dataclass
from typing import Any

from simulators import switches
from simulators.core.clock import Clock
from simulators.core.store import Store
from simulators.subscribers.profile import Profile

# One prefix of another network is enough to play with; the real table changes every year.
OTHER_NETWORK = ("254733",)
PIN_TRIES = 3


class NotAPhoneNumber(ValueError):
    """The text is not a Kenyan mobile number."""


@dataclass(frozen=True, kw_only=True)
class Phone:
    """A subscriber: money, habits and how often the PIN was typed wrong in a row."""

    msisdn: str
    balance_cents: int
    wrong_pins: int
    profile: Profile
    since: float


def normalise(text: str) -> str:
    """Return 12 digits for any common spelling of a Kenyan mobile. Raises NotAPhoneNumber."""
    digits = re.sub(r"[\s+-]", "", text)
    if re.fullmatch(r"0[17]\d{8}", digits):
        digits = "254" + digits[1:]
    elif re.fullmatch(r"[17]\d{8}", digits):
        digits = "254" + digits
    if not re.fullmatch(r"254[17]\d{8}", digits):
        raise NotAPhoneNumber(text)
    return digits


class Phones:
    """All subscribers."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def get(self, msisdn: str) -> Phone:
        """Return the phone, creating it at its first use."""
        row = self._store.one("SELECT * FROM phones WHERE msisdn = ?", msisdn)
        return _from_row(row) if row else self._new(msisdn)

    def everyone(self) -> list[Phone]:
        """Return all phones in use, newest first."""
        rows = self._store.all("SELECT * FROM phones ORDER BY since DESC, rowid DESC")
        return [_from_row(row) for row in rows]

    def change(self, msisdn: str, changes: dict[str, Any]) -> Phone:
        """Apply some fields of the profile and, optionally, `balance` in shillings.

        Raises pydantic.ValidationError for unknown fields and impossible values.
        """
        phone = self.get(msisdn)
        fields = {name: value for name, value in changes.items() if name != "balance"}
        profile = Profile.model_validate({**phone.profile.model_dump(), **fields})
        with self._store.transaction():
            self._store.run(
                "UPDATE phones SET profile = ? WHERE msisdn = ?", profile.model_dump_json(), msisdn
            )
            if "balance" in changes:
                self.set_balance(msisdn, balance_cents=round(float(changes["balance"]) * 100))
            if "pin" in fields or "locked" in fields:
                self._store.run("UPDATE phones SET wrong_pins = 0 WHERE msisdn = ?", msisdn)
        return self.get(msisdn)

    def set_balance(self, msisdn: str, *, balance_cents: int) -> None:
        """Put this much money on the phone."""
        self._store.run(
            "UPDATE phones SET balance_cents = ? WHERE msisdn = ?", balance_cents, msisdn
        )

    def add_money(self, msisdn: str, *, cents: int) -> None:
        """Add to what is on the phone (or take from it)."""
        self.set_balance(msisdn, balance_cents=self.get(msisdn).balance_cents + cents)

    def try_pin(self, msisdn: str, pin: str) -> bool:
        """Say whether the PIN is right; the third wrong one in a row locks the phone."""
        phone = self.get(msisdn)
        if pin == phone.profile.pin:
            self._store.run("UPDATE phones SET wrong_pins = 0 WHERE msisdn = ?", msisdn)
            return True
        if phone.wrong_pins + 1 >= PIN_TRIES:
            self.change(msisdn, {"locked": True})
        else:
            self._store.run(
                "UPDATE phones SET wrong_pins = wrong_pins + 1 WHERE msisdn = ?", msisdn
            )
        return False

    def _new(self, msisdn: str) -> Phone:
        flags = switches.read(self._store)
        profile = Profile(
            auto_approve=flags.new_phones_auto_approve,
            network="other" if msisdn.startswith(OTHER_NETWORK) else "safaricom",
        )
        self._store.run(
            "INSERT INTO phones (msisdn, balance_cents, profile, since) VALUES (?, ?, ?, ?)",
            msisdn,
            flags.new_phones_balance * 100,
            profile.model_dump_json(),
            self._clock.now(),
        )
        return self.get(msisdn)


def _from_row(row: sqlite3.Row) -> Phone:
    return Phone(
        msisdn=row["msisdn"],
        balance_cents=row["balance_cents"],
        wrong_pins=row["wrong_pins"],
        profile=Profile.model_validate_json(row["profile"]),
        since=row["since"],
    )
