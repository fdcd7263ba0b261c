"""Ten thousand forged callbacks credit nobody, and players are served meanwhile.

Rows of docs/security.md: S54.
"""

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
BURST_SECONDS = 120.0  # the burst and the players share two cores with everything else


def _target(system: System, attacker: Player) -> Target:
    """Let the attacker have a prompt that is not paid, and a withdrawal that is on its way."""
    money = attacker.deposit(500)
    attacker.wait_for(money, "credited")
    attacker.behave(auto_approve=False, b2c_result="stuck")
    withdrawal_id = payouts.withdraw(attacker, 300)
    payouts.wait_for(attacker, withdrawal_id, "sent", "unknown")
    deposit_id = attacker.deposit(1000)
    attacker.wait_for(deposit_id, "prompted")
    (row,) = system.rows(
        "SELECT w.originator_conversation_id, d.checkout_request_id FROM withdrawals w, deposits d"
        " WHERE w.id = %s AND d.id = %s",
        withdrawal_id,
        deposit_id,
    )
    return Target(
        account=code_of(attacker),
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


def test_ten_thousand_forged_callbacks_credit_nothing_and_disturb_no_player(system: System) -> None:
    register(system)
    attacker = system.player()
    target = _target(system, attacker)
    before = payouts.wallet(attacker)
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
                player.wait_for(deposit_id, "credited", within=BURST_SECONDS)
                receipt = pay(system, player, code_of(player), 100)["receipt"]
                wait_for(system, receipt, "credited", within=BURST_SECONDS)
                served.append(receipt)

    with ThreadPoolExecutor(THREADS + 1) as pool:
        life = pool.submit(serve)
        burst = [pool.submit(_send, system, share) for share in shares]
        statuses: Counter[int] = sum((part.result() for part in burst), Counter())
        eventually(lambda: served, within=BURST_SECONDS)
        over.set()
        life.result()

    assert sum(statuses.values()) == FORGERIES
    assert {status for status in statuses if status >= 500} == set(), statuses
    eventually(lambda: _pending_callbacks(system) == 0, within=BURST_SECONDS)
    assert _bookings(system) == 0
    assert payouts.wallet(attacker) == before
    for player in honest:
        assert player.money() == f"{300 * sum(1 for _ in _payments_of(system, player)):.2f}"


def _pending_callbacks(system: System) -> int:
    return int(system.rows("SELECT count(*) FROM mpesa_callbacks WHERE judged_at IS NULL")[0][0])


def _payments_of(system: System, player: Player) -> list[object]:
    sql = "SELECT id FROM paybill_payments WHERE state = 'credited' AND user_id = %s"
    return system.rows(sql, player.id)
