"""Recusal ruled by the chair, also after a sheet was handed in: it is kept and marked, and no longer counted (design §5)."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.text import nfc
from evaluations import messages
from evaluations.enums import ItemState, SessionState, SheetState
from evaluations.guards import presides
from evaluations.models import Conflict, CouncilMember, CouncilSession, ScoreSheet, SessionProduct


def require_presiding(actor, item: SessionProduct) -> None:
    """NotAllowed unless the actor presides over this product: the chair, or a vice chair where the chair is recused."""
    if not presides(actor, item):
        raise NotAllowed(messages.ONLY_PRESIDING, code="not_your_step", obj=item)


def hold_session(session_id: int, *states: str) -> bool:
    """Take the session's row while it is in one of these states, as the closing does: neither passes the other."""
    return CouncilSession.objects.filter(pk=session_id, state__in=states).update(state=F("state")) == 1


@transaction.atomic
def rule_recusal(
    *, item: SessionProduct, member: CouncilMember, reason: str, actor, at: datetime | None = None
) -> Conflict:
    """The chair takes a member off a product, whatever the member has answered, until the result is closed.

    In order: the session's row is held, Conflict row with the ruling (the member's own answer stays in it), drafts of
    the member are locked as abstained; a handed-in sheet stays as it is and is not counted. Total, quorum and gates are
    computed without the member from here on. Event `item.recusal` with the reason. Refused without a reason, for a
    seat that does not score here, twice, and once the result is closed. Source: Quy chế of the council (design §5).
    """
    require_presiding(actor, item)
    reason = nfc(reason).strip()
    if not reason:
        raise Refused(messages.RECUSAL_REASON, code="reason", obj=item)
    if member.council_id != item.session.council_id or not member.scores:
        raise Refused(messages.FOREIGN_MEMBER, code="member", obj=item)
    if not hold_session(item.session_id, SessionState.PLANNED, SessionState.OPEN):
        raise Stale(messages.RECUSAL_CLOSED, code="state", obj=item)
    if not SessionProduct.objects.filter(pk=item.pk).exclude(state=ItemState.CLOSED).exists():
        raise Stale(messages.RECUSAL_CLOSED, code="state", obj=item)
    moment = at or clock.now()
    answer = Conflict.objects.filter(item=item, member=member).first()
    if answer is not None and answer.has_conflict:
        raise Refused(messages.RECUSED_ALREADY, code="twice", obj=item)
    answer = answer or Conflict(item=item, member=member, declared_at=moment)
    answer.has_conflict, answer.ruling = True, reason
    answer.ruled_by_id, answer.ruled_at = actor.pk, moment
    answer.full_clean()
    answer.save()
    own = ScoreSheet.objects.filter(item=item, member=member)
    own.filter(state=SheetState.DRAFT).update(state=SheetState.ABSTAINED, locked=True, version=F("version") + 1)
    kept = sorted(own.filter(state=SheetState.SUBMITTED).values_list("pk", flat=True))
    audit.record(
        "item.recusal", actor=actor, obj=item, parent=item.session, at=moment, province_id=item.cycle.province_id,
        before={"own_answer": answer.own_answer}, after={"member": member.pk, "has_conflict": True, "kept": kept},
        reason=reason,
    )  # fmt: skip
    return answer
