"""One module of tasks per provider or concern: claim, call, record."""
