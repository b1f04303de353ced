"""Who may ask for reports. Reading them is the gate `Report.objects.visible_to`."""

from core.scope import COMMUNE, DISTRICT, MINISTRY, PROVINCE_WIDE


def may_request(user, unit) -> bool:
    """Whether the person may ask for reports of this unit: officers and leaders within their scope, the ministry of all.

    Producers, council seats and administrators of the system may not, and see none. Roles at ended units only read.
    """
    for held in user.scope.roles:
        if not held.acts:
            continue
        if held.role == MINISTRY:
            return True
        if held.role in PROVINCE_WIDE and (unit.province_id in held.province_ids or unit.pk in held.province_ids):
            return True
        if held.role in (COMMUNE, DISTRICT) and unit.pk in held.unit_ids:
            return True
    return False


def may_request_somewhere(user) -> bool:
    """Whether the page of the request is for this person at all."""
    roles = {MINISTRY, COMMUNE, DISTRICT} | PROVINCE_WIDE
    return any(held.acts and held.role in roles for held in user.scope.roles)
