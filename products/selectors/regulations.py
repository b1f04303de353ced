"""Reads of regulations: which one a cycle gets, and the place of a set in its classification."""

from datetime import date, timedelta

from core.exceptions import Refused
from products import messages
from products.models import ProductSet, Regulation
from products.regulationfiles import regulation_on


def regulation_for(on: date, kind: str, filed_on: date | None = None) -> Regulation:
    """The regulation of a cycle of `kind` that is opened, or judged, on `on`.

    The one in force that day. A dossier that was filed on `filed_on`, before the transition day of the regulation in
    force, finishes under the previous one until that rule's last day (26/2026/QĐ-TTg, Art. 11 and 12). Raises Refused
    where none was in force, or where it has not been loaded.
    """
    spec = regulation_on(on)
    if spec is not None and filed_on is not None:
        for rule in spec.transition:
            if kind in rule.kinds and filed_on < rule.filed_before and on <= rule.last_day:
                spec = regulation_on(rule.filed_before - timedelta(days=1))
                break
    row = Regulation.objects.filter(code=spec.code).first() if spec else None
    if row is None:
        raise Refused(messages.NO_REGULATION, code="no_regulation")
    return row


def classification(product_set: ProductSet) -> list[str]:
    """Ngành, nhóm and bộ (phân nhóm) of a set, from the widest; a group that bears its set's name stands once."""
    names = [product_set.sector, product_set.group, product_set.name]
    return list(dict.fromkeys(names))


def set_choices(regulation: Regulation) -> list[tuple[str, list[tuple[int, str]]]]:
    """Sets of a regulation for a select, grouped by "I. Sản phẩm thực phẩm – Thực phẩm tươi sống"."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for row in regulation.product_sets.order_by("number"):
        label = f"{row.sector_code}. {row.sector}"
        if row.group not in (row.sector, row.name):
            label = f"{label} – {row.group}"
        groups.setdefault(label, []).append((row.pk, f"{row.number}. {row.name}"))
    return list(groups.items())
