"""What waits for a person: cycles whose next act is theirs, by the transition table; sessions to score; new reports.

Who may act is asked here of the database as one condition for all rows, from the same table and the same rules as
`products.rules` asks for one cycle; `tests/portal/test_inbox.py` holds the two together. At most six queries: two of
them for what follows a recognition (`followups`).
"""

from datetime import datetime, time, timedelta

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Value,
    When,
    Window,
)  # fmt: skip
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock, formats
from core.reference import per_process
from core.scope import COMMUNE, DISTRICT, LEADERSHIP, MINISTRY, PROVINCE
from districts.enums import Level
from districts.models import ProgrammeSettings
from districts.workdays import calendar_of
from evaluations.enums import SessionState
from evaluations.models import CouncilMember, CouncilSession
from ocop_portal import turns
from ocop_portal.followups import followups
from producers.models import ProducerMember
from products import cycle as table
from products.deadlines import by_working_days
from products.enums import CycleState, EvaluationLevel
from products.models import FINAL_STATES, Cycle
from products.selectors.regulations import all_specs
from reports.models import Report

SHOWN = 50
ELSEWHERE_SHOWN = 10
SOON_DAYS = 7
RETURNED = (CycleState.IDEA_RETURNED, CycleState.PLAN_RETURNED, CycleState.DOSSIER_RETURNED)
NEVER = Q(pk__in=[])
# What the person does with a row, and the verb of its button; the page of the cycle offers the ways it can end.
REPORT = (gettext_lazy("Lập báo cáo của xã (Mẫu số 03)"), gettext_lazy("Lập báo cáo"))
RECEIVE = (gettext_lazy("Tiếp nhận hồ sơ"), gettext_lazy("Tiếp nhận"))
WORK = {
    CycleState.IDEA_DRAFT: (gettext_lazy("Soạn phiếu ý tưởng"), gettext_lazy("Soạn ý tưởng")),
    CycleState.IDEA_SUBMITTED: (gettext_lazy("Xét ý tưởng"), gettext_lazy("Xét ý tưởng")),
    CycleState.IDEA_REVIEWED: (gettext_lazy("Thẩm định ý tưởng"), gettext_lazy("Thẩm định")),
    CycleState.IDEA_RETURNED: (gettext_lazy("Sửa phiếu ý tưởng"), gettext_lazy("Sửa ý tưởng")),
    CycleState.PLAN_DRAFT: (gettext_lazy("Lập phương án kinh doanh"), gettext_lazy("Lập phương án")),
    CycleState.PLAN_SUBMITTED: (gettext_lazy("Xét chọn phương án"), gettext_lazy("Xét phương án")),
    CycleState.PLAN_RETURNED: (gettext_lazy("Sửa phương án kinh doanh"), gettext_lazy("Sửa phương án")),
    CycleState.RUNNING: (gettext_lazy("Ghi kết quả triển khai"), gettext_lazy("Ghi kết quả")),
    CycleState.COMPLETED: (gettext_lazy("Lập hồ sơ đánh giá"), gettext_lazy("Lập hồ sơ")),
    CycleState.DOSSIER_DRAFT: (gettext_lazy("Hoàn thiện hồ sơ đánh giá"), gettext_lazy("Làm hồ sơ")),
    CycleState.DOSSIER_RETURNED: (gettext_lazy("Bổ sung hồ sơ đánh giá"), gettext_lazy("Bổ sung")),
    CycleState.REPORTED: RECEIVE,
    CycleState.FORWARDED: RECEIVE,
    CycleState.RECEIVED: (gettext_lazy("Kiểm tra hồ sơ"), gettext_lazy("Kiểm tra")),
    CycleState.CLOSED: (gettext_lazy("Xử lý kết quả đã chốt"), gettext_lazy("Xử lý kết quả")),
    CycleState.HANDED_BACK: (gettext_lazy("Xử lý kết quả cấp trên chuyển về"), gettext_lazy("Xử lý kết quả")),
}
GROUPS = (
    ("overdue", "qua-han", gettext_lazy("Quá hạn"), "bad", "alert"),
    ("soon", "trong-7-ngay", gettext_lazy("Trong 7 ngày"), "soon", "clock"),
    ("returned", "bi-tra-lai", gettext_lazy("Bị trả lại"), "info", "back"),
    ("waiting", "cho-xu-ly", gettext_lazy("Chờ xử lý"), "", "edit"),
)


