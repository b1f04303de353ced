"""Pages of the portal itself: inbox, help, and the pages of failure."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import loader
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic.base import RedirectView

from core import clock, formats
from ocop_portal import helptopics
from ocop_portal import inbox as work


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
