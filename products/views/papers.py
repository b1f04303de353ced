"""Pages of steps 2 and 3: the idea, the business plan and its money table."""

from types import SimpleNamespace

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import refusals
from core.answers import differences, posted, refuse, take_version
from core.exceptions import NotAllowed, Refused, Stale
from products import messages, rules, services
from products.enums import CycleState, PaperKind, PlanPart
from products.forms import MoneyTable, PaperForm
from products.models import BusinessPlan, Idea
from products.money import YEARS
from products.selectors import papers as reads
from products.services.writers import IDEA_OPEN, PLAN_OPEN
from products.slips import value_of
from products.views.cycles import cycle_of

BLANK_LINES = 2  # empty lines below each part of the money table


def reading(cycle, kind, paper) -> dict:
    """What both papers show: slip, parts, remarks of the last return, sendings and what the last one changed."""
    slip, turns = reads.slip_for(kind, cycle, paper), reads.sent(cycle, kind)
    parts, remarks = slip.for_set(cycle.product_set.number), reads.last_remarks(cycle, kind)
    changed = reads.changed_keys(turns)
    return {
        "cycle": cycle, "paper": paper, "slip": slip, "parts": parts, "remarks": remarks, "turns": turns,
        "answers": reads.answers(parts, paper, remarks, changed) if paper else [],
        "lines_changed": "lines" in changed,
    }  # fmt: skip


def paper_page(request, context, form, states, template, save):
    """An idea or a plan: a form while it is open to the person, else its text. Nothing typed is lost (409, 422)."""
    cycle, paper = context["cycle"], context["paper"]
    may, status = rules.may_edit(request.user, cycle), 200
    if request.method == "POST" and not may:
        raise NotAllowed(messages.NOT_YOUR_CYCLE, code="not_your_cycle", obj=cycle)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                save(form.cleaned_data["version"], form.values())
            except Refused as refusal:
                if isinstance(refusal, Stale):
                    context["differ"] = told_apart(form, context, paper)
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lưu."))
                return redirect(cycle)
    context |= {"form": form, "open": may and cycle.state in states}
    return render(request, template, context, status=status)


def told_apart(form, context, paper) -> list[dict]:
    """What stands saved beside what was typed; the form takes the version that stands now."""
    standing = (type(paper) if paper else BusinessPlan).objects.filter(cycle=context["cycle"]).first()
    if standing is None:
        return []
    take_version(form, standing.version)
    kept = {item.name: value_of(item, standing) for part in context["parts"] for item in part.items}
    return differences(form, SimpleNamespace(**kept))


@login_required
@require_http_methods(["GET", "POST"])
def idea(request, pk):
    cycle = cycle_of(request, pk)
    rows = Idea.objects.visible_to(request.user).select_related("entered_by", "updated_by", "reviewed_by")
    paper = get_object_or_404(rows, cycle=cycle)
    paper.cycle = cycle
    context = reading(cycle, PaperKind.IDEA, paper)
    asked = context["remarks"] if cycle.state == CycleState.IDEA_RETURNED else {}
    form = PaperForm(
        posted(request), parts=context["parts"], paper=paper, remarks=asked, needed=("summary",),
        entered_for=bool(paper.entered_for),
    )  # fmt: skip

    def save(version, values):
        services.save_idea(idea=paper, version=version, actor=request.user, **values)

    return paper_page(request, context, form, IDEA_OPEN, "products/idea.html", save)


@login_required
@require_http_methods(["GET", "POST"])
def plan(request, pk):
    cycle = cycle_of(request, pk)
    paper = BusinessPlan.objects.visible_to(request.user).select_related("updated_by").filter(cycle=cycle).first()
    context = reading(cycle, PaperKind.PLAN, paper)
    asked = context["remarks"] if cycle.state == CycleState.PLAN_RETURNED else {}
    form = PaperForm(posted(request), parts=context["parts"], paper=paper, remarks=asked)
    context["money"] = reads.money_of(paper)

    def save(version, values):
        services.save_plan(cycle=cycle, version=version, actor=request.user, **values)

    return paper_page(request, context, form, PLAN_OPEN, "products/plan.html", save)


def blank_and_written(paper) -> list[dict]:
    """First values of the money table: the written lines of each part, then empty ones."""
    lines = list(paper.lines.values("part", "label", *YEARS)) if paper else []
    rows = []
    for part in PlanPart.values:
        rows += [line for line in lines if line["part"] == part] + [{"part": part}] * BLANK_LINES
    return rows


@login_required
@require_http_methods(["GET", "POST"])
def plan_money(request, pk):
    cycle = cycle_of(request, pk)
    if not rules.may_edit(request.user, cycle):
        raise NotAllowed(messages.NOT_YOUR_CYCLE, code="not_your_cycle", obj=cycle)
    paper = BusinessPlan.objects.visible_to(request.user).filter(cycle=cycle).first()
    formset = MoneyTable(posted(request), initial=blank_and_written(paper))
    version, status = paper.version if paper else 0, 200
    if request.method == "POST":
        status, version = 422, int(request.POST["version"]) if request.POST.get("version", "").isdecimal() else -1
        if formset.is_valid():
            try:
                services.save_plan_money(cycle=cycle, version=version, lines=formset.lines(), actor=request.user)
            except Refused as refusal:
                refusals.remember(request, refusal)
                formset.non_form_errors().append(refusal.sentence)
                status, version = refusal.status, paper.version if paper else 0
            else:
                notices.success(request, _("Đã lưu bảng tiền; các tổng được cộng lại."))
                return redirect("products:plan", pk=cycle.pk)
    context = {"cycle": cycle, "formset": formset, "version": version, "open": cycle.state in PLAN_OPEN}
    return render(request, "products/plan_money.html", context, status=status)
