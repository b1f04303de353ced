"""Pages of inspections: list, plan, conclusion, mending, papers."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import clock
from core.exceptions import NotAllowed
from core.text import search_words
from evaluations import messages
from evaluations.authority import may_inspect
from evaluations.enums import InspectionConclusion, InspectionState
from evaluations.forms.after import ConcludeForm, InspectionFileForm, InspectionForm, MendedForm
from evaluations.models import Inspection
from evaluations.services import inspections as services
from evaluations.views.actpage import act_page
from evaluations.views.shared import posted
from products.models import Product
from products.rules import is_officer_of

PAGE = 25
VIEWS = {
    "": {}, "ke-hoach": {"state": InspectionState.PLANNED},
    "khac-phuc": {"conclusion": InspectionConclusion.MEND, "mended_on__isnull": True},
    "thu-hoi": {"conclusion": InspectionConclusion.WITHDRAW},
}  # fmt: skip


def found_by(rows, query: str):
    """Rows whose product has the words of the query, typed with or without marks."""
    for word in search_words(query):
        rows = rows.filter(product__search_text__contains=word)
    return rows


@login_required
@require_GET
def inspection_list(request):
    wanted, query = request.GET.get("xem", ""), request.GET.get("q", "").strip()[:100]
    wanted = wanted if wanted in VIEWS else ""
    rows = Inspection.objects.visible_to(request.user).filter(**VIEWS[wanted]).select_related("product__producer")
    page = Paginator(found_by(rows, query), PAGE).get_page(request.GET.get("page"))
    labels = {
        "": _("Tất cả"),
        "ke-hoach": _("Theo kế hoạch"),
        "khac-phuc": _("Đang khắc phục"),
        "thu-hoi": _("Đề nghị thu hồi"),
    }
    tabs = [{"label": labels[key], "url": f"?xem={key}", "current": key == wanted} for key in VIEWS]
    context = {"page": page, "tabs_of": tabs, "q": query, "wanted": wanted, "today": clock.today()}
    return render(request, "evaluations/inspections.html", context)


def product_of(request, pk) -> Product:
    rows = Product.objects.visible_to(request.user).select_related("producer", "unit", "province")
    return get_object_or_404(rows, pk=pk)


def inspection_of(request, pk) -> Inspection:
    rows = Inspection.objects.visible_to(request.user).select_related(
        "product__producer", "product__unit", "certificate"
    )
    return get_object_or_404(rows, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inspection_plan(request, pk):
    product = product_of(request, pk)
    if not may_inspect(request.user, product):
        raise NotAllowed(messages.INSPECT_NOT_YOURS, code="not_your_step", obj=product)
    return act_page(
        request, InspectionForm(posted(request)), partial(services.plan_inspection, product=product, actor=request.user),
        done=_("Đã lập cuộc kiểm tra."), to=lambda inspection: inspection, title=_("Lập kiểm tra sau công nhận"),
        lead=f"{product.name} · {product.producer.name}", button=_("Lập kiểm tra"),
        back=(product.name, product.get_absolute_url()),
    )  # fmt: skip


@login_required
@require_GET
def inspection_detail(request, pk):
    inspection = inspection_of(request, pk)
    inspects = may_inspect(request.user, inspection.product)
    context = {
        "inspection": inspection, "product": inspection.product, "inspects": inspects, "today": clock.today(),
        "mends": inspection.mending and (inspects or is_officer_of(request.user, inspection.product.unit_id)),
        "papers": inspection.files.select_related("file"),
    }  # fmt: skip
    return render(request, "evaluations/inspection.html", context)


def _act(request, inspection, form, act, **words):
    return act_page(
        request, form, partial(act, inspection=inspection, actor=request.user), to=inspection,
        lead=f"{inspection.product.name} · {inspection.number}", back=(inspection.number, inspection.get_absolute_url()),
        **words,
    )  # fmt: skip


def inspector_only(request, inspection) -> None:
    if not may_inspect(request.user, inspection.product):
        raise NotAllowed(messages.INSPECT_NOT_YOURS, code="not_your_step", obj=inspection)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inspection_conclude(request, pk):
    inspection = inspection_of(request, pk)
    inspector_only(request, inspection)
    return _act(
        request, inspection, ConcludeForm(posted(request), initial={"done_on": clock.today()}),
        services.conclude_inspection, done=_("Đã ghi kết luận kiểm tra."), title=_("Ghi kết luận kiểm tra"),
        button=_("Ghi kết luận"),
        notes=[("info", _("Nội dung kiểm tra: duy trì các tiêu chí như hồ sơ; sử dụng nhãn hiệu và quảng bá (Điều 9)."))],
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inspection_mended(request, pk):
    inspection = inspection_of(request, pk)
    if not (may_inspect(request.user, inspection.product) or is_officer_of(request.user, inspection.product.unit_id)):
        raise NotAllowed(messages.INSPECT_NOT_YOURS, code="not_your_step", obj=inspection)
    return _act(
        request, inspection, MendedForm(posted(request), initial={"mended_on": clock.today()}), services.record_mended,
        done=_("Đã ghi kết quả khắc phục."), title=_("Ghi kết quả khắc phục"), button=_("Ghi kết quả"),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inspection_file(request, pk):
    inspection = inspection_of(request, pk)
    inspector_only(request, inspection)
    form = InspectionFileForm(posted(request), request.FILES or None)
    return _act(
        request, inspection, form, services.add_file, done=_("Đã thêm giấy tờ."), title=_("Thêm giấy tờ kiểm tra"),
        button=_("Thêm giấy tờ"), upload=True,
    )  # fmt: skip
