"""What can be played for money: titles, modes and platforms that we pair by."""

from enum import StrEnum


class Title(StrEnum):
    """Games, by the names that their own API uses; `codm` (Mobile) has none, so it is ours."""

    MODERN_WARFARE = "mw"
    COLD_WAR = "cw"
    VANGUARD = "vg"
    MOBILE = "codm"


class Mode(StrEnum):
    """1v1 formats."""

    GUNFIGHT = "gunfight"
    DUEL = "dm"
    SEARCH = "sd"


class Platform(StrEnum):
    """Where the game's lobby is opened; `acti` stands for cross-play by Activision ID."""

    ACTIVISION = "acti"
    BATTLENET = "battle"
    PLAYSTATION = "psn"
    XBOX = "xbl"
    MOBILE = "mobile"


_CONSOLES_AND_PC = frozenset(Platform) - {Platform.MOBILE}

# Where each title exists: a room that nobody can enter must not take a stake.
PLATFORMS_OF: dict[Title, frozenset[Platform]] = {
    Title.MODERN_WARFARE: _CONSOLES_AND_PC,
    Title.COLD_WAR: _CONSOLES_AND_PC,
    Title.VANGUARD: _CONSOLES_AND_PC,
    Title.MOBILE: frozenset({Platform.MOBILE}),
}


def is_on(title: str, platform: str) -> bool:
    """Say whether `title` can be played on `platform`."""
    return Platform(platform) in PLATFORMS_OF[Title(title)]
