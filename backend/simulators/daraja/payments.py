"""The life of an STK payment: pushed, then paid, cancelled, refused or forgotten."""

from dataclasses import dataclass
from typing import Any

from simulators import switches
from simulators.agenda import Agenda
from simulators.clock import Clock, in_nairobi
from simulators.daraja import customer_sms, results
from simulators.daraja.announcements import Announcements
from simulators.daraja.books import Books
from simulators.daraja.judgement import Attempt, judge
from simulators.daraja.prompts import PENDING, Prompt, Prompts
from simulators.daraja.stk_request import StkRequest
from simulators.phones import Phone, Phones
from simulators.store import Store
from simulators.texts import Texts

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
    agenda: Agenda
    phones: Phones
    texts: Texts
    prompts: Prompts
    books: Books
    announcements: Announcements

    def listen(self) -> None:
        """Take over what the agenda holds, and give open prompts their time again.

        Nobody could type a PIN while the simulators were down, so a restart must not be the
        reason why a prompt expires.
        """
        self.agenda.teach(self.TASK, self._fall_due)
        self.agenda.teach(self.LATE_TASK, self._succeed_late)
        for prompt in self.prompts.all_open():
            lifetime = switches.read(self.store).prompt_seconds
            self.prompts.extend(prompt.id, expires_at=self.clock.after(lifetime))

    def push(self, request: StkRequest) -> Prompt:
        """Put a prompt on the phone and plan what its owner will do about it."""
        country = switches.read(self.store)
        phone = self.phones.get(request.msisdn)
        with self.store.transaction():
            prompt = self.prompts.push(request, lifetime_seconds=country.prompt_seconds)
            self._plan(prompt, phone, country)
        return prompt

    def approve(self, prompt_id: int, *, pin: str) -> Prompt:
        """Type a PIN. Raises LookupError and AlreadyAnswered."""
        prompt = self._open(prompt_id)
        with self.store.transaction():
            locked = self.phones.get(prompt.msisdn).profile.locked
            right = locked or self.phones.try_pin(prompt.msisdn, pin)
            return self._finish(prompt, self._judge(prompt, pin_is_right=right, locked=locked))

    def approve_as_owner(self, prompt_id: int) -> Prompt:
        """Approve with whatever PIN is right. Raises LookupError and AlreadyAnswered."""
        prompt = self._open(prompt_id)
        locked = self.phones.get(prompt.msisdn).profile.locked
        return self._finish(prompt, self._judge(prompt, pin_is_right=True, locked=locked))

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
        habit = self.phones.get(msisdn).profile
        return habit.unreachable or habit.network == "other"

    def act_at_once(self, prompt: Prompt) -> Prompt:
        """Let the owner's habit decide now, before the push is even answered."""
        fate = self._fate(self.phones.get(prompt.msisdn), switches.read(self.store))
        return self._carry_out(prompt, APPROVE if fate is None else fate[0])

    def _plan(self, prompt: Prompt, phone: Phone, country: switches.Switches) -> None:
        fate = self._fate(phone, country)
        if fate is not None and fate[0] != EXPIRE:
            act, delay_seconds = fate
            self._schedule(prompt, act=act, due_at=self.clock.after(delay_seconds))
        self._schedule(prompt, act=EXPIRE, due_at=prompt.expires_at)

    def _fate(self, phone: Phone, country: switches.Switches) -> tuple[str, float] | None:
        """Return what happens by itself and after how long; None when a human must act."""
        habit = phone.profile
        fates = (
            (habit.network == "other", "2040", OTHER_NETWORK_SECONDS),
            (habit.unreachable, "1037", country.unreachable_seconds),
            (habit.times_out, EXPIRE, country.prompt_seconds),
            (habit.cancels, "1032", habit.approve_after_seconds),
            (habit.wrong_pin, "2001", habit.approve_after_seconds),
            (habit.auto_approve, APPROVE, habit.approve_after_seconds),
        )
        return next(((act, delay) for applies, act, delay in fates if applies), None)

    def _schedule(self, prompt: Prompt, *, act: str, due_at: float) -> None:
        self.agenda.add(self.TASK, due_at=due_at, prompt_id=prompt.id, act=act)

    async def _fall_due(self, payload: dict[str, Any]) -> None:
        prompt = self.prompts.get(payload["prompt_id"])
        act = payload["act"]
        if prompt.status != PENDING:
            return
        if act == EXPIRE:
            self._expire(prompt)
        elif self._is_still_the_fate(prompt, act):
            self._carry_out(prompt, act)

    def _is_still_the_fate(self, prompt: Prompt, act: str) -> bool:
        """Say whether the owner still has the habit that this act was planned for."""
        fate = self._fate(self.phones.get(prompt.msisdn), switches.read(self.store))
        return fate is not None and fate[0] == act

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
        """Return how a prompt ends that nobody answered; other acts are codes already."""
        if act != EXPIRE:
            return act
        return "1019" if self.phones.get(prompt.msisdn).profile.times_out else "1037"

    async def _succeed_late(self, payload: dict[str, Any]) -> None:
        prompt = self.prompts.get(payload["prompt_id"])
        if prompt.result_code != results.PAID:
            self._finish(prompt, results.PAID)

    def _open(self, prompt_id: int) -> Prompt:
        prompt = self.prompts.get(prompt_id)
        if prompt.status != PENDING:
            raise AlreadyAnswered(prompt_id)
        return prompt

    def _judge(self, prompt: Prompt, *, pin_is_right: bool, locked: bool) -> str:
        phone = self.phones.get(prompt.msisdn)
        country = switches.read(self.store)
        window = country.same_amount_window_seconds
        just_paid = self.prompts.paid_since(prompt.msisdn, since=self.clock.before(window))
        midnight = in_nairobi(self.clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
        today = self.prompts.paid_since(prompt.msisdn, since=midnight.timestamp())
        return judge(
            Attempt(
                amount=prompt.amount,
                balance_cents=phone.balance_cents,
                pin_is_right=pin_is_right,
                pin_is_locked=locked,
                pretends_insufficient=phone.profile.insufficient,
                forced_code=phone.profile.result_code,
                daily_limit=country.daily_limit,
                paid_today=sum(paid.amount for paid in today),
                paid_same_amount_just_now=any(p.amount == prompt.amount for p in just_paid),
            )
        )

    def _finish(self, prompt: Prompt, code: str) -> Prompt:
        """Write the end down, move the money if it was paid, and owe a callback."""
        with self.store.transaction():
            receipt = self._collect(prompt) if code == results.PAID else None
            finished = self.prompts.resolve(prompt.id, code=code, receipt=receipt)
            phone = self.phones.get(prompt.msisdn)
            self._tell_customer(finished, phone)
            self.announcements.stk_result(finished, profile=phone.profile)
            if code != results.PAID and phone.profile.late_success:
                due_at = self.clock.after(phone.profile.late_success_after_seconds)
                self.agenda.add(self.LATE_TASK, due_at=due_at, prompt_id=prompt.id)
        return finished

    def _collect(self, prompt: Prompt) -> str:
        return self.books.collect(
            msisdn=prompt.msisdn,
            shortcode=prompt.shortcode,
            amount_cents=prompt.amount * 100,
            reference=prompt.account_reference,
            kind="stk",
            checkout_request_id=prompt.checkout_request_id,
        )

    def _tell_customer(self, prompt: Prompt, phone: Phone) -> None:
        text = customer_sms.about(prompt, phone, business=self.announcements.business_name)
        if text is not None:
            self.texts.deliver(prompt.msisdn, sender="MPESA", text=text)
