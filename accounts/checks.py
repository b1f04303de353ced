"""System checks of accounts."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from accounts.models import User


@register(Tags.security, deploy=True)
def no_demonstration_accounts(app_configs, **kwargs):
    """accounts.E001: an account of the demonstration exists where DEMO is not 1 (design §7)."""
    if settings.DEMO:
        return []
    try:
        count = User.objects.filter(is_demo=True).count()
    except DatabaseError:  # no tables yet: nothing to sign in with
        return []
    if not count:
        return []
    return [
        Error(
            f"{count} demonstration account(s) exist in a database that is not a demonstration.",
            hint="Start from an empty database, or set DEMO=1 if this is a demonstration.",
            id="accounts.E001",
        )
    ]
