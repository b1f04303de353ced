"""One page for an act with a form: what it is about, what follows from it, the fields, one verb."""

from django.contrib import messages as notices
from django.shortcuts import redirect, render

from core.exceptions import Refused
from evaluations.views.shared import refuse


def act_page(request, form, act, *, done: str, to, **context):
    """Show the form, or do the act with its cleaned values and go to `to` (an object, or made from what the act gives).

    `context`: title, lead, button; notes: (tone, sentence) pairs; danger; back: (label, address); upload.
    Nothing typed is lost: a refusal comes back beside its field with its status.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                found = act(**form.cleaned_data)
            except Refused as refusal:
                status = refuse(request, form, refusal)
            else:
                notices.success(request, done)
                return redirect(to(found) if callable(to) else to)
    return render(request, "evaluations/after_act.html", {"form": form, **context}, status=status)
