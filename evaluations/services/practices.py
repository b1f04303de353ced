"""Calibration before a session: a practice product, its agreed reference, the comparison; guidance for hard criteria.

Nothing here is a result: no cycle, no dossier, no certificate, no statistics ever meet these rows.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.files import store
from core.text import clean_line, nfc
from districts.models import AdministrativeUnit
from evaluations import messages
from evaluations.enums import PracticeState, SessionState
from evaluations.models import (
    Council,
    CouncilMember,
    CouncilSession,
    Guidance,
    Practice,
    PracticeScore,
    PracticeSheet,
    Rubric,
)
from evaluations.rules import may_guide_council, may_guide_province
from evaluations.selectors.rubrics import rubric_keys, rubric_spec
from evaluations.services.sessions import hold, require_chair, require_organiser, require_secretary

FILES = "evaluations.practice"


@transaction.atomic
def create_practice(
    *,
    session: CouncilSession,
    rubric: Rubric,
    title: str,
    description: str,
    upload=None,
    actor,
    at: datetime | None = None,
) -> Practice:
    """A practice product of a session that is not closed. By the office, the chair or the secretary.

    In order: the session's row, the practice, its paper where there is one, event `practice.create`. Refused for a
    sheet that is incomplete in the public record.
    """
    require_organiser(actor, session.council)
    if not hold(session, SessionState.PLANNED, SessionState.OPEN):
        raise Refused(messages.SESSION_NOT_OPEN, code="state", obj=session)
    if not rubric.complete:
        raise Refused(messages.RUBRIC_INCOMPLETE % {"code": rubric.code}, code="rubric", obj=session)
    practice = Practice(
        session=session, rubric=rubric, title=clean_line(title), description=nfc(description).strip(),
        created_by_id=actor.pk, created_at=at or clock.now(),
    )  # fmt: skip
    practice.full_clean()
    practice.save()
    if upload is not None:
        province = session.council.province_id
        practice.paper = store(upload, owner_type=FILES, owner_id=practice.pk, actor=actor, province_id=province)
        practice.save(update_fields=["paper"])
    _record("practice.create", practice, practice, actor, at, after={"rubric": rubric.code})
    return practice


def _record(verb: str, obj, practice: Practice, actor, at, **more) -> None:
    session = practice.session
    audit.record(verb, actor=actor, obj=obj, parent=session, at=at, province_id=session.council.province_id, **more)


@transaction.atomic
def save_practice(
    *,
    practice: Practice,
    member: CouncilMember | None,
    answers: dict[str, tuple[int | None, str]],
    version: int,
    hand_in: bool,
    actor,
    at: datetime | None = None,
) -> PracticeSheet:
    """Save a practice sheet whole: a member's own, or with `member` None the reference that the council agreed on.

    In order: the practice's row (so that nothing lands behind the comparison), the sheet, its answers; on handing in
    event `practice.submit`, without marks. NotAllowed for another's sheet and for a reference by anybody but chair and
    secretary; Refused for a foreign criterion or option, missing ones on handing in, after the comparison; Stale for an
    old version.
    """
    if member is None:
        require_secretary(actor, practice.session.council)
    elif member.user_id != actor.pk or not member.scores or member.council_id != practice.session.council_id:
        raise NotAllowed(messages.NOT_YOUR_SHEET, code="not_your_sheet", obj=practice)
    if Practice.objects.filter(pk=practice.pk, state=PracticeState.OPEN).update(state=PracticeState.OPEN) != 1:
        raise Refused(messages.PRACTICE_COMPARED, code="state", obj=practice)
    _check(practice, answers, hand_in)
    sheet = PracticeSheet.objects.filter(practice=practice, member=member).first()
    sheet = sheet or PracticeSheet.objects.create(practice=practice, member=member)
    values = {"version": F("version") + 1} | ({"submitted_at": at or clock.now()} if hand_in else {})
    mine = PracticeSheet.objects.filter(pk=sheet.pk, version=version, submitted_at__isnull=True)
    if mine.update(**values) != 1:
        raise Stale(messages.SHEET_CHANGED, code="version", obj=practice)
    keys = rubric_keys(practice.rubric).criteria
    PracticeScore.objects.bulk_create(
        [
            PracticeScore(sheet=sheet, criterion_id=keys[code], place=place, comment=nfc(comment).strip())
            for code, (place, comment) in answers.items()
        ],
        update_conflicts=True,
        unique_fields=["sheet", "criterion"],
        update_fields=["place", "comment"],
    )
    sheet.refresh_from_db()
    if hand_in:
        _record("practice.submit", sheet, practice, actor, at, after={"practice": practice.pk, "reference": not member})
    return sheet


def _check(practice: Practice, answers: dict, hand_in: bool) -> None:
    criteria = rubric_spec(practice.rubric).criteria
    for code, (place, _comment) in answers.items():
        if code not in criteria:
            raise Refused(messages.FOREIGN_CRITERION, code="criterion", obj=practice)
        if place is not None and (type(place) is not int or not 0 <= place <= len(criteria[code].options)):
            raise Refused(messages.OPTION_NOT_ON_SHEET, code="option", obj=practice)
    missing = [code for code in criteria if answers.get(code, (None, ""))[0] is None]
    if hand_in and missing:
        words = {"count": len(missing), "codes": ", ".join(missing)}
        raise Refused(messages.SHEET_MISSING % words, code="missing", obj=practice)


@transaction.atomic
def compare_practice(*, practice: Practice, actor, at: datetime | None = None) -> Practice:
    """The chair opens the comparison; from here nobody scores any more. Event `practice.compare`."""
    require_chair(actor, practice.session.council)
    opened = Practice.objects.filter(pk=practice.pk, state=PracticeState.OPEN)
    if opened.update(state=PracticeState.COMPARED, compared_at=at or clock.now()) != 1:
        raise Stale(messages.PRACTICE_COMPARED, code="stale", obj=practice)
    practice.refresh_from_db()
    handed = practice.sheets.filter(submitted_at__isnull=False, member__isnull=False).count()
    _record("practice.compare", practice, practice, actor, at, after={"state": practice.state, "sheets": handed})
    return practice


@transaction.atomic
def record_guidance(
    *,
    council: Council,
    whole_province: bool,
    rubric: Rubric,
    criterion: str,
    text: str,
    agreed_on: date,
    agreed_by: str,
    actor,
    at: datetime | None = None,
) -> Guidance:
    """How a criterion is to be read, as agreed: for one council, or for all councils of its province.

    In order: the text in force ends, the new one begins, event `guidance.record`. Never changes a sheet or a mark: it
    stands beside the criterion. By chair, secretary or office; for a province by its office only.
    """
    province: AdministrativeUnit | None = council.province if whole_province else None
    allowed = may_guide_province(actor, province) if whole_province else may_guide_council(actor, council)
    if not allowed:
        raise NotAllowed(messages.NOT_YOUR_GUIDANCE, code="not_your_step", obj=council)
    if criterion not in rubric_spec(rubric).criteria:
        raise Refused(messages.FOREIGN_CRITERION, code="criterion", obj=council)
    if agreed_on > clock.today():
        raise Refused(messages.GUIDANCE_FUTURE, code="agreed_on", obj=council)
    moment = at or clock.now()
    place = {"province": province} if whole_province else {"council": council}
    same = Guidance.objects.filter(**place, rubric_code=rubric.code, criterion=criterion, ended_at__isnull=True)
    before = list(same.values_list("pk", flat=True))
    same.update(ended_at=moment)
    row = Guidance(
        **place, rubric_code=rubric.code, criterion=criterion, text=nfc(text).strip(), agreed_on=agreed_on,
        agreed_by=clean_line(agreed_by), recorded_by_id=actor.pk, recorded_at=moment,
    )  # fmt: skip
    row.full_clean()
    row.save()
    audit.record(
        "guidance.record", actor=actor, obj=row, parent=council, at=at, province_id=council.province_id,
        before={"replaces": before}, after={"rubric": rubric.code, "criterion": criterion, "text": row.text},
    )  # fmt: skip
    return row
