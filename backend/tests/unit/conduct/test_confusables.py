"""Indistinguishable names on a scoreboard are flagged; distinguishable names are not."""

import string

import pytest
from hypothesis import given, strategies

from app.domain.conduct.confusables import (
    holding_key,
    identity,
    look_alike,
    same_but_for_number,
    skeleton,
)

ALIKE = [
    ("KILLA", "KlLLA"),  # small L for capital I: the fake of 2017
    ("Il1l", "lIl1"),
    ("Sniper1", "Sniperl"),
    ("ZERO", "ZER0"),
    ("wanjiku", "wаnjiku"),  # Cyrillic a
    ("OTIENO", "ОТІЕNО"),  # nearly all of it Cyrillic
    ("omega", "οmega"),  # Greek o
    ("modern", "modem"),
    ("vvolf", "wolf"),
    ("amina", "a\u200bmina"),  # a blank of no width
    ("amina", "ámina"),
    ("juma", "\uff4auma"),  # a letter as wide as a Chinese one
    ("big dog", "bigdog"),
    ("Jabali#1234567", "Jaba1i#7654321"),
    ("Ghost", "Ghost\u202e"),
]
DIFFERENT = [
    ("amina", "amira"),
    ("Wolf5", "WolfS"),
    ("ian", "lan"),  # a dot is seen
    ("Player2", "Player3"),
    ("dog", "god"),
]
SAME = [("amina", "AMINA"), ("Ian", "ian"), (" juma ", "juma"), ("ﬁsh", "fish")]


@pytest.mark.parametrize(("one", "two"), ALIKE)
def test_names_that_look_alike_are_found(one: str, two: str) -> None:
    assert look_alike(one, two)
    assert look_alike(two, one)


@pytest.mark.parametrize(("one", "two"), DIFFERENT)
def test_distinguishable_names_are_not_flagged(one: str, two: str) -> None:
    assert not look_alike(one, two)


@pytest.mark.parametrize(("one", "two"), SAME)
def test_one_name_does_not_imitate_itself(one: str, two: str) -> None:
    assert identity(one) == identity(two)
    assert not look_alike(one, two)


def test_the_number_behind_a_name_is_hidden_but_distinguishes_two() -> None:
    assert look_alike("Jabali#1234567", "Jabali#1234568")


def test_with_a_number_what_looks_alike_is_one_name_and_without_it_two() -> None:
    assert holding_key("KILLA#1") == holding_key("KlLLA#1") == holding_key(" killa#1".upper())
    assert holding_key("KILLA#1") != holding_key("KILLA#2")
    assert holding_key("KILLA") != holding_key("KlLLA")
    assert holding_key("big dog") == holding_key("ＢigDog") == "bigdog"
    assert holding_key("\u200b") == holding_key("\u200b#12") == ""


@given(strategies.text(alphabet=string.ascii_letters + string.digits + "_-", min_size=1))
def test_a_held_name_has_no_case(name: str) -> None:
    for number in ("", "#2741"):
        keys = {holding_key(name.upper() + number), holding_key(name.lower() + number)}
        assert keys == {holding_key(name + number)}


def test_two_numbers_behind_one_name_are_told_from_a_look_alike() -> None:
    assert same_but_for_number("Jabali#1", "jabali#2")
    assert same_but_for_number("Jabali", "Jabali#2")
    assert not same_but_for_number("Jabali#1", "Jaba1i#1")


@given(strategies.text(max_size=50), strategies.text(max_size=50))
def test_looking_alike_is_mutual(one: str, two: str) -> None:
    assert look_alike(one, two) == look_alike(two, one)
    assert not look_alike(one, one)


@given(strategies.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=20))
def test_a_capital_i_for_a_small_l_is_always_found(name: str) -> None:
    fake = name.replace("l", "I")
    assert skeleton(fake) == skeleton(name)
