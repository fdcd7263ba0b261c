"""One simulated Kenya, put together from its parts."""

from dataclasses import dataclass

import httpx

from simulators.agenda import Agenda
from simulators.chaos import Chaos
from simulators.clock import Clock
from simulators.cod.door import Cod, create_cod
from simulators.cod.people import People
from simulators.daraja.accounts import Accounts
from simulators.daraja.announcements import Announcements
from simulators.daraja.balance_desk import BalanceDesk
from simulators.daraja.books import Books
from simulators.daraja.commands import Commands
from simulators.daraja.desk import Clerk, Desk
from simulators.daraja.initiator import Initiator
from simulators.daraja.menu import Menu
from simulators.daraja.payments import Payments
from simulators.daraja.payouts import Payouts
from simulators.daraja.prompts import Prompts
from simulators.daraja.reversal_desk import ReversalDesk
from simulators.daraja.status_desk import StatusDesk
from simulators.daraja.tokens import Tokens
from simulators.daraja.transactions import Transactions
from simulators.daraja.vault import Vault
from simulators.deliveries import Deliveries
from simulators.faults import Faults
from simulators.outage import Outages
from simulators.phones import Phones
from simulators.settings import SimSettings
from simulators.store import Store
from simulators.texts import Texts


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything that a route may need. Two worlds share nothing."""

    settings: SimSettings
    store: Store
    clock: Clock
    agenda: Agenda
    deliveries: Deliveries
    faults: Faults
    chaos: Chaos
    outages: Outages
    phones: Phones
    texts: Texts
    tokens: Tokens
    prompts: Prompts
    vault: Vault
    initiator: Initiator
    accounts: Accounts
    transactions: Transactions
    books: Books
    announcements: Announcements
    payments: Payments
    menu: Menu
    commands: Commands
    desk: Desk
    reversals: ReversalDesk
    cod: Cod

    async def close(self) -> None:
        """Stop the timers and let go of the file; what was planned stays written down."""
        await self.agenda.stop()
        self.store.close()


def create_world(settings: SimSettings, *, transport: httpx.AsyncBaseTransport | None) -> World:
    """Open the stored world, or a new one; callbacks leave through `transport`."""
    store = Store(settings.data_folder)
    clock = Clock(store, speed=settings.speed)
    agenda = Agenda(store, clock)
    chaos = Chaos(store)
    outages = Outages(store, clock)
    deliveries = Deliveries(store, clock, agenda, chaos, outages, transport=transport)
    phones = Phones(store, clock)
    texts = Texts(store, clock)
    prompts = Prompts(store, clock)
    vault = Vault(settings.data_folder)
    if settings.data_folder is not None:
        vault.certificate_pem()  # whoever encrypts with it may look for the file at once
    initiator = Initiator(
        store, vault, name=settings.initiator_name, password=settings.initiator_password
    )
    accounts = Accounts(store, clock)
    transactions = Transactions(store, clock)
    books = Books(store, transactions, phones, accounts)
    announcements = Announcements(
        store, clock, deliveries, books, transactions, business_name=settings.business_name
    )
    payments = Payments(
        store=store,
        clock=clock,
        agenda=agenda,
        phones=phones,
        texts=texts,
        prompts=prompts,
        books=books,
        announcements=announcements,
    )
    payments.listen()
    menu = Menu(
        store=store,
        clock=clock,
        agenda=agenda,
        deliveries=deliveries,
        phones=phones,
        texts=texts,
        books=books,
        announcements=announcements,
    )
    menu.listen()
    commands = Commands(store, clock)
    desk = Desk(store=store, clock=clock, agenda=agenda, deliveries=deliveries, commands=commands)
    desk.listen()
    payouts = Payouts(
        store=store,
        clock=clock,
        phones=phones,
        texts=texts,
        books=books,
        transactions=transactions,
        accounts=accounts,
        commands=commands,
        initiator=initiator,
        business_name=settings.business_name,
    )
    desk.teach(
        "b2c",
        Clerk(decide=payouts.decide, open=payouts.open, expire=payouts.expire, stick=payouts.stick),
    )
    status_desk = StatusDesk(
        store=store,
        clock=clock,
        phones=phones,
        transactions=transactions,
        initiator=initiator,
        chaos=chaos,
        business_name=settings.business_name,
    )
    desk.teach("status", Clerk(decide=status_desk.decide))
    balance_desk = BalanceDesk(clock=clock, accounts=accounts, initiator=initiator)
    desk.teach("balance", Clerk(decide=balance_desk.decide))
    reversals = ReversalDesk(
        store=store,
        clock=clock,
        phones=phones,
        texts=texts,
        books=books,
        transactions=transactions,
        accounts=accounts,
        commands=commands,
        initiator=initiator,
        business_name=settings.business_name,
    )
    desk.teach(
        "reversal", Clerk(decide=reversals.decide, open=reversals.open, expire=reversals.expire)
    )
    return World(
        settings=settings,
        store=store,
        clock=clock,
        agenda=agenda,
        deliveries=deliveries,
        faults=Faults(store),
        chaos=chaos,
        outages=outages,
        phones=phones,
        texts=texts,
        tokens=Tokens(store, clock),
        prompts=prompts,
        vault=vault,
        initiator=initiator,
        accounts=accounts,
        transactions=transactions,
        books=books,
        announcements=announcements,
        payments=payments,
        menu=menu,
        commands=commands,
        desk=desk,
        reversals=reversals,
        cod=create_cod(store, clock, People(store, clock, settings)),
    )
