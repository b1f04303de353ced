"""The lists of step 5: rounds, councils, sessions, decisions, certificates, and their files."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from core.paging import CappedPaginator
from evaluations import exporters, filters
from evaluations.enums import CertificateState, SessionState
from evaluations.models import Certificate, Council, CouncilSession, RecognitionDecision, Round
from evaluations.rules import managed_levels
from evaluations.selectors import lists
from evaluations.selectors.roundproposals import late_counts
from evaluations.standing import state_of, with_standing
from evaluations.views.decisions import TONES
from producers.rules import may_export
from producers.selectors import unit_choices
from products.views.lists import as_file, chosen

PAGE = 25
SESSION_STATES = {
    SessionState.PLANNED: ("info", "clock"),
    SessionState.OPEN: ("soon", "edit"),
    SessionState.CLOSED: ("ok", "okc"),
}
NOUNS = {
    "sessions": _("phiên họp"),
    "councils": _("hội đồng"),
    "rounds": _("đợt đánh giá"),
    "decisions": _("quyết định"),
    "certificates": _("giấy chứng nhận"),
}
PAGES = (
    ("sessions", _("Phiên họp")),
    ("councils", _("Hội đồng")),
    ("rounds", _("Đợt đánh giá")),
    ("decisions", _("Quyết định")),
    ("certificates", _("Giấy chứng nhận")),
)


def tabs_of(user, name: str) -> list[dict]:
    """The lists beside this one: all for officers, those of the councils for their members, none for others."""
    pages = PAGES if user.scope.roles else PAGES[:3] if name in ("sessions", "councils", "rounds") else ()
    return [{"label": label, "url": reverse(f"evaluations:{key}"), "current": key == name} for key, label in pages]


def page_of(request, name: str, found, rows, shown, sort, labels, **more):
    """The context of a list: filter, page, sort, tabs, and the address of its file."""
    query = request.GET.copy()
    query.pop("page", None)
    query["dang"] = "xlsx"
    return {
        "filter": found.form,
        "filtered": any(found.form.cleaned_data.values()) if found.form.is_valid() else True,
        "page": CappedPaginator(shown, PAGE, counted=rows).get_page(request.GET.get("page")),
        "noun": NOUNS[name],
        "sort": sort,
        "sorts": labels,
        "tabs": tabs_of(request.user, name),
        "list_url": reverse(f"evaluations:{name}"),
        "file_url": f"{reverse(f'evaluations:{name}_export')}?{query.urlencode()}" if may_export(request.user) else "",
    } | more


def found_rounds(request):
    rows = Round.objects.visible_to(request.user)
    found = filters.RoundFilter(request.GET, rows, units=lists.units_named(rows))
    return found, *chosen(found, rows, request, lists.ROUND_SORTS, "moi")


def found_councils(request):
    rows = Council.objects.visible_to(request.user)
    found = filters.CouncilFilter(request.GET, rows, units=lists.units_named(rows))
    return found, *chosen(found, rows, request, lists.COUNCIL_SORTS, "moi")


def found_sessions(request):
    rows = CouncilSession.objects.visible_to(request.user)
    found = filters.SessionFilter(request.GET, rows, units=lists.units_named(rows, "council__unit"))
    return found, *chosen(found, rows, request, lists.SESSION_SORTS, "moi")


def found_decisions(request):
    rows = RecognitionDecision.objects.visible_to(request.user)
    found = filters.DecisionFilter(request.GET, rows, units=lists.units_named(rows))
    return found, *chosen(found, rows, request, lists.DECISION_SORTS, "moi")


def found_certificates(request):
    rows = Certificate.objects.visible_to(request.user)
    found = filters.CertificateFilter(request.GET, rows, units=unit_choices(request.user))
    return found, *chosen(found, rows, request, lists.CERTIFICATE_SORTS, "moi")


@login_required
@require_GET
def round_list(request):
    found, rows, sort = found_rounds(request)
    shown = rows.select_related("unit", "regulation")
    more = {"manages": bool(managed_levels(request.user))}
    context = page_of(request, "rounds", found, rows, shown, sort, lists.ROUND_SORT_LABELS, **more)
    late = late_counts(request.user, list(context["page"]))
    context["rows"] = [(row, late.get(row.pk, 0)) for row in context["page"]]
    return render(request, "evaluations/rounds.html", context)


@login_required
@require_GET
def council_list(request):
    found, rows, sort = found_councils(request)
    shown = rows.select_related("unit", "round")
    more = {"manages": bool(managed_levels(request.user))}
    context = page_of(request, "councils", found, rows, shown, sort, lists.COUNCIL_SORT_LABELS, **more)
    return render(request, "evaluations/councils.html", context)


@login_required
@require_GET
def session_list(request):
    found, rows, sort = found_sessions(request)
    shown = lists.with_item_count(rows).select_related("council__unit", "round")
    context = page_of(request, "sessions", found, rows, shown, sort, lists.SESSION_SORT_LABELS)
    context["rows"] = [(row, *SESSION_STATES[row.state]) for row in context["page"]]
    context["takes_marks"] = bool(managed_levels(request.user))
    return render(request, "evaluations/sessions.html", context)


@login_required
@require_GET
def decision_list(request):
    found, rows, sort = found_decisions(request)
    shown = lists.with_decided_count(rows).select_related("unit")
    context = page_of(request, "decisions", found, rows, shown, sort, lists.DECISION_SORT_LABELS)
    return render(request, "evaluations/decisions.html", context)


@login_required
@require_GET
def certificate_list(request):
    found, rows, sort = found_certificates(request)
    shown = with_standing(rows)
    context = page_of(request, "certificates", found, rows, shown, sort, lists.CERTIFICATE_SORT_LABELS)
    stood = [(row, state_of(row)) for row in context["page"]]
    context["rows"] = [(row, CertificateState(state).label, *TONES[state]) for row, state in stood]
    return render(request, "evaluations/certificates.html", context)


@login_required
@require_GET
def round_export(request):
    _found, rows, _sort = found_rounds(request)
    return as_file(request, "dot-danh-gia", "Dot danh gia", exporters.round_head(), rows, exporters.round_rows)


@login_required
@require_GET
def council_export(request):
    _found, rows, _sort = found_councils(request)
    return as_file(request, "hoi-dong", "Hoi dong", exporters.council_head(), rows, exporters.council_rows)


@login_required
@require_GET
def session_export(request):
    _found, rows, _sort = found_sessions(request)
    return as_file(request, "phien-hop", "Phien hop", exporters.session_head(), rows, exporters.session_rows)


@login_required
@require_GET
def decision_export(request):
    _found, rows, _sort = found_decisions(request)
    return as_file(request, "quyet-dinh", "Quyet dinh", exporters.decision_head(), rows, exporters.decision_rows)


@login_required
@require_GET
def certificate_export(request):
    _found, rows, _sort = found_certificates(request)
    head = exporters.certificate_head()
    return as_file(request, "giay-chung-nhan", "Giay chung nhan", head, rows, exporters.certificate_rows)
