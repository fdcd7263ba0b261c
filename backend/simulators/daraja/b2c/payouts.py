"""Payouts: accepted, then paid or refused, and reported."""

from dataclasses import dataclass

from simulators import switches
from simulators.core.clock import Clock, in_nairobi
from simulators.core.store import Store
from simulators.daraja import customer_sms, identifiers
from simulators.daraja.b2c.rules import PAID, PayoutAttempt, decide_payout
from simulators.daraja.commands.commands import EXPIRED, Command, Commands
from simulators.daraja.commands.initiator import Initiator
from simulators.daraja.commands.result import Outcome, Parameter, Shape, decimal
from simulators.daraja.ledger import org_state
from simulators.daraja.ledger.accounts import Account, Accounts
from simulators.daraja.ledger.transactions import Transactions
from simulators.daraja.ledger.transfers import Transfers
from simulators.subscribers.phones import Phone, Phones
from simulators.subscribers.sms_inbox import SmsInbox


@dataclass(frozen=True, kw_only=True)
class Payouts:
    """Decides B2C requests."""

    store: Store
    clock: Clock
    phones: Phones
    sms_inbox: SmsInbox
    transfers: Transfers
    transactions: Transactions
    accounts: Accounts
    commands: Commands
    initiator: Initiator
    business_name: str

    def open(self, command: Command) -> None:
        """Open the transaction, so that Transaction Status knows of it from now on."""
        receipt = self.transfers.open_payout(
            msisdn=command.msisdn or "",
            shortcode=command.shortcode,
            amount_cents=command.amount * 100,
            originator_conversation_id=command.originator_conversation_id,
            conversation_id=command.conversation_id,
            remarks=command.remarks,
        )
        self.commands.set_receipt(command.id, receipt)

    def expire(self, command: Command) -> None:
        """Give up a payout that timed out in the queue."""
        self.transactions.finish(command.receipt or "", status="Expired", code="")

    def hold(self, command: Command) -> None:
        """Leave a payout waiting for authorisation by hand."""
        self.transactions.mark(command.receipt or "", status=command.plan.stuck_status)

    def decide(self, command: Command, forced_code: str | None) -> Outcome:
        """Pay, or do not."""
        phone = self.phones.get(command.msisdn or "")
        code = self._decide_code(command, phone, forced_code)
        moves = code == PAID
        if command.plan.moves_money is not None and command.state != EXPIRED:
            moves = command.plan.moves_money
        receipt = command.receipt or ""
        if moves:
            self.transfers.pay_out(receipt)
            self._notify_customer(command, receipt)
        else:
            status = phone.profile.b2c_failed_status
            self.transactions.finish(receipt, status=status, code=code)
        return self._outcome(command, phone, code)

    def _decide_code(self, command: Command, phone: Phone, forced_code: str | None) -> str:
        flags = switches.read(self.store)
        objection = self.initiator.objection(command.initiator, command.credential)
        return decide_payout(
            PayoutAttempt(
                amount=command.amount,
                msisdn=phone.msisdn,
                network=phone.profile.network,
                float_cents=self.transfers.balance_cents(command.shortcode),
                payee_balance_cents=phone.balance_cents,
                payee_moved_today_cents=self.transactions.moved_today_cents(phone.msisdn),
                daily_limit_cents=flags.daily_limit * 100,
                balance_cap_cents=flags.balance_cap * 100,
                credential_objection=objection,
                org_fails_with=org_state.read(self.store).payouts_fail_with,
                forced_code=forced_code,
            )
        )

    def _outcome(self, command: Command, phone: Phone, code: str) -> Outcome:
        profile = phone.profile
        shape = Shape(
            parameters=profile.result_shape,
            reference=profile.reference_shape,
            code_form=profile.result_code_form,
        )
        receipt = command.receipt or ""
        if code == PAID:
            parameters = self._parameters(command, phone, receipt)
            return Outcome(code=code, transaction_id=receipt, parameters=parameters, shape=shape)
        generic = identifiers.generic_transaction_id(self.clock.now())
        transaction_id = generic if profile.failure_id == "generic" else receipt
        return Outcome(code=code, transaction_id=transaction_id, shape=shape)

    def _parameters(self, command: Command, phone: Phone, receipt: str) -> list[Parameter]:
        profile = phone.profile
        amount = command.amount if profile.b2c_amount is None else profile.b2c_amount
        name = profile.b2c_receiver or f"{phone.msisdn} - {profile.full_name}"
        when = in_nairobi(self.clock.now())
        return [
            {"Key": "TransactionAmount", "Value": int(amount) if amount % 1 == 0 else amount},
            {"Key": "TransactionReceipt", "Value": receipt},
            {"Key": "ReceiverPartyPublicName", "Value": name},
            {"Key": "TransactionCompletedDateTime", "Value": f"{when:%d.%m.%Y %H:%M:%S}"},
            self._funds("B2CUtilityAccountAvailableFunds", command, Account.UTILITY),
            self._funds("B2CWorkingAccountAvailableFunds", command, Account.WORKING),
            {"Key": "B2CRecipientIsRegisteredCustomer", "Value": "Y"},
            self._funds("B2CChargesPaidAccountAvailableFunds", command, Account.CHARGES_PAID),
        ]

    def _funds(self, key: str, command: Command, account: Account) -> Parameter:
        return {
            "Key": key,
            "Value": decimal(self.accounts.balance_cents(command.shortcode, account)),
        }

    def _notify_customer(self, command: Command, receipt: str) -> None:
        text = customer_sms.received(
            receipt=receipt,
            amount_cents=command.amount * 100,
            received_at=self.clock.now(),
            phone=self.phones.get(command.msisdn or ""),
            business=f"{self.business_name} {command.shortcode}",
        )
        self.sms_inbox.deliver(command.msisdn or "", sender="MPESA", text=text)
