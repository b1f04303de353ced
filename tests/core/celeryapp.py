"""`celery -A tests.core.celeryapp worker`: the portal's Celery with the kinds of tests.core.work registered."""

from celery.signals import worker_process_init

from ocop_portal.celery import app

__all__ = ["app"]


@app.on_after_finalize.connect
def register(sender, **kwargs):
    import tests.core.work  # noqa: F401


@worker_process_init.connect
def ready(**kwargs):
    import tests.core.work  # noqa: F401
