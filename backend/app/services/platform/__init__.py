"""Alerts, audit, switches, idempotency, monitoring."""
