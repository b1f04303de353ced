"""A member's sheet: the conflict question, answers with versions, submission, abstention (security §4).

Events of scoring hang on the session, never on the cycle: the producer reads the cycle's history.

Every write of answers is one guarded update of the sheet's row on (member, version, draft, not locked), then the rows
behind it. Whoever locks a sheet does so on that same row, so nothing is written after.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.prepared import Prepared
from core.retries import repeatable
from core.text import nfc
from evaluations import messages, sheetdefs
from evaluations.enums import ItemState, SessionKind, SheetSource, SheetState
from evaluations.models import Conflict, CouncilMember, Rubric, Score, ScoreChange, ScoreSheet, SessionProduct
from evaluations.scoring import SheetState as Running
from evaluations.scoring import sheet_state
from evaluations.selectors.comments import comments_owed
from evaluations.selectors.rubrics import rubric_keys, rubric_spec
from evaluations.selectors.seals import sheet_seal
from evaluations.selectors.sheetpage import self_places

REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,40}")


class SheetChanged(Stale):
    """The sheet was saved elsewhere. `version`, `current` (code -> (place, comment)) and `remark` are what stands now."""

    def __init__(self, sheet_id: int):
        super().__init__(messages.SHEET_CHANGED, code="version")
        self.sheet_id = sheet_id
        self.version = 0
        self.current: dict[str, tuple[int | None, str]] = {}
        self.remark = ""


@dataclass
class Open:
    """A sheet as one query reads it: its row and its answers."""

    id: int
    user_id: int
    state: str
    locked: bool
    version: int
    rubric: Rubric
    repeated: bool = False
    answers: dict[str, tuple[int | None, str]] = field(default_factory=dict)
    remark: str = ""

    @property
    def places(self) -> dict[str, int]:
        return {code: place for code, (place, _comment) in self.answers.items() if place is not None}


@dataclass(frozen=True)
class Saved:
    """What a save answers: the version to send next, and the running sheet as the server counts it."""

    spec: sheetdefs.Rubric
    version: int
    running: Running
    answers: dict[str, tuple[int | None, str]]
    repeated: bool = False
    remark: str = ""


def scoring_member(item: SessionProduct, actor) -> CouncilMember:
    """The actor's scoring seat in the council of the session. NotAllowed without one."""
    member = CouncilMember.objects.filter(council__sessions=item.session_id, user_id=actor.pk, scores=True).first()
    if member is None:
        raise NotAllowed(messages.NO_SEAT, code="no_seat", obj=item)
    return member


@repeatable
@transaction.atomic
def declare_conflict(
    *, item: SessionProduct, has_conflict: bool, reason: str = "", actor, at: datetime | None = None
) -> Conflict:
    """Answer the question before the dossier opens. A "no" may become a "yes" while the sheet is a draft, never back.

    In order: Conflict row; with a conflict a draft of the member is locked as abstained; event `item.conflict`.
    """
    member = scoring_member(item, actor)
    # Takes the product's row: an answer never lands behind the chair who is locking or closing.
    here = SessionProduct.objects.filter(pk=item.pk, state__in=[ItemState.WAITING, ItemState.SCORING])
    if here.update(state=F("state")) != 1:
        raise Refused(messages.NOT_OPEN_FOR_SCORING, code="state", obj=item)
    reason = nfc(reason).strip()
    if has_conflict and not reason:
        raise Refused(messages.CONFLICT_REASON, code="reason", obj=item)
    moment = at or clock.now()
    answer = Conflict.objects.filter(item=item, member=member).first()
    if answer is None:
        answer = Conflict(item=item, member=member, has_conflict=has_conflict, reason=reason, declared_at=moment)
        answer.own_answer = has_conflict
        answer.full_clean()
        answer.save()
    else:
        changed = Conflict.objects.filter(pk=answer.pk, has_conflict=False)
        values = {"has_conflict": True, "own_answer": True, "reason": reason, "declared_at": moment}
        if not has_conflict or changed.update(**values) != 1:
            raise Refused(messages.CONFLICT_ANSWERED, code="twice", obj=item)
        answer.refresh_from_db()
    if has_conflict:
        own = ScoreSheet.objects.filter(item=item, member=member)
        if own.filter(state=SheetState.SUBMITTED).exists():
            raise Refused(messages.CONFLICT_AFTER_SUBMIT, code="submitted", obj=item)
        own.filter(state=SheetState.DRAFT).update(state=SheetState.ABSTAINED, locked=True, version=F("version") + 1)
    audit.record(
        "item.conflict", actor=actor, obj=item, parent=item.session, at=moment,
        province_id=item.cycle.province_id, after={"member": member.pk, "has_conflict": has_conflict}, reason=reason,
    )  # fmt: skip
    return answer