@per_process
def paths() -> tuple:
    """(regulation code, first moment or None, end moment or None, path) for every path of every regulation."""
    found = []
    for spec in all_specs():
        code, rows = spec.code, spec.paths
        starts = [None, *(_midnight(p.valid_from) for p in rows[1:])]
        found += [(code, start, end, path) for path, start, end in zip(rows, starts, [*starts[1:], None], strict=True)]
    return tuple(found)


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def on_paths(fits) -> Q:
    """Cycles whose path answers True to `fits`; `walked_at` is the moment that chooses the path."""
    condition = NEVER
    for code, start, end, path in paths():
        if not fits(path):
            continue
        one = Q(regulation__code=code)
        if start is not None:
            one &= Q(walked_at__gte=start)
        if end is not None:
            one &= Q(walked_at__lt=end)
        condition |= one
    return condition


def first_scoring(path) -> str:
    """Name of the lowest level of a path that scores."""
    return next(level.level for level in path.levels if level.scores)


def acting_conditions(user) -> dict[str, Q]:
    """Name of an actor of the table -> the cycles for which this person is that actor."""
    held = [role for role in user.scope.roles if role.acts]
    communes = Q(unit_id__in={u for r in held if r.role == COMMUNE for u in r.unit_ids})
    districts = Q(unit_id__in={u for r in held if r.role == DISTRICT for u in r.unit_ids})
    provinces = Q(province_id__in={p for r in held if r.role == PROVINCE for p in r.province_ids})
    by_level = {Level.COMMUNE: communes, Level.DISTRICT: districts, Level.PROVINCE: provinces}
    has_district = on_paths(lambda path: path.level(EvaluationLevel.DISTRICT) is not None)

    def chosen(setting):
        """By the district where the path has one, else by the level that the province chose (commune by default)."""
        default = {"appraisal_level": Level.COMMUNE, "selection_level": Level.PROVINCE}[setting]
        own = Q(province__programme__isnull=True) & by_level[default]
        for level, condition in by_level.items():
            own |= Q(**{f"province__programme__{setting}": level}) & condition
        return (has_district & districts) | (~has_district & own)

    centre = Q() if any(r.role == MINISTRY for r in held) else NEVER
    receivers = {
        EvaluationLevel.DISTRICT: districts,
        EvaluationLevel.PROVINCE: provinces,
        EvaluationLevel.CENTRE: centre,
    }
    receiver = NEVER
    for level, condition in receivers.items():
        first = on_paths(lambda path, level=level: first_scoring(path) == level)
        receiver |= (Q(level=level) | (Q(level="") & first)) & condition
    members = ProducerMember.objects.filter(producer_id=OuterRef("producer_id"))
    return {
        "producer": Exists(members.filter(user_id=user.pk)),
        "commune": communes,
        # An officer acts for producers who cannot: those without anybody who signs in.
        "local_officer": (communes | districts) & ~Exists(members),
        "appraiser": chosen("appraisal_level"),
        "selector": chosen("selection_level"),
        "receiver": receiver,
    }


def next_acts() -> list[table.Transition]:
    """The expected acts that the inbox knows: main rows of the table but those of council seats alone."""
    return [row for row in table.TABLE if row.main and row.name != "schedule"]


def my_turn(user) -> Q:
    """Cycles whose next expected act is this person's."""
    actors = acting_conditions(user)
    condition = NEVER
    for row in next_acts():
        who = NEVER
        for name in row.who:
            who |= Q(actors.get(name, NEVER))
        condition |= Q(state__in=_sources(row)) & fitting(row) & who
    return condition


def _sources(row) -> tuple[str, ...]:
    return tuple(str(state) for state in row.sources)


def fitting(row) -> Q:
    """What the table's guards leave of a row: a dossier just filed goes to the commune's report where the path has one."""
    reports = on_paths(lambda path: any(level.reports for level in path.levels))
    if row.name == "report_by_commune":
        return reports
    if row.name in ("review_idea", "accept_idea"):
        above = appraised_above()
        return above if row.name == "review_idea" else Q(state=CycleState.IDEA_REVIEWED) | ~above
    if row.name == "receive":
        return ~Q(state=CycleState.DOSSIER_FILED) | ~reports
    return Q()


