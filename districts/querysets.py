"""Gates and dated look-ups of units and plans."""

from datetime import date

from django.db import models
from django.db.models import Q


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


class HolidayQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Working days are public: everybody sees every row."""
        return self.all()
