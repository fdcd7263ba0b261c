"""One module of tasks per stranger or concern: claim, call, record."""
