"""The page that issues many result notices of a session in one act."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.exceptions import NotAllowed, Refused
from evaluations import messages
from evaluations.forms.papers import NoticesForm
from evaluations.rules import may_manage
from evaluations.selectors.papers import listing
from evaluations.selectors.papers.ground import ground_of
from evaluations.services import notices as services
from evaluations.services import papers
from evaluations.views.sessions import items_seen, session_of
from evaluations.views.shared import posted, refuse


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_notices(request, pk):
    session = session_of(request, pk)
    if not may_manage(request.user, session.council):
        raise NotAllowed(messages.PAPER_OFFICE_ONLY, code="not_your_paper", obj=session)
    found = listing.slots(request.user, session, items_seen(request, session))
    waiting, later = listing.notices_to_issue(found)
    signer = ground_of(session).office_signature([])["columns"][-1]
    start = {"issued_on": clock.today(), "authority": signer["lines"], "signer": signer["name"]}
    form = NoticesForm(posted(request), items=[slot.target.item for slot in waiting], initial=start)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = services.issue_notices(session=session, actor=request.user, **form.values())
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                papers.ask(papers=made, actor=request.user)
                notices.success(request, _("Đã ban hành %(n)s thông báo, đang dựng tệp.") % {"n": len(made)})
                return redirect("evaluations:session_papers", pk=session.pk)
    rows = list(zip(form.rows(), waiting, strict=True))
    context = {"session": session, "council": session.council, "form": form, "rows": rows, "later": later}
    return render(request, "evaluations/notices.html", context, status=status)
