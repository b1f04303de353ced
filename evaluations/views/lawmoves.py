"""A cycle goes over to the decision in force: said in words, done by who writes the dossier."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.exceptions import NotAllowed, Refused
from core.formats import show_date
from evaluations import messages
from evaluations.forms.dossiers import LawMoveForm
from evaluations.rules import may_write_dossier
from evaluations.services.lawmoves import move_to_law
from evaluations.views.actpage import act_page
from evaluations.views.shared import posted
from products.messages import LAW_STAYS
from products.models import Cycle
from products.selectors import law_for_filing, likely_set


def what_moves(cycle, law) -> str:
    """Why the cycle goes over, for the pages that lead here."""
    words = {"old": cycle.regulation.number, "new": law.number, "day": show_date(law.in_force_from)}
    return (
        _(
            "Chu trình mở theo Quyết định %(old)s. Hồ sơ chưa nộp trước ngày %(day)s nên phải theo Quyết định %(new)s: "
            "phiếu chấm và danh mục minh chứng của quyết định mới."
        )
        % words
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_law(request, pk):
    rows = Cycle.objects.visible_to(request.user).select_related("regulation", "product_set", "product", "producer")
    cycle = get_object_or_404(rows, pk=pk)
    if not may_write_dossier(request.user, cycle):
        raise NotAllowed(messages.NOT_YOUR_DOSSIER, code="not_your_step", obj=cycle)
    law = law_for_filing(cycle, clock.today())
    if law is None:
        raise Refused(LAW_STAYS % {"law": cycle.regulation.number}, code="law", obj=cycle)
    start = {"product_set": likely_set(cycle.product_set, law)}
    form = LawMoveForm(posted(request), regulation=law, initial=start)
    kept = _(
        "Giấy tờ đã tải lên được giữ lại. Điểm tự chấm và viện dẫn chỉ giữ ở tiêu chí không đổi tên và mức điểm; "
        "phần còn lại ông/bà chấm và viện dẫn lại."
    )
    return act_page(
        request, form, partial(move_to_law, cycle=cycle, actor=request.user),
        done=_("Đã chuyển hồ sơ sang Quyết định %(law)s.") % {"law": law.number},
        to=lambda moved: reverse("evaluations:of_cycle", args=[moved.pk]),
        title=_("Chuyển sang quyết định đang có hiệu lực"), lead=f"{cycle.product.name} · {cycle.number}",
        notes=[("info", what_moves(cycle, law)), ("info", kept)], button=_("Chuyển hồ sơ"),
        back=(cycle.number, cycle.get_absolute_url()),
    )  # fmt: skip
