"""Installing: each missing or old tool is reported in one sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from devstack import instances, node
from devstack.errors import StackError


def fake_program(folder: Path, program: str, output: str) -> None:
    """Put a program into `folder` that prints `output` and fails the check of its version."""
    path = folder / program
    path.write_text(f"#!/bin/sh\necho {output}\ncase $2 in *exit*) exit 1;; esac\n")
    path.chmod(0o755)


_SCRIPT = instances.ROOT / "devstack" / "find-python.sh"


def find_python(
    path: Path, *, script: Path = _SCRIPT, **env: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["/bin/sh", str(script)],
        env={"PATH": str(path), **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_old_python_is_skipped_for_a_newer_one(tmp_path: Path) -> None:
    fake_program(tmp_path, "python3", "3.9.2")
    (tmp_path / "python3.12").symlink_to(sys.executable)

    assert find_python(tmp_path).stdout == "python3.12\n"


def test_an_old_python_alone_is_refused_in_one_sentence(tmp_path: Path) -> None:
    fake_program(tmp_path, "python3", "3.9.2")

    done = find_python(tmp_path)

    assert done.returncode == 1
    assert done.stderr == "WageWars needs Python 3.11 or newer; python3 is 3.9.2.\n"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The script in a repository of its own, beside which a .env may stand."""
    script = tmp_path / "repository" / "devstack" / "find-python.sh"
    script.parent.mkdir(parents=True)
    script.write_text((instances.ROOT / "devstack" / "find-python.sh").read_text())
    return script


@pytest.mark.parametrize(
    "line",
    ["PYTHON={}", 'export PYTHON="{}"', "PYTHON='{}'", "PYTHON={} # ours", "A=b\n  PYTHON={}\nC=d"],
)
def test_a_python_in_the_dotenv_file_is_used(line: str, copy: Path, tmp_path: Path) -> None:
    chosen = tmp_path / "my python"
    chosen.symlink_to(sys.executable)
    (copy.parents[1] / ".env").write_text(line.format(chosen) + "\n")
    fake_program(tmp_path, "python3", "3.12.1")

    assert find_python(tmp_path, script=copy).stdout == f"{chosen}\n"


def test_a_python_in_the_environment_wins_over_the_dotenv_file(copy: Path, tmp_path: Path) -> None:
    (copy.parents[1] / ".env").write_text("PYTHON=/nowhere\n")

    done = find_python(tmp_path, script=copy, PYTHON=sys.executable)

    assert done.stdout == f"{sys.executable}\n"


def test_a_python_that_does_not_start_is_named(tmp_path: Path) -> None:
    done = find_python(tmp_path, PYTHON="/nowhere")

    assert done.returncode == 1
    assert done.stderr == (
        "WageWars needs Python 3.11 or newer; PYTHON is /nowhere, which does not start.\n"
    )


def test_a_missing_python_is_reported_in_one_sentence(tmp_path: Path) -> None:
    done = find_python(tmp_path)

    assert done.returncode == 1
    assert done.stderr == "WageWars needs Python 3.11 or newer; none was found on PATH.\n"


@pytest.mark.parametrize(
    ("programs", "message"),
    [
        ({}, "WageWars needs Node.js 20 or newer; no Node.js is on PATH."),
        ({"node": "v22.1.0"}, "WageWars needs Node.js 20 or newer; no npm is on PATH."),
        ({"node": "v18.19.1", "npm": "10"}, "WageWars needs Node.js 20 or newer; .* is v18.19.1."),
    ],
)
def test_a_missing_or_old_node_is_reported_in_one_sentence(
    programs: dict[str, str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, version in programs.items():
        fake_program(tmp_path, name, version)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(StackError, match=f"^{message}$"):
        node.version()
