"""Play stories through the app's services, and note each ledger header whose commit returned.

`python -m ops.backup_drill.stories FILE THREADS` writes one JSON line for each transaction of the
app that moved money: when it began, when its commit was acknowledged, and the headers' keys. It
goes on until the database is gone or a signal comes.
"""

import json
import logging
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import TextIO

from sqlalchemy import text
from sqlalchemy.orm import Session

import app.workers.celery_app  # noqa: F401  # its import makes it Celery's current app
from app.core.clock import utc_now
from app.core.database import DATABASE_AWAY, transaction
from app.domain.errors import Refusal
from app.domain.matches.facts import PlayerReport
from app.domain.matches.vocabulary import ReportedOutcome
from app.domain.payments.mpesa.results import PAID, Evidence, PushAccepted, Source
from app.models.user import User
from app.services.auth import accounts
from app.services.matches import lifecycle
from app.services.matchmaking import queue
from app.services.matchmaking.tickets import QueueRequest
from app.services.payments.deposits import push, requests
from app.services.payments.deposits.evidence import apply_evidence
from app.services.results import reports

STAKES = (20, 50, 100, 200, 500)  # one of each thread, so that its two players meet each other
_FIRST_DEPOSIT = Decimal(2_000)
_MOST_REFUSALS = 20  # in a row
_OWN_HEADERS = text(
    "SELECT idempotency_key FROM transactions WHERE xact = pg_current_xact_id_if_assigned()"
)
_numbers = count(1)
logger = logging.getLogger(__name__)


class Journal:
    """A file of what was acknowledged."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._lock = threading.Lock()

    def act(self, action: Callable[[Session], object]) -> object:
        """Run `action` in one transaction of the app; note its headers when it has committed."""
        began = time.time()
        with transaction() as session:
            done = action(session)
            session.flush()
            keys = list(session.scalars(_OWN_HEADERS))
        if keys:
            line = json.dumps({"began": began, "acknowledged": time.time(), "keys": keys})
            with self._lock:
                self._file.write(line + "\n")
                self._file.flush()
        return done


class Pair:
    """Two players who deposit, and play each other for the same stake again and again."""

    def __init__(self, journal: Journal, number: int) -> None:
        self._journal = journal
        self._players = [self._register(2 * number + seat) for seat in (0, 1)]
        self._stake = Decimal(STAKES[number])
        for player in self._players:
            self._deposit(player, _FIRST_DEPOSIT)

    def play_on(self) -> None:
        """Go on until the database is gone."""
        fee = max(self._stake / 5, Decimal(10))  # which the house takes of each match
        refusals = 0
        with suppress(*DATABASE_AWAY):
            for turn in count():
                try:
                    self._deposit(self._players[turn % 2], fee)
                    self._play(winner=turn % 2)
                    refusals = 0
                except Refusal as refusal:
                    refusals += 1
                    if refusals == _MOST_REFUSALS:
                        raise
                    logger.warning("a story ended early: %s", refusal.code.value)
                    self._leave()

    def _register(self, number: int) -> User:
        def register(session: Session) -> User:
            user = accounts.open_account(
                session,
                username=f"drill{number:03d}",
                email=f"drill{number:03d}@drill.wagewars.example",
                phone=f"2547119{number:05d}",
                password_hash="nobody signs in here",  # noqa: S106
                date_of_birth=date(1998, 4, 12),
                cod_username=f"Drill{number:03d}#254",
                now=utc_now(),
            )
            accounts.prove_phone(session, player=user, phone=user.phone)
            return user

        user = self._journal.act(register)
        assert isinstance(user, User)
        return user

    def _deposit(self, player: User, amount: Decimal) -> None:
        number = next(_numbers)

        def request(session: Session) -> int:
            return requests.request(session, player=player, amount=amount, now=utc_now()).id

        deposit_id = self._journal.act(request)
        assert isinstance(deposit_id, int)
        accepted = PushAccepted(f"drill-merchant-{number}", f"ws_CO_drill_{number}")

        def prompt(session: Session) -> None:
            push.claim_push(session, deposit_id=deposit_id, now=utc_now())
            push.record_push(session, deposit_id=deposit_id, accepted=accepted, now=utc_now())

        self._journal.act(prompt)
        proof = Evidence(
            Source.CALLBACK,
            PAID,
            amount=amount,
            receipt=f"DRL{number:07d}",
            checkout_request_id=accepted.checkout_request_id,
            merchant_request_id=accepted.merchant_request_id,
            paid_at=utc_now(),
        )
        self._journal.act(lambda session: apply_evidence(session, deposit_id, proof, now=utc_now()))

    def _play(self, *, winner: int) -> None:
        request = QueueRequest(self._stake, title="mw", mode="gunfight", platform="acti")
        match_id: object = None
        for player in self._players:

            def join(session: Session, user_id: int = player.id) -> int | None:
                view = queue.join(session, user_id=user_id, request=request, now=utc_now())
                return view.match_id

            match_id = self._journal.act(join)
        if not isinstance(match_id, int):
            self._leave()
            return
        match = match_id
        for player in self._players:

            def ready(session: Session, user_id: int = player.id) -> None:
                lifecycle.make_ready(session, match_id=match, user_id=user_id, now=utc_now())

            self._journal.act(ready)
        for seat, player in sorted(enumerate(self._players), key=lambda one: one[0] == winner):
            outcome = ReportedOutcome.WON if seat == winner else ReportedOutcome.LOST

            def report(
                session: Session, user_id: int = player.id, said: ReportedOutcome = outcome
            ) -> None:
                later = utc_now() + timedelta(minutes=20)  # when a game can be over
                reports.submit(
                    session, match_id=match, user_id=user_id, report=PlayerReport(said), now=later
                )

            self._journal.act(report)

    def _leave(self) -> None:
        for player in self._players:

            def leave(session: Session, user_id: int = player.id) -> None:
                queue.leave(session, user_id=user_id, now=utc_now())

            with suppress(Refusal):
                self._journal.act(leave)


def main() -> None:
    """Play in as many threads as asked for."""
    path, threads = Path(sys.argv[1]), int(sys.argv[2])
    logging.basicConfig(level=logging.WARNING)
    with path.open("a") as file:
        journal = Journal(file)
        pairs = [Pair(journal, number) for number in range(threads)]
        players = [threading.Thread(target=pair.play_on) for pair in pairs]
        for player in players:
            player.start()
        for player in players:
            player.join()


if __name__ == "__main__":
    main()
