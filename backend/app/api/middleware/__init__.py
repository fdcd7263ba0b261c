"""ASGI middleware: limits, headers, measurements."""
