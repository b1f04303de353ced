"""Reads of one cycle: what may be done next, what is missing, what happened, where in the six steps it stands."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import audit, clock
from core.models import AuditEvent
from products import cycle as table
from products.enums import CycleState, Step
from products.models import FINAL_STATES, Cycle

# Names of the events of steps 2 to 4 that are not rows of the table; rows speak with their label.
EVENTS = {
    "cycle.open": _("Mở hồ sơ, nhập phiếu ý tưởng"),
    "idea.save": _("Sửa phiếu ý tưởng"),
    "plan.save": _("Lưu phương án kinh doanh"),
    "milestone.add": _("Thêm mốc triển khai"),
    "milestone.done": _("Ghi hoàn thành một mốc"),
    "milestone.file": _("Thêm minh chứng của mốc triển khai"),
    "plan.money": _("Lưu bảng tiền của phương án"),
    "grant.add": _("Ghi một khoản hỗ trợ"),
    "grant.plan": _("Ghi thêm dự kiến hỗ trợ"),
    "grant.approve": _("Duyệt kinh phí hỗ trợ"),
    "grant.pay": _("Chi kinh phí hỗ trợ"),
    "grant.take_back": _("Rút lại một dòng kinh phí"),
}
# name of a row -> name of the URL (argument: key of the cycle) where another room carries the act out; "dossier" -> the
# page of the dossier. Later rooms fill it when they are ready.
PAGES: dict[str, str] = {}
# verb -> words, for events of other rooms on a cycle or its papers
VERBS: dict[str, str] = {}


@dataclass(frozen=True)
class Act:
    """One row that leaves the cycle's state. `allowed`: this person's step; `missing`: why it is not possible yet."""

    row: table.Transition
    allowed: bool
    missing: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def open(self) -> bool:
        return self.allowed and not self.missing


def next_acts(cycle: Cycle, user) -> list[Act]:
    """Every row from the cycle's state in table order, each actor asked once. Call it once a page (craft §4)."""
    known: dict[str, bool] = {}

    def is_one_of(row) -> bool:
        if user is audit.SYSTEM:
            return True
        for name in row.who:
            if name not in known:
                known[name] = table.ACTORS[name](user, cycle)
        return any(known[name] for name in row.who)

    acts = []
    for row in table.from_state(cycle.state):
        if not table.on_the_way(row, cycle):
            continue
        allowed = is_one_of(row)
        found = [table.GUARDS[name](cycle, user) for name in row.guards] if allowed else []
        if allowed and row.window:
            found.append(table.WINDOWS[row.window](cycle, clock.now()))
        acts.append(Act(row, allowed, [str(words) for words in found if words], _address(row, cycle)))
    return acts


def _address(row: table.Transition, cycle: Cycle) -> str:
    if row.room == "products":
        return reverse("products:transition", args=[cycle.pk, row.name])
    return reverse(PAGES[row.name], args=[cycle.pk]) if row.name in PAGES else ""


@dataclass(frozen=True)
class Event:
    at: datetime
    words: str
    actor: str
    reason: str = ""
    state: str = ""


def cycle_timeline(cycle: Cycle, limit: int = 100) -> list[Event]:
    """What happened to the cycle and its papers, newest first, refused acts left out: one query."""
    own = Q(object_type=Cycle._meta.label_lower, object_id=str(cycle.pk))
    papers = Q(parent_type=Cycle._meta.label_lower, parent_id=str(cycle.pk))
    rows = AuditEvent.objects.filter(own | papers, refused=False).order_by("-number")[:limit]
    return [_event(row) for row in rows]


def _event(row: AuditEvent) -> Event:
    name = row.verb.removeprefix("cycle.")
    known = table.BY_NAME.get(name) if row.verb.startswith("cycle.") else None
    words = known.label if known else EVENTS.get(row.verb) or VERBS.get(row.verb) or _("Cập nhật hồ sơ")
    state = row.after.get("state", "")
    return Event(
        at=row.at,
        words=words,
        actor=row.actor_name,
        reason=row.reason,
        state=CycleState(state).label if state in CycleState.values else "",
    )


def six_steps(cycle: Cycle) -> list[dict]:
    """The full drawing of the cycle for {% steps %}: six dicts with label, note and state ("done", "now" or "")."""
    now = int(step_of(cycle.state))
    over = cycle.state in FINAL_STATES
    items = []
    for number, step in enumerate(Step, start=1):
        state = "done" if number < now or (over and number == now == 6) else "now" if number == now else ""
        note = cycle.get_state_display() if number == now else ""
        items.append({"label": step.label, "note": note, "state": state})
    return items


def step_of(state: str) -> str:
    """The step (1 to 6) that a state belongs to."""
    return table.STEP_OF[state]


def is_under_way(product) -> bool:
    """Whether a cycle of the product runs: no other one can be opened beside it."""
    return Cycle.objects.filter(product=product).exclude(state__in=FINAL_STATES).exists()


def states_of(step: str) -> list[str]:
    """The states of a step, for filters."""
    return [state for state, own in table.STEP_OF.items() if own == step]
