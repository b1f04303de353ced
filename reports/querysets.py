"""Gate of reports."""

from django.db import models
from django.db.models import Q

from core.text import search_words


class ReportQuerySet(models.QuerySet):
    """Reports of one's units; those of a province for everyone who reaches the province whole."""

    def visible_to(self, user):
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        if scope.nation:
            return self.all()
        return self.filter(Q(unit_id__in=scope.unit_ids) | Q(province_id__in=scope.province_ids))

    def search(self, query: str):
        """By the unit's name, with or without marks."""
        found = self
        for word in search_words(query):
            found = found.filter(unit__search_text__contains=word)
        return found
