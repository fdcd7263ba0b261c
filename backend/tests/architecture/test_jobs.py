"""Every job is requested somewhere, and exactly one task does it."""

import inspect
from collections import Counter

import pytest

from app.core.jobs import QUEUES, Job, queue_of
from tests.architecture.sources import sources


@pytest.fixture(scope="module")
def tasks() -> dict[str, object]:
    """The tasks that the worker would have, by name."""
    from app.workers.celery_app import celery_app

    celery_app.loader.import_default_modules()
    celery_app.finalize()
    return {name: task for name, task in celery_app.tasks.items() if not name.startswith("celery.")}


def needs_arguments(task: object) -> bool:
    return bool(inspect.signature(task.run).parameters)  # type: ignore[attr-defined]


def test_every_job_has_a_task_and_every_task_is_a_job(tasks: dict[str, object]) -> None:
    assert set(tasks) == {job.value for job in Job}


def test_no_job_is_done_by_two_tasks() -> None:
    decorations = Counter(
        name
        for source in sources("app/workers/tasks")
        for function in source.functions()
        for decorator in function.decorator_list
        for name in [ast_name(decorator)]
        if name
    )
    assert decorations == Counter(job.name for job in Job)


def ast_name(decorator: object) -> str | None:
    """Return X of a decorator `@task(Job.X)`."""
    arguments = getattr(decorator, "args", [])
    return getattr(arguments[0], "attr", None) if arguments else None


def test_every_round_is_in_the_schedule_and_nothing_else_is(tasks: dict[str, object]) -> None:
    """A task without arguments looks for its own work, so beat must schedule it."""
    from app.workers.schedule import SCHEDULE

    rounds = {name for name, task in tasks.items() if not needs_arguments(task)}
    assert {entry["task"] for entry in SCHEDULE.values()} == rounds


def test_every_job_about_one_row_is_asked_for_somewhere(tasks: dict[str, object]) -> None:
    asked = {name for source in sources("app/services") for name in source.names_of("Job")}
    errands = {name for name, task in tasks.items() if needs_arguments(task)}
    assert {Job(name).name for name in errands} <= asked


def test_every_job_has_a_queue_that_the_worker_serves() -> None:
    from app.workers.celery_app import celery_app
    from app.workers.schedule import SCHEDULE

    assert {queue_of(job) for job in Job} == set(QUEUES)
    assert {queue.name for queue in celery_app.conf.task_queues} == set(QUEUES)
    for entry in SCHEDULE.values():
        assert entry["options"]["queue"] == queue_of(Job(entry["task"]))
        assert 0 < entry["schedule"] <= 3600


def test_tasks_load_no_rows_and_take_ids_only(tasks: dict[str, object]) -> None:
    for name, task in tasks.items():
        for parameter in inspect.signature(task.run).parameters.values():  # type: ignore[attr-defined]
            assert parameter.name.endswith("_id"), f"{name} takes {parameter.name}"
            assert parameter.annotation is int, f"{name} takes {parameter.annotation}"
