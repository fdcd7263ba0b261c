"""The circuit breaker around calls of M-Pesa: five failures open it, one call in 3 s probes."""

from app.core.resilience.circuit_breaker import CircuitBreaker, Policy

breaker = CircuitBreaker(
    "mpesa", Policy(threshold=5, window_seconds=120, pauses=(120,), probe_seconds=3)
)
