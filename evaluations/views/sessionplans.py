"""Pages of a session's plan: day, hours, place, agenda; and who was told of it."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.exceptions import NotAllowed, Refused
from evaluations import messages
from evaluations.enums import SessionState
from evaluations.forms.councils import AgendaForm, InvitationsForm, SessionForm
from evaluations.selectors.visibility import seat_of
from evaluations.services import sessionplans as services
from evaluations.services.sessions import require_organiser
from evaluations.views.sessions import items_seen, session_of
from evaluations.views.shared import posted, refuse

NAMES = ("held_on", "starts_at", "ends_at", "place", "link", "agenda")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_plan(request, pk):
    """Chương trình: read by everybody of the council; changed by the organisers while the session is planned."""
    session = session_of(request, pk)
    try:
        require_organiser(request.user, session.council)
        edits = session.state == SessionState.PLANNED
    except NotAllowed:
        if request.method == "POST":
            raise
        edits = False
    about_agenda = "agenda_rows" in request.POST
    items = items_seen(request, session)
    data = posted(request)
    form = SessionForm(None if about_agenda else data, initial={name: getattr(session, name) for name in NAMES})
    rows = AgendaForm(data if about_agenda else None, items=items)
    status = 200
    if request.method == "POST":
        status = 422
        used = rows if about_agenda else form
        if used.is_valid():
            try:
                if about_agenda:
                    services.set_agenda(session=session, rows=rows.agenda(), actor=request.user)
                else:
                    values = form.cleaned_data | {"round": session.round}
                    services.update_session(session=session, actor=request.user, **values)
            except Refused as refusal:
                status = refuse(request, used, refusal)
            else:
                notices.success(request, _("Đã lưu chương trình phiên họp."))
                return redirect("evaluations:session_plan", pk=session.pk)
    context = {"session": session, "council": session.council, "form": form, "agenda": rows, "edits": edits}
    return render(request, "evaluations/session_plan.html", context | {"items": items}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_invitations(request, pk):
    """Who was told when; organisers record it, the members of the council read it."""
    session = session_of(request, pk)
    members = list(session.council.members.select_related("user"))
    known = {row.member_id: row for row in session.invitations.select_related("recorded_by")}
    start = {"members": [str(m.pk) for m in members if m.pk not in known]}
    form = InvitationsForm(posted(request), members=members, initial=start)
    status = 200
    try:
        require_organiser(request.user, session.council)
        edits = session.state != SessionState.CLOSED
    except NotAllowed:
        if request.method == "POST" or seat_of(request.user, session) is None:
            raise NotAllowed(messages.ONLY_SECRETARY, code="not_your_step", obj=session) from None
        edits = False
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.record_invitations(session=session, told=form.told(), actor=request.user)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, _("Đã ghi danh sách báo họp."))
                return redirect("evaluations:session_invitations", pk=session.pk)
    rows = [(member, known.get(member.pk)) for member in members]
    context = {"session": session, "council": session.council, "form": form, "rows": rows, "edits": edits}
    return render(request, "evaluations/invitations.html", context, status=status)
