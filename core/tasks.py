"""Celery's side of the jobs: five lines each; everything else is in core.jobs."""

from celery import shared_task

from core import files, jobs, uploads


@shared_task(name="core.tasks.run_job", ignore_result=True)
def run_job(pk: int) -> None:
    """Do the work of one row; nothing when another worker has it or it has ended."""
    jobs.run(pk)


@shared_task(name="core.tasks.sweep_jobs", ignore_result=True)
def sweep_jobs() -> None:
    """Every half minute: see core.jobs.sweep, core.files.tidy, core.jobs.tick and core.uploads.sweep."""
    jobs.sweep()
    files.tidy()
    jobs.tick()
    uploads.sweep()
