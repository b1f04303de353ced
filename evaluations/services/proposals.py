"""Knock-outs that a member proposes on the own sheet, and what the session makes of them (Quy chế; practice.md §3)."""

from datetime import datetime

from django.db import transaction

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.text import nfc
from evaluations import messages
from evaluations.enums import FindingKind, ItemState, KnockoutProposalState, SessionState, SheetState
from evaluations.models import Finding, KnockoutProposal, ScoreSheet
from evaluations.selectors.rubrics import rubric_spec
from evaluations.services.recusals import hold_session
from evaluations.services.sessions import require_secretary


def _hold_draft(sheet: ScoreSheet, actor) -> None:
    """The actor's own sheet, held while it is a draft: whoever locks it does so on this row."""
    if sheet.member.user_id != actor.pk:
        raise NotAllowed(messages.NOT_YOUR_SHEET, code="not_your_sheet", obj=sheet)
    mine = ScoreSheet.objects.filter(pk=sheet.pk, state=SheetState.DRAFT, locked=False, item__state=ItemState.SCORING)
    if mine.update(state=SheetState.DRAFT) != 1:
        raise Refused(messages.PROPOSAL_CLOSED, code="locked", obj=sheet)


@transaction.atomic
def propose_knockout(
    *, sheet: ScoreSheet, ref: str, reason: str, actor, at: datetime | None = None
) -> KnockoutProposal:
    """A member proposes one of the sheet's knock-outs while the own sheet is a draft. Event `sheet.propose_knockout`.

    Refused for a name that is not on the sheet, without a reason, twice, and on a sheet handed in or locked. It changes
    neither points nor stars before the session accepts it.
    """
    _hold_draft(sheet, actor)
    reason = nfc(reason).strip()
    if rubric_spec(sheet.item.rubric).knockout(ref) is None:
        raise Refused(messages.UNKNOWN_KNOCKOUT % {"ref": ref}, code="ref", obj=sheet)
    if not reason:
        raise Refused(messages.PROPOSAL_REASON, code="reason", obj=sheet)
    if sheet.proposals.filter(ref=ref).exclude(state=KnockoutProposalState.WITHDRAWN).exists():
        raise Refused(messages.PROPOSED_TWICE, code="ref", obj=sheet)
    row = KnockoutProposal(sheet=sheet, ref=ref, reason=reason, proposed_at=at or clock.now())
    row.full_clean()
    row.save()
    audit.record(
        "sheet.propose_knockout", actor=actor, obj=sheet, parent=sheet.item, at=at,
        province_id=sheet.item.cycle.province_id, after={"ref": ref}, reason=reason,
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_proposal(*, proposal: KnockoutProposal, actor, at: datetime | None = None) -> None:
    """Take an own proposal back while the sheet is a draft; the row stays. Event `sheet.withdraw_proposal`."""
    sheet = proposal.sheet
    _hold_draft(sheet, actor)
    rows = KnockoutProposal.objects.filter(pk=proposal.pk, state=KnockoutProposalState.PROPOSED)
    if rows.update(state=KnockoutProposalState.WITHDRAWN) != 1:
        raise Stale(messages.PROPOSAL_GONE, code="stale", obj=sheet)
    audit.record(
        "sheet.withdraw_proposal", actor=actor, obj=sheet, parent=sheet.item, at=at,
        province_id=sheet.item.cycle.province_id, after={"ref": proposal.ref},
    )  # fmt: skip


@transaction.atomic
def decide_proposal(
    *, proposal: KnockoutProposal, accept: bool, reason: str = "", actor, at: datetime | None = None
) -> KnockoutProposal:
    """What the session concluded on a proposal, written by chair or secretary between the locking and the closing.

    In order: the session's row is held, the proposal, the Finding of the knock-out (made when accepted; taken away when
    an accepted one is now rejected and no other accepted proposal names it), event `item.proposal`. May be changed
    until the closing. Refused when the product is not locked, and without a reason for a rejection.
    """
    item = proposal.sheet.item
    require_secretary(actor, item.session.council)
    reason = nfc(reason).strip()
    if not accept and not reason:
        raise Refused(messages.PROPOSAL_DECISION_REASON, code="reason", obj=item)
    if not hold_session(item.session_id, SessionState.OPEN) or item.state != ItemState.LOCKED:
        raise Refused(messages.PROPOSAL_WHEN_LOCKED, code="state", obj=item)
    moment, before = at or clock.now(), proposal.state
    rows = KnockoutProposal.objects.filter(pk=proposal.pk, state=before, sheet__state=SheetState.SUBMITTED)
    state = KnockoutProposalState.ACCEPTED if accept else KnockoutProposalState.REJECTED
    values = {"state": state, "decision_reason": reason, "decided_by_id": actor.pk, "decided_at": moment}
    if before == KnockoutProposalState.WITHDRAWN or rows.update(**values) != 1:
        raise Stale(messages.PROPOSAL_GONE, code="stale", obj=item)
    proposal.refresh_from_db()
    same = {"item": item, "kind": FindingKind.KNOCKOUT, "ref": proposal.ref}
    if accept:
        note = {"note": reason or proposal.reason, "recorded_by_id": actor.pk, "recorded_at": moment}
        Finding.objects.get_or_create(**same, defaults=note)
    elif before == KnockoutProposalState.ACCEPTED and proposal.ref not in accepted_refs(item):
        Finding.objects.filter(**same).delete()
    audit.record(
        "item.proposal", actor=actor, obj=item, parent=item.session, at=moment, province_id=item.cycle.province_id,
        before={"state": before}, after={"proposal": proposal.pk, "ref": proposal.ref, "state": state}, reason=reason,
    )  # fmt: skip
    return proposal


def accepted_refs(item) -> set[str]:
    """Knock-outs that the session accepted on a member's proposal."""
    rows = KnockoutProposal.objects.filter(sheet__item=item, state=KnockoutProposalState.ACCEPTED)
    return set(rows.values_list("ref", flat=True))
