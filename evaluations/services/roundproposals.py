"""Proposals as they arrive, and late ones that the office takes into a round (26/2026/QĐ-TTg Art. 5)."""

from datetime import datetime

from django.db import transaction

from core import audit, clock
from core.exceptions import NotAllowed, Refused, Stale
from core.formats import show_date
from core.text import nfc
from districts.enums import Level
from evaluations import messages, round_messages
from evaluations.models import Round, RoundProposal
from evaluations.roundrules import is_late
from evaluations.rules import may_manage_level
from evaluations.selectors.roundproposals import of_office, window_of
from products.enums import CycleState, EvaluationLevel
from products.rounds import round_numbers

# Until the level has put the product on an agenda.
TAKEABLE = (
    CycleState.DOSSIER_FILED, CycleState.DOSSIER_RETURNED, CycleState.REPORTED, CycleState.FORWARDED,
    CycleState.RECEIVED, CycleState.CHECKED,
)  # fmt: skip


def office_unit(cycle, level: str):
    """The unit of the office that receives a cycle's dossier at a level; None for the centre."""
    if level == EvaluationLevel.PROVINCE:
        return cycle.province
    if level == EvaluationLevel.DISTRICT:
        above = cycle.unit.parent
        return above if above is not None and above.level == Level.DISTRICT else cycle.unit
    return None


def record_proposal(*, cycle, level: str, moment: datetime) -> RoundProposal:
    """The day on which a dossier was first proposed to a level. Inside the transaction of the act that proposes it.

    A dossier that comes again after its completion keeps the first day. No event of its own: the transition has one.
    """
    values = {"unit": office_unit(cycle, level), "proposed_on": clock.local_day(moment), "recorded_at": moment}
    return RoundProposal.objects.get_or_create(cycle=cycle, level=level, defaults=values)[0]


@transaction.atomic
def take_in(*, proposal: RoundProposal, round: Round, reason: str, actor, at: datetime | None = None) -> RoundProposal:
    """Take a late proposal into a round although it missed the day of proposals, with a written reason.

    In order: the right of the office, that the proposal is late for this very round, that the round still runs and, being
    an extra one, stands on a plan; the row is marked by a guarded update; event `round.take_in`, last.
    """
    if actor is not audit.SYSTEM and not may_manage_level(actor, round.level, round.unit):
        raise NotAllowed(messages.NOT_YOUR_COUNCIL, code="not_your_council", obj=round)
    reason = nfc(reason).strip()
    if not reason:
        raise Refused(round_messages.TAKE_REASON, code="reason", obj=round)
    moment, seen = at or clock.now(), window_of(round)
    here = RoundProposal.objects.filter(of_office(round.level, round.unit_id), pk=proposal.pk)
    if not here.exists() or not is_late(proposal.proposed_on, seen):
        raise Refused(round_messages.NOT_LATE, code="late", obj=round)
    if seen.last_day and clock.local_day(moment) > seen.last_day:
        raise Refused(round_messages.ROUND_OVER % {"day": show_date(seen.last_day)}, code="over", obj=round)
    known = round_numbers(round.regulation, round.level)
    if known and round.number not in known and not (round.plan_number and round.plan_date):
        raise Refused(round_messages.ROUND_WITHOUT_PLAN, code="plan_number", obj=round)
    cycle = proposal.cycle
    if cycle.state not in TAKEABLE:
        raise Refused(round_messages.PAST_TAKING % {"number": cycle.number}, code="state", obj=cycle)
    marked = RoundProposal.objects.filter(pk=proposal.pk, taken_into__isnull=True)
    by = None if actor is audit.SYSTEM else actor
    if marked.update(taken_into=round, reason=reason, taken_by=by, taken_at=moment) != 1:
        raise Stale(round_messages.TAKEN_ALREADY, code="stale", obj=round)
    proposal.refresh_from_db()
    audit.record(
        "round.take_in", actor=actor, obj=round, parent=cycle, at=at, reason=reason, province_id=round.province_id,
        after={"proposal": proposal.pk, "proposed_on": proposal.proposed_on},
    )  # fmt: skip
    return proposal
