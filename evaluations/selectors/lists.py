"""Reads behind the lists of step 5: orders by white list, the units that a list names, columns of the files."""

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext_lazy as _

ROUND_SORTS = {
    "moi": ("-year", "-number", "-pk"),
    "han": (F("done_by").asc(nulls_last=True), "-pk"),
    "dv": (F("unit__sort_key").asc(nulls_first=True), "-year", "-number"),
}
ROUND_SORT_LABELS = (("moi", _("Mới nhất")), ("han", _("Ngày phải xong")), ("dv", _("Đơn vị")))
COUNCIL_SORTS = {
    "moi": ("-decision_date", "-pk"),
    "dv": (F("unit__sort_key").asc(nulls_first=True), "-decision_date", "-pk"),
}
COUNCIL_SORT_LABELS = (("moi", _("Mới nhất")), ("dv", _("Đơn vị")))
SESSION_SORTS = {
    "moi": ("-held_on", "-pk"),
    "cu": ("held_on", "pk"),
    "dv": (F("council__unit__sort_key").asc(nulls_first=True), "-held_on", "-pk"),
}
SESSION_SORT_LABELS = (("moi", _("Mới nhất")), ("cu", _("Cũ nhất")), ("dv", _("Đơn vị")))
PROPOSAL_SORTS = {
    "moi": ("-proposed_on", "-pk"),
    "cu": ("proposed_on", "pk"),
    "ten": ("cycle__product__sort_key", "pk"),
}
PROPOSAL_SORT_LABELS = (("moi", _("Mới đề nghị")), ("cu", _("Đề nghị sớm nhất")), ("ten", _("Tên sản phẩm")))
DECISION_SORTS = {
    "moi": ("-decided_on", "-pk"),
    "so": ("number", "-decided_on", "-pk"),
    "dv": (F("unit__sort_key").asc(nulls_first=True), "-decided_on", "-pk"),
}
DECISION_SORT_LABELS = (("moi", _("Mới nhất")), ("so", _("Số")), ("dv", _("Đơn vị")))
CERTIFICATE_SORTS = {
    "moi": ("-issued_on", "-pk"),
    "ten": ("product__sort_key", "-issued_on", "-pk"),
    "han": ("valid_to", "product__sort_key", "pk"),
}
CERTIFICATE_SORT_LABELS = (("moi", _("Mới cấp")), ("ten", _("Tên sản phẩm")), ("han", _("Ngày hết hạn")))


def units_named(rows: QuerySet, path: str = "unit") -> list[tuple[int, str]]:
    """(key, "Quảng Trị (tỉnh)") of every unit that the rows name, in Vietnamese order: one query."""
    columns = (f"{path}_id", f"{path}__name", f"{path}__kind", f"{path}__sort_key")
    found = rows.filter(**{f"{path}__isnull": False}).order_by(f"{path}__sort_key", f"{path}_id").values_list(*columns)
    return [(pk, f"{name} ({kind})") for pk, name, kind, _key in found.distinct()]


def with_item_count(sessions: QuerySet) -> QuerySet:
    """Adds `products`: how many products each session has."""
    return sessions.annotate(products=Count("items"))


def with_decided_count(decisions: QuerySet) -> QuerySet:
    """Adds `products`: how many products each decision names."""
    return decisions.annotate(products=Count("items"))
