"""Celery: what happens after the answer has left."""
