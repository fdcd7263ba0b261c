"""What a crash may cost: time, never a shilling."""

import pytest

# Their assertions are the tests', so they explain themselves as well.
pytest.register_assert_rewrite("tests.faults.audit", "tests.faults.player", "tests.faults.story")