@repeatable
@transaction.atomic
def open_sheet(*, item: SessionProduct, actor, at: datetime | None = None, adopting: bool = False) -> ScoreSheet:
    """The actor's sheet of this scoring round; made at the first opening, in round two with the answers of round one.

    Refused before the conflict question is answered and when the product is not being scored. Event `sheet.open`
    when it is made. `adopting`: for who agrees in a session of written opinions, which has no other sheets.
    """
    member = scoring_member(item, actor)
    found = ScoreSheet.objects.filter(item=item, member=member, scoring_round=item.scoring_round).first()
    if found:
        return found
    if item.session.kind == SessionKind.WRITTEN and not adopting:
        raise Refused(messages.WRITTEN_ANSWER_INSTEAD, code="written", obj=item)
    answer = Conflict.objects.filter(item=item, member=member).first()
    if answer is None or answer.has_conflict:
        raise Refused(messages.ANSWER_CONFLICT_FIRST, code="conflict", obj=item)
    # Takes the product's row, so that no sheet appears behind the chair who is locking it.
    here = SessionProduct.objects.filter(pk=item.pk, state=ItemState.SCORING, scoring_round=item.scoring_round)
    if here.update(state=ItemState.SCORING) != 1:
        raise Refused(messages.NOT_OPEN_FOR_SCORING, code="state", obj=item)
    moment = at or clock.now()
    sheet = ScoreSheet(item=item, member=member, scoring_round=item.scoring_round, opened_at=moment)
    sheet.full_clean()
    try:
        with transaction.atomic():
            sheet.save()
    except IntegrityError:  # the same person, on another device, a moment ago
        return ScoreSheet.objects.get(item=item, member=member, scoring_round=item.scoring_round)
    if item.scoring_round > 1:
        _carry_over(sheet, moment)
    audit.record(
        "sheet.open", actor=actor, obj=sheet, parent=item, at=moment, province_id=item.cycle.province_id,
        after={"round": sheet.scoring_round},
    )  # fmt: skip
    return sheet


def _carry_over(sheet: ScoreSheet, moment: datetime) -> None:
    """Round two starts from the member's own answers of round one, which stay as they are."""
    before = Score.objects.filter(
        sheet__item=sheet.item_id, sheet__member=sheet.member_id, sheet__scoring_round=sheet.scoring_round - 1
    )
    rows = [Score(sheet=sheet, criterion_id=s.criterion_id, place=s.place, option_id=s.option_id, comment=s.comment)
            for s in before]  # fmt: skip
    Score.objects.bulk_create(rows)
    ScoreChange.objects.bulk_create(
        ScoreChange(
            sheet=sheet, request_id=f"round-{sheet.scoring_round}", version=0, criterion_id=s.criterion_id,
            place_before=None, place_after=s.place, comment_after=s.comment, at=moment, recorded_at=clock.now(),
        )
        for s in rows
    )  # fmt: skip


def _answered(request_id: str, sheet_id: int):
    seen = ScoreChange.objects.filter(sheet_id=OuterRef("pk"), request_id=request_id)
    return (
        ScoreSheet.objects.filter(pk=sheet_id)
        .order_by()
        .annotate(seen=Exists(seen))
        .values_list(
            "member__user_id", "state", "locked", "version", "item__rubric_id", "item__rubric__content_hash",
            "item__rubric__loaded_at", "seen", "remark", "scores__criterion_id", "scores__place", "scores__comment",
        )
    )  # fmt: skip


_open = Prepared(_answered, 2, text=[0])


def read_sheet(sheet_id: int, request_id: str = "") -> Open | None:
    """The sheet with its answers in one query; None when there is none."""
    rows = _open.rows(request_id, sheet_id)
    if not rows:
        return None
    user_id, state, locked, version, rubric_id, content_hash, loaded_at, repeated, remark = rows[0][:9]
    rubric = Rubric(pk=rubric_id, content_hash=content_hash, loaded_at=loaded_at)
    codes = rubric_keys(rubric).codes
    answers = {codes[pk]: (place, comment) for *_row, pk, place, comment in rows if pk is not None}
    return Open(sheet_id, user_id, state, locked, version, rubric, repeated, answers, remark)


def _own(found: Open | None, actor) -> Open:
    """The sheet, when it is the actor's: NotAllowed for another's."""
    if found is None or found.user_id != actor.pk:
        raise NotAllowed(messages.NOT_YOUR_SHEET, code="not_your_sheet")
    return found


