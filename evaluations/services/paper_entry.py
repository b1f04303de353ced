"""The way of a paper sheet: allowed, typed twice by two people who do not see each other, compared, filled, sealed.

Where a member cannot score online, the paper counts as well (26/2026 lets a council work on paper); what is typed from it
has to be what stands on it. Lock order: the product's row, the entry's, the sheet's, audit.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.files import store
from core.retries import repeatable
from core.text import nfc
from evaluations import messages
from evaluations.enums import ItemState, PaperSheetState, SessionKind, SessionState, SheetState
from evaluations.models import (
    Conflict,
    CouncilMember,
    PaperAnswer,
    PaperEntry,
    PaperTyping,
    ScoreSheet,
    SessionProduct,
)
from evaluations.rules import may_resolve_paper, may_type_paper
from evaluations.selectors.papersheets import differences, typed_places
from evaluations.selectors.rubrics import rubric_keys, rubric_spec
from evaluations.services.sessions import hold, require_secretary
from evaluations.services.sheets import draft_of, submit_paper

FILES = "evaluations.papersheet"
STILL_OPEN = (PaperSheetState.WAITING, PaperSheetState.DIFFERS)


def _scoring(item: SessionProduct, scoring_round: int) -> None:
    """Hold the product's row; refused once it is locked or in another round."""
    here = SessionProduct.objects.filter(pk=item.pk, state=ItemState.SCORING, scoring_round=scoring_round)
    if here.update(state=F("state")) != 1:
        raise Refused(messages.NOT_OPEN_FOR_SCORING, code="state", obj=item)


def _still(entry: PaperEntry, state: str) -> None:
    """The plain sentence for a page that is out of date; the guarded update below it is what holds."""
    if entry.state != state:
        raise Stale(messages.PAPER_NOT_WAITING, code="stale", obj=entry)


def _still_possible(item: SessionProduct, member: CouncilMember, scoring_round: int) -> None:
    """Refused for a member with a conflict, or whose sheet of this round is handed in or abstained."""
    if Conflict.objects.filter(item=item, member=member, has_conflict=True).exists():
        raise Refused(messages.PAPER_CONFLICT, code="conflict", obj=item)
    own = ScoreSheet.objects.filter(item=item, member=member, scoring_round=scoring_round)
    if own.exclude(state=SheetState.DRAFT).exists():
        raise Refused(messages.PAPER_SUBMITTED, code="submitted", obj=item)


def _record(verb: str, entry: PaperEntry, actor, at, **more) -> None:
    item = entry.item
    audit.record(verb, actor=actor, obj=entry, parent=item, at=at, province_id=item.cycle.province_id, **more)


@transaction.atomic
def allow_paper(
    *, item: SessionProduct, member: CouncilMember, reason: str, actor, at: datetime | None = None
) -> PaperEntry:
    """Allow a member to score a product on paper in this round. By chair or secretary, with a reason.

    Event `papersheet.allow`. Refused in a session of written opinions, for a seat that does not score, after locking, for a conflict, for a sheet that is
    handed in, and the second time.
    """
    require_secretary(actor, item.session.council)
    if item.session.kind == SessionKind.WRITTEN:
        raise Refused(messages.PAPER_IN_WRITING, code="written", obj=item)
    reason = nfc(reason).strip()
    if not reason:
        raise Refused(messages.PAPER_REASON, code="reason", obj=item)
    if member.council_id != item.session.council_id or not member.scores:
        raise Refused(messages.FOREIGN_MEMBER, code="member", obj=item)
    _scoring(item, item.scoring_round)
    _still_possible(item, member, item.scoring_round)
    same = PaperEntry.objects.filter(item=item, member=member, scoring_round=item.scoring_round)
    if same.exclude(state=PaperSheetState.CANCELLED).exists():
        raise Refused(messages.PAPER_TWICE, code="member", obj=item)
    entry = PaperEntry(
        item=item, member=member, scoring_round=item.scoring_round, reason=reason, allowed_by_id=actor.pk,
        allowed_at=at or clock.now(),
    )  # fmt: skip
    entry.full_clean(validate_constraints=False)
    entry.save()
    _record(
        "papersheet.allow", entry, actor, at, after={"member": member.pk, "round": entry.scoring_round}, reason=reason
    )
    return entry


