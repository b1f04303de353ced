"""Gates and dated look-ups of units and plans."""

from datetime import date

from django.db import models
from django.db.models import Q

from core.text import search_words


class UnitQuerySet(models.QuerySet):
    def on(self, day: date):
        """Units that stood on `day`; an empty `valid_from` is open backwards."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        )

    def visible_to(self, user):
        """The map of the state is public: everybody sees every unit."""
        return self.all()

    def reached_by(self, user):
        """Units whose records the person reaches: for choices in forms and filters."""
        scope = user.scope
        if scope.nation:
            return self.all()
        return self.filter(
            Q(pk__in=scope.unit_ids) | Q(province_id__in=scope.province_ids) | Q(pk__in=scope.province_ids)
        )


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        if scope.nation:
            return self.all()
        return self.filter(Q(unit_id__in=scope.unit_ids) | Q(province_id__in=scope.province_ids))

    def in_force(self):
        """Plans that were signed and taken: what reports and progress speak of."""
        return self.filter(state="approved")

    def search(self, query: str):
        """By the unit's name, with or without marks, or by the number of the paper."""
        found = self
        for word in search_words(query):
            found = found.filter(Q(unit__search_text__contains=word) | Q(number__icontains=word))
        return found


class RewardPolicyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The rules of the provinces in which the person holds a role; the ministry sees all."""
        scope = user.scope
        if scope.user_id is None:
            return self.none()
        if scope.nation:
            return self.all()
        own = {held.province_id for held in scope.roles if held.province_id}
        return self.filter(province_id__in=own | scope.province_ids)


class HolidayQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Working days are public: everybody sees every row."""
        return self.all()
