"""Who may prepare rounds, councils and sessions, and who may write a dossier: predicates over the person's scope."""

from core.scope import ADMIN, DISTRICT, MINISTRY, PROVINCE
from products.enums import EvaluationLevel
from products.rules import is_local_officer, is_producer


def may_write_dossier(user, cycle) -> bool:
    """The producer's members, and officers of commune or district who enter it for them."""
    return is_producer(user, cycle) or is_local_officer(user, cycle)


def may_manage_level(user, level: str, unit) -> bool:
    """The standing office of an evaluation level: district, province, or the ministry for the centre."""
    if level == EvaluationLevel.CENTRE:
        return user.scope.acts_as(MINISTRY)
    if unit is None:
        return False
    if level == EvaluationLevel.DISTRICT:
        return user.scope.holds(DISTRICT, unit_id=unit.pk)
    return user.scope.holds(PROVINCE, province_id=unit.pk)


def may_manage(user, council) -> bool:
    """The standing office of the council's level and unit."""
    return may_manage_level(user, council.level, council.unit)


def managed_levels(user) -> list[tuple[str, int | None]]:
    """(level, unit id) of every standing office that the person acts for: its rounds and councils."""
    found = []
    for held in user.scope.roles:
        if not held.acts:
            continue
        if held.role == DISTRICT:
            found.append((EvaluationLevel.DISTRICT, held.unit_id))
        elif held.role == PROVINCE:
            found.append((EvaluationLevel.PROVINCE, held.unit_id))
        elif held.role == MINISTRY:
            found.append((EvaluationLevel.CENTRE, None))
    return found


def may_manage_criteria(user) -> bool:
    """Decisions and sheets are laid down for the whole country: the administrator of the system, and the ministry."""
    return user.scope.acts_as(ADMIN) or user.scope.acts_as(MINISTRY)
