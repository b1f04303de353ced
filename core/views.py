"""Pages of core: the style page, background jobs, downloads, health."""

import datetime

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST, require_safe
from django.views.generic import TemplateView
from django_htmx.http import HttpResponseClientRefresh

from core import files, health, jobpage, jobs, messages, pages
from core.enums import ScanState
from core.exceptions import NotAllowed, Refused
from core.forms import SampleFilterForm, SampleForm
from core.models import Job
from core.symbols import symbols

COLOURS = (
    ("paper", _("Giấy dó: nền trang")),
    ("surface", _("Nền khối, bảng")),
    ("sunken", _("Nền chìm, đầu bảng")),
    ("line", _("Kẻ mảnh (trang trí)")),
    ("edge", _("Viền ô nhập (≥ 3:1)")),
    ("ink", _("Chữ chính")),
    ("ink-2", _("Chữ phụ")),
    ("lacquer", _("Sơn son: nhãn, tiêu đề")),
    ("ground", _("Nền khung đầu trang")),
    ("gold", _("Vàng quỳ: sao")),
    ("gold-wash", _("Nền đang chọn, mốc")),
    ("rice", _("Lúa: làm, xong")),
    ("rice-wash", _("Nền đã chọn, hiệu lực")),
    ("indigo", _("Chàm: liên kết, tin")),
    ("brick", _("Gạch: sai, quá hạn")),
    ("amber-ink", _("Nghệ: sắp đến hạn")),
)
STEPS = (
    {"label": _("Tuyên truyền"), "note": "12/03/2026", "state": "done"},
    {"label": _("Đăng ký ý tưởng"), "note": "20/04/2026", "state": "done"},
    {"label": _("Phương án kinh doanh"), "note": "15/05/2026", "state": "done"},
    {"label": _("Triển khai"), "note": _("đến 30/09/2026"), "state": "done"},
    {"label": _("Đánh giá, phân hạng"), "note": _("đang ở tổ tư vấn"), "state": "now"},
    {"label": _("Xúc tiến thương mại"), "note": _("chưa tới"), "state": ""},
)
JOB = (
    {"label": _("Chốt số liệu"), "note": _("3 giây"), "state": "done"},
    {"label": _("Lập 6 biểu và 3 phụ lục"), "note": _("biểu 4/6"), "state": "now", "value": 4, "max": 9},
    {"label": _("Dàn trang PDF"), "note": _("chưa làm"), "state": ""},
)
TALLY = (
    {"count": 2, "label": _("Quá hạn"), "note": _("lâu nhất 2 ngày"), "url": "#nhan", "tone": "bad"},
    {"count": 4, "label": _("Trong 7 ngày"), "note": _("1 việc đến hạn mai"), "url": "#nhan", "tone": "soon"},
    {"count": 2, "label": _("Bị trả lại"), "note": _("cần ông/bà sửa"), "url": "#nhan", "tone": "info"},
    {"count": 5, "label": _("Chờ nơi khác"), "note": _("không phải làm gì"), "url": "#nhan", "tone": ""},
)
TIMELINE = (
    {"label": "30/10/2026", "note": _("Xã đề nghị: 46 hồ sơ đã nhận"), "state": "done"},
    {"label": "16–20/11/2026", "note": _("Tổ tư vấn đánh giá hồ sơ"), "state": "now"},
    {"label": "02/12/2026", "note": _("Hội đồng cấp tỉnh họp chấm"), "state": ""},
)
TABS = (
    {"label": _("Hồ sơ"), "url": "#bang", "current": True},
    {"label": _("Minh chứng"), "url": "#bang"},
    {"label": _("Lịch sử"), "url": "#bang"},
)
SORTS = (("new", _("Mới cập nhật")), ("name", _("Tên")), ("ends", _("Ngày hết hạn")))
WRONG = {
    "name": "Hợp tác xã Cà phê Sa Mù",
    "issued": "05/13/2021",
    "area": "12,5",
    "kind": "first",
    "phone": "+84 912.345.678",
}