@transaction.atomic
def cancel_paper(*, entry: PaperEntry, reason: str, actor, at: datetime | None = None) -> PaperEntry:
    """Take the permission back before the sheet is filled; what was typed stays as it is. Event `papersheet.cancel`."""
    require_secretary(actor, entry.item.session.council)
    reason = nfc(reason).strip()
    if not reason:
        raise Refused(messages.PAPER_REASON, code="reason", obj=entry)
    moved = PaperEntry.objects.filter(pk=entry.pk, state__in=STILL_OPEN)
    if moved.update(state=PaperSheetState.CANCELLED, closed_at=at or clock.now()) != 1:
        raise Stale(messages.PAPER_NOT_WAITING, code="stale", obj=entry)
    before = entry.state
    entry.refresh_from_db()
    _record(
        "papersheet.cancel", entry, actor, at, before={"state": before}, after={"state": entry.state}, reason=reason
    )
    return entry


@transaction.atomic
def attach_scan(*, entry: PaperEntry, upload, actor, at: datetime | None = None) -> PaperEntry:
    """Keep the scanned paper with its entry, until the session is closed. A new scan takes the place of the old one.

    In order: the file, the row, event `papersheet.scan`.
    """
    if not may_type_paper(actor, entry.item.session.council):
        raise NotAllowed(messages.PAPER_NOT_TYPIST, code="not_your_step", obj=entry)
    if entry.state == PaperSheetState.CANCELLED:
        raise Refused(messages.PAPER_NOT_WAITING, code="state", obj=entry)
    if not hold(entry.item.session, SessionState.OPEN):
        raise Refused(messages.SESSION_NOT_OPEN, code="state", obj=entry)
    province = entry.item.cycle.province_id
    file = store(upload, owner_type=FILES, owner_id=entry.pk, actor=actor, province_id=province)
    PaperEntry.objects.filter(pk=entry.pk).update(scan=file)
    entry.refresh_from_db()
    _record("papersheet.scan", entry, actor, at, after={"file": file.pk, "sha256": file.sha256})
    return entry


@repeatable
@transaction.atomic
def type_paper(
    *, entry: PaperEntry, places: dict[str, int], no_conflict: bool, actor, at: datetime | None = None
) -> PaperEntry:
    """The first or the second reading of a returned paper, whole. By two different people who do not score.

    In order: the product's row, the entry's, the reading; event `papersheet.type` without any mark. After the second one the
    readings are compared: alike, the member's sheet is filled and sealed (`sheet.submit`); else the entry waits for a
    third look. Refused for the same person twice, a criterion without choice, a paper that declares a conflict, after
    locking, and when the member has handed in online meanwhile.
    """
    if not may_type_paper(actor, entry.item.session.council):
        raise NotAllowed(messages.PAPER_NOT_TYPIST, code="not_your_step", obj=entry)
    if not no_conflict:
        raise Refused(messages.PAPER_SAYS_CONFLICT, code="no_conflict", obj=entry)
    item = entry.item
    _still(entry, PaperSheetState.WAITING)
    _scoring(item, entry.scoring_round)
    _still_possible(item, entry.member, entry.scoring_round)
    _check_whole(entry, places)
    if entry.typings.filter(typed_by_id=actor.pk).exists():
        raise Refused(messages.PAPER_SAME_PERSON, code="twice", obj=entry)
    held = PaperEntry.objects.filter(pk=entry.pk, state=PaperSheetState.WAITING, typed=entry.typed, typed__lt=2)
    if held.update(typed=F("typed") + 1) != 1:
        raise Stale(messages.PAPER_NOT_WAITING, code="stale", obj=entry)
    entry.refresh_from_db()
    typing = PaperTyping(entry=entry, number=entry.typed, typed_by_id=actor.pk, typed_at=at or clock.now())
    typing.full_clean()
    typing.save()
    keys = rubric_keys(item.rubric).criteria
    PaperAnswer.objects.bulk_create(
        PaperAnswer(typing=typing, criterion_id=keys[code], place=place) for code, place in places.items()
    )
    _record("papersheet.type", entry, actor, at, after={"typed": entry.typed})
    if entry.typed == 2:
        _compare(entry, places, actor, at)
    return entry


