"""What a crash may cost: time, never a shilling."""

import pytest

# Their assertions are the tests', so they explain themselves as well.
pytest.register_assert_rewrite("tests.chaos.audit", "tests.chaos.player", "tests.chaos.story")
