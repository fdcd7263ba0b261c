"""A login name, however it is typed, leads to one account or none."""

import pytest

from app.domain.auth.login_name import LoginName, NameKind, is_phone_like, read


@pytest.mark.parametrize(
    "typed",
    [
        "0712345678",
        "712345678",
        "254712345678",
        "+254 712 345 678",
        "(0712) 345-678",
        " 0712.345.678 ",
    ],
)
def test_every_spelling_of_a_phone_is_the_same_phone(typed: str) -> None:
    assert read(typed) == LoginName(NameKind.PHONE, "254712345678")
    assert is_phone_like(typed)


def test_case_does_not_matter_in_usernames_and_addresses() -> None:
    assert read(" Amina_1 ") == LoginName(NameKind.USERNAME, "amina_1")
    assert read("Amina@Mail.Example") == LoginName(NameKind.EMAIL, "amina@mail.example")


@pytest.mark.parametrize("typed", ["amina", "player254", "071234567", "0812345678", "12345"])
def test_a_login_name_that_is_no_kenyan_mobile_is_a_username(typed: str) -> None:
    assert read(typed).kind is NameKind.USERNAME
    assert not is_phone_like(typed)
