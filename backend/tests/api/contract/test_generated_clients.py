"""A Python client that is generated from the contract: it compiles, and it knows our refusals.

The TypeScript client is the web app's own: `tsc` compiles it in `make lint`.
"""

import compileall
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.contract.operations import operations
from tests.architecture.sources import ROOT
from tests.support.arena import Arena
from tests.support.factories.player import PASSWORD

_CONTRACT = ROOT / "frontend" / "openapi.json"
_CONFIG = Path(__file__).with_name("openapi-client.yaml")
_GENERATE = Path(sys.executable).with_name("openapi-python-client")

# Every module is imported; then a client signs in, and is refused, by the classes it was given.
_USE = """
import importlib, pkgutil, sys
import wagewars_client
for module in pkgutil.walk_packages(wagewars_client.__path__, "wagewars_client."):
    importlib.import_module(module.name)
from wagewars_client import AuthenticatedClient, Client
from wagewars_client.api.auth import login
from wagewars_client.api.payments import get_wallet
from wagewars_client.models import LoginForm, Problem, ProblemCode, Token, Wallet
url, name, password = sys.argv[1:]
form = LoginForm(username=name, password=password)
token = login.sync(client=Client(base_url=url), body=form)
assert isinstance(token, Token), token
wallet = get_wallet.sync(client=AuthenticatedClient(base_url=url, token=token.access_token))
assert isinstance(wallet, Wallet) and wallet.total == "500.00", wallet
refused = get_wallet.sync(client=AuthenticatedClient(base_url=url, token="another"))
assert isinstance(refused, Problem) and refused.code is ProblemCode.NOT_SIGNED_IN, refused
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The generated package."""
    folder = tmp_path_factory.mktemp("client") / "wagewars_client"
    done = subprocess.run(
        [
            *(_GENERATE, "generate", "--path", _CONTRACT, "--config", _CONFIG),
            *("--meta", "none", "--output-path", folder, "--fail-on-warning"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_generated_client_compiles(package: Path) -> None:
    assert compileall.compile_dir(package, quiet=1)


def test_the_generated_client_types_the_refusals_of_every_operation(package: Path) -> None:
    modules = {path.stem: path.read_text() for path in (package / "api").rglob("*.py")}
    for operation in operations():
        assert "Problem.from_dict" in modules[operation.name], f"{operation} has no refusal"


def test_the_generated_client_signs_in_and_is_refused(package: Path, arena: Arena) -> None:
    player = arena.player(money=500)
    done = subprocess.run(
        [sys.executable, "-c", _USE, arena.url, player.username, PASSWORD],
        env={"PYTHONPATH": str(package.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
