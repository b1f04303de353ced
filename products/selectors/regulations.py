"""Reads of regulations: which one a cycle gets, and the place of a set in its classification."""

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from core.exceptions import Refused
from core.text import fold
from products import messages, regulationdefs
from products.models import FINAL_STATES, ProductSet, Regulation, RegulationText
from products.regulationfiles import load_regulation, parse_regulation, regulation_codes


def spec_of(regulation: Regulation) -> regulationdefs.Regulation:
    """The rules of a decision: from the file that comes with the program, else from the text published in the portal.

    A published text never changes, so a process keeps what it has read; no query then, and none for a shipped file.
    """
    if regulation.code in regulation_codes():
        return load_regulation(regulation.code)
    return _published(regulation.code, regulation.content_hash)


@lru_cache(maxsize=64)
def _published(code: str, content_hash: str) -> regulationdefs.Regulation:
    text = RegulationText.objects.get(regulation__code=code, sha256=content_hash).text
    spec, faults = parse_regulation(text.encode(), f"{code}.yaml")
    if spec is None:
        raise faults[0]
    if spec.sets_of:
        spec = replace(spec, sectors=spec_of(Regulation.objects.get(code=spec.sets_of)).sectors)
    return spec


def all_specs() -> list[regulationdefs.Regulation]:
    """The rules of every decision that is loaded, the oldest first; one query."""
    return [spec_of(row) for row in Regulation.objects.order_by("in_force_from", "code")]


def spec_on(day: date) -> regulationdefs.Regulation | None:
    """The rules for a dossier first filed on `day`: the latest in force, so an amendment before what it amends."""
    row = Regulation.objects.filter(in_force_from__lte=day).order_by("-in_force_from").first()
    return spec_of(row) if row else None


def regulation_for(on: date, kind: str, filed_on: date | None = None) -> Regulation:
    """The regulation of a cycle of `kind` that is opened, or judged, on `on`.

    The one in force that day. A dossier that was filed on `filed_on`, before the transition day of the regulation in
    force, finishes under the previous one until that rule's last day (26/2026/QĐ-TTg, Art. 11 and 12). Raises Refused
    where none was in force, or where it has not been loaded.
    """
    row = Regulation.objects.filter(in_force_from__lte=on).order_by("-in_force_from").first()
    spec = spec_of(row) if row else None
    if spec is not None and filed_on is not None:
        for rule in spec.transition:
            if kind in rule.kinds and filed_on < rule.filed_before and on <= rule.last_day:
                before = rule.filed_before - timedelta(days=1)
                row = Regulation.objects.filter(in_force_from__lte=before).order_by("-in_force_from").first()
                break
    if row is None:
        raise Refused(messages.NO_REGULATION, code="no_regulation")
    return row


def law_for_filing(cycle, on: date) -> Regulation | None:
    """The newer decision that a cycle not yet filed comes under when it is filed on `on`; None: its own stays.

    26/2026/QĐ-TTg Art. 11.1 and 12.2: in force from 22/5/2026, and only what was filed before that day goes on under the
    rules of 2021-2025. So a newer decision in force takes an unfiled cycle over from the day that its transition names;
    one without a transition, as an amendment has none, takes over nothing. Filing pins: a returned dossier stays.
    """
    if cycle.filed_at is not None or cycle.state in FINAL_STATES:
        return None
    newer = Regulation.objects.filter(in_force_from__gt=cycle.regulation.in_force_from, in_force_from__lte=on)
    for row in newer.order_by("-in_force_from", "-code"):
        if any(cycle.kind in rule.kinds and on >= rule.filed_before for rule in spec_of(row).transition):
            return row
    return None


def likely_set(own: ProductSet, regulation: Regulation) -> ProductSet | None:
    """The set of a decision that bears the name of a set of another one; None where not exactly one does."""
    if own.regulation_id == regulation.pk:
        return own
    name = fold(own.name)
    likely = [row for row in regulation.product_sets.all() if fold(row.name) == name]
    return likely[0] if len(likely) == 1 else None


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
