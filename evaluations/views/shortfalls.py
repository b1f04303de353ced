"""Pages of the dossier after its result: the result by criterion, and what it lacks for a star, as a page and a letter."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import clock
from evaluations.models import Dossier
from evaluations.selectors.dossierpage import dossiers_for
from evaluations.selectors.rubrics import rubric_spec
from evaluations.selectors.shortfalls import COUNCIL, SELF, advice_for, next_target, sources_for
from evaluations.selectors.told import result_lines, told_result
from evaluations.services import shortfallfiles
from evaluations.shortfall import STARS
from products.models import Cycle


def own_dossier(request, pk) -> Dossier:
    """A dossier of the person's own reach: its producer and offices. A council's seat alone opens no advice (404)."""
    reach = Cycle.objects.visible_to(request.user).values("pk")
    return get_object_or_404(dossiers_for(request.user).filter(cycle__in=reach), pk=pk)


def chosen(request, dossier, wanted):
    """(source, result, target) of the address or the posted fields; what is not understood falls back to the first."""
    sources = sources_for(request.user, dossier)
    source = wanted.get("theo") if wanted.get("theo") in sources else (sources[-1] if sources else SELF)
    result = told_result(request.user, dossier.cycle) if source == COUNCIL else None
    stars = wanted.get("sao", "")
    target = int(stars) if stars in map(str, STARS) else next_target(dossier, source, result)
    return sources, source, result, target


@login_required
@require_GET
def shortfall_page(request, pk):
    dossier = own_dossier(request, pk)
    sources, source, result, target = chosen(request, dossier, request.GET)
    context = {
        "dossier": dossier, "cycle": dossier.cycle, "sources": sources, "source": source, "result": result,
        "advice": advice_for(dossier, source, result, target, clock.today()), "COUNCIL": COUNCIL,
        "targets": [
            {"label": _("%(n)s sao") % {"n": n}, "url": f"?sao={n}&theo={source}", "current": n == target} for n in STARS
        ],
    }  # fmt: skip
    return render(request, "evaluations/shortfall.html", context)


@login_required
@require_POST
def shortfall_letter(request, pk):
    """Ask for the advice as a letter: with the head of the officer's office, or as the producer's own list."""
    dossier = own_dossier(request, pk)
    _sources, source, result, target = chosen(request, dossier, request.POST)
    job = shortfallfiles.ask(dossier=dossier, source=source, result=result, target=target, actor=request.user)
    return redirect("core:job", pk=job.pk)


@login_required
@require_GET
def dossier_result(request, pk):
    """The result by criterion: for the offices once it is closed, for the producer once it is decided. No member is named."""
    dossier = own_dossier(request, pk)
    result = told_result(request.user, dossier.cycle)
    context = {"dossier": dossier, "cycle": dossier.cycle, "result": result}
    if result:
        context |= {"lines": result_lines(result, dossier), "spec": rubric_spec(result.item.rubric)}
    return render(request, "evaluations/dossier_result.html", context)
