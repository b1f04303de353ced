"""Gate of a person's tokens."""

from django.db import models

from core import clock


class TokenQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person's own tokens; nobody else's, whatever the role."""
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        return self.filter(user_id=scope.user_id)

    def live(self):
        """Neither revoked nor run out, of people who may sign in."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=clock.now(), user__is_active=True)
