"""What a command of an operator stops with: one sentence, no traceback."""


class OpsError(Exception):
    """It cannot go on; the text says why, and what to do."""
