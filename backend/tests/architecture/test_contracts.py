"""Who may import whom, and what the web app was promised."""

import json
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import BACKEND, ROOT

CONTRACT = ROOT / "frontend" / "openapi.json"


def test_packages_import_each_other_only_as_declared() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-cache"], cwd=BACKEND, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_nobody_is_excused_from_a_contract() -> None:
    assert "ignore_imports" not in (BACKEND / "pyproject.toml").read_text()


def test_the_web_app_has_the_contract_of_this_api() -> None:
    from app.main import create_app

    assert CONTRACT.exists(), "frontend/openapi.json is missing: write it with `make openapi`"
    promised = json.loads(CONTRACT.read_text())
    served = json.loads(json.dumps(create_app().openapi()))
    assert promised == served, "frontend/openapi.json is out of date: `make openapi`"
