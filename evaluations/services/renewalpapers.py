"""A dossier of re-evaluation or upgrade begins with what is still valid of the one before (26/2026/QĐ-TTg Art. 6.1.b-c)."""

from datetime import datetime

from django.db import transaction

from core import audit, clock
from core.files import store_again
from evaluations.evidencerows import row_in
from evaluations.models import Citation, Dossier, DossierForm, Evidence
from evaluations.selectors.dossierpage import papers_in_force
from evaluations.selectors.formvalues import forms_for, written_fields
from evaluations.selectors.renewaldiff import previous_dossier
from evaluations.selectors.rubrics import rubric_keys

FILES = "evaluations.dossier"


@transaction.atomic
def carry_over(*, dossier: Dossier, actor, at: datetime | None = None) -> int:
    """Copy papers that have not ended, with hash, dates and citations, and what was written into the forms. Out: papers.

    A paper keeps its line where the list of the new regulation has it; citations go over on the same sheet only. Nothing
    is carried into a dossier that has papers. In order: File and Evidence rows, citations, forms, event `dossier.carry_over`.
    """
    before = previous_dossier(dossier)
    if before is None or dossier.evidence.exists():
        return 0
    day, regulation = clock.local_day(at or clock.now()), dossier.cycle.regulation
    same_sheet = before.rubric.code == dossier.rubric.code
    old, new = rubric_keys(before.rubric).codes, rubric_keys(dossier.rubric).criteria
    carried = []
    for paper in papers_in_force(before).prefetch_related("citations"):
        line = row_in(regulation, before.cycle.regulation, paper.row)
        if not line or (paper.expires_on and paper.expires_on < day):
            continue
        file = store_again(
            paper.file, owner_type=FILES, owner_id=dossier.pk, actor=actor, province_id=dossier.cycle.province_id
        )
        if file is None:
            continue
        copy = Evidence(
            dossier=dossier, row=line, title=paper.title, file=file, issued_on=paper.issued_on, expires_on=paper.expires_on,
            producer_kind=paper.producer_kind, carried_from=paper, added_at=at or clock.now(), added_by=paper.added_by,
        )  # fmt: skip
        copy.full_clean()
        copy.save()
        carried.append(copy)
        cited = [c for c in paper.citations.all() if same_sheet and old.get(c.criterion_id) in new]
        Citation.objects.bulk_create(
            Citation(evidence=copy, criterion_id=new[old[c.criterion_id]], page_from=c.page_from, page_to=c.page_to)
            for c in cited
        )
    _carry_forms(before, dossier, actor, at)
    audit.record(
        "dossier.carry_over", actor=actor, obj=dossier, parent=dossier.cycle, at=at, province_id=dossier.cycle.province_id,
        after={"from": before.pk, "papers": {str(row.pk): row.file.sha256 for row in carried}},
    )  # fmt: skip
    return len(carried)


def _carry_forms(before: Dossier, dossier: Dossier, actor, at) -> None:
    """What a person wrote into the same form of the same decision; boxes follow the papers and are not carried."""
    if actor is audit.SYSTEM:
        return
    for old in DossierForm.objects.filter(dossier=before, code__in=forms_for(dossier)):
        fields = {f.key for f in written_fields(dossier, forms_for(dossier)[old.code]) if f.input != "tick"}
        values = {key: value for key, value in old.values.items() if key in fields and value}
        if values:
            new = DossierForm(
                dossier=dossier, code=old.code, values=values, updated_by=actor, updated_at=at or clock.now()
            )
            new.full_clean()
            new.save()
