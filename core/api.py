"""What every API resource shares: pages, refusals as problem sentences."""

from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from core import refusals
from core.exceptions import Refused


class Pages(PageNumberPagination):
    """25 rows a page, at most 100 on request."""

    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100


def exception_handler(exc, context):
    """A service's refusal answers with its sentence and status; everything else as DRF does."""
    if isinstance(exc, Refused):
        refusals.remember(context["request"], exc)
        return Response({"detail": exc.sentence, "code": exc.code}, status=exc.status)
    return drf_exception_handler(exc, context)
