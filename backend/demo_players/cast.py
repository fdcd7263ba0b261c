"""Who the simulated players are: `app.seed` creates their accounts, by the same names."""

from random import Random

PASSWORD = "Karibu-WageWars-1"  # noqa: S105  # of the demo's accounts; printed in the README
NAMES = (
    *("kasarani_kev", "wanjiru.exe", "mombasa_mo", "rift_runner", "kisumu_king", "nairobi_nyx"),
    *("shee_sniper", "eldo_ace", "thika_titan", "juja_jax", "lamu_legend", "nakuru_nova"),
    *("ngong_ninja", "kibe_clutch", "akinyi_aim", "mutua_mvp", "githeri_gg", "chapo_chief"),
    *("simba_254", "voi_viper", "tatu_tactic", "ruaka_rex", "machakos_max", "otis_owl"),
)
HOST = "umpire"  # the demo's admin who announces cups
SIMULATED = frozenset(NAMES)


def skill_of(name: str) -> float:
    """Return how well a simulated player plays, in points of rating."""
    return Random(f"skill of {name}").gauss(1000, 150)
