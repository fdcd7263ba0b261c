"""The names of all jobs, for those who enqueue them and for the tasks that do them."""

from enum import StrEnum


class Job(StrEnum):
    """Names of tasks; each has exactly one task in `app/workers/tasks/`."""

    SEND_SMS_CODE = "sms.send_code"
    SWEEP_SMS_CODES = "sms.sweep_codes"
    WATCH_SMS = "sms.watch"
    SEND_NOTIFICATION = "sms.send_notification"
    SWEEP_DELIVERIES = "sms.sweep_deliveries"
    SEND_PUSH = "push.send"
    SEND_TEST_PUSH = "push.send_test"
    READ_SMS = "sms.read"
    SWEEP_SMS_INBOUND = "sms.sweep_inbound"
    START_IDENTITY_CHECK = "identity.start_check"
    FETCH_IDENTITY_CHECK = "identity.fetch_check"
    SWEEP_IDENTITY = "identity.sweep"
    SEND_STK_PUSH = "mpesa.send_stk_push"
    QUERY_DEPOSIT = "mpesa.query_deposit"
    DRAIN_CALLBACKS = "mpesa.drain_callbacks"
    SWEEP_DEPOSITS = "mpesa.sweep_deposits"
    SEND_PAYOUT = "mpesa.send_payout"
    SWEEP_WITHDRAWALS = "mpesa.sweep_withdrawals"
    SEND_INQUIRY = "mpesa.send_inquiry"
    SWEEP_INQUIRIES = "mpesa.sweep_inquiries"
    SWEEP_PAYBILL = "mpesa.sweep_paybill"
    PULL_TRANSACTIONS = "mpesa.pull_transactions"
    SEND_REFUND = "mpesa.send_refund"
    SWEEP_REFUNDS = "mpesa.sweep_refunds"
    PAIR_PLAYERS = "play.pair_players"
    SWEEP_MATCHES = "play.sweep_matches"
    SWEEP_PAUSES = "play.sweep_pauses"
    ADVANCE_TOURNAMENT = "play.advance_tournament"
    FORECAST_TOURNAMENTS = "upkeep.forecast_tournaments"
    SWEEP_TOURNAMENTS = "play.sweep_tournaments"
    SWEEP_SERIES = "play.sweep_series"
    RATE_MATCHES = "play.rate_matches"
    BUILD_LEADERBOARDS = "upkeep.build_leaderboards"
    VERIFY_MATCH = "play.verify_match"
    PROBE_ACCOUNT = "cod.probe_account"
    CHECK_NAME_CLAIM = "cod.check_name_claim"
    LOOK_UP_MATCH = "cod.look_up_match"
    SWEEP_LOOKUPS = "cod.sweep_lookups"
    SWEEP_EVIDENCE = "evidence.sweep"
    SCORE_RISKS = "play.score_risks"
    FIND_RINGS = "upkeep.find_rings"
    SWEEP_TICKETS = "play.sweep_tickets"
    DELETE_STALE = "upkeep.delete_stale"
    CHECK_LEDGER = "upkeep.check_ledger"
    PUBLISH_RESERVES = "upkeep.publish_reserves"
    CHECK_AUDIT = "upkeep.check_audit"
    CHECK_OPERATOR = "upkeep.check_operator"
    RECONCILE = "upkeep.reconcile"
    SWEEP_RULINGS = "upkeep.sweep_rulings"


QUEUES = ("sms", "push", "identity", "mpesa", "play", "cod", "evidence", "upkeep")


def queue_of(job: Job) -> str:
    """Return the Celery queue of `job`: one per provider, so that a slow one delays no other."""
    return job.value.split(".", maxsplit=1)[0]
