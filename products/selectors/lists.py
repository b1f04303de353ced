"""Reads for the two lists of products: columns only, no model instances (guides: performance)."""

from datetime import date, timedelta

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from core import audit
from core.reference import per_process
from products import messages
from products.enums import Likeness
from products.likeness import Named, compare, words_of
from products.models import Cycle, Product, ProductSet

EXPIRING_DAYS = 180
DIALECT = frozenset({"che", "tra", "chanh", "leo", "day", "lac", "dau", "phong"})

PRODUCT_SORTS = {
    "ten": ("sort_key", "pk"),
    "moi": ("-pk",),
    "han": (F("valid_until").asc(nulls_last=True), "sort_key", "pk"),
}
CYCLE_SORTS = {
    "moi": ("-created_at", "-pk"),
    "han": (F("due_on").asc(nulls_last=True), "-created_at", "-pk"),
    "so": ("number",),
}
PRODUCT_COLUMNS = (
    "pk", "name", "producer__name", "unit__kind", "unit__name", "product_set__name", "product_set__sector_code",
    "set_text", "stars", "valid_until", "undecided", "cycle_state",
)  # fmt: skip
CYCLE_COLUMNS = (
    "pk", "number", "product__name", "producer__name", "unit__kind", "unit__name", "kind", "state", "due_on",
    "product_set__name",
)  # fmt: skip


def product_columns(rows: QuerySet) -> QuerySet:
    """Tuples of PRODUCT_COLUMNS; `cycle_state` is the state of the product's latest cycle, or None."""
    latest = Cycle.objects.filter(product_id=OuterRef("pk")).order_by("-pk").values("state")[:1]
    return rows.annotate(cycle_state=Subquery(latest)).values_list(*PRODUCT_COLUMNS)


def cycle_columns(rows: QuerySet) -> QuerySet:
    """Tuples of CYCLE_COLUMNS."""
    return rows.values_list(*CYCLE_COLUMNS)


def certificate_state(stars: int | None, valid_until: date | None, undecided: bool, today: date) -> str:
    """none, undecided, valid, expiring (its last 180 days) or expired, from what the product repeats of it (design §6)."""
    if undecided:
        return "undecided"
    if not stars or valid_until is None:
        return "none"
    if valid_until < today:
        return "expired"
    return "expiring" if (valid_until - today).days < EXPIRING_DAYS else "valid"


def with_certificate(rows: QuerySet, state: str, today: date) -> QuerySet:
    """Products whose `certificate_state` is `state`."""
    known = Q(undecided=False, stars__isnull=False, valid_until__isnull=False)
    edge = today + timedelta(days=EXPIRING_DAYS)
    return {
        "undecided": lambda: rows.filter(undecided=True),
        "none": lambda: rows.filter(undecided=False).filter(Q(stars__isnull=True) | Q(valid_until__isnull=True)),
        "valid": lambda: rows.filter(known, valid_until__gte=edge),
        "expiring": lambda: rows.filter(known, valid_until__gte=today, valid_until__lt=edge),
        "expired": lambda: rows.filter(known, valid_until__lt=today),
    }[state]()


@per_process
def set_filter_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every set for the filter of a list, grouped by its decision, the newest first: one query, kept by the process."""
    groups: dict[str, list[tuple[str, str]]] = {}
    rows = ProductSet.objects.order_by("-regulation__in_force_from", "number")
    for pk, number, name, decision in rows.values_list("pk", "number", "name", "regulation__number"):
        groups.setdefault(decision, []).append((str(pk), f"{number}. {name}"))
    return list(groups.items())


def like_products(name: str, producer, product_set, user, limit: int = 5) -> list[tuple[Product, Likeness]]:
    """Products of the producer's province that the person sees and whose names are like this one: twins first, then
    namesakes, then the producer's own family; at most `limit` of each. One query.
    """
    words = sorted({word for word, _marks in words_of(name)}, key=len, reverse=True)
    if not words:
        return []
    rows = Product.objects.filter(province_id=producer.province_id)
    if user is not audit.SYSTEM:
        rows = Product.objects.visible_to(user).filter(province_id=producer.province_id)
    # "che" stands for "tra" as well: the longest other word finds the candidates.
    telling = next((word for word in words if word not in DIALECT), "")
    rows = rows.filter(Q(search_text__contains=telling) | Q(producer=producer))
    mine = Named(name, producer.name, producer.pk, product_set.number, str(producer.unit_id))
    found: dict[str, list] = {kind: [] for kind in Likeness.values}
    for row in rows.select_related("producer__unit", "product_set")[:500]:
        own_set = row.product_set.number if row.product_set_id else ""
        kind = compare(mine, Named(row.name, row.producer.name, row.producer_id, own_set, str(row.producer.unit_id)))
        if kind is not None:
            found[kind].append((row, kind))
    return [pair for kind in Likeness.values for pair in found[kind][:limit]]


def likeness_warning(found: list[tuple[Product, Likeness]], producer) -> str:
    """The sentence that asks for a reason, of the gravest kind found; empty where nothing but the own family is like it."""
    for kind in (Likeness.TWIN, Likeness.NAMESAKE):
        rows = [row for row, own in found if own == kind]
        if rows and kind == Likeness.TWIN and rows[0].producer_id == producer.pk:
            return messages.PRODUCT_EXISTS % {"name": rows[0].name}
        if rows:
            names = "; ".join(f"{row.name} ({row.producer.name}, {row.producer.unit.full_name})" for row in rows)
            return (messages.TWIN_FOUND if kind == Likeness.TWIN else messages.NAMESAKE_FOUND) % {"names": names}
    return ""
