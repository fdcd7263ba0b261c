"""What M-Pesa tells the business about a payment, and how unreliably."""

import sqlite3

from simulators import switches
from simulators.clock import Clock
from simulators.daraja import c2b_confirmation, stk_callback
from simulators.daraja.books import Books
from simulators.daraja.prompts import Prompt
from simulators.deliveries import Deliveries
from simulators.profile import Profile
from simulators.store import Store


class Announcements:
    """Plans callbacks and confirmations."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        deliveries: Deliveries,
        books: Books,
        *,
        business_name: str,
    ) -> None:
        self._store = store
        self._clock = clock
        self._deliveries = deliveries
        self._books = books
        self.business_name = business_name

    def stk_result(self, prompt: Prompt, *, profile: Profile) -> None:
        """Owe the callback of a finished prompt and, where asked for, its C2B twin."""
        country = switches.read(self._store)
        body = stk_callback.compose(
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
                    due_at=self._clock.after(_delay(profile, country)),
                    prompt_id=prompt.id,
                )
        wants_twin = country.c2b_twin if profile.c2b_twin is None else profile.c2b_twin
        if wants_twin and prompt.receipt is not None:
            self.c2b_confirmation(prompt.receipt, delay_seconds=country.c2b_twin_seconds)

    def c2b_confirmation(self, receipt: str, *, delay_seconds: float) -> int | None:
        """Owe the confirmation of a receipt; None when no URL is registered for its shortcode."""
        row = self._books.find(receipt)
        urls = self._registered(row["shortcode"]) if row is not None else None
        if row is None or urls is None:
            return None
        body = c2b_confirmation.compose(
            row,
            version=urls["version"],
            org_balance_cents=self._books.balance_cents(row["shortcode"]),
        )
        return self._deliveries.plan(
            kind="c2b",
            url=urls["confirmation_url"],
            body=body,
            headers={},
            due_at=self._clock.after(delay_seconds),
        )

    def _registered(self, shortcode: str) -> sqlite3.Row | None:
        return self._store.one("SELECT * FROM confirmation_urls WHERE shortcode = ?", shortcode)


def _delay(profile: Profile, country: switches.Switches) -> float:
    if profile.callbacks == "delay":
        return profile.callback_delay_seconds
    return 0.0 if profile.callbacks == "before_response" else country.callback_seconds
