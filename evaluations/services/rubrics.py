"""Official sheets from the project's files into rows (design §5: a rubric once used is immutable)."""

from collections import Counter
from datetime import datetime

from django.db import transaction

from core import audit, clock
from core.exceptions import Refused
from evaluations import messages
from evaluations.models import CriteriaDraft, Criterion, Knockout, Option, Rubric, Section, StarGate
from evaluations.sheetdefs import Rubric as Sheet
from evaluations.sheetfiles import SheetFile, load_sheet, sheet_ids
from products.models import ProductSet


def load_rubrics(*, actor=audit.SYSTEM, at: datetime | None = None, files: list[SheetFile] | None = None) -> Counter:
    """Bring every sheet file into rows; counts of created, replaced, new_version, unchanged and kept.

    A sheet that was published in the portal is kept: the shipped file never takes its place. A file that is loaded already changes nothing. A changed file replaces an unused rubric; a used one is retired and
    the file becomes its next version. Sheets with gaps load as incomplete. Each rubric is one transaction with one
    event `rubric.load`. Refused when its product set is not loaded.
    """
    done = Counter()
    for file in files if files is not None else [load_sheet(code) for code in sheet_ids()]:
        done[_load(file, actor, at or clock.now())] += 1
    return done


@transaction.atomic
def _load(file: SheetFile, actor, moment: datetime) -> str:
    sheet = file.rubric
    current = Rubric.objects.filter(code=sheet.id, retired_at__isnull=True).first()
    if current and current.content_hash == file.sha256:
        return "unchanged"
    if current and CriteriaDraft.objects.filter(rubric=current).exists():
        return "kept"
    version, outcome = 1, "created"
    if current:
        version, outcome = current.version, "replaced"
        if current.used_at or current.dossiers.exists():
            Rubric.objects.filter(pk=current.pk).update(retired_at=moment)
            version, outcome = current.version + 1, "new_version"
        else:
            current.delete()
    rubric = write_rubric(file, version, moment)
    audit.record(
        "rubric.load",
        actor=actor,
        obj=rubric,
        at=moment,
        after={"code": rubric.code, "version": version, "hash": file.sha256, "complete": rubric.complete},
    )
    return outcome


def write_rubric(file: SheetFile, version: int, moment: datetime) -> Rubric:
    """The rows of one version. Inside the transaction of who loads or publishes it; the event is the caller's."""
    sheet = file.rubric
    product_set = ProductSet.objects.filter(regulation__code=file.regulation, number=f"{file.number:02d}").first()
    if product_set is None:
        raise Refused(messages.NO_PRODUCT_SET % {"code": sheet.id}, code="no_product_set")
    rubric = Rubric(
        code=sheet.id,
        version=version,
        product_set=product_set,
        title=sheet.name,
        complete=sheet.complete,
        incomplete_reason="\n".join(sheet.gaps),
        marks_known=sheet.marks_known,
        disqualifiers=[k.label for k in sheet.knockouts if k.name.startswith("D") and k.name[1:].isdigit()],
        content_hash=file.sha256,
        loaded_at=moment,
    )
    rubric.full_clean()
    rubric.save()
    criteria = _write_criteria(rubric, sheet)
    StarGate.objects.bulk_create(
        StarGate(rubric=rubric, criterion=criteria[m.criterion], stars=m.stars, min_points=m.required)
        for m in sheet.marks
    )
    Knockout.objects.bulk_create(
        Knockout(rubric=rubric, ref=k.name, effect=k.effect, when=k.when, label=k.label, position=position)
        for position, k in enumerate(sheet.knockouts, start=1)
    )
    return rubric


def _write_criteria(rubric: Rubric, sheet: Sheet) -> dict[str, Criterion]:
    """Sections, criteria and options in the order of the sheet; the criteria by code."""
    places = [(part, section) for part in sheet.parts for section in part.sections]
    sections = Section.objects.bulk_create(
        Section(
            rubric=rubric,
            part=part.code,
            part_name=part.name,
            part_max=part.max_points,
            code=section.code,
            name=section.name,
            max_points=section.max_points,
            position=position,
        )
        for position, (part, section) in enumerate(places, start=1)
    )
    rows = []
    for row, (_part, section) in zip(sections, places, strict=True):
        groups = {g.code: g for g in section.groups}
        for criterion in section.criteria:
            group = groups.get(criterion.group)
            rule = criterion.applies_if
            rows.append(
                Criterion(
                    rubric=rubric,
                    section=row,
                    code=criterion.code,
                    name=criterion.name,
                    group_code=criterion.group,
                    group_name=group.name if group else "",
                    group_max=group.max_points if group else None,
                    max_points=criterion.max_points,
                    subjective=criterion.subjective,
                    notes=list(criterion.notes),
                    evidence=list(criterion.evidence),
                    applies_if_code=rule.criterion if rule else "",
                    applies_if_min=rule.min_points if rule else None,
                    position=len(rows) + 1,
                )
            )
    criteria = {row.code: row for row in Criterion.objects.bulk_create(rows)}
    options = []
    for code, criterion in sheet.criteria.items():
        cases = {c.code: c.label for c in criterion.cases}
        options += [
            Option(
                criterion=criteria[code],
                place=o.place,
                points=o.points,
                label=o.label,
                case_code=o.case,
                case=cases.get(o.case, ""),
                min_for_stars=o.stars,
                implied=o.implied,
            )
            for o in criterion.options
        ]
    Option.objects.bulk_create(options)
    return criteria