def appraised_above() -> Q:
    """Cycles whose ideas another level than the commune appraises: by a district in the path, or by the province's choice."""
    has_district = on_paths(lambda path: path.level(EvaluationLevel.DISTRICT) is not None)
    chosen = ProgrammeSettings.objects.filter(province_id=OuterRef("province_id"))
    return has_district | Exists(chosen.exclude(appraisal_level=Level.COMMUNE))


def open_cycles(user):
    """Cycles under way that the person reaches, with the moment that chooses their path."""
    return (
        Cycle.objects.visible_to(user)
        .exclude(state__in=FINAL_STATES)
        .annotate(
            walked_at=Coalesce("filed_at", "created_at", output_field=DateTimeField()),
            regulation_code=F("regulation__code"),
        )
    )


def with_turn(user):
    """Open cycles with `mine`: whether the next expected act is the person's. A Case, because NOT of an unknown is unknown."""
    return open_cycles(user).annotate(
        mine=Case(When(my_turn(user), then=Value(True)), default=Value(False), output_field=BooleanField())
    )


def mine(user):
    """The person's cycles by due date, each with its group."""
    today = clock.today()
    group = Case(
        When(due_on__lt=today, then=Value(0)),
        When(state__in=RETURNED, then=Value(2)),
        When(due_on__lte=today + timedelta(days=SOON_DAYS), then=Value(1)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return (
        open_cycles(user)
        .filter(my_turn(user))
        .annotate(group=group)
        .select_related("product", "producer", "unit", "province")
        .order_by("group", F("due_on").asc(nulls_last=True), "pk")
    )


def elsewhere(user):
    """Cycles under way that the person reaches and somebody else has to move, the nearest due first."""
    return (
        turns.with_members(with_turn(user).filter(mine=False))
        .select_related(*turns.READ_ALONG)
        .order_by(F("due_on").asc(nulls_last=True), "-state_changed_at", "pk")
    )


def sessions(user):
    """Sessions not yet closed in whose council the person holds a seat."""
    seats = CouncilMember.objects.filter(user_id=user.pk).values("council_id")
    return (
        CouncilSession.objects.filter(council_id__in=seats)
        .exclude(state=SessionState.CLOSED)
        .select_related("council")
        .annotate(items_count=Count("items"))
        .order_by("held_on", "pk")
    )


def page(user) -> dict:
    """Everything that the template shows."""
    counted = mine(user).annotate(in_group=Window(Count("pk"), partition_by=[F("group")]))
    rows = list(counted[:SHOWN])
    others = list(elsewhere(user).annotate(in_group=Window(Count("pk")))[:ELSEWHERE_SHOWN])
    calendar = calendar_of(rows[0].province) if rows and any(r.due_on for r in rows) else None
    groups, tally = [], []
    for place, (_name, anchor, label, tone, icon) in enumerate(GROUPS):
        members = [row for row in rows if row.group == place]
        count = members[0].in_group if members else 0
        groups.append(
            {
                "id": anchor,
                "label": label,
                "tone": tone,
                "icon": icon,
                "count": count,
                "urgent": place == 0,
                "more": count - len(members),
                "rows": [line(row, calendar) for row in members],
            }  # fmt: skip
        )
        tally.append({"count": count, "label": label, "url": f"#{anchor}", "tone": tone})
    after = followups(user)
    total = sum(group["count"] for group in groups)
    waiting = others[0].in_group if others else 0
    label = _("Chờ nơi khác")
    groups.append(
        {
            "id": "cho-noi-khac",
            "label": label,
            "tone": "",
            "icon": "wait",
            "count": waiting,
            "urgent": False,
            "more": waiting - len(others),
            "rows": [line(row, None, waiting=True) for row in others],
        }  # fmt: skip
    )
    tally.append({"count": waiting, "label": label, "url": "#cho-noi-khac", "note": _("không phải làm gì")})
    leads = any(role.role == LEADERSHIP for role in user.scope.roles)
    seats = [] if leads else [session_line(row) for row in sessions(user)[:SHOWN]]
    reports = [report_line(row) for row in latest_reports(user)] if leads else []
    lead = _("%(n)s việc của ông/bà. Hạn tính theo ngày làm việc, đã trừ ngày nghỉ lễ.") % {"n": total}
    return {
        "lead": lead if total else _("Không có hồ sơ nào đang chờ ông/bà."),
        "groups": groups,
        "tally_items": tally,
        "sessions": seats,
        "reports": reports,
        "after": after,
        "provisional": provisional_years([row for group in groups for row in group["rows"]]),
        "nothing": not (total or waiting or seats or reports or after["radar"] or after["acts"]),
    }


def line(cycle, calendar, *, waiting=False) -> dict:
    """One row: what to do with what, whose it is, by when."""
    task, verb = ("", _("Xem hồ sơ")) if waiting else work(cycle)
    title = f"{task}: {cycle.product.name}" if task else cycle.product.name
    parts = [cycle.number, cycle.producer.name, cycle.unit.full_name, str(cycle.get_kind_display())]
    due = None if waiting else cycle.due_on
    provisional = bool(due and calendar and by_working_days(cycle) and calendar.is_provisional(due))
    return {
        "waits_for": turns.words_of(turns.turn_of(cycle), cycle) if waiting else "",
        "since": clock.local_day(cycle.state_changed_at),
        "theirs": cycle.due_on if waiting else None,
        "theirs_late": bool(waiting and cycle.due_on and cycle.due_on < clock.today()),
        "pk": cycle.pk,
        "note": _("hạn %(day)s (tạm tính)") % {"day": formats.show_date(due)} if provisional else "",
        "provisional": due.year if provisional else None,
        "url": cycle.get_absolute_url(),
        "title": title,
        "product": cycle.product.name,
        "line": " · ".join(part for part in parts if part),
        "quote": cycle.last_reason if cycle.state in RETURNED else "",
        "state": cycle.get_state_display(),
        "verb": verb,
        "due": due,
        "left": calendar.between(clock.today(), due) if due and calendar else None,
        # On days off after the last day no working day is over yet: "hạn là hôm nay" would be wrong.
        "just_over": bool(due and calendar and due < clock.today() and calendar.between(clock.today(), due) == 0),
    }


def provisional_years(rows: list[dict]) -> list[int]:
    """Years whose calendar is not announced, among the deadlines of these rows."""
    return sorted({row["provisional"] for row in rows if row["provisional"]})


def work(cycle) -> tuple[str, str]:
    """(what is to be done, the verb on the button) of a cycle that waits for the person; a new row of the table says itself."""
    if cycle.state == CycleState.DOSSIER_FILED:
        return REPORT if _reports(cycle) else RECEIVE
    if cycle.state in WORK:
        return WORK[cycle.state]
    act = next((row for row in next_acts() if cycle.state in row.sources), None)
    return (str(act.label) if act else "", _("Mở hồ sơ"))


def _reports(cycle) -> bool:
    """Whether the cycle's path has a reporting level."""
    for code, start, end, path in paths():
        begun = start is None or cycle.walked_at >= start
        if code == cycle.regulation_code and begun and (end is None or cycle.walked_at < end):
            return any(level.reports for level in path.levels)
    return False


def session_line(row) -> dict:
    """One session with seats of the person."""
    today = clock.today()
    if row.state == SessionState.OPEN:
        words, verb = _("Đang chấm"), _("Chấm điểm")
    elif row.held_on < today:
        words, verb = _("Đã qua ngày họp"), _("Xem phiên")
    else:
        words, verb = _("Sắp họp"), _("Xem phiên")
    return {
        "url": row.get_absolute_url(),
        "council_name": row.council.name,
        "held_on": row.held_on,
        "items_count": row.items_count,
        "words": words,
        "verb": verb,
    }


def latest_reports(user):
    """The five newest reports that the person reaches."""
    return Report.objects.visible_to(user).select_related("unit")[:5]


def report_line(row) -> dict:
    """One report as a row of files."""
    title = _("%(kind)s %(period)s, %(unit)s") % {
        "kind": row.get_kind_display(),
        "period": row.period,
        "unit": row.unit.full_name,
    }
    return {
        "title": title,
        "url": row.get_absolute_url(),
        "note": formats.show_moment(row.created_at),
        "button": _("Mở báo cáo"),
    }
