"""The ministry's request to evaluate again, and the province's answer."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.exceptions import NotAllowed
from core.formats import show_date
from evaluations import messages
from evaluations.forms.after import RedoAnswerForm, RedoForm
from evaluations.models import RedoRequest
from evaluations.services import redo as services
from evaluations.views.actpage import act_page
from evaluations.views.decisions import certificate_of
from evaluations.views.shared import posted


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def redo_ask(request, pk):
    certificate = certificate_of(request, pk)
    if not services.may_ask(request.user, certificate):
        raise NotAllowed(messages.REDO_NOT_YOURS, code="not_your_step", obj=certificate)
    return act_page(
        request, RedoForm(posted(request)), partial(services.ask_redo, certificate=certificate, actor=request.user),
        done=_("Đã ghi đề nghị; tỉnh thấy ngay trong việc phải làm."), to=certificate,
        title=_("Đề nghị tỉnh đánh giá lại"), lead=certificate.full_title, button=_("Gửi đề nghị"),
        notes=[("info", _("Theo điểm b khoản 1 Điều 10 Quyết định 26/2026/QĐ-TTg. Giấy chứng nhận còn hiệu lực đến khi "
                          "có quyết định khác."))],
        back=(_("Giấy chứng nhận"), certificate.get_absolute_url()),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def redo_answer(request, pk):
    rows = RedoRequest.objects.visible_to(request.user).select_related("certificate__product__province")
    redo = get_object_or_404(rows, pk=pk)
    certificate = redo.certificate
    if not services.may_answer(request.user, certificate):
        raise NotAllowed(messages.REDO_ANSWER_NOT_YOURS, code="not_your_step", obj=redo)
    words = {"number": redo.number, "day": show_date(redo.sent_on), "reason": redo.reason}
    asked = _("Văn bản số %(number)s ngày %(day)s của Bộ: %(reason)s") % words
    return act_page(
        request, RedoAnswerForm(posted(request)), partial(services.answer_redo, redo=redo, actor=request.user),
        done=_("Đã ghi trả lời."), to=certificate, title=_("Trả lời đề nghị đánh giá lại của Bộ"),
        lead=certificate.full_title, button=_("Ghi trả lời"), notes=[("info", asked)],
        back=(_("Giấy chứng nhận"), certificate.get_absolute_url()),
    )  # fmt: skip
