"""Who holds an office today: the other direction of `scopes`, for notices. Two queries for any number of questions."""

from collections import defaultdict
from datetime import date

from django.db.models import Q

from accounts.models import RoleAssignment
from core.scope import COMMUNE, DISTRICT, MINISTRY, PROVINCE
from districts.models import UnitSuccession


class Offices:
    """People by role and unit, roles in force on `day` at units that stand on it. Others only read and are told nothing."""

    def __init__(self, day: date):
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        stands = Q(unit__valid_from__isnull=True) | Q(unit__valid_from__lte=day)
        rows = (
            RoleAssignment.objects.filter(begun, stands, ended_at__isnull=True, user__is_active=True)
            .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
            .filter(Q(unit__valid_to__isnull=True) | Q(unit__valid_to__gte=day))
            .filter(role__in=(COMMUNE, DISTRICT, PROVINCE, MINISTRY))
        )
        self._held: dict[tuple, set[int]] = defaultdict(set)
        for role, unit, user in rows.values_list("role", "unit_id", "user_id"):
            self._held[role, None if role == MINISTRY else unit].add(user)
        self._heirs: dict[int, list[int]] = defaultdict(list)
        for old, new in UnitSuccession.objects.values_list("old_id", "new_id"):
            self._heirs[old].append(new)

    def at(self, role: str, unit_id: int | None) -> frozenset[int]:
        """User ids of a role at a unit, or at the units that it went into."""
        units = [unit_id, *self._heirs.get(unit_id, ())] if unit_id is not None else [None]
        return frozenset().union(*(self._held.get((role, unit), ()) for unit in units))
