"""Complaints that nobody has taken up yet, for the office that issued the certificate."""

from django.db.models import Q

from core.scope import DISTRICT, MINISTRY, PROVINCE
from evaluations.enums import ComplaintState
from evaluations.models import Complaint
from products.enums import EvaluationLevel


def fresh_complaints(user):
    """Received, for whoever acts where the certificate was issued: ministry for its own, the district that still stands.

    Everything else, and what has no certificate, waits for the province of the product, which also takes over from
    districts and provinces that have ended.
    """
    centre = Q(certificate__decision__level=EvaluationLevel.CENTRE)
    mine = Q(pk__in=[])
    for held in user.scope.roles:
        if held.acts and held.role == MINISTRY:
            mine |= centre
        elif held.acts and held.role == PROVINCE:
            here = Q(product__province_id__in=held.province_ids)
            mine |= here & (Q(certificate__isnull=True) | Q(certificate__decision__isnull=True) | ~centre)
        elif held.acts and held.role == DISTRICT:
            mine |= Q(certificate__decision__unit_id__in=held.unit_ids)
    return Complaint.objects.visible_to(user).filter(mine, state=ComplaintState.RECEIVED)
