"""Re-evaluation by written opinions (26/2026/QĐ-TTg Art. 7.6): proposal, answers, end of asking, or the call of a meeting.

Who agrees adopts the proposed sheet as the own one, handed in with the password: from there engine, quorum, closing and
seals are those of every session, and nothing in the record says more than what a member put a name to.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from core import audit, clock
from core.exceptions import Refused, Stale
from core.retries import repeatable
from core.text import clean_line, nfc
from evaluations import messages
from evaluations.enums import ItemState, SessionKind, SessionState
from evaluations.models import (
    CouncilSession,
    Presence,
    SessionProduct,
    WrittenOpinion,
    WrittenProposal,
)
from evaluations.scoring import sheet_state
from evaluations.selectors.rubrics import rubric_spec
from evaluations.selectors.shortfalls import self_choices
from evaluations.selectors.written import asked_of, differing, is_asking, not_renewal, written_blockers
from evaluations.services import closing, sheets
from evaluations.services.dossiers import check_places
from evaluations.services.sessions import require_chair, require_organiser


@transaction.atomic
def make_written(*, session: CouncilSession, actor, at: datetime | None = None) -> CouncilSession:
    """Turn a planned session into one of written opinions; `held_on` becomes the last day to answer. Event `session.written`.

    Refused when a product of it is no re-evaluation, or the session is open already.
    """
    require_organiser(actor, session.council)
    foreign = not_renewal(session)
    if foreign:
        raise Refused(foreign, code="kind", obj=session)
    held = CouncilSession.objects.filter(pk=session.pk, state=SessionState.PLANNED, kind=SessionKind.MEETING)
    if held.update(kind=SessionKind.WRITTEN) != 1:
        raise Stale(messages.SESSION_NOT_PLANNED, code="stale", obj=session)
    session.refresh_from_db()
    audit.record(
        "session.written", actor=actor, obj=session, parent=session.council, at=at,
        province_id=session.council.province_id, after={"kind": session.kind, "answer_by": session.held_on},
    )  # fmt: skip
    return session


@transaction.atomic
def propose(
    *, item: SessionProduct, places: dict[str, int], note: str = "", version: int = 0, actor, at: datetime | None = None
) -> WrittenProposal:
    """Save the sheet that the members are asked about: code -> place, complete. Until the session opens.

    Total and stars are the engine's. `version` 0 makes it. Event `written.propose`. Refused for criteria or options that
    are not on the sheet and for an incomplete one; Stale when somebody saved meanwhile.
    """
    session = item.session
    require_organiser(actor, session.council)
    if session.kind != SessionKind.WRITTEN:
        raise Refused(messages.WRITTEN_NOT_WRITTEN, code="kind", obj=item)
    if session.state != SessionState.PLANNED:
        raise Refused(messages.WRITTEN_FIXED, code="state", obj=item)
    check_places(item.rubric, places)
    running = sheet_state(rubric_spec(item.rubric), places)
    if running.points.missing:
        raise Refused(messages.WRITTEN_INCOMPLETE % {"count": len(running.points.missing)}, code="missing", obj=item)
    moment = at or clock.now()
    values = {
        "places": places, "total": running.points.total, "stars": running.stars, "note": nfc(note).strip(),
        "proposed_by": actor, "updated_at": moment,
    }  # fmt: skip
    found = WrittenProposal.objects.filter(item=item).first()
    if found is None:
        found = WrittenProposal(item=item, **values)
        found.full_clean()
        found.save()
    else:
        rows = WrittenProposal.objects.filter(pk=found.pk, version=version)
        if rows.update(version=F("version") + 1, **values) != 1:
            raise Stale(messages.STALE_DOSSIER, code="stale", obj=item)
        found.refresh_from_db()
    audit.record(
        "written.propose", actor=actor, obj=item, parent=session, at=moment, province_id=item.cycle.province_id,
        after={"version": found.version, "places": audit.digest(places)},
    )  # fmt: skip
    return found


def first_places(item: SessionProduct) -> dict[str, int]:
    """What a proposal begins with: the producer's own score."""
    proposal = getattr(item, "proposal", None)
    return dict(proposal.places) if proposal else self_choices(item.dossier)


@repeatable
@transaction.atomic
def give_opinion(
    *, item: SessionProduct, agrees: bool, reason: str = "", password: str, actor, at: datetime | None = None
) -> WrittenOpinion:
    """A member's answer, once, with the password. The conflict question comes first, as for scoring.

    In order: who agrees gets a sheet of the proposed marks and hands it in (events `sheet.open`, `sheet.submit`); the
    opinion; event `written.opinion`, which says that an answer came, not which. NotAllowed without a scoring seat;
    Refused for a wrong password, a disagreement without reason, a second answer, a session that does not ask.
    """
    member = sheets.scoring_member(item, actor)
    if not is_asking(item.session) or item.state != ItemState.SCORING:
        raise Refused(messages.NOT_OPEN_FOR_SCORING, code="state", obj=item)
    if WrittenOpinion.objects.filter(item=item, member=member).exists():
        raise Refused(messages.WRITTEN_TWICE, code="twice", obj=item)
    if not item.conflicts.filter(member=member, has_conflict=False).exists():
        raise Refused(messages.ANSWER_CONFLICT_FIRST, code="conflict", obj=item)
    reason = nfc(reason).strip()
    if not agrees and not reason:
        raise Refused(messages.WRITTEN_REASON, code="reason", obj=item)
    if not actor.check_password(password):
        raise Refused(messages.WRONG_PASSWORD, code="password", obj=item)
    moment = at or clock.now()
    sheet = _adopt(item, password, actor, moment) if agrees else None
    opinion = WrittenOpinion(
        item=item, member=member, agrees=agrees, reason=reason, sheet=sheet, answered_at=moment
    )  # fmt: skip
    opinion.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            opinion.save()
    except IntegrityError:
        raise Refused(messages.WRITTEN_TWICE, code="twice", obj=item) from None
    audit.record(
        "written.opinion", actor=actor, obj=item, parent=item.session, at=moment, province_id=item.cycle.province_id,
        after={"member": member.pk, "opinion": opinion.pk},
    )  # fmt: skip
    return opinion


