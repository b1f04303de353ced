"""Pages of the portal itself: inbox, help, and the pages of failure."""

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic.base import RedirectView

from core import clock, formats
from core.exceptions import Refused
from ocop_portal import helptopics, reminders, unitlookup
from ocop_portal import inbox as work
from ocop_portal import inboxlist as worklist
from ocop_portal.forms import UnitSearchForm
from producers.rules import may_export, may_register_somewhere
from products.views.lists import as_file


@require_safe
@never_cache
@login_required
def inbox(request):
    """ "Việc hôm nay": what waits for this person, by due date."""
    today = clock.today()
    context = work.page(request.user)
    context["eyebrow"] = f"{formats.DAY_NAMES[today.weekday()]}, {formats.show_date(today)}"
    return render(request, "portal/inbox.html", context)


@require_safe
@never_cache
@login_required
def inbox_list(request):
    """One group of the person's work, or what waits for others: filters in the address."""
    may = may_export(request.user)
    query = request.GET.copy()
    query.pop("page", None)
    query["dang"] = "xlsx"
    context = worklist.page(request.user, request.GET)
    context["file_query"] = query.urlencode() if may else ""
    context["reminds"] = context["waiting"] and may_register_somewhere(request.user)
    context["all_chosen"] = request.GET.get("chon") == "tat-ca"
    return render(request, "portal/inbox_list.html", context)


@require_POST
@login_required
def inbox_remind(request):
    """Reminds the places that the chosen rows wait for: one job with its page."""
    try:
        row = reminders.ask_cycles(keys=request.POST.getlist("chon"), actor=request.user)
    except Refused as refusal:
        if refusal.status == 403:
            raise
        flash.error(request, refusal.sentence)
        return redirect(f"{reverse('inbox_list')}?nhom={worklist.ELSEWHERE}")
    return redirect(row)


@require_safe
@login_required
def inbox_export(request):
    """The same rows as a file, for those who may take lists away."""
    _filter, rows, waiting = worklist.found(request.user, request.GET)

    def lines(found):
        return worklist.export_rows(found, waiting)

    return as_file(request, "viec-hom-nay", "Viec hom nay", worklist.head(), rows, lines)


@require_safe
@login_required
def units(request):
    """What a commune or district of the old map is today."""
    form = UnitSearchForm(request.GET or None)
    asked = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    rows, more = unitlookup.lookup(asked, clock.today())
    return render(request, "portal/units.html", {"form": form, "rows": rows, "more": more, "asked": asked})


@require_safe
@never_cache
@login_required
def go_on(request):
    """The person goes on working: the request itself keeps the session. With the token for forms of an older sign-in."""
    return HttpResponse(status=204, headers={"X-CSRF-Token": get_token(request)})


@require_safe
def help_page(request):
    """The six steps and what each person does in them; the reader's own part stands open."""
    return render(request, "portal/help.html", helptopics.page(request.user))


class Favicon(RedirectView):
    """/favicon.ico for browsers that ask for it by name."""

    permanent = False
    http_method_names = ["get", "head"]

    def get_redirect_url(self, *args, **kwargs):
        return static("img/emblem.svg")


def csrf_failure(request, reason=""):
    """A form that was open too long, or from elsewhere: says how to send it again."""
    return render(request, "403_csrf.html", {"error_code": getattr(request, "id", "")}, status=403)


def bad_request(request, exception=None):
    """A request that no browser of a person sends."""
    return HttpResponse(
        _("Yêu cầu không hợp lệ. Ông/bà tải lại trang và thử lại."),
        status=400,
        content_type="text/plain; charset=utf-8",
    )


def forbidden(request, exception=None):
    """Inside the scope, without the right."""
    return render(request, "403.html", {"error_code": getattr(request, "id", "")}, status=403)


def not_found(request, exception=None):
    """Not there, or not for this person: the same page."""
    return render(request, "404.html", {"error_code": getattr(request, "id", "")}, status=404)


def server_error(request):
    """Our failure: time and code to read out on the phone, without database and without a trace."""
    context = {"error_code": getattr(request, "id", ""), "error_time": formats.show_moment(clock.now())}
    return HttpResponse(loader.render_to_string("500.html", context), status=500)
