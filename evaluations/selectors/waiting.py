"""Dossiers that wait for a session."""

from django.db.models import Q

from evaluations.models import Council, Dossier
from products.enums import CycleState, EvaluationLevel


def waiting_dossiers(user, council: Council):
    """Checked dossiers of the council's level and unit that the person reaches."""
    place = {
        EvaluationLevel.DISTRICT: Q(cycle__unit_id=council.unit_id) | Q(cycle__unit__parent_id=council.unit_id),
        EvaluationLevel.PROVINCE: Q(cycle__province_id=council.unit_id),
        EvaluationLevel.CENTRE: Q(),
    }[council.level]
    return (
        Dossier.objects.visible_to(user)
        .filter(place, cycle__state=CycleState.CHECKED, cycle__level=council.level)
        .select_related("cycle__product", "cycle__producer", "rubric")
        .order_by("cycle__product__sort_key")
    )
