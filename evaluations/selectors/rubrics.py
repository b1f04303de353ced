"""Rubric rows as what the engine takes. One reading serves pages, closing and checks (design §5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from core.reference import per_process
from evaluations import sheetdefs
from evaluations.models import Criterion, Rubric
from products.models import ProductSet
from products.selectors.regulations import spec_of


@dataclass(frozen=True)
class RubricKeys:
    """Keys of the rows behind a spec: criteria by code, options by (code, place), and back."""

    criteria: Mapping[str, int]
    codes: Mapping[int, str]
    options: Mapping[tuple[str, int], int]
    places: Mapping[int, int]  # option key -> place


def newest_complete(product_set: ProductSet) -> Rubric | None:
    """The rubric in use of a product set, when it is complete."""
    return product_set.rubrics.filter(retired_at__isnull=True, complete=True).order_by("-version").first()


@per_process
def rubric_row(pk: int) -> Rubric:
    """The rubric that a session is held on, with set and regulation: it is never changed any more (design §5)."""
    return Rubric.objects.select_related("product_set__regulation").get(pk=pk)


def rubric_spec(rubric: Rubric) -> sheetdefs.Rubric:
    """The rubric as the engine's dataclass; read once per process, row and content hash."""
    return _read(rubric.pk, rubric.content_hash, rubric.loaded_at)[0]


def rubric_keys(rubric: Rubric) -> RubricKeys:
    """Row keys of the rubric, cached with the spec."""
    return _read(rubric.pk, rubric.content_hash, rubric.loaded_at)[1]


@lru_cache(maxsize=256)
def _read(pk: int, _hash: str, _loaded) -> tuple[sheetdefs.Rubric, RubricKeys]:
    rubric = Rubric.objects.select_related("product_set__regulation").get(pk=pk)
    rows = list(rubric.criteria.select_related("section").prefetch_related("options").order_by("position"))
    parts = []
    for (code, name, top), in_part in groupby(rows, key=lambda c: _part_key(c.section)):
        sections = [_section(list(in_section)) for _key, in_section in groupby(in_part, key=lambda c: c.section_id)]
        parts.append(sheetdefs.Part(code, name, top, tuple(sections)))
    bands = spec_of(rubric.product_set.regulation).bands
    spec = sheetdefs.Rubric(
        id=rubric.code,
        name=rubric.title,
        parts=tuple(parts),
        bands=tuple(sheetdefs.Band(b.stars, b.lower, b.certificate) for b in bands),
        marks=tuple(
            sheetdefs.Mark(g.stars, g.criterion.code, g.min_points)
            for g in rubric.gates.select_related("criterion").order_by("stars", "criterion__position")
        ),
        knockouts=tuple(
            sheetdefs.Knockout(k.ref, k.effect, k.label, k.when) for k in rubric.knockouts.order_by("position")
        ),
        marks_known=rubric.marks_known,
        gaps=tuple(filter(None, rubric.incomplete_reason.split("\n"))) if not rubric.complete else (),
    )
    options = {(c.code, o.place): o.pk for c in rows for o in c.options.all()}
    keys = RubricKeys(
        criteria={c.code: c.pk for c in rows},
        codes={c.pk: c.code for c in rows},
        options=options,
        places={pk: place for (_code, place), pk in options.items()},
    )
    return spec, keys


def _part_key(section) -> tuple[str, str, int]:
    return section.part, section.part_name, section.part_max


def _section(rows: list[Criterion]) -> sheetdefs.Section:
    section = rows[0].section
    groups = {c.group_code: sheetdefs.Group(c.group_code, c.group_name, c.group_max) for c in rows if c.group_code}
    return sheetdefs.Section(
        section.code, section.name, section.max_points, tuple(map(_criterion, rows)), tuple(groups.values())
    )


def _criterion(row: Criterion) -> sheetdefs.Criterion:
    options = list(row.options.all())
    cases = {o.case_code: sheetdefs.Case(o.case_code, o.case) for o in options if o.case_code}
    return sheetdefs.Criterion(
        code=row.code,
        name=row.name,
        max_points=row.max_points,
        options=tuple(
            sheetdefs.Option(o.place, o.points, o.label, o.case_code, o.min_for_stars, o.implied) for o in options
        ),
        applies_if=sheetdefs.Condition(row.applies_if_code, row.applies_if_min) if row.applies_if_code else None,
        cases=tuple(cases.values()),
        group=row.group_code,
        subjective=row.subjective,
        notes=tuple(row.notes),
        evidence=tuple(row.evidence),
    )
