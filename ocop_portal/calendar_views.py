"""Pages of the working-day calendar."""

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.answers import posted, refuse
from core.exceptions import NotAllowed, Refused
from districts import messages
from districts.models import Holiday
from ocop_portal import calendars
from ocop_portal.forms import DayForm


def year_of(request) -> int:
    """The year asked for, or this one."""
    asked = request.GET.get("nam", "")
    return int(asked) if asked in map(str, calendars.years()) else clock.today().year


def said(moved) -> str:
    """What followed from a change."""
    if not moved:
        return _("Đã ghi vào lịch. Không có hạn nào đổi.")
    return _("Đã ghi vào lịch. %(n)s hồ sơ đổi hạn, xem hạn cũ và hạn mới ở cuối trang.") % {"n": len(moved)}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request):
    """The days of a year; who keeps the calendar adds one, and open deadlines are counted again."""
    year, status = year_of(request), 200
    context = calendars.page(request.user, year)
    province = None if request.user.scope.admin else context["place"]
    form = DayForm(posted(request), province=province) if context["keeps"] else None
    if request.method == "POST":
        if form is None:
            raise NotAllowed(messages.CALENDAR_NOT_YOURS, code="calendar")
        status = 422
        if form.is_valid():
            try:
                moved = calendars.keep_day(**form.cleaned_data, province=province, actor=request.user)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                flash.success(request, said(moved))
                return redirect(f"{reverse('calendar')}?nam={form.cleaned_data['day'].year}")
    return render(request, "portal/calendar.html", context | {"form": form}, status=status)


@login_required
@require_POST
def calendar_drop(request, pk):
    """Takes an entered day out again."""
    row = get_object_or_404(Holiday.objects.visible_to(request.user).select_related("province"), pk=pk)
    year = row.day.year
    moved = calendars.drop_day(holiday=row, actor=request.user)
    flash.success(request, said(moved))
    return redirect(f"{reverse('calendar')}?nam={year}")
