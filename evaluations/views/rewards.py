"""Pages of rewards: recognised products with what is due and paid, a payment, its taking back."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from core.answers import adding, posted
from core.exceptions import NotAllowed
from core.paging import CappedPaginator
from core.scope import PROVINCE
from districts.enums import RewardKind
from evaluations import reward_messages as messages
from evaluations.forms.rewards import PayForm, RewardFilter, VoidForm
from evaluations.models import RewardPayment
from evaluations.selectors import rewards as reads
from evaluations.services import rewards as services
from producers.rules import may_export
from products.views.lists import as_file, chosen

PAGE = 25
SORT_LABELS = (("moi", lazy("Mới công nhận")), ("sao", lazy("Hạng sao")), ("ten", lazy("Tên")))


def listed(request):
    rows = reads.recognised(request.user)
    found = RewardFilter(request.GET, rows)
    return found.form, *chosen(found, rows, request, reads.REWARD_SORTS, "moi")


@login_required
@require_GET
def reward_list(request):
    form, rows, sort = listed(request)
    page = CappedPaginator(reads.reward_columns(rows), PAGE, counted=rows).get_page(request.GET.get("page"))
    tuples = list(page.object_list)
    rules = reads.rules_of({row[6] for row in tuples})
    query = request.GET.copy()
    query.pop("page", None)
    query["dang"] = "xlsx"
    kinds = dict(RewardKind.choices)
    context = {
        "filter": form,
        "page": page,
        "rows": [(line, kinds.get(line.kind, "")) for line in reads.lines(tuples, rules)],
        "total": reads.paid_total(rows),
        "sort": sort,
        "sorts": SORT_LABELS,
        "pays": request.user.scope.acts_as(PROVINCE),
        "query": query.urlencode() if may_export(request.user) else "",
    }
    return render(request, "evaluations/rewards.html", context)


def file_rows(queryset):
    """One tuple a recognised product."""
    kinds = dict(RewardKind.choices)
    tuples = list(reads.reward_columns(queryset))
    rules = reads.rules_of({row[6] for row in tuples})
    for line in reads.lines(tuples, rules):
        kind = kinds.get(line.kind, "")
        yield (
            line.product, line.producer, line.stars, kind, line.number, line.decided_on, line.amount, line.paid_amount,
            line.paid_on,
        )  # fmt: skip


@login_required
@require_GET
def reward_export(request):
    _form, rows, _sort = listed(request)
    head = [
        _("Sản phẩm"), _("Chủ thể"), _("Hạng sao"), _("Trường hợp"), _("Quyết định"), _("Ngày quyết định"),
        _("Mức thưởng"), _("Đã chi"), _("Ngày chi"),
    ]  # fmt: skip
    return as_file(request, "chi-thuong", "Chi thuong", head, rows, file_rows)


@login_required
@require_http_methods(["GET", "POST"])
def reward_pay(request, pk):
    """Asks before the payment is recorded (GET), records it (POST)."""
    rows = reads.recognised(request.user).select_related("decision", "product__producer", "product__unit")
    item = get_object_or_404(rows, pk=pk)
    if not request.user.scope.holds(PROVINCE, province_id=item.decision.province_id):
        raise NotAllowed(messages.NOT_YOUR_REWARD, code="not_your_step", obj=item)
    found = reads.matched_rule(item)
    payments = item.rewards.select_related("recorded_by")
    context = {"item": item, "rule": found[0] if found else None, "payments": payments}
    context["kind"] = dict(RewardKind.choices)[found[1]] if found else ""
    context["paid"] = any(payment.voided_at is None for payment in payments)
    form = PayForm(posted(request))
    return adding(
        request, form, "evaluations/reward.html", context,
        lambda: services.pay_reward(item=item, actor=request.user, **form.cleaned_data), ["rewards:pay", item.pk],
        _("Đã ghi chi thưởng."),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def reward_void(request, pk):
    rows = RewardPayment.objects.visible_to(request.user).select_related(
        "item__decision", "rule__policy", "producer", "product"
    )
    payment = get_object_or_404(rows, pk=pk)
    if not request.user.scope.holds(PROVINCE, province_id=payment.item.decision.province_id):
        raise NotAllowed(messages.NOT_YOUR_REWARD, code="not_your_step", obj=payment)
    form = VoidForm(posted(request))
    return adding(
        request, form, "evaluations/reward_void.html", {"payment": payment},
        lambda: services.void_payment(payment=payment, actor=request.user, **form.cleaned_data),
        ["rewards:pay", payment.item_id], _("Đã hủy ghi nhận; dòng cũ vẫn còn với lý do."),
    )  # fmt: skip
