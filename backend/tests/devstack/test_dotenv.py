"""A misspelt name in .env is refused with the name that was meant."""

import shutil
from pathlib import Path

import pytest

from devstack import instances
from devstack.errors import StackError


@pytest.fixture
def dotenv(tmp_path: Path) -> Path:
    """Where a .env may stand, beside our .env.example."""
    shutil.copy(instances.ROOT / ".env.example", tmp_path)
    return tmp_path / ".env"


def test_settings_of_ours_are_read(dotenv: Path) -> None:
    dotenv.write_text("# mine\nexport API_PORT=8001\nSECRET_KEY_FILE='key'\nSIM_SEED=4\n")
    expected = {"API_PORT": "8001", "SECRET_KEY_FILE": "key", "SIM_SEED": "4"}
    assert instances.read_dotenv(dotenv) == expected


def test_a_copy_of_the_example_is_read(dotenv: Path) -> None:
    shutil.copy(instances.ROOT / ".env.example", dotenv)
    assert instances.read_dotenv(dotenv)["LOGIN_CODE_TRIES"] == "5"


def test_an_unknown_name_is_refused_with_the_nearest(dotenv: Path) -> None:
    dotenv.write_text("MATCH_FEE=0.2\n")
    sentence = r"sets MATCH_FEE, and there is no such setting; the nearest is MATCH_FEE_RATE"
    with pytest.raises(StackError, match=sentence):
        instances.read_dotenv(dotenv)
