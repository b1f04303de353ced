"""Reads of support: the list of grants, its totals by kind and source, grants whose ledger does not add up."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core.formats import show_number
from products.enums import EntryKind, FundSource, SupportKind
from products.models import SupportGrant

STAGES = {
    "du-kien": Q(approved=0),
    "da-duyet": Q(approved__gt=0, paid=0),
    "dang-chi": Q(paid__gt=0, paid__lt=F("approved")),
    "da-chi": Q(paid__gt=0, paid=F("approved")),
}
GRANT_SORTS = {
    "moi": ("-created_at", "-pk"),
    "tien": ("-planned", "-pk"),
    "con": ("-left_to_pay", "-pk"),
    "ten": ("cycle__product__sort_key", "pk"),
}
GRANT_COLUMNS = (
    "pk", "purpose", "kind", "source", "planned", "approved", "paid", "granted_on", "cycle__number",
    "cycle__product__name", "cycle__producer__name", "cycle__unit__kind", "cycle__unit__name", "cycle_id",
)  # fmt: skip


def grants_left(rows: QuerySet) -> QuerySet:
    """Grants with what is approved and not yet paid."""
    return rows.annotate(left_to_pay=F("approved") - F("paid"))


def grant_columns(rows: QuerySet) -> QuerySet:
    """Tuples of GRANT_COLUMNS."""
    return rows.values_list(*GRANT_COLUMNS)


@dataclass(frozen=True)
class Total:
    """Sums of the grants of a kind or source; `key` empty for all of them."""

    key: str
    label: str
    count: int = 0
    planned: int = 0
    approved: int = 0
    paid: int = 0

    @property
    def left(self) -> int:
        return self.approved - self.paid


@dataclass(frozen=True)
class Totals:
    by_kind: list[Total]
    by_source: list[Total]
    all: Total


def grant_totals(rows: QuerySet) -> Totals:
    """Sums of these grants by kind, by source and over all, every figure from one query."""
    cells = list(
        rows.order_by().values_list("kind", "source").annotate(
            n=Count("pk"), planned_sum=Sum("planned"), approved_sum=Sum("approved"), paid_sum=Sum("paid")
        )
    )  # fmt: skip

    def summed(place: int, labels) -> list[Total]:
        found = []
        for key, label in labels:
            own = [cell[2:] for cell in cells if cell[place] == key]
            if own:
                found.append(Total(key, str(label), *(sum(column) for column in zip(*own, strict=True))))
        return found

    sums = [sum(column) for column in zip(*(cell[2:] for cell in cells), strict=True)] or [0, 0, 0, 0]
    return Totals(summed(0, SupportKind.choices), summed(1, FundSource.choices), Total("", _("Cộng"), *sums))


def unbalanced():
    """One sentence for each grant whose three sums are not those of its entries; `verify_audit` prints them."""

    def own(kind):
        return Coalesce(Sum(Case(When(entries__kind=kind, then=F("entries__amount")))), 0)

    rows = SupportGrant.objects.annotate(
        sum_plan=own(EntryKind.PLAN), sum_approve=own(EntryKind.APPROVE), sum_pay=own(EntryKind.PAY)
    ).exclude(planned=F("sum_plan"), approved=F("sum_approve"), paid=F("sum_pay"))
    for row in rows.iterator():
        words = {
            "pk": row.pk, "planned": show_number(row.planned), "approved": show_number(row.approved), "paid": show_number(row.paid),
        }  # fmt: skip
        yield (
            _("Khoản hỗ trợ %(pk)s: dự kiến %(planned)s, duyệt %(approved)s, chi %(paid)s không khớp với sổ của nó.")
            % words
        )