@repeatable
def save_answers(
    *,
    sheet_id: int,
    answers: dict[str, tuple[int | None, str]],
    version: int,
    request_id: str,
    actor,
    remark: str | None = None,
    at: datetime | None = None,
) -> Saved:
    """Save one answer or a whole sheet: code -> (place, comment); place None leaves the criterion unscored.

    A repeat of `request_id` that wrote an answer is told so and writes nothing. In order: guarded update of the sheet,
    changed answers, one ScoreChange each; no audit event (submitting seals them). Four statements. Refused for a
    criterion or place that is not on the sheet and for a sheet that is submitted or locked; SheetChanged when
    `version` is not the one that stands.
    """
    if not REQUEST_ID.fullmatch(request_id):
        raise Refused(messages.BAD_REQUEST_ID, code="request_id")
    with transaction.atomic():
        found = _own(read_sheet(sheet_id, request_id), actor)
        if found.repeated:
            return _answer(found, repeated=True)
        changed = _changed(found, answers)
        if found.locked or found.state != SheetState.DRAFT:
            raise Refused(messages.SHEET_LOCKED, code="locked")
        said = found.remark if remark is None else nfc(remark).strip()
        if not changed and said == found.remark:
            if found.version != version:
                _raise_changed(found)
            return _answer(found)
        values = {"version": F("version") + 1, "remark": said}
        mine = ScoreSheet.objects.filter(pk=sheet_id, version=version, state=SheetState.DRAFT, locked=False)
        if found.version != version or mine.update(**values) != 1:
            now = read_sheet(sheet_id, request_id)
            if now.repeated:  # the same request, a moment ago on another connection
                return _answer(now, repeated=True)
            _raise_changed(found)
        _write(found, changed, version + 1, request_id, at or clock.now())
    found.version, found.answers, found.remark = version + 1, found.answers | changed, said
    return _answer(found)


def _changed(found: Open, answers: dict) -> dict[str, tuple[int | None, str]]:
    """The answers that differ from what stands, checked against the sheet. A chosen place is never taken back to none."""
    spec = rubric_spec(found.rubric)
    changed = {}
    for code, (place, comment) in answers.items():
        criterion = spec.criteria.get(code)
        if criterion is None:
            raise Refused(messages.FOREIGN_CRITERION, code="criterion")
        if place is not None and (type(place) is not int or not 0 <= place <= len(criterion.options)):
            raise Refused(messages.OPTION_NOT_ON_SHEET, code="option")
        before = found.answers.get(code, (None, ""))
        after = (before[0] if place is None else place, nfc(comment).strip())
        if after != before:
            changed[code] = after
    return changed


