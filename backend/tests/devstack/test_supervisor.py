"""The supervisor: all processes run, or none does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from devstack import processes, site
from devstack.errors import StackError
from devstack.supervisor import Log, Stopped, Supervisor

_NAP = (
    "import os, pathlib, time; print('awake', flush=True); "
    "pathlib.Path(f'awake-{os.getpid()}').touch(); time.sleep(60)"
)
_STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + _NAP
_POLITE = (
    "import signal, sys, time; "
    "signal.signal(signal.SIGTERM, lambda *_: (time.sleep(0.3), print('bye'), sys.exit(0))); "
    + _NAP
)
_PARENT = (
    f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {_NAP!r}]); "
    "import time; time.sleep(60)"
)


def python(script: str, data_dir: Path) -> processes.Command:
    argv = [sys.executable, "-c", script]
    return processes.Command(argv, data_dir, {processes.MARK: str(data_dir)})


def left_of(data_dir: Path) -> list[psutil.Process]:
    return list(processes.marked(data_dir))


def play(supervisor: Supervisor, story: Callable[[], None]) -> None:
    """Let `story` happen under the supervisor, then watch until something ends it."""
    with supervisor.on_duty():
        story()
        supervisor.watch()


def wait_until_awake(supervisor: Supervisor, data_dir: Path, *names: str) -> None:
    for name in names:
        sign = data_dir / f"awake-{supervisor.pids()[name]['pid']}"
        supervisor.wait_for(name, sign.exists, seconds=20)


@pytest.fixture
def supervisor(tmp_path: Path) -> Supervisor:
    return Supervisor(Log(), tmp_path)


def test_the_death_of_one_ends_all_and_is_named(
    supervisor: Supervisor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def story() -> None:
        supervisor.start("api", python(_PARENT, tmp_path))
        supervisor.start("worker", python(_NAP, tmp_path))
        wait_until_awake(supervisor, tmp_path, "worker")
        os.kill(int(supervisor.pids()["worker"]["pid"] or 0), signal.SIGKILL)

    with pytest.raises(StackError, match=r"worker \(process \d+\) was killed by SIGKILL"):
        play(supervisor, story)

    assert left_of(tmp_path) == []
    assert "worker     | awake" in capsys.readouterr().out


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all(supervisor: Supervisor, tmp_path: Path, number: signal.Signals) -> None:
    def story() -> None:
        supervisor.start("api", python(_NAP, tmp_path))
        signal.raise_signal(number)

    with pytest.raises(Stopped) as stop:
        play(supervisor, story)

    assert stop.value.signal == number
    assert left_of(tmp_path) == []


def test_the_impatient_may_ask_twice(supervisor: Supervisor, tmp_path: Path) -> None:
    def story() -> None:
        supervisor.start("api", python(_STUBBORN, tmp_path))
        wait_until_awake(supervisor, tmp_path, "api")
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    began = time.monotonic()
    with pytest.raises(Stopped):
        play(supervisor, story)

    assert time.monotonic() - began < 8
    assert left_of(tmp_path) == []


def test_a_step_that_fails_ends_all(supervisor: Supervisor, tmp_path: Path) -> None:
    def story() -> None:
        supervisor.start("postgres", python(_NAP, tmp_path), is_server=True)
        supervisor.run_once("migrate", python("raise SystemExit(3)", tmp_path))

    with pytest.raises(StackError, match="migrate ended with code 3"):
        play(supervisor, story)

    assert left_of(tmp_path) == []


def test_servers_of_data_end_last(
    supervisor: Supervisor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def story() -> None:
        supervisor.start("postgres", python(_POLITE, tmp_path), is_server=True)
        supervisor.start("api", python(_POLITE, tmp_path))
        wait_until_awake(supervisor, tmp_path, "postgres", "api")
        signal.raise_signal(signal.SIGTERM)

    with pytest.raises(Stopped):
        play(supervisor, story)

    said = capsys.readouterr().out
    assert said.index("api        | bye") < said.index("postgres   | bye")


def run(data_dir: Path, **settings: str) -> "subprocess.CompletedProcess[str]":
    given = [f"{name}={value}" for name, value in settings.items()]
    return subprocess.run(
        ["env", *given, sys.executable, "-m", "devstack.run", "--no-web", "--data", str(data_dir)],
        cwd=site.ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_nothing_starts_when_a_port_is_taken(tmp_path: Path, taken_port: int) -> None:
    done = run(tmp_path, API_PORT=str(taken_port))

    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {taken_port} is taken by another program;")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert not (tmp_path / "postgres").exists()


def test_a_second_run_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with site.occupied(site.read(tmp_path)):
        done = run(tmp_path)

    assert done.returncode == 1
    assert done.stderr.startswith("WageWars is already running with the data in")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/nothing"),
        ("REDIS_URL", "redis://127.0.0.1:1/0"),
    ],
)
def test_a_named_server_that_is_not_there_is_one_sentence(
    tmp_path: Path, variable: str, value: str, free_ports: dict[str, str]
) -> None:
    done = run(tmp_path, **{"DATABASE_URL": "", "REDIS_URL": "", variable: value}, **free_ports)

    assert done.returncode == 1
    assert f"{variable} is set, but no " in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr
    assert not (tmp_path / "postgres").exists()
