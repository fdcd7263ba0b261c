"""Pictures that prove a result."""
