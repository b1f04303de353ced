"""Councils with their Quy chế, and members (26/2026/QĐ-TTg Art. 7.3.b; what it leaves open is in the Quy chế)."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from accounts.models import User
from core import audit
from core.exceptions import NotAllowed, Refused
from core.text import clean_line, nfc, search_text
from districts.models import AdministrativeUnit
from evaluations import messages
from evaluations.enums import CommentRule, GateRule, Seat, SessionState, Visibility
from evaluations.models import AdvisoryTeam, Conflict, Council, CouncilMember, Round, ScoreSheet
from evaluations.rules import may_manage, may_manage_level
from evaluations.services.rounds import province_of


def require_manager(actor, council: Council) -> None:
    """NotAllowed unless the actor is the standing office of the council."""
    if actor is not audit.SYSTEM and not may_manage(actor, council):
        raise NotAllowed(messages.NOT_YOUR_COUNCIL, code="not_your_council", obj=council)


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
    visibility: str = Visibility.CLOSED,
    round: Round | None = None,
    actor,
    at: datetime | None = None,
) -> Council:
    """A council by decision, with the settings of its Quy chế: `quorum` 0 to 1, `spread_limit` points.

    Event `council.create`. Refused when the Quy chế is dated before the decision, and for the round of another office.
    """
    if actor is not audit.SYSTEM and not may_manage_level(actor, level, unit):
        raise NotAllowed(messages.NOT_YOUR_COUNCIL, code="not_your_council", obj=unit)
    _check_rules(level, unit, decision_date, rules_date, round)
    council = Council(
        name=clean_line(name),
        level=level,
        unit=unit,
        province=province_of(unit),
        decision_number=clean_line(decision_number),
        decision_date=decision_date,
        rules_number=clean_line(rules_number),
        rules_date=rules_date,
        quorum=quorum,
        spread_limit=spread_limit,
        gate_rule=gate_rule,
        comment_rule=comment_rule,
        visibility=visibility,
        round=round,
    )
    council.search_text = council_search_text(council)
    council.full_clean()
    council.save()
    after = {"level": level, "decision": council.decision_number, "quorum": str(quorum), "spread": str(spread_limit)}
    audit.record("council.create", actor=actor, obj=council, at=at, after=after)
    return council


def _check_rules(level: str, unit, decision_date: date, rules_date: date | None, round: Round | None) -> None:
    if rules_date and rules_date < decision_date:
        raise Refused(messages.RULES_DATE_ORDER, code="rules_date")
    if round is not None and (round.level, round.unit_id) != (level, unit.pk if unit else None):
        raise Refused(messages.SESSION_OTHER_ROUND, code="round")


def hold_council(council_id: int) -> None:
    """Take the council's row, so that its rules and seats stand still while a session is opened."""
    Council.objects.filter(pk=council_id).update(level=F("level"))


SETTINGS = (
    "name", "decision_number", "decision_date", "rules_number", "rules_date", "quorum", "spread_limit", "gate_rule",
    "comment_rule", "visibility", "round",
)  # fmt: skip


@transaction.atomic
def update_council(*, council: Council, actor, at: datetime | None = None, **values) -> Council:
    """Correct the decision or the Quy chế of a council: `values` by the names in SETTINGS.

    Only while none of its sessions has been opened: from then on the rules are those under which people score and
    results are frozen; a later Quy chế comes with a council of its own (kiện toàn). In order: the council's row is
    held, its columns, event `council.update` with what changed before and after.
    """
    require_manager(actor, council)
    unknown = set(values) - set(SETTINGS)
    if unknown:
        raise TypeError(f"a council has no setting {sorted(unknown)}")
    hold_council(council.pk)
    if council.sessions.exclude(state=SessionState.PLANNED).exists():
        raise Refused(messages.RULES_FIXED, code="state", obj=council)
    council.refresh_from_db()
    before = {name: getattr(council, name) for name in SETTINGS}
    for name, value in values.items():
        setattr(council, name, clean_line(value) if isinstance(value, str) else value)
    _check_rules(council.level, council.unit, council.decision_date, council.rules_date, council.round)
    council.search_text = council_search_text(council)
    council.full_clean()
    council.save(update_fields=[*values, "search_text"])
    changed = {name: old for name, old in before.items() if getattr(council, name) != old}
    after = {name: getattr(council, name) for name in changed}
    audit.record("council.update", actor=actor, obj=council, at=at, before=_told(changed), after=_told(after))
    return council


