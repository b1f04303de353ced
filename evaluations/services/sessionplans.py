"""The plan of a session: day, hours, place, agenda, and who was told of it when (practice.md §7)."""

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F

from core import audit, clock
from core.exceptions import Refused, Stale
from core.text import clean_line, nfc
from evaluations import messages
from evaluations.enums import SessionState
from evaluations.models import CouncilSession, Invitation, Round
from evaluations.services.sessions import check_session, require_organiser


def _hold_planned(session: CouncilSession) -> None:
    """Take the session's row while it is planned."""
    rows = CouncilSession.objects.filter(pk=session.pk, state=SessionState.PLANNED)
    if rows.update(state=F("state")) != 1:
        raise Stale(messages.SESSION_FIXED, code="state", obj=session)


@transaction.atomic
def update_session(
    *,
    session: CouncilSession,
    held_on: date,
    starts_at: time | None = None,
    ends_at: time | None = None,
    place: str = "",
    link: str = "",
    agenda: str = "",
    round: Round | None = None,
    actor,
    at: datetime | None = None,
) -> CouncilSession:
    """Change day, hours, place and agenda of a planned session. Event `session.update` with what changed.

    By the standing office, the chair or the secretary. Stale once the session has been opened; Refused as for a new one.
    """
    require_organiser(actor, session.council)
    check_session(session.council, held_on, starts_at, ends_at, round)
    _hold_planned(session)
    values = {
        "held_on": held_on,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "place": clean_line(place),
        "link": link.strip(),
        "agenda": nfc(agenda).strip(),
        "round": round,
    }
    before = {name: getattr(session, name) for name in values}
    for name, value in values.items():
        setattr(session, name, value)
    session.full_clean()
    session.save(update_fields=[*values])
    changed = [name for name in values if before[name] != values[name]]
    audit.record(
        "session.update", actor=actor, obj=session, parent=session.council, at=at,
        province_id=session.council.province_id, before={n: _told(before[n]) for n in changed},
        after={n: _told(values[n]) for n in changed},
    )  # fmt: skip
    return session


def _told(value):
    return getattr(value, "pk", value)


@transaction.atomic
def set_agenda(
    *, session: CouncilSession, rows: dict[int, tuple[int, time | None]], actor, at: datetime | None = None
) -> None:
    """Order and hour of the products of a planned session: item key -> (place from 1, hour). Event `session.agenda`.

    Refused for an item of another session and when two products have the same place.
    """
    require_organiser(actor, session.council)
    _hold_planned(session)
    items = {item.pk: item for item in session.items.all()}
    if not set(rows) <= set(items):
        raise Refused(messages.FOREIGN_ITEM, code="items", obj=session)
    places = {pk: rows.get(pk, (item.position, None))[0] for pk, item in items.items()}
    if len(set(places.values())) != len(places) or min(places.values(), default=1) < 1:
        raise Refused(messages.AGENDA_ORDER, code="position", obj=session)
    ordered = sorted(places, key=places.get)
    for place, pk in enumerate(ordered, start=1):
        items[pk].position = place
        if pk in rows:
            items[pk].starts_at = rows[pk][1]
        items[pk].save(update_fields=["position", "starts_at"])
    audit.record(
        "session.agenda", actor=actor, obj=session, parent=session.council, at=at,
        province_id=session.council.province_id, after={"items": ordered},
    )  # fmt: skip


@transaction.atomic
def record_invitations(
    *, session: CouncilSession, told: dict[int, tuple[date, str]], actor, at: datetime | None = None
) -> None:
    """Who was told of the session: CouncilMember key -> (day, way). Replaces what was recorded of these seats.

    By the standing office, the chair or the secretary, until the session is closed. Event `session.invitations`.
    Refused for a person of another council, a day in the future or after the meeting.
    """
    require_organiser(actor, session.council)
    if session.state == SessionState.CLOSED:
        raise Refused(messages.SESSION_NOT_OPEN, code="state", obj=session)
    if not set(told) <= set(session.council.members.values_list("pk", flat=True)):
        raise Refused(messages.FOREIGN_MEMBER, code="member", obj=session)
    today = clock.local_day(at or clock.now())
    for day, _way in told.values():
        if day > today:
            raise Refused(messages.INVITED_AHEAD, code="told_on", obj=session)
        if day > session.held_on:
            raise Refused(messages.INVITED_LATE, code="told_on", obj=session)
    moment = at or clock.now()
    rows = [
        Invitation(session=session, member_id=pk, told_on=day, told_by=way, recorded_by_id=actor.pk, recorded_at=moment)
        for pk, (day, way) in sorted(told.items())
    ]
    for row in rows:
        row.clean_fields(exclude=["session", "member", "recorded_by"])
    Invitation.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["session", "member"],
        update_fields=["told_on", "told_by", "recorded_by", "recorded_at"],
    )  # fmt: skip
    audit.record(
        "session.invitations", actor=actor, obj=session, parent=session.council, at=moment,
        province_id=session.council.province_id, after={"told": {str(pk): day for pk, (day, _way) in told.items()}},
    )  # fmt: skip
