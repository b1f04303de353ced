"""Rounds, councils with their Quy chế, and members (26/2026/QĐ-TTg Art. 5, 7.3.b; what it leaves open is in the Quy chế)."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from core import audit
from core.exceptions import NotAllowed, Refused
from core.text import clean_line, search_text
from districts.models import AdministrativeUnit
from evaluations import messages
from evaluations.enums import CommentRule, GateRule, Seat, SessionState
from evaluations.models import AdvisoryTeam, Council, CouncilMember, Round
from evaluations.rules import may_manage, may_manage_level
from products.models import Regulation


def require_manager(actor, council: Council) -> None:
    """NotAllowed unless the actor is the standing office of the council."""
    if actor is not audit.SYSTEM and not may_manage(actor, council):
        raise NotAllowed(messages.NOT_YOUR_COUNCIL, code="not_your_council", obj=council)


def _province(unit: AdministrativeUnit | None) -> AdministrativeUnit | None:
    return unit.province or unit if unit else None


@transaction.atomic
def create_round(
    *,
    level: str,
    unit: AdministrativeUnit | None,
    regulation: Regulation,
    year: int,
    number: int,
    proposed_by: date | None = None,
    done_by: date | None = None,
    plan_number: str = "",
    actor,
    at: datetime | None = None,
) -> Round:
    """A round (đợt) of a level and year. `proposed_by`, `done_by`: last days included. Event `round.create`."""
    if actor is not audit.SYSTEM and not may_manage_level(actor, level, unit):
        raise NotAllowed(messages.NOT_YOUR_COUNCIL, code="not_your_council", obj=unit)
    if Round.objects.filter(unit=unit, level=level, year=year, number=number).exists():
        raise Refused(messages.ROUND_TWICE % {"number": number, "year": year}, code="number")
    row = Round(
        level=level,
        unit=unit,
        province=_province(unit),
        regulation=regulation,
        year=year,
        number=number,
        proposed_by=proposed_by,
        done_by=done_by,
        plan_number=clean_line(plan_number),
    )
    row.full_clean()
    row.save()
    audit.record("round.create", actor=actor, obj=row, at=at, after={"level": level, "year": year, "number": number})
    return row


def council_search_text(council: Council) -> str:
    """What the lists of councils and sessions search in."""
    return search_text(council.name, council.unit.name if council.unit else "", council.decision_number)


@transaction.atomic
def create_council(
    *,
    name: str,
    level: str,
    unit: AdministrativeUnit | None,
    decision_number: str,
    decision_date: date,
    rules_number: str = "",
    rules_date: date | None = None,
    quorum: Decimal = Decimal("0.75"),
    spread_limit: Decimal = Decimal(10),
    gate_rule: str = GateRule.MAJORITY,
    comment_rule: str = CommentRule.EXTREMES,
    round: Round | None = None,
    actor,
    at: datetime | None = None,
) -> Council:
    """A council by decision, with the settings of its Quy chế: `quorum` 0 to 1, `spread_limit` points.

    Event `council.create`. Refused when the Quy chế is dated before the decision.
    """
    if actor is not audit.SYSTEM and not may_manage_level(actor, level, unit):
        raise NotAllowed(messages.NOT_YOUR_COUNCIL, code="not_your_council", obj=unit)
    if rules_date and rules_date < decision_date:
        raise Refused(messages.RULES_DATE_ORDER, code="rules_date")
    council = Council(
        name=clean_line(name),
        level=level,
        unit=unit,
        province=_province(unit),
        decision_number=clean_line(decision_number),
        decision_date=decision_date,
        rules_number=clean_line(rules_number),
        rules_date=rules_date,
        quorum=quorum,
        spread_limit=spread_limit,
        gate_rule=gate_rule,
        comment_rule=comment_rule,
        round=round,
    )
    council.search_text = council_search_text(council)
    council.full_clean()
    council.save()
    after = {"level": level, "decision": council.decision_number, "quorum": str(quorum), "spread": str(spread_limit)}
    audit.record("council.create", actor=actor, obj=council, at=at, after=after)
    return council


@transaction.atomic
def add_member(
    *,
    council: Council,
    user: User,
    seat: str,
    agency: str = "",
    scores: bool | None = None,
    actor,
    at: datetime | None = None,
) -> CouncilMember:
    """A seat. `scores`: by default everybody but the advisory team. Event `council.add_member`.

    Refused for a second seat of one person, a second chair, or once a session has been opened.
    """
    require_manager(actor, council)
    if council.sessions.exclude(state=SessionState.PLANNED).exists():
        raise Refused(messages.MEMBERS_FIXED, code="state", obj=council)
    if council.members.filter(user=user).exists():
        raise Refused(messages.SEAT_TWICE % {"name": user.full_name}, code="user", obj=council)
    if seat == Seat.CHAIR and council.members.filter(seat=Seat.CHAIR).exists():
        raise Refused(messages.CHAIR_TWICE, code="seat", obj=council)
    member = CouncilMember(
        council=council,
        user=user,
        seat=seat,
        agency=clean_line(agency),
        scores=seat != Seat.ADVISOR if scores is None else scores and seat != Seat.ADVISOR,
        position=council.members.count() + 1,
    )
    member.full_clean()
    member.save()
    after = {"user": user.pk, "seat": seat, "scores": member.scores}
    audit.record("council.add_member", actor=actor, obj=council, at=at, after=after)
    return member


@transaction.atomic
def set_advisory_team(
    *,
    council: Council,
    decision_number: str,
    decision_date: date,
    head: str,
    due_on: date | None = None,
    actor,
    at: datetime | None = None,
) -> AdvisoryTeam:
    """The advisory team's decision, head and deadline. Event `council.advisory_team`."""
    require_manager(actor, council)
    team = AdvisoryTeam.objects.filter(council=council).first() or AdvisoryTeam(council=council)
    team.decision_number, team.decision_date = clean_line(decision_number), decision_date
    team.head, team.due_on = clean_line(head), due_on
    team.full_clean()
    team.save()
    audit.record("council.advisory_team", actor=actor, obj=council, at=at, after={"decision": team.decision_number})
    return team
