"""From role assignments to a `Scope`, in one query (design §3, query budgets §8)."""

from django.db.models import FilteredRelation, Q

from core import clock
from core.scope import ADMIN, COMMUNE, DISTRICT, MINISTRY, NOBODY, PROVINCE_WIDE, RoleHeld, Scope
from districts.enums import Level


def build_scope(user) -> Scope:
    """What `user` may reach today.

    A commune reaches itself and the communes that went into it; a district itself and its communes; province-wide roles
    their province and its forerunners. A role at a unit that has ended only reads (design §3).
    """
    if not user.pk or not user.is_active:
        return NOBODY
    today = clock.today()
    rows = (
        user.assignments.filter(ended_at__isnull=True)
        .annotate(
            # Only a district reaches its children; a province reaches whole by its key.
            communes=FilteredRelation("unit__children", condition=Q(unit__level=Level.DISTRICT)),
        )
        .order_by("pk")
        .values_list(
            "pk",
            "role",
            "valid_from",
            "valid_to",
            "unit_id",
            "unit__province_id",
            "unit__valid_from",
            "unit__valid_to",
            "unit__forerunners__old_id",
            "communes__id",
            "unit__kind",
            "unit__name",
            "unit__province__name",
            "unit__province__kind",
        )
    )
    held: dict[int, dict] = {}
    for row in rows:
        (
            pk,
            role,
            begins,
            ends,
            unit,
            province,
            unit_begins,
            unit_ends,
            forerunner,
            commune,
            kind,
            name,
            above,
            above_kind,
        ) = row
        if (begins and begins > today) or (ends and ends < today):
            continue
        stands = (unit_begins is None or unit_begins <= today) and (unit_ends is None or unit_ends >= today)
        entry = held.setdefault(
            pk,
            {
                "role": role,
                "unit": unit,
                "province": province or unit,
                "acts": unit is None or stands,
                "reach": set(),
                "names": {
                    "unit_name": f"{kind} {name}" if unit else "",
                    "province_name": above or "",
                    "province_full": f"{above_kind} {above}" if above else "",
                },
            },
        )
        entry["reach"].update(x for x in (unit, forerunner, commune) if x)
    roles = []
    for entry in held.values():
        wide = entry["role"] in PROVINCE_WIDE
        near = entry["role"] in (COMMUNE, DISTRICT)
        roles.append(
            RoleHeld(
                role=entry["role"],
                unit_id=entry["unit"],
                province_id=entry["province"],
                acts=entry["acts"],
                unit_ids=frozenset(entry["reach"]) if near else frozenset(),
                province_ids=frozenset(entry["reach"]) if wide else frozenset(),
            )
        )
    # The role that names the person: the first in which he or she may act. Its names are for the page frame only.
    main = min(range(len(roles)), key=lambda place: (not roles[place].acts, place), default=None)
    return Scope(
        user_id=user.pk,
        name=user.full_name,
        roles=tuple(roles),
        unit_ids=frozenset().union(*(r.unit_ids for r in roles)),
        province_ids=frozenset().union(*(r.province_ids for r in roles)),
        nation=any(r.role == MINISTRY for r in roles),
        admin=any(r.role == ADMIN for r in roles),
        main_role=roles[main].role if roles else "",
        extra=list(held.values())[main]["names"] if roles else {},
    )
