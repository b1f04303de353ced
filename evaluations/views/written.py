"""Pages of a session by written opinions: turning to it, the proposal, a member's answer, the overview, the end."""

from functools import partial

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.exceptions import Refused
from evaluations.enums import Seat, SessionState
from evaluations.forms.after import CallForm, OpinionForm
from evaluations.forms.dossiers import SelfAssessmentForm
from evaluations.models import Conflict, WrittenOpinion
from evaluations.rules import may_manage
from evaluations.scoring import sheet_state
from evaluations.selectors.rubrics import rubric_spec
from evaluations.selectors.sheetpage import lines_of, part_views, verdict
from evaluations.selectors.written import asked_of, differing, is_asking, written_blockers
from evaluations.services import sheets
from evaluations.services import written as services
from evaluations.services.sessions import require_chair, require_organiser
from evaluations.views.actpage import act_page
from evaluations.views.sessions import item_of, session_of
from evaluations.views.shared import posted, refuse


@login_required
@require_POST
def session_written(request, pk):
    session = session_of(request, pk)
    services.make_written(session=session, actor=request.user)
    notices.success(request, _("Phiên này lấy ý kiến bằng văn bản. Ông/bà lập phương án cho từng sản phẩm."))
    return redirect("evaluations:session_asked", pk=session.pk)


@login_required
@require_GET
def session_asked(request, pk):
    """Who answered what, product by product. What a member answered is for chair, secretary and office."""
    session = session_of(request, pk)
    rows = asked_of(session)
    member = session.council.members.filter(user_id=request.user.pk).first()
    keeps = bool(member) and member.seat in (Seat.CHAIR, Seat.SECRETARY)
    manages = may_manage(request.user, session.council)
    context = {
        "session": session, "council": session.council, "rows": rows, "member": member, "asking": is_asking(session),
        "sees": keeps or manages, "prepares": keeps or manages, "chair": bool(member) and member.seat == Seat.CHAIR,
        "blockers": written_blockers(session, rows, clock.today()), "differs": bool(differing(rows)),
        "reads": _read_by(request.user, rows, keeps or manages),
        "mine": set(WrittenOpinion.objects.filter(item__session=session, member=member).values_list("item_id", flat=True)),
    }  # fmt: skip
    return render(request, "evaluations/asked.html", context)


def reads_proposal(item, user) -> bool:
    """A member who is asked reads the marks that are proposed, once the conflict question is answered with no."""
    asked_for = item.session.state != SessionState.PLANNED and getattr(item, "proposal", None) is not None
    free = item.conflicts.filter(member__user_id=user.pk, member__scores=True, has_conflict=False)
    return asked_for and free.exists()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_proposal(request, pk):
    """The sheet that the members are asked about; it begins with the producer's own score."""
    item = item_of(request, pk)
    if request.method == "POST" or not reads_proposal(item, request.user):
        require_organiser(request.user, item.session.council)
    form, status = SelfAssessmentForm(posted(request), rubric=item.rubric), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            version = form.cleaned_data["version"] or 0
            try:
                services.propose(item=item, places=form.places, version=version, actor=request.user)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã lưu phương án trình lấy ý kiến."))
                return redirect("evaluations:session_asked", pk=item.session_id)
    return render(request, "evaluations/proposal.html", _proposal_page(item, form), status=status)


def _proposal_page(item, form) -> dict:
    spec, proposal = rubric_spec(item.rubric), getattr(item, "proposal", None)
    places = form.places if form.is_bound else services.first_places(item)
    lines = lines_of(item.dossier, item.rubric)
    for code, line in lines.items():
        line.place = places.get(code)
    valid = {code: p for code, p in places.items() if p <= len(spec.criteria[code].options)}
    state = sheet_state(spec, valid)
    return {
        "item": item, "cycle": item.cycle, "session": item.session, "form": form,
        "version": proposal.version if proposal else 0, "parts": part_views(spec, lines, state),
        "bar": verdict(spec, state), "edits": item.session.state == SessionState.PLANNED, "field": "c",
        "bare": True,
    }  # fmt: skip


def _read_by(user, rows, organises: bool) -> set[int]:
    """Keys of the products whose proposed marks the person may read."""
    items = [row.item.pk for row in rows]
    if organises:
        return set(items)
    free = Conflict.objects.filter(item__in=items, member__user_id=user.pk, member__scores=True, has_conflict=False)
    return set(free.values_list("item_id", flat=True))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_opinion(request, pk):
    """A member's answer on one product. The conflict question comes first."""
    item = item_of(request, pk)
    member = sheets.scoring_member(item, request.user)
    if not item.conflicts.filter(member=member).exists():
        return redirect("evaluations:conflict", pk=item.pk)
    proposal = getattr(item, "proposal", None)
    given = WrittenOpinion.objects.filter(item=item, member=member).first()
    if given and request.method != "POST":
        return render(request, "evaluations/opinion_given.html", {"item": item, "opinion": given, "proposal": proposal})
    notes = []
    if proposal:
        words = {"total": proposal.total, "stars": proposal.stars or 0}
        notes.append(
            (
                "info",
                _("Phương án trình: %(total)s điểm, %(stars)s sao. Đồng ý là nhận phương án làm phiếu của mình.")
                % words,
            )
        )
    return act_page(
        request, OpinionForm(posted(request)), partial(services.give_opinion, item=item, actor=request.user),
        done=_("Đã gửi ý kiến."), to=lambda _opinion: item.session, title=_("Ý kiến về đánh giá lại"), notes=notes,
        lead=f"{item.cycle.product.name} · {item.cycle.producer.name}", button=_("Gửi ý kiến"),
        back=(_("Phiên lấy ý kiến"), item.session.get_absolute_url()),
    )  # fmt: skip


@login_required
@require_POST
def session_end_asking(request, pk):
    session = session_of(request, pk)
    services.end_asking(session=session, actor=request.user)
    notices.success(request, _("Đã kết thúc lấy ý kiến. Ông/bà ghi kết luận rồi đóng phiên."))
    return redirect(session)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_call(request, pk):
    session = session_of(request, pk)
    require_chair(request.user, session.council)
    return act_page(
        request, CallForm(posted(request)), partial(services.call_meeting, session=session, actor=request.user),
        done=_("Đã triệu tập phiên họp. Các sản phẩm còn ý kiến khác nhau được chấm ở vòng 2."), to=lambda found: found,
        title=_("Triệu tập phiên họp"), lead=session.council.name, button=_("Triệu tập"),
        notes=[("info", _("Hội đồng họp khi ý kiến bằng văn bản còn khác nhau (Điều 7 khoản 6)."))],
        back=(_("Phiên lấy ý kiến"), session.get_absolute_url()),
    )  # fmt: skip
