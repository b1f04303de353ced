"""The gate for producers and what hangs on them."""

from django.db import models
from django.db.models import Q

from core.text import search_words


class ProducerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """By unit and province; and, for a member of a producer, that producer."""
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        if scope.nation:
            return self.all()
        own = self.model.members.rel.related_model.objects.filter(user_id=scope.user_id).values("producer_id")
        return self.filter(Q(unit_id__in=scope.unit_ids) | Q(province_id__in=scope.province_ids) | Q(pk__in=own))

    def search(self, query: str):
        found = self
        for word in search_words(query):
            found = found.filter(search_text__contains=word)
        return found


class UnitRowQuerySet(models.QuerySet):
    """Rows with `unit` and `province` of their own: outreach, training."""

    def visible_to(self, user):
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        if scope.nation:
            return self.all()
        return self.filter(Q(unit_id__in=scope.unit_ids) | Q(province_id__in=scope.province_ids))

    def counted(self):
        """Without those that were cancelled: what figures and a producer's training are made of."""
        return self.filter(cancelled_at__isnull=True)
