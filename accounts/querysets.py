"""Gates of people, of the roles they hold and of their tokens."""

from django.db import models

from core import clock
from core.text import fold, search_words

MOST_FOUND = 500  # keys in one condition: below the limit of every database


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody for the administrator of the system; for all others the person alone."""
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        return self.all() if scope.admin else self.filter(pk=scope.user_id)

    def search(self, query: str):
        """Folded words in name, post and user name. `sort_key` is no search text: names of people are few, so they are compared here."""
        words = search_words(query)
        if not words:
            return self
        rows = self.values_list("pk", "full_name", "post", "username")
        found = [pk for pk, *texts in rows if all(word in fold(" ".join(texts)) for word in words)]
        return self.filter(pk__in=found[:MOST_FOUND])


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Like the person who holds it."""
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        return self.all() if scope.admin else self.filter(user_id=scope.user_id)


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
