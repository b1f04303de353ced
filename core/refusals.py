"""What happens after a service has refused: the event in its own transaction, the answer with the sentence (design §8)."""

import logging

from django.db import DatabaseError
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from core import audit
from core.exceptions import Busy, Refused

log = logging.getLogger("ocop.refusals")


def remember(request, refusal: Refused) -> None:
    """Record a refused act of a signed-in person on a saved object. Call it after the rollback, outside any transaction.

    Views that catch `Refused` to show it beside the form call this too; the middleware does for those that let it through.
    Nobody, a refusal without object, a busy and a failing database leave a line in the log only.
    """
    verb = f"refused.{refusal.code or _view_name(request)}"[:80]
    busy = isinstance(refusal, Busy)  # to record it would wait for the same lock
    if busy or refusal.obj is None or refusal.obj.pk is None or not request.user.is_authenticated:
        log.info("%s request=%s", verb, getattr(request, "id", ""))
        return
    try:
        audit.record_refusal(verb, actor=request.user, obj=refusal.obj, reason=refusal.sentence)
    except DatabaseError:
        log.exception("a refusal could not be recorded: %s", verb)


def _view_name(request) -> str:
    match = request.resolver_match
    return match.view_name if match and match.view_name else "unnamed"


def answer(request, refusal: Refused):
    """The page (a fragment for htmx, JSON under /api/) with the sentence, what to do next, and the refusal's status."""
    later = {"Retry-After": "5"} if refusal.status == Busy.status else {}
    if request.path.startswith("/api/"):
        body = {"detail": refusal.sentence, "code": refusal.code}
        return JsonResponse(body, status=refusal.status, headers=later)
    template = "ui/refused.html#notice" if getattr(request, "htmx", False) else "ui/refused.html"
    response = render(request, template, {"refusal": refusal}, status=refusal.status)
    patch_vary_headers(response, ["HX-Request"])
    for name, value in later.items():
        response[name] = value
    return response
