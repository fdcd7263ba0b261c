"""Who the simulated players are: `app.seed` creates their accounts, by the same names."""

import hashlib
import hmac
from base64 import b32decode
from random import Random

PASSWORD = "Karibu-WageWars-1"  # noqa: S105  # of the demo's accounts; printed in the README
NAMES = (
    *("kasarani_kev", "wanjiru.exe", "mombasa_mo", "rift_runner", "kisumu_king", "nairobi_nyx"),
    *("shee_sniper", "eldo_ace", "thika_titan", "juja_jax", "lamu_legend", "nakuru_nova"),
    *("ngong_ninja", "kibe_clutch", "akinyi_aim", "mutua_mvp", "githeri_gg", "chapo_chief"),
    *("simba_254", "voi_viper", "tatu_tactic", "ruaka_rex", "machakos_max", "otis_owl"),
)
STAFF_SECRET = "KARIBUWAGEWARSDEMOSECRETONLY2547"  # noqa: S105  # of the demo's admins, as above
HOST = "umpire"  # the demo's admin who announces cups
SIMULATED = frozenset(NAMES)


def staff_code(moment: float) -> str:
    """Return the code of the demo's authenticator at a moment (Unix seconds): RFC 6238."""
    step = int(moment) // 30
    digest = hmac.new(b32decode(STAFF_SECRET), step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06d}"


def skill_of(name: str) -> float:
    """Return how well a simulated player plays, in points of rating."""
    return Random(f"skill of {name}").gauss(1000, 150)
