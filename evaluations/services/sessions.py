"""Sessions of a council: their products, presence, opening."""

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F, Max

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.formats import show_date
from core.retries import repeatable
from core.text import clean_line, nfc
from evaluations import messages, round_messages
from evaluations.enums import ItemState, Seat, SessionKind, SessionState
from evaluations.guards import council_filter
from evaluations.models import Council, CouncilMember, CouncilSession, Dossier, Presence, Round, SessionProduct
from evaluations.rules import may_manage
from evaluations.selectors.roundproposals import late_days
from evaluations.selectors.written import opening_blocker
from evaluations.services.councils import hold_council, require_manager
from products.enums import CycleKind
from products.services import apply_transition


def is_seated(actor, council: Council, *seats: str) -> bool:
    """Whether the actor holds one of these seats; SYSTEM holds all."""
    if actor is audit.SYSTEM:
        return True
    return council.members.filter(user_id=actor.pk, seat__in=seats).exists()


def require_secretary(actor, council: Council) -> None:
    """NotAllowed unless chair or secretary of the council."""
    if not is_seated(actor, council, Seat.CHAIR, Seat.SECRETARY):
        raise NotAllowed(messages.ONLY_SECRETARY, code="not_your_step", obj=council)


def require_chair(actor, council: Council) -> None:
    """NotAllowed unless chair of the council."""
    if not is_seated(actor, council, Seat.CHAIR):
        raise NotAllowed(messages.ONLY_CHAIR, code="not_your_step", obj=council)


def require_organiser(actor, council: Council) -> None:
    """NotAllowed unless the standing office, the chair or the secretary."""
    if actor is audit.SYSTEM or may_manage(actor, council):
        return
    require_secretary(actor, council)


def check_session(council: Council, held_on: date, starts_at, ends_at, round: Round | None) -> None:
    """Refused for a day before the council's decision, hours out of order, the round of another level or unit."""
    if held_on < council.decision_date:
        raise Refused(messages.SESSION_BEFORE_COUNCIL, code="held_on", obj=council)
    if starts_at and ends_at and ends_at <= starts_at:
        raise Refused(messages.SESSION_HOURS, code="ends_at", obj=council)
    if round is not None and (round.level, round.unit_id) != (council.level, council.unit_id):
        raise Refused(messages.SESSION_OTHER_ROUND, code="round", obj=council)


