"""One mailbox is one account, however it is spelled."""

import pytest

from app.domain.auth.emails import normalise


@pytest.mark.parametrize(
    "typed", ["Amina@Mail.Example", "amina@mail.example.", "  AMINA@mail.example. "]
)
def test_spellings_of_one_address_are_one(typed: str) -> None:
    assert normalise(typed) == "amina@mail.example"


@pytest.mark.parametrize(
    "typed",
    ["amina", "@mail.example", "amina@mail", "amina@mail..example", "amina@.example", "a@b@c.d",
     "amina@mail.example..", "amina@-mail.example"],
)  # fmt: skip
def test_what_is_no_address_is_none(typed: str) -> None:
    assert normalise(typed) is None
