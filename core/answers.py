"""What views with a form share: a service's refusal at its field, the two versions of a conflict, adding to a list."""

from collections.abc import Callable

from django.contrib import messages as notices
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import refusals
from core.exceptions import Refused


def posted(request):
    """What was posted, also when it is empty; None for a GET, so that its form stays unbound."""
    return request.POST if request.method == "POST" else None


def refuse(request, form, refusal: Refused) -> int:
    """Put the sentence at the field that the refusal's code names, else on top; record the act. Out: the status.

    Call it outside any transaction.
    """
    form.add_error(refusal.code if refusal.code in form.fields else None, refusal.sentence)
    refusals.remember(request, refusal)
    return refusal.status


def differences(form, row) -> list[dict]:
    """What stands in `row` beside what was typed, for the fields that differ: dicts with label, theirs, mine (409)."""
    found = []
    for bound in form.visible_fields():
        if bound.name in form.cleaned_data and hasattr(row, bound.name):
            theirs, mine = getattr(row, bound.name), form.cleaned_data[bound.name]
            if theirs != mine and (theirs or mine):
                found.append({"label": bound.label, "theirs": theirs, "mine": mine})
    return found


def take_version(form, version: int) -> None:
    """Have the form carry the version that stands now, so that saving again means replacing it knowingly."""
    form.data = form.data.copy()
    form.data[form.add_prefix("version")] = str(version)


def adding(request, form, template: str, context: dict, add: Callable, done: list, sentence: str = ""):
    """A list with its form: shown, or one row added by `add()`; `done` (for redirect) is where a saved row leads.

    A wrong form or a refusal answers with the same page, everything typed, and 422, 403 or 409.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                add()
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, sentence or _("Đã lưu."))
                return redirect(*done)
    return render(request, template, context | {"form": form}, status=status)
