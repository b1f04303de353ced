"""The page of a cycle, the acts of its steps, and the registration of an idea."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import clock
from core.answers import posted, refuse
from core.exceptions import NotAllowed, Refused, Stale
from core.formats import show_date
from districts.workdays import calendar_of
from producers.models import Producer
from producers.selectors import training_of, writable_communes
from products import cycle as table
from products import messages, rules, services
from products.deadlines import by_working_days
from products.enums import CycleKind, PaperKind
from products.forms import ChooseProducerForm, RegisterForm, ReturnForm, TransitionForm
from products.models import FINAL_STATES, Cycle, Idea
from products.paths import finishes_by
from products.selectors import (
    classification,
    cycle_timeline,
    hub_parts,
    law_for_filing,
    next_acts,
    regulation_for,
    six_steps,
    waiting_for,
)
from products.selectors.papers import parts_for

WITH = ("product", "producer", "regulation", "product_set", "unit", "province")


def cycle_of(request, pk) -> Cycle:
    """The cycle, when the person reaches it; else 404."""
    return get_object_or_404(Cycle.objects.visible_to(request.user).select_related(*WITH), pk=pk)


def clock_of(cycle) -> dict:
    """`left`: working days to the due date; `due_note`: the day in words where it is provisional. One query."""
    if not cycle.due_on:
        return {"left": None}
    calendar = calendar_of(cycle.province)
    note = ""
    if by_working_days(cycle) and calendar.is_provisional(cycle.due_on):
        note = _("hạn %(day)s (tạm tính)") % {"day": show_date(cycle.due_on)}
    return {"left": calendar.between(clock.today(), cycle.due_on), "due_note": note}


@login_required
@require_GET
def cycle_page(request, pk):
    cycle = cycle_of(request, pk)
    acts = next_acts(cycle, request.user)
    own = [act for act in acts if act.allowed]
    last_day = None if cycle.state in FINAL_STATES else finishes_by(cycle)
    context = {
        "cycle": cycle,
        "steps": six_steps(cycle),
        "public_wording": table.PUBLIC_WORDING[cycle.state],
        "acts": own,
        "main": next((act for act in own if act.open and act.row.main and act.url), None),
        "waiting": waiting_for(acts) if acts and not any(act.row.main for act in own) else "",
        "over": not acts,
        "parts": hub_parts(cycle, rules.may_edit(request.user, cycle)),
        "timeline": cycle_timeline(cycle),
        "training": training_of(cycle.producer, request.user),
        "classification": classification(cycle.product_set),
        "law": law_for_filing(cycle, clock.today()),
        "finishes_by": last_day,
        "finishes_late": last_day is not None and clock.today() > last_day,
    }
    return render(request, "products/cycle.html", context | clock_of(cycle))


@login_required
@require_http_methods(["GET", "POST"])
def transition(request, pk, name):
    """Asks before the act (GET), carries it out (POST). A refusal answers with the same page and its status."""
    cycle = cycle_of(request, pk)
    row = table.BY_NAME.get(name)
    if row is None or row.room != "products":
        raise Refused(messages.UNKNOWN_TRANSITION, code="unknown", obj=cycle)
    form = act_form(request, cycle, row)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                check_seen(cycle, form.cleaned_data["seen"])
                carry_out(request, cycle, row, form)
            except Refused as refusal:
                cycle = cycle_of(request, pk)
                status = refuse(request, form, refusal)
            else:
                words = {"label": row.label, "number": cycle.number, "state": cycle.get_state_display()}
                notices.success(request, _("%(label)s: hồ sơ %(number)s nay ở trạng thái “%(state)s”.") % words)
                return redirect(cycle)
    elif not services.may(cycle, row, request.user):
        words = {"label": row.label, "state": cycle.get_state_display()}
        raise NotAllowed(messages.NOT_YOUR_STEP % words, code="not_your_step", obj=cycle)
    return render(request, "products/transition.html", {"form": form, "cycle": cycle, "row": row}, status=status)


def act_form(request, cycle, row):
    """The form of an act; where a paper goes back, with a field for each of its items."""
    words = {"row": row, "initial": {"seen": cycle.state}}
    if not row.remarks:
        return TransitionForm(posted(request), **words)
    paper = Idea.objects.filter(cycle=cycle).first() if row.remarks == PaperKind.IDEA else None
    items = [item for part in parts_for(row.remarks, cycle, paper) for item in part.items]
    return ReturnForm(posted(request), items=items, **words)


def carry_out(request, cycle, row, form) -> None:
    """The one service of the act."""
    act = {"cycle": cycle, "name": row.name, "actor": request.user, "reason": form.cleaned_data["reason"]}
    if row.remarks:
        services.send_back(**act, remarks=form.remarks())
    else:
        services.apply_transition(**act)


def check_seen(cycle: Cycle, seen: str) -> None:
    """Stale, when the page on which the person decided showed another state."""
    if seen and seen != cycle.state:
        raise Stale(messages.STALE % {"state": cycle.get_state_display()}, code="stale", obj=cycle)


def registrable(user):
    """Producers for which the person may open a cycle: its own, and those of the communes in its office."""
    visible = Producer.objects.visible_to(user)
    own = visible.filter(members__user_id=user.pk)
    units = {pk for held in user.scope.roles if held.acts for pk in held.unit_ids}
    return (own | visible.filter(unit_id__in=units)).distinct()


@login_required
@require_http_methods(["GET", "POST"])
def register(request):
    """Two questions: for which producer (?chu-the=), then the slip itself."""
    producers = registrable(request.user)
    chosen = request.GET.get("chu-the", "")
    if not chosen:
        return choose_producer(request, producers)
    producer = get_object_or_404(
        Producer.objects.visible_to(request.user).select_related("unit"), pk=int(chosen) if chosen.isdecimal() else 0
    )
    if not rules.may_register(request.user, producer):
        raise NotAllowed(messages.NOT_YOUR_PRODUCER, code="producer", obj=producer)
    regulation = regulation_for(clock.today(), CycleKind.FIRST)
    form = RegisterForm(posted(request), user=request.user, producer=producer, regulation=regulation)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                cycle = services.register_idea(actor=request.user, producer=producer, **form.cleaned_data)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                words = {"number": cycle.number}
                notices.success(request, _("Đã mở hồ sơ %(number)s. Kiểm tra phiếu ý tưởng rồi gửi.") % words)
                return redirect(cycle)
    context = {"form": form, "producer": producer, "regulation": regulation}
    return render(request, "products/register.html", context, status=status)


def choose_producer(request, producers):
    """The first question; answered without asking where there is only one producer."""
    form = ChooseProducerForm(posted(request), producers=producers)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            return redirect(f"{reverse('products:register')}?chu-the={form.cleaned_data['producer'].pk}")
        status = 422
    elif producers.count() == 1:
        return redirect(f"{reverse('products:register')}?chu-the={producers.get().pk}")
    context = {"form": form, "may_add": writable_communes(request.user, clock.today()).exists()}
    return render(request, "products/choose_producer.html", context, status=status)