@transaction.atomic
def create_session(
    *,
    council: Council,
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
    """A planned session of a council, at a place or by a link. Event `session.create`.

    Refused before the council's decision, with hours out of order, and for the round of another office.
    """
    require_manager(actor, council)
    check_session(council, held_on, starts_at, ends_at, round)
    session = CouncilSession(
        council=council,
        round=round or council.round,
        held_on=held_on,
        starts_at=starts_at,
        ends_at=ends_at,
        place=clean_line(place),
        link=link.strip(),
        agenda=nfc(agenda).strip(),
        created_at=at or clock.now(),
    )
    session.full_clean()
    session.save()
    audit.record(
        "session.create", actor=actor, obj=session, parent=council, at=at, province_id=council.province_id,
        after={"held_on": held_on},
    )  # fmt: skip
    return session


def hold(session: CouncilSession, *states: str) -> bool:
    """Take the session's row until the transaction ends, when it stands in one of these states."""
    return CouncilSession.objects.filter(pk=session.pk, state__in=states).update(state=F("state")) == 1


def _planned(session: CouncilSession) -> None:
    if not hold(session, SessionState.PLANNED):
        raise Refused(messages.SESSION_NOT_PLANNED, code="state", obj=session)


@transaction.atomic
def schedule(*, session: CouncilSession, dossiers: list[Dossier], actor, at: datetime | None = None) -> list:
    """Put checked dossiers into a planned session: one SessionProduct and one transition `schedule` each.

    Refused when a dossier is not held by the council's level and unit, and for a proposal that came too late for the
    session's round and was not taken into it.
    """
    _planned(session)
    for key, day in late_days(dossiers, session.round, session.council.level).items():
        number = next(dossier.cycle.number for dossier in dossiers if dossier.pk == key)
        words = {"number": number, "day": show_date(day), "round": session.round}
        raise Refused(round_messages.LATE_FOR_ROUND % words, code="dossiers", obj=session)
    last = session.items.aggregate(last=Max("position"))["last"] or 0
    made = []
    for place, dossier in enumerate(dossiers, start=last + 1):
        cycle = dossier.cycle
        if session.kind == SessionKind.WRITTEN and cycle.kind != CycleKind.RENEWAL:
            raise Refused(messages.WRITTEN_ONLY_RENEWAL % {"number": cycle.number}, code="dossiers", obj=session)
        if not Council.objects.filter(council_filter(cycle), pk=session.council_id).exists():
            raise Refused(messages.WRONG_LEVEL % {"number": cycle.number}, code="dossiers", obj=session)
        item = SessionProduct(session=session, cycle=cycle, dossier=dossier, rubric=dossier.rubric, position=place)
        item.full_clean()
        item.save()
        apply_transition(
            cycle=cycle, name="schedule", actor=actor, at=at, room="evaluations", payload={"session": session.pk}
        )
        made.append(item)
    return made


@transaction.atomic
def unschedule(*, item: SessionProduct, reason: str, actor, at: datetime | None = None) -> None:
    """Take a product out of a session before anybody opened it; its row goes, the event stays."""
    _planned(item.session)
    cycle, session = item.cycle, item.session_id
    if item.sheets.exists() or item.conflicts.exists():
        raise Refused(messages.SOMETHING_SCORED, code="scored", obj=cycle)
    item.delete()  # nothing refers to it
    apply_transition(
        cycle=cycle, name="unschedule", actor=actor, reason=reason, at=at, room="evaluations",
        payload={"session": session},
    )  # fmt: skip


@repeatable
@transaction.atomic
def record_presence(
    *, session: CouncilSession, present: dict[int, bool], reasons: dict[int, str] | None = None, actor, at=None
) -> None:
    """Who is there: CouncilMember key -> present. By chair or secretary, until the session is closed.

    Event `session.presence`. Refused for a person of another council.
    """
    require_secretary(actor, session.council)
    if not hold(session, SessionState.PLANNED, SessionState.OPEN):
        raise Refused(messages.SESSION_NOT_OPEN, code="state", obj=session)
    seats = set(session.council.members.values_list("pk", flat=True))
    if not set(present) <= seats:
        raise Refused(messages.FOREIGN_MEMBER, code="member", obj=session)
    reasons = reasons or {}
    Presence.objects.bulk_create(
        [
            Presence(session=session, member_id=pk, present=here, reason=clean_line(reasons.get(pk, ""))[:300])
            for pk, here in sorted(present.items())
        ],
        update_conflicts=True,
        unique_fields=["session", "member"],
        update_fields=["present", "reason"],
    )
    audit.record(
        "session.presence", actor=actor, obj=session, parent=session.council, at=at,
        province_id=session.council.province_id, after={"present": sorted(k for k, here in present.items() if here)},
    )  # fmt: skip


@repeatable
@transaction.atomic
def open_session(*, session: CouncilSession, actor, at: datetime | None = None) -> CouncilSession:
    """Open the scoring of every product of a planned session. Event `session.open`.

    Refused without products, a chair, or members who score.
    """
    require_organiser(actor, session.council)
    hold_council(session.council_id)
    members = CouncilMember.objects.filter(council_id=session.council_id)
    if not session.items.exists():
        raise Refused(messages.SESSION_EMPTY, code="empty", obj=session)
    if not members.filter(seat=Seat.CHAIR).exists():
        raise Refused(messages.SESSION_NO_CHAIR, code="no_chair", obj=session)
    if not members.filter(scores=True).exists():
        raise Refused(messages.SESSION_NO_MEMBERS, code="no_members", obj=session)
    lacks = opening_blocker(session)
    if lacks:
        raise Refused(lacks, code="proposal", obj=session)
    moment = at or clock.now()
    opened = CouncilSession.objects.filter(pk=session.pk, state=SessionState.PLANNED)
    if opened.update(state=SessionState.OPEN, opened_at=moment) != 1:
        raise Stale(messages.SESSION_OPENED, code="stale", obj=session)
    session.items.filter(state=ItemState.WAITING).update(state=ItemState.SCORING)
    session.refresh_from_db()
    audit.record(
        "session.open", actor=actor, obj=session, parent=session.council, at=moment,
        province_id=session.council.province_id, after={"items": session.items.count()},
    )  # fmt: skip
    return session
