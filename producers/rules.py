"""Who may act on producers (design §3). Which rows a person sees is decided by `visible_to` alone."""

from core.scope import COMMUNE, DEPARTMENT, DISTRICT, LEADERSHIP, MINISTRY, PROVINCE


def may_write_at(user, unit_id: int, province_id: int) -> bool:
    """An officer in office today whose commune, district or province the unit belongs to."""
    scope = user.scope
    return (
        scope.holds(COMMUNE, unit_id=unit_id)
        or scope.holds(DISTRICT, unit_id=unit_id)
        or scope.holds(PROVINCE, province_id=province_id)
    )


def is_local_officer(user, unit_id: int) -> bool:
    """An officer in office of the commune or district: who may open a cycle for a producer there."""
    return user.scope.holds(COMMUNE, unit_id=unit_id) or user.scope.holds(DISTRICT, unit_id=unit_id)


def may_register_somewhere(user) -> bool:
    """Whether the person may register producers, outreach and training at all."""
    return any(user.scope.acts_as(role) for role in (COMMUNE, DISTRICT, PROVINCE))


def may_export(user) -> bool:
    """Taking whole lists away is a right of its own: offices of the province and the ministry only (craft §4)."""
    return any(user.scope.acts_as(role) for role in (PROVINCE, DEPARTMENT, LEADERSHIP, MINISTRY))
