"""Pages of step 1: outreach and training, with their files."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from core import clock
from core.answers import adding, posted
from core.exceptions import NotAllowed
from core.sheets import csv_answer, xlsx_answer
from producers import exporters, messages, rules, services
from producers.filters import STEP1_SORT_LABELS, STEP1_SORTS, CourseFilter, OutreachFilter
from producers.forms import AttendanceForm, CourseForm, OutreachForm
from producers.models import OutreachActivity, Producer, TrainingCourse
from producers.selectors import unit_choices
from producers.views import PAGE, tabs_of


def found_of(request, model, kind):
    """(filter, filtered rows in the order asked for, sort in use) of one list of step 1."""
    rows = model.objects.visible_to(request.user)
    found = kind(request.GET, queryset=rows, units=unit_choices(request.user))
    sort = request.GET.get("sort")
    sort = sort if sort in STEP1_SORTS else "moi"
    return found, (found.qs if found.form.is_valid() else rows).order_by(*STEP1_SORTS[sort]), sort


def page_of(request, name: str, found, rows, sort) -> dict:
    """Context of one list of step 1, beside its form."""
    query = request.GET.copy()
    query.pop("page", None)
    query["dang"] = "xlsx"
    return {
        "filter": found.form,
        "filtered": any(found.form.cleaned_data.values()) if found.form.is_valid() else True,
        "page": Paginator(rows.select_related("unit"), PAGE).get_page(request.GET.get("page")),
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
    context = page_of(request, "courses", found, rows, sort)
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


@login_required
@require_http_methods(["GET", "POST"])
def course(request, pk):
    row = get_object_or_404(TrainingCourse.objects.visible_to(request.user).select_related("unit"), pk=pk)
    may = rules.may_write_at(request.user, row.unit_id, row.province_id)
    if request.method == "POST" and not may:
        raise NotAllowed(messages.NOT_YOUR_LIST, code="not_your_list", obj=row)
    form = AttendanceForm(posted(request), user=request.user)
    people = row.attendances.select_related("producer").order_by("pk")
    reached = Producer.objects.visible_to(request.user).filter(attendances__course=row).values_list("pk", flat=True)
    context = {"course": row, "people": people, "reached": set(reached), "may_add": may}
    return adding(
        request, form, "producers/course.html", context,
        lambda: services.add_attendance(course=row, actor=request.user, **form.cleaned_data),
        ["producers:course", row.pk],
    )  # fmt: skip
