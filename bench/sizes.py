"""How much each figure does in a round: FULL to measure, SMOKE to prove that it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Numbers of rows, players and requests a round; durations in seconds."""

    tpc_b_scale: int  # pgbench's scale factor: 100,000 accounts each
    pgbench_seconds: int
    load_seconds: float  # how long requests are repeated
    settlements: int  # L1
    settlements_to_warm_up: int  # L1, by each thread
    deposits: int  # L2
    deposits_to_warm_up: int  # L2
    fee_settlements: int  # L3; a multiple of its 16 connections
    callbacks: int  # C1
    logins: int  # H3, at once
    ranked_players: int  # H2
    readers: int  # T1
    queue: int  # M1
    large_queue: int  # M1
    players_in_small_queues: int  # M1, of each size
    small_queues: tuple[int, ...]  # M1: players in queues that are compared with the optimum
    queue_for_gaps: int  # M1
    sorts: int  # M1: repetitions, of which the median counts
    searching_players: int  # M2
    pairs_by_socket: int  # M2
    callbacks_one_by_one: int  # W
    burst: int  # W
    sockets: int  # W1 to W3
    hints_a_second: int  # W3
    storm_sockets: int  # W4
    storm_rate: int  # W4, hints a second


FULL = Sizes(
    tpc_b_scale=20,
    pgbench_seconds=2,
    load_seconds=3.0,
    settlements=3000,
    settlements_to_warm_up=25,
    deposits=5000,
    deposits_to_warm_up=400,
    fee_settlements=2400,
    callbacks=5000,
    logins=64,
    ranked_players=1_000_000,
    readers=1_000,
    queue=100_000,
    large_queue=1_000_000,
    players_in_small_queues=400,
    small_queues=(16, 40, 100, 200),
    queue_for_gaps=10_000,
    sorts=7,
    searching_players=20_000,
    pairs_by_socket=30,
    callbacks_one_by_one=50,
    burst=5000,
    sockets=5_000,
    hints_a_second=1_500,
    storm_sockets=2_000,
    storm_rate=200,
)
SMOKE = Sizes(
    tpc_b_scale=1,
    pgbench_seconds=1,
    load_seconds=0.2,
    settlements=32,
    settlements_to_warm_up=1,
    deposits=250,  # more than one batch of the drain
    deposits_to_warm_up=10,
    fee_settlements=32,
    callbacks=100,
    logins=4,
    ranked_players=500,
    readers=50,
    queue=1_000,
    large_queue=2_000,
    players_in_small_queues=16,
    small_queues=(16,),
    queue_for_gaps=500,
    sorts=1,
    searching_players=500,
    pairs_by_socket=2,
    callbacks_one_by_one=3,
    burst=100,
    sockets=50,
    hints_a_second=200,
    storm_sockets=60,
    storm_rate=100,
)
