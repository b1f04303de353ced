"""Brings the tables of regulations and product sets to the files of `products/regulations/`."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from core import clock, reference
from core.text import sort_key
from products.models import FINAL_STATES, Cycle, ProductSet, Regulation, RegulationText
from products.regulationdefs import Regulation as RegulationFile
from products.regulationfiles import load_regulation, regulation_codes


@dataclass
class LoadCount:
    """Rows of one load, regulations and sets together."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@transaction.atomic
def load_regulations() -> LoadCount:
    """Create or update one Regulation per file and one ProductSet per set. Never deletes; a right row is not touched.

    A regulation that shares the sets of another has its own rows with the same numbers. Reference data of the
    installation: no actor and no audit event. Raises RegulationError for a bad file, and then nothing is written.
    """
    count = LoadCount()
    specs = [load_regulation(code) for code in regulation_codes()]
    _bring(Regulation, {(spec.code,): {"code": spec.code, **_regulation_values(spec)} for spec in specs}, count)
    rows = {row.code: row for row in Regulation.objects.all()}
    transaction.on_commit(reference.forget)
    _bring(ProductSet, {key: values for spec in specs for key, values in _sets(spec, rows[spec.code])}, count)
    if count.created or count.updated:
        for spec in specs:
            _bind_filed(spec)
    return count


def _bind_filed(spec: RegulationFile) -> None:
    """Give dossiers that were filed before a new decision, and go on under the old one, its last day as their due date.

    Later steps set it anew by themselves (`products.deadlines`); this is for those that stand still when it arrives.
    """
    if spec.issued > clock.today():
        return
    for rule in spec.transition:
        filed = Cycle.objects.filter(
            regulation__in_force_from__lt=spec.in_force_from, kind__in=rule.kinds,
            filed_at__date__lt=rule.filed_before,
        ).exclude(state__in=FINAL_STATES)  # fmt: skip
        later = Q(due_on__isnull=True) | Q(due_on__gt=rule.last_day)
        filed.filter(later).update(due_on=rule.last_day)


@transaction.atomic
def add_regulation(*, spec: RegulationFile, text: str, at: datetime) -> Regulation:
    """Add the rows of a decision that is published in the portal: Regulation, its sets, and its text for good.

    Inside the transaction of who publishes; the event, the right and the check that the code is new are the caller's.
    `spec` is what `text` says, with the sectors of the decision whose sets it shares.
    """
    regulation = Regulation(code=spec.code, **_regulation_values(spec))
    regulation.full_clean()
    regulation.save(force_insert=True)
    sets = [ProductSet(**values) for _key, values in _sets(spec, regulation)]
    for row in sets:
        row.full_clean(exclude=["regulation"], validate_constraints=False)
    ProductSet.objects.bulk_create(sets)
    RegulationText.objects.create(regulation=regulation, text=text, sha256=spec.sha256, published_at=at)
    transaction.on_commit(reference.forget)
    return regulation


def _sets(spec: RegulationFile, regulation: Regulation):
    for sector in spec.sectors:
        for group in sector.groups:
            for one in group.sets:
                yield (
                    (regulation.pk, f"{one.number:02d}"),
                    {
                        "regulation_id": regulation.pk,
                        "number": f"{one.number:02d}",
                        "code": one.code,
                        "name": one.name,
                        "sector": sector.name,
                        "sector_code": sector.code,
                        "group": group.name,
                        "managing_agency": ", ".join(one.agencies),
                        "sort_key": sort_key(one.name),
                    },
                )


def _regulation_values(spec: RegulationFile) -> dict:
    return {
        "number": spec.number,
        "title": spec.title or spec.number,
        "issued_on": spec.issued,
        "in_force_from": spec.in_force_from,
        "in_force_to": spec.in_force_to,
        "content_hash": spec.sha256,
    }


def _bring(model, wanted: dict[tuple, dict], count: LoadCount) -> None:
    """Create what is missing and update what differs, by the natural key that `wanted` is keyed with."""
    names = ("code",) if model is Regulation else ("regulation_id", "number")
    standing = {tuple(getattr(row, name) for name in names): row for row in model.objects.all()}
    fresh = []
    for key, values in wanted.items():
        row = standing.get(key)
        if row is None:
            row = model(**values)
            row.clean_fields(exclude=["regulation"])
            fresh.append(row)
            count.created += 1
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.full_clean()
            row.save()
            count.updated += 1
        else:
            count.unchanged += 1
    model.objects.bulk_create(fresh)
