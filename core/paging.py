"""Paging of long lists: the count stops at a cap, because counting is what is left at a million rows."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

CAP = 2000


class CappedPaginator(Paginator):
    """Counts at most CAP rows; `capped` says that there are more, and that a word or a filter is the way to them.

    `counted`: the same rows before columns of other tables were asked for, so that counting joins nothing.
    """

    def __init__(self, object_list, per_page, *, counted=None, **kwargs):
        super().__init__(object_list, per_page, **kwargs)
        self.counted = object_list if counted is None else counted

    @cached_property
    def _found(self) -> int:
        return self.counted.order_by().values("pk")[: CAP + 1].count()

    @cached_property
    def count(self) -> int:
        """Rows that the pages show: all of them, or the first CAP."""
        return min(self._found, CAP)

    @property
    def capped(self) -> bool:
        return self._found > CAP