class StylePage(TemplateView):
    """Every component with its states; the first page to look at after a change of stylesheet or tags."""

    template_name = "style.html"

    def get_context_data(self, **kwargs):
        """Samples only: nothing here comes from the database."""
        sample = SampleForm({f"mau-{name}": value for name, value in WRONG.items()}, prefix="mau")
        sample.mark_source("name", _("hồ sơ 2025"))
        return super().get_context_data(
            colours=COLOURS,
            step_items=STEPS,
            job_items=JOB,
            tally_items=TALLY,
            timeline_items=TIMELINE,
            tab_items=TABS,
            sorts=SORTS,
            sample=sample,
            filter_form=SampleFilterForm(self.request.GET, prefix="loc"),
            listing=Paginator(range(72), 12).page(3),
            icon_names=sorted(name[2:] for name in symbols() if name.startswith("i-")),
            due=datetime.date(2026, 11, 24),
            late=datetime.date(2026, 11, 9),
            **kwargs,
        )


style_page = StylePage.as_view()


# --- background jobs -------------------------------------------------------------------------------------------------


@require_GET
@login_required
def job_list(request):
    """The person's own jobs, newest first."""
    rows = Job.objects.visible_to(request.user).filter(actor_id=request.user.pk).order_by("-created_at", "-pk")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return render(request, "core/jobs.html", {"page": page, "rows": [jobpage.summary(row) for row in page]})


@require_GET
@login_required
def job(request, pk):
    """One job: its place, step, result or failure. htmx asks every two seconds for the part that moves, until it is over."""
    row = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    context = jobpage.describe(row, may_steer=jobs.may_steer(request.user, row))
    if request.htmx and not context["live"]:
        return HttpResponseClientRefresh()
    response = render(request, "core/job.html#part" if request.htmx else "core/job.html", context)
    patch_vary_headers(response, ["HX-Request"])
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def job_cancel(request, pk):
    """Stop a job."""
    row = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    return redirect(jobs.cancel(row=row, actor=request.user))


@require_POST
@login_required
def job_again(request, pk):
    """Run a failed or cancelled job again, as a new row."""
    row = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    return redirect(jobs.run_again(row=row, actor=request.user))


# --- files -----------------------------------------------------------------------------------------------------------


def _reached(request, pk):
    """The stored file for one who is let in, else None for a visitor to be sent to the sign-in page; 404 for others."""
    found = files.reachable(request.user, pk)
    if found is None and request.user.is_authenticated:
        raise Http404
    if found is not None and found.scan_state == ScanState.INFECTED:
        raise NotAllowed(messages.FILE_INFECTED, code="file.infected", obj=found)
    return found


def _sent(path, found, *, inline: bool, name: str):
    """The bytes, shut in: a sandbox, never kept by a proxy, never guessed at."""
    try:
        content = path.open("rb")
    except FileNotFoundError:
        files.log.error("the bytes of file %s are missing", found.pk)
        raise Refused(messages.FILE_GONE, code="file.gone") from None
    response = FileResponse(content, as_attachment=not inline, filename=name, content_type=found.content_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


@require_safe
def file(request, pk):
    """A stored file, for whom its owner's room lets in: as an attachment; a PDF inline with ?xem=1, in a sandbox."""
    found = _reached(request, pk)
    if found is None:
        return redirect_to_login(request.get_full_path())
    inline = request.GET.get("xem") == "1" and found.content_type == "application/pdf"
    return _sent(files.path_of(found), found, inline=inline, name=found.original_name)


@require_safe
def file_pages(request, pk, first, last):
    """Some pages of a stored PDF, inline, through the same gate; anything else, and long spans, are the whole file's."""
    found = _reached(request, pk)
    if found is None:
        return redirect_to_login(request.get_full_path())
    if found.content_type != "application/pdf" or not 1 <= first <= last < first + pages.SPAN:
        return redirect(f"{reverse('core:file', args=[found.pk])}?xem=1#page={first}")
    if not files.path_of(found).exists():
        return _sent(files.path_of(found), found, inline=True, name=found.original_name)
    stem = found.original_name.rpartition(".")[0]
    return _sent(pages.of(found, first, last), found, inline=True, name=f"{stem} tr. {first}-{last}.pdf")


# --- health ----------------------------------------------------------------------------------------------------------


@require_safe
def healthz(request):
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request):
    """200, or 503 with the parts that fail, and nothing else."""
    parts = health.failing()
    if parts:
        return JsonResponse({"status": "unavailable", "parts": parts}, status=503)
    return JsonResponse({"status": "ok"})
