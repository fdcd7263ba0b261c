"""STK payments: pushed, then paid, cancelled, refused or expired."""

from dataclasses import dataclass
from typing import Any

from simulators import switches
from simulators.core.clock import Clock, in_nairobi
from simulators.core.scheduler import Scheduler
from simulators.core.store import Store
from simulators.daraja import customer_sms, result_codes
from simulators.daraja.ledger.transfers import Transfers
from simulators.daraja.notifications import Notifications
from simulators.daraja.stk.approval import Attempt, decide
from simulators.daraja.stk.prompts import PENDING, Prompt, Prompts
from simulators.daraja.stk.request import StkRequest
from simulators.subscribers.phones import Phone, Phones
from simulators.subscribers.sms_inbox import SmsInbox

OTHER_NETWORK_SECONDS = 3.0
APPROVE = "approve"
EXPIRE = "expire"


class AlreadyAnswered(Exception):
    """The prompt is no longer on the phone."""


@dataclass(frozen=True, kw_only=True)
class Payments:
    """Everything that can happen to a prompt."""

    TASK = "prompt"
    LATE_TASK = "late success"

    store: Store
    clock: Clock
    scheduler: Scheduler
    phones: Phones
    sms_inbox: SmsInbox
    prompts: Prompts
    transfers: Transfers
    notifications: Notifications

    def register_tasks(self) -> None:
        """Register the timers' tasks, and give open prompts their time again.

        Nobody could type a PIN while the simulators were down, so a restart must not be the
        reason why a prompt expires.
        """
        self.scheduler.register(self.TASK, self._run_due)
        self.scheduler.register(self.LATE_TASK, self._succeed_late)
        for prompt in self.prompts.all_open():
            lifetime = switches.read(self.store).prompt_seconds
            self.prompts.extend(prompt.id, expires_at=self.clock.after(lifetime))

    def push(self, request: StkRequest) -> Prompt:
        """Put a prompt on the phone and plan what its owner will do about it."""
        flags = switches.read(self.store)
        phone = self.phones.get(request.msisdn)
        with self.store.transaction():
            prompt = self.prompts.push(request, lifetime_seconds=flags.prompt_seconds)
            self._plan(prompt, phone, flags)
        return prompt

    def approve(self, prompt_id: int, *, pin: str) -> Prompt:
        """Type a PIN. Raises LookupError and AlreadyAnswered."""
        prompt = self._open(prompt_id)
        with self.store.transaction():
            locked = self.phones.get(prompt.msisdn).profile.locked
            right = locked or self.phones.try_pin(prompt.msisdn, pin)
            return self._finish(prompt, self._decide(prompt, pin_is_right=right, locked=locked))

    def approve_as_owner(self, prompt_id: int) -> Prompt:
        """Approve with whatever PIN is right. Raises LookupError and AlreadyAnswered."""
        prompt = self._open(prompt_id)
        locked = self.phones.get(prompt.msisdn).profile.locked
        return self._finish(prompt, self._decide(prompt, pin_is_right=True, locked=locked))

    def cancel(self, prompt_id: int) -> Prompt:
        """Refuse to pay. Raises LookupError and AlreadyAnswered."""
        return self._finish(self._open(prompt_id), "1032")

    def plan_open_prompt_of(self, msisdn: str) -> None:
        """Let changed habits also count for the prompt that is on the phone already."""
        prompt = self.prompts.open_on(msisdn)
        if prompt is not None:
            self._plan(prompt, self.phones.get(msisdn), switches.read(self.store))

    def is_out_of_reach(self, msisdn: str) -> bool:
        """Say whether prompts never get as far as the screen of this phone."""
        profile = self.phones.get(msisdn).profile
        return profile.unreachable or profile.network == "other"

    def act_at_once(self, prompt: Prompt) -> Prompt:
        """Apply the owner's profile now, before the push is answered."""
        planned = self._planned_ending(self.phones.get(prompt.msisdn), switches.read(self.store))
        return self._carry_out(prompt, APPROVE if planned is None else planned[0])

    def _plan(self, prompt: Prompt, phone: Phone, flags: switches.Switches) -> None:
        planned = self._planned_ending(phone, flags)
        if planned is not None and planned[0] != EXPIRE:
            act, delay_seconds = planned
            self._schedule(prompt, act=act, due_at=self.clock.after(delay_seconds))
        self._schedule(prompt, act=EXPIRE, due_at=prompt.expires_at)

    def _planned_ending(self, phone: Phone, flags: switches.Switches) -> tuple[str, float] | None:
        """Return what happens by itself and after how long; None when a human must act."""
        profile = phone.profile
        endings = (
            (profile.network == "other", "2040", OTHER_NETWORK_SECONDS),
            (profile.unreachable, "1037", flags.unreachable_seconds),
            (profile.times_out, EXPIRE, flags.prompt_seconds),
            (profile.cancels, "1032", profile.approve_after_seconds),
            (profile.wrong_pin, "2001", profile.approve_after_seconds),
            (profile.auto_approve, APPROVE, profile.approve_after_seconds),
        )
        return next(((act, delay) for applies, act, delay in endings if applies), None)

    def _schedule(self, prompt: Prompt, *, act: str, due_at: float) -> None:
        self.scheduler.add(self.TASK, due_at=due_at, prompt_id=prompt.id, act=act)

    async def _run_due(self, payload: dict[str, Any]) -> None:
        prompt = self.prompts.get(payload["prompt_id"])
        act = payload["act"]
        if prompt.status != PENDING:
            return
        if act == EXPIRE:
            self._expire(prompt)
        elif self._is_still_planned(prompt, act):
            self._carry_out(prompt, act)

    def _is_still_planned(self, prompt: Prompt, act: str) -> bool:
        """Say whether the owner's profile still has what this act was planned for."""
        planned = self._planned_ending(self.phones.get(prompt.msisdn), switches.read(self.store))
        return planned is not None and planned[0] == act

    def _carry_out(self, prompt: Prompt, act: str) -> Prompt:
        if act == APPROVE:
            return self.approve_as_owner(prompt.id)
        return self._finish(prompt, self._code_of(prompt, act=act))

    def _expire(self, prompt: Prompt) -> None:
        if prompt.expires_at > self.clock.now():
            self._schedule(prompt, act=EXPIRE, due_at=prompt.expires_at)
        else:
            self._finish(prompt, self._code_of(prompt, act=EXPIRE))

    def _code_of(self, prompt: Prompt, *, act: str) -> str:
        """Return how an unanswered prompt ends; other acts are codes already."""
        if act != EXPIRE:
            return act
        return "1019" if self.phones.get(prompt.msisdn).profile.times_out else "1037"

    async def _succeed_late(self, payload: dict[str, Any]) -> None:
        prompt = self.prompts.get(payload["prompt_id"])
        if prompt.result_code != result_codes.PAID:
            self._finish(prompt, result_codes.PAID)

    def _open(self, prompt_id: int) -> Prompt:
        prompt = self.prompts.get(prompt_id)
        if prompt.status != PENDING:
            raise AlreadyAnswered(prompt_id)
        return prompt

    def _decide(self, prompt: Prompt, *, pin_is_right: bool, locked: bool) -> str:
        phone = self.phones.get(prompt.msisdn)
        flags = switches.read(self.store)
        window = flags.same_amount_window_seconds
        just_paid = self.prompts.paid_since(prompt.msisdn, since=self.clock.before(window))
        midnight = in_nairobi(self.clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
        today = self.prompts.paid_since(prompt.msisdn, since=midnight.timestamp())
        return decide(
            Attempt(
                amount=prompt.amount,
                balance_cents=phone.balance_cents,
                pin_is_right=pin_is_right,
                pin_is_locked=locked,
                pretends_insufficient=phone.profile.insufficient,
                forced_code=phone.profile.result_code,
                daily_limit=flags.daily_limit,
                paid_today=sum(paid.amount for paid in today),
                paid_same_amount_just_now=any(p.amount == prompt.amount for p in just_paid),
            )
        )

    def _finish(self, prompt: Prompt, code: str) -> Prompt:
        """Record the end, move the money if it was paid, and plan the callback."""
        with self.store.transaction():
            receipt = self._collect(prompt) if code == result_codes.PAID else None
            finished = self.prompts.resolve(prompt.id, code=code, receipt=receipt)
            phone = self.phones.get(prompt.msisdn)
            self._notify_customer(finished, phone)
            self.notifications.stk_result(finished, profile=phone.profile)
            if code != result_codes.PAID and phone.profile.late_success:
                due_at = self.clock.after(phone.profile.late_success_after_seconds)
                self.scheduler.add(self.LATE_TASK, due_at=due_at, prompt_id=prompt.id)
        return finished

    def _collect(self, prompt: Prompt) -> str:
        return self.transfers.collect(
            msisdn=prompt.msisdn,
            shortcode=prompt.shortcode,
            amount_cents=prompt.amount * 100,
            reference=prompt.account_reference,
            kind="stk",
            checkout_request_id=prompt.checkout_request_id,
        )

    def _notify_customer(self, prompt: Prompt, phone: Phone) -> None:
        text = customer_sms.about(prompt, phone, business=self.notifications.business_name)
        if text is not None:
            self.sms_inbox.deliver(prompt.msisdn, sender="MPESA", text=text)
