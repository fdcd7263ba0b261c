"""Each of the 52 scenarios has a test with its number in the name."""

import re
from pathlib import Path

_NAME = re.compile(r"^def test_scenario_(\d\d)_\w+\(", re.MULTILINE)


def test_every_scenario_has_a_test() -> None:
    files = Path(__file__).parent.glob("test_*.py")
    numbers = {int(found) for file in files for found in _NAME.findall(file.read_text())}
    assert numbers == set(range(1, 53))
