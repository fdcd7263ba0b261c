"""Processes and servers are killed or paused in the middle of work: no money is lost or doubled."""

import pytest

# Their assertions are the tests', so they explain themselves as well.
pytest.register_assert_rewrite("tests.chaos.audit", "tests.chaos.player", "tests.chaos.scenario")
