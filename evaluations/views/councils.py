"""Pages of rounds and councils."""

from decimal import Decimal

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.db.models import Max
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.exceptions import NotAllowed, Refused
from evaluations import messages
from evaluations.enums import Seat, SessionState
from evaluations.forms.councils import CouncilForm, MemberForm, RoundForm, SessionForm
from evaluations.models import AdvisoryTeam, Council, CouncilSession, Round
from evaluations.rules import managed_levels, may_calibrate, may_manage
from evaluations.services import councils as services
from evaluations.services import rounds, sessions
from evaluations.views.shared import posted, refuse
from products.models import Regulation
from products.rounds import round_dates


def shortest(number: Decimal) -> Decimal:
    """Without the zeros that a column adds: 75, not "75,000", which a reader takes for another number."""
    return number.normalize()


def _managers_only(request):
    if not managed_levels(request.user):
        raise NotAllowed(messages.NOT_YOUR_COUNCIL, code="not_your_council")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_create(request):
    """ "Điền ngày theo quyết định" shows the same form with the regulation's dates and writes nothing."""
    _managers_only(request)
    start = {
        "year": clock.today().year,
        "number": 1,
        "regulation": Regulation.objects.order_by("-in_force_from").first(),
    }
    form = RoundForm(posted(request), user=request.user, initial=start)
    status = 200
    if request.method == "POST":
        status, good = 422, form.is_valid()
        if "fill" in request.POST:
            form, status = _filled(request, form), 200
        elif good:
            data = {k: v for k, v in form.cleaned_data.items() if k != "office"} | form.chosen()
            try:
                rounds.create_round(actor=request.user, **data)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lập đợt đánh giá."))
                return redirect("evaluations:rounds")
    return render(request, "evaluations/round_form.html", {"form": form}, status=status)


def _next_round(user) -> dict:
    """This year's next round of the person's office, by the newest regulation, with its dates."""
    year, law = clock.today().year, Regulation.objects.order_by("-in_force_from").first()
    start, offices = {"year": year, "number": 1, "regulation": law}, managed_levels(user)
    if law and len(offices) == 1:
        level, unit = offices[0]
        made = Round.objects.filter(level=level, unit=unit, year=year).aggregate(last=Max("number"))["last"]
        start["number"] = (made or 0) + 1
        printed = round_dates(law, level, start["number"], year)
        if printed:
            start |= {"proposed_by": printed.proposed, "done_by": printed.done, "counts_day": not printed.excludes_day}
    return start


def _filled(request, form) -> RoundForm:
    """The form as it was typed, with the regulation's dates in it; a note where the regulation prints none."""
    printed = form.printed()
    start = request.POST.dict()
    if printed is None:
        notices.info(request, _("Quyết định này không nêu ngày cho đợt đã chọn. Ông/bà nhập ngày theo kế hoạch."))
    else:
        start |= {"proposed_by": printed.proposed, "done_by": printed.done, "counts_day": not printed.excludes_day}
    return RoundForm(user=request.user, initial=start)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def council_create(request):
    _managers_only(request)
    form = CouncilForm(posted(request), user=request.user)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                council = services.create_council(actor=request.user, **form.settings(), **form.chosen())
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lập hội đồng. Ông/bà thêm thành viên."))
                return redirect(council)
    return render(request, "evaluations/council_form.html", {"form": form}, status=status)


def _council_page(request, council, form, status=200):
    members = list(council.members.select_related("user"))
    manages = may_manage(request.user, council)
    edits = manages and not council.sessions.exclude(state=SessionState.PLANNED).exists()
    context = {
        "council": council,
        "members": members,
        "chair": any(m.seat == Seat.CHAIR for m in members),
        "team": AdvisoryTeam.objects.filter(council=council).first(),
        "edits": edits,
        "seats_open": manages and (edits or not services.something_scored(council)),
        "sessions": CouncilSession.objects.visible_to(request.user).filter(council=council),
        "form": form,
        "manages": manages,
        "calibrates": may_calibrate(request.user, council),
        "quorum": shortest(council.quorum * 100),
        "spread": shortest(council.spread_limit),
    }
    return render(request, "evaluations/council.html", context, status=status)


def council_of(request, pk) -> Council:
    return get_object_or_404(Council.objects.visible_to(request.user).select_related("unit", "round"), pk=pk)


@login_required
@require_GET
def council_detail(request, pk):
    return _council_page(request, council_of(request, pk), MemberForm())


@login_required
@require_POST
def member_add(request, pk):
    council = council_of(request, pk)
    services.require_manager(request.user, council)
    form = MemberForm(request.POST)
    status = 422
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("user", "seat", "agency", "post", "scores")}
        try:
            services.add_member(council=council, actor=request.user, **data)
        except Refused as refusal:
            if refusal.code == "user":
                refusal.code = "username"
            status = refuse(request, form, refusal)
        else:
            notices.success(request, _("Đã thêm thành viên."))
            return redirect(council)
    return _council_page(request, council, form, status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_create(request, pk):
    council = council_of(request, pk)
    services.require_manager(request.user, council)
    form = SessionForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                session = sessions.create_session(council=council, actor=request.user, **form.cleaned_data)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lập phiên họp. Ông/bà đưa hồ sơ vào phiên."))
                return redirect(session)
    return render(request, "evaluations/session_form.html", {"form": form, "council": council}, status=status)
