"""The yardstick of the inbox: the same page written the obvious way. Every open cycle in reach is read, with what it names,
and the rules are asked one by one whose turn it is; groups and order are made in Python. Rows, words and template are
those of the real page.
"""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from core import clock
from districts.workdays import calendar_of
from ocop_portal import inbox as work
from ocop_portal import turns
from products import cycle as table
from products.models import FINAL_STATES, Cycle
from products.paths import reporting_level

SEATS = {"advisor", "secretary", "chair"}


def my_turn(user, cycle) -> bool:
    """The same question that `ocop_portal.inbox` asks of the database for all rows at once."""
    for row in work.next_acts():
        if cycle.state not in row.sources:
            continue
        reports = reporting_level(cycle) is not None
        if row.name == "report_by_commune" and not reports:
            continue
        if row.name == "receive" and cycle.state == "dossier_filed" and reports:
            continue
        for name in set(row.who) - SEATS:
            if name == "local_officer" and cycle.producer.members.exists():
                continue
            if table.ACTORS[name](user, cycle):
                return True
    return False


def place(cycle, today) -> int:
    """The group of a row."""
    if cycle.due_on and cycle.due_on < today:
        return 0
    if cycle.state in work.RETURNED:
        return 2
    return 1 if cycle.due_on and cycle.due_on <= today + timedelta(days=work.SOON_DAYS) else 3


def by_due(cycle):
    return (cycle.due_on is None, cycle.due_on or clock.today(), cycle.pk)


@login_required
def inbox(request):
    """The obvious inbox."""
    today, mine, others = clock.today(), [[], [], [], []], []
    rows = Cycle.objects.visible_to(request.user).exclude(state__in=FINAL_STATES)
    for cycle in rows.select_related("product", "producer", "regulation", "unit__parent", "province"):
        if my_turn(request.user, cycle):
            mine[place(cycle, today)].append(cycle)
        else:
            others.append(cycle)
    groups, tally, shown = [], [], 0
    for number, (_name, anchor, label, tone, icon) in enumerate(work.GROUPS):
        rows = sorted(mine[number], key=by_due)
        part = rows[: max(work.SHOWN - shown, 0)]
        shown += len(part)
        lines = []
        for cycle in part:
            cycle.walked_at = cycle.filed_at or cycle.created_at
            cycle.regulation_code = cycle.regulation.code
            lines.append(work.line(cycle, calendar_of(cycle.province)))
        groups.append({"id": anchor, "label": label, "tone": tone, "icon": icon, "count": len(rows),
                       "urgent": number == 0, "more": len(rows) - len(part), "rows": lines})  # fmt: skip
        tally.append({"count": len(rows), "label": label, "url": f"#{anchor}", "tone": tone})
    lines = []
    for cycle in sorted(others, key=by_due)[: work.ELSEWHERE_SHOWN]:
        cycle.signs_in = cycle.producer.members.exists()
        turns.turn_of(cycle)
        lines.append(work.line(cycle, None, waiting=True))
    groups.append({"id": "cho-noi-khac", "label": "Chờ nơi khác", "tone": "", "icon": "wait", "count": len(others),
                   "urgent": False, "more": len(others) - len(lines), "rows": lines})  # fmt: skip
    tally.append({"count": len(others), "label": "Chờ nơi khác", "url": "#cho-noi-khac"})
    context = {"groups": groups, "tally_items": tally, "sessions": [], "reports": [], "after": {}, "nothing": False,
               "lead": f"{sum(map(len, mine))} việc", "eyebrow": "", "provisional": []}  # fmt: skip
    return render(request, "portal/inbox.html", context)
