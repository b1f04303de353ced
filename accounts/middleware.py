"""Gives anonymous visitors an empty scope, so that every `visible_to(request.user)` answers."""

from django.utils.functional import SimpleLazyObject

from accounts.models import Anonymous


class ScopeMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        request.user = SimpleLazyObject(lambda: user if user.is_authenticated else Anonymous())
        return self.get_response(request)
