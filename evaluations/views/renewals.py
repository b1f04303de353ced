"""Pages of certificates that come to their end: the radar, a new dossier from a certificate, the written notice."""

from functools import partial

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.exceptions import NotAllowed, Refused
from core.formats import show_date
from evaluations import messages
from evaluations.authority import may_decide_on
from evaluations.enums import CertificateState
from evaluations.forms.after import NoticeForm, RenewForm
from evaluations.renewal import RADAR
from evaluations.selectors.renewals import (
    radar,
    radar_counts,
    renewable,
    sets_to_choose,
    stage_condition,
    stage_words,
)
from evaluations.services import renewals as services
from evaluations.services.reminders import LIMIT, ask_certificates
from evaluations.standing import state_of
from evaluations.views.actpage import act_page
from evaluations.views.decisions import PAGE, TONES, certificate_of
from evaluations.views.shared import posted
from producers.rules import may_register_somewhere as may_write_somewhere
from products.enums import CycleKind
from products.rules import may_register, may_register_somewhere


@login_required
@require_GET
def radar_list(request):
    day = clock.today()
    wanted = request.GET.get("con", "")
    stage = int(wanted) if wanted in map(str, (*RADAR, 0)) else None
    rows = radar(request.user, day)
    if stage is not None:
        rows = rows.filter(stage_condition(stage, day))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = []
    for row in page:
        state = state_of(row)
        shown.append((row, (row.valid_to - day).days, CertificateState(state).label, *TONES[state]))
    counts = radar_counts(request.user, day)
    tally = [{"count": n, "label": stage_words(s), "url": f"?con={s}", "tone": "bad" if s == 0 else "soon" if s <= 120 else ""}
             for s, n in counts.items()]  # fmt: skip
    context = {
        "page": page,
        "rows": shown,
        "tally": tally,
        "stage": stage,
        "words": stage_words(stage) if stage is not None else "",
        "opens": may_register_somewhere(request.user),
        "reminds": may_write_somewhere(request.user),
        "all_chosen": request.GET.get("chon") == "tat-ca",
    }
    return render(request, "evaluations/radar.html", context)


@login_required
@require_POST
def radar_remind(request):
    """Reminds the producers of the chosen certificates: one job with notices and a PDF of letters."""
    keys = [int(key) for key in request.POST.getlist("chon") if key.isascii() and key.isdigit()][: LIMIT + 1]
    try:
        row = ask_certificates(certificates=radar(request.user, clock.today()).filter(pk__in=keys), actor=request.user)
    except Refused as refusal:
        if refusal.status == 403:
            raise
        flash.error(request, refusal.sentence)
        return redirect("evaluations:radar")
    return redirect(row)


WINDOW_WORDS = {
    "none": ("info", gettext_lazy("Giấy chứng nhận có hiệu lực đến hết ngày %(end)s.")),
    "early": (
        "info", gettext_lazy("Chưa đến kỳ nộp hồ sơ đánh giá lại: nộp từ ngày %(first)s đến hết ngày %(last)s."),
    ),
    "open": ("ok", gettext_lazy("Đang trong kỳ nộp hồ sơ đánh giá lại: từ ngày %(first)s đến hết ngày %(last)s.")),
    "late": (
        "soon",
        gettext_lazy(
            "Đã quá kỳ nộp hồ sơ đánh giá lại (đến hết ngày %(last)s). Nộp trước khi giấy hết hạn ngày %(end)s thì giấy "
            "được dùng đến khi có kết quả, nhiều nhất 180 ngày sau ngày hết hạn."
        ),
    ),
    "over": (
        "bad", gettext_lazy("Giấy chứng nhận đã hết hạn ngày %(end)s; nộp từ bây giờ không được gia hạn chờ kết quả."),
    ),
}  # fmt: skip


def window_note(certificate, found) -> tuple[str, str]:
    """(tone, sentence) about the days in which a re-evaluation is to be filed."""
    span = found.window
    days = {"first": show_date(span.first), "last": show_date(span.last), "end": show_date(certificate.valid_to)}
    tone, sentence = WINDOW_WORDS[found.state]
    return tone, sentence % days


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_renew(request, pk):
    certificate, day = certificate_of(request, pk), clock.today()
    if not may_register(request.user, certificate.product.producer):
        raise NotAllowed(messages.RENEW_NOT_YOURS, code="producer", obj=certificate)
    found = renewable(certificate, day)
    regulation, likely = sets_to_choose(certificate, day)
    start = {"kind": CycleKind.RENEWAL, "product_set": likely}
    form = RenewForm(posted(request), regulation=regulation, upgrade=found.may_upgrade, initial=start)
    notes = [window_note(certificate, found)]
    if found.cycle is not None:
        notes.append(("soon", messages.RENEW_RUNNING % {"number": found.cycle.number}))
    return act_page(
        request, form, partial(services.open_from_certificate, certificate=certificate, actor=request.user),
        done=_("Đã mở hồ sơ. Ông/bà nộp minh chứng và tự chấm theo bộ tiêu chí hiện hành."), to=lambda dossier: dossier,
        title=_("Đánh giá lại, nâng hạng"), lead=certificate.full_title, notes=notes,
        button=_("Mở hồ sơ"), back=(_("Giấy chứng nhận"), certificate.get_absolute_url()),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_notice(request, pk):
    certificate = certificate_of(request, pk)
    if not may_decide_on(request.user, certificate):
        raise NotAllowed(messages.NOT_YOUR_CERTIFICATE, code="not_your_step", obj=certificate)
    form = NoticeForm(posted(request), initial={"sent_on": clock.today()})
    return act_page(
        request, form, partial(services.record_notice, certificate=certificate, actor=request.user),
        done=_("Đã ghi văn bản thông báo."), to=certificate, title=_("Ghi thông báo sắp hết hạn"),
        lead=certificate.full_title, button=_("Ghi thông báo"),
        notes=[window_note(certificate, renewable(certificate, clock.today()))],
        back=(_("Giấy chứng nhận"), certificate.get_absolute_url()),
    )  # fmt: skip
