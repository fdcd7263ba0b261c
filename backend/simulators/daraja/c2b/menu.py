"""Paying from the M-Pesa menu: validated if the business wants that, then paid, then confirmed."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from simulators import switches
from simulators.callback_deliveries import Deliveries
from simulators.core.clock import Clock
from simulators.core.scheduler import Scheduler
from simulators.core.store import Store
from simulators.daraja import customer_sms, identifiers
from simulators.daraja.c2b.confirmation import Notice
from simulators.daraja.ledger.transfers import Transfers
from simulators.daraja.notifications import NotificationPlan, Notifications
from simulators.subscribers.phones import Phones
from simulators.subscribers.profile import Profile
from simulators.subscribers.sms_inbox import SmsInbox

REFUSALS = {
    "C2B00011": "the phone number is not accepted",
    "C2B00012": "the account number is wrong",
    "C2B00013": "the amount is not accepted",
    "C2B00014": "the details do not match",
    "C2B00015": "the paybill is wrong",
}


class InsufficientFunds(Exception):
    """The phone has too little money."""


@dataclass(frozen=True, kw_only=True)
class MenuPayment:
    """What a subscriber types into the menu, and how reliably it is confirmed."""

    msisdn: str
    shortcode: str
    amount_cents: int
    reference: str
    transaction_type: str = "Pay Bill"
    first_name: str | None = None
    middle_name: str | None = None
    last_name: str | None = None
    confirmation: Literal["deliver", "drop", "duplicate", "delay"] = "deliver"
    copies: int = 2
    delay_seconds: float = 0.0
    validate: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Validation:
    """What the business answered, and what M-Pesa made of it."""

    status: int | None
    body: str
    accepted: bool
    code: str
    third_party_id: str = ""


@dataclass(frozen=True, kw_only=True)
class MenuOutcome:
    """What became of it; no receipt when the business refused."""

    receipt: str | None
    callback_id: int | None
    validation: Validation | None


@dataclass(frozen=True, kw_only=True)
class Menu:
    """The M-Pesa menu of every phone."""

    TASK = "menu payment"

    store: Store
    clock: Clock
    scheduler: Scheduler
    deliveries: Deliveries
    phones: Phones
    sms_inbox: SmsInbox
    transfers: Transfers
    notifications: Notifications

    def register_tasks(self) -> None:
        """Register the timers' task."""
        self.scheduler.register(self.TASK, self._run_due)

    def plan(self, payment: MenuPayment, *, after_seconds: float) -> None:
        """Plan a payment (the sandbox's simulate)."""
        self.scheduler.add(self.TASK, due_at=self.clock.after(after_seconds), **asdict(payment))

    async def pay(self, payment: MenuPayment) -> MenuOutcome:
        """Pay now. Raises InsufficientFunds."""
        self._check_money(payment)
        receipt = identifiers.receipt(self.clock.now())
        validation = await self._validate(payment, receipt)
        if validation is not None and not validation.accepted:
            self._notify_refused(payment, validation)
            return MenuOutcome(receipt=None, callback_id=None, validation=validation)
        self._check_money(payment)
        callback_id = self._move(payment, receipt, validation)
        return MenuOutcome(receipt=receipt, callback_id=callback_id, validation=validation)

    async def _run_due(self, payload: dict[str, Any]) -> None:
        try:
            await self.pay(MenuPayment(**payload))
        except InsufficientFunds:
            return

    def _check_money(self, payment: MenuPayment) -> None:
        if self.phones.get(payment.msisdn).balance_cents < payment.amount_cents:
            raise InsufficientFunds(payment.msisdn)

    async def _validate(self, payment: MenuPayment, receipt: str) -> Validation | None:
        """Ask the business, if it wants to be asked; its silence means its ResponseType."""
        flags = switches.read(self.store)
        urls = self.notifications.registered(payment.shortcode)
        wanted = flags.c2b_validation if payment.validate is None else payment.validate
        if urls is None or not wanted:
            return None
        notice = self._notice(payment, receipt)
        status, answer = await self.deliveries.ask(
            kind="validation",
            url=urls["validation_url"],
            body=self.notifications.compose(notice, version=urls["version"]),
            timeout_seconds=flags.c2b_validation_seconds / self.clock.speed,
        )
        return _read(status, answer, default=urls["response_type"] == "Completed")

    def _move(
        self, payment: MenuPayment, receipt: str, validation: Validation | None
    ) -> int | None:
        payer = self._payer(payment)
        with self.store.transaction():
            self.transfers.collect(
                msisdn=payment.msisdn,
                shortcode=payment.shortcode,
                amount_cents=payment.amount_cents,
                reference=payment.reference,
                kind="c2b",
                receipt=receipt,
                party_name=payer.full_name,
            )
            text = customer_sms.paid(
                receipt=receipt,
                amount_cents=payment.amount_cents,
                reference=payment.reference,
                paid_at=self.clock.now(),
                phone=self.phones.get(payment.msisdn),
                business=self.notifications.business_name,
            )
            self.sms_inbox.deliver(payment.msisdn, sender="MPESA", text=text)
            plan = NotificationPlan(
                delay_seconds=payment.delay_seconds,
                drop=payment.confirmation == "drop",
                copies=payment.copies if payment.confirmation == "duplicate" else 1,
                payer=payer,
                transaction_type=payment.transaction_type,
                third_party_id=validation.third_party_id if validation else "",
            )
            return self.notifications.c2b_confirmation(receipt, plan)

    def _notice(self, payment: MenuPayment, receipt: str) -> Notice:
        return Notice(
            receipt=receipt,
            at=self.clock.now(),
            amount_cents=payment.amount_cents,
            shortcode=payment.shortcode,
            reference=payment.reference,
            msisdn=payment.msisdn,
            payer=self._payer(payment),
            org_balance_cents=None,
            transaction_type=payment.transaction_type,
        )

    def _payer(self, payment: MenuPayment) -> Profile:
        names = {
            "first_name": payment.first_name,
            "middle_name": payment.middle_name,
            "last_name": payment.last_name,
        }
        given = {field: name for field, name in names.items() if name is not None}
        return self.phones.get(payment.msisdn).profile.model_copy(update=given)

    def _notify_refused(self, payment: MenuPayment, validation: Validation) -> None:
        reason = REFUSALS.get(validation.code, "the business did not accept it")
        text = (
            f"Failed. Your payment of Ksh{payment.amount_cents / 100:,.2f} to "
            f"{self.notifications.business_name} account {payment.reference} was not made: "
            f"{reason}."
        )
        self.sms_inbox.deliver(payment.msisdn, sender="MPESA", text=text)


def _read(status: int | None, answer: str, *, default: bool) -> Validation:
    """Understand the answer of the business; anything but a clear word counts as silence."""
    try:
        body = json.loads(answer) if status == 200 else None
    except ValueError:
        body = None
    code = str(body.get("ResultCode", "")) if isinstance(body, dict) else ""
    if not isinstance(body, dict) or not code:
        return Validation(status=status, body=answer, accepted=default, code=code)
    third = body.get("ThirdPartyTransID")
    return Validation(
        status=status,
        body=answer,
        accepted=code == "0",
        code=code,
        third_party_id=third if isinstance(third, str) else "",
    )
