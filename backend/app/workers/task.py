"""The decorator `@task(Job.X)`: register a function as the Celery task of a job, typed."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from celery import shared_task

from app.core.jobs import Job

P = ParamSpec("P")
R = TypeVar("R")


def task(job: Job) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register the decorated function as the one task that does `job`; it stays callable."""

    def register(work: Callable[P, R]) -> Callable[P, R]:
        return cast("Callable[P, R]", shared_task(name=job.value)(work))

    return register
