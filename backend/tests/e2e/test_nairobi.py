"""What M-Pesa reads as the time of our requests (daraja.md §8, scenario 65)."""

import base64
import json
from datetime import datetime, timedelta
from typing import Any

from app.core.clock import NAIROBI, utc_now
from app.core.settings import get_settings
from tests.e2e.player import Player
from tests.e2e.system import System


def test_65_a_prompt_is_signed_with_one_moment_in_nairobi(system: System, player: Player) -> None:
    before = utc_now().replace(microsecond=0)
    player.wait_for(player.deposit(500), "credited")

    asked: Any = system.sent("/mpesa/stkpush")[0]["body"]
    body = asked if isinstance(asked, dict) else json.loads(asked)
    sent_at = datetime.strptime(body["Timestamp"], "%Y%m%d%H%M%S").replace(tzinfo=NAIROBI)
    assert before <= sent_at <= utc_now() + timedelta(seconds=1)
    mpesa = get_settings().mpesa
    plain = mpesa.shortcode + mpesa.passkey.get_secret_value() + body["Timestamp"]
    assert base64.b64decode(body["Password"]).decode() == plain
