"""Each kind says the same in both languages, and never sends a hole."""

from zoneinfo import ZoneInfo

import pytest

from app.domain.language import Language
from app.domain.notifications import gsm7, rendering
from app.domain.notifications.kinds import Channel, Kind, policy_of
from app.domain.notifications.links import page_of
from app.domain.notifications.rendering import TEXTS, WrongVariables, render, render_sms
from app.domain.tournaments.reasons import Why

NAIROBI = ZoneInfo("Africa/Nairobi")
LONGEST = {
    "opponent": "W" * 50,  # of an old account
    "amount": "250000.50",
    "taken": "250000.50",
    "owed": "250000.50",
    "until": "2026-09-30T20:59:00+00:00",
    "at": "2026-09-30T20:59:00+00:00",
    "number": "2547*****001",
    "tournament": "W" * 100,
    "place": "513-1024",
    "was": "2026-09-30T20:59:00+00:00",
    "why": Why.SUSPENDED,
}
WITH_SMS = [kind for kind in Kind if Channel.SMS in policy_of(kind).channels]


def longest(kind: Kind) -> dict[str, object]:
    return {name: LONGEST[name] for name in policy_of(kind).variables}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", Language)
def test_every_kind_uses_just_its_variables(kind: Kind, language: Language) -> None:
    template = TEXTS[language][kind]
    on_screen = rendering.variables_in(template.title + template.message)
    assert on_screen == policy_of(kind).variables
    assert template.sms is None or rendering.variables_in(template.sms) <= on_screen


@pytest.mark.parametrize("kind", Kind)
def test_both_languages_have_the_same_variables_in_the_same_texts(kind: Kind) -> None:
    english, swahili = (TEXTS[language][kind] for language in Language)
    for one, other in zip(english, swahili, strict=True):  # title, message, sms, question
        assert (one is None) == (other is None)
        assert rendering.variables_in(one or "") == rendering.variables_in(other or "")
    assert english != swahili


@pytest.mark.parametrize("language", Language)
def test_no_text_is_left_over(language: Language) -> None:
    assert list(TEXTS[language]) == list(Kind)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", Language)
def test_a_kind_has_an_sms_if_and_only_if_one_is_sent(kind: Kind, language: Language) -> None:
    assert (TEXTS[language][kind].sms is not None) == (kind in WITH_SMS)


@pytest.mark.parametrize("kind", WITH_SMS)
@pytest.mark.parametrize("language", Language)
def test_an_sms_fits_with_the_longest_of_everything(kind: Kind, language: Language) -> None:
    template = TEXTS[language][kind].sms
    assert template is not None
    assert gsm7.as_gsm7(template) == template, "a letter that no SMS has"
    text = render_sms(kind, longest(kind), language=language, zone=NAIROBI)
    assert text.startswith("WageWars: ")
    assert "\n" not in text
    assert gsm7.length(text) <= gsm7.LONGEST, f"{gsm7.length(text)}: {text}"


@pytest.mark.parametrize("kind", [kind for kind in Kind if policy_of(kind).variables])
def test_a_missing_variable_is_an_error_and_no_hole(kind: Kind) -> None:
    values = longest(kind)
    del values[min(values)]
    with pytest.raises(WrongVariables):
        render(kind, values, language=Language.ENGLISH, zone=NAIROBI)


@pytest.mark.parametrize("kind", Kind)
def test_an_unknown_variable_is_an_error(kind: Kind) -> None:
    with pytest.raises(WrongVariables):
        render(kind, longest(kind) | {"rank": 1}, language=Language.ENGLISH, zone=NAIROBI)


def test_amounts_moments_and_names_are_shown_as_people_write_them() -> None:
    values = {
        "opponent": "achieng",
        "amount": "1250.00",
        "until": "2026-12-03T11:05:00+00:00",
    }
    english, swahili = (
        render(Kind.MATCH_FOUND, values, language=language, zone=NAIROBI) for language in Language
    )
    assert english == (
        "Match found",
        "achieng plays you for KES 1,250 each. Be ready before 14:05 on 3 Dec.",
    )
    assert swahili == (
        "Mpinzani amepatikana",
        "achieng anacheza nawe kwa KES 1,250 kila mmoja. Kuwa tayari kabla ya 14:05 tarehe 3 Des.",
    )


def test_a_name_in_braces_is_a_name() -> None:
    values = {"opponent": "{amount}", "amount": "20.00"}
    kind = Kind.CHALLENGE_RECEIVED
    shown = render(kind, values, language=Language.ENGLISH, zone=NAIROBI)
    assert shown.message == "{amount} challenges you for KES 20 each."


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("ng\u2019ombe", "ng'ombe"),
        ("\u201cyes\u201d \u2014 no\u2026", '"yes" - no...'),
        ("勝 ✅", "? ?"),
        ("a\u00a0b", "a b"),
    ],
)
def test_letters_that_no_sms_has_are_replaced(typed: str, sent: str) -> None:
    assert gsm7.as_gsm7(typed) == sent


def test_braces_take_the_room_of_two() -> None:
    assert gsm7.length("{a}€") == 7


def test_every_subject_has_its_page() -> None:
    assert page_of("match:12") == "/matches/12"
    assert page_of("challenge:ABCD2345") == "/matches/challenge/ABCD2345"
    assert page_of("tournament:7") == "/tournaments/7"
    assert page_of("account") == "/profile/security"


@pytest.mark.parametrize("kind", [kind for kind in Kind if TEXTS[Language.ENGLISH][kind].question])
@pytest.mark.parametrize("language", Language)
def test_a_question_fits_into_one_sms_too(kind: Kind, language: Language) -> None:
    text = rendering.render_question(
        kind,
        longest(kind) | {"amount": "20000.00"} if "amount" in longest(kind) else longest(kind),
        code="4821",
        language=language,
        zone=NAIROBI,
    )
    assert text is not None
    assert "4821" in text
    assert gsm7.as_gsm7(text) == text
    assert gsm7.length(text) <= gsm7.LONGEST, f"{gsm7.length(text)}: {text}"
