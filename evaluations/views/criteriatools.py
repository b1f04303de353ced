"""Two tools of the administrator: two sheets side by side, and a sheet tried with invented marks. Nothing is stored."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from core.exceptions import Refused
from evaluations import criteria_messages as messages
from evaluations import scoring_messages
from evaluations.enums import GateRule
from evaluations.forms.criteria import JOINT, MEMBERS, CompareForm, TrialForm
from evaluations.rubricdiff import compare as compare_sheets
from evaluations.scoring import Findings, ScoringError
from evaluations.selectors import criteriapages as pages
from evaluations.services.criteria import require_criteria_office


@login_required
@require_GET
def compare(request):
    require_criteria_office(request.user)
    asked = "a" in request.GET and "b" in request.GET  # a link from a sheet brings one, to choose the other beside it
    given = request.GET if asked else None
    form = CompareForm(given, initial=request.GET.dict(), choices=pages.source_choices(request.user))
    context, status = {"form": form}, 200
    if asked:
        status = 422
        if form.is_valid():
            old, new = (pages.source_of(request.user, form.cleaned_data[name]) for name in ("a", "b"))
            if old is None or new is None:
                form.add_error(None, messages.TWO_TO_COMPARE)
            else:
                status = 200
                view = pages.diff_view(compare_sheets(old.spec, new.spec), form.cleaned_data["all"])
                context |= {"old": old, "new": new, "diff": view}
    return render(request, "evaluations/criteria_compare.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def trial(request, ref):
    require_criteria_office(request.user)
    source = pages.source_of(request.user, ref)
    if source is None:
        raise Http404
    if not source.spec.complete:
        raise Refused(messages.SHEET_INCOMPLETE, code="incomplete")
    data = request.POST if request.method == "POST" else {"rule": GateRule.MAJORITY}
    form = TrialForm(_filled(data, source.spec), spec=source.spec)
    context, status = {"source": source, "form": form, "rows": form.rows(), "found": None}, 200
    if request.method == "POST" and "fill" not in request.POST:
        status = 422
        if form.is_valid():
            if not form.sheets:
                form.add_error(None, messages.TRY_EMPTY)
            else:
                try:
                    findings = Findings(form.cleaned_data["knockouts"], form.joint)
                    context["found"] = pages.try_sheet(source.spec, form.sheets, form.cleaned_data["rule"], findings)
                    status = 200
                except ScoringError as error:
                    form.add_error(None, scoring_messages.sentence(error.code, error.values))
    context["shown"] = request.method == "POST" and "fill" not in request.POST
    return render(request, "evaluations/criteria_trial.html", context, status=status)


def _filled(data, spec) -> dict:
    """What was posted; with the button "fill", every empty cell of the three members at its best or at không đáp ứng."""
    how = data.get("fill")
    if how not in ("best", "none"):
        return data
    data = data.copy()
    del data["fill"]
    for code, criterion in spec.criteria.items():
        place = max(criterion.options, key=lambda o: o.points).place if how == "best" else 0
        for prefix in (*(f"m{m}" for m in MEMBERS), JOINT):
            if not data.get(f"{prefix}-{code}"):
                data[f"{prefix}-{code}"] = str(place)
    return data
