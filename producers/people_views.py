"""The people of a course: who is invited, the tick page, the list read from a file and given as one."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import clock, refusals
from core.answers import posted, refuse
from core.exceptions import NotAllowed, Refused
from core.sheets import xlsx_answer
from core.text import fold, search_words
from producers import exporters, messages
from producers import step1_services as services
from producers.attendance_import import import_attendance
from producers.enums import Audience
from producers.forms import ImportForm
from producers.models import TrainingCourse
from producers.selectors import invited_of, to_invite, with_training
from producers.step1_views import row_of, writable

ROWS = 100  # people of one page of ticks


def chosen_keys(request, name: str) -> list[int]:
    """The keys that were posted under `name`; what is no number is nobody's key and is refused by the service."""
    return [
        int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0 for text in request.POST.getlist(name)
    ]


def candidates(request, course):
    """Who could be invited, as the words typed and the boxes chosen narrow it."""
    rows = to_invite(course, request.user)
    if course.audience == Audience.PRODUCERS:
        if request.GET.get("chua"):
            rows = with_training(rows, course.held_on.year, False)
        return rows.search(request.GET.get("q", "")[:120])
    words = search_words(request.GET.get("q", "")[:120])
    if not words:
        return rows
    found = [r.pk for r in rows if all(word in fold(f"{r.full_name} {r.post} {r.username}") for word in words)]
    return rows.filter(pk__in=found[:500])


@login_required
@require_http_methods(["GET", "POST"])
def invite(request, pk):
    course = writable(request, TrainingCourse, pk)
    rows, sentence, status = candidates(request, course), "", 200
    if request.method == "POST":
        every = bool(request.POST.get("tat-ca"))
        keys = list(rows.values_list("pk", flat=True)) if every else chosen_keys(request, "people")
        try:
            count = services.invite(course=course, people=keys, actor=request.user)
        except Refused as refusal:
            refusals.remember(request, refusal)
            sentence, status = refusal.sentence, refusal.status
        else:
            notices.success(request, _("Đã mời thêm %(count)s người, chủ thể.") % {"count": count})
            return redirect(course)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "course": course, "page": page, "sentence": sentence, "q": request.GET.get("q", ""),
        "untrained": bool(request.GET.get("chua")), "chosen": set(request.POST.getlist("people")),
        "officers": course.audience == Audience.OFFICERS,
    }  # fmt: skip
    return render(request, "producers/invite.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def tick(request, pk):
    course = writable(request, TrainingCourse, pk)
    sentence, status = "", 200
    ticked = None
    if request.method == "POST":
        shown, present = chosen_keys(request, "shown"), chosen_keys(request, "present")
        version = (chosen_keys(request, "version") or [0])[0]
        try:
            added, gone = services.tick_attendance(
                course=course, version=version, shown=shown, present=present, actor=request.user
            )
        except Refused as refusal:
            refusals.remember(request, refusal)
            sentence, status, ticked = refusal.sentence, refusal.status, set(present)
            course.refresh_from_db()
        else:
            notices.success(request, _("Đã điểm danh: thêm %(added)s, bỏ %(gone)s.") % {"added": added, "gone": gone})
            return redirect(course)
    page = Paginator(invited_of(course), ROWS).get_page(request.GET.get("page"))
    rows = [(row, row.there if ticked is None else row.pk in ticked) for row in page]
    context = {
        "course": course, "page": page, "rows": rows, "sentence": sentence, "begun": course.held_on <= clock.today(),
    }  # fmt: skip
    return render(request, "producers/tick.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def import_list(request, pk):
    course = writable(request, TrainingCourse, pk)
    form = ImportForm(posted(request), request.FILES if request.method == "POST" else None)
    outcome, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                outcome = import_attendance(course=course, actor=request.user, **form.cleaned_data)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                if outcome.written:
                    notices.success(request, outcome.summary)
                    return redirect(course)
                status = 422 if outcome.wrong else 200
    context = {"course": course, "form": form, "outcome": outcome, "begun": course.held_on <= clock.today()}
    return render(request, "producers/import.html", context, status=status)


@login_required
@require_GET
def export_list(request, pk):
    """The list of one course, for who writes it: a page to sign, which can be filled in and read back."""
    course, may = row_of(request, TrainingCourse, pk)
    if not may:
        raise NotAllowed(messages.NOT_YOUR_LIST, code="not_your_list", obj=course)
    return xlsx_answer(f"nguoi-du-{pk}", "Nguoi du", exporters.people_head(), exporters.people_rows(course))
