"""Pages of step 4: milestones with their evidence, support with its ledger."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.answers import adding, posted
from core.exceptions import NotAllowed
from products import messages, rules, services
from products.enums import CycleState, EntryKind, MilestoneState
from products.forms import EntryForm, GrantForm, MilestoneDoneForm, MilestoneFileForm, MilestoneForm, TakeBackForm
from products.models import Milestone, SupportEntry, SupportGrant
from products.services.writers import BEFORE_SUPPORT
from products.views.cycles import WITH, cycle_of


def writer(request, cycle) -> None:
    if not rules.may_edit(request.user, cycle):
        raise NotAllowed(messages.NOT_YOUR_CYCLE, code="not_your_cycle", obj=cycle)


def milestone_of(request, cycle, pk) -> Milestone:
    row = get_object_or_404(Milestone.objects.visible_to(request.user), pk=pk, cycle=cycle)
    row.cycle = cycle
    return row


@login_required
@require_http_methods(["GET", "POST"])
def milestones(request, pk):
    cycle = cycle_of(request, pk)
    may = rules.may_edit(request.user, cycle)
    if request.method == "POST":
        writer(request, cycle)
    form = MilestoneForm(posted(request))
    rows = list(cycle.milestones.prefetch_related("files__file"))
    context = {
        "cycle": cycle,
        "rows": rows,
        "planned": MilestoneState.PLANNED,
        "bare": sum(1 for row in rows if row.state == MilestoneState.DONE and not row.files.all()),
        "open": may and cycle.state == CycleState.RUNNING,
    }
    return adding(
        request, form, "products/milestones.html", context,
        lambda: services.add_milestone(cycle=cycle, actor=request.user, **form.cleaned_data),
        ["products:milestones", cycle.pk], _("Đã thêm mốc."),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def milestone_done(request, pk, milestone_pk):
    cycle = cycle_of(request, pk)
    row = milestone_of(request, cycle, milestone_pk)
    writer(request, cycle)
    form = MilestoneDoneForm(posted(request))
    return adding(
        request, form, "products/milestone_done.html", {"cycle": cycle, "row": row},
        lambda: services.finish_milestone(milestone=row, actor=request.user, **form.cleaned_data),
        ["products:milestones", cycle.pk], _("Đã ghi hoàn thành."),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def milestone_file(request, pk, milestone_pk):
    cycle = cycle_of(request, pk)
    row = milestone_of(request, cycle, milestone_pk)
    writer(request, cycle)
    form = MilestoneFileForm(posted(request), request.FILES or None)

    def add():
        data = form.cleaned_data
        services.add_milestone_file(milestone=row, actor=request.user, title=data["title"], upload=data["file"])

    return adding(
        request, form, "products/milestone_file.html", {"cycle": cycle, "row": row, "files": row.files.all()}, add,
        ["products:milestones", cycle.pk], _("Đã thêm minh chứng."),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def grants(request, pk):
    cycle = cycle_of(request, pk)
    may = rules.may_record_support(request.user, cycle)
    if request.method == "POST" and not may:
        raise NotAllowed(messages.NOT_YOUR_GRANT, code="not_your_cycle", obj=cycle)
    form = GrantForm(posted(request))
    rows = list(cycle.grants.all())
    context = {
        "cycle": cycle,
        "rows": rows,
        "planned": sum(row.planned for row in rows),
        "approved": sum(row.approved for row in rows),
        "paid": sum(row.paid for row in rows),
        "open": may and cycle.state not in BEFORE_SUPPORT,
    }

    def add():
        values = form.cleaned_data | {"paid": form.cleaned_data["paid"] or 0}
        services.add_grant(cycle=cycle, actor=request.user, **values)

    return adding(request, form, "products/grants.html", context, add, ["products:grants", cycle.pk])


def grant_of(request, pk) -> SupportGrant:
    rows = SupportGrant.objects.visible_to(request.user).select_related(*(f"cycle__{name}" for name in WITH))
    return get_object_or_404(rows, pk=pk)


def kinds_for(user, grant) -> list:
    """The lines that this person may write."""
    if not rules.may_record_support(user, grant.cycle) or grant.cycle.state in BEFORE_SUPPORT:
        return []
    decides = rules.may_decide_support(user, grant.cycle, grant.source)
    return EntryKind.choices if decides else EntryKind.choices[:1]


@login_required
@require_http_methods(["GET", "POST"])
def grant(request, pk):
    """A grant with its ledger; one more line."""
    row = grant_of(request, pk)
    kinds = kinds_for(request.user, row)
    if request.method == "POST" and not kinds:
        raise NotAllowed(messages.NOT_YOUR_GRANT, code="not_your_cycle", obj=row.cycle)
    form = EntryForm(posted(request), kinds=kinds or EntryKind.choices)
    entries = list(row.entries.select_related("reversed_by"))
    context = {"grant": row, "cycle": row.cycle, "entries": entries, "open": bool(kinds)}
    return adding(
        request, form, "products/grant.html", context,
        lambda: services.enter(grant=row, actor=request.user, **form.cleaned_data),
        ["products:grant", row.pk], _("Đã ghi vào sổ."),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def entry_back(request, pk, entry_pk):
    """Asks why a line is taken back (GET), takes it back (POST)."""
    row = grant_of(request, pk)
    entry = get_object_or_404(SupportEntry.objects.visible_to(request.user), pk=entry_pk, grant=row)
    entry.grant = row
    if entry.kind not in dict(kinds_for(request.user, row)):
        raise NotAllowed(messages.NOT_YOUR_GRANT, code="not_your_cycle", obj=row.cycle)
    form = TakeBackForm(posted(request))
    context = {"grant": row, "entry": entry}
    if request.method == "GET" and (entry.reverses_id or hasattr(entry, "reversed_by")):
        return render(request, "products/entry_back.html", context | {"form": None, "gone": True})
    return adding(
        request, form, "products/entry_back.html", context,
        lambda: services.take_back(entry=entry, actor=request.user, **form.cleaned_data),
        ["products:grant", row.pk], _("Đã rút lại dòng này; cả hai dòng vẫn còn trong sổ."),
    )  # fmt: skip