def _told(values: dict) -> dict:
    return {name: getattr(value, "pk", value) for name, value in values.items()}


@transaction.atomic
def add_member(
    *,
    council: Council,
    user: User,
    seat: str,
    agency: str = "",
    post: str = "",
    scores: bool | None = None,
    actor,
    at: datetime | None = None,
) -> CouncilMember:
    """A seat. `scores`: by default everybody but the advisory team; `post` of the account where none is given.

    Event `council.add_member`.

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
        post=clean_line(post) or user.post,
        scores=seat != Seat.ADVISOR if scores is None else scores and seat != Seat.ADVISOR,
        position=council.members.count() + 1,
    )
    member.full_clean()
    member.save()
    after = {"user": user.pk, "seat": seat, "scores": member.scores}
    audit.record("council.add_member", actor=actor, obj=council, at=at, after=after)
    return member


def something_scored(council: Council) -> bool:
    """Whether a sheet was opened or a conflict answered in any session of the council."""
    return (
        ScoreSheet.objects.filter(item__session__council=council).exists()
        or Conflict.objects.filter(item__session__council=council).exists()
    )


def _seats_open(member: CouncilMember, actor) -> Council:
    """The member's council, held, while nobody has scored or declared anything in it."""
    council = member.council
    require_manager(actor, council)
    hold_council(council.pk)
    if something_scored(council):
        raise Refused(messages.SEAT_SCORED, code="scored", obj=council)
    return council


@transaction.atomic
def update_member(
    *,
    member: CouncilMember,
    seat: str,
    agency: str,
    post: str,
    scores: bool,
    position: int,
    actor,
    at: datetime | None = None,
) -> CouncilMember:
    """Correct a seat: role, agency, post, whether it scores, its place in the list. Event `council.update_member`.

    Only while nothing has been scored or declared in the council. Refused for a second chair.
    """
    council = _seats_open(member, actor)
    if seat == Seat.CHAIR and council.members.filter(seat=Seat.CHAIR).exclude(pk=member.pk).exists():
        raise Refused(messages.CHAIR_TWICE, code="seat", obj=council)
    names = ("seat", "agency", "post", "scores", "position")
    before = {name: getattr(member, name) for name in names}
    member.seat, member.agency, member.post = seat, clean_line(agency), clean_line(post)
    member.scores, member.position = scores and seat != Seat.ADVISOR, position
    member.full_clean()
    member.save(update_fields=names)
    changed = {name: old for name, old in before.items() if getattr(member, name) != old}
    audit.record(
        "council.update_member", actor=actor, obj=council, at=at, before=changed | {"member": member.pk},
        after={name: getattr(member, name) for name in changed},
    )  # fmt: skip
    return member


@transaction.atomic
def remove_member(*, member: CouncilMember, reason: str, actor, at: datetime | None = None) -> None:
    """Take a person out of the council before anything was scored; who it was stays in the event, with the reason.

    In order: the seat's records of presence and invitation, the seat, event `council.remove_member`.
    """
    council = _seats_open(member, actor)
    reason = nfc(reason).strip()
    if not reason:
        raise Refused(messages.SEAT_REASON, code="reason", obj=council)
    before = {"user": member.user_id, "name": member.user.full_name, "seat": member.seat, "agency": member.agency}
    member.presences.all().delete()
    member.invitations.all().delete()
    member.delete()  # nothing else refers to it
    audit.record("council.remove_member", actor=actor, obj=council, at=at, before=before, reason=reason)


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
    if due_on and due_on < decision_date:
        raise Refused(messages.TEAM_DATE_ORDER, code="due_on", obj=council)
    team = AdvisoryTeam.objects.filter(council=council).first() or AdvisoryTeam(council=council)
    team.decision_number, team.decision_date = clean_line(decision_number), decision_date
    team.head, team.due_on = clean_line(head), due_on
    team.full_clean()
    team.save()
    audit.record("council.advisory_team", actor=actor, obj=council, at=at, after={"decision": team.decision_number})
    return team
