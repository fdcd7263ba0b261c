"""The messages of a tap: a key each, and what it says in the reader's language."""

from enum import StrEnum

from app.domain.language import Language


class Preset(StrEnum):
    """A message without free text; stored by its key, shown in the language of the reader."""

    HOSTING = "hosting"
    INVITE_ME = "invite_me"
    ON_MY_WAY = "on_my_way"
    FIVE_MINUTES = "five_minutes"
    BAD_LAG = "bad_lag"
    GOOD_GAME = "good_game"


TEXTS: dict[Language, dict[Preset, str]] = {
    Language.ENGLISH: {
        Preset.HOSTING: "I'm hosting.",
        Preset.INVITE_ME: "Invite me, please.",
        Preset.ON_MY_WAY: "I'm on my way.",
        Preset.FIVE_MINUTES: "Five minutes, please.",
        Preset.BAD_LAG: "I have bad lag.",
        Preset.GOOD_GAME: "Good game!",
    },
    Language.SWAHILI: {
        Preset.HOSTING: "Mimi ndiye mwenyeji.",
        Preset.INVITE_ME: "Nialike, tafadhali.",
        Preset.ON_MY_WAY: "Niko njiani.",
        Preset.FIVE_MINUTES: "Dakika tano, tafadhali.",
        Preset.BAD_LAG: "Mtandao wangu unakwama.",
        Preset.GOOD_GAME: "Mchezo mzuri!",
    },
}
