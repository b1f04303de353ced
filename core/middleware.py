"""Request id for the audit chain and the error page; refusals become pages with their sentence."""

import logging
import secrets

from core import audit, refusals
from core.exceptions import Busy, Refused
from core.messages import BUSY
from core.retries import is_busy

log = logging.getLogger("ocop.retries")


class RequestIdMiddleware:
    """Gives each request a short id that can be read out on the phone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = secrets.token_hex(5)
        token = audit.request_id.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            audit.request_id.reset(token)
        response["X-Request-Id"] = request.id
        return response


class RefusalMiddleware:
    """A `Refused` that a view lets through is recorded after its rollback and answered with its sentence and status.

    A database that is too busy is one too, with status 503 (security §4).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Django calls this when the view's transactions are over (ATOMIC_REQUESTS stays off)."""
        if is_busy(exception):
            log.warning("%s %s: %s", request.method, request.path, exception)
            return refusals.answer(request, Busy(BUSY, code="busy"))
        if not isinstance(exception, Refused):
            return None
        refusals.remember(request, exception)
        return refusals.answer(request, exception)
