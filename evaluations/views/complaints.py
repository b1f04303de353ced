"""Pages of complaints: list, entry, taking up, answer."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.exceptions import NotAllowed
from evaluations import messages
from evaluations.enums import ComplaintChannel, ComplaintState
from evaluations.forms.after import AnswerForm, ComplaintForm, TakeUpForm
from evaluations.models import Complaint, Inspection
from evaluations.services import complaints as services
from evaluations.views.actpage import act_page
from evaluations.views.inspections import PAGE, found_by, product_of
from evaluations.views.shared import posted


@login_required
@require_GET
def complaint_list(request):
    wanted, query = request.GET.get("xem", ""), request.GET.get("q", "").strip()[:100]
    wanted = wanted if wanted in ComplaintState.values else ""
    rows = Complaint.objects.visible_to(request.user).select_related("product__producer")
    rows = rows.filter(state=wanted) if wanted else rows
    page = Paginator(found_by(rows, query), PAGE).get_page(request.GET.get("page"))
    choices = [("", _("Tất cả")), *ComplaintState.choices]
    tabs = [{"label": label, "url": f"?xem={key}", "current": key == wanted} for key, label in choices]
    context = {"page": page, "tabs_of": tabs, "q": query, "wanted": wanted, "today": clock.today()}
    return render(request, "evaluations/complaints.html", context)


def complaint_of(request, pk) -> Complaint:
    rows = Complaint.objects.visible_to(request.user).select_related(
        "product__producer", "product__unit", "certificate", "inspection"
    )
    return get_object_or_404(rows, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_receive(request, pk):
    product = product_of(request, pk)
    handler_only(request, product)
    return act_page(
        request, ComplaintForm(posted(request), initial={"received_on": clock.today()}),
        partial(services.receive_complaint, product=product, actor=request.user), done=_("Đã ghi phản ánh."),
        to=lambda complaint: complaint, title=_("Ghi phản ánh, khiếu nại"),
        lead=f"{product.name} · {product.producer.name}", button=_("Tiếp nhận"),
        back=(product.name, product.get_absolute_url()),
    )  # fmt: skip


def handler_only(request, product) -> None:
    if not services.may_handle(request.user, product):
        raise NotAllowed(messages.COMPLAINT_NOT_YOURS, code="not_your_step", obj=product)


@login_required
@require_GET
def complaint_detail(request, pk):
    complaint = complaint_of(request, pk)
    handles = services.may_handle(request.user, complaint.product)
    context = {
        "complaint": complaint, "product": complaint.product, "handles": handles,
        # Who complained is for the offices that handle it, and each reading is recorded (security §9).
        "named": handles and bool(complaint.from_name or complaint.from_contact),
        "today": clock.today(),
        # An unannounced inspection stays unknown to the producer until it was held.
        "inspection": Inspection.objects.visible_to(request.user).filter(pk=complaint.inspection_id).first(),
    }  # fmt: skip
    return render(request, "evaluations/complaint.html", context)


def _act(request, pk, form_class, act, public=(), **words):
    """`public`: notes for one that came from a public page."""
    complaint = complaint_of(request, pk)
    if complaint.channel == ComplaintChannel.WEB:
        words["notes"] = [*words.get("notes", ()), *public]
    handler_only(request, complaint.product)
    start = {"inspection": complaint.inspection_id}
    form = form_class(posted(request), product=complaint.product, user=request.user, initial=start)
    return act_page(
        request, form, partial(act, complaint=complaint, actor=request.user), to=complaint,
        lead=f"{complaint.product.name} · {complaint.number}", back=(complaint.number, complaint.get_absolute_url()),
        **words,
    )  # fmt: skip


@login_required
@require_POST
def complaint_sender(request, pk):
    """Who complained, shown once and recorded."""
    complaint = complaint_of(request, pk)
    name, contact = services.reveal_sender(complaint=complaint, actor=request.user)
    context = {"complaint": complaint, "name": name, "contact": contact}
    return render(request, "evaluations/complaint_sender.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_take_up(request, pk):
    return _act(
        request, pk, TakeUpForm, services.take_up, done=_("Đã nhận xử lý phản ánh."), title=_("Nhận xử lý phản ánh"),
        button=_("Nhận xử lý"),
        notes=[("info", _("Từ lúc này chủ thể đọc được nội dung phản ánh, không thấy tên người phản ánh."))],
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_answer(request, pk):
    return _act(
        request, pk, AnswerForm, services.answer_complaint, done=_("Đã ghi trả lời."), title=_("Trả lời phản ánh"),
        button=_("Ghi trả lời"),
        public=[("info", _("Người phản ánh đọc được câu trả lời này ở trang biên nhận của họ; chủ thể cũng đọc được."))],
    )  # fmt: skip
