"""The simulation outlives its process."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.simulators.caller import Caller, Mailbox, wait_for
from tests.simulators.evidence import proves

BACKEND = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def process(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run the real thing, as `make run` does, and kill it with SIGKILL."""
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(BACKEND),
        "SIM_DATA": str(folder),
        "SIM_SPEED": "20",
    }
    command = [sys.executable, "-m", "uvicorn", "simulators.main:app", "--port", str(port)]
    child = subprocess.Popen([*command, "--log-level", "warning"], cwd=BACKEND, env=environment)
    try:
        wait_for(lambda: answers(port), seconds=20)
        yield child
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/_sim/switches").is_success
    except httpx.TransportError:
        return False


@proves("state_survives_restart")
def test_a_killed_simulation_goes_on_where_it_was(tmp_path: Path, mailbox: Mailbox) -> None:
    port = free_port()
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as http:
        caller = Caller(http, mailbox, "254711888001", "/hooks/restart/open")
        owed = Caller(http, mailbox, "254711888002", "/hooks/restart/owed")
        asleep = Caller(http, mailbox, "254711888003", "/hooks/restart/asleep")
        with process(tmp_path, port):
            caller.switch(query_noise=0, newest_token_only=False)
            caller.set_profile(auto_approve=False)
            checkout = caller.push().json()["CheckoutRequestID"]
            owed.set_profile(callbacks="delay", callback_delay_seconds=30)
            owed.push()
            asleep.set_profile(approve_after_seconds=30)
            asleep.push()
            caller.fault("sms", "http_500")
            wait_for(lambda: owed.phone()["prompts"][0]["status"] == "approved")
            time.sleep(0.2)
        with process(tmp_path, port):
            # A callback that was owed and an approval that was planned happen now, once.
            assert owed.callback().stk["ResultCode"] == 0
            assert asleep.callback().stk["ResultCode"] == 0
            # The prompt still stands, the token is still good, the fault still waits.
            assert caller.query(checkout).json()["ResultCode"] == "4999"
            assert caller.http.get("/_sim/faults").json()[0]["kind"] == "http_500"
            assert caller.answer_prompt(pin="1234").json()["status"] == "approved"
            assert caller.callback().stk["ResultCode"] == 0
            assert caller.phone()["balance"] == 49_500
            assert caller.org_balance() == 1_500
        with process(tmp_path, port):
            time.sleep(0.3)
            assert caller.org_balance() == 1_500
            for payer in (caller, owed, asleep):
                assert len(mailbox.at(payer.hook)) == 1
