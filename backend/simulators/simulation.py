"""All simulated services of one app, put together from their parts."""

from dataclasses import dataclass

import httpx

from simulators.callback_deliveries import Deliveries
from simulators.cod.access import Cod, create_cod
from simulators.cod.players import Players
from simulators.core.clock import Clock
from simulators.core.scheduler import Scheduler
from simulators.core.store import Store
from simulators.daraja.b2c.payouts import Payouts
from simulators.daraja.c2b.menu import Menu
from simulators.daraja.commands.commands import Commands
from simulators.daraja.commands.credential_keys import CredentialKeys
from simulators.daraja.commands.initiator import Initiator
from simulators.daraja.commands.queue import CommandHandler, CommandQueue
from simulators.daraja.gateway.tokens import Tokens
from simulators.daraja.ledger.accounts import Accounts
from simulators.daraja.ledger.transactions import Transactions
from simulators.daraja.ledger.transfers import Transfers
from simulators.daraja.notifications import Notifications
from simulators.daraja.operations.balance import BalanceQueries
from simulators.daraja.operations.reversals import Reversals
from simulators.daraja.operations.status import StatusQueries
from simulators.daraja.stk.payments import Payments
from simulators.daraja.stk.prompts import Prompts
from simulators.fault_injection.faults import Faults
from simulators.fault_injection.outages import Outages
from simulators.fault_injection.random_faults import RandomFaults
from simulators.settings import SimSettings
from simulators.sms.both_ways import BothWays
from simulators.subscribers.phones import Phones
from simulators.subscribers.sms_inbox import SmsInbox


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """Everything that a route may need. Two simulations share nothing."""

    settings: SimSettings
    store: Store
    clock: Clock
    scheduler: Scheduler
    deliveries: Deliveries
    faults: Faults
    random_faults: RandomFaults
    outages: Outages
    phones: Phones
    sms_inbox: SmsInbox
    sms_both_ways: BothWays
    tokens: Tokens
    prompts: Prompts
    credential_keys: CredentialKeys
    initiator: Initiator
    accounts: Accounts
    transactions: Transactions
    transfers: Transfers
    notifications: Notifications
    payments: Payments
    menu: Menu
    commands: Commands
    command_queue: CommandQueue
    reversals: Reversals
    cod: Cod

    async def close(self) -> None:
        """Stop the timers and close the file; planned tasks stay in it."""
        await self.scheduler.stop()
        self.store.close()


def create_simulation(
    settings: SimSettings, *, transport: httpx.AsyncBaseTransport | None
) -> Simulation:
    """Open the stored simulation, or a new one; callbacks are sent through `transport`."""
    store = Store(settings.data_folder)
    clock = Clock(store, speed=settings.speed)
    scheduler = Scheduler(store, clock)
    random_faults = RandomFaults(store)
    outages = Outages(store, clock)
    deliveries = Deliveries(store, clock, scheduler, random_faults, outages, transport=transport)
    phones = Phones(store, clock)
    sms_inbox = SmsInbox(store, clock)
    prompts = Prompts(store, clock)
    credential_keys = CredentialKeys(settings.data_folder)
    if settings.data_folder is not None:
        credential_keys.certificate_pem()  # clients may read the file at once
    initiator = Initiator(
        store, credential_keys, name=settings.initiator_name, password=settings.initiator_password
    )
    accounts = Accounts(store, clock)
    transactions = Transactions(store, clock)
    transfers = Transfers(store, transactions, phones, accounts)
    notifications = Notifications(
        store,
        clock,
        deliveries,
        transfers,
        transactions,
        business_name=settings.business_name,
        till=settings.till,
    )
    payments = Payments(
        store=store,
        clock=clock,
        scheduler=scheduler,
        phones=phones,
        sms_inbox=sms_inbox,
        prompts=prompts,
        transfers=transfers,
        notifications=notifications,
    )
    payments.register_tasks()
    menu = Menu(
        store=store,
        clock=clock,
        scheduler=scheduler,
        deliveries=deliveries,
        phones=phones,
        sms_inbox=sms_inbox,
        transfers=transfers,
        notifications=notifications,
    )
    menu.register_tasks()
    commands = Commands(store, clock)
    command_queue = CommandQueue(
        store=store, clock=clock, scheduler=scheduler, deliveries=deliveries, commands=commands
    )
    command_queue.register_tasks()
    payouts = Payouts(
        store=store,
        clock=clock,
        phones=phones,
        sms_inbox=sms_inbox,
        transfers=transfers,
        transactions=transactions,
        accounts=accounts,
        commands=commands,
        initiator=initiator,
        business_name=settings.business_name,
    )
    command_queue.register(
        "b2c",
        CommandHandler(
            decide=payouts.decide, open=payouts.open, expire=payouts.expire, hold=payouts.hold
        ),
    )
    status_queries = StatusQueries(
        store=store,
        clock=clock,
        phones=phones,
        transactions=transactions,
        initiator=initiator,
        random_faults=random_faults,
        business_name=settings.business_name,
    )
    command_queue.register("status", CommandHandler(decide=status_queries.decide))
    balance_queries = BalanceQueries(clock=clock, accounts=accounts, initiator=initiator)
    command_queue.register("balance", CommandHandler(decide=balance_queries.decide))
    reversals = Reversals(
        store=store,
        clock=clock,
        phones=phones,
        sms_inbox=sms_inbox,
        transfers=transfers,
        transactions=transactions,
        accounts=accounts,
        commands=commands,
        initiator=initiator,
        business_name=settings.business_name,
    )
    command_queue.register(
        "reversal",
        CommandHandler(decide=reversals.decide, open=reversals.open, expire=reversals.expire),
    )
    return Simulation(
        settings=settings,
        store=store,
        clock=clock,
        scheduler=scheduler,
        deliveries=deliveries,
        faults=Faults(store),
        random_faults=random_faults,
        outages=outages,
        phones=phones,
        sms_inbox=sms_inbox,
        sms_both_ways=BothWays(store, clock, deliveries, hooks_url=settings.sms_hooks_url),
        tokens=Tokens(store, clock),
        prompts=prompts,
        credential_keys=credential_keys,
        initiator=initiator,
        accounts=accounts,
        transactions=transactions,
        transfers=transfers,
        notifications=notifications,
        payments=payments,
        menu=menu,
        commands=commands,
        command_queue=command_queue,
        reversals=reversals,
        cod=create_cod(store, clock, Players(store, clock, settings)),
    )
