"""Gives anonymous visitors an empty scope, and holds people with a one-time password at the page that replaces it."""

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.models import Anonymous


class ScopeMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        request.user = SimpleLazyObject(lambda: user if user.is_authenticated else Anonymous())
        return self.get_response(request)


class OncePasswordMiddleware:
    """Who signed in with a password given by an administrator chooses an own one before anything else (security §8)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            own = reverse("accounts:password")
            if request.user.password_once and request.path not in (own, reverse("accounts:logout")):
                return redirect(own)
        return self.get_response(request)
