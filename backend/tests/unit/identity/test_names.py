"""Which names are the same person's: M-Pesa's capitals, order, masks and initials."""

import pytest

from app.domain.identity.checks import canonical_number
from app.domain.identity.names import Outcome, compare, is_a_name


@pytest.mark.parametrize(
    ("declared", "shown", "outcome"),
    [
        ("Amina Wanjiru", "AMINA WANJIRU", Outcome.SAME),
        ("Amina Wanjiru", "WANJIRU AMINA", Outcome.SAME),
        ("Amina Wanjiru", "AMINA NJERI WANJIRU", Outcome.SAME),
        ("Amina Njeri Wanjiru", "AMINA WANJIRU", Outcome.SAME),
        ("Amina Wanjiru", "AMINA N WANJIRU", Outcome.SAME),
        ("José Ng'ang'a", "JOSE NGANGA", Outcome.SAME),
        ("Anne-Marie Atieno", "ANNE MARIE ATIENO", Outcome.SAME),
        ("John Kamau", "JOHN ***", Outcome.CONSISTENT),
        ("John Kamau", "J*** K****", Outcome.CONSISTENT),
        ("John Kamau", "JOHN", Outcome.CONSISTENT),
        ("John Kamau", "J KAMAU", Outcome.CONSISTENT),
        ("John Kamau", "J*** O****", Outcome.DIFFERS),
        ("John Kamau", "PETER", Outcome.DIFFERS),
        ("John Kamau", "JOHN OTIENO", Outcome.DIFFERS),
        ("John Mwangi Kamau", "JOHN MWANGI OTIENO", Outcome.DIFFERS),
        ("John Kamau", "MARY ACHIENG", Outcome.DIFFERS),
        ("John Kamau", "*** ***", Outcome.UNREADABLE),
        ("John Kamau", "", Outcome.UNREADABLE),
        ("John Kamau", "254711000001", Outcome.UNREADABLE),
        ("John John", "JOHN", Outcome.CONSISTENT),
    ],
)
def test_names_are_compared_as_people_would(declared: str, shown: str, outcome: Outcome) -> None:
    assert compare(declared, shown) is outcome


@pytest.mark.parametrize("name", ["Amina Wanjiru", "N'gang'a Mwai", "José María Otieno"])
def test_a_name_has_two_words_of_letters(name: str) -> None:
    assert is_a_name(name)


@pytest.mark.parametrize("name", ["Amina", "A W", "Amina 254", "J*** K***", "Amina_Wanjiru", "--"])
def test_anything_else_is_no_name(name: str) -> None:
    assert not is_a_name(name)


def test_a_document_has_one_number_however_it_is_typed() -> None:
    assert canonical_number(" 31-247 760 ") == "31247760"
    assert canonical_number("ak0123456") == "AK0123456"
    assert canonical_number("12") is None
    assert canonical_number("<script>") is None
