"""Idle log-out: 30 minutes for people who hold a role, the whole session of 8 hours for the others (security §8).

The moment of the last request stands in a signed cookie of its own, so that reading a page writes nothing. Only when it
is too old is it asked whether the person may stay: somebody without a role, or a council member on a day of scoring.
"""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.shortcuts import redirect, render, resolve_url
from django.utils.crypto import salted_hmac

from accounts.views import SIGNED_IN_AT
from core import clock
from evaluations.models import CouncilMember

COOKIE = "ocop_seen"
IDLE_SECONDS = 30 * 60
WARNING_SECONDS = 2 * 60
RENEW_SECONDS = 60
SIGNER = signing.Signer(salt="ocop_portal.idle")


class IdleMiddleware:
    """Stands behind the middleware that fills `request.user`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        now = int(clock.now().timestamp())
        seen = last_seen(request)
        if seen is not None and now - seen > IDLE_SECONDS and not may_stay(request.user):
            return timed_out(request)
        response = self.get_response(request)
        key = request.session.session_key
        if not key or not request.user.is_authenticated:
            response.delete_cookie(COOKIE, samesite="Lax")
        elif seen is None or now - seen >= RENEW_SECONDS:
            value = SIGNER.sign(f"{binding(key)}.{now}")
            response.set_cookie(COOKIE, value, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
        return response


def binding(session_key: str) -> str:
    """A word that ties the cookie to one session without showing its key."""
    return salted_hmac("ocop_portal.idle", session_key).hexdigest()[:20]


def last_seen(request) -> int | None:
    """Second of the last request of this session; without a fitting cookie the moment of sign-in, if it is known."""
    try:
        bound, _dot, moment = SIGNER.unsign(request.COOKIES.get(COOKIE, "")).partition(".")
    except signing.BadSignature:
        bound, moment = "", ""
    if moment.isdigit() and bound == binding(request.session.session_key or ""):
        return int(moment)
    return request.session.get(SIGNED_IN_AT)


def may_stay(user) -> bool:
    """Whether more than 30 idle minutes are allowed to the person today."""
    if not user.scope.roles:
        return True
    return CouncilMember.objects.filter(user_id=user.pk, council__sessions__held_on=clock.today()).exists()


def timed_out(request):
    """Ends the session. A page leads to sign-in and back; a sent form gets a page that says how to send it again."""
    path = request.get_full_path()
    logout(request)
    if request.method in ("GET", "HEAD"):
        response = redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': path})}")
    else:
        response = render(request, "accounts/timed_out.html", status=403)
    response.delete_cookie(COOKIE, samesite="Lax")
    return response
