"""Ports: a taken port is reported with another to choose, a server keeps its port."""

from pathlib import Path

import pytest

from devstack import instances, ports
from devstack.errors import StackError


def test_a_taken_port_is_reported_with_another_to_choose(taken_port: int) -> None:
    with pytest.raises(StackError) as error:
        ports.require_free({"WEB_PORT": ports.free_port(), "API_PORT": taken_port})

    message = str(error.value)
    assert message.startswith(f"Port {taken_port} is taken by another program; stop it or choose")
    assert "API_PORT=" in message
    assert message.endswith(" make run")


def test_one_port_for_two_variables_is_refused() -> None:
    port = ports.free_port()

    with pytest.raises(StackError, match="WEB_PORT and API_PORT are both"):
        ports.require_free({"WEB_PORT": port, "API_PORT": port})


@pytest.mark.parametrize("value", ["0", "65536", "eighty", "-1", "8000.5"])
def test_an_invalid_port_is_refused_by_variable(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIM_PORT", value)

    with pytest.raises(StackError, match="SIM_PORT"):
        instances.read(tmp_path)


def test_a_server_gets_its_previous_port(tmp_path: Path) -> None:
    first = ports.remembered_port(tmp_path, "postgres")

    assert ports.remembered_port(tmp_path, "redis") != first
    assert ports.remembered_port(tmp_path, "postgres") == first


def test_a_server_gets_a_new_port_if_its_previous_one_is_taken(
    tmp_path: Path, taken_port: int
) -> None:
    (tmp_path / "ports.json").write_text(f'{{"postgres": {taken_port}}}')

    moved = ports.remembered_port(tmp_path, "postgres")

    assert moved != taken_port
    assert ports.remembered_port(tmp_path, "postgres") == moved
