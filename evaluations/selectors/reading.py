"""What one page reads of a session once, so that the selectors behind it need not ask again.

A view lays it on its own instance of the session (`read_along`). Services never do: a write must see what stands now.
"""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from evaluations.models import Conflict, CouncilMember, CouncilSession, Presence


@dataclass(frozen=True)
class Reading:
    """Seats in order, presence by seat, and (item, member) of every conflict."""

    seats: list[CouncilMember]
    presences: dict[int, Presence]
    recused: set[tuple[int, int]]


def read_along(session: CouncilSession) -> Reading:
    """Read seats with their people and presences, and the conflicts: two statements."""
    here = Presence.objects.filter(session=session, member=OuterRef("pk"))
    rows = session.council.members.select_related("user")
    seats = list(rows.annotate(there=Subquery(here.values("present")), why=Subquery(here.values("reason"))))
    presences = {
        seat.pk: Presence(session=session, member=seat, present=seat.there, reason=seat.why)
        for seat in seats
        if seat.there is not None
    }
    session.reading = Reading(seats, presences, _conflicts(session))
    return session.reading


def reading_of(session: CouncilSession) -> Reading | None:
    """What the view has read, or None: then ask."""
    return getattr(session, "reading", None)


def recusals(session: CouncilSession) -> set[tuple[int, int]]:
    """(item, member) of every conflict declared in the session."""
    known = reading_of(session)
    return known.recused if known else _conflicts(session)


def presences_of(session: CouncilSession) -> dict[int, Presence]:
    """Presence by seat, for the seats that the secretary has recorded."""
    known = reading_of(session)
    return known.presences if known else {row.member_id: row for row in session.presences.all()}


def _conflicts(session: CouncilSession) -> set[tuple[int, int]]:
    return set(Conflict.objects.filter(item__session=session, has_conflict=True).values_list("item_id", "member_id"))
