"""Whose act a cycle waits for, as a place with a name: for "chờ nơi khác" and for notices.

The transition table says who; here that becomes one unit, one producer or one council. `tests/portal/test_turns.py` holds
this together with the rules that say the same of one person at a time.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.recipients import Offices
from core.scope import COMMUNE, DISTRICT, MINISTRY, PROVINCE
from districts.enums import Level
from producers.models import ProducerMember
from products import cycle as table
from products.enums import CycleState, EvaluationLevel
from products.models import Cycle
from products.paths import path_of

PRODUCER, COUNCIL = "producer", "council"
IN_COUNCIL = (CycleState.SCHEDULED, CycleState.SCORED)
ROLE_OF = {
    EvaluationLevel.DISTRICT: DISTRICT,
    EvaluationLevel.PROVINCE: PROVINCE,
    EvaluationLevel.CENTRE: MINISTRY,
}
# What `turn_of` and `words_of` read along.
READ_ALONG = ("product", "producer", "regulation", "unit__parent", "province__programme")


@dataclass(frozen=True)
class Turn:
    """`kind`: producer, council, or a role of an office. `local`: an officer acts for a producer who does not sign in."""

    kind: str
    level: str = ""
    local: bool = False


def with_members(cycles):
    """Adds `signs_in`: whether somebody signs in for the producer."""
    members = ProducerMember.objects.filter(producer_id=OuterRef("producer_id"))
    return cycles.annotate(signs_in=Exists(members))


def turn_of(cycle: Cycle) -> Turn | None:
    """The place of the next expected act; None for a final state. `cycle` as read with READ_ALONG and `with_members`."""
    path = path_of(cycle)
    scoring = cycle.level or next(level.level for level in path.levels if level.scores)
    if cycle.state in IN_COUNCIL:
        return Turn(COUNCIL, scoring)
    reports = any(level.reports for level in path.levels)
    skipped = (
        "receive" if cycle.state == CycleState.DOSSIER_FILED and reports else "" if reports else "report_by_commune"
    )
    row = next((r for r in table.TABLE if r.main and cycle.state in r.sources and r.name != skipped), None)
    if row is None:
        return None
    if "producer" in row.who:
        return Turn(PRODUCER) if cycle.signs_in else Turn(COMMUNE, local=True)
    if "commune" in row.who:
        return Turn(COMMUNE)
    if "receiver" in row.who:
        return Turn(ROLE_OF[scoring], scoring)
    if path.level(EvaluationLevel.DISTRICT) is not None:
        return Turn(DISTRICT)
    setting, default = (
        ("appraisal_level", Level.COMMUNE) if "appraiser" in row.who else ("selection_level", Level.PROVINCE)
    )
    programme = getattr(cycle.province, "programme", None)
    return Turn(getattr(programme, setting, default))


def words_of(turn: Turn | None, cycle: Cycle) -> str:
    """The name of the place: "HTX Chè Lệ Thủy", "Ủy ban nhân dân xã Lệ Thủy", "Cơ quan OCOP tỉnh Quảng Trị"."""
    if turn is None:
        return ""
    if turn.kind == PRODUCER:
        return cycle.producer.name
    if turn.kind == COUNCIL:
        return _("Hội đồng đánh giá %(level)s") % {"level": EvaluationLevel(turn.level).label.lower()}
    if turn.kind == MINISTRY:
        return _("Bộ Nông nghiệp và Môi trường")
    if turn.kind == PROVINCE:
        return _("Cơ quan OCOP %(province)s") % {"province": cycle.province.full_name}
    unit = cycle.unit
    if turn.kind == DISTRICT and unit.parent is not None and unit.parent.level == Level.DISTRICT:
        unit = unit.parent
    return _("Ủy ban nhân dân %(unit)s") % {"unit": unit.full_name}


def people_of(turn: Turn | None, cycle: Cycle, offices: Offices, members: dict[int, set[int]]) -> frozenset[int]:
    """User ids behind a turn. `members`: producer id -> user ids. A council's turn is told to the office that runs it."""
    if turn is None:
        return frozenset()
    if turn.kind == PRODUCER:
        return frozenset(members.get(cycle.producer_id, ()))
    kind = ROLE_OF[turn.level] if turn.kind == COUNCIL else turn.kind
    if kind == MINISTRY:
        return offices.at(MINISTRY, None)
    if kind == PROVINCE:
        return offices.at(PROVINCE, cycle.province_id)
    near = offices.at(COMMUNE, cycle.unit_id)
    far = offices.at(DISTRICT, cycle.unit_id) | offices.at(DISTRICT, cycle.unit.parent_id)
    if turn.local:
        return near | far
    return near if kind == COMMUNE else far


def members_of(producer_ids) -> dict[int, set[int]]:
    """Producer id -> ids of the people who sign in for it: one query."""
    found: dict[int, set[int]] = {}
    rows = ProducerMember.objects.filter(producer_id__in=set(producer_ids), user__is_active=True)
    for producer, user in rows.values_list("producer_id", "user_id"):
        found.setdefault(producer, set()).add(user)
    return found
