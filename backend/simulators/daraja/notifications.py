"""Callbacks and confirmations of payments, delivered as reliably as the profile says."""

import sqlite3
from dataclasses import dataclass

from simulators import switches
from simulators.callback_deliveries import Deliveries
from simulators.core.clock import Clock
from simulators.core.store import Store
from simulators.daraja.c2b import confirmation
from simulators.daraja.c2b.confirmation import Notice
from simulators.daraja.ledger.transactions import Transactions
from simulators.daraja.ledger.transfers import Transfers
from simulators.daraja.stk import callback
from simulators.daraja.stk.prompts import Prompt
from simulators.subscribers.profile import Profile

_TYPES = {
    "CustomerPayBillOnline": "Pay Bill",
    "CustomerBuyGoodsOnline": confirmation.BUY_GOODS,
}


@dataclass(frozen=True, kw_only=True)
class NotificationPlan:
    """How, and how reliably, a payment is confirmed."""

    payer: Profile
    delay_seconds: float = 0.0
    drop: bool = False
    copies: int = 1
    transaction_type: str = "Pay Bill"
    third_party_id: str = ""


class Notifications:
    """Plans callbacks and confirmations."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        deliveries: Deliveries,
        transfers: Transfers,
        transactions: Transactions,
        *,
        business_name: str,
        till: str,
    ) -> None:
        self._store = store
        self._clock = clock
        self._deliveries = deliveries
        self._transfers = transfers
        self._transactions = transactions
        self.business_name = business_name
        self._till = till

    def stk_result(self, prompt: Prompt, *, profile: Profile) -> None:
        """Plan the callback of a finished prompt and, where asked for, its C2B twin."""
        flags = switches.read(self._store)
        body = callback.compose(
            prompt, profile=profile, code=prompt.result_code or "", receipt=prompt.receipt
        )
        headers = {"Businessshortcode": prompt.shortcode}
        if profile.callbacks == "drop":
            self._deliveries.drop(
                kind="stk",
                url=prompt.callback_url,
                body=body,
                headers=headers,
                prompt_id=prompt.id,
            )
        else:
            for _ in range(profile.callback_copies if profile.callbacks == "duplicate" else 1):
                self._deliveries.plan(
                    kind="stk",
                    url=prompt.callback_url,
                    body=body,
                    headers=headers,
                    due_at=self._clock.after(_delay(profile, flags)),
                    prompt_id=prompt.id,
                )
        wants_twin = flags.c2b_twin if profile.c2b_twin is None else profile.c2b_twin
        if wants_twin and prompt.receipt is not None:
            plan = NotificationPlan(
                delay_seconds=flags.c2b_twin_seconds,
                payer=profile,
                transaction_type=_TYPES[prompt.transaction_type],
            )
            self.c2b_confirmation(prompt.receipt, plan)

    def c2b_confirmation(self, receipt: str, plan: NotificationPlan) -> int | None:
        """Plan the confirmation of a receipt; None when no URL is registered for its shortcode."""
        row = self._transactions.get(receipt)
        urls = self.registered(row["shortcode"])
        if urls is None:
            return None
        notice = Notice(
            receipt=receipt,
            at=row["at"],
            amount_cents=row["amount_cents"],
            shortcode=row["shortcode"],
            reference=row["reference"],
            msisdn=row["msisdn"],
            payer=plan.payer,
            org_balance_cents=self._transfers.balance_cents(row["shortcode"]),
            third_party_id=plan.third_party_id,
            transaction_type=plan.transaction_type,
        )
        body = self.compose(notice, version=urls["version"])
        url = urls["confirmation_url"]
        if plan.drop:
            return self._deliveries.drop(kind="c2b", url=url, body=body, headers={}, prompt_id=None)
        due_at = self._clock.after(plan.delay_seconds)
        ids = [
            self._deliveries.plan(kind="c2b", url=url, body=body, headers={}, due_at=due_at)
            for _ in range(plan.copies)
        ]
        return ids[0]

    def compose(self, notice: Notice, *, version: str) -> str:
        """Return the JSON text about a payment, for URLs that were registered with `version`."""
        if notice.transaction_type == confirmation.BUY_GOODS:
            notice = notice.at_till(self._till)
        choice = switches.read(self._store).c2b_privacy
        return confirmation.compose(notice, privacy=confirmation.privacy_of(version, choice))

    def registered(self, shortcode: str) -> sqlite3.Row | None:
        """Return the URLs that are registered for a shortcode, if any."""
        return self._store.one("SELECT * FROM confirmation_urls WHERE shortcode = ?", shortcode)


def _delay(profile: Profile, flags: switches.Switches) -> float:
    if profile.callbacks == "delay":
        return profile.callback_delay_seconds
    return 0.0 if profile.callbacks == "before_response" else flags.callback_seconds
