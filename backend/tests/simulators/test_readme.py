"""The page that explains the simulators leaves nothing out."""

import re
from pathlib import Path
from typing import get_args

import httpx
import pytest

from simulators.cod.faults import CodFault, Kind
from simulators.cod.games import ShortForm
from simulators.cod.players import CodPlayer, CodToken
from simulators.cod.switches import CodSwitches
from simulators.daraja.gateway import fault_responses
from simulators.fault_injection.faults import Api
from simulators.fault_injection.random_faults import Rates
from simulators.sms import messaging
from simulators.subscribers.profile import Profile
from simulators.switches import Switches

README = (Path(__file__).parents[2] / "simulators" / "README.md").read_text()
FIELDS = {
    *Profile.model_fields,
    *Switches.model_fields,
    *Rates.model_fields,
    *(kind for api in get_args(Api) for kind in fault_responses.kinds_for(api)),
    *messaging.KINDS,
    *CodSwitches.model_fields,
    *get_args(Kind),
}
COD_FIELDS = {
    *CodPlayer.model_fields,
    *CodToken.model_fields,
    *ShortForm.model_fields,
    *CodFault.model_fields,
}


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_profile_field_switch_and_fault_is_explained(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize("name", sorted(COD_FIELDS))
def test_every_field_of_activision_is_explained(name: str) -> None:
    page = README.split("## Activision")[1]
    assert re.search(rf"\b{name}\b", page)


def test_every_call_of_the_control_api_is_explained(http: httpx.Client) -> None:
    schema = http.get("/openapi.json").json()
    calls = [path for path in schema["paths"] if path.startswith("/_sim")]
    assert len(calls) > 10
    for path in calls:
        assert re.sub(r"\{(prompt|delivery|payout)_id\}", "{id}", path) in README
