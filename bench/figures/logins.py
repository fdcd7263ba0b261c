"""H3: how fast other requests are while 64 players sign in at once.

Both sides are the same request of a signed-in player over four connections, once alone and once
beside 64 logins that never pause. Passwords are hashed at the production cost.
"""

import time

from bench import app_processes, http_load, signed_in_players
from bench.testbed import Testbed


def measure(testbed: Testbed, round_number: int) -> tuple[float, float]:
    """Return (requests a second beside logins, requests a second alone) of one round."""
    with app_processes.api(testbed) as port:
        names = signed_in_players.register(testbed, port, testbed.sizes.logins)
        token = signed_in_players.sign_in(port, names[0])
        account = [signed_in_players.get_request("/users/me", token)]
        logins = [signed_in_players.login_request(name) for name in names]
        seconds = testbed.sizes.load_seconds
        http_load.run(port, account, connections=4, seconds=seconds / 3)
        if round_number % 2:
            beside = _beside(port, account, logins, seconds)
            return beside, _alone(port, account, seconds)
        alone = _alone(port, account, seconds)
        return _beside(port, account, logins, seconds), alone


def _alone(port: int, account: list[http_load.Request], seconds: float) -> float:
    return http_load.run(port, account, connections=4, seconds=seconds).rate


def _beside(
    port: int, account: list[http_load.Request], logins: list[http_load.Request], seconds: float
) -> float:
    signing_in = http_load.start(port, logins, connections=len(logins), seconds=seconds + 1)
    time.sleep(0.5)  # until all of them wait
    rate = _alone(port, account, seconds)
    http_load.finish(signing_in)
    return rate
