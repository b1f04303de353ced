"""Pages that correct a council while nothing is scored: decision and Quy chế, seats, the advisory team."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.exceptions import Refused
from evaluations.forms.councils import AdvisoryTeamForm, CouncilEditForm, MemberEditForm
from evaluations.forms.dossiers import ReasonForm
from evaluations.models import AdvisoryTeam
from evaluations.services import councils as services
from evaluations.views.councils import council_of
from evaluations.views.shared import posted, refuse


def _form_page(request, council, form, act, *, title, button, done, lead="", bad=False):
    """Show a form about a council; when it is good, do the act and go back to the council."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(form)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, done)
                return redirect(council)
    context = {
        "form": form, "title": title, "lead": lead, "button": button, "bad": bad, "back": council.get_absolute_url(),
        "back_label": council.name,
    }  # fmt: skip
    return render(request, "evaluations/act.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def council_edit(request, pk):
    council = council_of(request, pk)
    services.require_manager(request.user, council)
    form = CouncilEditForm(posted(request), user=request.user, council=council)
    return _form_page(
        request, council, form,
        lambda form: services.update_council(council=council, actor=request.user, **form.settings()),
        title=_("Sửa quyết định và Quy chế"), lead=_("Sửa được đến khi mở phiên họp đầu tiên."), button=_("Lưu"),
        done=_("Đã lưu quyết định và Quy chế của hội đồng."),
    )  # fmt: skip


def _seat(council, pk):
    return get_object_or_404(council.members.select_related("user", "council__unit"), pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request, pk, member):
    council = council_of(request, pk)
    services.require_manager(request.user, council)
    seat = _seat(council, member)
    names = ("seat", "agency", "post", "position", "scores")
    form = MemberEditForm(posted(request), initial={name: getattr(seat, name) for name in names})
    return _form_page(
        request, council, form,
        lambda form: services.update_member(member=seat, actor=request.user, **form.cleaned_data),
        title=_("Sửa thành viên"), lead=seat.user.full_name, button=_("Lưu thành viên"), done=_("Đã lưu thành viên."),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_remove(request, pk, member):
    council = council_of(request, pk)
    services.require_manager(request.user, council)
    seat = _seat(council, member)
    form = ReasonForm(posted(request))
    return _form_page(
        request, council, form,
        lambda form: services.remove_member(member=seat, actor=request.user, reason=form.cleaned_data["reason"]),
        title=_("Đưa thành viên ra khỏi hội đồng?"), lead=f"{seat.user.full_name}, {seat.get_seat_display()}",
        button=_("Đưa ra khỏi hội đồng"), done=_("Đã đưa thành viên ra khỏi hội đồng."), bad=True,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def advisory_team(request, pk):
    council = council_of(request, pk)
    services.require_manager(request.user, council)
    team = AdvisoryTeam.objects.filter(council=council).first()
    names = ("decision_number", "decision_date", "head", "due_on")
    form = AdvisoryTeamForm(posted(request), initial={name: getattr(team, name) for name in names} if team else {})
    return _form_page(
        request, council, form,
        lambda form: services.set_advisory_team(council=council, actor=request.user, **form.cleaned_data),
        title=_("Tổ tư vấn"), lead=_("Thành viên của tổ được thêm ở trang hội đồng, với vai trò Tổ tư vấn."),
        button=_("Lưu tổ tư vấn"), done=_("Đã lưu tổ tư vấn."),
    )  # fmt: skip
