"""What every API resource shares: pages, refusals as problem sentences."""

from django.core.paginator import Paginator
from django.db.models import Count, Window
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


class _Counted(Paginator):
    """A page of a `values_list` and the number of all rows from one statement."""

    def page(self, number):
        if not str(number).isdecimal() or int(number) < 1:
            return super().page(number)
        number = int(number)
        rows = self.object_list.annotate(of_all=Window(Count("pk")))[(number - 1) * self.per_page :][: self.per_page]
        found = list(rows)
        if not found:
            return super().page(number)  # beyond the end, or nothing at all: the count says which
        self.count = found[0][-1]
        return self._get_page([row[:-1] for row in found], number, self)


class CountedPages(Pages):
    """For lists of values whose gate costs more to compose and to ask than its rows: it is asked once.

    Not for the nation's reach, where a count that no row travels with is the cheaper one.
    """

    def paginate_queryset(self, queryset, request, view=None):
        self.django_paginator_class = Paginator if request.user.scope.nation else _Counted
        return super().paginate_queryset(queryset, request, view)


def exception_handler(exc, context):
    """A service's refusal answers with its sentence and status; everything else as DRF does."""
    if isinstance(exc, Refused):
        refusals.remember(context["request"], exc)
        return Response({"detail": exc.sentence, "code": exc.code}, status=exc.status)
    return drf_exception_handler(exc, context)