def _adopt(item: SessionProduct, password: str, actor, moment: datetime):
    """The member's own sheet with the proposed marks, handed in."""
    sheet = sheets.open_sheet(item=item, actor=actor, at=moment, adopting=True)
    comment = str(messages.WRITTEN_COMMENT)
    saved = sheets.save_answers(
        sheet_id=sheet.pk, answers={code: (place, comment) for code, place in item.proposal.places.items()},
        version=sheet.version, request_id=f"written-{sheet.pk:06d}", actor=actor, at=moment,
    )  # fmt: skip
    return sheets.submit_sheet(sheet=sheet, version=saved.version, password=password, actor=actor, at=moment)


@repeatable
@transaction.atomic
def end_asking(*, session: CouncilSession, actor, at: datetime | None = None) -> CouncilSession:
    """The chair ends the asking: who answered counts as present, every product is locked. The closing follows as always.

    In order: `held_on` is brought to today, presences, `end_scoring` of every product, event `session.asked`. Refused while opinions differ, or while
    answers may still come.
    """
    require_chair(actor, session.council)
    if not is_asking(session):
        raise Refused(messages.WRITTEN_NOT_WRITTEN, code="kind", obj=session)
    moment = at or clock.now()
    rows = asked_of(session)
    says = written_blockers(session, rows, clock.local_day(moment))
    if says:
        raise Refused(" ".join(says), code="blocked", obj=session)
    # The day on which the asking ended is the day of the session; decisions are measured by it.
    CouncilSession.objects.filter(pk=session.pk).update(held_on=min(session.held_on, clock.local_day(moment)))
    session.refresh_from_db()
    _present(session, rows, actor)
    for row in rows:
        if row.item.state == ItemState.SCORING:
            closing.end_scoring(item=row.item, actor=actor, at=moment)
    audit.record(
        "session.asked", actor=actor, obj=session, parent=session.council, at=moment,
        province_id=session.council.province_id, after={"answers": sum(len(row.opinions) for row in rows)},
    )  # fmt: skip
    return session


def _present(session: CouncilSession, rows, actor) -> None:
    """Those who answered, and the chair who ends the asking, took part."""
    took_part = {opinion.member_id for row in rows for opinion in row.opinions}
    took_part |= set(session.council.members.filter(user_id=actor.pk).values_list("pk", flat=True))
    Presence.objects.bulk_create(
        [Presence(session=session, member_id=pk, present=True) for pk in sorted(took_part)],
        update_conflicts=True,
        unique_fields=["session", "member"],
        update_fields=["present"],
    )


@repeatable
@transaction.atomic
def call_meeting(
    *, session: CouncilSession, held_on: date, place: str = "", actor, at: datetime | None = None
) -> CouncilSession:
    """Opinions differ: the council meets, and scores the products in question on sheets of its own.

    In order: the session becomes a meeting on `held_on`; every open product is locked; those with differing opinions open a
    second round (`rescore`), whose first one keeps the written answers; event `session.call`. Only the chair. Refused while
    all agree, or for a day before today.
    """
    require_chair(actor, session.council)
    if not is_asking(session):
        raise Refused(messages.WRITTEN_NOT_WRITTEN, code="kind", obj=session)
    moment = at or clock.now()
    if held_on < clock.local_day(moment):
        raise Refused(messages.MEETING_DATE, code="held_on", obj=session)
    rows = asked_of(session)
    torn = differing(rows)
    if not torn:
        raise Refused(messages.WRITTEN_AGREE, code="agree", obj=session)
    held = CouncilSession.objects.filter(pk=session.pk, state=SessionState.OPEN, kind=SessionKind.WRITTEN)
    if held.update(kind=SessionKind.MEETING, held_on=held_on, place=clean_line(place)) != 1:
        raise Stale(messages.SESSION_NOT_OPEN, code="stale", obj=session)
    for row in torn:
        closing.end_scoring(item=row.item, actor=actor, at=moment)
        closing.rescore(item=row.item, reason=str(messages.WRITTEN_CALL_REASON), actor=actor, at=moment)
    session.refresh_from_db()
    audit.record(
        "session.call", actor=actor, obj=session, parent=session.council, at=moment,
        province_id=session.council.province_id,
        after={"held_on": held_on, "items": [row.item.pk for row in torn]},
    )  # fmt: skip
    return session
