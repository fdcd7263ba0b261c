"""Each player's check finds every lie that a house can tell about their balance."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.reserves import tree
from app.domain.reserves.tree import Node, Proof

SNAPSHOT = bytes([0x11]) * 16
FIVE = [12345, 0, 250000, 99, 1000000]
BALANCES = st.lists(st.integers(0, 10**9), min_size=1, max_size=40)


def salt(place: int) -> bytes:
    """Return the salt of the player at `place`, who is the first at 0."""
    return sha256(b"salt" + bytes([place + 1])).digest()[:16]


def player(place: int) -> str:
    return f"player-{place + 1}"


def leaves_of(balances: Sequence[int]) -> list[Node]:
    return [
        tree.leaf(
            snapshot=SNAPSHOT,
            index=place,
            count=len(balances),
            salt=salt(place),
            player=player(place),
            cents=cents,
        )
        for place, cents in enumerate(balances)
    ]


def root_of(balances: Sequence[int]) -> bytes:
    top = tree.levels(leaves_of(balances))[-1][0]
    return tree.root(snapshot=SNAPSHOT, count=len(balances), top=top)


def proof_of(balances: Sequence[int], place: int) -> Proof:
    built = tree.levels(leaves_of(balances))
    way = tree.siblings(built, place)
    return Proof(place, len(balances), salt(place), balances[place], way)


def accepts(
    proof: Proof,
    balances: Sequence[int],
    *,
    by: int,
    total: int | None = None,
    published: bytes | None = None,
) -> bool:
    """Return whether the player at `by` accepts a proof beside the honest record, or another."""
    return tree.verify(
        proof,
        snapshot=SNAPSHOT,
        player=player(by),
        total=sum(balances) if total is None else total,
        published=published or root_of(balances),
    )


@pytest.mark.parametrize(
    ("balances", "published"),
    [
        ([100000], "e8ea99f00019495483fb84709912491c42f57bf6c936228c908b280583d2191d"),
        (FIVE[:3], "486c631ae0be65de28ca4d84076385f61bacf87298e21a619fd62d6923a33c8e"),
        (FIVE, "cf0d9c9ca2788ed3ec90c6a07878031245431971f39022d8cf895d142e01bd64"),
        ([*FIVE, 7, 8], "44b587557b26050c6fcdec842b266902582e71534a58a6bb277569aa640ba124"),
    ],
)
def test_the_root_is_that_of_the_vectors(balances: list[int], published: str) -> None:
    assert root_of(balances).hex() == published


def test_the_leaves_and_the_way_of_the_last_one_are_those_of_the_vectors() -> None:
    leaves = leaves_of(FIVE)
    assert leaves[0].hash.hex() == (
        "365a26ad655fc8de2178d5007212f8d63a72fc7d60cf916576cd7edf5ebc9032"
    )
    assert leaves[4].hash.hex() == (
        "43c5b081b0dfc01e32cfbc3e2fcce65133c8127dcd75d97cb8b1cd38fbb983d6"
    )
    assert [(one.hash.hex(), one.cents) for one in proof_of(FIVE, 4).siblings] == [
        ("b5063c5015aa0cd2d9d2c3918edf51ffc918e63da9d31030d10824f3d84c7258", 262444)
    ]


@given(BALANCES)
def test_every_player_accepts_the_honest_tree(balances: list[int]) -> None:
    for place in range(len(balances)):
        assert accepts(proof_of(balances, place), balances, by=place)


@given(BALANCES, st.data())
def test_no_altered_field_passes(balances: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(balances) - 1))
    proof = proof_of(balances, place)
    other = data.draw(st.integers(-(2**70), 2**70).filter(bool))
    for altered in (
        replace(proof, cents=proof.cents + other),
        replace(proof, index=proof.index + other),
        replace(proof, count=proof.count + other),
        replace(proof, salt=salt(99)),
    ):
        assert not accepts(altered, balances, by=place)
    assert not accepts(proof, balances, by=place, total=sum(balances) + other)
    assert not accepts(proof, balances, by=place + 1)


@given(BALANCES, st.data())
def test_no_altered_way_passes(balances: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(balances) - 1))
    proof = proof_of(balances, place)
    way = list(proof.siblings)
    stranger = Node(sha256(b"stranger").digest(), data.draw(st.integers(0, 10**6)))
    where = data.draw(st.integers(0, len(way)))
    ways = [[*way[:where], stranger, *way[where:]]]  # longer
    if way:
        at = data.draw(st.integers(0, len(way) - 1))
        ways += [
            way[:at] + way[at + 1 :],  # shorter
            [*way[:at], Node(way[at].hash, way[at].cents + 1), *way[at + 1 :]],
            [*way[:at], Node(way[at].hash, -1), *way[at + 1 :]],
            [*way[:at], Node(stranger.hash, way[at].cents), *way[at + 1 :]],
            [*way[:at], Node(way[at].hash[:31], way[at].cents), *way[at + 1 :]],
        ]
    for altered in ways:
        assert not accepts(replace(proof, siblings=altered), balances, by=place)


@given(BALANCES, st.data())
def test_a_balance_altered_after_the_root_was_published_is_found(
    balances: list[int], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(balances) - 1))
    changed = [*balances]
    changed[place] += data.draw(st.integers(1, 10**6))
    assert not accepts(proof_of(changed, place), changed, by=place, published=root_of(balances))


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=20), st.data())
def test_one_leaf_cannot_serve_two_players_of_equal_balance(
    balances: list[int], data: st.DataObject
) -> None:
    one, two = data.draw(st.sampled_from([(a, b) for a in range(len(balances)) for b in range(a)]))
    balances[one] = balances[two]
    assert not accepts(proof_of(balances, two), balances, by=one)


def classic(cents: int, left: bytes, right: bytes) -> bytes:
    """Return Maxwell's node of 2013, which commits one sum of both sides."""
    return sha256(cents.to_bytes(8, "big") + left + right).digest()