def _write(found: Open, changed: dict, version: int, request_id: str, moment: datetime) -> None:
    keys = rubric_keys(found.rubric)
    if not changed:
        return
    Score.objects.bulk_create(
        [
            Score(
                sheet_id=found.id,
                criterion_id=keys.criteria[code],
                place=place,
                option_id=keys.options[code, place] if place else None,
                comment=comment,
            )
            for code, (place, comment) in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["sheet", "criterion"],
        update_fields=["place", "option", "comment"],
    )
    recorded = clock.now()
    ScoreChange.objects.bulk_create(
        ScoreChange(
            sheet_id=found.id,
            request_id=request_id,
            version=version,
            criterion_id=keys.criteria[code],
            place_before=found.answers.get(code, (None, ""))[0],
            place_after=place,
            comment_after=comment,
            at=moment,
            recorded_at=recorded,
        )
        for code, (place, comment) in changed.items()
    )


def _raise_changed(found: Open):
    now = read_sheet(found.id)
    if now.locked or now.state != SheetState.DRAFT:
        raise Refused(messages.SHEET_LOCKED, code="locked")
    error = SheetChanged(found.id)
    error.version, error.current, error.remark = now.version, now.answers, now.remark
    raise error


def _answer(found: Open, repeated: bool = False) -> Saved:
    spec = rubric_spec(found.rubric)
    running = sheet_state(spec, found.places)
    return Saved(spec, found.version, running, found.answers, repeated, found.remark)


@repeatable
@transaction.atomic
def submit_sheet(*, sheet: ScoreSheet, version: int, password: str, actor, at: datetime | None = None) -> ScoreSheet:
    """Hand in a complete sheet, with the password again: total and seal are stored, the sheet is locked.

    Event `sheet.submit` with the seal over all its changes; the total is not in the event. Refused for a wrong
    password, missing criteria, or a comment that the council's rule asks for; SheetChanged for an old version;
    Refused "locked" the second time. Source: the Quy chế of the council (`Council.comment_rule`).
    """
    found = _own(read_sheet(sheet.pk), actor)
    if found.locked or found.state != SheetState.DRAFT:
        raise Refused(messages.SHEET_LOCKED, code="locked", obj=sheet)
    if not actor.check_password(password):
        raise Refused(messages.WRONG_PASSWORD, code="password", obj=sheet)
    if found.version != version:
        _raise_changed(found)
    return _hand_in(sheet, found, actor, at)


def _hand_in(
    sheet: ScoreSheet, found: Open, actor, at: datetime | None, source: str = SheetSource.ONLINE, **more
) -> ScoreSheet:
    """The one way from a draft to a submitted sheet: complete, total and seal stored, locked, event."""
    running = sheet_state(rubric_spec(found.rubric), found.places)
    missing = running.points.missing
    if missing:
        words = {"count": len(missing), "codes": ", ".join(missing)}
        raise Refused(messages.SHEET_MISSING % words, code="missing", obj=sheet)
    item = sheet.item
    if source == SheetSource.ONLINE:  # what a member wrote on paper stands on its scan
        rule, own = item.session.council.comment_rule, self_places(item.dossier_id)
        owed = comments_owed(rubric_spec(found.rubric), found.answers, rule, own)
        if owed:
            raise Refused(messages.COMMENT_OWED % {"codes": ", ".join(owed)}, code="comments", obj=sheet)
    mine = ScoreSheet.objects.filter(pk=sheet.pk, version=found.version, state=SheetState.DRAFT, locked=False)
    values = {
        "state": SheetState.SUBMITTED, "total": running.points.total, "submitted_at": at or clock.now(), "locked": True,
        "version": found.version + 1, "source": source,
    }  # fmt: skip
    # The seal first: a change that came between would have moved the version, and then nothing is written.
    if mine.update(seal=sheet_seal(sheet), **values) != 1:
        _raise_changed(found)
    sheet.refresh_from_db()
    cycle = sheet.item.cycle
    audit.record(
        "sheet.submit", actor=actor, obj=sheet, parent=sheet.item, at=at, province_id=cycle.province_id,
        before={"state": SheetState.DRAFT}, after={"state": sheet.state, "seal": sheet.seal, "source": source, **more},
    )  # fmt: skip
    return sheet


@transaction.atomic
def submit_paper(
    *, sheet: ScoreSheet, places: dict[str, int], remark: str, request_id: str, paper: int, actor, at=None
) -> ScoreSheet:
    """Fill a member's draft from paper and hand it in: what two people read, by the same writes as on the page.

    For `services.paper_entry` only, which knows who may. `paper`: key of the PaperEntry, for the event. In order: as
    `save_answers`, then as `submit_sheet`; event `sheet.submit` with source and paper.
    """
    found = read_sheet(sheet.pk, request_id)
    if found.locked or found.state != SheetState.DRAFT:
        raise Refused(messages.SHEET_LOCKED, code="locked", obj=sheet)
    changed = _changed(found, {code: (place, "") for code, place in places.items()})
    mine = ScoreSheet.objects.filter(pk=sheet.pk, version=found.version, state=SheetState.DRAFT, locked=False)
    if mine.update(version=F("version") + 1, remark=remark) != 1:
        _raise_changed(found)
    found.version += 1
    _write(found, changed, found.version, request_id, at or clock.now())
    found.answers |= changed
    return _hand_in(sheet, found, actor, at, SheetSource.PAPER, paper=paper)


def draft_of(*, item: SessionProduct, member: CouncilMember, at: datetime | None = None) -> ScoreSheet:
    """The member's sheet of this scoring round, made where there is none. Takes the product's row first.

    Inside a transaction. Refused when the product is not being scored.
    """
    # Takes the product's row, so that no sheet appears behind the chair who is locking it.
    here = SessionProduct.objects.filter(pk=item.pk, state=ItemState.SCORING, scoring_round=item.scoring_round)
    if here.update(state=ItemState.SCORING) != 1:
        raise Refused(messages.NOT_OPEN_FOR_SCORING, code="state", obj=item)
    key = {"item": item, "member": member, "scoring_round": item.scoring_round}
    return ScoreSheet.objects.filter(**key).first() or ScoreSheet.objects.create(**key, opened_at=at or clock.now())


@repeatable
@transaction.atomic
def abstain(*, sheet: ScoreSheet, reason: str, actor, at: datetime | None = None) -> ScoreSheet:
    """Give no points, with a reason: another thing than a conflict; the member stays among those entitled.

    Event `sheet.abstain`.
    """
    found = _own(read_sheet(sheet.pk), actor)
    reason = nfc(reason).strip()
    if not reason:
        raise Refused(messages.ABSTAIN_REASON, code="reason", obj=sheet)
    mine = ScoreSheet.objects.filter(pk=sheet.pk, version=found.version, state=SheetState.DRAFT, locked=False)
    values = {"state": SheetState.ABSTAINED, "locked": True, "remark": reason, "version": F("version") + 1}
    if mine.update(**values) != 1:
        raise Refused(messages.SHEET_LOCKED, code="locked", obj=sheet)
    sheet.refresh_from_db()
    cycle = sheet.item.cycle
    audit.record(
        "sheet.abstain", actor=actor, obj=sheet, parent=sheet.item, at=at, province_id=cycle.province_id,
        before={"state": SheetState.DRAFT}, after={"state": sheet.state}, reason=reason,
    )  # fmt: skip
    return sheet
