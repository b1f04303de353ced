"""Who sees how much of a session's marks, and from when: the council's own rule (Quy chế), and never earlier.

Chair, secretary and the standing office follow the progress while members score; nobody else sees of the others whether
they have begun, how far they are or when they handed in. Values follow `Council.visibility` for members, the end of
scoring for chair and secretary, the closing for officers of the level.
"""

from types import SimpleNamespace

from core.scope import Scope
from evaluations.enums import ItemState, Seat, SheetState, Visibility
from evaluations.models import CouncilMember, CouncilSession, ScoreSheet, SessionProduct
from evaluations.rules import may_manage

KEEPERS = (Seat.CHAIR, Seat.SECRETARY)
LOCKED = (ItemState.LOCKED, ItemState.CLOSED)


def seat_holder(user_id: int) -> SimpleNamespace:
    """Somebody to whom only the own seats open rows: for a gate that is asked as a `Prepared` question."""
    return SimpleNamespace(pk=user_id, scope=Scope(user_id=user_id))


def seat_of(user, session: CouncilSession) -> CouncilMember | None:
    """The person's seat in the council of the session."""
    return session.council.members.filter(user_id=user.pk).first()


def sees_progress(user, session: CouncilSession, seat: CouncilMember | None) -> bool:
    """Chair, secretary and the standing office; a member who is also an officer is a member first."""
    if seat is not None:
        return seat.seat in KEEPERS
    return may_manage(user, session.council)


def is_officer(user, session: CouncilSession) -> bool:
    """Whether the council lies in the reach of the person's roles."""
    scope, council = user.scope, session.council
    return scope.nation or council.unit_id in scope.unit_ids or council.province_id in scope.province_ids


def is_scorer(seat: CouncilMember | None) -> bool:
    """A seat of the council proper: advisors prepare its work and are told the result by the office."""
    return seat is not None and seat.seat != Seat.ADVISOR


def open_values(
    user,
    session: CouncilSession,
    items: list[SessionProduct],
    seat: CouncilMember | None,
    handed_in: set[int] | None = None,
) -> set[int]:
    """Keys of the items whose values the person may read now; items a person is recused from are never among them.

    handed_in: items whose sheet the seat has handed in, where the caller knows them already.
    """
    closed = {item.pk for item in items if item.state == ItemState.CLOSED}
    if seat is not None and seat.seat in KEEPERS:
        found = {item.pk for item in items if item.state in LOCKED}
    elif is_officer(user, session):
        found = closed
    else:
        found = set()
    if not is_scorer(seat):
        return found
    rule = session.council.visibility
    if rule == Visibility.LOCKED:
        found |= {item.pk for item in items if item.state in LOCKED}
    elif rule == Visibility.CLOSED:
        found |= closed
    elif rule == Visibility.OWN:
        found |= _handed_in(items, seat) if handed_in is None else handed_in
    return found


def _handed_in(items: list[SessionProduct], seat: CouncilMember) -> set[int]:
    """Items whose present round the member has handed in."""
    rounds = {item.pk: item.scoring_round for item in items}
    own = ScoreSheet.objects.filter(item__in=rounds, member=seat, state=SheetState.SUBMITTED)
    return {pk for pk, number in own.values_list("item_id", "scoring_round") if rounds[pk] == number}
