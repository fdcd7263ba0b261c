"""Who floods the queue of passwords makes only themselves wait.

Rows of docs/security.md: S08.
"""

from app.core.fair_queue import FairQueue, Sender


def drained(queue: FairQueue[str]) -> list[str]:
    found = []
    while (entry := queue.pop()) is not None:
        found.append(entry)
    return found


def test_senders_take_turns() -> None:
    queue = FairQueue[str](places=100, share=40)
    for n in range(3):
        queue.push(f"flood{n}", Sender("1"))
    queue.push("honest", Sender("2"))
    assert drained(queue) == ["flood0", "honest", "flood1", "flood2"]


def test_a_known_device_goes_first() -> None:
    queue = FairQueue[str](places=100, share=40)
    queue.push("stranger", Sender("1"))
    queue.push("owner", Sender("user:7", is_known=True))
    assert drained(queue) == ["owner", "stranger"]


def test_no_known_device_holds_more_than_a_share() -> None:
    queue = FairQueue[str](places=100, share=2)
    mine = Sender("user:1", is_known=True)
    assert [queue.push(str(n), mine) for n in range(4)] == [None, None, "2", "3"]
    assert queue.push("other", Sender("user:2", is_known=True)) is None


def test_four_addresses_that_fill_the_queue_give_way_to_everybody_else() -> None:
    queue = FairQueue[str](places=40, share=40)
    for n in range(400):
        queue.push(f"flood{n}", Sender(f"attacker{n % 4}"))
    assert len(queue) == 40
    for n in range(20):
        out = queue.push(f"honest{n}", Sender(f"honest{n}"))
        assert out is not None
        assert out.startswith("flood")
    assert len(queue) == 40
    order = drained(queue)
    assert [name for name in order if name.startswith("honest")] == [
        f"honest{n}" for n in range(20)
    ]
    assert order.index("honest19") < 24, "twenty honest ones wait for four others, not for forty"


def test_a_full_queue_of_equals_refuses_the_newest() -> None:
    queue = FairQueue[str](places=3, share=3)
    for n in range(3):
        assert queue.push(str(n), Sender(str(n))) is None
    assert queue.push("3", Sender("3")) == "3"
    assert queue.push("owner", Sender("user:7", is_known=True)) == "2", "but not a known device"
    assert drained(queue) == ["owner", "0", "1"]
