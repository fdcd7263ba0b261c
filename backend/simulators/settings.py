"""The settings of the simulators, read from the environment in this one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# How Activision behaves from the start; see /_sim/cod/switches.
_COD_SWITCHES = {
    "SIM_PRIVATE_MATCHES": "private_matches",
    "SIM_FULLMATCH_PUBLIC": "fullmatch_public",
    "SIM_START_HONOURED": "start_honoured",
    "SIM_SHUTDOWN": "shutdown",
    "SIM_COD_UNKNOWN_PLAYERS": "unknown_players",
}


@dataclass(frozen=True, kw_only=True)
class SimSettings:
    """Facts that hold for the life of the process.

    `data_folder` is None for a simulation in memory. `speed` divides every delay: at 10, a
    prompt that would stand for 60 seconds stands for 6. `seed` decides the noise, never the ids.
    """

    data_folder: Path | None = None
    speed: float = 1.0
    seed: str = "wagewars"
    shortcode: str = "600123"
    till: str = "600456"  # of the same organisation
    passkey: str = "wagewars-simulator-passkey"
    business_name: str = "WageWars"
    initiator_name: str = "wagewars-api"
    initiator_password: str = "Simulator#2026"  # noqa: S105 (of a simulated account)
    sms_hooks_url: str | None = None  # where the SMS network posts to
    identity_key: str = "wagewars-simulator-identity-key"
    identity_callback_key: str = "simulator-only-identity-word-0123456789abcdef"
    identity_hooks_url: str | None = None  # where the provider of identity checks posts to
    cod_key: str = "wagewars-simulator-sso"
    cod_switches: tuple[tuple[str, str], ...] = ()


def read_environment(environment: Mapping[str, str] | None = None) -> SimSettings:
    """Read SIM_* and the paybill that devstack gives to both sides. Raises ValueError."""
    env = os.environ if environment is None else environment  # noqa: TID251 (this is the place)
    plain = SimSettings()
    speed = float(env.get("SIM_SPEED") or plain.speed)
    if speed <= 0:
        raise ValueError("SIM_SPEED must be above zero")
    folder = env.get("SIM_DATA")
    return SimSettings(
        cod_key=env.get("COD_API_KEY") or plain.cod_key,
        identity_key=env.get("IDENTITY_API_KEY") or plain.identity_key,
        identity_callback_key=env.get("IDENTITY_CALLBACK_KEY") or plain.identity_callback_key,
        identity_hooks_url=_identity_hooks_url(env),
        sms_hooks_url=_sms_hooks_url(env),
        cod_switches=tuple(
            (switch, env[name]) for name, switch in _COD_SWITCHES.items() if env.get(name)
        ),
        data_folder=Path(folder) if folder else None,
        speed=speed,
        seed=env.get("SIM_SEED") or plain.seed,
        shortcode=env.get("MPESA_SHORTCODE") or plain.shortcode,
        till=env.get("MPESA_TILL") or plain.till,
        passkey=env.get("MPESA_PASSKEY") or plain.passkey,
        business_name=env.get("SIM_BUSINESS_NAME") or plain.business_name,
        initiator_name=env.get("SIM_INITIATOR_NAME") or plain.initiator_name,
        initiator_password=env.get("SIM_INITIATOR_PASSWORD") or plain.initiator_password,
    )


def _sms_hooks_url(env: Mapping[str, str]) -> str | None:
    base, token = env.get("MPESA_CALLBACK_BASE_URL"), env.get("SMS_HOOK_TOKEN")
    return f"{base.rstrip('/')}/hooks/sms/{token}" if base and token else None


def _identity_hooks_url(env: Mapping[str, str]) -> str | None:
    base = env.get("MPESA_CALLBACK_BASE_URL")
    return f"{base.rstrip('/')}/hooks/identity" if base else None
