"""Who may prepare rounds, councils and sessions, and who may write a dossier: predicates over the person's scope."""

from core.scope import ADMIN, DISTRICT, MINISTRY, PROVINCE
from evaluations.enums import Seat
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


def may_type_paper(user, council) -> bool:
    """Who reads a paper sheet into the portal: chair's staff and the standing office, never one who scores here."""
    seat = council.members.filter(user_id=user.pk).first()
    if seat is not None:
        return not seat.scores and seat.seat in (Seat.SECRETARY, Seat.ADVISOR)
    return may_manage(user, council)


def leads(user, council) -> bool:
    """Chair or secretary of the council."""
    return council.members.filter(user_id=user.pk, seat__in=[Seat.CHAIR, Seat.SECRETARY]).exists()


def may_see_papers(user, council) -> bool:
    """The page of a session's paper sheets, which shows no mark."""
    return seat_sees_papers(council.members.filter(user_id=user.pk).first(), may_manage(user, council))


def seat_sees_papers(seat, manages: bool) -> bool:
    """The same for a seat that is known already (None: no seat), and whether the person is the standing office."""
    if seat is None:
        return manages
    return seat.seat in (Seat.CHAIR, Seat.SECRETARY) or (not seat.scores and seat.seat == Seat.ADVISOR)


def may_resolve_paper(user, entry) -> bool:
    """The chair, or a third person who may type and did neither reading. Never the member whose paper it is."""
    council = entry.item.session.council
    if entry.member.user_id == user.pk:
        return False
    if council.members.filter(user_id=user.pk, seat=Seat.CHAIR).exists():
        return True
    return may_type_paper(user, council) and not entry.typings.filter(typed_by_id=user.pk).exists()


def may_manage_criteria(user) -> bool:
    """Decisions and sheets are laid down for the whole country: the administrator of the system, and the ministry."""
    return user.scope.acts_as(ADMIN) or user.scope.acts_as(MINISTRY)


def may_calibrate(user, council) -> bool:
    """Practice products and guidance of a council: its seats, and its standing office."""
    return council.members.filter(user_id=user.pk).exists() or may_manage(user, council)


def may_guide_council(user, council) -> bool:
    """Who writes down what a council has agreed on."""
    return leads(user, council) or may_manage(user, council)


def may_guide_province(user, province) -> bool:
    """Who writes down what holds for all councils of a province."""
    return province is not None and may_manage_level(user, EvaluationLevel.PROVINCE, province)
