"""Pages of producers and of step 1."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.answers import differences, posted, refuse, take_version
from core.exceptions import NotAllowed, Refused, Stale
from core.sheets import csv_answer
from producers import exporters, messages, rules, services, validators
from producers.filters import SORT_LABELS, SORTS, ProducerFilter
from producers.forms import ProducerForm
from producers.models import Producer
from producers.selectors import invited_to, is_member, training_of, unit_choices

PAGE = 25
PAGES = (("list", _lazy("Chủ thể")), ("outreach", _lazy("Tuyên truyền")), ("courses", _lazy("Lớp tập huấn")))


def tabs_of(name: str) -> list[dict]:
    """Producers and the two lists of step 1 beside one another."""
    return [{"label": label, "url": reverse(f"producers:{key}"), "current": key == name} for key, label in PAGES]


def listed(request):
    """The filter over what the person sees, and the sort in use."""
    rows = Producer.objects.visible_to(request.user)
    found = ProducerFilter(request.GET, queryset=rows, units=unit_choices(request.user))
    sort = request.GET.get("sort")
    sort = sort if sort in SORTS else "ten"
    return found, (found.qs if found.form.is_valid() else rows).order_by(*SORTS[sort]), sort


@login_required
@require_GET
def producer_list(request):
    found, rows, sort = listed(request)
    page = Paginator(rows.select_related("unit"), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "producers/list.html",
        {
            "filter": found.form,
            "page": page,
            "sort": sort,
            "sorts": SORT_LABELS,
            "may_register": rules.may_register_somewhere(request.user),
            "may_export": rules.may_export(request.user),
            "tabs": tabs_of("list"),
        },
    )


@login_required
@require_GET
def producer_export(request):
    if not rules.may_export(request.user):
        raise NotAllowed(messages.EXPORT_NOT_YOURS, code="export")
    _found, rows, _sort = listed(request)
    return csv_answer(f"chu-the-{clock.today():%Y%m%d}", exporters.head(), exporters.rows(rows))


@login_required
@require_GET
def producer_detail(request, pk):
    producer = get_object_or_404(Producer.objects.visible_to(request.user).select_related("unit", "province"), pk=pk)
    officer = rules.may_write_at(request.user, producer.unit_id, producer.province_id)
    member = is_member(request.user, producer)
    return render(
        request,
        "producers/detail.html",
        {
            "producer": producer,
            "training": training_of(producer, request.user),
            "invited": invited_to(producer, request.user),
            "products": producer.products.order_by("sort_key").values("pk", "name", "stars", "valid_until")[:100],
            "members": producer.members.select_related("user"),
            "officer": officer,
            "may_edit": officer or member,
            "may_register": member or rules.is_local_officer(request.user, producer.unit_id),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def producer_create(request):
    if not rules.may_register_somewhere(request.user):
        raise NotAllowed(messages.UNIT_NOT_YOURS, code="unit")
    form = ProducerForm(posted(request), user=request.user)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                producer = services.register_producer(actor=request.user, **form.values())
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                saved(request, producer, _("Đã đăng ký chủ thể."))
                return redirect(producer)
    return render(request, "producers/form.html", {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def producer_edit(request, pk):
    producer = get_object_or_404(Producer.objects.visible_to(request.user).select_related("unit"), pk=pk)
    officer = rules.may_write_at(request.user, producer.unit_id, producer.province_id)
    if not officer and not is_member(request.user, producer):
        raise NotAllowed(messages.NOT_YOUR_PRODUCER, code="not_your_producer", obj=producer)
    values = {name: getattr(producer, name) for name in (*services.PRODUCER_FIELDS, "unit", "version")}
    form = ProducerForm(posted(request), user=request.user, producer=producer, initial=values)
    status, differ = 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                version = form.cleaned_data["version"] or 0
                services.update_producer(producer=producer, version=version, actor=request.user, **form.values())
            except Refused as refusal:
                if isinstance(refusal, Stale):
                    producer = Producer.objects.visible_to(request.user).select_related("unit").get(pk=pk)
                    differ = differences(form, producer)
                    take_version(form, producer.version)
                status = refuse(request, form, refusal)
            else:
                saved(request, producer, _("Đã lưu chủ thể."))
                return redirect(producer)
    context = {"form": form, "producer": producer, "differ": differ}
    return render(request, "producers/form.html", context, status=status)


def saved(request, producer, sentence):
    """Say that it is saved, and that twelve digits look odd where they do."""
    notices.success(request, sentence)
    if validators.doubtful_personal_number(producer.tax_code, clock.today().year):
        notices.warning(request, messages.NUMBER_DOUBTFUL)


@login_required
@require_POST
def producer_reveal(request, pk):
    producer = get_object_or_404(Producer.objects.visible_to(request.user).select_related("unit"), pk=pk)
    number = services.reveal_personal_number(producer=producer, actor=request.user)
    return render(request, "producers/reveal.html", {"producer": producer, "number": number})