def _check_whole(entry: PaperEntry, places: dict[str, int]) -> None:
    """Every criterion once, each with an option of the sheet."""
    criteria = rubric_spec(entry.item.rubric).criteria
    if set(places) - set(criteria):
        raise Refused(messages.FOREIGN_CRITERION, code="criterion", obj=entry)
    missing = [code for code in criteria if places.get(code) is None]
    if missing:
        words = {"count": len(missing), "codes": ", ".join(missing)}
        raise Refused(messages.PAPER_MISSING % words, code="missing", obj=entry)
    if any(type(place) is not int or not 0 <= place <= len(criteria[code].options) for code, place in places.items()):
        raise Refused(messages.OPTION_NOT_ON_SHEET, code="option", obj=entry)


def _compare(entry: PaperEntry, places: dict[str, int], actor, at) -> None:
    if differences(entry):
        PaperEntry.objects.filter(pk=entry.pk).update(state=PaperSheetState.DIFFERS)
        entry.refresh_from_db()
    else:
        _fill(entry, places, actor, at)


@repeatable
@transaction.atomic
def resolve_paper(
    *, entry: PaperEntry, places: dict[str, int], note: str, actor, at: datetime | None = None
) -> PaperEntry:
    """A third look at the paper decides the criteria that were read differently; then the sheet is filled and sealed.

    By the chair, or by somebody who may type and did neither reading; with a note. `places`: exactly the criteria that
    differ. Events `papersheet.resolve`, `sheet.submit`.
    """
    if not may_resolve_paper(actor, entry):
        raise NotAllowed(messages.PAPER_NOT_THIRD, code="not_your_step", obj=entry)
    note = nfc(note).strip()
    if not note:
        raise Refused(messages.PAPER_NOTE, code="note", obj=entry)
    _still(entry, PaperSheetState.DIFFERS)
    _scoring(entry.item, entry.scoring_round)
    _still_possible(entry.item, entry.member, entry.scoring_round)
    held = PaperEntry.objects.filter(pk=entry.pk, state=PaperSheetState.DIFFERS)
    if held.update(resolved_by_id=actor.pk, resolution=note) != 1:
        raise Stale(messages.PAPER_NOT_WAITING, code="stale", obj=entry)
    entry.refresh_from_db()
    differing = {row.code for row in differences(entry)}
    if set(places) != differing:
        raise Refused(messages.PAPER_UNRESOLVED, code="missing", obj=entry)
    whole = typed_places(entry)[1] | places
    _check_whole(entry, whole)
    _record("papersheet.resolve", entry, actor, at, after={"criteria": sorted(differing)}, reason=note)
    _fill(entry, whole, actor, at)
    return entry


def _fill(entry: PaperEntry, places: dict[str, int], actor, at) -> None:
    """The member's "no conflict" as the paper says it, the sheet through the services of the page, the entry."""
    item, moment = entry.item, at or clock.now()
    if not Conflict.objects.filter(item=item, member=entry.member).exists():
        answer = Conflict(item=item, member=entry.member, has_conflict=False, declared_at=moment)
        answer.full_clean()
        answer.save()
        audit.record(
            "item.conflict", actor=actor, obj=item, parent=item.session, at=at, province_id=item.cycle.province_id,
            after={"member": entry.member_id, "has_conflict": False, "paper": entry.pk},
        )  # fmt: skip
    sheet = draft_of(item=item, member=entry.member, at=at)
    remark = str(messages.PAPER_REMARK % {"code": entry.code})
    # The entry first, as the seal of its sheet is the last word: the event of the submission ends the transaction.
    values = {"state": PaperSheetState.FILLED, "sheet": sheet, "closed_at": moment}
    if PaperEntry.objects.filter(pk=entry.pk, state__in=STILL_OPEN).update(**values) != 1:
        raise Stale(messages.PAPER_NOT_WAITING, code="stale", obj=entry)
    submit_paper(
        sheet=sheet,
        places=places,
        remark=remark,
        request_id=f"paper-{entry.pk:08d}",
        paper=entry.pk,
        actor=actor,
        at=at,
    )
    entry.refresh_from_db()
