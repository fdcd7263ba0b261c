"""While ten thousand forged callbacks come in, nobody gets a shilling, and players are served."""

import http.client
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from urllib.parse import urlsplit

from app.core.security import callback_token
from tests.e2e import payouts
from tests.e2e.forgeries import Forger, Forgery, Target
from tests.e2e.hooks import stk_path
from tests.e2e.paybill import code_of, pay, register, wait_for
from tests.e2e.player import Player, eventually
from tests.e2e.system import System

FORGERIES, THREADS = 10_000, 4
STORM_SECONDS = 120.0  # the storm and the players share two cores with everything else


def _target(system: System, thief: Player) -> Target:
    """Let the thief have a prompt that he does not pay, and a withdrawal that is on its way."""
    money = thief.deposit(500)
    thief.wait_for(money, "credited")
    thief.behave(auto_approve=False, b2c_result="stuck")
    withdrawal_id = payouts.withdraw(thief, 300)
    payouts.wait_for(thief, withdrawal_id, "sent", "unknown")
    deposit_id = thief.deposit(1000)
    thief.wait_for(deposit_id, "prompted")
    (row,) = system.rows(
        "SELECT w.originator_conversation_id, d.checkout_request_id FROM withdrawals w, deposits d"
        " WHERE w.id = %s AND d.id = %s",
        withdrawal_id,
        deposit_id,
    )
    return Target(
        account=code_of(thief),
        prompt_path=stk_path(system, deposit_id),
        checkout_id=row[1],
        payout_path=f"/hooks/d/{callback_token(row[0])}/b2c",
    )


def _send(system: System, forgeries: list[Forgery]) -> Counter[int]:
    address = urlsplit(system.api_url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=30)
    statuses: Counter[int] = Counter()
    headers = {"Content-Type": "application/json"}
    for forgery in forgeries:
        connection.request(forgery.method, forgery.path, forgery.body, headers)
        answer = connection.getresponse()
        answer.read()
        statuses[answer.status] += 1
    connection.close()
    return statuses


def _bookings(system: System) -> int:
    sql = "SELECT count(*) FROM transactions WHERE mpesa_reference LIKE 'FAKE%%'"
    return int(system.rows(sql)[0][0])


def test_ten_thousand_forged_callbacks_credit_nothing_and_disturb_nobody(system: System) -> None:
    register(system)
    thief = system.player()
    target = _target(system, thief)
    before = payouts.wallet(thief)
    forgeries = iter(Forger(target, seed=23).forgeries(FORGERIES))
    shares = [list(islice(forgeries, FORGERIES // THREADS)) for _ in range(THREADS)]
    honest = [system.player() for _ in range(3)]
    over = threading.Event()
    served: list[str] = []

    def serve() -> None:
        """Honest players pay and withdraw all the time."""
        while not over.is_set():
            for player in honest:
                deposit_id = player.deposit(200)
                player.wait_for(deposit_id, "credited", within=STORM_SECONDS)
                receipt = pay(system, player, code_of(player), 100)["receipt"]
                wait_for(system, receipt, "credited", within=STORM_SECONDS)
                served.append(receipt)

    with ThreadPoolExecutor(THREADS + 1) as crowd:
        life = crowd.submit(serve)
        storm = [crowd.submit(_send, system, share) for share in shares]
        statuses: Counter[int] = sum((part.result() for part in storm), Counter())
        eventually(lambda: served, within=STORM_SECONDS)
        over.set()
        life.result()

    assert sum(statuses.values()) == FORGERIES
    assert {status for status in statuses if status >= 500} == set(), statuses
    eventually(lambda: _unjudged(system) == 0, within=STORM_SECONDS)
    assert _bookings(system) == 0
    assert payouts.wallet(thief) == before
    for player in honest:
        assert player.money() == f"{300 * sum(1 for _ in _payments_of(system, player)):.2f}"


def _unjudged(system: System) -> int:
    return int(system.rows("SELECT count(*) FROM mpesa_callbacks WHERE judged_at IS NULL")[0][0])


def _payments_of(system: System, player: Player) -> list[object]:
    sql = "SELECT id FROM paybill_payments WHERE state = 'credited' AND user_id = %s"
    return system.rows(sql, player.id)
