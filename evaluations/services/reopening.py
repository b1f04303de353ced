"""A handed-in sheet given back to its member: by whoever presides, before the product is locked, never silently.

Only before the locking: from then on the chair sees values, and a single sheet reopened with that knowledge could be
pressed towards the others. The way after the locking is the second round, which asks every member and keeps the first.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from core import audit, clock
from core.exceptions import Refused, Stale
from core.text import nfc
from evaluations import messages
from evaluations.enums import ItemState, SheetState
from evaluations.models import CouncilMember, ScoreSheet, SessionProduct, SheetReopening
from evaluations.services.recusals import require_presiding
from evaluations.services.sheets import read_sheet


@transaction.atomic
def reopen_sheet(
    *,
    item: SessionProduct,
    member: CouncilMember,
    reason: str,
    password: str,
    actor,
    at: datetime | None = None,
) -> SheetReopening:
    """Give a handed-in sheet of the present round back to its member, who sees the reason.

    In order: the product's row is held (whoever locks it takes it first), SheetReopening with total, seal and answers
    as they were, the sheet is a draft again with a new version, event `sheet.reopen` with the former seal. The chair
    sees no value by it. NotAllowed for anybody else, Refused without a reason, for a wrong password, a sheet that is
    not handed in, a recused member, or a product that is locked. Source: guides of the project (sheet, closing).
    """
    require_presiding(actor, item)
    reason = nfc(reason).strip()
    if not reason:
        raise Refused(messages.REOPEN_REASON, code="reason", obj=item)
    if actor is not audit.SYSTEM and not actor.check_password(password):
        raise Refused(messages.WRONG_PASSWORD, code="password", obj=item)
    here = SessionProduct.objects.filter(pk=item.pk, state=ItemState.SCORING, scoring_round=item.scoring_round)
    if here.update(state=ItemState.SCORING) != 1:
        raise Refused(messages.REOPEN_STATE, code="state", obj=item)
    sheet = ScoreSheet.objects.filter(
        item=item, member=member, scoring_round=item.scoring_round, state=SheetState.SUBMITTED
    ).first()
    if sheet is None or item.conflicts.filter(member=member, has_conflict=True).exists():
        raise Refused(messages.REOPEN_STATE, code="state", obj=item)
    moment = at or clock.now()
    kept = SheetReopening(
        sheet=sheet,
        reason=reason,
        reopened_by_id=actor.pk,
        reopened_at=moment,
        total=sheet.total,
        submitted_at=sheet.submitted_at,
        seal=sheet.seal,
        answers={code: list(answer) for code, answer in read_sheet(sheet.pk).answers.items()},
    )
    kept.full_clean()
    kept.save()
    given = ScoreSheet.objects.filter(pk=sheet.pk, state=SheetState.SUBMITTED, version=sheet.version)
    blank = {"state": SheetState.DRAFT, "locked": False, "total": None, "submitted_at": None, "seal": ""}
    if given.update(version=F("version") + 1, **blank) != 1:
        raise Stale(messages.REOPEN_STATE, code="stale", obj=item)
    audit.record(
        "sheet.reopen", actor=actor, obj=sheet, parent=item, at=moment, province_id=item.cycle.province_id,
        before={"state": SheetState.SUBMITTED, "seal": kept.seal}, after={"state": SheetState.DRAFT}, reason=reason,
    )  # fmt: skip
    return kept
