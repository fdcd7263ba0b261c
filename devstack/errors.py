"""The error whose text is printed as it is, without a traceback."""


class StackError(Exception):
    """A reason to stop; its text is a whole sentence for the person at the keyboard."""
