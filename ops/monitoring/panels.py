"""What the dashboard of Grafana shows: graphs by subject, in the order of a person on call.

What players feel, the money, then what both stand on.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Panel:
    """One graph: what it shows, in which unit of Grafana's, as queries by their legend."""

    title: str
    unit: str
    queries: dict[str, str]


ROWS: dict[str, tuple[Panel, ...]] = {
    "Players": (
        Panel(
            "Requests",
            "reqps",
            {
                "all": "sum(rate(http_requests_total[5m]))",
                "errors of ours": 'sum(rate(http_requests_total{status=~"5.."}[5m]))',
            },
        ),
        Panel(
            "Time of a request",
            "s",
            {
                f"{share} %": f"histogram_quantile(0.{share},"
                " sum by (le) (rate(http_request_seconds_bucket[5m])))"
                for share in (50, 95, 99)
            },
        ),
        Panel(
            "Live sockets",
            "short",
            {
                "open": "sum(wagewars_sockets_open)",
                "messages a second": "sum(rate(wagewars_socket_messages_total[5m]))",
                "dropped a minute": "60 * sum(rate(wagewars_sockets_dropped_total[5m]))",
            },
        ),
        Panel(
            "Looking for an opponent",
            "s",
            {
                "first of the queue": "max(wagewars_players_waiting_oldest_seconds)",
                "two for the same": "max(wagewars_players_pairable_seconds)",
                "paired, {{percentile}} %": "max by (percentile) (wagewars_pair_wait_seconds)",
            },
        ),
        Panel("In the queue", "short", {"players": "max(wagewars_players_waiting)"}),
        Panel(
            "Rating gap of pairs",
            "short",
            {"{{percentile}} %": "max by (percentile) (wagewars_pair_rating_gap)"},
        ),
        Panel(
            "Matches that ended within the hour",
            "short",
            {"{{reason}}": "max by (reason) (wagewars_matches_ended)"},
        ),
        Panel(
            "From the last report to the money",
            "s",
            {
                "{{percentile}} %": "max by (percentile) (wagewars_settle_seconds)",
                "past its deadline": "max(wagewars_matches_overdue_seconds)",
            },
        ),
        Panel("Disputes", "short", {"{{age}}": "max by (age) (wagewars_disputes_open)"}),
        Panel("Oldest dispute", "s", {"age": "max(wagewars_disputes_oldest_seconds)"}),
    ),
    "Money": (
        Panel(
            "The ledger (both must be 0)",
            "short",
            {
                "sum, KES": "max(wagewars_ledger_sum_kes)",
                "drifted accounts": "max(wagewars_ledger_drifted_accounts)",
            },
        ),
        Panel(
            "At M-Pesa, and owed to players",
            "short",
            {
                "ours by the ledger, KES": "max(wagewars_at_mpesa_kes)",
                "players', KES": "max(wagewars_players_money_kes)",
                "{{account}}, as M-Pesa says": "max by (account) (wagewars_mpesa_balance_kes)",
            },
        ),
        Panel(
            "Payments that wait",
            "short",
            {"{{kind}} {{state}}": "max by (kind, state) (wagewars_payments_waiting) > 0"},
        ),
        Panel(
            "The oldest of them",
            "s",
            {"{{kind}} {{state}}": "max by (kind, state) (wagewars_payments_oldest_seconds) > 0"},
        ),
        Panel(
            "Callbacks of M-Pesa",
            "s",
            {
                "applied after, {{percentile}} %": "max by (percentile)"
                " (wagewars_callback_lag_seconds)",
                "oldest that waits": "max(wagewars_callbacks_oldest_seconds)",
            },
        ),
        Panel(
            "Callbacks on disk",
            "bytes",
            {"{{instance}}": "wagewars_spool_bytes", "set aside": "wagewars_spool_aside_files"},
        ),
        Panel(
            "Oldest payment that M-Pesa has not listed",
            "s",
            {"age": "max(wagewars_clearing_oldest_seconds)"},
        ),
        Panel("Open alerts", "short", {"{{kind}}": "max by (kind) (wagewars_alarms_open)"}),
        Panel("Switches (1: on)", "short", {"{{name}}": "min by (name) (wagewars_switch_on)"}),
        Panel(
            "The audit of staff (broken must be 0)",
            "short",
            {
                "broken": "max(wagewars_audit_broken)",
                "entries": "max(wagewars_audit_entries)",
            },
        ),
        Panel("Rulings that wait", "short", {"rulings": "max(wagewars_rulings_open)"}),
    ),
    "Jobs": (
        Panel(
            "Jobs a second",
            "ops",
            {
                "{{outcome}}": "sum by (outcome) (max by (job, outcome)"
                " (rate(wagewars_jobs_total[5m])))"
            },
        ),
        Panel(
            "What a job takes, on average",
            "s",
            {
                "{{job}}": "topk(8, max by (job) (rate(wagewars_job_seconds_sum[5m]))"
                " / max by (job) (rate(wagewars_job_seconds_count[5m])))"
            },
        ),
        Panel(
            "Oldest job",
            "s",
            {"{{queue}}": "max by (queue) (wagewars_jobs_oldest_seconds)"},
        ),
        Panel(
            "Jobs that wait",
            "short",
            {
                "{{queue}}": "max by (queue) (wagewars_jobs_waiting)",
                "with workers": "max(wagewars_jobs_unacknowledged)",
            },
        ),
        Panel(
            "Wait in the queue, on average",
            "s",
            {
                "{{queue}}": "max by (queue) (rate(wagewars_job_wait_seconds_sum[5m]))"
                " / max by (queue) (rate(wagewars_job_wait_seconds_count[5m]))"
            },
        ),
        Panel("Since beat sent a job", "s", {"beat": "max(wagewars_beat_age_seconds)"}),
        Panel(
            "Activision",
            "short",
            {
                "{{outcome}} a second": "max by (outcome) (rate(wagewars_cod_calls_total[5m]))",
                "games waiting": "max(wagewars_cod_looks_waiting)",
            },
        ),
    ),
    "Database and backups": (
        Panel(
            "Connections of the API",
            "short",
            {"{{instance}} {{state}}": "wagewars_database_connections"},
        ),
        Panel(
            "Standbys",
            "short",
            {
                "{{state}}": "max by (state) (wagewars_database_standbys)",
                "wanted": "max(wagewars_database_wants_standby)",
            },
        ),
        Panel(
            "Slots may fall behind by",
            "bytes",
            {"{{slot}}": "min by (slot) (wagewars_replication_slot_safe_bytes)"},
        ),
        Panel(
            "Since the last backup and the last restore",
            "s",
            {
                "backup": "time() - max(wagewars_last_backup_timestamp_seconds)",
                "restore": "time() - max(wagewars_last_restore_timestamp_seconds)",
            },
        ),
        Panel(
            "Until the proxy's certificate ends",
            "s",
            {"certificate": "min(wagewars_certificate_expires_timestamp_seconds) - time()"},
        ),
        Panel("Clock against the database", "s", {"{{instance}}": "wagewars_clock_skew_seconds"}),
        Panel(
            "Sources of these figures (1: answers)",
            "short",
            {"{{source}}": "min by (source) (wagewars_source_up)"},
        ),
        Panel("Memory of the API", "bytes", {"{{instance}}": "process_resident_memory_bytes"}),
        Panel(
            "CPU of the API", "percentunit", {"{{instance}}": "rate(process_cpu_seconds_total[5m])"}
        ),
    ),
}
