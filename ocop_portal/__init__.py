"""The portal: settings, addresses, Celery, the inbox and the public site."""

from ocop_portal.celery import app as celery_app

__all__ = ["celery_app"]
