"""Gates of core's own rows."""

from django.db import models
from django.db.models import Q

from core.text import search_words


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Jobs that the person asked for; province-wide roles see those of their provinces."""
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        return self.filter(Q(actor_id=scope.user_id) | Q(province_id__in=scope.province_ids))


class FileQuerySet(models.QuerySet):
    def owned_by(self, owner_type: str, owner_ids):
        """Files behind rows that the caller already holds. A file has no gate of its own: its owner's room is the gate."""
        return self.filter(owner_type=owner_type, owner_id__in=owner_ids)


class UploadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the person is sending: nobody sees another's."""
        scope = user.scope
        return self.none() if scope.user_id is None else self.filter(actor_id=scope.user_id)


class AuditQuerySet(models.QuerySet):
    def about(self, obj):
        """Events of an object that the caller already reached by its own gate: its own and those of its parts, oldest first."""
        kind, pk = obj._meta.label_lower, str(obj.pk)
        own = Q(object_type=kind, object_id=pk) | Q(parent_type=kind, parent_id=pk)
        return self.filter(own).order_by("number")


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person's own notices and choices; nobody else's, whatever the role."""
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        return self.filter(user_id=scope.user_id)

    def unread(self):
        return self.filter(read_at__isnull=True)

    def search(self, query: str):
        found = self
        for word in search_words(query):
            found = found.filter(search_text__contains=word)
        return found
