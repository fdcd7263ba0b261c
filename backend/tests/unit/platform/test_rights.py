"""The rights of staff: players have none, an admin all, and a role no more than it needs."""

import pytest

from app.domain.platform.rights import RIGHTS, Right, Role, is_staff, may


def test_players_and_unknown_roles_have_no_rights() -> None:
    for role in ("player", "", "Admin", "root"):
        assert not any(may(role, right) for right in Right), role


def test_an_admin_has_every_right_and_every_role_has_a_row() -> None:
    assert all(may("admin", right) for right in Right)
    assert set(RIGHTS) == set(Role)
    assert [role for role in Role if not is_staff(role)] == [Role.PLAYER]


@pytest.mark.parametrize(
    "right", [Right.CHANGE_ROLES, Right.BAN_USERS, Right.READ_AUDIT], ids=lambda right: right.value
)
def test_some_rights_are_an_admins_alone(right: Right) -> None:
    assert [role for role in Role if may(role, right)] == [Role.ADMIN]


def test_nobody_but_an_admin_rules_on_both_matches_and_payments() -> None:
    both = {Right.RULE_MATCHES, Right.RULE_PAYMENTS}
    assert [role for role in Role if both <= RIGHTS[role]] == [Role.ADMIN]
