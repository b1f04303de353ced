"""Pages of steps 2 to 4: idea, business plan, milestones, support."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.answers import adding, differences, posted, refuse, take_version
from core.exceptions import NotAllowed, Refused, Stale
from products import messages, rules, services
from products.enums import CycleState, MilestoneState
from products.forms import GrantForm, IdeaForm, MilestoneDoneForm, MilestoneForm, PlanForm
from products.models import BusinessPlan, Idea, Milestone
from products.services.papers import IDEA_FIELDS, PLAN_FIELDS
from products.services.writers import BEFORE_SUPPORT, IDEA_OPEN, PLAN_OPEN
from products.views.cycles import cycle_of


def paper_page(request, cycle, paper, form_class, fields, states, template, save):
    """An idea or a plan: a form while it is open to the person, else its text. Nothing typed is lost (409, 422)."""
    may = rules.may_edit(request.user, cycle)
    if request.method == "POST" and not may:
        raise NotAllowed(messages.NOT_YOUR_CYCLE, code="not_your_cycle", obj=cycle)
    values = {name: getattr(paper, name) for name in (*fields, "version")} if paper else {"version": 0}
    form = form_class(posted(request), initial=values)
    context = {"cycle": cycle, "paper": paper, "open": may and cycle.state in states}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            cleaned = dict(form.cleaned_data)
            version = cleaned.pop("version")
            try:
                save(version, cleaned)
            except Refused as refusal:
                if isinstance(refusal, Stale):
                    paper = type(paper).objects.get(pk=paper.pk) if paper else None
                    standing = paper or BusinessPlan.objects.filter(cycle=cycle).first()
                    context["differ"] = differences(form, standing) if standing else []
                    take_version(form, standing.version if standing else 0)
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lưu."))
                return redirect(cycle)
    return render(request, template, context | {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def idea(request, pk):
    cycle = cycle_of(request, pk)
    paper = get_object_or_404(Idea.objects.visible_to(request.user).select_related("entered_by"), cycle=cycle)
    paper.cycle = cycle

    def save(version, values):
        services.save_idea(idea=paper, version=version, actor=request.user, **values)

    return paper_page(request, cycle, paper, IdeaForm, IDEA_FIELDS, IDEA_OPEN, "products/idea.html", save)


@login_required
@require_http_methods(["GET", "POST"])
def plan(request, pk):
    cycle = cycle_of(request, pk)
    paper = BusinessPlan.objects.visible_to(request.user).filter(cycle=cycle).first()

    def save(version, values):
        services.save_plan(cycle=cycle, version=version, actor=request.user, **values)

    return paper_page(request, cycle, paper, PlanForm, PLAN_FIELDS, PLAN_OPEN, "products/plan.html", save)


@login_required
@require_http_methods(["GET", "POST"])
def milestones(request, pk):
    cycle = cycle_of(request, pk)
    may = rules.may_edit(request.user, cycle)
    if request.method == "POST" and not may:
        raise NotAllowed(messages.NOT_YOUR_CYCLE, code="not_your_cycle", obj=cycle)
    form = MilestoneForm(posted(request))
    context = {
        "cycle": cycle,
        "rows": cycle.milestones.all(),
        "planned": MilestoneState.PLANNED,
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
    row = get_object_or_404(Milestone.objects.visible_to(request.user), pk=milestone_pk, cycle=cycle)
    row.cycle = cycle
    if not rules.may_edit(request.user, cycle):
        raise NotAllowed(messages.NOT_YOUR_CYCLE, code="not_your_cycle", obj=cycle)
    form = MilestoneDoneForm(posted(request))
    return adding(
        request, form, "products/milestone_done.html", {"cycle": cycle, "row": row},
        lambda: services.finish_milestone(milestone=row, actor=request.user, **form.cleaned_data),
        ["products:milestones", cycle.pk], _("Đã ghi hoàn thành."),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def grants(request, pk):
    cycle = cycle_of(request, pk)
    may = rules.may_record_support(request.user, cycle)
    if request.method == "POST" and not may:
        raise NotAllowed(messages.NOT_YOUR_CYCLE, code="not_your_cycle", obj=cycle)
    form = GrantForm(posted(request))
    rows = list(cycle.grants.all())
    context = {
        "cycle": cycle,
        "rows": rows,
        "planned": sum(row.planned for row in rows),
        "paid": sum(row.paid for row in rows),
        "open": may and cycle.state not in BEFORE_SUPPORT,
    }

    def add():
        values = form.cleaned_data | {"paid": form.cleaned_data["paid"] or 0}
        services.add_grant(cycle=cycle, actor=request.user, **values)

    return adding(request, form, "products/grants.html", context, add, ["products:grants", cycle.pk])
