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
