"""Ports: a taken one is explained, a server keeps its own."""

from pathlib import Path

import pytest

from devstack import ports, site
from devstack.errors import StackError


def test_a_taken_port_is_one_sentence_with_a_way_out(taken_port: int) -> None:
    with pytest.raises(StackError) as error:
        ports.require_free({"WEB_PORT": ports.free_port(), "API_PORT": taken_port})

    sentence = str(error.value)
    assert sentence.startswith(f"Port {taken_port} is taken by another program; stop it or choose")
    assert "API_PORT=" in sentence
    assert sentence.endswith(" make run")


def test_one_port_for_two_programs_is_refused() -> None:
    port = ports.free_port()

    with pytest.raises(StackError, match="WEB_PORT and API_PORT are both"):
        ports.require_free({"WEB_PORT": port, "API_PORT": port})


@pytest.mark.parametrize("value", ["0", "65536", "eighty", "-1", "8000.5"])
def test_what_is_no_port_is_refused_by_name(
    value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIM_PORT", value)

    with pytest.raises(StackError, match="SIM_PORT"):
        site.read(tmp_path)


def test_a_server_gets_the_port_it_had(tmp_path: Path) -> None:
    first = ports.remembered_port(tmp_path, "postgres")

    assert ports.remembered_port(tmp_path, "redis") != first
    assert ports.remembered_port(tmp_path, "postgres") == first


def test_a_server_moves_on_if_its_port_was_taken_meanwhile(tmp_path: Path, taken_port: int) -> None:
    (tmp_path / "ports.json").write_text(f'{{"postgres": {taken_port}}}')

    moved = ports.remembered_port(tmp_path, "postgres")

    assert moved != taken_port
    assert ports.remembered_port(tmp_path, "postgres") == moved
