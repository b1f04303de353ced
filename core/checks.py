"""Checks of `manage.py check --deploy` that belong to the ground floor."""

import os
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def broker_named(app_configs, **kwargs):
    """Production has a broker: the embedded runner does one job at a time and lives and dies with one machine (craft §10)."""
    if settings.REDIS_URL:
        return []
    return [
        Warning(
            "No broker is configured; background jobs run in one embedded runner.",
            hint="Set REDIS_URL and start `celery -A ocop_portal worker` and `celery -A ocop_portal beat`.",
            id="ocop.W001",
        )
    ]


@register(Tags.security, deploy=True)
def media_writable(app_configs, **kwargs):
    """Uploads have a place, or a place can be made for them."""
    folder = Path(settings.MEDIA_ROOT)
    standing = next(p for p in (folder, *folder.parents) if p.exists())
    if standing.is_dir() and os.access(standing, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"MEDIA_ROOT {folder} cannot be written.", hint="Give the folder to the user of the server.", id="ocop.E002"
        )
    ]


@register(Tags.security, deploy=True)
def media_private(app_configs, **kwargs):
    """Stored files are never below a folder that the web server serves (security §6)."""
    media = Path(settings.MEDIA_ROOT).resolve()
    served = [Path(settings.STATIC_ROOT), *map(Path, settings.STATICFILES_DIRS)]
    inside = [folder for folder in served if media.is_relative_to(folder.resolve())]
    return [Error(f"MEDIA_ROOT lies inside {folder}, which is public.", id="ocop.E003") for folder in inside]
