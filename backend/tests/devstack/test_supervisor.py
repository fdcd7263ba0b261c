"""The supervisor: when one process ends or a signal comes, all are stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from devstack import instances, processes
from devstack.errors import StackError
from devstack.supervisor import Log, Stopped, Supervisor

_SLEEPER = (
    "import os, pathlib, time; print('started', flush=True); "
    "pathlib.Path(f'started-{os.getpid()}').touch(); time.sleep(60)"
)
_IGNORES_SIGTERM = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + _SLEEPER
_ENDS_SLOWLY = (
    "import signal, sys, time; "
    "signal.signal(signal.SIGTERM, lambda *_: (time.sleep(0.3), print('ended'), sys.exit(0))); "
    + _SLEEPER
)
_PARENT = (
    f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {_SLEEPER!r}]); "
    "import time; time.sleep(60)"
)


def python(script: str, data_dir: Path) -> processes.Command:
    argv = [sys.executable, "-c", script]
    return processes.Command(argv, data_dir, {processes.MARK: str(data_dir)})


def still_running(data_dir: Path) -> list[psutil.Process]:
    return list(processes.with_mark(data_dir))


def supervise(supervisor: Supervisor, scenario: Callable[[], None]) -> None:
    """Run `scenario` under the supervisor, then watch until something ends it."""
    with supervisor.handling_signals():
        scenario()
        supervisor.watch()


def wait_until_started(supervisor: Supervisor, data_dir: Path, *names: str) -> None:
    for name in names:
        marker = data_dir / f"started-{supervisor.pids()[name]['pid']}"
        supervisor.wait_for(name, marker.exists, seconds=20)


@pytest.fixture
def supervisor(tmp_path: Path) -> Supervisor:
    return Supervisor(Log(), tmp_path)


def test_when_one_process_dies_all_stop_and_it_is_named(
    supervisor: Supervisor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def scenario() -> None:
        supervisor.start("api", python(_PARENT, tmp_path))
        supervisor.start("worker", python(_SLEEPER, tmp_path))
        wait_until_started(supervisor, tmp_path, "worker")
        os.kill(int(supervisor.pids()["worker"]["pid"] or 0), signal.SIGKILL)

    with pytest.raises(StackError, match=r"worker \(process \d+\) was killed by SIGKILL"):
        supervise(supervisor, scenario)

    assert still_running(tmp_path) == []
    assert "worker     | started" in capsys.readouterr().out


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_all(supervisor: Supervisor, tmp_path: Path, number: signal.Signals) -> None:
    def scenario() -> None:
        supervisor.start("api", python(_SLEEPER, tmp_path))
        signal.raise_signal(number)

    with pytest.raises(Stopped) as stop:
        supervise(supervisor, scenario)

    assert stop.value.signal == number
    assert still_running(tmp_path) == []


def test_a_second_signal_kills_what_still_runs(supervisor: Supervisor, tmp_path: Path) -> None:
    def scenario() -> None:
        supervisor.start("api", python(_IGNORES_SIGTERM, tmp_path))
        wait_until_started(supervisor, tmp_path, "api")
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    began = time.monotonic()
    with pytest.raises(Stopped):
        supervise(supervisor, scenario)

    assert time.monotonic() - began < 8
    assert still_running(tmp_path) == []


def test_a_failing_run_once_stops_all(supervisor: Supervisor, tmp_path: Path) -> None:
    def scenario() -> None:
        supervisor.start("postgres", python(_SLEEPER, tmp_path), is_server=True)
        supervisor.run_once("migrate", python("raise SystemExit(3)", tmp_path))

    with pytest.raises(StackError, match="migrate ended with code 3"):
        supervise(supervisor, scenario)

    assert still_running(tmp_path) == []


def test_database_servers_stop_last(
    supervisor: Supervisor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def scenario() -> None:
        supervisor.start("postgres", python(_ENDS_SLOWLY, tmp_path), is_server=True)
        supervisor.start("api", python(_ENDS_SLOWLY, tmp_path))
        wait_until_started(supervisor, tmp_path, "postgres", "api")
        signal.raise_signal(signal.SIGTERM)

    with pytest.raises(Stopped):
        supervise(supervisor, scenario)

    output = capsys.readouterr().out
    assert output.index("api        | ended") < output.index("postgres   | ended")


def run(data_dir: Path, **settings: str) -> "subprocess.CompletedProcess[str]":
    given = [f"{name}={value}" for name, value in settings.items()]
    return subprocess.run(
        ["env", *given, sys.executable, "-m", "devstack.run", "--no-web", "--data", str(data_dir)],
        cwd=instances.ROOT,
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
    with instances.locked(instances.read(tmp_path)):
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
def test_an_unreachable_server_is_reported_in_one_sentence(
    tmp_path: Path, variable: str, value: str, free_ports: dict[str, str]
) -> None:
    done = run(tmp_path, **{"DATABASE_URL": "", "REDIS_URL": "", variable: value}, **free_ports)

    assert done.returncode == 1
    assert f"{variable} is set, but no " in done.stderr
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr
    assert not (tmp_path / "postgres").exists()
