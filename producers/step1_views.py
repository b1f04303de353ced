"""Pages of step 1: outreach and training, with their files. People of a course: people_views."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import clock
from core.answers import adding, differences, posted, refuse, take_version
from core.exceptions import NotAllowed, Refused, Stale
from core.paging import CappedPaginator
from core.sheets import csv_answer, xlsx_answer
from producers import exporters, messages, rules
from producers import step1_services as services
from producers.filters import STEP1_SORT_LABELS, STEP1_SORTS, CourseFilter, OutreachFilter
from producers.forms import AttendanceForm, CancelForm, CourseForm, EvidenceForm, OutreachForm
from producers.models import OutreachActivity, Producer, TrainingCourse
from producers.selectors import unit_choices, with_attended
from producers.views import PAGE, tabs_of

PEOPLE = 100  # of one page of a course's list


def found_of(request, model, kind):
    """(filter, filtered rows in the order asked for, sort in use) of one list of step 1."""
    rows = model.objects.visible_to(request.user)
    found = kind(request.GET, queryset=rows, units=unit_choices(request.user))
    sort = request.GET.get("sort")
    sort = sort if sort in STEP1_SORTS else "moi"
    return found, (found.qs if found.form.is_valid() else rows).order_by(*STEP1_SORTS[sort]), sort


def page_of(request, name: str, found, rows, sort, shown=None) -> dict:
    """Context of one list of step 1, beside its form. `shown`: the rows with columns that only the page needs."""
    query = request.GET.copy()
    query.pop("page", None)
    query["dang"] = "xlsx"
    return {
        "filter": found.form,
        "filtered": any(found.form.cleaned_data.values()) if found.form.is_valid() else True,
        "page": CappedPaginator(
            (shown if shown is not None else rows).select_related("unit"), PAGE, counted=rows
        ).get_page(request.GET.get("page")),
        "today": clock.today(),
        "sort": sort,
        "sorts": STEP1_SORT_LABELS,
        "tabs": tabs_of(name),
        "file_query": query.urlencode(),
        "may_add": rules.may_register_somewhere(request.user),
        "may_export": rules.may_export(request.user),
    }


def as_file(request, name: str, title: str, head, rows):
    """CSV, or XLSX with ?dang=xlsx, for those who may export."""
    if not rules.may_export(request.user):
        raise NotAllowed(messages.EXPORT_NOT_YOURS, code="export")
    name = f"{name}-{clock.today():%Y%m%d}"
    return xlsx_answer(name, title, head, rows) if request.GET.get("dang") == "xlsx" else csv_answer(name, head, rows)


@login_required
@require_http_methods(["GET", "POST"])
def outreach(request):
    found, rows, sort = found_of(request, OutreachActivity, OutreachFilter)
    context = page_of(request, "outreach", found, rows, sort)
    if request.method == "POST" and not context["may_add"]:
        raise NotAllowed(messages.NOT_YOUR_LIST, code="not_your_list")
    form = OutreachForm(posted(request), user=request.user)
    return adding(
        request, form, "producers/outreach.html", context,
        lambda: services.add_outreach(actor=request.user, **form.values()), ["producers:outreach"],
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def courses(request):
    found, rows, sort = found_of(request, TrainingCourse, CourseFilter)
    context = page_of(request, "courses", found, rows, sort, with_attended(rows))
    if request.method == "POST" and not context["may_add"]:
        raise NotAllowed(messages.NOT_YOUR_LIST, code="not_your_list")
    form = CourseForm(posted(request), user=request.user)
    return adding(
        request, form, "producers/courses.html", context,
        lambda: services.add_course(actor=request.user, **form.values()), ["producers:courses"],
    )  # fmt: skip


@login_required
@require_GET
def outreach_export(request):
    _found, rows, _sort = found_of(request, OutreachActivity, OutreachFilter)
    return as_file(request, "tuyen-truyen", "Tuyen truyen", exporters.outreach_head(), exporters.outreach_rows(rows))


@login_required
@require_GET
def course_export(request):
    _found, rows, _sort = found_of(request, TrainingCourse, CourseFilter)
    return as_file(request, "tap-huan", "Tap huan", exporters.course_head(), exporters.course_rows(rows))


def row_of(request, model, pk):
    """The activity or course that the person sees (else 404), and whether he or she may write it now."""
    row = get_object_or_404(model.objects.visible_to(request.user).select_related("unit", "province"), pk=pk)
    return row, rules.may_write_at(request.user, row.unit_id, row.province_id)


def writable(request, model, pk):
    """The row for a page that writes: 403 for who only sees it, a refusal where it was cancelled."""
    row, may = row_of(request, model, pk)
    if not may:
        raise NotAllowed(messages.NOT_YOUR_LIST, code="not_your_list", obj=row)
    if row.cancelled_at:
        raise Refused(messages.CANCELLED_ALREADY, code="cancelled", obj=row)
    return row


def act(request, row, form, do, **words):
    """A page with one form about a row; back to the row afterwards."""
    context = {"row": row, "back": row.get_absolute_url(), **words}
    return adding(request, form, "producers/act.html", context, do, [row.get_absolute_url()], words["done"])


def edit(request, model, pk, kind, save):
    """Edit a row: what is wrong stays typed; who was slower sees both versions and may save again knowingly."""
    row = writable(request, model, pk)
    form = kind(posted(request), user=request.user, row=row)
    status, differ = 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                save(row, form.cleaned_data["version"] or 0, form.values())
            except Refused as refusal:
                if isinstance(refusal, Stale):
                    row = row_of(request, model, pk)[0]
                    differ = differences(form, row)
                    take_version(form, row.version)
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lưu."))
                return redirect(row)
    context = {"row": row, "back": row.get_absolute_url(), "form": form, "differ": differ, "button": _("Lưu thay đổi")}
    return render(request, "producers/act.html", context | {"title": _("Sửa thông tin")}, status=status)


def cancelling(request, model, pk):
    """Cancel a row with a reason."""
    row = writable(request, model, pk)
    form = CancelForm(posted(request), initial={"version": row.version})
    words = {
        "title": _("Hủy mục này"),
        "button": _("Hủy, không tính vào số liệu"),
        "done": _("Đã hủy."),
        "danger": True,
    }
    words["warning"] = _(
        "Mục đã hủy vẫn lưu trên cổng cùng lý do, nhưng không còn tính vào số liệu. Không khôi phục được."
    )
    return act(request, row, form, lambda: services.cancel(row=row, actor=request.user, **form.cleaned_data), **words)


def evidence(request, model, pk):
    """Add a photograph or a paper to a row."""
    row = writable(request, model, pk)
    form = EvidenceForm(posted(request), request.FILES if request.method == "POST" else None)
    words = {"title": _("Thêm giấy tờ, hình ảnh"), "button": _("Thêm tệp"), "done": _("Đã thêm tệp."), "upload": True}
    return act(request, row, form, lambda: services.add_file(row=row, actor=request.user, **form.cleaned_data), **words)


@login_required
@require_GET
def activity(request, pk):
    row, may = row_of(request, OutreachActivity, pk)
    context = {"row": row, "files": row.files.select_related("file"), "may_write": may and not row.cancelled_at}
    return render(request, "producers/activity.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def activity_edit(request, pk):
    def save(row, version, values):
        services.update_outreach(activity=row, version=version, actor=request.user, **values)

    return edit(request, OutreachActivity, pk, OutreachForm, save)


@login_required
@require_http_methods(["GET", "POST"])
def activity_cancel(request, pk):
    return cancelling(request, OutreachActivity, pk)


@login_required
@require_http_methods(["GET", "POST"])
def activity_file(request, pk):
    return evidence(request, OutreachActivity, pk)


@login_required
@require_http_methods(["GET", "POST"])
def course(request, pk):
    row, may = row_of(request, TrainingCourse, pk)
    if request.method == "POST" and not may:
        raise NotAllowed(messages.NOT_YOUR_LIST, code="not_your_list", obj=row)
    form = AttendanceForm(posted(request), user=request.user, course=row)
    people = row.attendances.select_related("producer", "officer").order_by("pk")
    reached = Producer.objects.visible_to(request.user).filter(attendances__course=row).values_list("pk", flat=True)
    begun = row.held_on <= clock.today()
    context = {
        "course": row, "page": Paginator(people, PEOPLE).get_page(request.GET.get("page")), "reached": set(reached),
        "may_write": may and not row.cancelled_at, "begun": begun, "may_add": may and begun and not row.cancelled_at,
        "invited": row.invitations.count(), "files": row.files.select_related("file"),
    }  # fmt: skip
    return adding(
        request, form, "producers/course.html", context,
        lambda: services.add_attendance(course=row, actor=request.user, **form.cleaned_data),
        ["producers:course", row.pk],
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def course_edit(request, pk):
    def save(row, version, values):
        services.update_course(course=row, version=version, actor=request.user, **values)

    return edit(request, TrainingCourse, pk, CourseForm, save)


@login_required
@require_http_methods(["GET", "POST"])
def course_cancel(request, pk):
    return cancelling(request, TrainingCourse, pk)


@login_required
@require_http_methods(["GET", "POST"])
def course_file(request, pk):
    return evidence(request, TrainingCourse, pk)
