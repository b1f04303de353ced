"""Pages of a person's notices: the list, opening one, reading all, letters or not."""

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import notices
from core.answers import posted
from core.enums import MailChoice
from core.filters import NoticeFilter
from core.forms import NoticeChoiceForm
from core.models import Notice, NoticeChoice
from core.paging import CappedPaginator

PAGE = 25


def choice_of(user) -> str:
    """How the person wants letters."""
    found = NoticeChoice.objects.visible_to(user).values_list("mail", flat=True).first()
    return found or MailChoice.DAILY


@login_required
@never_cache
@require_GET
def notice_list(request):
    """The newest first; one button a row opens what it is about and marks it read."""
    own = Notice.objects.visible_to(request.user)
    found = NoticeFilter(request.GET, own)
    rows = found.qs if found.form.is_valid() else own
    page = CappedPaginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": found.form,
        "filtered": any(found.form.cleaned_data.values()) if found.form.is_valid() else True,
        "page": page,
        "rows": [(row, notices.KINDS.get(row.kind)) for row in page],
        "unread": getattr(request.user, "unread", 0),
    }
    return render(request, "core/notices.html", context)


@login_required
@require_POST
def notice_open(request, pk):
    """Marks the notice read and leads to what it is about; the page there asks its own gate."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    notices.read(notice=notice)
    return redirect(notice.link)


@login_required
@require_POST
def notice_read_all(request):
    count = notices.read_all(user=request.user)
    flash.success(request, _("Đã đánh dấu %(n)s thông báo là đã đọc.") % {"n": count})
    return redirect("core:notices")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice_choice(request):
    """Letters or not, for the person alone."""
    form = NoticeChoiceForm(posted(request), initial={"mail": choice_of(request.user)})
    if request.method == "POST" and form.is_valid():
        notices.choose_mail(user=request.user, mail=form.cleaned_data["mail"])
        flash.success(request, _("Đã lưu cách nhận thông báo."))
        return redirect("core:notices")
    return render(request, "core/notice_choice.html", {"form": form}, status=422 if form.is_bound else 200)
