"""Who may write and approve plans, and who keeps the working-day calendar. Which plans a person sees is decided by `visible_to` alone."""

from core.scope import COMMUNE, DISTRICT, PROVINCE


def may_write_plan(user, unit) -> bool:
    """An officer in office of this very unit (a commune also for what went into it), or of its province."""
    own = any(
        held.acts and held.role in (COMMUNE, DISTRICT) and held.role == unit.level and unit.pk in held.unit_ids
        for held in user.scope.roles
    )
    return own or may_approve_plan(user, unit)


def may_approve_plan(user, unit) -> bool:
    """The OCOP office of the province: approves, returns, and enters for units below."""
    return user.scope.holds(PROVINCE, province_id=unit.province_id or unit.pk)


def may_plan_somewhere(user) -> bool:
    """Whether the person may enter a plan at all."""
    return any(user.scope.acts_as(role) for role in (COMMUNE, DISTRICT, PROVINCE))


def may_keep_calendar(user, province=None) -> bool:
    """The administrator of the system for the whole country, the provincial office for its own province."""
    if province is None:
        return user.scope.admin
    return user.scope.holds(PROVINCE, province_id=province.pk)


def calendar_province_id(user) -> int | None:
    """The province whose days the person keeps: where the provincial role is held today; None for everybody else."""
    return next((role.unit_id for role in user.scope.roles if role.role == PROVINCE and role.acts), None)
