"""Log lines with the request's id and without players' phone numbers, codes or tokens.

For people by default, as JSON with LOG_FORMAT=json: `ts`, `level`, `logger`, `msg`, what is known
of the request or job (`request_id`, `user`, `task`, `task_id`), `trace_id`, and `extra`'s facts.
"""

import json
import logging
import re
from datetime import UTC, datetime

from typing_extensions import override

from app.core.request_id import current_request_id
from app.core.settings import get_settings
from app.core.telemetry import context

_PHONE = re.compile(r"\b(?:\+?254|0)([17])\d{5}(\d{3})\b")
_BEARER = re.compile(r"(?i)(bearer\s+)[\w.~+/-]+=*")
_HOOK = re.compile(r"(/hooks/(?:d|sms)/)[\w-]+")
# What PostgreSQL says of a refused row: its key, or all of it, over many lines.
_ROW = re.compile(r"(?ms)^DETAIL:  .*?(?=^(?:HINT|CONTEXT|SQL statement|\[SQL): |^\s*$|\Z)")


def redact(line: str) -> str:
    """Hide phone numbers, tokens, callback tokens and a refused row's values in `line`.

    A carriage return is written out, so that no text forges a line.
    """
    line = _ROW.sub("DETAIL:  ***\n", line)
    line = _PHONE.sub(r"254\1*****\2", line)
    line = _BEARER.sub(r"\1***", line)
    return _HOOK.sub(r"\1***", line).replace("\r", "\\r")


class _Formatter(logging.Formatter):
    @override
    def format(self, record: logging.LogRecord) -> str:
        record.request_id = current_request_id()
        return redact(super().format(record))


# What a record has without any `extra`.
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request_id"}


class JsonFormatter(logging.Formatter):
    """One JSON object a line, redacted value by value."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "ts": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "msg": redact(record.getMessage()),
            **context.facts(),
        }
        if trace_id := context.trace_id():
            line["trace_id"] = trace_id
        line |= {name: value for name, value in vars(record).items() if name not in _OWN}
        if record.exc_info:
            line["exception"] = redact(self.formatException(record.exc_info))
        return json.dumps({name: _plain(value) for name, value in line.items()}, ensure_ascii=False)


def _plain(value: object) -> object:
    """Return a number or a word as it is, anything else as redacted text."""
    if value is None or isinstance(value, int | float):
        return value
    return redact(str(value))


def _is_no_sweep(record: logging.LogRecord) -> bool:
    """Drop beat's record of each run of each sweep."""
    return not str(record.msg).startswith("Scheduler: Sending")


def _is_no_bad_text(record: logging.LogRecord) -> bool:
    """Drop uvicorn's traceback of a frame that is no UTF-8: it closes the socket (1007)."""
    return not str(record.msg).startswith("Invalid UTF-8")


def configure_logging() -> None:
    """Send all log lines to stderr in one redacted format."""
    settings = get_settings()
    handler = logging.StreamHandler()
    if settings.telemetry.log_format == "json":
        handler.setFormatter(JsonFormatter())
        logging.captureWarnings(capture=True)  # which Python would write over several lines
        for logger in map(logging.getLogger, ("uvicorn", "uvicorn.access")):
            if logger.handlers:  # which write in a form of their own; none with --no-access-log
                logger.handlers.clear()
                logger.propagate = True
    else:
        handler.setFormatter(_Formatter("%(levelname)s %(name)s [%(request_id)s] %(message)s"))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    # httpx logs each URL at INFO, celery each task received: too much beside a game.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("httpcore").setLevel(logging.WARNING)  # at DEBUG it logs cookies
    logging.getLogger("celery.worker.strategy").setLevel(logging.WARNING)
    logging.getLogger("celery.app.trace").setLevel(logging.WARNING)
    logging.getLogger("celery.worker.request").setLevel(logging.WARNING)
    logging.getLogger("celery.beat").addFilter(_is_no_sweep)
    logging.getLogger("uvicorn.error").addFilter(_is_no_bad_text)
