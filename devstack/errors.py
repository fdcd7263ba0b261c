"""What stops a start, said in one sentence to the person at the keyboard."""


class StackError(Exception):
    """A reason not to go on that needs no traceback; its text is a whole sentence."""
