"""Fill the texts of a notification, strictly: a variable that is missing or unknown is an error."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from decimal import Decimal
from string import Formatter
from typing import NamedTuple

from app.domain.language import Language
from app.domain.notifications import english, swahili
from app.domain.notifications.gsm7 import as_gsm7
from app.domain.notifications.kinds import Kind, policy_of
from app.domain.notifications.templates import Template
from app.domain.tournaments.reasons import Why

TEXTS: dict[Language, dict[Kind, Template]] = {
    Language.ENGLISH: english.TEXTS,
    Language.SWAHILI: swahili.TEXTS,
}
LONGEST_NAME = 20  # of a player; older accounts may have longer ones, which are cut
LONGEST_TITLE = 30  # of a tournament
WHY: dict[Language, dict[Why, str]] = {
    Language.ENGLISH: english.WHY,
    Language.SWAHILI: swahili.WHY,
}
_MONTHS = {
    Language.ENGLISH: "JanFebMarAprMayJunJulAugSepOctNovDec",
    Language.SWAHILI: "JanFebMacAprMeiJunJulAgoSepOktNovDes",
}
_ON = {Language.ENGLISH: "on", Language.SWAHILI: "tarehe"}

Values = Mapping[str, object]


class WrongVariables(Exception):
    """The values are not those that the texts of a kind are filled with."""


class Rendered(NamedTuple):
    """The texts for a screen."""

    title: str
    message: str


def check(kind: Kind, names: frozenset[str]) -> None:
    """Raise WrongVariables unless `names` are just the variables of the kind."""
    expected = policy_of(kind).variables
    if names != expected:
        raise WrongVariables(f"{kind} takes {sorted(expected)}, not {sorted(names)}")


def render(kind: Kind, values: Values, *, language: Language, zone: tzinfo) -> Rendered:
    """Return title and message; moments are shown in `zone`. Raises WrongVariables."""
    template = TEXTS[language][kind]
    shown = _shown(kind, values, language, zone)
    return Rendered(_fill(template.title, shown), _fill(template.message, shown))


def render_sms(kind: Kind, values: Values, *, language: Language, zone: tzinfo) -> str:
    """Return the SMS, in letters that a message of 160 may have. Raises WrongVariables.

    Raises LookupError for a kind that has none.
    """
    template = TEXTS[language][kind].sms
    if template is None:
        raise LookupError(f"{kind} has no SMS")
    return as_gsm7(_fill(template, _shown(kind, values, language, zone)))


def render_question(
    kind: Kind, values: Values, *, code: str, language: Language, zone: tzinfo
) -> str | None:
    """Return the SMS that asks for an answer about the match `code`; None if the kind asks none."""
    template = TEXTS[language][kind].question
    if template is None:
        return None
    return as_gsm7(_fill(template, {**_shown(kind, values, language, zone), "code": code}))


def variables_in(text: str) -> frozenset[str]:
    """Return the names in the braces of a text."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _fill(text: str, shown: dict[str, str]) -> str:
    # Not `str.format`, which would follow a dot or a bracket in a name of ours.
    return "".join(
        before + ("" if name is None else shown[name])
        for before, name, _, _ in Formatter().parse(text)
    )


def _shown(kind: Kind, values: Values, language: Language, zone: tzinfo) -> dict[str, str]:
    check(kind, frozenset(values))
    return {name: _show(name, str(value), language, zone) for name, value in values.items()}


def _show(name: str, value: str, language: Language, zone: tzinfo) -> str:
    match name:
        case "amount" | "taken" | "owed":
            return f"KES {Decimal(value):,.2f}".removesuffix(".00")
        case "until" | "at" | "was":
            moment = datetime.fromisoformat(value).astimezone(zone)
            month = _MONTHS[language][3 * moment.month - 3 : 3 * moment.month]
            return f"{moment:%H:%M} {_ON[language]} {moment.day} {month}"
        case "opponent":
            return " ".join(value.split())[:LONGEST_NAME]
        case "tournament":
            return " ".join(value.split())[:LONGEST_TITLE].rstrip()
        case "why":
            return WHY[language][Why(value)]
        case "number" | "place":
            return value
    raise WrongVariables(f"nobody knows how to show {name}")