def told_nothing(built: Sequence[Sequence[Node]], place: int) -> list[Node]:
    """Return the siblings of a leaf, each said to hold nothing."""
    return [Node(sibling.hash, 0) for sibling in tree.siblings(built, place)]


def walk(
    combine: Callable[[Node, Node], Node], start: Node, place: int, way: Sequence[Node]
) -> Node:
    """Return the top that a player finds who adds the amounts on the way up."""
    top = start
    for height, sibling in enumerate(way):
        is_right = place >> height & 1
        top = combine(sibling, top) if is_right else combine(top, sibling)
    return top


def test_four_balances_of_five_cannot_be_committed_as_five() -> None:
    """The larger of two in place of their sum passes every check of the classic tree."""
    leaves = leaves_of([5, 5, 5, 5])

    def classic_sum(left: Node, right: Node) -> Node:
        cents = left.cents + right.cents
        return Node(classic(cents, left.hash, right.hash), cents)

    def hidden(left: Node, right: Node) -> Node:
        cents = max(left.cents, right.cents)
        return Node(classic(cents, left.hash, right.hash), cents)

    pairs = [hidden(*leaves[:2]), hidden(*leaves[2:])]
    built = [leaves, pairs, [hidden(*pairs)]]
    for place in range(4):
        found = walk(classic_sum, leaves[place], place, told_nothing(built, place))
        assert found == Node(built[-1][0].hash, 5)

    # Ours: whatever root is published, at most one of the four accepts it.
    ours = tree.levels(leaves)
    for pleased in range(4):
        top = walk(tree.node, leaves[pleased], pleased, told_nothing(ours, pleased))
        published = tree.root(snapshot=SNAPSHOT, count=4, top=top)
        for place in range(4):
            proof = Proof(place, 4, salt(place), 5, told_nothing(ours, place))
            accepted = accepts(proof, [5, 5, 5, 5], by=place, total=5, published=published)
            assert accepted is (place == pleased)


def test_the_larger_of_two_sums_above_an_honest_node_is_refused_by_all() -> None:
    leaves = leaves_of([5, 5, 5, 5])

    def lying(left: Node, right: Node) -> Node:
        return Node(tree.node(left, right).hash, max(left.cents, right.cents))

    pairs = [lying(*leaves[:2]), lying(*leaves[2:])]
    built = [leaves, pairs, [lying(*pairs)]]
    published = tree.root(snapshot=SNAPSHOT, count=4, top=built[-1][0])
    for place in range(4):
        proof = Proof(place, 4, salt(place), 5, tree.siblings(built, place))
        for total in (5, 10, 20):
            assert not accepts(proof, [], by=place, total=total, published=published)


def test_a_tree_that_repeats_its_last_leaf_has_another_root() -> None:
    leaves = leaves_of([5, 6, 7])
    repeated = tree.levels([*leaves, leaves[-1]])
    for count in (3, 4):
        published = tree.root(snapshot=SNAPSHOT, count=count, top=repeated[-1][0])
        assert published != root_of([5, 6, 7])
        for total in (18, 25):
            last = Proof(2, count, salt(2), 7, tree.siblings(repeated, 2))
            assert not accepts(last, [5, 6, 7], by=2, total=total, published=published)


def test_a_node_cannot_pass_as_a_leaf_nor_the_top_as_a_root() -> None:
    left, right = leaves_of([5, 6])
    hashes = {
        left.hash,
        tree.node(left, right).hash,
        tree.node(right, left).hash,
        tree.root(snapshot=SNAPSHOT, count=2, top=tree.node(left, right)),
        tree.root(snapshot=SNAPSHOT, count=3, top=tree.node(left, right)),
    }
    assert len(hashes) == 5


@pytest.mark.parametrize("cents", [-1, 2**53])
def test_amounts_that_a_browser_could_misread_are_no_leaf(cents: int) -> None:
    with pytest.raises(ValueError, match="cents"):
        leaves_of([cents])


def test_sums_beyond_what_a_browser_reads_exactly_are_no_tree() -> None:
    with pytest.raises(ValueError, match="cents"):
        tree.levels(leaves_of([2**52, 2**52]))


def test_a_tree_without_players_is_refused() -> None:
    with pytest.raises(ValueError, match="leaf"):
        tree.levels([])
