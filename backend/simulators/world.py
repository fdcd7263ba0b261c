"""One simulated Kenya, put together from its parts."""

from dataclasses import dataclass

import httpx

from simulators.agenda import Agenda
from simulators.clock import Clock
from simulators.daraja.announcements import Announcements
from simulators.daraja.books import Books
from simulators.daraja.payments import Payments
from simulators.daraja.prompts import Prompts
from simulators.daraja.tokens import Tokens
from simulators.deliveries import Deliveries
from simulators.faults import Faults
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
    phones: Phones
    texts: Texts
    tokens: Tokens
    prompts: Prompts
    books: Books
    announcements: Announcements
    payments: Payments

    async def close(self) -> None:
        """Stop the timers and let go of the file; what was planned stays written down."""
        await self.agenda.stop()
        self.store.close()


def create_world(settings: SimSettings, *, transport: httpx.AsyncBaseTransport | None) -> World:
    """Open the stored world, or a new one; callbacks leave through `transport`."""
    store = Store(settings.data_folder)
    clock = Clock(store, speed=settings.speed)
    agenda = Agenda(store, clock)
    deliveries = Deliveries(store, clock, agenda, transport=transport)
    phones = Phones(store, clock)
    texts = Texts(store, clock)
    prompts = Prompts(store, clock)
    books = Books(store, clock, phones)
    announcements = Announcements(
        store, clock, deliveries, books, business_name=settings.business_name
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
    return World(
        settings=settings,
        store=store,
        clock=clock,
        agenda=agenda,
        deliveries=deliveries,
        faults=Faults(store),
        phones=phones,
        texts=texts,
        tokens=Tokens(store, clock),
        prompts=prompts,
        books=books,
        announcements=announcements,
        payments=payments,
    )
