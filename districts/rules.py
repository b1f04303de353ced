"""Who keeps the working-day calendar."""

from core.scope import PROVINCE


def may_keep_calendar(user, province=None) -> bool:
    """The administrator of the system for the whole country, the provincial office for its own province."""
    if province is None:
        return user.scope.admin
    return user.scope.holds(PROVINCE, province_id=province.pk)


def calendar_province_id(user) -> int | None:
    """The province whose days the person keeps: where the provincial role is held today; None for everybody else."""
    return next((role.unit_id for role in user.scope.roles if role.role == PROVINCE and role.acts), None)
